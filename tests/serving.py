"""Helpers for the tests of the explorer: clients of an app on the small universe."""

from __future__ import annotations

from dataclasses import replace

from starlette.testclient import TestClient

from famk_graph.horizon import Horizon
from famk_graph.serve.app import create_app
from famk_graph.serve.horizons import COOKIE, cookie_value
from famk_graph.serve.site import Options


def client(seen: str | None = None, options: Options | None = None, *, raising: bool = True) -> TestClient:
    """Return a client of a new explorer whose reader has watched so far, or has not said so."""
    made = TestClient(
        create_app(replace(options or Options(), wait=None)),
        base_url="http://127.0.0.1",
        raise_server_exceptions=raising,
    )
    if seen is not None:
        made.cookies.set(COOKIE, cookie_value(Horizon.parse(seen)))
    return made
