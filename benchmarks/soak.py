"""Ask a real server 20,000 mixed questions, some of them hostile: ``python benchmarks/soak.py``.

Fails if an answer has another status than expected, if a quick question has to wait for a bad one, if the server's
memory keeps growing, or if more processes run than there may be.

Options
-------
``--requests`` how many; ``--clients`` how many ask at the same time; ``--seed`` for another mixture.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import questions
import web
from measuring import machine, table

STALLED = 9.0  # seconds: a quick question that takes longer has waited for another one to reach its limit of 10
GROWTH = 1.3  # of the server's own memory, from a fifth of the questions on to the end
ROOM = 80 * 1024**2  # bytes by which it may grow in any case
PROCESSES = 3 + 2 + 4  # quick and heavy workers, and those that just end or start


@dataclass(slots=True)
class Report:
    """What was seen."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    most_processes: int = 0


async def ask(port: int, question: questions.Question) -> int:
    """Send the bytes of a question and return the status; 0 if the server just closed, -1 for one not waited for."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(question.raw.replace(b"{port}", str(port).encode()))
        await writer.drain()
        if question.leaves:
            return -1
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0
        )
        if not question.raw.startswith(b"HEAD"):
            await reader.readexactly(length)
        return int(head.split(b" ", 2)[1])
    except (asyncio.IncompleteReadError, ConnectionError):
        return 0
    finally:
        writer.close()


async def client(port: int, work: asyncio.Queue[questions.Question], report: Report, pid: int) -> None:
    """Ask one question after the other until none is left."""
    while not work.empty():
        question = work.get_nowait()
        await _timed(port, question, report)
        if work.qsize() % 100 == 0:
            _look(pid, report)


async def troublemaker(port: int, report: Report, done: asyncio.Event, draw: random.Random) -> None:
    """Ask what takes as much as it may, again and again, until the others are done."""
    while not done.is_set():
        await _timed(port, draw.choice(questions.HEAVY), report)


async def _timed(port: int, question: questions.Question, report: Report) -> None:
    start = time.perf_counter()
    try:
        status = await asyncio.wait_for(ask(port, question), 60)
    except TimeoutError:
        status = -2
    spent = time.perf_counter() - start
    report.statuses[question.kind][status] += 1
    report.times[question.kind].append(spent)
    if status not in question.expected:
        report.wrong.append(f"{question.kind}: {status} for {question.raw[:120]!r}")
    if not question.heavy and spent > STALLED:
        report.wrong.append(f"{question.kind}: took {spent:.1f} s: {question.raw[:120]!r}")


def _look(pid: int, report: Report) -> None:
    """Note the memory of the server and how many processes it has (where the system tells)."""
    statm = Path(f"/proc/{pid}/statm")
    if statm.is_file():
        report.memory.append(int(statm.read_text().split()[1]) * 4096)
        children = [len(p.read_text().split()) for p in Path(f"/proc/{pid}/task").glob("*/children")]
        report.most_processes = max(report.most_processes, sum(children))


async def soak(port: int, pid: int, options: argparse.Namespace) -> Report:
    """Ask everything."""
    draw, report = random.Random(options.seed), Report()  # noqa: S311 - a mixture, not a secret
    for question in questions.warming():
        await _timed(port, question, Report())
    work: asyncio.Queue[questions.Question] = asyncio.Queue()
    for number in range(options.requests):
        work.put_nowait(questions.mixed(draw, number))
    done = asyncio.Event()
    trouble = [asyncio.create_task(troublemaker(port, report, done, draw)) for _ in range(3)]
    await asyncio.gather(*(client(port, work, report, pid) for _ in range(options.clients)))
    done.set()
    await asyncio.gather(*trouble)
    await _timed(port, questions.AT_LAST, report)
    _look(pid, report)
    return report


def judge(report: Report) -> list[str]:
    """Return what is wrong."""
    wrong = report.wrong[:20]
    if len(report.wrong) > len(wrong):
        wrong.append(f"… and {len(report.wrong) - len(wrong)} more")
    early = report.memory[len(report.memory) // 5 :][:1]
    if early and report.memory[-1] > early[0] * GROWTH + ROOM:
        wrong.append(f"The memory grew from {early[0] >> 20} to {report.memory[-1] >> 20} MiB.")
    if report.most_processes > PROCESSES:
        wrong.append(f"There were {report.most_processes} processes.")
    return wrong


def tell(report: Report) -> None:
    """Print what was asked, answered, and how long it took."""
    rows = []
    for kind, times in sorted(report.times.items()):
        told = ", ".join(f"{status} ×{count}" for status, count in sorted(report.statuses[kind].items()))
        nearly = sorted(times)[int(len(times) * 0.99)]
        rows.append(
            [
                kind,
                f"{len(times):,}",
                told,
                *(f"{t * 1e3:,.0f}" for t in (statistics.median(times), nearly, max(times))),
            ]
        )
    table("The soak", ("question", "times", "status", "median ms", "99 % ms", "longest ms"), rows)
    if report.memory:
        shown = " → ".join(f"{report.memory[int((len(report.memory) - 1) * n / 4)] >> 20}" for n in range(5))
        print(f"\nMemory of the server in MiB: {shown}. Most processes at once: {report.most_processes}.")


def main() -> None:
    """Run the soak and end with 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1969)
    options = parser.parse_args()
    print(f"Measured on {machine()}.")
    port = web.free_port()
    with web.server(*web.explorer(port), port=port) as process:
        report = asyncio.run(soak(port, process.pid, options))
    tell(report)
    wrong = judge(report)
    print("\n".join(["", *wrong]) if wrong else "\nNo answer was wrong, late or lost.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
