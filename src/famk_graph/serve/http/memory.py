"""Answers that were given before: a store never changes, so neither does what it answers.

A client that wants an answer worked out anew says ``Cache-Control: no-cache``, as to any cache (RFC 9111).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from famk_graph.serve.http.bodies import LONGEST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Key = tuple[bytes, ...]
# Files, which have their own ways of not being sent twice, and what tells which of them have been made.
_APART: Final = ("/static/", "/data/dumps", "/data/void", "/.well-known/void")
_POSTED: Final = "/sparql"  # where a question may be posted, since it may be too long for an address
_TOLD_APART: Final = (b"accept", b"cookie", b"host", b"content-type")  # the headers that decide on an answer
_BYPASSED: Final = (b"cache-control", b"if-none-match")
_LARGEST: Final = 1024 * 1024  # bytes of one answer


class Memory:
    """Middleware that keeps answers to questions that only read, up to a number of bytes, the latest asked for."""

    def __init__(self, app: ASGIApp, size: int = 32 * 1024 * 1024) -> None:
        """Wrap an application."""
        self._app, self._size, self._used = app, size, 0
        self._kept: OrderedDict[Key, tuple[Message, Message]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, from memory if it was asked before."""
        key = _key(scope)
        if key is not None and scope["method"] == "POST":
            body, receive = await _read(receive)
            key = None if body is None else (*key, body)
        if key is None:
            await self._app(scope, receive, send)
            return
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            await send(dict(known[0]))
            await send(known[1])
            return
        told: list[Message] = []

        async def listen(message: Message) -> None:
            if len(told) <= 2:  # noqa: PLR2004 - a head and a body; what comes in more pieces is not kept
                told.append(dict(message))
            await send(message)

        await self._app(scope, receive, listen)
        self._keep(key, told)

    def _keep(self, key: Key, told: list[Message]) -> None:
        """Keep an answer that is whole, right and not too large."""
        if len(told) != 2 or told[0].get("status") != 200 or told[1].get("more_body"):  # noqa: PLR2004 - as above
            return
        size = _size(key, told[1])
        if size > _LARGEST or key in self._kept:
            return
        self._kept[key] = (told[0], told[1])
        self._used += size
        while self._used > self._size:
            oldest, (_, body) = self._kept.popitem(last=False)
            self._used -= _size(oldest, body)


def _size(key: Key, body: Message) -> int:
    return sum(map(len, key)) + len(body.get("body", b""))


def _key(scope: Scope) -> Key | None:
    """Return what an answer depends on, or ``None`` for a request whose answer is not kept."""
    if scope["type"] != "http" or scope["path"].startswith(_APART):
        return None
    if scope["method"] != "GET" and (scope["method"], scope["path"]) != ("POST", _POSTED):
        return None
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    if any(name in _BYPASSED for name, _ in headers):
        return None
    # A header may be sent in several lines, of which an application may read the first, the last, or all.
    deciding = (b"%s:%s" % header for header in headers if header[0] in _TOLD_APART)
    return (scope["method"].encode(), scope["path"].encode(), scope["query_string"], *deciding)


async def _read(receive: Receive) -> tuple[bytes | None, Receive]:
    """Return the body of a request, ``None`` if it is too long or breaks off, and what gives it once more."""
    read: list[Message] = []
    more, size = True, 0
    while more and size <= LONGEST:
        message = await receive()
        read.append(message)
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    whole = size <= LONGEST and read[-1]["type"] == "http.request"
    body = b"".join(message.get("body", b"") for message in read) if whole else None

    async def again() -> Message:
        return read.pop(0) if read else await receive()

    return body, again
