"""From three texts to the fact they mean, and to the way in which a store holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.check import superclasses
from famk_graph.errors import NotFoundError
from famk_graph.vocabulary import CLASSES, CONCEPT, CONCEPTS, PROPERTIES, TERM
from famk_graph.words import did_you_mean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from famk_graph.names import Names

_TYPE = iris.RDF + "type"
_LABEL = iris.RDFS + "label"
_TEXTS = frozenset({iris.XSD + "string", iris.RDF + "langString"})


def triples_of(names: Names, subject: str, predicate: str, value: str) -> list[ox.Triple]:
    """Return the triples that three texts can mean, the likeliest first; names are as forgiving as elsewhere.

    Raises
    ------
    NotFoundError
        One of them names nothing; the message holds the nearest that does.

    """
    iri = _predicate(predicate)
    prop = PROPERTIES.get(iri.removeprefix(TERM))
    values: list[ox.NamedNode | ox.Literal]
    if iri == _TYPE:
        values = [ox.NamedNode(TERM + _word(value, CLASSES, "class"))]
    elif prop is None or prop.kind != "entity":
        values = [ox.Literal(value.strip())]
    elif any("Concept" in superclasses(cls) for cls in prop.range):
        concept = value.strip().lower().replace(" ", "-")
        if concept not in CONCEPTS:
            raise NotFoundError(f"There is no concept “{value}”.\n    {did_you_mean(concept, CONCEPTS)}".rstrip())
        values = [ox.NamedNode(CONCEPT + concept)]
    else:
        values = [*_entities(names, value)]
    return [ox.Triple(s, ox.NamedNode(iri), o) for s in _entities(names, subject) for o in values]


def _entities(names: Names, text: str) -> list[ox.NamedNode]:
    """Return the entities that a text can mean."""
    found = names.find(text.strip()) or [names.resolve(text)]
    return [ox.NamedNode(iris.ENTITY + entry.id) for entry in found]


def _predicate(text: str) -> str:
    special = {"isa": _TYPE, "is": _TYPE, "a": _TYPE, "type": _TYPE, "label": _LABEL, "name": _LABEL}
    found = special.get(_joined(text))
    return found or TERM + _word(text, {n: (p.label,) for n, p in PROPERTIES.items()}, "property")


def _word(text: str, known: Mapping[str, Iterable[str]], what: str) -> str:
    """Return the term that a text means: its name or its label in any case, with or without spaces."""
    word = _joined(text.rpartition("#")[2].rpartition(":")[2])
    for name in known:
        if word == _joined(name):
            return name
    if what == "property":
        for name, labels in known.items():
            if word in map(_joined, labels):
                return name
    near = did_you_mean(text, known)
    raise NotFoundError(f"There is no {what} “{text}”.\n    {near or 'famk ontology lists them all.'}")


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")


def find(store: ox.Store, triple: ox.Triple) -> ox.Triple | None:
    """Return the triple of a store that says what a triple says, perhaps the other way round or in other letters."""
    default = ox.DefaultGraph()
    ways = [triple]
    name = triple.predicate.value.removeprefix(TERM)
    known = PROPERTIES.get(name)
    if isinstance(triple.object, ox.NamedNode) and known and (known.inverse_of or "symmetric" in known.flags):
        turned = ox.NamedNode(TERM + (known.inverse_of or name))
        ways.append(ox.Triple(triple.object, turned, triple.subject))
    for way in ways:
        if any(True for _ in store.quads_for_pattern(way.subject, way.predicate, way.object, default)):
            return way
    if isinstance(triple.object, ox.Literal):
        for quad in store.quads_for_pattern(triple.subject, triple.predicate, None, default):
            if same(quad.object, triple.object):
                return quad.triple
    return None


def same(one: object, other: object) -> bool:
    """Whether two terms are one, or one value in any datatype, or one text but for case, accents and punctuation."""
    if not isinstance(one, ox.Literal) or not isinstance(other, ox.Literal):
        return one == other
    texts = {one.datatype.value, other.datatype.value} <= _TEXTS
    return one.value == other.value or (texts and fold(one.value) == fold(other.value) != "")
