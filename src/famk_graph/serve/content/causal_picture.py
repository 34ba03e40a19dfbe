"""The picture of causes as SVG: what is drawn where. The template ``why-picture.svg`` writes it."""

from __future__ import annotations

import itertools
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph.serve import shapes
from famk_graph.serve.content import telling
from famk_graph.serve.content.causes import is_sure
from famk_graph.serve.content.layered import Size, layered
from famk_graph.serve.content.places import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.chains import Step
    from famk_graph.serve.content.causes import Causes
    from famk_graph.serve.lens import Lens

_EDGE = 12.0
_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a picture is laid out: from left to right for wide screens, or downward for narrow ones.

    Attributes
    ----------
    name
        ``wide`` or ``tall``; it distinguishes two pictures on one page.
    size
        Of the boxes as the drawing has them, whose columns are rows in a tall picture.
    letters
        In a line of a label; an emphasized one has two less.
    head
        The space kept free for years.

    """

    name: str
    size: Size
    letters: int
    head: float

    @property
    def tall(self) -> bool:
        """Whether time goes downward."""
        return self.name == "tall"

    @property
    def box(self) -> tuple[float, float]:
        """The width and the height of a box."""
        return (self.size.height, self.size.width) if self.tall else (self.size.width, self.size.height)

    def point(self, along: float, across: float) -> tuple[float, float]:
        """Return where something lies that the drawing has at some place."""
        return (across + _EDGE, along + self.head) if self.tall else (along + _EDGE, across + self.head)


WIDE = Style(name="wide", size=Size(), letters=21, head=34)
TALL = Style(name="tall", size=Size(width=92, height=138, gap_x=44, gap_y=10, most=2), letters=16, head=26)


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
    """Everything that the template draws; ``gap`` is the corner of an empty box where no cause is told."""

    title: str
    style: Style
    nodes: list[Node]
    links: list[Link]
    years: list[tuple[float, float, str]]
    kinds: list[str]
    width: float
    height: float
    gap: tuple[float, float] | None


def picture(lens: Lens, found: Causes, style: Style = WIDE) -> Picture:
    """Return the picture of the causes of an event, or of its consequences."""
    steps = list({(step.start, step.end): step for step in reversed([*found.shown, *found.way])}.values())
    ordered = sorted(steps, key=lambda step: (step.start, step.end))
    way = list(dict.fromkeys(end for step in found.way for end in (step.start, step.end))) or [found.event]
    events = {event: _key(lens, event) for event in found.events}
    drawing = layered(events, [(step.start, step.end) for step in ordered], way, style.size)
    on_way = {(step.start, step.end) for step in found.way}
    label = lens.universe.names.entries[found.event].label
    is_gap = not found.steps and not found.onward
    shift = style.size.width + style.size.gap_x if is_gap else 0.0
    width, height = style.point(drawing.width + shift, drawing.height)
    return Picture(
        title=f"What came of it: {label}" if found.onward else f"What led to it: {label}",
        style=style,
        nodes=[
            _node(lens, found, event, style.point(along + shift, across), style)
            for event, (along, across) in drawing.places.items()
        ],
        links=[
            _link(lens, step, [style.point(*point) for point in line], style, on_way=(step.start, step.end) in on_way)
            for step, line in zip(ordered, drawing.lines, strict=True)
        ],
        years=_years(lens, drawing.columns, shift, style),
        kinds=[kind for kind in _KINDS if any(step.predicate == kind for step in ordered)],
        width=width + _EDGE,
        height=height + 20,
        gap=style.point(0, 0) if is_gap else None,
    )


_KINDS = ("causes", "enables", "motivates", "influences", "prevents")


def _key(lens: Lens, event: str) -> str:
    place = places(lens).get(event)
    return f"{place.at:012.3f} {place.number:06}" if place else "~"


def _node(lens: Lens, found: Causes, event: str, middle: tuple[float, float], style: Style) -> Node:
    x, y = middle
    asked = event == found.event
    told = shapes.node(lens, event)
    hidden = {step.start if not found.onward else step.end for step in found.steps
              if (step.end if not found.onward else step.start) == event} - set(found.events)  # fmt: skip
    return Node(
        id=event, label=told["label"], lines=_wrapped(told["label"], style.letters - 2 * asked),
        date=telling.when(told["date"]), short=_short(lens, event, style.letters + 1),
        side=told["side"] or "", kind=shapes.kind_words(told["kind"]),
        x=x - style.box[0] / 2, y=y - style.box[1] / 2, asked=asked, parting=_parting(lens, found, event),
        on_way=any(event in (step.start, step.end) for step in found.way), more=len(hidden),
    )  # fmt: skip


def _wrapped(label: str, letters: int) -> list[str]:
    return textwrap.wrap(label, letters, max_lines=_LINES, placeholder=" …") or [label]


def _parting(lens: Lens, found: Causes, event: str) -> str:
    """Return what is written under a point of divergence."""
    parting = next((p for p in found.partings if p.event == event), None)
    if parting is None:
        return ""
    return "the timelines part here" if is_sure(lens, parting.fact) else "or here, as some say"


def _short(lens: Lens, event: str, letters: int) -> str:
    """Return a date of so many letters at most; a longer one is told by its years."""
    moment = lens.moments.get(event)
    if moment is None:
        return "no date"
    words = telling.when(moment.date)
    first, last = moment.earliest[:4], moment.latest[:4]
    return words if len(words) <= letters else first if first == last else f"{first}–{last}"


def _link(lens: Lens, step: Step, points: list[tuple[float, float]], style: Style, *, on_way: bool) -> Link:
    names = lens.universe.names.entries
    before = points[-2]
    return Link(
        path=_path(points, tall=style.tall), kind=step.predicate, words=step.words,
        title=f"{names[step.start].label} {step.words} {names[step.end].label}", on_way=on_way,
        x=(before[0] + points[-1][0]) / 2, y=(before[1] + points[-1][1]) / 2,
    )  # fmt: skip


def _path(points: list[tuple[float, float]], *, tall: bool) -> str:
    """Return a smooth line: it bends between columns and is straight in them."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for number, ((x, y), (to_x, to_y)) in enumerate(itertools.pairwise(points)):
        if number % 2:
            parts.append(f"L{to_x:.1f} {to_y:.1f}")
            continue
        bends = ((x, (y + to_y) / 2), (to_x, (y + to_y) / 2)) if tall else (((x + to_x) / 2, y), ((x + to_x) / 2, to_y))
        parts.append("C" + " ".join(f"{a:.1f} {b:.1f}" for a, b in (*bends, (to_x, to_y))))
    return "".join(parts)


def _years(
    lens: Lens, columns: Iterable[tuple[float, list[str]]], shift: float, style: Style
) -> list[tuple[float, float, str]]:
    """Return what is written at each column: its year or years, where they are not those of the column before."""
    found: list[tuple[float, float, str]] = []
    last = ""
    for along, events in columns:
        days = [lens.moments[event].earliest for event in events if event in lens.moments]
        first, end = (min(days)[:4], max(days)[:4]) if days else ("", "")
        words = first if first == end else f"{first}–{end}"
        if words and words != last:
            x, y = style.point(along + shift, 0)
            found.append((4, y - style.box[1] / 2 - 8, words) if style.tall else (x, 16, words))
        last = words or last
    return found
