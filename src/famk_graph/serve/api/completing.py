"""What completes a query: the terms of the ontology, entities by their names, and what a property leads to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris
from famk_graph.serve import shapes
from famk_graph.serve.search import suggest
from famk_graph.vocabulary import CLASSES, CONCEPTS, PROPERTIES

if TYPE_CHECKING:
    from famk_graph.serve.api.endpoints import Call
    from famk_graph.serve.shapes import Json
    from famk_graph.universe import Universe


def completion(call: Call) -> Json:
    """Tell the words that a query may use: all terms of the ontology, entities, or the values of a property."""
    universe, text, after = call.lens.universe, call.text("q"), call.text("after")
    if after and not text:
        return {"entities": _values(universe, after.removeprefix("famk:"), call.number("limit"))}
    if text:
        hits = suggest(universe, text, (), call.number("limit"))
        return {"entities": [{"word": f"id:{found.id}", "label": found.label, "kind": found.kind} for found in hits]}
    return {
        "prefixes": dict(iris.PREFIXES),
        "classes": [_class(universe, name) for name in CLASSES],
        "properties": [
            {
                "word": f"famk:{p.name}", "label": p.label, "domain": list(p.domain), "range": list(p.range),
                "used": _is_used(universe, predicate=iris.predicate(p.name)),
                "definition": _definition(universe, iris.predicate(p.name)),
            }
            for p in PROPERTIES.values()
        ],
        "concepts": [_concept(universe, name, cls) for name, cls in CONCEPTS.items()],
    }  # fmt: skip


def _values(universe: Universe, name: str, limit: int) -> list[Json]:
    """Return the entities and concepts that a property leads to, the most used first."""
    if name not in PROPERTIES:
        return []
    named, entries = ox.NamedNode(iris.predicate(name)), universe.names.entries
    quads = universe.store.quads_for_pattern(None, named, None, ox.DefaultGraph())
    counts = Counter(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode))
    found = []
    for iri, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        word = iris.shorten(iri)
        prefix, _, ident = word.partition(":")
        kind = entries[ident].cls if prefix == "id" and ident in entries else CONCEPTS.get(ident, "")
        if kind:
            found.append({"word": word, "label": universe.names.label(iri), "kind": kind})
    return found[:limit]


def _class(universe: Universe, name: str) -> Json:
    iri = iris.thing(name, "is")
    return {
        "word": f"famk:{name}", "label": shapes.kind_words(name), "above": list(CLASSES[name]),
        "used": _is_used(universe, iris.RDF + "type", iri), "definition": _definition(universe, iri),
    }  # fmt: skip


def _concept(universe: Universe, name: str, cls: str) -> Json:
    iri = iris.thing(name)
    kind = universe.store.quads_for_pattern(None, None, ox.NamedNode(iri), ox.DefaultGraph())
    return {
        "word": f"concept:{name}", "label": name.replace("-", " "), "kind": cls,
        "used": next(iter(kind), None) is not None, "definition": _definition(universe, iri),
    }  # fmt: skip


def _definition(universe: Universe, iri: str) -> str:
    defined = ox.NamedNode(iris.PREFIXES["skos"] + "definition")
    quads = universe.store.quads_for_pattern(ox.NamedNode(iri), defined, None, ox.DefaultGraph())
    return next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")


def _is_used(universe: Universe, predicate: str, value: str | None = None) -> bool:
    node = ox.NamedNode(value) if value else None
    quads = universe.store.quads_for_pattern(None, ox.NamedNode(predicate), node, ox.DefaultGraph())
    return next(iter(quads), None) is not None
