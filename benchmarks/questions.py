"""What the soak asks: honest questions of every kind, and such as somebody asks who means harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    import random

SEEN = ("none", "fam:s1", "fam:s2e5,sc:s1e3", "all")
NAMES = ("gordo-stevens", "ed-baldwin", "tracy-stevens", "jamestown-base", "apollo-11", "nasa", "moon", "margo-madison")
EVENTS = ("jamestown-landing", "soviet-moon-landing")


@dataclass(frozen=True, slots=True)
class Question:
    """The bytes of a request and the statuses that are right.

    ``heavy`` ones may take long; who ``leaves`` does not wait for the answer. 0 stands for a closed connection.
    """

    kind: str
    raw: bytes
    expected: tuple[int, ...] = (200,)
    heavy: bool = False
    leaves: bool = False


def get(
    kind: str, path: str, *expected: int, seen: str = "", headers: str = "", method: str = "GET", **more: bool
) -> Question:
    """Return a question without a body."""
    cookie = f"Cookie: famk-seen={quote(seen, safe='')}\r\n" if seen else ""
    raw = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nConnection: close\r\n{cookie}{headers}\r\n"
    return Question(kind, raw.encode(), expected or (200,), **more)


def post(kind: str, path: str, body: bytes, media: str, *expected: int, **more: bool) -> Question:
    """Return a question with a body."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nConnection: close\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return Question(kind, head.encode() + body, expected or (200,), **more)


def sparql(kind: str, text: str, *expected: int, seen: str = "all", headers: str = "", **more: bool) -> Question:
    """Return a SPARQL query by GET."""
    return get(kind, "/sparql?" + urlencode({"query": text, "seen": seen}), *expected, headers=headers, **more)


FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_LIMITED = (503, 504)
HEAVY = (
    sparql("endless query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", *_LIMITED, heavy=True),
    sparql("wide query", "SELECT * { ?a ?b ?c . ?d ?e ?f }", *_LIMITED, heavy=True),
    sparql("hungry query", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c", *_LIMITED, heavy=True),
    sparql(
        "endless path", "SELECT (COUNT(*) AS ?n) { ?a (!famk:alias)* ?b . ?b (!famk:title)* ?c }", *_LIMITED, heavy=True
    ),
    sparql("left alone", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", -1, heavy=True, leaves=True),
)
AT_LAST = sparql("at last", "ASK { id:gordo-stevens ?p ?o }")


def warming() -> list[Question]:
    """Return what opens all horizons, so that their first cutting is not part of what is measured."""
    ways = ("/", "/sparql?query=ASK%20%7B%7D", "/api/coverage", "/api/paths?from=apollo-11&to=moon")
    return [get("warming", way, 200, 404, seen=seen) for seen in SEEN for way in ways]


def mixed(draw: random.Random, number: int) -> Question:
    """Return one question: eight of ten are honest."""
    makers = _HONEST if draw.random() < 0.8 else _HOSTILE  # noqa: PLR2004 - the share
    return draw.choice(makers)(draw, number)


def _page(draw: random.Random, _: int) -> Question:
    return get(
        "page",
        draw.choice(["/", "/seen", f"/id/{draw.choice(NAMES)}"]),
        200,
        404,
        seen=draw.choice(SEEN),
        headers="Accept: text/html\r\n",
    )


def _static(draw: random.Random, _: int) -> Question:
    return get("static file", f"/static/{draw.choice(['style.css', 'common.js', 'icon.svg'])}")


def _entity(draw: random.Random, _: int) -> Question:
    ending = draw.choice(["ttl", "nt", "jsonld", "rdf"])
    return get("entity as RDF", f"/id/{draw.choice(NAMES)}.{ending}", 200, 404, seen=draw.choice(SEEN))


def _api(draw: random.Random, number: int) -> Question:
    name, event = draw.choice(NAMES), draw.choice(EVENTS)
    path = draw.choice(
        [
            f"/api/search?q={name[: draw.randint(2, 9)]}",
            f"/api/card/{name}",
            f"/api/neighbours/{name}?offset={number % 7}",
            f"/api/why/{event}",
            f"/api/consequences/{event}",
            f"/api/paths?from={name}&to={draw.choice(NAMES)}",
            f"/api/timeline?from={1960 + number % 40}",
            "/api/coverage",
            "/api/queries",
            "/api/completion?q=gor",
            "/api/queries/cast-of-season/run",
            "/api/horizon",
        ]
    )
    return get("API", path, 200, 404, seen=draw.choice(SEEN))


def _query(draw: random.Random, number: int) -> Question:
    text = draw.choice(
        [
            'SELECT ?e { ?e rdfs:label "Gordo Stevens"@en }',
            "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p LIMIT 5",
            "DESCRIBE id:moon",
            "SELECT ?c { ?c (famk:causes|famk:enables)+ ?e } LIMIT 50",
            "ASK { ?s a famk:Mission }",
        ]
    )
    return sparql("query", f"{text} # {number}", seen=draw.choice(SEEN))


def _posted(draw: random.Random, number: int) -> Question:
    text = f"SELECT * {{ ?s a famk:Mission }} LIMIT {number % 50 + 1}"
    if draw.random() < 0.5:  # noqa: PLR2004 - either way
        return post("posted query", "/sparql?seen=all", text.encode(), QUERY)
    return post("posted query", "/sparql?seen=all", urlencode({"query": text}).encode(), FORM)


def _head(draw: random.Random, _: int) -> Question:
    return get("head", draw.choice(["/seen", "/static/style.css", "/api/horizon"]), 200, method="HEAD")


_HONEST = (_page, _static, _entity, _api, _query, _query, _posted, _head)


def _climbing(draw: random.Random, _: int) -> Question:
    path = draw.choice(
        [
            "/static/../../etc/passwd",
            "/static/%2e%2e/%2e%2e/etc/passwd",
            "/id/..%2f..%2fetc%2fpasswd.ttl",
            "/static/..%5c..%5cx",
            "/static//etc/passwd",
            "/%00",
            "/static/%00",
            "/id/%ff",
            "/../../etc/passwd",
            "/seen/..;/x",
        ]
    )
    return get("climbing path", path, 404, 400, seen="all")


def _wrong_query(draw: random.Random, number: int) -> Question:
    text = draw.choice(
        [
            "SELECT",
            "SELECT * {",
            "DROP ALL",
            "LOAD <file:///etc/passwd>",
            "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            "SELECT * " + "{" * 3000,
            "ASK { FILTER(" + "(" * 4000 + "1",
            "SELECT * { id:gordo-stevns ?p ?o }",
            "SELECT ?s { ?s famk:nam ?o }",
            "\x00",
            "SELECT (1/0 AS ?x) (STRLEN(?y) AS ?z) { FILTER REGEX('" + "a" * 40 + "', '(a+)+$') } LIMIT -1",
        ]
    )
    return sparql("wrong query", f"{text} # {number}", 400)


def _deep(draw: random.Random, _: int) -> Question:
    deep = draw.choice(["!" * 30_000 + "true", "-" * 30_000 + "1"])
    return post(
        "deep query", "/sparql", urlencode({"query": f"ASK {{ FILTER({deep}) }}"}).encode(), FORM, 200, 400, 503
    )


def _wrong_request(draw: random.Random, _: int) -> Question:
    return draw.choice(
        [
            get("wrong request", "/sparql?query=ASK{}&query=ASK{}", 400),
            get("wrong request", "/sparql?query=%FF", 400),
            get("wrong request", "/?seen=fam:s99", 400),
            get("wrong request", "/api/search?q=" + "a" * 900, 400),
            get("wrong request", "/sparql?query=ASK{}", 405, method="DELETE"),
            get("wrong request", "/api/coverage", 405, method="POST"),
            get("wrong request", "/sparql?query=ASK%20%7B%7D", 406, headers="Accept: image/png\r\n"),
            post("wrong request", "/sparql", b"x" * 400_000, QUERY, 413, 0),
            post("wrong request", "/sparql", b"ASK{}", "text/plain", 415),
            post("wrong request", "/sparql", b"update=CLEAR+ALL", FORM, 403),
            post("wrong request", "/seen", b"\xff=\xff", FORM, 400),
            post("wrong request", "/seen", b"fam=s9e9", FORM, 400),
        ]
    )


def _garbage(draw: random.Random, _: int) -> Question:
    raw = draw.choice(
        [
            b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"GARBAGE\r\n\r\n",
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\nConnection: close\r\n\r\n",
        ]
    )
    return Question("garbage", raw, (0, 400, 404, 414, 421, 431, 501, 505))


def _half(draw: random.Random, _: int) -> Question:
    raw = draw.choice([b"GET / HT", b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\nquery="])
    return Question("half a request", raw, (-1,), leaves=True)


def _gone(draw: random.Random, number: int) -> Question:
    text = f"SELECT ?s (COUNT(*) AS ?n) {{ ?s ?p ?o . ?o ?q ?r }} GROUP BY ?s # {number}"
    return sparql("gone before the answer", text, -1, seen=draw.choice(SEEN), leaves=True)


_HOSTILE = (_climbing, _wrong_query, _wrong_query, _deep, _wrong_request, _wrong_request, _garbage, _half, _gone)
