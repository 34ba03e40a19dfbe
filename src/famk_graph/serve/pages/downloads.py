"""The graph to take away: dumps with checksums, and its description in VoID and DCAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from famk_graph.description import describe
from famk_graph.errors import NotFoundError, QueryTimeoutError
from famk_graph.serve import horizons
from famk_graph.serve.content import dumps, terms
from famk_graph.serve.sparql.workers import BusyError, TooMuchError
from famk_graph.serve.view import View, page

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from famk_graph.horizon import Horizon
    from famk_graph.serve.site import Site

_CHECKSUM = ".sha256"
_HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Cookie", "Access-Control-Allow-Origin": "*"}


@page
async def show_dumps(view: View) -> Response:
    """List the forms in which the graph can be had, with size and checksum of those that were made."""
    place = await dumps.folder(view.site, view.horizon)
    known = {dump.name: dump for dump in dumps.listed(place, "")}
    rows = [(form, known[form.file]) for form in dumps.FORMS.values()]
    return view.render("data_dumps.html", title="Take it away", here_now="/data/dumps", rows=rows)


async def download(request: Request) -> Response:
    """Answer with a dump, or with its checksum; it is made first if need be."""
    name = request.path_params["file"]
    form = dumps.FORMS.get(name.removesuffix(_CHECKSUM))
    if form is None:
        raise NotFoundError(f"There is no dump “{name[:100]}”.\n    There are {', '.join(dumps.FORMS)}.")
    site: Site = request.app.state.site
    horizon = horizons.of_program(request)
    path, digest = await _made(site, horizon, form)
    if name.endswith(_CHECKSUM):
        return PlainTextResponse(f"{digest}  {form.file}\n", headers=_HEADERS)
    headers = {**_HEADERS, "ETag": f'"{digest}"', "Repr-Digest": f"sha-256=:{_base64(digest)}:"}
    if f'"{digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=form.media, filename=form.file, headers=headers)


async def _made(site: Site, horizon: Horizon, form: dumps.Form) -> tuple[Path, str]:
    try:
        return await dumps.made(site, horizon, form)
    except (TooMuchError, QueryTimeoutError):  # what they say is of queries
        raise BusyError("The file could not be made now.\n    Ask again in a moment.") from None


def _base64(digest: str) -> str:
    from base64 import b64encode

    return b64encode(bytes.fromhex(digest)).decode()


async def description(request: Request) -> Response:
    """Answer with the description of the graph at the reader's horizon, in VoID and DCAT."""
    site: Site = request.app.state.site
    horizon = horizons.of_program(request)
    place, server = await dumps.folder(site, horizon), str(request.base_url).rstrip("/")

    lens = await site.opened(horizon)

    def describe_now() -> bytes:
        return describe(lens.universe, terms.counts(lens), dumps.listed(place, server), server)

    body = await run_in_threadpool(describe_now)
    return Response(body, headers={**_HEADERS, "Content-Type": "text/turtle; charset=utf-8"})


def well_known(request: Request) -> Response:
    """Lead to the description, as the note on VoID asks."""
    return RedirectResponse(horizons.onward(request, "/data/void.ttl"), status_code=302)


routes = [
    Route("/data/dumps", show_dumps),
    Route("/data/dumps/{file}", download),
    Route("/data/void.ttl", description),
    Route("/.well-known/void", well_known),
]
