"""The answer of a query as a table of words and links, for pages that have no script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from famk_graph.errors import FamkError
from famk_graph.iris import ENTITY, shorten
from famk_graph.serve.told import told

if TYPE_CHECKING:
    from famk_graph.serve.view import View
    from famk_graph.universe import Universe

MOST = 500  # rows that a page shows
Cell = tuple[str, str]  # a text and where it leads, if anywhere


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: a table, a yes or no, or what went wrong."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    problem: str = ""


async def answer(view: View, text: str) -> Answer:
    """Ask a query at the reader's horizon, with the limits of the endpoint."""
    try:
        path = await view.site.store_path(view.horizon)
        job = {
            "do": "sparql", "store": path, "default": (), "named": (), "solutions": "json", "graph": "ntriples",
            "largest": view.site.workers.limits.largest,
        }  # fmt: skip
        header, body = await view.site.workers.run(job, text.encode(), gone=view.request.is_disconnected)
    except FamkError as error:
        return Answer(problem=told(view.site, error).message)
    read = _triples if header["form"] == "ntriples" else _solutions
    return await run_in_threadpool(read, view.universe, body)


def _triples(universe: Universe, body: bytes) -> Answer:
    quads = list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    rows = [tuple(_cell(universe, term) for term in (q.subject, q.predicate, q.object)) for q in quads[:MOST]]
    return Answer(("subject", "predicate", "object"), tuple(rows), len(quads))


def _solutions(universe: Universe, body: bytes) -> Answer:
    read = json.loads(body)
    if "boolean" in read:
        return Answer(truth=read["boolean"])
    columns, rows = tuple(read["head"]["vars"]), read["results"]["bindings"]
    shown = (tuple(_bound(universe, row.get(name)) for name in columns) for row in rows[:MOST])
    return Answer(columns, tuple(shown), len(rows))


def _bound(universe: Universe, value: dict[str, Any] | None) -> Cell:
    if value is None:
        return "", ""
    if value["type"] == "uri":
        return _cell(universe, ox.NamedNode(value["value"]))
    return str(value["value"]), ""


def _cell(universe: Universe, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Cell:
    if not isinstance(term, ox.NamedNode):
        return (term.value if isinstance(term, ox.Literal) else str(term)), ""
    entry = universe.names.entries.get(term.value.removeprefix(ENTITY)) if term.value.startswith(ENTITY) else None
    return (entry.label, f"/id/{entry.id}") if entry else (shorten(term.value), "")
