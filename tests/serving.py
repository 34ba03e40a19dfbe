"""Helpers for the tests of the explorer: clients of an app on the small universe."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from famk_graph.horizon import Horizon
from famk_graph.serve.app import create_app
from famk_graph.serve.horizons import COOKIE, cookie_value
from famk_graph.serve.site import Options

if TYPE_CHECKING:
    from collections.abc import Coroutine


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


def run_apart(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the work returns
    """Run a coroutine in a thread of its own: the browser of other tests keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
