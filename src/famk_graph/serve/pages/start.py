"""The first page: the search, questions worth asking, and both timelines in one glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.background import BackgroundTask
from starlette.routing import Route

from famk_graph.serve.content.glance import OURS, THEIRS, WIDTH, glance
from famk_graph.serve.content.questions import questions
from famk_graph.serve.view import View, page

if TYPE_CHECKING:
    from starlette.responses import Response

    from famk_graph.serve.lens import Lens


@page
def start(view: View) -> Response:
    """Show what there is to find at the reader's horizon."""
    universe = view.universe
    response = view.render(
        "start.html",
        title="Start",
        known=len(universe.names.entries),
        questions=questions(view.lens),
        glance=glance(view.lens),
        width=WIDTH,
        theirs_line=THEIRS,
        ours_line=OURS,
    )
    response.background = BackgroundTask(_read_on, view.lens)
    return response


def _read_on(lens: Lens) -> None:
    """Read what the next page will need, while the reader looks at the first."""
    _ = lens.universe.ties, lens.universe.citations


routes = [Route("/", start, name="start")]
