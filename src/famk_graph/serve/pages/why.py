"""The page that tells what led to an event and what came of it, as a picture and as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from famk_graph.check import superclasses
from famk_graph.errors import FamkError
from famk_graph.serve.content import starts, telling
from famk_graph.serve.content.causal_picture import TALL, picture
from famk_graph.serve.content.causes import Causes, causes, is_sure
from famk_graph.serve.search import suggest
from famk_graph.serve.view import View, for_program, page
from famk_graph.words import fold

if TYPE_CHECKING:
    from starlette.requests import Request

    from famk_graph.chains import Step
    from famk_graph.names import Entry
    from famk_graph.serve.lens import Lens

_DEPTHS = 30  # links; no chain is longer
_TALL = 40  # events that a narrow screen can show downward
_LISTED = 12  # events that are offered where a name means none


@page
def why(view: View) -> Response:
    """Show the causes of an event, or its consequences, or offer events to begin with."""
    asked = view.text("event")
    if not asked:
        return view.render("why-start.html", title="Why", asked="", **starts.offered(view.lens))
    entry = _meant(view.lens, asked)
    if entry is None or not _is(entry, "Event"):
        return _choices(view, asked, entry)
    return _show(view, entry)


def _meant(lens: Lens, text: str) -> Entry | None:
    """Return the entity that a text means beyond doubt; of a divergence its event in their timeline."""
    entries = lens.universe.names.entries
    entry = entries.get(text)
    if entry is None:
        hits = suggest(lens.universe, text, ("Event", "Divergence"), _LISTED)
        same = [hit for hit in hits if fold(hit.matched) == fold(text)]
        likely = same or hits
        entry = entries[likely[0].id] if len(likely) == 1 else None
    if entry is not None and _is(entry, "Divergence"):
        both = next((d for d in lens.divergences if d["id"] == entry.id), None)
        sides = [*starts.sides_of(both, "theirs"), *starts.sides_of(both, "ours")] if both else []
        return next((entries[side] for side in sides if _is(entries[side], "Event")), entry)
    return entry


def _is(entry: Entry, cls: str) -> bool:
    return bool(entry.cls) and cls in superclasses(entry.cls)


def _choices(view: View, asked: str, entry: Entry | None) -> Response:
    """Offer the events that a text may mean, or those that somebody or something has a part in."""
    lens = view.lens
    hits = suggest(lens.universe, asked, ("Event", "Divergence"), _LISTED) if entry is None else []
    whole = next(iter(suggest(lens.universe, asked, (), 1)), None) if entry is None else None
    if whole and (not hits or fold(whole.matched) == fold(asked)):
        entry = lens.universe.names.entries[whole.id]
        entry = None if hits and (_is(entry, "Event") or _is(entry, "Divergence")) else entry
    idents = [hit.id for hit in hits]
    if entry is not None:
        near = {tie.end for tie in lens.universe.ties.out.get(entry.id, ())} & lens.moments.keys()
        idents = sorted(near, key=lambda ident: lens.moments[ident].earliest)
    return view.render(
        "why-start.html", title="Why", asked=asked, subject=entry,
        choices=[starts.moment(lens, ident) for ident in idents], **starts.offered(lens),
    )  # fmt: skip


def _read(view: View, entry: Entry) -> Causes:
    """Return the causes that the address asks for.

    Raises
    ------
    FamkError
        The depth is no number.

    """
    depth = view.text("depth")
    if depth and depth != "all" and not (depth.isascii() and depth.isdigit() and 0 < int(depth) <= _DEPTHS):
        raise FamkError(f"“depth” is all, or a number of links from 1 to {_DEPTHS}.")
    links = {"": None, "all": _DEPTHS}.get(depth, int(depth) if depth.isdigit() else None)
    return causes(view.lens, entry.id, onward=view.text("way") == "on", depth=links, through=view.text("through"))


def _show(view: View, entry: Entry) -> Response:
    lens = view.lens
    found = _read(view, entry)
    drawn = picture(lens, found)
    downward = picture(lens, found, TALL) if len(drawn.nodes) <= _TALL else None
    others = [s for s in found.shown if s not in set(found.way)]
    return view.render(
        "why.html", title=drawn.title, asked=entry.label, event=starts.moment(lens, entry.id), found=found,
        picture=drawn, tall=downward, way=[sentence(lens, step) for step in found.way],
        others=[sentence(lens, step) for step in others],
        differences=starts.differences(lens, entry.id), before=[] if found.steps else starts.before(lens, entry.id),
        partings=[_parting(lens, p.event, p.fact, len(p.way)) for p in found.partings],
        link=lambda **changed: address(view, entry, **changed), depth=view.text("depth"),
        address=lambda ident: f"/why?{urlencode({'event': ident, **({'way': 'on'} if found.onward else {})})}",
        through=found.way[0].start if found.way and not found.onward else "",
    )  # fmt: skip


def _parting(lens: Lens, event: str, fact: Any, links: int) -> dict[str, Any]:  # noqa: ANN401 - a fact of a card
    told = lens.universe.entity(event)
    remark = told.best("remark")
    return {
        **starts.moment(lens, event), "rank": fact.rank, "sure": is_sure(lens, fact), "note": fact.note, "links": links,
        "remark": remark.value if remark else "", "sources": telling.citations(lens, fact.sources),
    }  # fmt: skip


def sentence(lens: Lens, step: Step) -> dict[str, Any]:
    """Return a causal link as a sentence is made of it."""
    return {
        "start": starts.moment(lens, step.start), "words": step.words, "predicate": step.predicate,
        "end": starts.moment(lens, step.end), "told": telling.told_in(lens, step.reveal),
        "sources": telling.citations(lens, step.sources),
    }  # fmt: skip


def address(view: View, entry: Entry, path: str = "/why", **changed: object) -> str:
    """Return the address of the same view with some parameters changed; an empty one is left out."""
    kept = {"event": entry.id, **{name: view.text(name) for name in ("way", "depth", "through")}}
    return f"{path}?{urlencode({name: value for name, value in {**kept, **changed}.items() if value})}"


async def drawing(request: Request) -> Response:
    """Return the picture alone, as a file that stands by itself."""
    return await run_in_threadpool(_drawn, await for_program(request))


def _drawn(view: View) -> Response:
    entry = view.universe.names.resolve(view.text("event"), "Event")
    found = picture(view.lens, _read(view, entry))
    body = view.site.templates.render("why-file.svg", picture=found, seen=view.horizon.key)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
    return Response(body, media_type="image/svg+xml", headers=headers)


routes = [Route("/why", why, name="why"), Route("/why.svg", drawing, name="why-picture")]
