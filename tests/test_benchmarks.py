"""The benchmarks run; what they measure is for people to read, since times differ from machine to machine."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import ROOT, thorough

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RUN = ROOT / "benchmarks" / "run.py"


def titles(*parts: str) -> list[str]:
    """Return the first words of the tables that a quick run of some parts prints."""
    only = [word for part in parts for word in ("--only", part)]
    done = subprocess.run([sys.executable, RUN, "--quick", *only], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Measured on ")
    return [line.split()[1] for line in done.stdout.splitlines() if line.startswith("## ")]


@thorough
def test_a_quick_run_prints_every_table() -> None:
    """Those that start servers or take long even when they are quick are left to ``make bench``."""
    assert titles("door", "rdflib", "processes", "build") == ["The", "rdflib's", "Whole", "Building:", "Building:"]


def test_synthetic_claims_are_as_many_as_asked_and_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(RUN.parent)
    import synthetic  # type: ignore[import-not-found]

    from famk_graph.check import check
    from famk_graph.read import read

    for name in ("one", "two"):
        synthetic.write(tmp_path / name, 2_000)
    files = sorted((tmp_path / "one").glob("*.yaml"))
    assert [f.read_bytes() for f in files] == [(tmp_path / "two" / f.name).read_bytes() for f in files]
    dataset, findings = read(files)
    findings += check(dataset)
    assert not findings.problems()
    works = sum(1 for claim in dataset.claims if claim.reveal.key in ("production", "history"))
    assert len(dataset.claims) - works == 2_000


def test_the_soak_asks_the_same_questions_each_time_and_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(RUN.parent)
    import questions  # type: ignore[import-not-found]
    import soak  # type: ignore[import-not-found]

    draws = random.Random(7), random.Random(7)  # noqa: S311 - a mixture, not a secret
    one, two = ([questions.mixed(draw, n) for n in range(300)] for draw in draws)
    assert one == two
    assert {question.kind for question in one} >= {"page", "API", "query", "wrong query", "climbing path", "garbage"}
    right = soak.Report(memory=[100 << 20] * 10, most_processes=5)
    assert soak.judge(right) == []
    assert soak.judge(soak.Report(wrong=["query: 500"])) == ["query: 500"]
    assert "memory grew" in soak.judge(soak.Report(memory=[100 << 20] * 5 + [400 << 20]))[0]
    assert "processes" in soak.judge(soak.Report(most_processes=50))[0]
