"""What a reader sees when something is wrong: one readable message, and what to do; never a traceback."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from famk_graph.errors import FamkError
from famk_graph.serve import horizons
from famk_graph.serve.nearby import nearby
from famk_graph.serve.told import told
from famk_graph.serve.view import html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from famk_graph.horizon import Horizon
    from famk_graph.serve.nearby import Links
    from famk_graph.serve.site import Site


async def on_famk_error(request: Request, error: Exception) -> Response:
    """Answer with the message of an error that a request has made."""
    assert isinstance(error, FamkError)  # noqa: S101 - registered for that class
    answer = told(request.app.state.site, error)
    return await failure(request, answer.status, answer.message, answer.headers)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer with a status that was decided on."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for that class
    detail = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    return await failure(request, error.status_code, detail or _words(error.status_code), error.headers)


async def on_crash(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the log tells it, the page does not
    """Answer that something went wrong here; what it was stands in the server's log."""
    return await failure(request, 500, "Something went wrong here; the terminal says what.")


def _words(status: int) -> str:
    known = {
        404: "There is no such page.",
        405: "That cannot be done with this address.",
    }
    return known.get(status, HTTPStatus(status).phrase + ".")


async def failure(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error in the form that suits the address: JSON, text, or a page with the nearest names."""
    path = request.url.path
    if path.startswith("/api/"):
        first, _, hint = message.partition("\n")
        body = {"error": {"status": status, "message": first, "hint": hint.strip()}}
        return JSONResponse(body, status_code=status, headers=headers)
    if path.startswith(("/sparql", "/static/")):
        return PlainTextResponse(message + "\n", status_code=status, headers=headers)
    site: Site = request.app.state.site
    try:
        horizon = horizons.of_request(request, site.options.seen)
    except horizons.HorizonError:
        horizon = horizons.own_position(request, site.options.seen)
    near: Links = []
    ways: Links = []
    if status == HTTPStatus.NOT_FOUND:
        lens = await site.opened(horizon) if horizon else None
        near, ways = await run_in_threadpool(nearby, lens, request)
    first, _, hint = message.partition("\n")
    if status == HTTPStatus.NOT_FOUND and ways:
        hint = ""  # it speaks of the command line; the links say the same
    response = html(
        site, request, horizon, "error.html", status=status, title=_title(status), code=status, message=first,
        hint=hint.strip(), near=near, ways=ways, set_horizon=_of_horizon(request, status, horizon),
    )  # fmt: skip
    response.headers.update(headers or {})
    return response


def _of_horizon(request: Request, status: int, horizon: Horizon | None) -> str:
    """Return how an error may come from how far the reader has watched: ``wrong``, ``later``, or not at all."""
    if status == HTTPStatus.BAD_REQUEST and horizons.PARAMETER in request.query_params:
        try:
            horizons.of_request(request, None)
        except horizons.HorizonError:
            return "wrong"
    later = status == HTTPStatus.NOT_FOUND and request.url.path.startswith("/id/")
    return "later" if later and horizon is not None and horizon.key != "all" else ""


def _title(status: int) -> str:
    return {404: "Not found", 400: "That cannot be read"}.get(status, HTTPStatus(status).phrase)
