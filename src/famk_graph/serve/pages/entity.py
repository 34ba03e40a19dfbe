"""The page of one entity. Its address, which answers in other forms too, is routed in ``serve/resource.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from famk_graph.names import Entry
    from famk_graph.serve.view import View


def show(view: View, entry: Entry) -> Response:
    """Show what is known of an entity."""
    card = view.universe.entity(entry.id)
    return view.render("entity.html", title=card.label, card=card)


routes: list[BaseRoute] = []
