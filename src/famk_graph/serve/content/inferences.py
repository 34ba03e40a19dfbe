"""What follows of an entity and is claimed by no source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.cards import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from famk_graph.cards import Card
    from famk_graph.serve.lens import Lens

# What tells nothing that the stated facts do not say better.
_DULL: Final = frozenset({
    "relatedTo", "appearsIn", "features", "earliestDate", "latestDate", "inTimeline", "plays", "playedBy",
})  # fmt: skip
_TELLING: Final = frozenset({
    "MoonWalker", "SpaceTraveller", "PointOfDivergence", "HistoricalFigure", "Counterpart", "Actor",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inferred:
    """A relation that follows: in words, with ids and labels of its values."""

    words: str
    values: list[tuple[str, str]]


def inferred(lens: Lens, card: Card) -> tuple[list[str], list[Inferred]]:
    """Return the classes that follow of an entity, and the relations that no claim states, each once."""
    entries = lens.universe.names.entries
    stated = {(fact.predicate, fact.value_id) for fact in card.facts}
    crews = {fact.value_id for fact in card.facts if fact.predicate in ("crewOf", "backupCrewOf", "crewMember")}
    classes: set[str] = set()
    found: dict[str, dict[str, str]] = {}
    for name, value in _follows(lens, card):
        ident = value.removeprefix(iris.ENTITY)
        if name == "type":
            classes.add(value.rpartition("#")[2])
        elif name in _DULL or (name, ident) in stated or ident in crews:
            continue
        elif ident in entries and entries[ident].cls != "Portrayal":
            found.setdefault(words(name, forward=True), {})[ident] = entries[ident].label
    told = sorted(classes & _TELLING - {card.cls})
    return told, [Inferred(said, sorted(v.items(), key=lambda pair: pair[1])) for said, v in sorted(found.items())]


def _follows(lens: Lens, card: Card) -> Iterator[tuple[str, str]]:
    """Yield the properties and the values that were inferred."""
    for quad in lens.universe.store.quads_for_pattern(ox.NamedNode(card.iri), None, None, None):
        graph, value = quad.graph_name, quad.object
        if isinstance(graph, ox.NamedNode) and graph.value.endswith("/inferred") and isinstance(value, ox.NamedNode):
            yield quad.predicate.value.rpartition("#")[2], value.value
