"""A layered drawing of events in time order, from left to right, with one way straight through the middle.

After Sugiyama, Tagawa and Toda (1981): events are put into columns, links that pass a column get a place in it, and
each column is ordered by where its neighbours lie. The columns also keep the order of time, so that each can be dated.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SWEEPS = 14
_LINK = 20.0  # the height kept free for a link that passes a column

Item = str | tuple[int, int]  # an event, or a link (by number) as it passes a column


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box, the space between boxes, and how many a column takes."""

    width: float = 180
    height: float = 76
    gap_x: float = 66
    gap_y: float = 22
    most: int = 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where the middle of each event lies, through which points each link leads, and the columns with their middles."""

    places: dict[str, tuple[float, float]]
    lines: list[list[tuple[float, float]]]
    columns: list[tuple[float, list[str]]]
    width: float
    height: float


def layered(
    events: Mapping[str, str], links: Sequence[tuple[str, str]], way: Iterable[str] = (), size: Size | None = None
) -> Drawing:
    """Return a drawing of events and links.

    Parameters
    ----------
    events
        What is drawn, each with a key whose order is that of time.
    links
        Pairs of cause and effect.
    way
        The events that shall lie on a straight line.
    size
        Of the boxes.

    """
    size = size or Size()
    order = in_order(events, links)
    column = _columns(order, links, size.most)
    lanes = _lanes(column, links)
    straight = set(way)
    pinned: set[Item] = set(straight)
    for number, (start, end) in enumerate(links):
        if start in straight and end in straight and _follows(order, straight, start, end):
            pinned.update((number, at) for at in range(column[start] + 1, column[end]))
    heights = _heights(column, lanes, links, pinned, size)
    top = min(heights[event] for event in order) - size.height / 2
    bottom = max(heights[event] for event in order) + size.height / 2
    for item, y in heights.items():
        if isinstance(item, tuple):
            top, bottom = min(top, y - _LINK), max(bottom, y + _LINK)
    step = size.width + size.gap_x
    plan = _Plan(heights, top, size)
    places = {event: (column[event] * step + size.width / 2, heights[event] - top) for event in order}
    found: list[list[str]] = [[] for _ in lanes]
    for event in order:
        found[column[event]].append(event)
    return Drawing(
        places=places,
        lines=[_line(number, link, column, plan) for number, link in enumerate(links)],
        columns=[(at * step + size.width / 2, held) for at, held in enumerate(found)],
        width=len(lanes) * step - size.gap_x,
        height=bottom - top,
    )


def in_order(events: Mapping[str, str], links: Iterable[tuple[str, str]]) -> list[str]:
    """Return events so that causes come before effects, and otherwise by time; a circle is cut at its earliest."""
    out: dict[str, list[str]] = defaultdict(list)
    open_links = dict.fromkeys(events, 0)
    for start, end in links:
        out[start].append(end)
        open_links[end] += 1
    heap = [(key, event) for event, key in events.items() if not open_links[event]]
    heapify(heap)
    left, order = dict(events), []
    while left:
        if not heap:
            key, event = min((key, event) for event, key in left.items())
            heappush(heap, (key, event))
        event = heappop(heap)[1]
        if event not in left:
            continue
        del left[event]
        order.append(event)
        for other in out[event]:
            open_links[other] -= 1
            if not open_links[other] and other in left:
                heappush(heap, (left[other], other))
    return order


def _columns(order: Iterable[str], links: Iterable[tuple[str, str]], most: int) -> dict[str, int]:
    causes: dict[str, set[str]] = defaultdict(set)
    for start, end in links:
        causes[end].add(start)
    column: dict[str, int] = {}
    at, held = 0, 0
    for event in order:
        if held >= most or any(column.get(cause) == at for cause in causes[event]):
            at, held = at + 1, 0
        column[event] = at
        held += 1
    return column


def _lanes(column: Mapping[str, int], links: Iterable[tuple[str, str]]) -> list[list[Item]]:
    """Return what lies in each column: events, and the links that pass it."""
    lanes: list[list[Item]] = [[] for _ in range(max(column.values()) + 1)]
    for event, at in column.items():
        lanes[at].append(event)
    for number, (start, end) in enumerate(links):
        for at in range(min(column[start], column[end]) + 1, max(column[start], column[end])):
            lanes[at].append((number, at))
    return lanes


def _follows(order: list[str], straight: set[str], start: str, end: str) -> bool:
    """Whether a link joins two neighbours of the way."""
    line = [event for event in order if event in straight]
    return (start, end) in set(itertools.pairwise(line))


def _heights(
    column: Mapping[str, int],
    lanes: list[list[Item]],
    links: Sequence[tuple[str, str]],
    pinned: set[Item],
    size: Size,
) -> dict[Item, float]:
    """Return the height of the middle of everything, by sweeping to and fro; what is pinned lies at 0."""
    near: dict[Item, list[Item]] = defaultdict(list)
    for number, (start, end) in enumerate(links):
        towards = 1 if column[end] > column[start] else -1
        chain: list[Item] = [start]
        chain += [(number, at) for at in range(column[start] + towards, column[end], towards)]
        chain.append(end)
        for one, other in itertools.pairwise(chain):
            near[one].append(other)
            near[other].append(one)
    heights: dict[Item, float] = {}
    for lane in lanes:
        for n, item in enumerate(lane):
            heights[item] = 0.0 if item in pinned else (n // 2 + 1) * size.height * (-1) ** n
    for sweep in range(_SWEEPS):
        for lane in lanes if sweep % 2 == 0 else reversed(lanes):
            wanted = {item: _mean([heights[other] for other in near[item]], heights[item]) for item in lane}
            heights.update(_spread(lane, wanted, heights, pinned, size))
    return heights


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _spread(
    lane: list[Item], wanted: Mapping[Item, float], before: Mapping[Item, float], pinned: set[Item], size: Size
) -> dict[Item, float]:
    """Return heights as near to the wanted as can be without an overlap."""
    fixed = [item for item in lane if item in pinned]
    free = sorted((item for item in lane if item not in pinned), key=lambda item: (wanted[item], before[item]))
    if not fixed:
        return _apart(free, wanted, size)
    found: dict[Item, float] = dict.fromkeys(fixed, 0.0)
    for sign in (-1, 1):
        side = [item for item in free if (_side(wanted[item], before[item]) == sign)]
        edge, last = 0.0, fixed[0]
        for item in side[::sign]:
            edge = max(edge + _room(last, item, size), sign * wanted[item])
            found[item] = sign * edge
            last = item
    return found


def _side(wanted: float, before: float) -> int:
    """Return on which side of the way something lies; what could be on either stays where it was."""
    value = wanted if abs(wanted) > 1 else before
    return -1 if value < 0 else 1


def _apart(items: list[Item], wanted: Mapping[Item, float], size: Size) -> dict[Item, float]:
    """Return heights in the given order: groups that would overlap are moved apart around their common mean."""
    groups: list[tuple[list[Item], list[float], float]] = []  # items, offsets from the first, height of the first
    for item in items:
        group: tuple[list[Item], list[float], float] = ([item], [0.0], wanted[item])
        while groups:
            held, offsets, first = groups[-1]
            room = _room(held[-1], group[0][0], size)
            if first + offsets[-1] + room <= group[2]:
                break
            groups.pop()
            joined = [*held, *group[0]]
            places = [*offsets, *(offsets[-1] + room + offset for offset in group[1])]
            start = _mean([wanted[i] - place for i, place in zip(joined, places, strict=True)], 0.0)
            group = (joined, places, start)
        groups.append(group)
    return {i: first + offset for held, offsets, first in groups for i, offset in zip(held, offsets, strict=True)}


def _room(one: Item, other: Item, size: Size) -> float:
    """Return how far the middles of two neighbours in a column are apart at least."""
    halves = [_LINK / 2 if isinstance(item, tuple) else size.height / 2 for item in (one, other)]
    boxes = isinstance(one, str) or isinstance(other, str)
    return sum(halves) + (size.gap_y if isinstance(one, str) and isinstance(other, str) else 8 if boxes else 0)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The heights of everything, the uppermost of them, and the size of the boxes."""

    heights: Mapping[Item, float]
    top: float
    size: Size


def _line(number: int, link: tuple[str, str], column: Mapping[str, int], plan: _Plan) -> list[tuple[float, float]]:
    """Return the points of a link: from the edge of one box to that of the other, level through passed columns."""
    (start, end), heights, top, size = link, plan.heights, plan.top, plan.size
    step, half = size.width + size.gap_x, size.width / 2
    towards = 1 if column[end] > column[start] else -1
    points = [(column[start] * step + half + towards * half, heights[start] - top)]
    for at in range(column[start] + towards, column[end], towards):
        middle, y = at * step + half, heights[number, at] - top
        points += [(middle - towards * half, y), (middle + towards * half, y)]
    points.append((column[end] * step + half - towards * half, heights[end] - top))
    return points
