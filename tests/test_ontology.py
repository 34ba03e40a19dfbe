"""The ontology as a product: documented, complete, sound."""

from __future__ import annotations

import importlib.util

import pytest
import rdflib
from conftest import ROOT
from rdflib import OWL, RDF, RDFS, SKOS, XSD

from famk_graph import iris, ontology
from famk_graph.class_diagram import EDGES, NODES
from famk_graph.resources import ontology_modules
from famk_graph.vocabulary import CLASSES, CONCEPT, PROPERTIES, TERM

BASE = "https://w3id.org/famk/ontology"
MODULES = {path.stem: rdflib.Graph().parse(path, format="turtle") for path in ontology_modules()}
WHOLE = ontology.graph()
ALIGNMENTS = rdflib.Graph().parse(ROOT / "ontology" / "alignments.ttl", format="turtle")
IMPORTS = {
    "alternate-history": set(),
    "screen-works": {"alternate-history"},
    "space-programme": {"alternate-history"},
    "famk": {"alternate-history", "screen-works", "space-programme"},
}  # fmt: skip


def module_iri(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(BASE if name == "famk" else f"{BASE}/{name}")


def terms(*kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    found = {t for kind in kinds for t in WHOLE.subjects(RDF.type, kind)}
    return sorted(t for t in found if isinstance(t, rdflib.URIRef) and str(t).startswith(TERM))


CLASS_TERMS = terms(OWL.Class)
PROPERTY_TERMS = terms(OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.mark.parametrize("term", [*CLASS_TERMS, *PROPERTY_TERMS], ids=lambda t: str(t).removeprefix(TERM))
def test_a_term_is_documented(term: rdflib.URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        texts = list(WHOLE.objects(term, predicate))
        assert len(texts) == 1, f"{term} has {len(texts)} of {predicate}"
        assert isinstance(texts[0], rdflib.Literal)
        assert texts[0].language == "en"
    assert str(WHOLE.value(term, SKOS.definition)).endswith(".")
    assert WHOLE.value(term, RDFS.isDefinedBy) in {module_iri(name) for name in MODULES}


@pytest.mark.parametrize("term", PROPERTY_TERMS, ids=lambda t: str(t).removeprefix(TERM))
def test_a_property_has_domain_and_range_or_says_why_not(term: rdflib.URIRef) -> None:
    notes = [str(note) for note in WHOLE.objects(term, SKOS.scopeNote)]
    for side, words in ((RDFS.domain, "No domain: "), (RDFS.range, "No range: ")):
        stated = len(list(WHOLE.objects(term, side)))
        explained = any(note.startswith(words) for note in notes)
        assert stated + explained == 1, f"{term} needs one {side}, or a scope note that begins “{words}”"


def test_a_value_of_a_list_is_documented() -> None:
    values = {t for t in WHOLE.subjects(SKOS.inScheme, None) if str(t).startswith(CONCEPT)}
    assert values
    for value in values:
        for predicate in (RDFS.label, SKOS.prefLabel, SKOS.definition, RDFS.isDefinedBy):
            assert len(list(WHOLE.objects(value, predicate))) == 1, f"{value} needs one {predicate}"


def test_a_closed_list_names_exactly_its_members() -> None:
    closed = [(c, WHOLE.value(e, OWL.oneOf)) for c, e in WHOLE.subject_objects(RDFS.subClassOf)]
    lists = {str(cls).removeprefix(TERM): set(WHOLE.items(head)) for cls, head in closed if head is not None}
    assert set(lists) == {
        "AwardResult", "Billing", "DivergenceKind", "Evidence", "Field", "Grade", "LifeStage", "Rank",
    }  # fmt: skip
    for name, members in lists.items():
        assert members == set(WHOLE.subjects(RDF.type, rdflib.URIRef(TERM + name)))


@pytest.mark.parametrize("name", MODULES)
def test_the_metadata_is_complete(name: str) -> None:
    about, graph = module_iri(name), MODULES[name]
    dcterms, vann = "http://purl.org/dc/terms/", "http://purl.org/vocab/vann/"
    needed = [
        *(dcterms + word for word in (
            "title", "description", "license", "creator", "created", "issued", "modified", "publisher", "source",
            "bibliographicCitation", "identifier", "rights",
        )),
        vann + "preferredNamespaceUri", vann + "preferredNamespacePrefix", str(OWL.versionIRI), str(OWL.versionInfo),
        "http://xmlns.com/foaf/0.1/logo", "http://purl.org/ontology/bibo/status",
    ]  # fmt: skip
    assert (about, RDF.type, OWL.Ontology) in graph
    assert [word for word in needed if graph.value(about, rdflib.URIRef(word)) is None] == []
    assert str(graph.value(about, OWL.versionIRI)) == f"{about}/{graph.value(about, OWL.versionInfo)}"


def test_the_logo_is_in_the_project() -> None:
    logo = MODULES["famk"].value(module_iri("famk"), rdflib.URIRef("http://xmlns.com/foaf/0.1/logo"))
    assert (ROOT / "docs" / str(logo).rpartition("/")[2]).is_file()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_uses_only_what_it_or_its_imports_declare(name: str) -> None:
    about = module_iri(name)
    assert set(MODULES[name].objects(about, OWL.imports)) == {module_iri(other) for other in IMPORTS[name]}
    known = {t for m in (name, *IMPORTS[name]) for t in MODULES[m].subjects(RDF.type, None)}
    headers = {module_iri(module) for module in MODULES}
    builtin = (str(OWL), str(RDF), str(RDFS), str(XSD))
    annotated = {OWL.versionIRI, OWL.imports, rdflib.URIRef("http://xmlns.com/foaf/0.1/logo")}
    for subject, predicate, value in MODULES[name]:
        used = {predicate} if subject == about else {subject, predicate, value}
        for term in used - known - headers:
            assert not isinstance(term, rdflib.URIRef) or str(term).startswith(builtin) or predicate in annotated, (
                f"{name} uses {term} and neither declares nor imports it"
            )


def test_the_reusable_modules_know_nothing_of_these_shows() -> None:
    for name in ("alternate-history", "screen-works", "space-programme"):
        assert not [t for triple in MODULES[name] for t in triple if str(t).startswith(iris.ENTITY)]


def test_classes_that_share_nothing_are_disjoint() -> None:
    for group in (
        {"Agent", "Place", "Artifact", "Event", "Timeline", "Divergence", "Concept", "Statement", "Source", "Reveal"},
        {"Person", "Character", "Organization"},
        {"Show", "Season", "Episode"},
        {"Spacecraft", "LaunchVehicle", "Technology"},
        {"Mission", "Launch", "Landing", "Death", "Election", "Discovery"},
    ):
        heads = [WHOLE.value(node, OWL.members) for node in WHOLE.subjects(RDF.type, OWL.AllDisjointClasses)]
        stated = [{str(member).removeprefix(TERM) for member in WHOLE.items(head)} for head in heads if head]
        assert any(group <= members for members in stated), f"{sorted(group)} are nowhere said to be disjoint"


def test_inverses_swap_domain_and_range() -> None:
    for term, other in WHOLE.subject_objects(OWL.inverseOf):
        one, two = (PROPERTIES[str(t).removeprefix(TERM)] for t in (term, other))
        assert (one.domain, one.range) == (two.range, two.domain), f"{one.name} and {two.name}"


def test_no_range_is_a_datatype_that_owl_2_lacks() -> None:
    # HermiT refuses an ontology with one of these, and old parsers take rdf:langString for a class.
    datatypes = {RDF.PlainLiteral, RDFS.Literal, XSD.integer, XSD.boolean, XSD.anyURI}
    for term in terms(OWL.DatatypeProperty):
        assert WHOLE.value(term, RDFS.range) in datatypes


def test_alignments_name_only_terms_that_exist() -> None:
    known = {rdflib.URIRef(TERM + name) for name in (*CLASSES, *PROPERTIES)}
    assert {t for t in ALIGNMENTS.subjects() if str(t).startswith(TERM)} <= known
    used = {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ALIGNMENTS.objects(None, p)}
    declared = {str(s) for s in ALIGNMENTS.subjects(RDF.type, None)}
    assert used <= declared


def test_alignments_keep_classes_and_properties_apart() -> None:
    for predicate, kinds in (
        (RDFS.subClassOf, {OWL.Class}),
        (RDFS.subPropertyOf, {OWL.ObjectProperty, OWL.DatatypeProperty}),
    ):
        for ours, theirs in ALIGNMENTS.subject_objects(predicate):
            shared = set(WHOLE.objects(ours, RDF.type)) & set(ALIGNMENTS.objects(theirs, RDF.type)) & kinds
            assert shared, f"{ours} and {theirs} are not of one kind"


def test_the_diagram_draws_what_the_ontology_says() -> None:
    above = {name: {name} for name in CLASSES}
    for name in CLASSES:
        queue = list(CLASSES[name])
        while queue:
            cls = queue.pop()
            above[name].add(cls)
            queue.extend(CLASSES[cls])
    assert set(NODES) <= set(CLASSES)
    for source, name, target in EDGES:
        if name == "subClassOf":
            assert target in above[source]
        elif name != "wasDerivedFrom":  # PROV-O's, and said of statements by a restriction
            known = PROPERTIES[name]
            assert not known.domain or set(known.domain) & above[source]
            assert not known.range or set(known.range) & above[target]


def test_the_generated_vocabulary_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("generate_vocabulary", ROOT / "scripts" / "generate_vocabulary.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = (ROOT / "src" / "famk_graph" / "vocabulary.py").read_text(encoding="utf-8")
    assert written == script.vocabulary(), "run scripts/generate_vocabulary.py"
