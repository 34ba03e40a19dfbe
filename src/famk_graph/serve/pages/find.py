"""What a search finds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from starlette.routing import Route

from famk_graph import iris
from famk_graph.families import FAMILIES, family_of
from famk_graph.serve.content.telling import when
from famk_graph.serve.search import Hit, suggest
from famk_graph.serve.view import View, page
from famk_graph.words import fold

if TYPE_CHECKING:
    from starlette.responses import Response

    from famk_graph.serve.lens import Lens

_MOST: Final = 60  # shown
_COUNTED: Final = 1000
_DESCRIPTION: Final = ox.NamedNode(iris.predicate("description"))


@page
def find(view: View) -> Response:
    """Show what a text may mean, or what is called like it."""
    asked, wanted = view.text("q"), view.text("kind")
    family = next((family for family in FAMILIES if family.name.lower() == wanted), None)
    hits = suggest(view.universe, asked, (), _COUNTED)
    counts = Counter(family_of(hit.kind).name for hit in hits)
    shown = [hit for hit in hits if family is None or family_of(hit.kind) is family]
    return view.render(
        "find.html",
        title=f"“{asked}”" if asked else "Search",
        asked=asked,
        family=family.name.lower() if family else "",
        families=[(f.name, f.classes[0] if f.classes else "", counts[f.name]) for f in FAMILIES if counts[f.name]],
        found=len(hits),
        hits=[_told(view.lens, hit) for hit in shown[:_MOST]],
        near=any(hit.near for hit in hits),
        more=len(shown) - _MOST,
    )


def _told(lens: Lens, hit: Hit) -> dict[str, object]:
    node = ox.NamedNode(iris.ENTITY + hit.id)
    quads = lens.universe.store.quads_for_pattern(node, _DESCRIPTION, None, ox.DefaultGraph())
    described = next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")
    moment = lens.moments.get(hit.id)
    return {
        "hit": hit,
        "description": described,
        "side": lens.timelines.get(hit.id, ""),
        "date": when(moment.date) if moment else "",
        "also": hit.matched if fold(hit.matched) != fold(hit.label) and hit.matched != hit.id else "",
    }


routes = [Route("/search", find, name="search")]
