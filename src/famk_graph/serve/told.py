"""What a client is told of an error: a status, a message, and what to do; the same at every address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from famk_graph.errors import DataError, FamkError, NotFoundError, QueryTimeoutError
from famk_graph.serve.sparql.workers import BusyError, NotAcceptableError, TooMuchError, WorkerError

if TYPE_CHECKING:
    from famk_graph.serve.site import Site

_STATUS: Final[tuple[tuple[type[FamkError], int], ...]] = (
    (QueryTimeoutError, 504),
    (BusyError, 503),
    (TooMuchError, 503),
    (NotFoundError, 404),
    (NotAcceptableError, 406),
    (WorkerError, 500),
    (DataError, 500),
    (FamkError, 400),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A status, a message for the client, and headers that belong to them."""

    status: int
    message: str
    headers: dict[str, str] = field(default_factory=dict)


def told(site: Site, error: FamkError) -> Told:
    """Return what a client is told of an error; what is not the client's affair goes to the terminal."""
    status = next(code for kind, code in _STATUS if isinstance(error, kind))
    if isinstance(error, WorkerError):
        site.log(f"A worker failed: {error}")
        return Told(status, "Something went wrong here; the terminal says what.")
    if isinstance(error, DataError):  # its message may name what the reader does not know yet
        site.log(str(error))
        return Told(status, "The data hold mistakes; famk check tells them.")
    return Told(status, str(error), {"Retry-After": "2"} if isinstance(error, BusyError) else {})
