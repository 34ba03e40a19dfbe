"""The page to write SPARQL, without scripts: saved queries and their parameters, and the answer as a table."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from serving import client

from famk_graph.saved import SavedQuery, saved_queries
from famk_graph.serve.pages.query import filled
from famk_graph.sparql_text import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

    from famk_graph import Universe
    from famk_graph.result import Result


@pytest.fixture(scope="module")
def reader() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAMK_DATA", str(SMALL))
        with client("fam:s1e1") as made:
            yield made


def text_of(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def table_of(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in cells]


def _told(result: Result, without: set[str]) -> list[str]:
    if result.answer is not None:
        return [str(result.answer)]
    if not result.columns:
        return sorted(map(str, result))
    return [str({k: v for k, v in row.items() if k not in without}) for row in result.rows()]


@pytest.mark.parametrize(
    "saved", [query for query in saved_queries().values() if query.parameters], ids=lambda query: query.name
)
def test_a_filled_query_answers_what_the_saved_one_does(universe: Universe, saved: SavedQuery) -> None:
    terms = universe.arguments(saved.name)
    text = filled(saved, terms)
    assert not any(re.search(rf"[?$]{name}\b", text) for name in terms)
    assert _told(universe.query(text), set()) == _told(universe.ask(saved.name), set(terms))


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("SELECT ?a ?b { ?a ?p ?b }", "SELECT ?b { id:x ?p ?b }"),
        ("SELECT ?a WHERE { ?a ?p ?b }", "SELECT (id:x AS ?a) WHERE { id:x ?p ?b }"),
        ("SELECT (STR(?a) AS ?c) { ?a ?p ?b } ORDER BY ?a", "SELECT (STR(id:x) AS ?c) { id:x ?p ?b }"),
        ('SELECT ?b { ?b ?p "?a" } # ?a', 'SELECT ?b { ?b ?p "?a" } # ?a'),
        ("SELECT ?b { ?ab ?p ?a } GROUP BY ?a ?b", "SELECT ?b { ?ab ?p id:x } GROUP BY ?b"),
    ],
)
def test_a_variable_becomes_a_term_wherever_it_stands(text: str, full: str) -> None:
    assert fill(text, {"a": "id:x"}) == full


def test_the_saved_queries_are_listed_with_their_questions(reader: TestClient) -> None:
    page = reader.get("/query").text
    assert len(re.findall(r'href="/query\?saved=', page)) == len(saved_queries())
    assert 'aria-current="page"' in page  # the header leads here


def test_a_saved_query_is_filled_with_what_was_chosen(reader: TestClient) -> None:
    page = reader.get("/query", params={"saved": "family", "person": "Ada"}).text
    assert "id:ada-stone" in text_of(page)
    assert "?person" not in text_of(page)
    assert 'value="Ada Stone"' in page


def test_a_name_that_is_not_known_is_told_by_its_field(reader: TestClient) -> None:
    answer = reader.get("/query", params={"saved": "family", "person": "qqqq", "run": "1"})
    assert answer.status_code == 400
    assert "qqqq" in answer.text
    assert "?person" in text_of(answer.text)


def test_a_default_that_the_reader_does_not_know_is_asked_for(reader: TestClient) -> None:
    page = reader.get("/query", params={"saved": "companions-of", "run": "1"}).text
    assert "margo" not in page.lower()
    assert "Say which person you mean." in page


def test_without_scripts_the_answer_is_a_table(reader: TestClient) -> None:
    query = "SELECT ?who ?name { ?who a famk:Character ; rdfs:label ?name } ORDER BY ?name"
    page = reader.get("/query", params={"query": query, "run": "1"}).text
    head, *rows = table_of(page)
    assert head == ["who", "name"]
    assert rows
    assert all(who == name for who, name in rows)
    assert 'href="/id/ada-stone"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK { ?s ?p ?o }", "Yes"),
        ("ASK { id:ada-stone famk:spouse ?o }", "No"),
        ("SELECT * { ?s famk:spouse famk:Person }", "Nothing fits"),
        ("SELECT * {", "line 1, column"),
        ("SELECT * { ?s famk:crewmembr ?o }", "did you mean crewMember"),
        ("DESCRIBE id:ada-stone", '<th scope="col">predicate</th>'),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
    ],
)  # fmt: skip
def test_without_scripts_each_kind_of_answer_is_told(reader: TestClient, query: str, words: str) -> None:
    page = reader.get("/query", params={"query": query, "run": "1"}).text
    assert words in html.unescape(page)
    assert text_of(page) == query


def test_nothing_is_asked_before_it_is_to_run(reader: TestClient) -> None:
    page = reader.get("/query", params={"query": "SELECT * { ?s ?p ?o }"}).text
    assert "<table" not in page


def test_the_horizon_is_in_no_address_of_the_page(reader: TestClient) -> None:
    page = reader.get("/query", params={"query": "SELECT * { ?s ?p ?o }", "run": "1", "seen": "none"}).text
    assert not re.search(r'(?:href|action)="[^"]*[?&;]seen=', page)
