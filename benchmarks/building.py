"""How long the real loader takes, stage by stage, for more and more synthetic claims.

Run as a program with a folder of data, it loads that folder and prints its figures as JSON; each size is measured in
a process of its own, so that none inherits another's memory.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)
QUICK = (1_000, 2_000)
STAGES = ("read", "check", "compile", "load", "infer")


def compare(*, quick: bool) -> None:
    """Print seconds and peak memory of every stage at every size."""
    import synthetic
    from measuring import duration, table

    rows, growth = [], []
    base = 0.0
    for size in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory(prefix="famk-benchmark-") as folder:
            data = Path(folder) / "data"
            synthetic.write(data, size)
            figures = _measure(data, Path(folder) / "cache")
        claims = figures["claims"]
        total = sum(figures[f"{stage} s"] for stage in STAGES)
        each = total / claims * 10_000
        base = base or each
        amounts = [f"{each / base:.2f}", f"{figures['quads']:,.0f}"]
        growth.append([f"{claims:,.0f}", duration(total), duration(each), *amounts])
        cells = [f"{duration(figures[f'{stage} s'])}, {figures[f'{stage} MB']:,.0f} MB" for stage in STAGES]
        rows.append([f"{claims:,.0f}", *cells])
    table("Building: seconds and highest memory of each stage", ["claims", *STAGES], rows)
    columns = ["claims", "whole build", "per 10,000 claims", "against the first", "quads in the store"]
    table("Building: growth", columns, growth)


def _measure(data: Path, cache: Path) -> dict[str, float]:
    environment = {**os.environ, "FAMK_DATA": str(data), "FAMK_CACHE": str(cache)}
    run = subprocess.run([sys.executable, __file__, str(cache)], check=True, stdout=subprocess.PIPE, env=environment)
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def _load(folder: Path) -> dict[str, float]:
    """Run the loader on the data folder of the environment and return what each stage took."""
    from famk_graph import store
    from famk_graph.check import check
    from famk_graph.compile import compile_quads
    from famk_graph.errors import DataError
    from famk_graph.read import read

    figures: dict[str, float] = {}
    clock = _Clock(figures)
    dataset, findings = read(store.data_files())
    clock.lap("read")
    findings += check(dataset)
    if findings:
        raise DataError(findings.problems())
    clock.lap("check")
    deque(compile_quads(dataset), maxlen=0)
    clock.lap("compile")
    folder.mkdir()
    counts = store.fill(folder / "store", compile_quads(dataset), inference=False)
    clock.lap("load")
    deque(store.with_inferred(compile_quads(dataset)), maxlen=0)
    clock.lap("infer")
    for stage in ("load", "infer"):
        figures[f"{stage} s"] -= figures["compile s"]  # both compile once more, quad by quad
    return {**figures, **{name: counts[name] for name in ("claims", "quads")}}


class _Clock:
    """Notes the time and the highest memory of each stage."""

    def __init__(self, figures: dict[str, float]) -> None:
        self.figures, self.start = figures, time.perf_counter()

    def lap(self, stage: str) -> None:
        self.figures[f"{stage} s"] = time.perf_counter() - self.start
        self.figures[f"{stage} MB"] = _peak()
        self.start = time.perf_counter()


def _peak() -> float:
    """Return the highest resident memory since the last call in megabytes; where Linux cannot say, since the start."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not (status.exists() and os.access(reset, os.W_OK)):
        unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    reset.write_text("5")
    return int(peak.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(_load(Path(sys.argv[1]))))
