"""Presidencies of both timelines as bars on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from famk_graph import dates
from famk_graph.serve.content.telling import when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.serve.content.rows import Row
    from famk_graph.serve.lens import Lens

_WIDTH, _LEAST = 1000.0, 26.0  # of the drawing, and of a bar with a name in it
_STEP, _LONGEST = 4, 8  # years between two marks, and of a presidency


@dataclass(frozen=True, slots=True)
class Bar:
    """A term: whose, where it lies, whether its end is known, and its years in words."""

    ident: str
    label: str
    short: str
    x: float
    width: float
    open: bool
    years: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The bars of both timelines, and the years marked on the axis."""

    theirs: list[Bar]
    ours: list[Bar]
    marks: list[tuple[float, int]]


def drawing(lens: Lens, rows: Iterable[Row]) -> Drawing | None:
    """Return the presidencies of a table's rows with those of our world meanwhile, or ``None`` where there is none."""
    theirs, beside = [], set[str]()
    for row in rows:
        if row.cells["from"].value:
            theirs.append((row.subject, row.cells["from"].value, row.cells["until"].value))
        beside |= {ident for _, ident in row.cells["ours"].parts}
    if not theirs:
        return None
    ours = [
        (str(told["id"]).removeprefix("id:"), str(told["from"]), str(told["until"] or ""))
        for told in lens.universe.ask("real-presidents").rows()
        if str(told["id"]).removeprefix("id:") in beside and told["from"]
    ]
    start = min(_year(begin) for _, begin, _ in theirs)
    # Where the end of a term is not known, it is drawn as long as it may last.
    end = max(_year(until) if until else _year(begin) + _LONGEST for _, begin, until in theirs)
    scale = _WIDTH / (end - start)
    marks = [((year - start) * scale, year) for year in range(int(start), int(end) + 1) if year % _STEP == 0]

    def bars(terms: list[tuple[str, str, str]]) -> list[Bar]:
        terms = sorted(terms, key=lambda term: _year(term[1]))
        ends = [_year(until) if until else 0.0 for _, _, until in terms]
        for number, (_, after) in enumerate(pairwise(terms)):
            ends[number] = ends[number] or _year(after[1])
        placed = [
            (round((first - start) * scale, 1), round((min(last or end, end) - first) * scale, 1))
            for term, last in zip(terms, ends, strict=True) for first in (max(_year(term[1]), start),)
        ]  # fmt: skip
        return [_bar(lens, term, *place) for term, place in zip(terms, placed, strict=True)]

    return Drawing(bars(theirs), bars(ours), marks)


def _bar(lens: Lens, term: tuple[str, str, str], x: float, width: float) -> Bar:
    ident, begin, until = term
    label = lens.universe.names.entries[ident].label
    years = f"from {when(begin)}" + (f" to {when(until)}" if until else "")
    short = label.split()[-1] if width >= _LEAST else ""
    return Bar(ident, label, short, x, width, not until, years)


def _year(text: str) -> float:
    """Return a date as a year with a fraction."""
    day = dates.parse(text).earliest
    return day.year + (day.timetuple().tm_yday - 1) / 366 if day else 0.0
