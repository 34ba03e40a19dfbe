"""The network's places, worked out once per store and kept beside it: it takes seconds."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from famk_graph.horizon import Horizon
    from famk_graph.serve.site import Site

_SECONDS = 180.0
_FILE = "network-5.json"  # another number when what is told of the network changes


async def network(site: Site, horizon: Horizon) -> tuple[str, bytes]:
    """Return a digest of the network at a horizon, and the network as JSON.

    Raises
    ------
    FamkError
        It could not be worked out; see :meth:`famk_graph.serve.sparql.workers.Workers.run`.

    """
    path = await site.store_path(horizon)
    lock = site.making.setdefault(path, asyncio.Lock())
    kept = Path(path).parent / _FILE
    async with lock:
        if not kept.is_file():
            _, body = await site.workers.run({"do": "network", "store": path}, seconds=_SECONDS)
            await run_in_threadpool(_keep, kept, body)
    body = await run_in_threadpool(kept.read_bytes)
    return hashlib.sha256(body).hexdigest()[:16], body


def _keep(path: Path, body: bytes) -> None:
    """Write a file beside its place and move it there whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".network-")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    Path(name).replace(path)
