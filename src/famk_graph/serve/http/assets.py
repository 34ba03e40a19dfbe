"""The static files: looked up by name among those that exist, and told apart by what they hold."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from famk_graph import resources
from famk_graph.errors import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".rules": "application/speculationrules+json",
    ".wasm": "application/wasm",
}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(slots=True)
class _File:
    path: Path
    stamp: tuple[int, int] = (0, 0)
    digest: str = ""


class Assets:
    """The files below ``static/``. A name that is not among them is not found, whatever dots and slashes it has."""

    def __init__(self) -> None:
        """List the files; each is read when it is first asked for."""
        root = resources.static_dir()
        self._files = {
            path.relative_to(root).as_posix(): _File(path) for path in sorted(root.rglob("*")) if path.is_file()
        }

    def digest(self, name: str) -> str:
        """Return a short digest of what a file holds; it is read again only when it has changed.

        Raises
        ------
        NotFoundError
            There is no such file.

        """
        file = self._files.get(name)
        if file is None:
            raise NotFoundError(f"There is no static file “{name[:100]}”.")
        stat = file.path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        if stamp != file.stamp:
            file.digest, file.stamp = hashlib.sha256(file.path.read_bytes()).hexdigest()[:16], stamp
        return file.digest

    def url(self, name: str) -> str:
        """Return the address of a file, which changes with what it holds."""
        return f"/static/{name}?v={self.digest(name)}"

    def response(self, name: str, asked: str | None, match: str | None) -> Response:
        """Return a file, for ever if the address names its digest, or that it has not changed."""
        digest = self.digest(name)
        headers = {"ETag": f'"{digest}"', "Cache-Control": _FOREVER if asked == digest else "no-cache"}
        if match and f'"{digest}"' in match:
            return Response(status_code=304, headers=headers)
        path = self._files[name].path
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Response(path.read_bytes(), headers={**headers, "Content-Type": kind})


async def serve_static(request: Request) -> Response:
    """Answer a request for a static file."""
    assets: Assets = request.app.state.site.assets
    return assets.response(
        request.path_params["name"], request.query_params.get("v"), request.headers.get("if-none-match")
    )


routes = [Route("/static/{name:path}", serve_static, name="static")]
