"""Run the command line as ``python -m famk_graph``."""

from famk_graph.cli import main

main()
