"""The JSON API: what each address answers, in the shape that its description promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from conftest import SMALL
from serving import client

from famk_graph import Universe
from famk_graph.serve.api.routes import ENDPOINTS
from famk_graph.serve.search import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def reader() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAMK_DATA", str(SMALL))
        with client("all") as made:
            yield made


CALLS = [
    "/api/search?q=ada", "/api/search?q=ada&kind=Character&limit=1", "/api/search?q=zzzzzz", "/api/card/ada-stone",
    "/api/card/Ada%20Volk", "/api/neighbours/ada-stone", "/api/neighbours/ada-stone?kind=character&limit=2",
    "/api/among?of=ada&of=boris,first-landing", "/api/why/base-is-built", "/api/consequences/first-landing", "/api/paths?from=ada&to=boris",
    "/api/paths?from=ada&to=boris&without=Show,Season&limit=1", "/api/timeline", "/api/timeline?from=1969&to=1971",
    "/api/timeline?about=ada&kind=Event", "/api/coverage", "/api/queries", "/api/queries/cast-of-season",
    "/api/nodes?id=ada-stone,nobody", "/api/completion", "/api/completion?q=ada", "/api/horizon", "/api/network",
]  # fmt: skip


@pytest.fixture(scope="module")
def described(reader: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = reader.get("/api/openapi.json").json()
    return found


@pytest.mark.parametrize("address", CALLS)
def test_an_answer_has_the_shape_that_is_promised(reader: TestClient, described: dict[str, Any], address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 200, answer.text
    parts = address.partition("?")[0].split("/")
    path = next(
        template for template in described["paths"]
        if len(template.split("/")) == len(parts)
        and all(b.startswith("{") or a == b for a, b in zip(parts, template.split("/"), strict=True))
    )  # fmt: skip
    schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**schema, "components": described["components"]}).validate(answer.json())


def test_every_address_is_described_and_called_in_this_test(described: dict[str, Any]) -> None:
    assert {endpoint.path for endpoint in ENDPOINTS} <= set(described["paths"])
    called = {"/".join(call.partition("?")[0].split("/")[:3]) for call in CALLS}
    assert called == {"/".join(path.split("/")[:3]) for path in described["paths"]}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/search", 400, "missing"),
        ("/api/search?q=a&limit=0", 400, "from 1 to 50"),
        ("/api/search?q=a&limit=9999999999999999999999", 400, "from 1 to 50"),
        ("/api/search?q=a&limit=-1", 400, "whole number"),
        ("/api/search?q=" + "a" * 400, 400, "longer"),
        ("/api/search?q=a&kind=Nonsense", 404, "no class"),
        ("/api/card/qqqq", 404, "qqqq"),
        ("/api/why/ada", 404, ""),
        ("/api/timeline?from=1980&to=1970", 400, "before it starts"),
        ("/api/timeline?from=yesterday", 400, "yesterday"),
        ("/api/queries/cast-of-seasn", 404, "no saved query"),
        ("/api/nothing", 404, ""),
        ("/api/search?q=a&seen=fam:s9", 400, "no season"),
    ],
)
def test_an_error_is_json_that_says_what_is_wrong(reader: TestClient, address: str, status: int, words: str) -> None:
    answer = reader.get(address)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (status, status)
    assert words in error["message"]


def test_an_error_hints_at_near_names(reader: TestClient) -> None:
    assert "ada-stone" in reader.get("/api/card/ada%20stne").json()["error"]["hint"]


def test_only_get_is_answered(reader: TestClient) -> None:
    assert reader.post("/api/search?q=ada").status_code == 405


@pytest.mark.parametrize("text", ["ada", "ADA", "Ada St", "stone", "áda", "adda stone", "ston ada"])
def test_search_forgives(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    assert suggest(Universe("fam:s1e1"), text)[0].id == "ada-stone"


def test_search_finds_what_is_being_typed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    assert suggest(Universe(), "bor")[0].id == "boris-volk"
    assert suggest(Universe(), "ada", ["Event"]) == [
        hit for hit in suggest(Universe(), "ada", ["Event"]) if "ada" in hit.id
    ]
    assert suggest(Universe(), " ") == []


def test_why_and_what_came_of_it_are_each_others_reverse(reader: TestClient) -> None:
    back = reader.get("/api/why/base-is-built").json()
    assert back["steps"]
    for step in back["steps"]:
        onward = reader.get(f"/api/consequences/{step['from']}").json()
        assert step["statement"] in {link["statement"] for link in onward["steps"]}


def test_a_neighbourhood_can_be_of_one_kind(reader: TestClient) -> None:
    nodes = reader.get("/api/neighbours/ada-stone?kind=Character").json()["nodes"]
    assert {node["kind"] for node in nodes} == {"Character"}


def test_a_saved_query_is_answered_like_any_other(reader: TestClient) -> None:
    address = "/api/queries/cast-of-season/run"
    answer = reader.get(address, params={"season": "fam-s01"})
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert (
        reader.get(address, params={"season": "fam-s01", "format": "csv"})
        .headers["content-type"]
        .startswith("text/csv")
    )
    assert reader.get(address, params={"season": "no such season at all"}).status_code == 404
    assert reader.get(address, params={"seson": "fam-s01"}).status_code == 400
    assert reader.get("/api/queries/nothing/run").status_code == 404


def test_a_default_beyond_the_horizon_is_not_told(reader: TestClient) -> None:
    for name in (query["name"] for query in reader.get("/api/queries").json()["queries"]):
        told = reader.get(f"/api/queries/{name}", params={"seen": "none"}).json()
        hidden = [p for p in told["parameters"] if p["kind"] == "entity" and p["default"] is None]
        assert told["text"].count("# param:") == len(told["parameters"]) - len(hidden)


def test_the_network_has_a_place_for_everything_and_is_kept(reader: TestClient) -> None:
    answer = reader.get("/api/network")
    network = answer.json()
    assert all(0 <= end < len(network["nodes"]) for tie in network["ties"] for end in tie[:2])
    assert len({(node["x"], node["y"]) for node in network["nodes"]}) == len(network["nodes"])
    again = reader.get("/api/network", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_two_divergent_sides_are_bridged(reader: TestClient) -> None:
    told = reader.get("/api/timeline").json()
    events = {event["id"]: event["side"] for event in told["events"]}
    assert told["divergences"]
    for bridge in told["divergences"]:
        assert {events[ident] for ident in bridge["theirs"]} <= {"theirs"}
        assert {events[ident] for ident in bridge["ours"]} <= {"ours"}
