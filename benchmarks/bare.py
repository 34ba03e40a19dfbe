"""The least that answers SPARQL over HTTP: an ASGI handler around the engine, without limits or a horizon."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pyoxigraph as ox

from famk_graph.iris import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

STORE = ox.Store.read_only(os.environ["FAMK_BARE_STORE"])
JSON = ox.QueryResultsFormat.JSON


async def app(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answer the query of the address in JSON."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        return
    text = parse_qs(scope["query_string"].decode())["query"][0]
    results = STORE.query(text, prefixes=PREFIXES)
    assert isinstance(results, ox.QuerySolutions)  # noqa: S101 - only such queries are measured
    body = results.serialize(format=JSON) or b""
    headers = [(b"content-type", b"application/sparql-results+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
