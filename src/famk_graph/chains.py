"""Ways through the graph: between two entities, and from an event back to what brought it about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from famk_graph import iris
from famk_graph.cards import words
from famk_graph.query import run
from famk_graph.saved import internal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from famk_graph.names import Names

CAUSES = ("causes", "enables", "motivates", "prevents", "influences")
# Ties so general that a path through them tells nothing.
DULL = frozenset({"nationality", "inWork", "divergenceKind", "field", "lifeStage", "billing", "awardResult"})


class Step(NamedTuple):
    """One tie between two entities, read in the direction of the walk."""

    start: str
    words: str
    end: str
    predicate: str
    forward: bool
    statement: str
    reveal: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """What led to an event.

    ``steps`` are all links, causes before effects; ``roots`` the events that nothing else explains; ``spine``
    is the shortest line from a point of divergence to the event, or from a root where none is known.
    """

    event: str
    steps: tuple[Step, ...]
    roots: tuple[str, ...]
    spine: tuple[Step, ...]


class Ties:
    """The asserted relations of a store, by the entities at both ends."""

    def __init__(self, store: ox.Store, names: Names) -> None:
        """Read all relations of the store."""
        self.names = names
        self.out: dict[str, list[Step]] = defaultdict(list)
        sources: dict[str, set[str]] = defaultdict(set)
        rows = sorted(run(store, internal("edges")).solutions(), key=lambda row: row["statement"].value)
        for row in rows:
            if row["source"] is not None:
                sources[row["statement"].value].add(row["source"].value.removeprefix(iris.SOURCE))
        seen: set[str] = set()
        for row in rows:
            statement = row["statement"].value
            if statement in seen:
                continue
            seen.add(statement)
            predicate = row["predicate"].value.rpartition("#")[2]
            start, end = (row[n].value.removeprefix(iris.ENTITY) for n in ("subject", "object"))
            rest = (statement, row["reveal"].value.removeprefix(iris.REVEAL), tuple(sorted(sources[statement])))
            self.out[start].append(Step(start, words(predicate, forward=True), end, predicate, True, *rest))
            self.out[end].append(Step(end, words(predicate, forward=False), start, predicate, False, *rest))

    def path(self, start: str, end: str, avoid: Iterable[str] = ()) -> list[Step] | None:
        """Return a shortest way between two entities, or ``None``; among several the one of fewest hubs."""
        barred = {*avoid}
        before: dict[str, Step | None] = {start: None}
        layer = [start]
        while layer and end not in before:
            ahead: list[str] = []
            for node in sorted(layer, key=lambda n: (len(self.out[n]), n)):
                for step in self.out[node]:
                    if step.end not in before and step.end not in barred and step.predicate not in DULL:
                        before[step.end] = step
                        ahead.append(step.end)
            layer = ahead
        if end not in before:
            return None
        return _back(before, end)

    def why(self, event: str) -> Chain:
        """Return everything that led to an event, causes before effects, and the events that nothing else explains."""
        order: list[str] = []
        reached: set[str] = set()
        todo: list[tuple[str, bool]] = [(event, False)]
        while todo:  # depth first, and an event after all its causes; a circle is entered once
            node, explained = todo.pop()
            if explained:
                order.append(node)
            elif node not in reached:
                reached.add(node)
                todo.append((node, True))
                todo.extend((step.end, False) for step in reversed(self._causes(node)))
        steps = [
            Step(step.end, words(step.predicate, forward=True), node, step.predicate, True, *step[-3:])
            for node in order
            for step in self._causes(node)
        ]
        roots = [node for node in order if node != event and not self._causes(node)]
        return Chain(event, tuple(steps), tuple(roots), tuple(self._spine(event, steps, roots)))

    def _spine(self, event: str, steps: list[Step], roots: list[str]) -> list[Step]:
        known = {step.start for step in steps}
        splits = [n for n in known if any(s.predicate == "pointOfDivergenceOf" and s.forward for s in self.out[n])]
        lines = [
            line
            for start in sorted(set(splits) & set(roots) or splits or roots)
            if (line := _line(steps, start, event))
        ]
        return min(lines, key=len, default=[])

    def _causes(self, event: str) -> list[Step]:
        return [step for step in self.out[event] if step.predicate in CAUSES and not step.forward]


def _line(steps: list[Step], start: str, end: str) -> list[Step]:
    """Return the shortest run of links from one event to another; empty if there is none."""
    before: dict[str, Step | None] = {start: None}
    layer = [start]
    while layer and end not in before:
        ahead = [step for node in layer for step in steps if step.start == node and step.end not in before]
        before.update((step.end, step) for step in reversed(ahead))
        layer = list(dict.fromkeys(step.end for step in ahead))
    return _back(before, end)


def _back(before: dict[str, Step | None], end: str) -> list[Step]:
    """Return the steps that lead to an end, by the step before each."""
    steps: list[Step] = []
    last = before.get(end)
    while last is not None:
        steps.append(last)
        last = before.get(last.start)
    return steps[::-1]
