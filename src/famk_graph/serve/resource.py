"""Entities at ``/id/NAME``: a page for people, RDF for programs, by what the client likes best or by the ending.

The address answers directly, with 200 and ``Content-Location``, and not by way of 303: what is identified is
``https://w3id.org/famk/id/NAME``, and this server's address is one document about it in several forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from famk_graph import iris
from famk_graph.errors import NotFoundError
from famk_graph.serve import horizons
from famk_graph.serve.http.formats import GRAPHS, preferred
from famk_graph.serve.pages import entity
from famk_graph.serve.view import View, for_program, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from famk_graph.names import Entry
    from famk_graph.serve.site import Site
    from famk_graph.universe import Universe

_HTML: Final = "text/html"
_FORMS: Final = {GRAPHS[name].ending: GRAPHS[name] for name in ("turtle", "jsonld", "ntriples", "rdfxml")}
_OFFERED: Final = (_HTML, *(form.media for form in _FORMS.values()))
_SUBJECT, _OBJECT, _SOURCE, _LABEL = (
    ox.NamedNode(iri)
    for iri in (
        iris.predicate("subject"), iris.predicate("object"), iris.PROV + "wasDerivedFrom", iris.RDFS + "label",
    )
)  # fmt: skip


async def resource(request: Request) -> Response:
    """Answer with what is known of an entity, in the form that the ending or else the client asks for."""
    name, dot, ending = request.path_params["name"].partition(".")
    if dot:
        media = _HTML if ending == "html" else _FORMS[ending].media if ending in _FORMS else None
        if media is None:
            raise HTTPException(404, f"There is no such form; there are .html, .{', .'.join(_FORMS)}.")
    else:
        media = preferred(request.headers.get("accept", ""), _OFFERED)
        if media is None:
            raise HTTPException(406, f"An entity can be had as {', '.join(_OFFERED)}.")
    response = await _in_small_letters(request, name)
    response = response or await (_page(request) if media == _HTML else _rdf(request, name, media))
    response.headers["Vary"] = "Accept, Cookie"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _located(response: Response, entry: Entry, media: str) -> Response:
    """Say in which form a response tells of an entity, and in which others it can be had."""
    response.headers["Content-Location"] = f"/id/{entry.id}.{_ending(media)}"
    response.headers["Link"] = ", ".join(
        f'</id/{entry.id}.{_ending(other)}>; rel="alternate"; type="{other}"' for other in _OFFERED if other != media
    )
    return response


async def _in_small_letters(request: Request, name: str) -> Response | None:
    """Return the way to the entity of this id in small letters, if only that exists at the reader's horizon."""
    site: Site = request.app.state.site
    horizon, small = horizons.of_request(request, site.options.seen), name.lower()
    if small == name or horizon is None:
        return None
    entries = (await site.opened(horizon)).universe.names.entries
    if name in entries or small not in entries or not entries[small].cls:
        return None
    address = request.url.path.replace(f"/id/{name}", f"/id/{small}", 1)
    return RedirectResponse(
        horizons.onward(request, address), status_code=308, headers={"Cache-Control": "private, no-cache"}
    )


def _ending(media: str) -> str:
    return "html" if media == _HTML else next(form.ending for form in _FORMS.values() if form.media == media)


@page
def _page(view: View) -> Response:
    entry = known(view.universe, view.request.path_params["name"].partition(".")[0])
    return _located(entity.show(view, entry), entry, _HTML)


async def _rdf(request: Request, name: str, media: str) -> Response:
    form = next(form for form in _FORMS.values() if form.media == media)
    universe = (await for_program(request)).universe
    entry = known(universe, name)

    def describe() -> bytes:
        return ox.serialize(about(universe.store, entry), format=form.engine, prefixes=dict(iris.PREFIXES)) or b""

    body = await run_in_threadpool(describe)
    headers = {"Content-Type": form.content_type, "Cache-Control": "private, no-cache"}
    return _located(Response(body, headers=headers), entry, media)


def known(universe: Universe, name: str) -> Entry:
    """Return the entity of an id.

    Raises
    ------
    NotFoundError
        There is none at this horizon, or none at all: which of the two cannot be told.

    """
    entry = universe.names.entries.get(name)
    if entry is None or not entry.cls:
        raise NotFoundError(f"Nothing is known of “{name[:100]}”, at least as far as you have watched.")
    return entry


def about(store: ox.Store, entry: Entry) -> Iterator[ox.Triple]:
    """Yield what a store holds on an entity: its facts, the statements that make them, their sources, and labels."""
    node, default = ox.NamedNode(iris.ENTITY + entry.id), ox.DefaultGraph()
    told: set[ox.Triple] = set()

    def of(
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: ox.NamedNode | None = None,
    ) -> Iterator[ox.Triple]:
        for quad in store.quads_for_pattern(subject, predicate, value, default):
            if quad.triple not in told:
                told.add(quad.triple)
                yield quad.triple

    statements = {
        quad.subject for end in (_SUBJECT, _OBJECT) for quad in store.quads_for_pattern(None, end, node, default)
    }
    facts = [triple for triple in (*of(node), *of(value=node)) if triple.subject not in statements]
    yield from facts
    sources: set[ox.NamedNode] = set()
    for statement in sorted(statements, key=str):
        assert not isinstance(statement, ox.Triple)  # noqa: S101 - statements are named
        for triple in store.quads_for_pattern(statement, None, None, default):
            if triple.predicate == _SOURCE and isinstance(triple.object, ox.NamedNode):
                sources.add(triple.object)
            yield triple.triple
    for source in sorted(sources, key=str):
        yield from of(source)
    ends = {end for triple in facts for end in (triple.subject, triple.object) if isinstance(end, ox.NamedNode)}
    for end in sorted(ends - {node}, key=str):
        yield from of(end, _LABEL)


routes = [Route("/id/{name}", resource, name="entity")]
