"""The JSON API: every address, with its parameters; described in OpenAPI at ``/api/openapi.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from famk_graph import __version__
from famk_graph.saved import saved_query
from famk_graph.serve import horizons
from famk_graph.serve.api import answers, completing, network_cache
from famk_graph.serve.api.around import MOST
from famk_graph.serve.api.endpoints import HEADERS, Endpoint, Parameter
from famk_graph.serve.api.openapi import describe
from famk_graph.serve.sparql import protocol
from famk_graph.serve.view import short

if TYPE_CHECKING:
    from starlette.requests import Request

    from famk_graph.serve.site import Site

_NAME: Final = Parameter(
    name="name", words="an id or a name, in any case, also a nickname", in_path=True, required=True, example="gordo"
)
_EVENT: Final = Parameter(
    name="name", words="the id or name of an event", in_path=True, required=True, example="apollo-11"
)
_KINDS: Final = Parameter(name="kind", words="only members of these classes", many=True, example="Character")


def _limit(default: int, most: int) -> Parameter:
    return Parameter(name="limit", words="how many at most", kind="integer", default=default, least=1, most=most)


ENDPOINTS: Final = (
    Endpoint(
        path="/api/search", words="What a text may mean, the likeliest first", answer=answers.search, schema="Search",
        parameters=(
            Parameter(name="q", words="the text typed so far", required=True, example="gord"), _KINDS, _limit(10, 50),
        ),
    ),
    Endpoint(
        path="/api/card/{name}", words="Everything claimed about an entity", answer=answers.card, schema="Card",
        parameters=(_NAME,),
    ),
    Endpoint(
        path="/api/nodes", words="Labels, kinds, dates and timelines of some entities", answer=answers.nodes,
        schema="Nodes", parameters=(Parameter(name="id", words="ids", many=True, values=120, example="gordo-stevens"),),
    ),
    Endpoint(
        path="/api/neighbours/{name}", words="What an entity is tied to, counted by kind", answer=answers.neighbours,
        schema="Neighbours",
        parameters=(
            _NAME, _KINDS, _limit(MOST, MOST),
            Parameter(
                name="offset", words="how many to pass over", kind="integer", default=0, least=0, most=100_000
            ),
        ),
    ),
    Endpoint(
        path="/api/among", words="The ties among some entities", answer=answers.among, schema="Among",
        parameters=(
            Parameter(name="of", words="ids or names, at most 60", many=True, example="gordo"),
        ),
    ),
    Endpoint(
        path="/api/why/{name}", words="What led to an event, back to the point of divergence", answer=answers.why,
        schema="Causes", parameters=(_EVENT,),
    ),
    Endpoint(
        path="/api/consequences/{name}", words="What came of an event", answer=answers.consequences, schema="Causes",
        parameters=(_EVENT,),
    ),
    Endpoint(
        path="/api/paths", words="The shortest ways between two entities", answer=answers.paths, schema="Paths",
        parameters=(
            Parameter(name="from", words="an id or a name", required=True, example="gordo"),
            Parameter(name="to", words="an id or a name", required=True, example="neil armstrong"),
            Parameter(name="without", words="classes not to pass through", many=True, example="Show"),
            Parameter(name="avoid", words="entities not to pass through", many=True),
            _limit(5, 5),
        ),
    ),
    Endpoint(
        path="/api/timeline", words="The dated events of both timelines, and the divergences between them",
        answer=answers.timeline, schema="Timeline",
        parameters=(
            Parameter(name="from", words="a date (EDTF) or a year", example="1969"),
            Parameter(name="to", words="a date (EDTF) or a year", example="1971"),
            _KINDS,
            Parameter(name="about", words="only what these entities are tied to", many=True),
        ),
    ),
    Endpoint(
        path="/api/coverage", words="What is known and what is missing", answer=answers.coverage, schema="Coverage"
    ),
    Endpoint(path="/api/queries", words="The saved queries", answer=answers.queries, schema="Queries"),
    Endpoint(
        path="/api/queries/{name}", words="A saved query with its text", answer=answers.query, schema="Query",
        parameters=(
            Parameter(name="name", words="its name", in_path=True, required=True, example="cast-of-season"),
        ),
    ),
    Endpoint(
        path="/api/completion", words="The words that a SPARQL query may use", answer=completing.completion,
        schema="Completion",
        parameters=(
            Parameter(name="q", words="a text: entities that it may mean; without it, all terms", example="gord"),
            Parameter(name="after", words="a property: what it leads to, the most used first", example="crewMember"),
            _limit(10, 50),
        ),
    ),
)  # fmt: skip


async def run_saved(request: Request) -> Response:
    """Answer a saved query with the values of its parameters, in any of the formats of ``/sparql``."""
    name = request.path_params["name"]
    saved = saved_query(name)
    given = {k: short(k, v) for k, v in request.query_params.items() if k not in (horizons.PARAMETER, "format")}
    return await protocol.answer_saved(request, saved.name, given)


async def network(request: Request) -> Response:
    """Answer with the whole network and a fixed place for everything."""
    site: Site = request.app.state.site
    digest, body = await network_cache.network(site, horizons.of_program(request))
    headers = {**HEADERS, "ETag": f'"{digest}"'}
    if f'"{digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


async def horizon(request: Request) -> Response:
    """Say at which horizon this client is answered."""
    site: Site = request.app.state.site
    found = horizons.of_request(request, site.options.seen)
    told = {"seen": found.key if found else None, "words": horizons.in_words(found) if found else None}
    return JSONResponse(told, headers=HEADERS)


async def openapi(request: Request) -> Response:
    """Describe the API."""
    return JSONResponse(describe(ENDPOINTS, __version__, str(request.base_url).rstrip("/")), headers=HEADERS)


routes = [
    *(endpoint.route() for endpoint in ENDPOINTS),
    Route("/api/queries/{name}/run", run_saved),
    Route("/api/network", network),
    Route("/api/horizon", horizon),
    Route("/api/openapi.json", openapi),
]
