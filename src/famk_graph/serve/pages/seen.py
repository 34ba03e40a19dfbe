"""The page that asks how far somebody has watched, and keeps the answer in a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from famk_graph.horizon import SHOWS
from famk_graph.serve import horizons
from famk_graph.serve.http.bodies import form_of
from famk_graph.serve.view import html

if TYPE_CHECKING:
    from starlette.requests import Request

    from famk_graph.serve.site import Site

_A_YEAR = 365 * 24 * 3600


async def ask(request: Request) -> Response:
    """Ask, with what is set already."""
    site: Site = request.app.state.site
    horizon = horizons.own_position(request, site.options.seen)
    target = local(request.query_params.get("next", "/"))
    return html(site, request, horizon, "seen.html", title="How far have you watched?", next_page=target)


async def keep(request: Request) -> Response:
    """Keep the answer and go back to where the reader came from."""
    form = await form_of(request)
    if "seen" in form:
        horizon = horizons.parse(form["seen"])
    else:
        wanted = {show: form.get(show, "none") for show in SHOWS}
        horizon = horizons.parse(",".join(f"{show}:{position}" for show, position in wanted.items()))
    response = RedirectResponse(local(form.get("next", "/")), status_code=303)
    response.set_cookie(
        horizons.COOKIE, horizons.cookie_value(horizon), max_age=_A_YEAR, path="/", httponly=True, samesite="lax"
    )
    # What a browser fetched ahead was made for the horizon before.
    response.headers["Clear-Site-Data"] = '"prefetchCache", "prerenderCache"'
    return response


def local(target: str) -> str:
    """Return an address of this server, or the first page: never one of another server."""
    try:
        parts = urlsplit(target.replace("\\", "/"))
    except ValueError:  # such as a bracket that opens an address of a kind that there is none of
        return "/"
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if plain and not parts.netloc and not parts.scheme else "/"


routes = [Route("/seen", ask, name="seen"), Route("/seen", keep, methods=["POST"])]
