"""The query door: results in every form, clear errors, limits that hold, and no way out."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from famk_graph.errors import FamkError, NotFoundError, QueryError, QueryTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph import Universe


@pytest.fixture
def tiny(small: Callable[[str], Universe]) -> Universe:
    return small("all")


def test_rows_are_plain_python(tiny: Universe) -> None:
    text = "SELECT ?n ?d ?x { id:fam-s01 famk:seasonNumber ?n . id:first-landing famk:date ?d OPTIONAL { id:moon skos:note ?x } }"
    rows = tiny.query(text).rows()
    assert rows == [{"n": 1, "d": "1969-06-26", "x": None}]


def test_rows_come_as_the_engine_has_them(tiny: Universe) -> None:
    row = next(iter(tiny.query("SELECT ?n { id:fam-s01 famk:seasonNumber ?n }")))
    assert isinstance(row, ox.QuerySolution)
    assert row["n"] == ox.Literal(1)


def test_a_data_frame(tiny: Universe) -> None:
    frame = tiny.query("SELECT ?e ?d { ?e famk:date ?d } ORDER BY ?d ?e").to_pandas()
    assert list(frame.columns) == ["e", "d"]
    assert list(frame["e"]) == ["id:first-landing", "id:second-landing", "id:real-landing", "id:base-is-built"]


def test_an_empty_data_frame_keeps_its_columns(tiny: Universe) -> None:
    assert list(tiny.query("SELECT ?a ?b { ?a famk:alias ?b FILTER(false) }").to_pandas().columns) == ["a", "b"]


def test_an_rdflib_graph(tiny: Universe) -> None:
    graph = tiny.query("CONSTRUCT { ?a famk:influences ?b } WHERE { ?a famk:causes|famk:enables ?b }").to_rdflib()
    famk, ident = (rdflib.Namespace(f"https://w3id.org/famk/{part}") for part in ("ontology#", "id/"))
    expected = rdflib.Graph()
    expected.add((ident["first-landing"], famk["influences"], ident["second-landing"]))
    expected.add((ident["second-landing"], famk["influences"], ident["base-is-built"]))
    assert isomorphic(graph, expected)


def test_the_whole_as_an_rdflib_dataset(tiny: Universe) -> None:
    dataset = tiny.to_rdflib()
    counted = next(iter(dataset.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a famk:Statement }")))
    assert int(counted[0]) == tiny.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a famk:Statement }").rows()[0]["n"]  # type: ignore[index, arg-type]


def test_rows_of_rdflib_terms(tiny: Universe) -> None:
    text = "SELECT ?name ?day ?n ?none { id:moon famk:alias ?name . id:first-landing famk:date ?day . id:fam-s01 famk:seasonNumber ?n OPTIONAL { id:moon skos:note ?none } }"
    assert tiny.query(text).rdflib_rows() == [
        {
            "name": rdflib.Literal("Луна", lang="ru"),
            "day": rdflib.Literal("1969-06-26", datatype=rdflib.XSD.date),
            "n": rdflib.Literal(1),
            "none": None,
        }
    ]


@pytest.mark.parametrize(
    "value", [rdflib.URIRef("https://w3id.org/famk/id/ada-stone"), ox.NamedNode("https://w3id.org/famk/id/ada-stone")]
)
def test_terms_of_both_libraries_bind(tiny: Universe, value: object) -> None:
    assert (
        tiny.query("SELECT ?who ?what { ?who famk:occupation ?what }", {"who": value}).rows()[0]["what"] == "engineer"
    )


def test_a_text_with_quotes_binds_as_it_is(tiny: Universe) -> None:
    text = '" } ; DROP ALL # \\'
    assert tiny.query("SELECT ?x { VALUES ?y { 1 } BIND(?x AS ?z) }", {"x": text}).rows() == [{"x": text}]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_solutions_in_each_format(tiny: Universe, form: str) -> None:
    text = tiny.query("SELECT ?n { id:fam-s01 famk:seasonNumber ?n }").serialize(form).decode()
    assert "1" in text
    if form == "json":
        assert json.loads(text)["results"]["bindings"][0]["n"]["value"] == "1"


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "xml"])
def test_triples_in_each_format(tiny: Universe, form: str) -> None:
    written = tiny.query("CONSTRUCT { id:moon rdfs:label ?l } WHERE { id:moon rdfs:label ?l }").serialize(form).decode()
    name = {"ntriples": "nt", "jsonld": "json-ld"}.get(form, form)
    assert len(rdflib.Graph().parse(data=written, format=name)) == 1


def test_a_format_that_does_not_fit_is_refused(tiny: Universe) -> None:
    with pytest.raises(QueryError, match="turtle does not fit a query that gives solutions"):
        tiny.query("SELECT ?n { ?n ?p ?o }").serialize("turtle")
    with pytest.raises(QueryError, match="csv does not fit a query that gives triples"):
        tiny.query("DESCRIBE id:moon").serialize("csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x {\n  ?x a famk:Event", "line 2, column 18: a closing } is missing"),
        ("SELECT ?x { ?x a famk:Event } }", "there is a } too many"),
        ("SELECT ?x { ?x foo:bar ?y }", "the prefix “foo:” is not declared"),
        ("SELECT ?x { ?x fmak:date ?y }", "did you mean famk"),
        ("SELCT ?x { ?x ?y ?z }", "did you mean SELECT"),
        ("INSERT DATA { id:moon rdfs:label 'x' }", "changes data; this door only reads"),
        ("# one\nSELEC ?x { ?x ?y ?z }", "line 2, column 1: .*did you mean SELECT"),
        ("SELECT ?x WHER { ?x ?y ?z }", "line 1, column 11: “WHER” is no word of SPARQL.*did you mean WHERE"),
        ("SELECT ?x { ?x rdfs:label Gordo }", "“Gordo” is no word of SPARQL.*an entity with id:"),
        ("SELECT ?x { ?x ?y 1e5 ; ?z 'a'@en, _:b, 0 x }", "“x” is no word of SPARQL"),
        ("SELECT ?x { ?x ?y 'z }", "line 1, column 19: a text has no closing quote"),
        ("SELECT (COUNT(?x AS ?n) { ?x ?y ?z }", "a closing \\) is missing"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?z ?y }", "neither in GROUP BY"),
        ("SELECT ?x { ?x ?y ?z } ORDER ?x", "expected BY"),
        ("SELECT ?x { ?x ?y }", "line 1, column .*missing or misspelt before"),
        ("", "begins with|something is missing|line 1"),
        (
            "SELECT ?x { ?x a famk:Evnt }",
            "column 18: “famk:Evnt” is not a term of the ontology.\n    did you mean Event",
        ),
        ("SELECT ?x {\n ?x <https://w3id.org/famk/ontology#datte> ?y }", "Line 2, column 5: .*did you mean date"),
        ("SELECT ?x { ?x famk:rank concept:prefered }", "not a concept.\n    did you mean preferred"),
        (
            "SELECT ?x { id:ada-stoen ?p ?x }",
            "Line 1, column 13: “id:ada-stoen” is not an entity of this graph.\n    did you mean ada-stone",
        ),
        (
            "SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?x ?p ?o } }",
            "SERVICE reaches out over the network, which is off",
        ),
        (f"SELECT ?x {{ {'{' * 5000} ?x ?p ?o {'}' * 5000} }}", "more than 250 groups or brackets within one another"),
        ("SELECT ?x { service silent <http://127.0.0.1:1/> { ?x ?p ?o } }", "SERVICE reaches out"),
    ],
)
def test_a_mistake_is_explained(tiny: Universe, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"(?s){message}"):
        tiny.query(text)


def test_words_in_texts_comments_and_names_are_not_mistaken(tiny: Universe) -> None:
    text = 'SELECT ?SERVICE { # famk:Nothing SERVICE\n BIND("famk:Nothing SERVICE <https://w3id.org/famk/ontology#No>" AS ?SERVICE) }'
    assert len(tiny.query(text).rows()) == 1


def test_a_binding_without_a_place_is_refused(tiny: Universe) -> None:
    with pytest.raises(QueryError, match="no variable \\?who in its SELECT"):
        tiny.query("SELECT ?x { ?x ?p ?o }", {"who": 1})


def test_a_binding_for_what_is_not_selected_says_to_select_it(tiny: Universe) -> None:
    with pytest.raises(QueryError, match=r"Write SELECT … \?who"):
        tiny.query("SELECT ?what { ?who famk:friend ?what }", {"who": 1})


def test_a_long_query_is_given_up(universe: Universe) -> None:
    with pytest.raises(QueryTimeoutError, match=r"more than 0\.2 s"):
        universe.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?a != ?d) } LIMIT 1", timeout=0.2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("SELECT ?n { id:fam-s01 famk:seasonNumber ?n }", [{"n": 1}]), ("SELECT ?n { FILTER(false) }", [])],
)
def test_a_limit_that_is_not_reached_changes_nothing(tiny: Universe, text: str, expected: list[object]) -> None:
    assert tiny.query(text, timeout=60).rows() == expected


def test_asking_and_constructing_under_a_limit(tiny: Universe) -> None:
    assert tiny.query("ASK { id:moon ?p ?o }", timeout=60).answer is True
    assert tiny.query("ASK { id:moon famk:friend ?o }", timeout=60).answer is False
    assert len(tiny.query("CONSTRUCT WHERE { id:moon rdfs:label ?l }", timeout=60).to_rdflib()) == 1


def test_a_mistake_under_a_limit_is_told_as_well(tiny: Universe) -> None:
    with pytest.raises(QueryError, match="closing } is missing"):
        tiny.query("SELECT ?x { ?x ?p ?o", timeout=60)


def test_a_service_that_is_allowed_is_asked(tiny: Universe) -> None:
    """The door opens when told to: the refused connection shows that it was tried."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/sparql"
    with pytest.raises(QueryError, match="The engine could not answer"):
        tiny.query(f"SELECT ?x {{ SERVICE <{address}> {{ ?x ?p ?o }} }}", allow_service=True)


def test_unknown_saved_queries_and_parameters(universe: Universe) -> None:
    with pytest.raises(NotFoundError, match="There is no saved query “no-such-query-at-all”"):
        universe.ask("no-such-query-at-all")
    name = next(iter(universe.queries()))
    with pytest.raises(FamkError, match="has no parameter “colour”"):
        universe.ask(name, colour="red")


def test_a_prefix_means_what_the_query_declares(tiny: Universe) -> None:
    text = "PREFIX famk: <http://example.org/> PREFIX o: <https://w3id.org/famk/ontology#> ASK { ?x famk:anything ?y }"
    assert tiny.query(text).answer is False
    with pytest.raises(QueryError, match="“o:Evnt” is not a term of the ontology"):
        tiny.query(text.replace("famk:anything", "o:Evnt"))
