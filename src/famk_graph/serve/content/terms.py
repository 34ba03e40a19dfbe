"""The ontology as the explorer shows it: the tree of classes and the properties, with what each counts at a horizon."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.description import Statistics, statistics
from famk_graph.query import run
from famk_graph.saved import internal
from famk_graph.serve.content.kept import per_lens
from famk_graph.store import ONTOLOGY_GRAPH
from famk_graph.vocabulary import CLASSES, CONCEPT, CONCEPTS, PROPERTIES, TERM

if TYPE_CHECKING:
    from famk_graph.serve.lens import Lens

_DEFINITION: Final = ox.NamedNode(iris.PREFIXES["skos"] + "definition")
_LABEL: Final = ox.NamedNode(iris.RDFS + "label")


@dataclass(slots=True)
class ClassNode:
    """A class: its name, words, definition, how many belong to it, and the classes below it."""

    name: str
    label: str
    definition: str
    count: int
    below: list[ClassNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property: from which classes to which it leads, and how many facts it states."""

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    count: int


@per_lens
def counts(lens: Lens) -> Statistics:
    """Return what the graph of a horizon holds."""
    return statistics(lens.universe.store)


@per_lens
def triples(lens: Lens) -> int:
    """Return how many triples the graph of a horizon holds; quicker than all counts."""
    return int(next(run(lens.universe.store, internal("triples")).solutions())["count"].value)


@per_lens
def definitions(lens: Lens) -> dict[str, str]:
    """Return the definitions of all terms, by IRI."""
    quads = lens.universe.store.quads_for_pattern(None, _DEFINITION, None, ONTOLOGY_GRAPH)
    return {
        quad.subject.value: quad.object.value for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }  # fmt: skip


def label_of(lens: Lens, name: str) -> str:
    """Return the label of a class."""
    quads = lens.universe.store.quads_for_pattern(ox.NamedNode(TERM + name), _LABEL, None, ONTOLOGY_GRAPH)
    return next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), name)


def tree(lens: Lens) -> list[ClassNode]:
    """Return the classes without a class above them, each with all below it; those with several above stand twice."""
    told, known = counts(lens).classes, definitions(lens)

    def node(name: str) -> ClassNode:
        below = [node(other) for other, above in CLASSES.items() if name in above]
        return ClassNode(name, label_of(lens, name), known.get(TERM + name, ""), told.get(TERM + name, 0), below)

    return [node(name) for name, above in CLASSES.items() if not above]


def properties(lens: Lens, of: str = "") -> list[PropertyRow]:
    """Return all properties, or those that a class has for their domain."""
    told, known = counts(lens).properties, definitions(lens)
    return [
        PropertyRow(p.name, p.label, known.get(TERM + p.name, ""), p.domain, p.range, told.get(TERM + p.name, 0))
        for p in PROPERTIES.values()
        if not of or of in p.domain
    ]


def concepts(lens: Lens, cls: str) -> list[tuple[str, str]]:
    """Return the values of a closed list with what they mean."""
    known = definitions(lens)
    return [(name.replace("-", " "), known.get(CONCEPT + name, "")) for name, of in CONCEPTS.items() if of == cls]
