"""Ways through the network: the shortest between two entities, and what came of an event."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from famk_graph.chains import CAUSES, DULL

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph.chains import Step, Ties

_DETOUR = 2  # steps that a way may be longer than the shortest
_MOST_STEPS = 60_000  # looked at before giving up on finding more


def shortest(
    ties: Ties, start: str, end: str, count: int = 5, *, passable: Callable[[str], bool] = lambda _: True
) -> list[list[Step]]:
    """Return up to so many shortest ways between two entities, each through other entities.

    Parameters
    ----------
    ties
        The relations to walk along.
    start, end
        The ids of the two ends.
    count
        How many ways to return at most.
    passable
        Whether a way may lead through an entity; the two ends always may be reached.

    Returns
    -------
    list[list[Step]]
        The ways, the shortest first; among ways of one length those through fewer hubs. Between two entities
        with several ties the first in the order of the statements' names is walked along. A way that is nearly one
        before it is left out: one through all that the other leads through, or through all of it but one; so is a
        detour, which is more than two steps longer than the shortest.

    Notes
    -----
    A search by best first (Hart, Nilsson and Raphael 1968), whose estimate is the true distance to the end, so that
    hardly a step is taken in vain.

    """
    far = _distances(ties, end, start, passable)
    if start not in far or start == end:
        return []
    found: list[list[Step]] = []
    kept: list[set[str]] = []  # what the found ways lead through
    heap: list[tuple[int, float, tuple[str, ...], tuple[Step, ...]]] = [(far[start], 0.0, (start,), ())]
    looked = 0
    while heap and len(found) < count and looked < _MOST_STEPS:
        length, hubs, visited, steps = heappop(heap)
        if length > far[start] + _DETOUR:
            break
        inner = {*visited[1:]} - {end}
        if visited[-1] == end:
            if not any(_is_nearly(inner, other) for other in kept):
                found.append(list(steps))
                kept.append(inner)
            continue
        if any(other and other <= inner for other in kept):
            continue
        for other, tie in _onward(ties, visited[-1]).items():
            looked += 1
            if other in far and other not in visited:
                busy = 0.0 if other == end else float(len(ties.out[other]))
                heappush(heap, (len(visited) + far[other], hubs + busy, (*visited, other), (*steps, tie)))
    return found


def _is_nearly(way: set[str], other: set[str]) -> bool:
    """Whether a way leads through all of another, or through all but one of as many."""
    return bool(other) and (other <= way or (len(other) > 1 and len(way & other) >= len(way) - 1))


def _onward(ties: Ties, node: str) -> dict[str, Step]:
    """Return one tie to each neighbour of an entity."""
    onward: dict[str, Step] = {}
    for tie in ties.out.get(node, ()):
        if tie.predicate not in DULL:
            onward.setdefault(tie.end, tie)
    return onward


def _distances(ties: Ties, end: str, start: str, passable: Callable[[str], bool]) -> dict[str, int]:
    """Return how far the end is from everything from which it can be reached."""
    far, layer = {end: 0}, [end]
    while layer:
        ahead = []
        for node in layer:
            if node not in (end, start) and not passable(node):
                continue
            for other in _onward(ties, node):
                if other not in far and (other == start or passable(other)):
                    far[other] = far[node] + 1
                    ahead.append(other)
        layer = ahead
    return far


def consequences(ties: Ties, event: str) -> list[Step]:
    """Return all causal links that lead on from an event, causes before effects; a circle is entered once."""
    steps: list[Step] = []
    reached, layer = {event}, [event]
    while layer:
        ahead = []
        for node in layer:
            for tie in ties.out.get(node, ()):
                if tie.forward and tie.predicate in CAUSES:
                    steps.append(tie)
                    if tie.end not in reached:
                        reached.add(tie.end)
                        ahead.append(tie.end)
        layer = ahead
    return steps
