"""The bibliography: which sources are cited, how good they are, and what rests on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.routing import Route

from famk_graph.errors import NotFoundError
from famk_graph.serve.content.citing import citing
from famk_graph.serve.content.kept import per_lens
from famk_graph.serve.content.terms import definitions
from famk_graph.serve.shapes import kind_words
from famk_graph.serve.view import View, page
from famk_graph.vocabulary import CONCEPT
from famk_graph.words import fold

if TYPE_CHECKING:
    from starlette.responses import Response

    from famk_graph.cards import Citation
    from famk_graph.serve.lens import Lens

GRADES = "ABCD"
_PAGE, _MOST = 100, 10_000  # sources on a page, and pages at most
_SORTS = ("grade", "title", "publisher", "published", "claims", "entities")


@dataclass(frozen=True, slots=True)
class Row:
    """A source, how many claims it carries, and of how many things they speak."""

    source: Citation
    claims: int
    entities: int

    @property
    def title(self) -> str:
        """The title, or where it may not be told (it tells of a later episode), the publisher."""
        return self.source.title or self.source.publisher

    @property
    def words(self) -> str:
        """What the filter compares."""
        return fold(f"{self.title} {self.source.publisher} {self.source.published or ''} {self.source.url or ''}")

    def key(self, name: str) -> str:
        """Return what the row sorts by under a column."""
        values = {
            "grade": self.source.grade, "title": fold(self.title), "publisher": fold(self.source.publisher),
            "published": self.source.published or "", "claims": f"{self.claims:09}", "entities": f"{self.entities:09}",
        }  # fmt: skip
        return values[name]


@per_lens
def bibliography(lens: Lens) -> list[Row]:
    """Return all sources that are cited at a horizon, those with the most claims first."""
    known = citing(lens)
    rows = [
        Row(source, known.claims(ident), len(known.entities.get(ident, ())))
        for ident, source in lens.universe.citations.items()
    ]
    return sorted(rows, key=lambda row: (-row.claims, row.source.id))


def grade_words(lens: Lens) -> dict[str, str]:
    """Return what the ontology says of each grade."""
    known = definitions(lens)
    return {grade: known.get(f"{CONCEPT}grade-{grade.lower()}", "") for grade in GRADES}


@page
def show_sources(view: View) -> Response:
    """List the sources, all or those that speak of one thing; by grade, by words, in an order, page by page."""
    state = {name: view.text(name) for name in ("filter", "only", "sort")}
    about = view.text("about")
    entry = view.universe.names.resolve(about) if about else None
    every = _about(view.lens, entry.id) if entry else bibliography(view.lens)
    kept = _kept(every, state)
    number = min(_number(view.text("page")), max(1, ceil(len(kept) / _PAGE)))
    claims = {grade: sum(row.claims for row in every if row.source.grade == grade) for grade in GRADES}
    return view.render(
        "data_sources.html", title=f"Sources on {entry.label}" if entry else "Sources", here_now="/data/sources",
        rows=kept[(number - 1) * _PAGE : number * _PAGE], found=len(kept), total=len(every), number=number,
        pages=ceil(len(kept) / _PAGE), about=entry, state=state, claims=claims, most=max([*claims.values(), 1]),
        grades={grade: sum(row.source.grade == grade for row in every) for grade in GRADES},
        words=grade_words(view.lens), sorts=_SORTS, address=partial(_address, state, entry.id if entry else ""),
    )  # fmt: skip


def _about(lens: Lens, ident: str) -> list[Row]:
    """Return the sources that speak of an entity."""
    cited = citing(lens).sources.get(ident, Counter())
    return [row for row in bibliography(lens) if row.source.id in cited]


def _kept(rows: list[Row], state: dict[str, str]) -> list[Row]:
    """Return the rows that fit what is asked for, in the order that is asked for; empty values come last."""
    words, only, name = fold(state["filter"]).split(), state["only"], state["sort"].removeprefix("-")
    kept = [
        row for row in rows
        if (not only or row.source.grade == only) and all(word in row.words for word in words)
    ]  # fmt: skip
    if name not in _SORTS:
        return kept
    filled = [row for row in kept if row.key(name)]
    filled.sort(key=lambda row: row.key(name), reverse=state["sort"].startswith("-"))
    return filled + [row for row in kept if not row.key(name)]


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < len(str(_MOST)) else 1


def _address(state: dict[str, str], about: str, **changed: str | int) -> str:
    """Return the address of the list in a state."""
    told = {name: value for name, value in {**state, "about": about, **changed}.items() if value}
    return "/data/sources" + (f"?{urlencode(told)}" if told else "")


@page
def show_source(view: View) -> Response:
    """Show a source and what it speaks of, with how many claims."""
    name = view.request.path_params["name"]
    source = view.universe.citations.get(name)
    if source is None:
        raise NotFoundError(f"No source “{name[:100]}” is cited, at least as far as you have watched.")
    entries, carried = view.universe.names.entries, citing(view.lens).entities.get(name, Counter())
    about = sorted(
        (-count, entries[ident].label, ident, kind_words(entries[ident].cls))
        for ident, count in carried.items()
        if ident in entries and entries[ident].cls
    )
    return view.render(
        "data_source.html", title=source.title or source.publisher, here_now="", source=source,
        words=grade_words(view.lens),
        about=[(ident, label, kind, -count) for count, label, ident, kind in about],
        claims=citing(view.lens).claims(name),
    )  # fmt: skip


routes = [Route("/data/sources", show_sources), Route("/data/sources/{name}", show_source)]
