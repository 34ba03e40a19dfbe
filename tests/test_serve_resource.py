"""Entities by content negotiation: the same address in every form, and nothing beyond the horizon."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import SMALL
from serving import client

from famk_graph import Universe, iris
from famk_graph.serve.http.formats import GRAPHS

FORMS = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))


def triples(body: bytes, name: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(body, format=GRAPHS[name].engine)}


@pytest.mark.parametrize("ending", FORMS)
def test_an_entity_comes_in_every_form_by_ending_and_by_wish(ending: str) -> None:
    form = GRAPHS[FORMS[ending]]
    reader = client("all")
    by_ending = reader.get(f"/id/ada-stone.{ending}")
    by_wish = reader.get("/id/ada-stone", headers={"accept": f"text/html;q=0.5, {form.media}"})
    assert by_ending.headers["content-type"] == by_wish.headers["content-type"] == form.content_type
    assert by_wish.headers["content-location"] == f"/id/ada-stone.{ending}"
    assert by_wish.headers["vary"] == "Accept, Cookie"
    expected = triples(reader.get("/id/ada-stone.nt").content, "ntriples")
    assert triples(by_ending.content, FORMS[ending]) == triples(by_wish.content, FORMS[ending]) == expected


def test_a_description_holds_facts_statements_sources_and_labels() -> None:
    held = triples(client("all").get("/id/ada-stone.nt").content, "ntriples")
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in held)
    asked = """ASK {
      id:ada-stone a famk:Character ; rdfs:label "Ada Stone"@en ; famk:spouse id:boris-volk .
      id:boris-volk rdfs:label "Boris Volk"@en .
      ?statement famk:subject id:ada-stone ; famk:predicate famk:spouse ; prov:wasDerivedFrom ?source ; famk:rank ?rank .
      ?source a famk:Source .
    }"""
    assert bool(store.query(asked, prefixes=dict(iris.PREFIXES)))
    whole = {quad.triple for quad in Universe().store}
    assert held <= whole


def test_a_browser_gets_a_page_and_so_does_who_does_not_mind() -> None:
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        answer = client("all").get("/id/ada-stone", headers={"accept": accept})
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "Ada Volk" in answer.text
    assert 'type="text/turtle"' in answer.headers["link"]


def test_a_page_is_shown_only_once_the_horizon_is_known() -> None:
    answer = client().get("/id/ada-stone", headers={"accept": "text/html"})
    assert "How far have you watched?" in answer.text
    assert "Ada" not in answer.text
    assert client().get("/id/ada-stone.ttl").status_code == 404


@pytest.mark.parametrize("ending", ["", ".html", ".ttl", ".jsonld"])
def test_what_is_beyond_the_horizon_looks_like_what_is_not_there(ending: str) -> None:
    reader = client("sc:s1e1")
    later, never = (
        reader.get(f"/id/{name}{ending}", headers={"accept": "text/html"}) for name in ("ada-stone", "qqq-qqqqq")
    )
    assert later.status_code == never.status_code == 404
    assert later.text.replace("ada-stone", "X") == never.text.replace("qqq-qqqqq", "X")
    assert dict(later.headers) == dict(never.headers)


def test_a_form_holds_what_the_horizon_permits() -> None:
    early = client("fam:s1e1").get("/id/ada-stone.ttl").text
    assert "Ada Stone" in early
    assert "Ada Volk" not in early


@pytest.mark.parametrize(
    "path", ["/id/ada-stone.pdf", "/id/ada-stone.ttl.nt", "/id/", "/id/..%2f..%2fetc", "/id/a/b", "/id/%00"]
)
def test_other_addresses_are_not_found(path: str) -> None:
    assert client("all").get(path).status_code == 404


def test_a_form_that_there_is_not_is_a_406() -> None:
    assert client("all").get("/id/ada-stone", headers={"accept": "image/png"}).status_code == 406


def test_head_is_answered() -> None:
    answer = client("all").head("/id/ada-stone.ttl")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("ending", ["", ".ttl"])
def test_capitals_lead_to_the_entity_if_it_exists_for_the_reader(ending: str) -> None:
    reader = client("fam:s1e1")
    answer = reader.get(f"/id/Ada-Stone{ending}?open=x", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, f"/id/ada-stone{ending}?open=x")
    later = client("sc:s1e1")
    assert later.get(f"/id/Ada-Stone{ending}", follow_redirects=False).status_code == 404
    assert later.get(f"/id/Qqq{ending}", follow_redirects=False).status_code == 404


@pytest.mark.parametrize("name", ["Łódź", "%00", "ada-stone"])
def test_who_is_asked_first_how_far_they_have_watched_is_not_shown_an_entity(name: str) -> None:
    answer = client().get(f"/id/{name}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "How far have you watched?" in answer.text
    assert "content-location" not in answer.headers


def test_a_picture_for_somebody_without_a_position_is_no_question() -> None:
    answer = client().get("/why.svg?event=real-landing")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")


@pytest.mark.parametrize(("path", "target"), [("/.well-known/void", "/data/void.ttl"), ("/sparql", "/query")])
def test_who_is_led_on_stays_at_the_same_horizon(path: str, target: str) -> None:
    answer = client().get(f"{path}?seen=fam:s1e1", headers={"Accept": "text/html"}, follow_redirects=False)
    assert answer.headers["location"] == f"{target}?seen=fam:s1e1"
