"""The SHACL shapes bite: each has failing examples that say what they break, and good graphs pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT, TESTS

from famk_graph import validate
from famk_graph.resources import ontology_modules
from famk_graph.vocabulary import CLASSES, CONCEPTS, PROPERTIES

if TYPE_CHECKING:
    from pathlib import Path

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl", format="turtle")
FAILING = sorted((TESTS / "shapes" / "fail").glob("*.ttl"))
PASSING = sorted((TESTS / "shapes" / "pass").glob("*.ttl"))
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetNode)


def triples(path: Path) -> list[ox.Triple]:
    parsed = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    return [quad.triple for quad in parsed]


@pytest.fixture(scope="module")
def ontology() -> list[ox.Triple]:
    return [triple for path in ontology_modules() for triple in triples(path)]


def declared(path: Path) -> set[tuple[str, ...]]:
    """Return what a failing example says that it breaks: shape, constraint component, property, node."""
    mark = "# breaks: "
    return {
        tuple(line.removeprefix(mark).split()) for line in path.read_text("utf-8").splitlines() if line.startswith(mark)
    }


@pytest.mark.parametrize("path", FAILING, ids=lambda path: path.stem)
def test_a_failing_example_breaks_what_it_says_and_nothing_else(path: Path, ontology: list[ox.Triple]) -> None:
    found = validate.check_triples([*ontology, *triples(path)])
    assert {(b.shape, b.constraint, b.path or "-", b.node) for b in found} == declared(path)
    assert declared(path), "the example says nothing of what it breaks"


@pytest.mark.parametrize("path", PASSING, ids=lambda path: path.stem)
def test_a_good_graph_passes(path: Path, ontology: list[ox.Triple]) -> None:
    assert validate.check_triples([*ontology, *triples(path)]) == []


def targeted() -> set[rdflib.term.Node]:
    return {shape for target in TARGETS for shape in SHAPES.subjects(target, None)}


def test_every_shape_has_a_failing_example() -> None:
    names = {str(shape).rpartition("/")[2] for shape in targeted()}
    assert names == {path.stem for path in FAILING}
    for path in FAILING:
        assert f"shape:{path.stem}" in {line[0] for line in declared(path)}


def test_every_property_that_a_shape_constrains_is_broken_somewhere() -> None:
    broken = {(line[0], line[2]) for path in FAILING for line in declared(path)}
    for shape in targeted():
        for constraint in SHAPES.objects(shape, SH.property):
            path = SHAPES.value(constraint, SH.path)
            if not isinstance(path, rdflib.URIRef):
                continue  # a sequence or inverse path; its messages are covered by the shape as a whole
            name = path.n3(SHAPES.namespace_manager)
            owner = "shape:label" if isinstance(constraint, rdflib.URIRef) else f"shape:{str(shape).rpartition('/')[2]}"
            assert (owner, name) in broken, f"no failing example for {name} in {owner}"


def test_every_named_term_of_a_shape_is_in_the_ontology() -> None:
    # pyshacl takes a misspelt class or property for one that nothing has, and finds nothing to complain of.
    base = "https://w3id.org/famk/ontology#"
    known = {base + name for name in (*CLASSES, *PROPERTIES)} | {f"https://w3id.org/famk/concept/{c}" for c in CONCEPTS}
    used = {str(t) for triple in SHAPES for t in triple if str(t).startswith((base, "https://w3id.org/famk/concept/"))}
    assert used <= known


def test_only_words_of_the_standard_are_used_as_constraints() -> None:
    # A misspelt constraint is ignored too.
    known = {
        "alternativePath", "class", "datatype", "disjoint", "hasValue", "in", "inversePath", "lessThanOrEquals",
        "maxCount", "message", "minCount", "minInclusive", "minLength", "node", "nodeKind", "not", "or", "path",
        "pattern", "property", "targetClass", "targetNode", "targetSubjectsOf",
    }  # fmt: skip
    used = {str(p).removeprefix(str(SH)) for p in SHAPES.predicates() if str(p).startswith(str(SH))}
    assert used - known - {"xone"} == set()


def test_every_constraint_tells_its_message_in_plain_english() -> None:
    for shape in targeted():
        for constraint in SHAPES.objects(shape, SH.property):
            message = str(SHAPES.value(constraint, SH.message) or "")
            assert message.endswith("."), f"a constraint of {shape} has no message"


def test_the_message_names_the_thing_the_shape_and_the_value(ontology: list[ox.Triple]) -> None:
    found = validate.check_triples([*ontology, *triples(TESTS / "shapes" / "fail" / "Episode.ttl")])
    text = next(str(breach) for breach in found if breach.constraint == "MinInclusive")
    assert text == (
        "Broken (id:broken): An episode has one number, a whole number from 1. [famk:episodeNumber: 0]\n"
        "    shape:Episode, MinInclusive"
    )
