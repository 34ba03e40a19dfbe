"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from famk_graph.serve.view import View, page

if TYPE_CHECKING:
    from starlette.responses import Response


@page
def start(view: View) -> Response:
    """Show what there is to find at the reader's horizon."""
    universe = view.universe
    return view.render("start.html", title="Start", known=len(universe.names.entries))


routes = [Route("/", start, name="start")]
