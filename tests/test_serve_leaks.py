"""Nothing of a later episode reaches a reader: each answer equals the one made from data cut at the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from cutting import cut
from serving import client

from famk_graph.horizon import Horizon
from famk_graph.serve.app import create_app
from famk_graph.serve.content.dumps import FORMS
from famk_graph.serve.content.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

# By the path of the route: addresses that ask for something that the later episodes of the small universe change.
DOORS: dict[str, list[str]] = {
    "/static/{name:path}": [],  # the same for everybody
    "/seen": ["/seen"],
    "/": ["/"],
    "/search": ["/search", *(f"/search?q={text}" for text in ("ada", "volk", "adda stnoe", "base&kind=places", "zzzz"))],
    "/timelines": [
        "/timelines", "/timelines?about=ada", "/timelines?about=boris-volk", "/timelines?about=volk", "/timelines?about=zzz",
        "/timelines?from=1970", "/timelines?from=1980&to=1970", "/timelines?kind=Landing", "/timelines?only=differences",
        "/timelines?kind=Nonsense", "/timelines?event=base-is-built", "/timelines?event=nonsense", "/timelines?event=ada-stone",
    ],
    "/why": [
        "/why", "/why?event=base-is-built", "/why?event=first-landing&way=on&depth=all", "/why?event=ada",
        "/why?event=base", "/why?event=landing", "/why?event=second-landing", "/why?event=divergence",
    ],
    "/why.svg": ["/why.svg?event=first-landing&way=on", "/why.svg?event=base-is-built"],
    "/connect": [
        "/connect", "/connect?from=ada&to=boris", "/connect?from=ada&to=nobody", "/connect?from=volk&to=moon",
        "/connect?from=ada&to=moon&without=Place&avoid=boris-volk", "/connect?from=ada&to=base-is-built&without=",
        "/connect?from=a&to=b",
    ],
    "/universe": ["/universe"],
    "/query": [
        "/query", "/query?saved=companions-of&run=1", "/query?saved=cast-of-season&season=fam-s01&run=1",
        "/query?saved=family&person=ada+volk", "/query?saved=family&person=boris&run=1", "/query?saved=famil",
        "/query?run=1&query=SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "/query?run=1&query=DESCRIBE id:ada-stone",
        "/query?run=1&query=SELECT * { id:ada-volk ?p ?o }", "/query?view=graph&query=ASK { ?s ?p ?o }",
    ],
    "/sparql": [
        "/sparql?query=SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "/sparql?query=SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "/sparql?query=DESCRIBE id:ada-stone&format=ntriples",
        "/sparql?query=SELECT ?o { id:ada-volk ?p ?o }",
        "/sparql?query=ASK { ?s ?p ?o }&default-graph-uri=https://w3id.org/famk/graph/fam-s01e02/facts",
        "/sparql",
    ],
    "/id/{name}": [
        *(f"/id/{name}{ending}" for name in ("ada-stone", "boris-volk", "base-is-built") for ending in ("", ".nt")),
        "/id/ada-volk", "/id/adda-stone", "/id/ada-stone.jsonld", "/id/for-all-mankind.html",
    ],
    "/api/search": [f"/api/search?q={text}" for text in ("ada", "volk", "base", "e", "sc 1x01", "leaves")],
    "/api/card/{name}": [f"/api/card/{name}" for name in ("ada", "ada volk", "boris", "fam-s01e02", "nobody")],
    "/api/nodes": ["/api/nodes?id=ada-stone,boris-volk,ada-volk,base-is-built", "/api/nodes"],
    "/api/neighbours/{name}": ["/api/neighbours/ada", "/api/neighbours/boris", "/api/neighbours/for-all-mankind"],
    "/api/among": ["/api/among?of=ada,boris,base-is-built", "/api/among?of=ada,moon"],
    "/api/why/{name}": ["/api/why/base-is-built", "/api/why/base"],
    "/api/consequences/{name}": ["/api/consequences/first-landing"],
    "/api/paths": ["/api/paths?from=ada&to=boris", "/api/paths?from=ada&to=moon", "/api/paths?from=ada&to=base-is-built"],
    "/api/timeline": ["/api/timeline", "/api/timeline?about=ada", "/api/timeline?from=1970&to=1979"],
    "/api/coverage": ["/api/coverage"],
    "/api/queries": ["/api/queries"],
    "/api/queries/{name}": ["/api/queries/cast-of-season", "/api/queries/companions-of"],
    "/api/queries/{name}/run": ["/api/queries/cast-of-season/run?season=fam-s01", "/api/queries/deaths/run"],
    "/api/completion": ["/api/completion", "/api/completion?q=ada", "/api/completion?q=volk", "/api/completion?after=crewMember"],
    "/tables": ["/tables"],
    "/tables/{name}": [
        *(f"/tables/{name}{e}" for name in TABLES if name != "cast" for e in ("", ".csv")),
        "/tables/people?filter=ada&sort=-fate", "/tables/cast?season=fam-s01", "/tables/cast.csv?season=sc-s01",
        "/tables/cast?season=fam-s02", "/tables/people?filter=volk&only=For All Mankind, season 1",
    ],
    "/data": ["/data"],
    "/data/ontology": ["/data/ontology"],
    "/data/ontology.{ending}": ["/data/ontology.css"],  # the same for everybody
    "/data/classes/{name}": [
        *(f"/data/classes/{name}" for name in ("Character", "Event", "Person", "Source", "Statement", "Grade", "Nothing")),
    ],
    "/data/shapes": ["/data/shapes"],
    "/data/shapes.ttl": ["/data/shapes.ttl"],
    "/data/coverage": ["/data/coverage"],
    "/data/sources": [
        "/data/sources", "/data/sources?about=ada", "/data/sources?about=ada+volk", "/data/sources?filter=leaves&only=B",
        "/data/sources?sort=-entities&page=2", "/data/sources?about=base-is-built",
    ],
    "/data/sources/{name}": [f"/data/sources/{name}" for name in ("handbook", "finale-recap", "rumours", "nothing")],
    "/data/dumps": ["/data/dumps"],
    "/data/dumps/{file}": [
        *(f"/data/dumps/{file}" for file in FORMS if not file.endswith((".gexf", ".sqlite"))),
        "/data/dumps/famk.csv.zip.sha256", "/data/dumps/famk.rar",
    ],
    "/data/void.ttl": ["/data/void.ttl"],
    "/.well-known/void": ["/.well-known/void"],
    "/api/network": ["/api/network"],
    "/api/horizon": ["/api/horizon"],
    "/api/openapi.json": ["/api/openapi.json"],
}  # fmt: skip


def test_every_route_has_its_leak_test() -> None:
    assert {getattr(route, "path", "") for route in create_app().routes} == set(DOORS)


@pytest.mark.parametrize("seen", ["none", "fam:s1e1,sc:s1e1"])
def test_a_route_tells_nothing_later(seen: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cut(SMALL, tmp_path / "cut", Horizon.parse(seen))
    told: list[dict[str, object]] = []
    for data in (SMALL, tmp_path / "cut"):
        monkeypatch.setenv("FAMK_DATA", str(data))
        with client(seen) as reader:
            answers = {address: reader.get(address) for addresses in DOORS.values() for address in addresses}
        told.append({a: (r.status_code, _headers(r.headers), sorted(r.text.splitlines())) for a, r in answers.items()})
    for address, answer in told[0].items():
        assert answer == told[1][address], address


def _headers(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if name not in ("etag", "last-modified")}  # type: ignore[call-overload]
