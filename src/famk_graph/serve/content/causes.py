"""Which causes of an event a picture shows: those within some links, and one way back to where the timelines part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph.chains import CAUSES
from famk_graph.serve.api import ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.cards import Fact
    from famk_graph.chains import Step
    from famk_graph.serve.lens import Lens

_FEW = 14  # events that a picture shows if nobody asks for more
_MANY = 120  # events that a picture can show at all


@dataclass(frozen=True, slots=True)
class Parting:
    """A point of divergence, the claim that it is one, and the shortest way between it and an event."""

    event: str
    fact: Fact
    way: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """The causal links around an event, in one direction.

    Attributes
    ----------
    event
        Whose causes or consequences they are.
    onward
        Whether they are its consequences.
    steps
        All of them, each from cause to effect.
    shown
        Those within ``depth`` links of the event, and those of the way.
    depth, deepest
        How many links away a shown event is at most, and how many the last one is.
    partings
        The points of divergence that the event can be led back to, the one held by most first.
    way
        The highlighted links, from the first cause to the last effect.
    ends
        The events at which the known links end.

    """

    event: str
    onward: bool
    steps: tuple[Step, ...]
    shown: tuple[Step, ...]
    depth: int
    deepest: int
    partings: tuple[Parting, ...]
    way: tuple[Step, ...]
    ends: tuple[str, ...]

    @property
    def events(self) -> list[str]:
        """The events in the picture; the asked one is always among them."""
        return list(dict.fromkeys([self.event, *ends_of(self.shown)]))

    @property
    def count(self) -> int:
        """How many events there are in all, the asked one left out."""
        return len(set(ends_of(self.steps)) - {self.event})


def ends_of(steps: Iterable[Step]) -> list[str]:
    """Return the events that links join, each as often as it is joined."""
    return [end for step in steps for end in (step.start, step.end)]


def causes(
    lens: Lens, event: str, *, onward: bool = False, depth: int | None = None, through: str | None = None
) -> Causes:
    """Return the causes of an event, or its consequences.

    Parameters
    ----------
    lens
        The universe at the reader's horizon.
    event
        The id of the event.
    onward
        Whether to follow its consequences instead.
    depth
        How many links to go; without it as many as a picture shows well.
    through
        The point of divergence, or any event among the found, to which the way is highlighted.

    """
    ties = lens.universe.ties
    steps = tuple(ways.consequences(ties, event) if onward else ties.why(event).steps)
    far = _distances(steps, event, onward=onward)
    partings = tuple(_partings(lens, event, steps))
    deepest = max(far.values())
    if through not in far or through == event:
        through = None
    way = _way(steps, event, through, onward=onward) if through else _main_way(partings, steps, event, onward=onward)
    kept = _depth(far, way, min(depth or deepest, deepest), _MANY if depth else _FEW)
    within = {node for node, links in far.items() if links <= kept}
    chosen = set(way)
    shown = tuple(step for step in steps if step in chosen or {step.start, step.end} <= within)
    inner = {step.start if onward else step.end for step in steps}
    ends = tuple(sorted(set(far) - inner - {event}))
    return Causes(
        event=event, onward=onward, steps=steps, shown=shown, depth=kept, deepest=deepest, partings=partings,
        way=tuple(way), ends=ends,
    )  # fmt: skip


def _main_way(partings: Iterable[Parting], steps: tuple[Step, ...], event: str, *, onward: bool) -> tuple[Step, ...]:
    """Return the way that is highlighted if nobody chooses one."""
    if onward:
        return ()
    first = next((parting.way for parting in partings if parting.way), None)
    if first is not None:
        return first
    starts = {step.start for step in steps} - {step.end for step in steps}
    return min((_way(steps, event, start, onward=False) for start in sorted(starts)), key=len, default=())


def _depth(far: dict[str, int], way: Iterable[Step], most: int, many: int) -> int:
    """Return how deep a picture goes: as deep as asked, or less if that were more events than it can show."""
    on_way = set(ends_of(way))
    for depth in range(most, 1, -1):
        if len(on_way | {node for node, links in far.items() if links <= depth}) <= many:
            return depth
    return min(most, 1)


def _distances(steps: Iterable[Step], event: str, *, onward: bool) -> dict[str, int]:
    """Return how many links each event is away."""
    out: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        near, other = (step.start, step.end) if onward else (step.end, step.start)
        out[near].append(other)
    far, layer = {event: 0}, [event]
    while layer:
        ahead = []
        for node in layer:
            for other in out[node]:
                if other not in far:
                    far[other] = far[node] + 1
                    ahead.append(other)
        layer = ahead
    return far


def _way(steps: Iterable[Step], event: str, other: str, *, onward: bool) -> tuple[Step, ...]:
    """Return the shortest run of links from the earlier to the later of two events."""
    start, end = (event, other) if onward else (other, event)
    out: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        out[step.start].append(step)
    before: dict[str, Step | None] = {start: None}
    layer = [start]
    while layer and end not in before:
        ahead = []
        for node in layer:
            for step in sorted(out[node], key=lambda s: CAUSES.index(s.predicate)):
                if step.end not in before:
                    before[step.end] = step
                    ahead.append(step.end)
        layer = ahead
    found: list[Step] = []
    last = before.get(end)
    while last is not None:
        found.append(last)
        last = before[last.start]
    return tuple(reversed(found))


def points(lens: Lens) -> list[tuple[str, Fact]]:
    """Return the points of divergence with the claims that they are one, the preferred first."""
    found = []
    for steps in list(lens.universe.ties.out.values()):
        for step in steps:
            if step.predicate == "pointOfDivergenceOf" and step.forward:
                facts = lens.universe.entity(step.start).facts
                found.append((step.start, next(f for f in facts if f.statement == step.statement)))
    return sorted(found, key=lambda point: (point[1].rank != "preferred", point[0]))


def is_sure(lens: Lens, fact: Fact) -> bool:
    """Whether a point of divergence is the one held by most, or the only one that is told of at a horizon."""
    return fact.rank == "preferred" or len(points(lens)) == 1


def _partings(lens: Lens, event: str, steps: tuple[Step, ...]) -> list[Parting]:
    reached = {event, *ends_of(steps)}
    return [
        Parting(point, fact, _way(steps, event, point, onward=False))
        for point, fact in points(lens)
        if point in reached
    ]
