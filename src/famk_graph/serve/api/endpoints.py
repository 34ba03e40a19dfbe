"""How the API's addresses are written down: once, for routing, reading parameters and the OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from famk_graph.errors import FamkError
from famk_graph.serve import horizons
from famk_graph.serve.view import MOST, listed, short

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from famk_graph.serve.lens import Lens
    from famk_graph.serve.site import Site

HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Cookie", "Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of the address: name, meaning, type, whether it may be repeated (and how often), and bounds."""

    name: str
    words: str
    kind: str = "string"
    many: bool = False
    values: int = MOST
    required: bool = False
    default: str | int | None = None
    least: int = 0
    most: int = 0
    in_path: bool = False
    example: str | int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API: the universe at its horizon and the values of the parameters."""

    lens: Lens
    values: dict[str, Any]

    def text(self, name: str) -> str:
        """Return a text."""
        return str(self.values[name] or "")

    def number(self, name: str) -> int:
        """Return a whole number."""
        return int(self.values[name])

    def texts(self, name: str) -> list[str]:
        """Return the texts of a parameter that may be repeated."""
        return list(self.values[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address of the API: what it answers, its parameters, and the schema of the answer by name."""

    path: str
    words: str
    answer: Callable[[Call], Any]
    schema: str
    parameters: tuple[Parameter, ...] = ()

    def route(self) -> Route:
        """Return the route; the answer is worked out in a thread."""

        async def endpoint(request: Request) -> Response:
            values = {parameter.name: _read(request, parameter) for parameter in self.parameters}
            site: Site = request.app.state.site
            horizon = horizons.of_program(request)
            told = await run_in_threadpool(self.answer, Call(await site.opened(horizon), values))
            return JSONResponse(told, headers=HEADERS)

        return Route(self.path, endpoint)


def _read(request: Request, parameter: Parameter) -> str | int | list[str] | None:
    """Return the value of a parameter.

    Raises
    ------
    FamkError
        It is missing, too long, or no number within its bounds.

    """
    name = parameter.name
    if parameter.many:
        return listed(name, request.query_params.getlist(name), parameter.values)
    given = request.path_params.get(name) if parameter.in_path else request.query_params.get(name)
    if given is None or not given.strip():
        if parameter.required:
            raise FamkError(f"The parameter “{name}” is missing: {parameter.words}.")
        return parameter.default
    text = short(name, given.strip())
    if parameter.kind != "integer":
        return text
    if not (text.isascii() and text.isdigit() and parameter.least <= int(text) <= parameter.most):
        raise FamkError(f"“{name}” is a whole number from {parameter.least} to {parameter.most}.")
    return int(text)
