"""What all requests of one server share: the universes of its readers' horizons, templates, static files."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from famk_graph import store
from famk_graph.serve.http.assets import Assets
from famk_graph.serve.lens import Lens
from famk_graph.serve.render import Templates
from famk_graph.serve.sparql.workers import Limits, Workers
from famk_graph.universe import Universe

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph.horizon import Horizon

Made = TypeVar("Made")
_AT_ONCE = 3  # horizons that are cut at the same time; the threads are there for pages, too
_KEPT = 6  # universes held open; more horizons than this are opened anew when they are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a server was started.

    Attributes
    ----------
    extra
        Files with facts of the user's own.
    as_of
        A day: answers as the press knew it then.
    inference
        Whether what follows from the facts exists beside them.
    seen
        The horizon of readers who have not set one; ``None`` to ask them.
    limits
        What queries may use.
    wait
        How many seconds a page waits for a horizon to be cut before it says so; ``None`` to wait until it is.
    hosts
        The names under which the server may be addressed; empty for any.

    """

    extra: tuple[str, ...] = ()
    as_of: str | None = None
    inference: bool = True
    seen: str | None = None
    limits: Limits = field(default_factory=Limits)
    wait: float | None = 2.0
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")


@dataclass(slots=True)
class _Slot:
    """The place of one universe: who comes second waits until the first has opened it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    lens: Lens | None = None


class Site:
    """The state of a running server; everything in it may be used from several threads."""

    def __init__(self, options: Options) -> None:
        """Read the names of the static files; no universe is opened yet."""
        self.options = options
        self.assets = Assets()
        self.templates = Templates(self.assets)
        self._slots: OrderedDict[str, _Slot] = OrderedDict()
        self._guard = threading.Lock()
        self._paths: dict[str, str] = {}
        self.workers = Workers(options.limits)
        self._running: dict[tuple[str, str], asyncio.Future[object]] = {}
        self._cutters = ThreadPoolExecutor(_AT_ONCE, "horizon")
        self.making: dict[str, asyncio.Lock] = {}

    def lens(self, horizon: Horizon) -> Lens:
        """Return the universe at a horizon with what is worked out of it; it is opened (and cut) if need be.

        Call this in a thread: it may take its time.

        Raises
        ------
        FamkError
            The data hold mistakes.

        """
        with self._guard:
            slot = self._slots.setdefault(horizon.key, _Slot())
            self._slots.move_to_end(horizon.key)
            while len(self._slots) > _KEPT:
                self._slots.popitem(last=False)
        with slot.lock:
            if slot.lens is None:
                options = self.options
                slot.lens = Lens(Universe(horizon.key, options.extra, as_of=options.as_of, inference=options.inference))
            return slot.lens

    async def soon(self, horizon: Horizon) -> Lens | None:
        """Return the lens of a horizon, or ``None`` if it is still being cut after a while; that goes on meanwhile."""
        if (lens := self._open(horizon)) is not None:
            return lens
        opening = self._once("lens", horizon, self.lens)
        await asyncio.wait({opening}, timeout=self.options.wait)
        return opening.result() if opening.done() else None

    async def opened(self, horizon: Horizon) -> Lens:
        """Return the lens of a horizon, however long it takes to cut it; see :meth:`lens`."""
        if (lens := self._open(horizon)) is not None:
            return lens
        return await asyncio.shield(self._once("lens", horizon, self.lens))

    def _open(self, horizon: Horizon) -> Lens | None:
        """Return the lens of a horizon if it is open."""
        with self._guard:
            slot = self._slots.get(horizon.key)
            if slot is None or slot.lens is None:
                return None
            self._slots.move_to_end(horizon.key)
            return slot.lens

    def stop_cutting(self) -> None:
        """Cut no horizon that still waits, and wait for those that are being cut; whoever asks later begins anew."""
        cutters, self._cutters = self._cutters, ThreadPoolExecutor(_AT_ONCE, "horizon")
        cutters.shutdown(cancel_futures=True)

    def _once(self, what: str, horizon: Horizon, work: Callable[[Horizon], Made]) -> asyncio.Future[Made]:
        """Return the outcome of some work on a horizon that goes on in a thread: one, however many wait for it."""
        key = (what, horizon.key)
        running = self._running.get(key)
        if running is None or running.done() or running.get_loop() is not asyncio.get_running_loop():
            running = self._running[key] = asyncio.get_running_loop().run_in_executor(self._cutters, work, horizon)
            running.add_done_callback(lambda done: self._ended(key, done))
        return running  # type: ignore[return-value]

    def _ended(self, key: tuple[str, str], done: asyncio.Future[object]) -> None:
        if self._running.get(key) is done:
            del self._running[key]  # or it would keep the universe open for ever
        # Who asked may have left; an error is then told to the next who asks, who makes it anew.
        _ = done.cancelled() or done.exception()

    async def store_path(self, horizon: Horizon) -> str:
        """Return where the store of a horizon lies, for a worker to open; it is built first if need be."""
        path = self._paths.get(horizon.key)
        # The cache drops old builds when there are newer ones, such as of other data: what is gone is built again.
        if path is None or not Path(path).exists():  # noqa: ASYNC240 - microseconds
            path = self._paths[horizon.key] = str(await asyncio.shield(self._once("store", horizon, self._build)))
        return path

    def _build(self, horizon: Horizon) -> Path:
        from famk_graph.asof import parse_day
        from famk_graph.extras import expand

        options = self.options
        day = parse_day(options.as_of) if options.as_of else None
        files = expand([Path(path) for path in options.extra]) if options.extra else ()
        return store.build(horizon, files, None, day, inference=options.inference).path

    def log(self, message: str) -> None:
        """Tell whoever started the server of something that readers need not know."""
        sys.stderr.write(message + "\n")
