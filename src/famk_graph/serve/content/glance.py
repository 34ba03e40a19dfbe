"""Both timelines in one glance: every dated event as a tick, and the weightiest divergences as bridges between them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.serve.content.telling import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famk_graph.serve.lens import Lens
    from famk_graph.timeline import Moment

WIDTH: Final = 1200
MARGIN: Final = 24
THEIRS: Final = 132  # the height of their line
OURS: Final = 236
_ROWS: Final = (22, 50, 78)  # the heights of the names
_LETTER: Final = 7.4
_GAP: Final = 18
_MOST: Final = 10
_CLOSE: Final = 34  # bridges that begin nearer to each other than this hide each other
_ASTRAY: Final = 120  # how far a name may stand from its place
_FEWEST: Final = 2  # events from which there is something to draw
_TICK, _TALLEST = 3.0, 30.0


@dataclass(frozen=True, slots=True)
class Tick:
    """So many events of one timeline about one place of the axis."""

    x: float
    length: float
    side: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """A divergence, from its event there to its event here, with a place for its name."""

    id: str
    label: str
    theirs: str
    ours: str
    kinds: str
    left: float
    right: float
    row: float
    at: float

    @property
    def curve(self) -> str:
        """The bridge as the data of an SVG path."""
        middle = (THEIRS + OURS) / 2
        x, y = round(self.left, 1), round(self.right, 1)
        return f"M{x} {THEIRS}C{x} {middle} {y} {middle} {y} {OURS}"


@dataclass(frozen=True, slots=True)
class Glance:
    """What there is to draw, or to list where nothing can be drawn."""

    ticks: list[Tick]
    bridges: list[Bridge]
    years: list[tuple[float, int]]
    first: int
    last: int
    theirs: int
    ours: int


class _Scale:
    """Places on the axis: halfway between true to the days and true to how much happens."""

    def __init__(self, days: Sequence[int]) -> None:
        self._days = sorted(days)

    def __call__(self, day: int) -> float:
        first, last = self._days[0], self._days[-1]
        even = (min(max(day, first), last) - first) / max(1, last - first)
        before = bisect(self._days, day) / len(self._days)
        return MARGIN + (WIDTH - 2 * MARGIN) * (0.45 * even + 0.55 * before)


def glance(lens: Lens) -> Glance | None:
    """Return both timelines for a drawing of a fixed width, or ``None`` where hardly anything is dated."""
    moments = list(lens.moments.values())
    if len(moments) < _FEWEST:
        return None
    scale = _Scale([_day(moment) for moment in moments])
    count = Counter(moment.is_alternate for moment in moments)
    years = [int(moment.earliest[:4]) for moment in moments]
    return Glance(
        ticks=_ticks(moments, scale), bridges=_bridges(lens, scale), years=_years(min(years), max(years), scale),
        first=min(years), last=max(years), theirs=count[True], ours=count[False],
    )  # fmt: skip


def _day(moment: Moment) -> int:
    return dt.date.fromisoformat(moment.earliest).toordinal()


def _ticks(moments: Sequence[Moment], scale: _Scale) -> list[Tick]:
    many = Counter((round(scale(_day(moment)) / 4) * 4, moment.is_alternate) for moment in moments)
    return [
        Tick(float(x), round(min(_TALLEST, _TICK + 2.6 * n), 1), "theirs" if there else "ours")
        for (x, there), n in sorted(many.items())
    ]


def _years(first: int, last: int, scale: _Scale) -> list[tuple[float, int]]:
    """Return the years that have room for their number."""
    found: list[tuple[float, int]] = []
    for year in range(first, last + 1):
        x = scale(dt.date(year, 1, 1).toordinal())
        if MARGIN < x < WIDTH - MARGIN and (not found or x - found[-1][0] > 52):  # noqa: PLR2004 - the width of a year
            found.append((round(x, 1), year))
    return found


def _bridges(lens: Lens, scale: _Scale) -> list[Bridge]:
    """Return the weightiest divergences whose names have room, in the order of their places."""
    moments = lens.moments
    weighed = []
    for found in lens.divergences:
        theirs, ours = ([e for e in _texts(found[side]) if e in moments] for side in ("theirs", "ours"))
        if theirs and ours:
            weight = 2 * _told(lens, str(found["id"])) + _told(lens, theirs[0]) + _told(lens, ours[0])
            weighed.append((-weight, str(found["id"]), found, theirs[0], ours[0]))
    chosen: list[tuple[float, float, dict[str, object], str, str]] = []
    for _, _, found, there, here in sorted(weighed, key=lambda entry: entry[:2]):
        left, right = scale(_day(moments[there])), scale(_day(moments[here]))
        if len(chosen) < _MOST and all(abs(left - other[0]) > _CLOSE for other in chosen):
            chosen.append((left, right, found, when(moments[there].date), when(moments[here].date)))
    return _named(sorted(chosen, key=lambda entry: entry[:2]))


def _told(lens: Lens, ident: str) -> int:
    """Return how much leads to an entity, as the store has it: the ties as a whole take a second to read."""
    node = ox.NamedNode(iris.ENTITY + ident)
    return sum(1 for _ in lens.universe.store.quads_for_pattern(None, None, node, ox.DefaultGraph()))


def _named(chosen: Sequence[tuple[float, float, dict[str, object], str, str]]) -> list[Bridge]:
    """Return the bridges with places for their names, row by row and clear of one another."""
    ends = dict.fromkeys(_ROWS, 0.0)  # how far each row is taken
    bridges = []
    for number, (left, right, found, there, here) in enumerate(chosen):
        half = len(str(found["label"])) * _LETTER / 2
        row = min(_ROWS, key=lambda row: (max(0.0, ends[row] + _GAP + half - left), (_ROWS.index(row) - number) % 3))
        at = min(max(left, half + 4, ends[row] + _GAP + half), WIDTH - half - 4)
        if at - left > _ASTRAY or (ends[row] and at - half < ends[row]):
            continue  # no row has room for this name near its place
        ends[row] = at + half
        kinds = ", ".join(_texts(found["kinds"]))
        places = (round(left, 1), round(right, 1), row, round(at, 1))
        bridges.append(Bridge(str(found["id"]), str(found["label"]), there, here, kinds, *places))
    return bridges


def _texts(value: object) -> list[str]:
    return value if isinstance(value, list) else []
