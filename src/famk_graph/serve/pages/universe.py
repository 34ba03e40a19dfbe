"""The whole network as a sky to look at; without JavaScript a list of what is in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from famk_graph.families import FAMILIES, family_of
from famk_graph.serve import shapes
from famk_graph.serve.view import View, page

if TYPE_CHECKING:
    from starlette.responses import Response

_LISTED = 12  # of each family, the best tied first


@page
def universe(view: View) -> Response:
    """Show the page; its script asks the API for the network."""
    return view.render("universe.html", title="Universe", families=_families(view))


def _families(view: View) -> list[dict[str, Any]]:
    """Return the families of kinds with how many there are of each, and the best tied of them."""
    out = view.universe.ties.out
    members: dict[str, list[str]] = defaultdict(list)
    for entry in view.universe.names.entries.values():
        if entry.cls and entry.cls != "Portrayal":
            members[family_of(entry.cls).name].append(entry.id)
    told = []
    for each in FAMILIES:
        if named := members[each.name]:
            best = sorted(named, key=lambda ident: (-len(out.get(ident, ())), ident))[:_LISTED]
            nodes = [shapes.node(view.lens, ident) for ident in best]
            told.append({"key": each.key, "name": each.name, "count": len(named), "best": nodes})
    return told


routes = [Route("/universe", universe, name="universe")]
