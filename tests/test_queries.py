"""The saved queries: each asks a question in plain English and gives the answer that is known to be true.

The expected answers stand in ``tests/queries/expected``: per query a list of cases. ``with`` gives parameters,
``rows`` the whole answer in its order, ``first`` how it begins, ``contains`` and ``lacks`` rows (or some of their
columns) that must or must not be there, ``least`` the least number of rows or triples; ``answer`` is for ASK,
``triples`` and ``without`` are for CONSTRUCT, where ``*`` stands for anything.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

from famk_graph import Universe
from famk_graph.errors import NotFoundError, QueryError
from famk_graph.iris import shorten
from famk_graph.query import run
from famk_graph.saved import TOPICS, SavedQuery, saved_queries

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPECTED = Path(__file__).parent / "queries" / "expected"
Case = dict[str, Any]
Row = dict[str, str]
KEYS = frozenset({"with", "rows", "first", "contains", "lacks", "least", "answer", "triples", "without"})


def _cases() -> Iterator[tuple[str, Case]]:
    for path in sorted(EXPECTED.glob("*.yaml")):
        # The base loader leaves dates and numbers as they are written, which is how the answers are compared.
        for name, cases in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader).items():  # noqa: S506
            for case in cases:
                yield name, case


def _label(name: str, case: Case) -> str:
    return " ".join([name, *case.get("with", {}).values()])


CASES = list(_cases())
QUERIES = sorted(saved_queries().values(), key=lambda query: query.name)
each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def _rows(universe: Universe, name: str, values: dict[str, Any]) -> list[Row]:
    hidden = {parameter.name for parameter in saved_queries()[name].parameters}
    return [
        {column: "" if value is None else str(value) for column, value in row.items() if column not in hidden}
        for row in universe.ask(name, **values).rows()
    ]


def _fits(row: Row, wanted: Row) -> bool:
    return all(row[column] == value for column, value in wanted.items())


@pytest.mark.parametrize(("name", "case"), CASES, ids=[_label(*case) for case in CASES])
def test_query_gives_the_known_answer(universe: Universe, name: str, case: Case) -> None:
    assert case.keys() <= KEYS
    if "answer" in case:
        assert str(universe.ask(name, **case.get("with", {})).answer).lower() == case["answer"]
    elif "triples" in case:
        _check_triples(universe, name, case)
    else:
        _check_rows(_rows(universe, name, case.get("with", {})), case)


def _check_rows(rows: list[Row], case: Case) -> None:
    if "rows" in case:
        assert [list(row.values()) for row in rows] == case["rows"]
    assert len(rows) >= int(case.get("least", 0))
    assert len(rows) >= len(case.get("first", []))
    for row, wanted in zip(rows, case.get("first", []), strict=False):
        assert _fits(row, wanted)
    for wanted in case.get("contains", []):
        assert any(_fits(row, wanted) for row in rows), f"no row has {wanted}"
    for unwanted in case.get("lacks", []):
        # A column that the answer does not have would make this pass for the wrong reason.
        assert unwanted.keys() <= rows[0].keys()
        assert not any(_fits(row, unwanted) for row in rows), f"a row has {unwanted}"


def _check_triples(universe: Universe, name: str, case: Case) -> None:
    triples = [tuple(map(_short, (t.subject, t.predicate, t.object))) for t in _triples(universe, name, case)]
    assert len(triples) >= int(case.get("least", 1))
    for pattern in case["triples"]:
        assert any(_matches(triple, pattern) for triple in triples), pattern
    for pattern in case.get("without", []):
        assert not any(_matches(triple, pattern) for triple in triples), pattern


def _triples(universe: Universe, name: str, case: Case) -> list[ox.Triple]:
    return [triple for triple in universe.ask(name, **case.get("with", {})) if isinstance(triple, ox.Triple)]


def _short(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _matches(triple: tuple[str, ...], pattern: str) -> bool:
    return all(want in ("*", part) for part, want in zip(triple, pattern.split(" ", 2), strict=True))


def test_each_saved_query_has_an_expected_answer_that_says_something() -> None:
    told = {name for name, case in CASES if case.keys() & {"rows", "contains", "first", "answer", "triples"}}
    assert told == saved_queries().keys()


def test_there_are_at_least_eighty_saved_queries() -> None:
    assert len(saved_queries()) >= 80


def test_each_query_has_a_topic_and_no_topic_is_empty() -> None:
    assert {query.topic for query in QUERIES} == set(TOPICS)


def test_no_two_queries_answer_the_same_question() -> None:
    questions = [query.question for query in QUERIES]
    assert len(set(questions)) == len(questions)


@each_query
def test_query_says_in_plain_english_what_it_answers(query: SavedQuery) -> None:
    assert re.fullmatch(r"[A-Z].+\?", query.question)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)
    assert set(re.findall(r"{(\w+)}", query.question)) == {parameter.name for parameter in query.parameters}


@each_query
def test_parameters_are_of_known_kinds_and_can_be_bound(query: SavedQuery, universe: Universe) -> None:
    """The engine substitutes only variables of the projection, and refuses others by name."""
    assert {parameter.kind for parameter in query.parameters} <= {"entity", "concept", "integer", "text"}
    columns = universe.ask(query.name).columns
    if columns:
        assert {parameter.name for parameter in query.parameters} <= set(columns)
    else:
        nowhere = ox.NamedNode("https://example.org/nothing")
        run(universe.store, query.text, {parameter.name: nowhere for parameter in query.parameters})


@each_query
def test_default_answer_is_not_empty(query: SavedQuery, universe: Universe) -> None:
    result = universe.ask(query.name)
    assert result.answer is True or any(True for _ in result)


@each_query
def test_query_orders_its_rows(query: SavedQuery) -> None:
    if re.search(r"^SELECT", query.text, re.MULTILINE):
        assert re.search(r"^ORDER BY ", query.text, re.MULTILINE)


@each_query
def test_query_names_only_terms_that_exist(query: SavedQuery, small_store: ox.Store) -> None:
    """The door's own check of terms; entities are looked for in the real graph by the tests above."""
    try:
        run(small_store, query.text)
    except QueryError as error:
        assert "is not an entity" in str(error)  # noqa: PT017 - the small store lacks the real entities


@pytest.fixture(scope="module")
def small_store() -> ox.Store:
    return ox.Store()


@pytest.mark.parametrize(
    ("name", "values"),
    [("family", {"person": "zzzz-nobody-of-that-name"}), ("divergences-by-kind", {"kind": "survivs"})],
)
def test_parameter_that_names_nothing_is_refused(universe: Universe, name: str, values: dict[str, Any]) -> None:
    with pytest.raises(NotFoundError):
        universe.ask(name, **values)


@pytest.fixture(scope="module")
def unseen() -> Universe:
    """The universe of somebody who has seen nothing."""
    return Universe("none")


@each_query
def test_query_can_be_asked_by_somebody_who_has_seen_nothing(query: SavedQuery, unseen: Universe) -> None:
    """Neither its text nor its defaults may name what a later episode tells: everybody can list the queries."""
    defaults = [parameter.default for parameter in query.parameters if parameter.kind == "entity"]
    assert [name for name in defaults if name not in unseen.names.entries] == []
    unseen.ask(query.name)
