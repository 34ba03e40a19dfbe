"""The SPARQL 1.1 Protocol (W3C Recommendation, 2013) at /sparql: queries only, at the reader's horizon."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from famk_graph.errors import FamkError
from famk_graph.horizon import Horizon
from famk_graph.saved import saved_query
from famk_graph.serve import horizons
from famk_graph.serve.http.bodies import body_of, pairs_of
from famk_graph.serve.http.formats import GRAPHS, SOLUTIONS, Form, negotiate, preferred
from famk_graph.serve.sparql.description import service_description
from famk_graph.serve.sparql.workers import NotAcceptableError
from famk_graph.serve.told import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox
    from starlette.types import Receive, Scope, Send

    from famk_graph.serve.site import Site

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
FORMS: dict[str, Form[ox.QueryResultsFormat] | Form[ox.RdfFormat]] = {**SOLUTIONS, **GRAPHS}
_METHODS = "GET, HEAD, POST, OPTIONS"
# Any page may ask, without cookies: what is answered to it is what anybody at this machine may read.
_CORS = {"Access-Control-Allow-Origin": "*", "Vary": "Accept, Cookie", "Cache-Control": "private, no-cache"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


class Refusal(Exception):  # noqa: N818 - an answer rather than an error
    """A request that the protocol does not admit: a status and a message."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        """Keep what is to be answered."""
        super().__init__(message)
        self.status, self.headers = status, headers or {}


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks: the query, its dataset, and a format by name if the address gives one."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    form: str | None = None
    bindings: Mapping[str, str] = field(default_factory=dict)
    seen: str | None = None


class Endpoint:
    """The endpoint, as an application of its own: it answers every method itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await _answer(request)
        except Refusal as refusal:
            response = PlainTextResponse(f"{refusal}\n", refusal.status, {**_CORS, **refusal.headers})
        except FamkError as error:
            answer = told(request.app.state.site, error)
            response = PlainTextResponse(f"{answer.message}\n", answer.status, {**_CORS, **answer.headers})
        await response(scope, receive, send)


async def answer_saved(request: Request, name: str, values: dict[str, str]) -> Response:
    """Answer a saved query with values for its parameters, as the endpoint answers any query.

    Raises
    ------
    FamkError, HTTPException
        What keeps the answer from being given.

    """
    site: Site = request.app.state.site
    horizon = horizons.of_program(request)
    universe = (await site.opened(horizon)).universe
    terms = await run_in_threadpool(lambda: universe.arguments(name, **values))
    try:
        form = _form(request.query_params.get("format"))
        question = Question(saved_query(name).text, form=form, bindings={k: str(v) for k, v in terms.items()})
        return await _asked(request, site, horizon, question)
    except Refusal as refusal:
        raise HTTPException(refusal.status, str(refusal), refusal.headers) from None


async def _answer(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**_CORS, **_PREFLIGHT, "Allow": _METHODS})
    if request.method not in ("GET", "HEAD", "POST"):
        raise Refusal(405, "A query is sent with GET or POST.", {"Allow": _METHODS})
    site: Site = request.app.state.site
    horizon = horizons.of_program(request)
    if request.method != "POST":
        pairs = _address(request)
        if not any(name in ("query", "update") for name, _ in pairs):
            return await _bare(request, site, horizon)
        question = _question(pairs)
    else:
        question = await _posted(request)
        if question.seen is not None:  # a field of the form narrows as the parameter of the address does
            own = horizons.of_request(request, site.options.seen)
            narrow = horizons.narrowed(own, question.seen, horizons.COOKIE in request.cookies)
            horizon = narrow or Horizon(())
    return await _asked(request, site, horizon, question)


def _address(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of the address; what is not UTF-8 is refused rather than mended."""
    try:
        return parse_qsl(request.url.query, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise Refusal(400, "The address cannot be read: it is not urlencoded UTF-8, or has too many fields.") from None


async def _posted(request: Request) -> Question:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return _question(await pairs_of(request))
    if kind == UPDATE:
        raise Refusal(403, "This endpoint only reads; it takes no updates.")
    if kind != DIRECT:
        raise Refusal(415, f"A query is posted as {FORM} or {DIRECT}, not as “{kind or 'nothing'}”.")
    pairs = [pair for pair in _address(request) if pair[0] not in ("query", "update")]
    try:
        text = (await body_of(request)).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "The query is not UTF-8.") from None
    return _question([*pairs, ("query", text)])


def _question(pairs: list[tuple[str, str]]) -> Question:
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise Refusal(403, "This endpoint only reads; it takes no updates.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise Refusal(400, f"One query is expected, not {len(queries)}: the parameter is “query”.")
    default, named = (
        tuple(value for name, value in pairs if name == wanted) for wanted in ("default-graph-uri", "named-graph-uri")
    )
    form, seen = (next((value for name, value in pairs if name == wanted), None) for wanted in ("format", "seen"))
    return Question(queries[0], default, named, _form(form), seen=seen)


def _form(name: str | None) -> str | None:
    if name is not None and name not in FORMS:
        raise Refusal(400, f"There is no format “{name[:40]}”; there are {', '.join(FORMS)}.")
    return name


async def _asked(request: Request, site: Site, horizon: Horizon, question: Question) -> Response:
    accept = request.headers.get("accept", "")
    solutions, graph = question.form, question.form
    if question.form is None:
        solutions, graph = negotiate(accept, "solutions"), negotiate(accept, "graphs")
    if solutions is None and graph is None:
        raise Refusal(406, _acceptable("solutions") + "\n" + _acceptable("triples"))
    job = {
        "do": "sparql",
        "store": await site.store_path(horizon),
        "default": question.default,
        "named": question.named,
        "solutions": solutions if solutions in SOLUTIONS else None,
        "graph": graph if graph in GRAPHS else None,
        "bindings": question.bindings,
        "largest": site.workers.limits.largest,
    }
    try:
        header, body = await site.workers.run(job, question.text.encode(), gone=request.is_disconnected)
    except NotAcceptableError as error:
        raise Refusal(406, _acceptable(str(error))) from None
    form = FORMS[header["form"]]
    headers = {**_CORS, "Content-Type": form.content_type}
    if question.form is not None:
        headers["Content-Disposition"] = f'inline; filename="famk.{form.ending}"'
    return Response(body, headers=headers)


def _acceptable(kind: str) -> str:
    forms = [form.media for form in (GRAPHS if kind == "triples" else SOLUTIONS).values()]
    return f"The answer of a query that gives {kind} can be had as {', '.join(forms)}."


async def _bare(request: Request, site: Site, horizon: Horizon) -> Response:
    """Answer a request without a query: the endpoint's description, or for a browser the page to write one."""
    offered = tuple(form.media for form in GRAPHS.values())
    found = preferred(request.headers.get("accept", ""), (*offered, "text/html"))
    if found == "text/html":
        return RedirectResponse(horizons.onward(request, "/query"), status_code=303, headers=_CORS)
    if found is None:
        raise Refusal(406, _acceptable("triples"))
    name = next(name for name, form in GRAPHS.items() if form.media == found)
    endpoint = str(request.url.replace(query="", fragment=""))
    universe = (await site.opened(horizon)).universe
    body = await run_in_threadpool(service_description, universe, endpoint, GRAPHS[name].engine)
    return Response(body, headers={**_CORS, "Content-Type": GRAPHS[name].content_type})


routes = [Route("/sparql", Endpoint(), name="sparql")]
