"""What a page is given: the request, the reader's horizon, the universe at it, and a way to answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from famk_graph.errors import FamkError
from famk_graph.serve import horizons

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.requests import Request

    from famk_graph.horizon import Horizon
    from famk_graph.serve.lens import Lens
    from famk_graph.serve.site import Site
    from famk_graph.universe import Universe

LONGEST = 300  # letters of a parameter
MOST = 60  # values of a parameter that may have several


@dataclass(frozen=True, slots=True)
class View:
    """One request to a page, by a reader whose horizon is known."""

    request: Request
    site: Site
    horizon: Horizon
    lens: Lens

    @property
    def universe(self) -> Universe:
        """The universe at the reader's horizon."""
        return self.lens.universe

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter of the address without blanks around it, if it is :func:`short`."""
        return short(name, self.request.query_params.get(name, default).strip())

    def texts(self, name: str) -> list[str]:
        """Return all values of a parameter of the address, each of which may hold several with commas between."""
        return listed(name, self.request.query_params.getlist(name))

    def render(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """Return the page that a template makes of some values; ``title`` must be among them."""
        return html(self.site, self.request, self.horizon, template, status=status, **values)


def short(name: str, text: str) -> str:
    """Return the text of a parameter.

    Raises
    ------
    FamkError
        It is longer than anything that it could mean.

    """
    if len(text) > LONGEST:
        raise FamkError(f"“{name}” is longer than {LONGEST} letters.")
    return text


def listed(name: str, texts: Iterable[str], most: int = MOST) -> list[str]:
    """Return the values of a parameter that may be repeated, each once; each text may hold several with commas between.

    Raises
    ------
    FamkError
        There are more than ``most``, or one is not :func:`short`.

    """
    parts = (part.strip() for text in texts for part in text.split(","))
    found = list(dict.fromkeys(short(name, part) for part in parts if part))
    if len(found) > most:
        raise FamkError(f"“{name}” has more than {most} values.")
    return found


def page(answer: Callable[[View], Response | Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of a function from a view to a response.

    A reader who has not said how far they have watched is asked that first. A plain function runs in a thread, so
    that it may take its time; one that waits for something else is a coroutine, and holds no thread meanwhile.
    """

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        site: Site = request.app.state.site
        horizon = horizons.of_request(request, site.options.seen)
        if horizon is None:
            return ask(site, request)
        lens = await site.soon(horizon)
        if lens is None:
            return _preparing(site, request, horizon)
        view = View(request, site, horizon, lens)
        told = answer(view) if iscoroutinefunction(answer) else await run_in_threadpool(answer, view)
        return told if isinstance(told, Response) else await told

    return endpoint


async def for_program(request: Request) -> View:
    """Return the view of a request whose sender is not asked how far they have watched.

    Raises
    ------
    FamkError
        The position is none, or the data hold mistakes.

    """
    site: Site = request.app.state.site
    horizon = horizons.of_program(request)
    return View(request, site, horizon, await site.opened(horizon))


def _preparing(site: Site, request: Request, horizon: Horizon) -> HTMLResponse:
    """Return the page that says that a horizon is being cut, and that asks again by itself."""
    response = html(site, request, horizon, "preparing.html", title="One moment", status=202)
    response.headers.update({"Refresh": "1", "Retry-After": "1"})
    return response


def ask(site: Site, request: Request) -> HTMLResponse:
    """Return the page that asks how far somebody has watched, and leads back to where they wanted to go."""
    return html(site, request, None, "seen.html", title="How far have you watched?", next_page=here(request))


def here(request: Request) -> str:
    """Return path and query of a request, without the horizon."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != horizons.PARAMETER]
    return quote(request.url.path) + (f"?{urlencode(kept)}" if kept else "")


def html(
    site: Site, request: Request, horizon: Horizon | None, template: str, *, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a page that may be shown before a horizon is known, such as an error."""
    common = {
        "path": request.url.path,
        "here": here(request),
        "search": request.query_params.get("q", ""),
        "seen": horizon.key if horizon else None,
        "seen_words": horizons.in_words(horizon) if horizon else None,
        "shows": horizons.choices(horizon),
        "narrowed": horizons.is_narrowed(request, site.options.seen),
    }
    body = site.templates.render(template, **{**common, **values})
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if horizon:  # a browser that knows how fetches the page of an entity while the pointer rests on its name
        headers["Speculation-Rules"] = f'"{site.assets.url("prefetch.rules")}"'
    return HTMLResponse(body, status_code=status, headers=headers)
