"""Timing side by side, and tables of what came out."""

from __future__ import annotations

import os
import platform
import statistics
import time
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def interleaved(tasks: Mapping[str, Callable[[], object]], repeats: int, least: float = 0.0) -> dict[str, float]:
    """Return the median seconds of one call of each task.

    The tasks take turns within every round and change their order from round to round, so that a busy moment of
    the machine falls on all of them. A quick task is called as often within a turn as it takes to fill ``least``
    seconds.
    """
    calls = {name: _calls(task, least) for name, task in tasks.items()}
    times: dict[str, list[float]] = {name: [] for name in tasks}
    names = list(tasks)
    for number in range(repeats):
        for name in names if number % 2 == 0 else reversed(names):
            task = tasks[name]
            start = time.perf_counter()
            for _ in range(calls[name]):
                task()
            times[name].append((time.perf_counter() - start) / calls[name])
    return {name: statistics.median(values) for name, values in times.items()}


def _calls(task: Callable[[], object], least: float) -> int:
    task()
    start = time.perf_counter()
    task()
    return max(1, round(least / max(time.perf_counter() - start, 1e-7)))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown; all but the first column stand right."""
    widths = [max(len(row[n]) for row in [columns, *rows]) for n in range(len(columns))]
    print(f"\n## {title}\n")
    for number, row in enumerate([columns, ["-" * w for w in widths], *rows]):
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        if number == 1:
            cells[1:] = [cell[:-1] + ":" for cell in cells[1:]]
        print(f"| {' | '.join(cells)} |")


def duration(seconds: float) -> str:
    """Return a time in the unit in which it reads well."""
    for unit, factor in (("s", 1), ("ms", 1e3)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def machine() -> str:
    """Return one line about what the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in ("pyoxigraph", "rdflib", "click"))
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    return f"{system}; Python {platform.python_version()}, {libraries}"
