"""The picture of causes as SVG: what is drawn where. The template ``why-picture.svg`` writes it."""

from __future__ import annotations

import itertools
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph.serve import shapes, telling
from famk_graph.serve.layered import Size, layered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.chains import Step
    from famk_graph.serve.causes import Causes
    from famk_graph.serve.lens import Lens

_HEAD = 34.0  # for the years over the columns
_EDGE = 12.0
_LETTERS = 21  # in a line of a label
_BOLD = 19
_LINES = 3
_DATE = 22  # letters of a date; a longer one is told by its years
_SIZE = Size()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An event as it is drawn; ``x`` and ``y`` are the corner of its box."""

    id: str
    label: str
    lines: list[str]
    date: str
    short: str
    side: str
    kind: str
    x: float
    y: float
    asked: bool
    parting: str
    on_way: bool
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A causal link as it is drawn: its path, and its words where they have a place."""

    path: str
    kind: str
    words: str
    title: str
    on_way: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that the template draws."""

    title: str
    nodes: list[Node]
    links: list[Link]
    years: list[tuple[float, str]]
    kinds: list[str]
    width: float
    height: float
    box: Size = _SIZE
    gap: float | None = None


def picture(lens: Lens, found: Causes) -> Picture:
    """Return the picture of the causes of an event, or of its consequences."""
    events = found.events
    steps = list({(step.start, step.end): step for step in reversed([*found.shown, *found.way])}.values())
    ordered = sorted(steps, key=lambda step: (step.start, step.end))
    way = list(dict.fromkeys(end for step in found.way for end in (step.start, step.end))) or [found.event]
    drawing = layered({e: _key(lens, e) for e in events}, [(s.start, s.end) for s in ordered], way)
    on_way = {(step.start, step.end) for step in found.way}
    label = lens.universe.names.entries[found.event].label
    gap = None if found.steps or found.onward else _EDGE
    shift = _SIZE.width + _SIZE.gap_x if gap else 0.0
    return Picture(
        title=f"What came of it: {label}" if found.onward else f"What led to it: {label}",
        nodes=[_node(lens, found, event, drawing.places[event], shift) for event in events],
        links=[
            _link(lens, step, line, on_way=(step.start, step.end) in on_way)
            for step, line in zip(ordered, drawing.lines, strict=True)
        ],
        years=_years(lens, drawing.columns, shift),
        kinds=[kind for kind in _KINDS if any(step.predicate == kind for step in ordered)],
        width=drawing.width + 2 * _EDGE + shift,
        height=drawing.height + _HEAD + _EDGE,
        gap=gap,
    )


_KINDS = ("causes", "enables", "motivates", "influences", "prevents")


def _key(lens: Lens, event: str) -> str:
    moment = lens.moments.get(event)
    return f"{moment.earliest} {moment.latest}" if moment else "9999"


def _node(lens: Lens, found: Causes, event: str, place: tuple[float, float], shift: float) -> Node:
    told = shapes.node(lens, event)
    hidden = {step.start if not found.onward else step.end for step in found.steps
              if (step.end if not found.onward else step.start) == event} - set(found.events)  # fmt: skip
    return Node(
        id=event, label=told["label"], lines=_wrapped(told["label"], _BOLD if event == found.event else _LETTERS),
        date=telling.when(told["date"]), short=_short(lens, event),
        side=told["side"] or "", kind=shapes.kind_words(told["kind"]),
        x=place[0] - _SIZE.width / 2 + _EDGE + shift, y=place[1] - _SIZE.height / 2 + _HEAD,
        asked=event == found.event, parting=_parting(found, event),
        on_way=any(event in (step.start, step.end) for step in found.way), more=len(hidden),
    )  # fmt: skip


def _wrapped(label: str, letters: int) -> list[str]:
    return textwrap.wrap(label, letters, max_lines=_LINES, placeholder=" …") or [label]


def _parting(found: Causes, event: str) -> str:
    """Return what is written under a point of divergence."""
    parting = next((p for p in found.partings if p.event == event), None)
    if parting is None:
        return ""
    sure = parting.fact.rank == "preferred" or len(found.partings) == 1
    return "the timelines part here" if sure else "or here, as some say"


def _short(lens: Lens, event: str) -> str:
    """Return a date that fits into a box."""
    moment = lens.moments.get(event)
    if moment is None:
        return "no date"
    words = telling.when(moment.date)
    first, last = moment.earliest[:4], moment.latest[:4]
    return words if len(words) <= _DATE else first if first == last else f"{first}–{last}"


def _link(lens: Lens, step: Step, line: list[tuple[float, float]], *, on_way: bool) -> Link:
    points = [(x + _EDGE, y + _HEAD) for x, y in line]
    names = lens.universe.names.entries
    before = points[-2]
    return Link(
        path=_path(points), kind=step.predicate, words=step.words,
        title=f"{names[step.start].label} {step.words} {names[step.end].label}", on_way=on_way,
        x=(before[0] + points[-1][0]) / 2, y=(before[1] + points[-1][1]) / 2,
    )  # fmt: skip


def _path(points: list[tuple[float, float]]) -> str:
    """Return a smooth line: it bends between columns and is level in them."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for number, ((x, y), (to_x, to_y)) in enumerate(itertools.pairwise(points)):
        middle = (x + to_x) / 2
        parts.append(
            f"L{to_x:.1f} {to_y:.1f}" if number % 2 else
            f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        )  # fmt: skip
    return "".join(parts)


def _years(lens: Lens, columns: Iterable[tuple[float, list[str]]], shift: float) -> list[tuple[float, str]]:
    """Return what is written over each column: its year or years, where they are not those of the column before."""
    found: list[tuple[float, str]] = []
    last = ""
    for x, events in columns:
        days = [lens.moments[event].earliest for event in events if event in lens.moments]
        first, end = (min(days)[:4], max(days)[:4]) if days else ("", "")
        words = first if first == end else f"{first}–{end}"
        if words != last:
            found.append((x + _EDGE + shift, words))
        last = words
    return found
