"""The ontology and the data under HermiT: consistent, and not by saying nothing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import ROOT, needs_java, thorough

from famk_graph import iris, reason
from famk_graph.errors import FamkError, MissingToolError
from famk_graph.vocabulary import DEFINED_CLASSES

IMPORTS = "http://www.w3.org/2002/07/owl#imports"


def store_of(*facts: tuple[str, str, str]) -> ox.Store:
    def node(name: str) -> ox.NamedNode:
        prefix, _, local = name.partition(":")
        return ox.NamedNode(iris.PREFIXES[prefix] + local)

    store = ox.Store()
    store.extend(ox.Quad(node(s), node(p), node(o)) for s, p, o in facts)
    return store


@needs_java
def test_the_ontology_is_consistent() -> None:
    assert reason.consistency().consistent


@needs_java
def test_the_ontology_and_its_alignments_are_consistent() -> None:
    triples = [*reason.ontology_axioms(), *(quad.triple for quad in ox.parse(
        path=str(ROOT / "ontology" / "alignments.ttl"), format=ox.RdfFormat.TURTLE
    ) if quad.predicate.value != IMPORTS)]  # fmt: skip
    assert reason.is_consistent(triples)


@needs_java
def test_a_planted_contradiction_is_found_and_explained() -> None:
    store = store_of(
        ("id:ada", "rdf:type", "famk:Person"),
        ("id:ada", "famk:residence", "id:town"),
        ("id:town", "famk:memberOf", "id:nasa"),
        ("id:nasa", "rdf:type", "famk:Organization"),
    )
    found = reason.consistency(store, explain=True)
    assert not found.consistent
    assert found.clash == ("id:ada famk:residence id:town", "id:town famk:memberOf id:nasa")
    assert "cannot all be true" in str(found)


@needs_java
@pytest.mark.parametrize(
    "facts",
    [
        (("id:a", "famk:parent", "id:b"), ("id:b", "famk:parent", "id:a")),
        pytest.param((("id:a", "famk:spouse", "id:a"),), marks=thorough),
        (("id:e", "famk:inTimeline", "id:our-timeline"), ("id:e", "famk:inTimeline", "id:alternate-timeline")),
        pytest.param((("id:d", "famk:divergenceKind", "concept:adult"),), marks=thorough),
        pytest.param((("id:p", "famk:performer", "id:q"), ("id:q", "famk:plays", "id:q")), marks=thorough),
        pytest.param((("id:s", "famk:crewOf", "id:m"), ("id:m", "rdf:type", "famk:Landing")), marks=thorough),
    ],
    ids=[
        "own grandparent",
        "own spouse",
        "two timelines",
        "value of another list",
        "plays oneself",
        "landing as mission",
    ],
)
def test_the_axioms_forbid_what_cannot_be(facts: tuple[tuple[str, str, str], ...]) -> None:
    assert not reason.consistency(store_of(*facts)).consistent


@needs_java
def test_the_reasoner_fills_the_defined_classes() -> None:
    store = store_of(
        ("id:part", "famk:performer", "id:player"),
        ("id:part", "famk:portrays", "id:alt-neil"),
        ("id:alt-neil", "famk:counterpartOf", "id:neil"),
        ("id:neil", "rdf:type", "famk:Person"),
        ("id:neil", "famk:walkedOn", "id:moon"),
        ("id:flight", "famk:crewMember", "id:neil"),
        ("id:flight", "famk:inTimeline", "id:our-timeline"),
        ("id:landing", "famk:inTimeline", "id:alternate-timeline"),
        ("id:landing", "famk:pointOfDivergenceOf", "id:alternate-timeline"),
    )
    assert reason.members(store) == {
        "Actor": ("player",),
        "AlternateEvent": ("landing",),
        "Counterpart": ("alt-neil",),
        "CrewedMission": ("flight",),
        "HistoricalFigure": ("neil",),
        "MoonWalker": ("neil",),
        "PointOfDivergence": ("landing",),
        "RealEvent": ("flight",),
        "SpaceTraveller": ("neil",),
    }
    assert set(reason.members(ox.Store())) == DEFINED_CLASSES


@needs_java
def test_members_of_a_contradiction_are_refused() -> None:
    with pytest.raises(FamkError, match="contradicts itself"):
        reason.members(store_of(("id:a", "famk:spouse", "id:a")))


def test_a_machine_without_java_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingToolError, match="needs Java"):
        reason.consistency()
