"""What follows from the facts: the same as independent reasoners say, from the permitted facts only, and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import needs_java, thorough

from famk_graph import Universe, iris, reason
from famk_graph.axioms import read_rules
from famk_graph.errors import NotFoundError
from famk_graph.infer import Closure
from famk_graph.saved import saved_queries
from famk_graph.store import INFERRED_GRAPH, is_fact_graph, stated
from famk_graph.terms import to_rdflib
from famk_graph.vocabulary import CONCEPT, DEFINED_CLASSES, TERM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from conftest import Famk

    from famk_graph.infer import Fact

OWL = iris.PREFIXES["owl"]
# What makes two names one; we leave it out, and so must who is compared with us.
EQUALITY = {OWL + "FunctionalProperty", OWL + "InverseFunctionalProperty", OWL + "hasKey"}
A = ox.NamedNode(iris.RDF + "type")


def facts(store: ox.Store) -> list[ox.Triple]:
    graphs = [graph for graph in store.named_graphs() if is_fact_graph(graph)]
    found = {q.triple for graph in graphs for q in store.quads_for_pattern(None, None, None, graph)}
    return sorted(found, key=str)


def ours(given: Iterable[ox.Triple], ontology: list[ox.Triple]) -> set[str]:
    closure = Closure(read_rules(ontology))
    for each in given:
        closure.add(each)
    closure.run()
    named = [fact for fact in closure.facts if fact[1] not in closure.nameless]
    return set(told(triple(closure, fact) for fact in named))


def triple(closure: Closure, fact: Fact) -> ox.Triple:
    subject, predicate, value = (closure.terms[part] for part in fact)
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    assert isinstance(predicate, ox.NamedNode)
    return ox.Triple(subject, predicate, value)


def theirs(given: Iterable[ox.Triple], ontology: list[ox.Triple]) -> set[str]:
    import owlrl

    axioms = [t for t in ontology if not EQUALITY & {t.predicate.value, getattr(t.object, "value", "")}]
    graph = to_rdflib([*axioms, *given])
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    import rdflib

    things = [t for t in graph if isinstance(t[0], rdflib.URIRef) and not isinstance(t[2], rdflib.BNode)]
    lines = "\n".join(f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in things)
    return set(told(quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)))


def told(triples: Iterable[ox.Triple]) -> Iterator[str]:
    """Yield what is said of entities and concepts in words of ours."""
    for said in triples:
        about = isinstance(said.subject, ox.NamedNode) and said.subject.value.startswith((iris.ENTITY, CONCEPT))
        word = said.object if said.predicate == A else said.predicate
        if about and isinstance(word, ox.NamedNode) and word.value.startswith(TERM):
            yield str(said)


@pytest.mark.parametrize("seen", ["none", "all"])
def test_the_small_universe_closes_as_owlrl_closes_it(small: Callable[[str], Universe], seen: str) -> None:
    given, ontology = facts(small(seen).store), reason.ontology_axioms()
    expected = theirs(given, ontology)
    assert ours(given, ontology) == expected
    assert len(expected) > len(given)


@thorough
def test_a_sample_of_the_real_universe_closes_as_owlrl_closes_it(universe: Universe) -> None:
    """The sample is everything said of the events before 1967 and of whoever and whatever they name."""
    given = sample(facts(universe.store))
    ontology = reason.ontology_axioms()
    expected = theirs(given, ontology)
    assert ours(given, ontology) == expected


def sample(given: list[ox.Triple]) -> list[ox.Triple]:
    early = {
        t.subject for t in given
        if t.predicate.value == TERM + "latestDate" and isinstance(t.object, ox.Literal) and t.object.value < "1967"
    }  # fmt: skip
    near = early | {t.object for t in given if t.subject in early} | {t.subject for t in given if t.object in early}
    return [t for t in given if t.subject in near]


TOY = """
@prefix : <https://w3id.org/famk/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix id: <https://w3id.org/famk/id/> .
:uncle owl:propertyChainAxiom ( :parent :brother :self ) .
:twin owl:equivalentProperty :sameBirth . :sameBirth a owl:SymmetricProperty .
:before a owl:TransitiveProperty ; rdfs:subPropertyOf :related .
:after owl:inverseOf :before .
:follows owl:propertyChainAxiom ( [ owl:inverseOf :before ] :before ) .
:Vegan rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :eats ; owl:allValuesFrom :Plant ] .
:Moonling owl:equivalentClass [ a owl:Restriction ; owl:onProperty :bornOn ; owl:hasValue id:moon ] .
:Parent owl:equivalentClass [ a owl:Restriction ; owl:onProperty :child ; owl:someValuesFrom owl:Thing ] .
:Being owl:equivalentClass [ a owl:Class ; owl:unionOf ( :Plant :Animal ) ] .
:Dad owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Parent :Male :Being ) ] .
[ a owl:Restriction ; owl:onProperty :child ; owl:someValuesFrom :Male ] rdfs:subClassOf :SonHaver .
:child rdfs:domain :Animal ; rdfs:range [ a owl:Class ; owl:unionOf ( :Animal :Plant ) ] .
:age rdfs:domain :Being ; rdfs:subPropertyOf :measure . :Father owl:equivalentClass :Dad .
"""
TOY_FACTS = """
PREFIX : <https://w3id.org/famk/ontology#> PREFIX id: <https://w3id.org/famk/id/>
id:a :parent id:b . id:b :brother id:c . id:c :self id:c . id:x :twin id:y . id:y :sameBirth id:z .
id:e1 :before id:e2 . id:e2 :before id:e3 . id:e4 :after id:e3 . id:v a :Vegan ; :eats id:salad, "soup" .
id:m :bornOn id:moon . id:n a :Moonling . id:f a :Male ; :child id:s ; :age 40 . id:s a :Male . id:g a :Father .
"""


def test_every_kind_of_rule_gives_what_it_gives_in_owlrl() -> None:
    ontology = [quad.triple for quad in ox.parse(TOY, format=ox.RdfFormat.TURTLE)]
    given = [quad.triple for quad in ox.parse(TOY_FACTS, format=ox.RdfFormat.TURTLE)]
    found = ours(given, ontology)
    assert found == theirs(given, ontology)
    expected = [
        "a uncle c",
        "y twin x",
        "e1 before e4",
        "e4 after e1",
        "e2 related e3",
        "e2 follows e3",
        "n bornOn moon",
    ]
    for line in expected:
        s, p, o = line.split()
        assert f"<{iris.ENTITY}{s}> <{TERM}{p}> <{iris.ENTITY}{o}>" in found, line
    for line in ("salad Plant", "m Moonling", "f Parent", "f Dad", "f Father", "f SonHaver", "g Parent", "f Being"):
        s, cls = line.split()
        assert f"<{iris.ENTITY}{s}> {A} <{TERM}{cls}>" in found, line


def members(store: ox.Store) -> dict[str, tuple[str, ...]]:
    found = {}
    for name in sorted(DEFINED_CLASSES):
        quads = store.quads_for_pattern(None, A, ox.NamedNode(TERM + name), ox.DefaultGraph())
        found[name] = tuple(sorted({str(q.subject)[1:-1].removeprefix(iris.ENTITY) for q in quads}))
    return found


@thorough
@needs_java
def test_hermit_fills_the_defined_classes_alike() -> None:
    store = Universe("fam:s1e1").store
    found = members(store)
    assert found == reason.members(store)
    assert all(found[name] for name in ("Actor", "Counterpart", "CrewedMission", "MoonWalker", "SpaceTraveller"))


def test_what_is_inferred_lies_in_a_graph_of_its_own_that_says_so(universe: Universe) -> None:
    assert universe.query("ASK { GRAPH graph:inferred { ?a famk:influencedBy ?b } ?a famk:influencedBy ?b }").answer
    assert universe.query("ASK { graph:inferred rdfs:label 'Inferred facts'@en ; dcterms:conformsTo ?profile }").answer
    asked = "ASK { GRAPH ?g { ?a famk:influencedBy ?b } FILTER(?g != graph:inferred) }"
    assert not universe.query(asked).answer
    twice = "ASK { GRAPH graph:inferred { ?s ?p ?o } GRAPH ?g { ?s ?p ?o } FILTER(?g != graph:inferred) }"
    assert not universe.query(twice).answer


def test_without_inference_there_is_what_is_stated(small: Callable[[str], Universe]) -> None:
    for seen in ("none", "fam:s1e1", "all"):
        plain = Universe(seen, inference=False)
        assert {q.triple for q in plain.store.quads_for_pattern(None, None, None, ox.DefaultGraph())} == set(
            stated(small(seen).store)
        )
        assert INFERRED_GRAPH not in list(plain.store.named_graphs())
        assert plain.seen("none").inference is False


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_inference_doubles_no_answer_of_a_saved_query(name: str, universe: Universe, plain: Universe) -> None:
    """What is asked there is said by claims, or told as narrowly as it is known."""

    def answer(asked: Universe) -> object:
        found = asked.ask(name)
        return sorted(map(str, found.rows())) if found.columns else found.answer or sorted(map(str, found))

    assert answer(universe) == answer(plain)


@pytest.fixture(scope="module")
def plain(_cache: None) -> Universe:
    return Universe(inference=False)


def test_a_fact_follows_only_once_all_it_rests_on_is_seen(small: Callable[[str], Universe]) -> None:
    asked = "ASK { id:boris-volk famk:spouse id:ada-stone }"
    assert [small(seen).query(asked).answer for seen in ("fam:s1e1", "fam:s1e2")] == [False, True]


def test_inference_changes_nobodys_class_on_a_card(universe: Universe, plain: Universe) -> None:
    assert {e.id: e.cls for e in universe.names.entries.values()} == {e.id: e.cls for e in plain.names.entries.values()}


def test_facts_of_ones_own_are_inferred_from(small: Callable[[str], Universe], tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(f"<{iris.ENTITY}base-is-built> <{TERM}motivates> <{iris.ENTITY}real-landing> .")
    universe = Universe("all", [own])
    assert small("all").explain("the base is built", "influences", "real-landing").status == "unknown"
    assert universe.explain("the base is built", "influences", "real-landing").status == "inferred"


def closed(store: ox.Store) -> Closure:
    closure = Closure(explain=True)
    for each in facts(store):
        closure.add(each)
    closure.run()
    return closure


def leaves(closure: Closure, fact: Fact) -> set[Fact]:
    because = closure.because.get(fact)
    return {leaf for premise in because.premises for leaf in leaves(closure, premise)} if because else {fact}


def test_each_inferred_fact_follows_from_the_stated_ones_it_is_said_to_rest_on(universe: Universe) -> None:
    whole = closed(universe.store)
    every = [fact for fact, is_stated in whole.facts.items() if not is_stated and whole.nameless.isdisjoint(fact)]
    assert len(every) > 5000
    for fact in every[::300]:
        alone = Closure()
        for leaf in leaves(whole, fact):
            alone.add(triple(whole, leaf))
        alone.run()
        goal = triple(whole, fact)
        assert alone.fact(goal) in alone.facts, str(goal)


def test_a_stated_fact_is_explained_by_its_sources(small: Callable[[str], Universe]) -> None:
    found = small("all").explain("ada", "spouse", "boris")
    assert found.status == "stated"
    assert [(c.reveal, c.evidence, c.sources) for c in found.lines[0].claims] == [
        ("fam-s01e02", "shown", ("finale-recap", "handbook"))
    ]


def test_an_inferred_fact_is_explained_step_by_step(small: Callable[[str], Universe]) -> None:
    found = small("all").explain("ada", "is", "MOON walker")
    assert found.status == "inferred"
    assert found.lines[-1].words == "Ada Volk — is a → MoonWalker"
    told_by = {line.words: line for line in found.lines}
    assert told_by["Ada Volk — walked on → Moon"].claims[0].sources == ("handbook",)
    assert told_by["Ada Volk — is a → Character"].claims
    assert told_by["Ada Volk — is a → Agent"].premises == (1,)
    for number, line in enumerate(found.lines, 1):
        assert bool(line.rule) != bool(line.claims)
        assert all(premise < number for premise in line.premises)


def test_what_is_computed_is_explained_by_what_it_was_computed_from(small: Callable[[str], Universe]) -> None:
    found = small("all").explain("divergence-landing", "difference in days", "-24")
    assert [line.words for line in found.lines] == [
        "The first landing — alternate side → First landing",
        "The first landing — real side → Landing of Apollo 11",
        "First landing — date → 1969-06-26",
        "Landing of Apollo 11 — date → 1969-07-20",
        "The first landing — difference in days → -24",
    ]
    assert found.lines[-1].rule == "worked out from the dates"
    timeline = small("all").explain("real-landing", "in timeline", "our-timeline")
    assert timeline.lines[0].words == "Landing of Apollo 11 — is a → Landing"


def test_every_fact_of_an_entity_can_be_explained(small: Callable[[str], Universe]) -> None:
    from famk_graph.explain import explain

    universe = small("all")
    default = universe.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    triples = [q.triple for q in default if str(q.subject).startswith(f"<{iris.ENTITY}")]
    asked = sorted((t for t in triples if str(t.predicate)[1:].startswith((TERM, iris.RDF))), key=str)
    assert len(asked) > 100
    for each in asked[::3]:
        found = explain(universe.store, universe.names, [each])
        assert found.holds
        ontology = {"the alternate timeline", "our timeline"}
        bare = [line.words for line in found.lines if not line.claims and not line.rule]
        assert [words for words in bare if words.split(" — ")[0] not in ontology | {"Moon"}] == []


def test_explain_tells_what_is_not_so_and_exits_with_one(famk: Famk, small: Callable[[str], Universe]) -> None:
    small("all")
    found = famk("explain", "for all mankind", "seasonCount", "4")
    assert found.exit_code == 1
    assert "the claim does not stand: Counted too early." in found.output
    found = famk("explain", "ada", "friend", "moon")
    assert found.exit_code == 1
    assert "What is known: Boris Volk." in found.output
    assert famk("explain", "ada", "is", "MoonWalker").exit_code == 0
    assert famk("--no-inference", "explain", "ada", "is", "MoonWalker").exit_code == 1
    assert famk("--no-inference", "explain", "boris", "spouse", "ada").exit_code == 0


def test_explain_suggests_near_terms(small: Callable[[str], Universe]) -> None:
    universe = small("all")
    for words in (("ada", "spose", "boris"), ("ada", "is", "moonwalkr"), ("divergence-landing", "field", "spce")):
        with pytest.raises(NotFoundError, match="did you mean"):
            universe.explain(*words)
