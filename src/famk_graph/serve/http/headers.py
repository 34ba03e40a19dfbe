"""What every response carries, and under which names the server answers at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
]


class Headers:
    """Middleware that adds the safe headers.

    It answers only under the names it was told: a page elsewhere whose name was made to point here (DNS
    rebinding) gets nothing.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] = ()) -> None:
        """Wrap an application; without hosts any name will do."""
        self._app = app
        self._hosts = frozenset(host.encode().lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SAFE]
            await send(message)

        app: ASGIApp = self._app if self._is_known(scope) else _elsewhere
        await app(scope, receive, send_safe)

    def _is_known(self, scope: Scope) -> bool:
        if not self._hosts:
            return True
        host: bytes = next((value for name, value in scope["headers"] if name == b"host"), b"")
        name = host if host.endswith(b"]") else host.rpartition(b":")[0] or host
        return name.lower() in self._hosts


_elsewhere = PlainTextResponse("This server does not answer under that name.\n", status_code=421)
