"""The words of a query are read as the engine reads them: nothing that reaches out hides from the check."""

from __future__ import annotations

import random
from contextlib import suppress

import pyoxigraph as ox
import pytest

from famk_graph.errors import QueryError
from famk_graph.sparql_text import check_words, entities

# Nobody listens there: the engine's attempt ends at once, with an error that no other part of a query gives.
SERVICE = "SERVICE <http://127.0.0.1:1/> { ?a ?b ?l }"
HIDDEN = [
    f"SELECT ?l {{ #\r{SERVICE} }}",
    f'SELECT ?l {{ BIND("""\\"""" AS ?y) {SERVICE} BIND("" AS ?z) }}',
    f"SELECT ?l {{ BIND('''\\'''' AS ?y) {SERVICE} BIND('' AS ?z) }}",
    f"SELECT ?l {{ OPTIONAL {{ ?a <http://x/\\u00e9'> ?b }} {SERVICE} }}",
    f"SELECT ?l {{ OPTIONAL {{ ?a <http://x/\\u00e9#> ?b }} {SERVICE} }}",
    f"SELECT ?l {{ OPTIONAL {{ ?a <http://x/\u00a0'> ?b }} {SERVICE} }}",
    f"PREFIX e: <http://e/> SELECT ?l {{ OPTIONAL {{ ?a e:a\\'b ?b }} {SERVICE} }}",
    f"PREFIX e: <http://e/> SELECT ?l {{ OPTIONAL {{ ?a e:a\\#b ?b }} {SERVICE} }}",
    f"PREFIX e: <http://e/> SELECT ?l {{ OPTIONAL {{ ?a e:a\ufeff\\#b ?b }} {SERVICE} }}",
]
PIECES = [
    '"', "'", '"""', "'''", "\\", '\\"', "\\'", "#", "\r", "\n", " ", "<", ">", "<http://a", "?y", "e:a", "e:", ".",
    "\\#", "\u00a0", "\u2028", "\u0085", "é", "\ufeff", "\u3000", "\U0001f600", "\\u0022", "%23", "@en", "^^", "a", "1.",
]  # fmt: skip
SHAPES = [
    "SELECT * {{ {} {} }}", "SELECT * {{ ?s ?p {} {} }}", 'SELECT * {{ ?s ?p "{}" . {} }}',
    'SELECT * {{ ?s ?p """{}""" . {} }}', "SELECT * {{ OPTIONAL {{ ?s ?p '''{}''' }} {} BIND('' AS ?q) }}",
    "SELECT * {{ OPTIONAL {{ ?s ?p e:a{} }} {} }}", "SELECT * {{ OPTIONAL {{ ?s ?p <http://x/{}> }} {} # \n}}",
    'SELECT * {{ #{}\n{} #"\n }}', "SELECT * {{ OPTIONAL {{ ?s e:{} ?o }} {} #'\n }}",
]  # fmt: skip


def _store() -> ox.Store:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal("c")))
    return store


def _reaches_out(store: ox.Store, text: str) -> bool:
    with suppress(SyntaxError, ValueError):
        try:
            list(store.query(text))  # type: ignore[arg-type]
        except OSError:
            return True
    return False


@pytest.mark.parametrize("text", HIDDEN)
def test_service_is_found_where_it_hides(text: str) -> None:
    assert _reaches_out(_store(), text) or "OPTIONAL" in text
    with pytest.raises(QueryError, match="SERVICE reaches out"):
        check_words(text, allow_service=False)


def test_no_query_that_passes_the_check_reaches_out() -> None:
    store, dice, tried = _store(), random.Random(1969), 0  # noqa: S311 - the same queries each time
    while tried < 6000:
        piece = "".join(dice.choices(PIECES, k=dice.randint(1, 7)))
        text = "PREFIX e: <http://e/>\n" + dice.choice(SHAPES).format(piece, SERVICE)
        try:
            check_words(text, allow_service=False)
        except QueryError:
            tried += 1
            continue
        assert not _reaches_out(store, text), text
        tried += 1


@pytest.mark.parametrize("text", ['ASK { BIND("%s" AS ?x) }', "ASK { #%s\n }"])
def test_brackets_in_texts_and_comments_hold_nothing(text: str) -> None:
    brackets = "(" * 1000
    check_words(text % brackets, allow_service=False)
    with pytest.raises(QueryError, match="within one another"):
        check_words(text.replace('"', "").replace("#", "") % brackets, allow_service=False)


@pytest.mark.parametrize("piece", ["a.", '"', "'''\\", "<a", '"a\n', "a:%2", "::", '""""a'])
def test_a_long_text_is_read_in_one_go(piece: str) -> None:
    text = piece * 20_000
    check_words(text, allow_service=False)
    assert entities(text) == ()


def test_of_a_long_line_a_message_shows_what_stands_around_the_place() -> None:
    from famk_graph.sparql_text import explain

    text = "ASK { " + "?s ?p ?o . " * 500 + "? }"
    with pytest.raises(SyntaxError) as told:
        _store().query(text)
    assert len(explain(text, str(told.value))) < 600
