"""The SPARQL endpoint: the protocol as W3C has it, the horizon, and what it refuses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from conftest import SMALL
from serving import client

from famk_graph.serve.http.formats import GRAPHS, SOLUTIONS, negotiate, preferred
from famk_graph.serve.site import Options
from famk_graph.serve.sparql.workers import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

LABEL = "SELECT ?label { id:ada-stone rdfs:label ?label } ORDER BY ?label"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
WIDE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
ANEW = {"cache-control": "no-cache"}
FACTS = "https://w3id.org/famk/graph/fam-s01e02/facts"


@pytest.fixture(scope="module")
def reader() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAMK_DATA", str(SMALL))
        limits = Limits(seconds=5, patience=0.4, quick=2, heavy=1, largest=100_000, memory=600 * 1024**2)
        with client("all", Options(limits=limits)) as made:
            yield made


def labels(answer: object) -> list[str]:
    rows = json.loads(getattr(answer, "content", b""))["results"]["bindings"]
    return [row["label"]["value"] for row in rows]


# The three ways to ask, and what each may say of the dataset.


def test_a_query_can_be_sent_in_three_ways(reader: TestClient) -> None:
    answers = [
        reader.get("/sparql", params={"query": LABEL}),
        reader.post("/sparql", data={"query": LABEL}),
        reader.post("/sparql", content=LABEL, headers={"content-type": "application/sparql-query"}),
        reader.post("/sparql", content=LABEL, headers={"content-type": "application/sparql-query; charset=utf-8"}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [labels(answer) for answer in answers] == [["Ada Stone", "Ada Volk"]] * 4


def test_head_answers_like_get_without_a_body(reader: TestClient) -> None:
    answer = reader.head("/sparql", params={"query": LABEL})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize("post", [False, True])
def test_the_dataset_of_the_request_goes_before_the_query(reader: TestClient, post: bool) -> None:
    text = f"ASK FROM <{FACTS}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    pairs = {"query": text, "named-graph-uri": FACTS}
    answer = reader.post("/sparql", data=pairs) if post else reader.get("/sparql", params=pairs)
    assert answer.json()["boolean"] is True
    assert reader.get("/sparql", params={**pairs, "query": "ASK { ?s ?p ?o }"}).json()["boolean"] is False
    assert reader.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": FACTS}).json()["boolean"]


def test_two_default_graphs_are_merged_and_a_triple_of_both_counts_once(reader: TestClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    one = reader.get("/sparql", params={"query": count, "default-graph-uri": FACTS}).json()
    both = {"query": count, "default-graph-uri": [FACTS, FACTS]}
    assert reader.get("/sparql", params=both).json() == one
    assert int(one["results"]["bindings"][0]["n"]["value"]) > 0


def test_a_dataset_of_a_posted_query_stands_in_the_address(reader: TestClient) -> None:
    address = "/sparql?" + urlencode({"default-graph-uri": "https://example.org/none"})
    answer = reader.post(address, content="ASK { ?s ?p ?o }", headers={"content-type": "application/sparql-query"})
    assert answer.json()["boolean"] is False


# The forms of an answer.


@pytest.mark.parametrize("name", SOLUTIONS)
def test_solutions_come_in_every_format(reader: TestClient, name: str) -> None:
    form = SOLUTIONS[name]
    answer = reader.get("/sparql", params={"query": LABEL}, headers={"accept": form.media})
    assert answer.headers["content-type"] == form.content_type
    if name != "csv":  # the engine does not read it back
        found = ox.parse_query_results(answer.content, format=form.engine)
        assert isinstance(found, ox.QuerySolutions)
        assert [row["label"].value for row in found] == ["Ada Stone", "Ada Volk"]
    assert reader.get("/sparql", params={"query": LABEL, "format": name}).content == answer.content


@pytest.mark.parametrize("name", GRAPHS)
def test_triples_come_in_every_format(reader: TestClient, name: str) -> None:
    form = GRAPHS[name]
    answer = reader.get("/sparql", params={"query": "DESCRIBE id:ada-stone"}, headers={"accept": form.media})
    assert answer.headers["content-type"] == form.content_type
    expected = reader.get("/sparql", params={"query": "DESCRIBE id:ada-stone", "format": "ntriples"}).content
    triples = {quad.triple for quad in ox.parse(answer.content, format=form.engine)}
    assert triples == {quad.triple for quad in ox.parse(expected, format=ox.RdfFormat.N_TRIPLES)}
    assert triples


@pytest.mark.parametrize("name", ["json", "xml"])
@pytest.mark.parametrize(
    ("text", "value"), [("ASK { id:ada-stone ?p ?o }", True), ("ASK { ?x famk:wikidata 1 }", False)]
)
def test_a_question_is_answered_yes_or_no(reader: TestClient, name: str, text: str, value: bool) -> None:
    answer = reader.get("/sparql", params={"query": text}, headers={"accept": SOLUTIONS[name].media})
    assert bool(ox.parse_query_results(answer.content, format=SOLUTIONS[name].engine)) is value


@pytest.mark.parametrize(
    ("accept", "solutions", "graphs"),
    [
        ("", "json", "turtle"),
        ("*/*", "json", "turtle"),
        ("application/json", "json", "jsonld"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "xml", None),
        ("text/*", "csv", "turtle"),
        ("text/*;q=0.9, text/csv;q=0", "tsv", "turtle"),
        ("text/turtle, */*;q=0.1", "json", "turtle"),
        ("application/xml", "xml", "rdfxml"),
        ("text/html", None, None),
        ("*/*;q=0", None, None),
        ("text/csv;q=nonsense", None, None),
    ],
)
def test_what_a_client_likes_best_is_chosen(accept: str, solutions: str | None, graphs: str | None) -> None:
    assert (negotiate(accept, "solutions"), negotiate(accept, "graphs")) == (solutions, graphs)


def test_the_first_offered_is_chosen_among_those_liked_alike() -> None:
    assert preferred("b/b, a/a", ("a/a", "b/b")) == "a/a"


@pytest.mark.parametrize(
    ("text", "accept"),
    [(LABEL, "text/html"), (LABEL, "text/turtle"), ("DESCRIBE id:ada-stone", "text/csv"), (LABEL, "image/png")],
)
def test_a_format_that_the_answer_cannot_have_is_a_406_that_names_those_it_can(
    reader: TestClient, text: str, accept: str
) -> None:
    answer = reader.get("/sparql", params={"query": text}, headers={"accept": accept})
    assert answer.status_code == 406
    assert "can be had as" in answer.text


# What is refused.


@pytest.mark.parametrize(
    ("request_", "status", "message"),
    [
        (("GET", "?query=" + "SELECT", {}, b""), 400, "not SPARQL"),
        (("GET", "?query=ASK{}&query=ASK{}", {}, b""), 400, "One query"),
        (("GET", "?query=ASK%20%7B%20%3Cx%3E%20%22%FF%22%7D", {}, b""), 400, "UTF-8"),
        (("GET", "?query=ASK{}&format=pdf", {}, b""), 400, "no format"),
        (("GET", "?query=ASK{}&default-graph-uri=not%20an%20iri", {}, b""), 400, "IRI"),
        (("GET", "?query=ASK{}&seen=fam:s9", {}, b""), 400, "no season"),
        (("GET", "?update=CLEAR%20ALL", {}, b""), 403, "only reads"),
        (("POST", "", {"content-type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL"), 403, "only reads"),
        (("POST", "", {"content-type": "application/sparql-update"}, b"CLEAR ALL"), 403, "only reads"),
        (("POST", "", {"content-type": "application/x-www-form-urlencoded"}, b"quer=ASK{}"), 400, "One query"),
        (("POST", "", {"content-type": "text/plain"}, b"ASK {}"), 415, "application/sparql-query"),
        (("POST", "?query=ASK{}", {}, b""), 415, "nothing"),
        (("POST", "", {"content-type": "application/sparql-query"}, b"ASK { <x> \xff }"), 400, "UTF-8"),
        (("POST", "", {"content-type": "application/sparql-query"}, b"#" * 300_000), 413, "longer"),
        (("PUT", "?query=ASK{}", {}, b""), 405, "GET or POST"),
        (("DELETE", "", {}, b""), 405, "GET or POST"),
    ],
)  # fmt: skip
def test_a_request_that_the_protocol_does_not_admit_is_told_why(
    reader: TestClient, request_: tuple[str, str, dict[str, str], bytes], status: int, message: str
) -> None:
    method, address, headers, content = request_
    answer = reader.request(method, f"/sparql{address}", headers=headers, content=content)
    assert (answer.status_code, message in answer.text) == (status, True), answer.text
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * { id:nobody-at-all ?p ?o }",
        "SELECT * { ?s famk:nonsense ?o }",
        "SELECT * " + "{" * 300 + "}" * 300,
        "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    ],
)
def test_what_the_query_door_refuses_is_refused_here(reader: TestClient, text: str) -> None:
    assert reader.post("/sparql", data={"query": text}).status_code == 400


def test_no_query_reads_a_file(reader: TestClient) -> None:
    for form in ("FROM <file:///etc/passwd> {?s ?p ?o}", "FROM NAMED <file:///etc/passwd> { GRAPH ?g {?s ?p ?o} }"):
        assert reader.get("/sparql", params={"query": f"ASK {form}"}).json()["boolean"] is False


def test_an_error_of_syntax_says_line_and_column(reader: TestClient) -> None:
    answer = reader.get("/sparql", params={"query": "SELECT ?s\n{ ?s ?p "})
    assert answer.status_code == 400
    assert "line 2, column" in answer.text


# Limits: each is told, and none is felt by others.


def test_an_endless_query_ends_at_the_limit_and_neighbours_are_answered_meanwhile(reader: TestClient) -> None:
    with ThreadPoolExecutor(2) as pool:
        endless = pool.submit(reader.get, "/sparql", params={"query": ENDLESS})
        time.sleep(0.5)
        while not endless.done():
            assert reader.get("/sparql", params={"query": LABEL}).status_code == 200
    assert endless.result().status_code == 504
    assert "5 s" in endless.result().text


def test_only_so_many_may_be_heavy_at_once(reader: TestClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = [ENDLESS + f" # {number}" for number in range(4)]
        asked = [pool.submit(reader.get, "/sparql", params={"query": text}) for text in texts]
        time.sleep(0.3)
        assert reader.get("/sparql", params={"query": LABEL + " # meanwhile"}).status_code == 200
        codes = {future.result().status_code for future in asked}
    assert codes == {503, 504}


def test_what_was_heavy_is_turned_away_at_once_while_another_heavy_one_goes_on(reader: TestClient) -> None:
    with ThreadPoolExecutor(1) as pool:
        reader.get("/sparql", params={"query": ENDLESS})
        other = pool.submit(reader.get, "/sparql", params={"query": ENDLESS})
        time.sleep(0.5)
        again = reader.get("/sparql", params={"query": ENDLESS})
        assert not other.done()
    assert again.status_code == 503
    assert "heavy" in again.text
    assert again.headers["retry-after"]
    assert other.result().status_code == 504


def test_an_answer_that_is_too_large_is_refused_whole(reader: TestClient) -> None:
    answer = reader.get("/sparql", params={"query": WIDE})
    assert answer.status_code == 503
    assert "LIMIT" in answer.text


def test_a_query_that_takes_too_much_memory_brings_down_nothing(reader: TestClient) -> None:
    assert reader.get("/sparql", params={"query": HUNGRY}).status_code in (503, 504)
    assert reader.get("/sparql", params={"query": LABEL}).status_code == 200


# The horizon, other sites, and the endpoint's own description.


@pytest.mark.parametrize(
    ("seen", "expected"), [("fam:s1e1", ["Ada Stone"]), ("none", []), ("all", ["Ada Stone", "Ada Volk"])]
)
def test_the_horizon_is_part_of_the_request(reader: TestClient, seen: str, expected: list[str]) -> None:
    text = 'SELECT ?label { ?s rdfs:label ?label FILTER(STRSTARTS(?label, "Ada")) } ORDER BY ?label'
    assert labels(reader.get("/sparql", params={"query": text, "seen": seen})) == expected


def test_who_has_not_said_how_far_they_watched_is_answered_as_if_they_had_seen_nothing() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAMK_DATA", str(SMALL))
        with client() as stranger:
            answer = stranger.get("/sparql", params={"query": 'ASK { ?s rdfs:label "Ada Stone"@en }'})
    assert answer.json()["boolean"] is False


def test_a_later_entity_is_unknown_as_one_that_never_was(reader: TestClient) -> None:
    later, never = (
        reader.get("/sparql", params={"query": f"DESCRIBE id:{name}", "seen": "none"})
        for name in ("ada-stone", "ada-stoma")
    )
    assert later.status_code == never.status_code == 400, (later.text, never.text)
    assert later.text.replace("ada-stone", "X") == never.text.replace("ada-stoma", "X")


def test_other_sites_may_ask_but_without_cookies(reader: TestClient) -> None:
    answer = reader.get("/sparql", params={"query": LABEL}, headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    before = reader.options(
        "/sparql", headers={"origin": "https://example.org", "access-control-request-method": "POST"}
    )
    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert reader.get("/sparql", params={"query": "nonsense"}).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "*/*"])
def test_a_bare_request_is_told_what_the_endpoint_is(reader: TestClient, accept: str) -> None:
    answer = reader.get("/sparql", headers={"accept": accept})
    form = next(form for form in GRAPHS.values() if form.content_type == answer.headers["content-type"])
    graph = ox.Store()
    graph.bulk_extend(ox.parse(answer.content, format=form.engine))
    asked = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service ; sd:endpoint <http://127.0.0.1/sparql> ; sd:defaultDataset/sd:namedGraph/sd:name ?g }"
    assert bool(graph.query(asked))


def test_a_browser_is_led_to_the_page_where_queries_are_written(reader: TestClient) -> None:
    answer = reader.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/query")


def test_an_answer_is_remembered_unless_it_is_wanted_anew(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    workers = reader.app.state.site.workers  # type: ignore[attr-defined]
    run = workers.run

    async def counting(*args: object, **more: object) -> object:
        asked.append(args)
        return await run(*args, **more)

    monkeypatch.setattr(workers, "run", counting)
    text = {"query": LABEL + " # remembered"}
    first = reader.get("/sparql", params=text)
    again = reader.get("/sparql", params=text)
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))
    assert len(asked) == 1
    reader.get("/sparql", params=text, headers={"cache-control": "no-cache"})
    reader.get("/sparql", params={**text, "seen": "none"})
    reader.get("/sparql", params=text, headers={"accept": "text/csv"})
    assert len(asked) == 4


def test_workers_that_were_killed_from_outside_are_replaced(reader: TestClient) -> None:
    workers = reader.app.state.site.workers  # type: ignore[attr-defined]
    for _ in range(3):
        for worker in tuple(workers._all):  # noqa: SLF001 - the processes themselves
            os.kill(worker._process.pid, signal.SIGKILL)  # noqa: SLF001 - as above
        codes = [reader.get("/sparql", params={"query": f"{LABEL} # {n}"}, headers=ANEW).status_code for n in range(6)]
        assert set(codes) <= {200, 503}
        assert codes[-1] == 200
    assert len(workers._all) <= workers.limits.quick + workers.limits.heavy  # noqa: SLF001 - as above


def test_a_store_that_the_cache_has_dropped_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    monkeypatch.setenv("FAMK_CACHE", str(tmp_path / "cache"))
    with client("all") as made:
        assert labels(made.get("/sparql", params={"query": LABEL})) == ["Ada Stone", "Ada Volk"]
        shutil.rmtree(tmp_path / "cache")
        later = LABEL + " # asked anew"
        assert labels(made.get("/sparql", params={"query": later}, headers=ANEW)) == ["Ada Stone", "Ada Volk"]
