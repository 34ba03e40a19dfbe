"""SPARQL cells for Jupyter notebooks: ``%load_ext famk_graph.notebook``, then ``%%sparql``.

A cell is one query, with the prefixes of the graph predeclared. What it gives is the value of the cell::

    %%sparql --seen fam:s1
    SELECT ?name WHERE { ?base a famk:Base ; rdfs:label ?name }

- a SELECT gives a pandas data frame, one column per variable, one row per solution;
- an ASK gives ``True`` or ``False``;
- a CONSTRUCT or DESCRIBE gives a data frame of its triples.

``--out name`` keeps the result in a variable and shows nothing; of a CONSTRUCT or DESCRIBE it keeps an
``rdflib.Graph``, which other libraries can go on with.

``--seen fam:s1e3`` says how far you have watched. It holds from then on: a cell without it is asked of the
universe that the last cell used. ``%sparql --seen fam:s1e3`` on a line of its own sets it without a question. To
begin with it is what the environment variable ``FAMK_SEEN`` says, or everything.

A mistake in a query ends the cell with one readable message and no traceback.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_cell_magic, magics_class
from IPython.core.magic_arguments import MagicArgumentParser

from famk_graph.errors import FamkError
from famk_graph.iris import shorten
from famk_graph.universe import Universe

if TYPE_CHECKING:
    import pandas as pd
    from IPython.core.interactiveshell import InteractiveShell

    from famk_graph.query import Result

_TIMEOUT = 60.0


@magics_class
class SparqlMagics(Magics):
    """The magic ``%%sparql`` and the universe that it asks."""

    def __init__(self, shell: InteractiveShell) -> None:
        """Remember the shell; a universe is opened by the first question."""
        super().__init__(shell)
        self._shell = shell
        self.universe: Universe | None = None

    @line_cell_magic
    def sparql(self, line: str, cell: str | None = None) -> object:
        """Ask the graph the SPARQL query of the cell; SELECT gives a data frame.

        ``--seen HORIZON`` how far you have watched, from this cell on: ``fam:s2e5,sc:s1e3`` or ``all``;
        ``--out NAME`` keep the result in this variable instead of showing it;
        ``--timeout SECONDS`` give up after so many (60 if left out).

        Raises
        ------
        FamkError
            The query or the horizon is wrong, or there is no query; shown as a message without traceback.

        """
        options = _options().parse_argstring(line)
        universe = self._universe(options.seen)
        if cell is None:
            if not options.seen:
                message = "%sparql on a line of its own sets the horizon: %sparql --seen fam:s1e3."
                raise FamkError(f"{message}\n    Begin a cell with %%sparql to ask a query.")
            return None
        if not cell.strip():
            raise FamkError("There is no query in this cell.\n    Write SPARQL below the line %%sparql.")
        if options.out is not None and not options.out.isidentifier():
            raise FamkError(f"--out: “{options.out}” cannot name a variable.")
        result = universe.query(cell, timeout=options.timeout)
        if options.out is None:
            return _shown(result)
        self._shell.user_ns[options.out] = result.to_rdflib() if _is_graph(result) else _shown(result)
        return None

    def _universe(self, seen: str | None) -> Universe:
        if seen is not None or self.universe is None:
            self.universe = Universe(seen or os.environ.get("FAMK_SEEN", "all"))
        return self.universe


def _options() -> MagicArgumentParser:
    parser = MagicArgumentParser(prog="%%sparql")
    parser.add_argument("--seen")
    parser.add_argument("--out")
    parser.add_argument("--timeout", type=float, default=_TIMEOUT)
    return parser


def _is_graph(result: Result) -> bool:
    return result.answer is None and not result.columns


def _shown(result: Result) -> bool | pd.DataFrame:
    if result.answer is not None:
        return result.answer
    return _triples(result) if _is_graph(result) else result.to_pandas()


def _triples(result: Result) -> pd.DataFrame:
    """Return the triples of a result as a table in a fixed order, since an engine may give them in any."""
    import pandas as pd

    graph = result.to_rdflib()
    rows = sorted(tuple(shorten(str(term)) for term in triple) for triple in graph)
    return pd.DataFrame(rows, columns=["subject", "predicate", "object"])


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give a notebook the magic; called by ``%load_ext famk_graph.notebook``."""
    shell.register_magics(SparqlMagics)
