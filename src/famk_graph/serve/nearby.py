"""What may have been meant by an address that leads nowhere: things of the sort that the address speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from famk_graph.saved import saved_queries
from famk_graph.serve.content.tables import TABLES
from famk_graph.serve.shapes import kind_words
from famk_graph.vocabulary import CLASSES
from famk_graph.words import nearest

if TYPE_CHECKING:
    from starlette.requests import Request

    from famk_graph.serve.lens import Lens

Links = list[tuple[str, str]]
_NEAR: Final = 5
_LONGEST: Final = 60
_ALIKE: Final = 70  # of 100; short words of the ontology are a little like anything


def nearby(lens: Lens | None, request: Request) -> tuple[Links, Links]:
    """Return addresses with their words: what is called like the last part of an address, and where all is listed.

    Only what exists at the reader's horizon is named; terms of the ontology, tables and saved queries are everybody's.
    """
    path, saved = request.url.path, request.query_params.get("saved", "")
    word = path.rstrip("/").rpartition("/")[2].partition(".")[0][:_LONGEST]
    if path.startswith("/tables/"):
        found = nearest(word.lower(), TABLES)
        listed = [(f"/tables/{name}", table.title) for name, table in TABLES.items()]
        near = [link for link in listed if link[0].rpartition("/")[2] in found]
        return near, [("/tables", "All tables"), *([] if near else listed)]
    if path.startswith("/data/classes/"):
        small = {name.lower(): name for name in CLASSES}
        found = [small[name] for name in nearest(word.lower(), small, limit=_NEAR, cutoff=_ALIKE)]
        return [(f"/data/classes/{name}", kind_words(name)) for name in found], [("/data/ontology", "All classes")]
    if path == "/query" and saved:
        found = nearest(saved[:_LONGEST], saved_queries(), limit=_NEAR)
        return [(f"/query?saved={name}", name.replace("-", " ")) for name in found], [("/query", "All questions")]
    return _things(lens, word.replace("-", " ")), []


def _things(lens: Lens | None, word: str) -> Links:
    if lens is None or not word:
        return []
    from famk_graph.serve.search import suggest

    return [(f"/id/{hit.id}", hit.label) for hit in suggest(lens.universe, word, limit=_NEAR)]
