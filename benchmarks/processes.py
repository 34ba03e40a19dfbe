"""Whole commands against bare Python that imports what they cannot avoid and does the same work."""

from __future__ import annotations

import subprocess
import sys

from measuring import duration, interleaved, table

from famk_graph import Universe, store
from famk_graph.horizon import Horizon

QUERY = "SELECT ?event ?day WHERE { ?event a famk:Event ; famk:date ?day } ORDER BY ?event ?day"
# What the installed command runs.
FAMK = [sys.executable, "-c", "from famk_graph.cli import main; main()"]
_BARE_HELP = "import click, os, sys; sys.stdout.flush(); os._exit(0)"
_ENGINE = """
import click, os, sys
import pyoxigraph as ox
store = ox.Store.read_only(sys.argv[1])
found = store.query(sys.argv[2], prefixes={"famk": sys.argv[3]})
sys.stdout.buffer.write(found.serialize(format=ox.QueryResultsFormat.CSV))
sys.stdout.flush()
os._exit(0)
"""


def compare(*, quick: bool) -> None:
    """Print what whole processes take from start to end."""
    from famk_graph.vocabulary import TERM

    Universe()
    path = str(store.build(Horizon.parse("all")).path)
    engine = [sys.executable, "-c", _ENGINE, path, QUERY, TERM]
    ours = [*FAMK, "query", QUERY, "--format", "csv"]
    if _output(engine) != _output(ours):
        raise SystemExit("famk query and the engine print different answers.")
    pairs = {
        "famk --help": ([sys.executable, "-c", _BARE_HELP], [*FAMK, "--help"]),
        "famk query … --format csv": (engine, ours),
        "famk query … (a table)": (engine, [*FAMK, "query", QUERY]),
    }
    repeats = 3 if quick else 31
    rows = []
    for name, (bare, command) in pairs.items():
        times = interleaved(
            {"bare": lambda bare=bare: _output(bare), "famk": lambda command=command: _output(command)},
            repeats=repeats,
        )
        rows.append([name, duration(times["bare"]), duration(times["famk"]), f"{times['famk'] / times['bare']:.2f}"])
    empty = interleaved({"python": lambda: _output([sys.executable, "-c", "pass"])}, repeats)
    rows.append(["(python -c pass)", duration(empty["python"]), "", ""])
    table("Whole processes, warm disk", ["command", "bare Python", "famk", "ratio"], rows)


def _output(command: list[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout
