"""The application: routes put together, with what every response carries."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from famk_graph.errors import FamkError
from famk_graph.serve import failures, resource
from famk_graph.serve.api import routes as api
from famk_graph.serve.http import assets
from famk_graph.serve.http.headers import Headers
from famk_graph.serve.http.memory import Memory
from famk_graph.serve.pages import all_routes
from famk_graph.serve.site import Options, Site
from famk_graph.serve.sparql import protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp


class Explorer(Starlette):
    """The application, whose every response carries the safe headers, that to a crash too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the headers around all else, and the memory between."""
        site: Site = self.state.site
        return Headers(Memory(super().build_middleware_stack()), site.options.hosts)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Start the workers with the server, and end them with it."""
    site: Site = app.state.site
    await site.workers.start()
    yield
    await site.workers.close()
    await run_in_threadpool(site.stop_cutting)


def create_app(options: Options | None = None) -> Starlette:
    """Return the explorer as an ASGI application.

    Parameters
    ----------
    options
        How it is to be served; without them as ``famk serve`` does by default.

    """
    chosen = options or Options()
    site = Site(chosen)
    routes = [*assets.routes, *protocol.routes, *resource.routes, *api.routes, *all_routes()]
    app = Explorer(
        routes=routes,
        lifespan=_lifespan,
        exception_handlers={
            FamkError: failures.on_famk_error,
            HTTPException: failures.on_http_error,
            Exception: failures.on_crash,
        },
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app
