"""Bodies of requests, read up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST = 256 * 1024  # bytes of a query or a form


async def body_of(request: Request, limit: int = LONGEST) -> bytes:
    """Return the body of a request.

    Raises
    ------
    HTTPException
        413: it is longer than the limit.

    """
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise HTTPException(413, f"The request is longer than {limit // 1024} KiB.")
        parts.append(part)
    return b"".join(parts)


async def pairs_of(request: Request) -> list[tuple[str, str]]:
    """Return the fields of an urlencoded form, in their order.

    Raises
    ------
    HTTPException
        400: the body is no such form; 413: it is too long.

    """
    try:
        text = (await body_of(request)).decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise HTTPException(
            400, "The form cannot be read: it is not urlencoded UTF-8, or has too many fields."
        ) from None


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of an urlencoded form sent by a page of this server.

    Raises
    ------
    HTTPException
        403: the form stands on another site's page; 400 and 413 as above.

    """
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    foreign = origin is not None and origin.partition("://")[2] != request.headers.get("host", "")
    if foreign or site not in ("same-origin", "none"):
        raise HTTPException(403, "This form was sent from another site.")
    return dict(await pairs_of(request))
