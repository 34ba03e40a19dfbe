"""A bounded number of worker processes, so that no query stalls another one's.

A few workers answer what is quick. A query that has cost more than ``patience`` of the processor's time counts as
heavy: it is given less of the processor, another worker takes its place among the quick ones, and at the time limit
it is killed. Only so many may be heavy at once; the next one is given up as soon as somebody waits for its worker. So
a quick query waits no longer than ``patience`` for each heavy one before it, and not at all for those whose client has
left. What was heavy once is taken to be heavy when it is asked again. The idea of lanes is that of supermarkets; that
of killing is forced, for the engine cannot be stopped in any other way.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from famk_graph.errors import FamkError, QueryError, QueryTimeoutError
from famk_graph.serve.sparql import process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from famk_graph.serve.sparql.process import WorkerProcess
    from famk_graph.serve.sparql.worker import Reply


_TOO_DEEP = "The query takes more memory, or is nested deeper, than it may.\n    Narrow it, or add a LIMIT."
_AGAIN = 0.2  # seconds between two looks at a query
_REMEMBERED = 256  # queries known to be heavy


class BusyError(FamkError):
    """Too much is being asked at once; later it will be answered."""


class TooMuchError(FamkError):
    """A query whose answer is too large, or takes too much memory."""


class NotAcceptableError(FamkError):
    """The client takes none of the formats that the answer has."""


class WorkerError(FamkError):
    """A worker failed for a reason that is not the query's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What workers may use.

    Attributes
    ----------
    seconds
        How long a query may take.
    patience
        After how many seconds of the processor's time it counts as heavy.
    quick, heavy
        How many workers there are for quick queries, and how many heavy ones may go on beside them.
    waiting
        How many queries may wait for a worker.
    largest
        How many bytes an answer may have.
    memory
        How many bytes of memory a worker may use (where the system has such a limit).

    """

    seconds: float = 10.0
    patience: float = 0.75
    quick: int = 3
    heavy: int = 2
    waiting: int = 64
    largest: int = 32 * 1024 * 1024
    memory: int = 2 * 1024**3


class Workers:
    """The workers of one server; to be used within one event loop."""

    def __init__(self, limits: Limits) -> None:
        """Start nothing yet."""
        self.limits = limits
        self._idle: deque[WorkerProcess] = deque()
        self._queue: deque[asyncio.Future[WorkerProcess]] = deque()
        self._all: set[WorkerProcess] = set()
        self._heavy = self._starting = 0
        self._known_heavy: OrderedDict[int, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False

    async def start(self) -> None:
        """Start the quick workers."""
        self._open = True
        self._mend()

    async def close(self) -> None:
        """End all workers and whatever they are doing."""
        self._open = False
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for future in self._queue:
            if not future.done():
                future.set_exception(BusyError("The explorer is closing."))
        self._queue.clear()
        for worker in tuple(self._all):
            worker.kill(BusyError("The explorer is closing."))
            await worker.gone()
        self._all.clear()
        self._idle.clear()

    async def run(
        self,
        job: dict[str, Any],
        body: bytes = b"",
        seconds: float | None = None,
        gone: Callable[[], Awaitable[bool]] | None = None,
    ) -> Reply:
        """Have a job done by the next free worker.

        Parameters
        ----------
        job, body
            What :class:`famk_graph.serve.sparql.worker.Worker` is to do.
        seconds
            The time limit; that of the limits if left out.
        gone
            Tells whether nobody waits for the answer any more; it is asked after a time in the queue, and once the
            job proves heavy.

        Raises
        ------
        BusyError
            Too many wait already, or too many heavy queries are going on.
        QueryTimeoutError
            The time limit was reached.
        TooMuchError
            The answer is too large, or took too much memory.
        QueryError, NotAcceptableError
            The query is wrong, or its answer has no form that the client takes.
        WorkerError
            Something failed that should not.

        """
        key = hash((body, *(repr(job.get(part)) for part in ("store", "default", "named", "bindings"))))
        expected = key in self._known_heavy
        if expected and self._heavy >= self.limits.heavy:
            raise _too_many_heavy()
        worker = await self._next(gone)
        limit = self.limits.seconds if seconds is None else seconds
        worker.begin(key, gone)
        timer = asyncio.get_running_loop().call_later(limit, worker.kill, _too_long(limit))
        worker.watch = asyncio.get_running_loop().call_later(
            0 if expected else self.limits.patience, self._look, worker, expected
        )
        try:
            header, answer = await worker.ask(job, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            # The system may not have told yet that the process has ended; it must not be asked again.
            worker.kill(TooMuchError(_TOO_DEEP))
            raise worker.verdict or TooMuchError(_TOO_DEEP) from None
        except asyncio.CancelledError:
            worker.kill(BusyError("The question was taken back."))
            raise
        finally:
            timer.cancel()
            self._release(worker)
        if "error" in header:
            raise _told(header, self.limits)
        return header, answer

    async def _next(self, gone: Callable[[], Awaitable[bool]] | None) -> WorkerProcess:
        while self._idle:
            worker = self._idle.popleft()
            if worker.alive:
                return worker
            self._retire(worker)
        self._open = True
        self._mend()
        if len(self._queue) >= self.limits.waiting:
            raise BusyError("Too many queries wait for an answer.\n    Ask again in a moment.")
        future: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        self._queue.append(future)
        timer = asyncio.get_running_loop().call_later(self.limits.seconds, _give_up, future)
        try:
            worker = await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and not future.exception():
                self._free(future.result())
            raise
        finally:
            timer.cancel()
            if future in self._queue:
                self._queue.remove(future)
        if gone and await gone():  # who left while they waited is not worked for
            self._free(worker)
            raise BusyError("Nobody waits for the answer any more.")
        return worker

    def _look(self, worker: WorkerProcess, heavy: bool) -> None:  # noqa: FBT001 - an argument of a timer
        """Move a worker among the heavy ones if it is one, or give its query up if there are too many."""
        if not (heavy or worker.cost() >= self.limits.patience):
            self._look_again(worker)
        elif self._heavy < self.limits.heavy:
            worker.heavy = True
            self._heavy += 1
            self._remember(worker.key)
            worker.step_back()
            self._mend()
            self._spawn(self._end_if_gone(worker))
        elif self._queue:
            self._remember(worker.key)
            worker.kill(_too_many_heavy())
        else:
            self._look_again(worker)

    def _look_again(self, worker: WorkerProcess) -> None:
        worker.watch = asyncio.get_running_loop().call_later(_AGAIN, self._look, worker, False)

    async def _end_if_gone(self, worker: WorkerProcess) -> None:
        """End a heavy query for whose answer nobody waits any more."""
        key = worker.key
        while worker.alive and worker.busy and worker.key == key and worker.gone_away:
            if await worker.gone_away():
                worker.kill(BusyError("Nobody waits for the answer any more."))
                return
            await asyncio.sleep(_AGAIN)

    def _remember(self, key: int) -> None:
        self._known_heavy[key] = None
        self._known_heavy.move_to_end(key)
        while len(self._known_heavy) > _REMEMBERED:
            self._known_heavy.popitem(last=False)

    def _release(self, worker: WorkerProcess) -> None:
        """Put a worker back, or another in its place: one that was heavy, or killed, is not used again."""
        if worker.heavy and worker.alive and worker.cost() < self.limits.patience:
            self._known_heavy.pop(worker.key, None)  # it was not that heavy after all
        worker.end()
        if worker.heavy:
            self._heavy -= 1
            self._retire(worker)
        elif worker.alive:
            self._free(worker)
        else:
            self._retire(worker)

    def _free(self, worker: WorkerProcess) -> None:
        while self._queue:
            future = self._queue.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _retire(self, worker: WorkerProcess) -> None:
        worker.kill(WorkerError("It has ended."))
        self._spawn(self._bury(worker))
        self._mend()

    async def _bury(self, worker: WorkerProcess) -> None:
        """Wait for a worker's end; should the server close meanwhile, it is still among those to be waited for."""
        await worker.gone()
        self._all.discard(worker)

    def _mend(self) -> None:
        """Start as many workers as there are too few; they are counted anew, so that no accident loses one for good."""
        there = self._starting + sum(worker.alive and not worker.heavy for worker in self._all)
        for _ in range(self.limits.quick - there if self._open else 0):
            self._starting += 1
            self._spawn(self._add())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        try:
            worker = await process.start(self.limits.memory)
        except OSError:  # the system has no room for a process now; the next question tries again
            return
        finally:
            self._starting -= 1
        self._all.add(worker)
        self._free(worker)


def _too_many_heavy() -> BusyError:
    return BusyError("Too many heavy queries are going on.\n    Ask again in a moment, or ask for less.")


def _too_long(limit: float) -> QueryTimeoutError:
    return QueryTimeoutError(f"The query took more than {limit:g} s and was ended.\n    Narrow it, or add a LIMIT.")


def _give_up(future: asyncio.Future[WorkerProcess]) -> None:
    if not future.done():
        future.set_exception(BusyError("No worker came free in time.\n    Ask again in a moment."))


def _told(header: dict[str, Any], limits: Limits) -> FamkError:
    """Return the error that a worker's reply tells of."""
    message = header["message"]
    if header["error"] == "TooLargeError":
        size = f"{limits.largest / 1024**2:g} MiB"
        return TooMuchError(f"The answer has more than {size}.\n    Add a LIMIT, or ask for less.")
    if header["error"] == "MemoryError":
        return TooMuchError(_TOO_DEEP)
    if header["error"] == "NotAcceptable":
        return NotAcceptableError(message)
    return QueryError(message) if header["error"] != "crash" else WorkerError(message)
