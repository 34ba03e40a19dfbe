"""The description of the API in OpenAPI 3.1, made from the same table as its routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.serve.api.endpoints import Endpoint, Parameter

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer"}
_TRUTH: Final[Schema] = {"type": "boolean"}
_MAYBE: Final[Schema] = {"type": ["string", "null"]}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _object(words: str, /, **properties: Schema) -> Schema:
    return {
        "type": "object", "description": words, "properties": properties, "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


_NODE: Final = {
    "id": _TEXT, "label": _TEXT, "kind": _TEXT, "date": _MAYBE, "href": _TEXT,
    "side": {"enum": ["theirs", "ours", None]},
}  # fmt: skip
_SOURCES: Final[Schema] = {"type": "object", "additionalProperties": _ref("Source")}
_COUNTS: Final[Schema] = {
    "type": "array", "items": _object("how many of a kind", kind=_TEXT, words=_TEXT, count=_NUMBER),
}  # fmt: skip
_WORDS: Final[Schema] = {"type": "array", "items": {"type": "object", "required": ["word"]}}
_SAVED: Final = {
    "name": _TEXT, "question": _TEXT,
    "parameters": {"type": "array", "items": _object("a parameter", name=_TEXT, kind=_TEXT, default=_MAYBE)},
}  # fmt: skip
SCHEMAS: Final[dict[str, Schema]] = {
    "Node": _object("an entity as a picture shows it", **_NODE),
    "Hit": _object(
        "something found", id=_TEXT, label=_TEXT, kind=_TEXT, kindWords=_TEXT, matched=_TEXT, href=_TEXT
    ),
    "Step": _object(
        "a tie between two entities, read in one direction", **{"from": _TEXT}, to=_TEXT, words=_TEXT, predicate=_TEXT,
        forward=_TRUTH, statement=_TEXT, reveal=_TEXT, sources=_TEXTS,
    ),
    "Fact": _object(
        "a claim, read from the entity's side", predicate=_TEXT, words=_TEXT, value=_TEXT, valueId=_MAYBE, time=_TEXT,
        role=_MAYBE, order={"type": ["integer", "null"]}, rank=_TEXT, asserted=_TRUTH, evidence=_TEXT, reveal=_TEXT,
        world=_TEXT, note=_MAYBE, reason=_MAYBE, statement=_TEXT, sources=_TEXTS,
    ),
    "Source": _object(
        "a source; a title or an address that tells of later episodes is null", id=_TEXT, publisher=_TEXT, grade=_TEXT,
        title=_MAYBE, url=_MAYBE, published=_MAYBE,
    ),
    "Search": _object("what was found", query=_TEXT, hits=_list("Hit")),
    "Card": _object(
        "an entity and everything claimed about it", **_NODE, iri=_TEXT, kindWords=_TEXT, facts=_list("Fact"),
        sources=_SOURCES,
    ),
    "Nodes": _object("those entities that are known", nodes=_list("Node")),
    "Neighbours": _object(
        "an entity, its neighbours and the ties among them", centre=_TEXT, total=_NUMBER, counts=_COUNTS,
        nodes=_list("Node"), ties=_list("Step"), sources=_SOURCES,
    ),
    "Among": _object("entities and the ties among them", nodes=_list("Node"), ties=_list("Step"), sources=_SOURCES),
    "Causes": _object(
        "causal links, causes before effects; “spine” is the shortest line from a point of divergence", event=_TEXT,
        nodes=_list("Node"), steps=_list("Step"), ends=_TEXTS, spine=_list("Step"), sources=_SOURCES,
    ),
    "Paths": _object(
        "ways between two entities, and what kinds of things they lead through", **{"from": _TEXT}, to=_TEXT,
        paths={"type": "array", "items": _list("Step")}, through=_COUNTS, nodes=_list("Node"), sources=_SOURCES,
    ),
    "Moment": _object(
        "an event at its dates, with how many relations it has; it begins between “first” and “last”, and “at” is the "
        "likely day: by its causes and its episode where the date leaves it open",
        **_NODE, earliest=_TEXT, latest=_TEXT, at=_TEXT, first=_TEXT, last=_TEXT, ties=_NUMBER,
    ),
    "Bridge": _object(
        "a divergence and the events of its sides", id=_TEXT, label=_TEXT, kinds=_TEXTS, theirs=_TEXTS, ours=_TEXTS
    ),
    "Timeline": _object("both timelines", events=_list("Moment"), divergences=_list("Bridge")),
    "Coverage": {
        "type": "object", "description": "counts per season, kind, class, evidence and rank",
        "required": ["seasons", "holdings", "classes", "evidence", "ranks", "claims", "recalledShare"],
    },
    "Saved": _object("a saved query", **_SAVED),
    "Query": _object("a saved query with its SPARQL", **_SAVED, text=_TEXT),
    "Queries": _object("the saved queries", queries=_list("Saved")),
    "Completion": {
        "type": "object", "description": "words for an editor",
        "properties": {
            "entities": _WORDS, "classes": _WORDS, "properties": _WORDS, "concepts": _WORDS,
            "prefixes": {"type": "object", "additionalProperties": _TEXT},
        },
        "additionalProperties": False,
    },
    "Network": {
        "type": "object", "description": "Nodes with places and measures; ties as [from, to, predicate, reveal, quiet, "
        "since] with nodes by number; groups of nodes that belong together; episodes, of which “since” tells the last "
        "that must have been seen (0: none), and their seasons.",
        "required": ["nodes", "ties", "groups", "episodes", "seasons"],
    },
    "Horizon": _object("how far the client has watched, if they have said so", seen=_MAYBE, words=_MAYBE),
    "Error": _object(
        "what is wrong, and what to do", error=_object("the error", status=_NUMBER, message=_TEXT, hint=_TEXT)
    ),
}  # fmt: skip
_SEEN: Final[Schema] = {
    "name": "seen", "in": "query", "schema": _TEXT, "example": "fam:s2e5,sc:s1e3",
    "description": "How far you have watched; left out, what the cookie famk-seen says, or else nothing.",
}  # fmt: skip


def describe(endpoints: Iterable[Endpoint], version: str, server: str) -> Schema:
    """Return the whole description."""
    paths = {endpoint.path: _path(endpoint.words, endpoint.schema, endpoint.parameters) for endpoint in endpoints}
    paths["/api/network"] = _path("The whole network, with a fixed place for everything", "Network", ())
    paths["/api/network"]["get"]["responses"]["503"] = paths["/api/network"]["get"]["responses"]["400"]
    paths["/api/horizon"] = _path("How far this client has watched", "Horizon", ())
    run = _path("The answer of a saved query; its parameters are those of the query", "Query", ())
    run["get"]["responses"]["200"] = {"description": "SPARQL results or RDF, by Accept, as at /sparql"}
    run["get"]["responses"] |= dict.fromkeys(("406", "503", "504"), run["get"]["responses"]["400"])
    run["get"]["parameters"].insert(0, {"name": "name", "in": "path", "required": True, "schema": _TEXT})
    paths["/api/queries/{name}/run"] = run
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "famk", "version": version,
            "description": "The universe of For All Mankind and Star City, at the reader's horizon. Read only.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }  # fmt: skip


def _path(words: str, schema: str, parameters: Iterable[Parameter]) -> Schema:
    problem = {"description": "what is wrong", "content": {"application/json": {"schema": _ref("Error")}}}
    answer = {"description": words, "content": {"application/json": {"schema": _ref(schema)}}}
    return {
        "get": {
            "summary": words,
            "parameters": [*map(_parameter, parameters), _SEEN],
            "responses": {"200": answer, "400": problem, "404": problem},
        }
    }


def _parameter(parameter: Parameter) -> Schema:
    kind: Schema = {"type": parameter.kind}
    if parameter.kind == "integer":
        kind |= {"minimum": parameter.least, "maximum": parameter.most}
    if parameter.default is not None:
        kind["default"] = parameter.default
    told: Schema = {
        "name": parameter.name, "in": "path" if parameter.in_path else "query", "required": parameter.required,
        "description": parameter.words,
        "schema": {"type": "array", "items": kind, "maxItems": parameter.values} if parameter.many else kind,
    }  # fmt: skip
    if parameter.many:
        told |= {"explode": True, "style": "form"}
    return told if parameter.example is None else told | {"example": parameter.example}
