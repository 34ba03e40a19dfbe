"""One worker process, seen from the server: asking it, what it costs, and ending it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from famk_graph.serve.sparql.worker import LENGTHS

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable

    from famk_graph.errors import FamkError
    from famk_graph.serve.sparql.worker import Reply

_TICKS = os.sysconf("SC_CLK_TCK") if os.path.isdir("/proc/self") else 0  # noqa: PTH112 - a look, not a path


class WorkerProcess:
    """One process, and what is being done in it."""

    def __init__(self, process: Process) -> None:
        """Take a process that was started with pipes."""
        assert process.stdin is not None  # noqa: S101 - started with pipes
        assert process.stdout is not None  # noqa: S101 - as above
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self.heavy = self.busy = False
        self.verdict: FamkError | None = None
        self.key = 0
        self.gone_away: Callable[[], Awaitable[bool]] | None = None
        self.watch: asyncio.TimerHandle | None = None
        self._spent, self._since = 0.0, 0.0

    def begin(self, key: int, gone: Callable[[], Awaitable[bool]] | None) -> None:
        """Note what is asked, and what the process has cost before."""
        self.key, self.gone_away, self.busy = key, gone, True
        self._spent, self._since = _processor_time(self._process.pid), time.monotonic()

    def end(self) -> None:
        """Note that the answer was given, or that there will be none."""
        self.busy = False
        if self.watch:
            self.watch.cancel()

    def cost(self) -> float:
        """Return the seconds of the processor's time that the query has taken; by the clock where no system tells."""
        spent = _processor_time(self._process.pid)
        return spent - self._spent if spent else time.monotonic() - self._since

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None and self.verdict is None

    async def ask(self, job: dict[str, Any], body: bytes) -> Reply:
        """Send a job and return the reply.

        Raises
        ------
        asyncio.IncompleteReadError, ConnectionError
            The process has ended.

        """
        told = json.dumps(job).encode()
        self._in.write(LENGTHS.pack(len(told), len(body)) + told + body)
        await self._in.drain()
        head, size = LENGTHS.unpack(await self._out.readexactly(LENGTHS.size))
        header: dict[str, Any] = json.loads(await self._out.readexactly(head))
        return header, await self._out.readexactly(size)

    def kill(self, verdict: FamkError) -> None:
        """End the process; whoever waits for its answer is told the verdict."""
        self.verdict = self.verdict or verdict
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                # By its number, for asyncio looks first whether it has ended by itself, and then misses that it has.
                os.kill(self._process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def step_back(self) -> None:
        """Leave the processor to the quick."""
        if hasattr(os, "setpriority"):
            with suppress(ProcessLookupError):  # it may have ended just now
                os.setpriority(os.PRIO_PROCESS, self._process.pid, 10)

    async def gone(self) -> None:
        """Wait until the process has ended and close what led to it."""
        self._in.close()
        await self._process.wait()


async def start(memory: int) -> WorkerProcess:
    """Start a worker that may use so many bytes of memory."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "famk_graph.serve.sparql.worker", str(memory),
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # memory that was given back is not kept for each thread
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        limit=1 << 20,
    )  # fmt: skip
    return WorkerProcess(process)


def _processor_time(pid: int) -> float:
    """Return the seconds of the processor's time that a process has taken; 0 where the system does not tell."""
    if not _TICKS:
        return 0.0
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123 - asked for each query, so the quickest way
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
