"""The static files: looked up by name among those that exist, and told apart by what they hold."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def version(self) -> str:
        """A digest of all files. It is a folder in their addresses, so that what a module imports is versioned too."""
        told = "".join(f"{name} {self.digest(name)}\n" for name in self._files)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def url(self, name: str) -> str:
        """Return the address of a file, which is another one when any file has changed.

        Raises
        ------
        NotFoundError
            There is no such file.

        """
        self.digest(name)
        return f"/static/{self.version}/{name}"

    def response(self, path: str, match: str | None) -> Response:
        """Return a file, for ever if the address names the version of all, or that it has not changed."""
        name = path.removeprefix(f"{self.version}/")
        digest = self.digest(name)
        headers = {"ETag": f'"{digest}"', "Cache-Control": "no-cache" if name == path else _FOREVER}
        if match and f'"{digest}"' in match:
            return Response(status_code=304, headers=headers)
        file = self._files[name].path
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Response(file.read_bytes(), headers={**headers, "Content-Type": kind})


async def serve_static(request: Request) -> Response:
    """Answer a request for a static file."""
    assets: Assets = request.app.state.site.assets
    return assets.response(request.path_params["name"], request.headers.get("if-none-match"))


routes = [Route("/static/{name:path}", serve_static, name="static")]
