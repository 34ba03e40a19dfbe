"""The proof on the real data: a horizon gives, through every door, what data cut at that horizon give.

A fixed part runs always. With FAMK_PROVE=1 (``make prove``) it runs for every position in each show and for
a random sample of the combinations, whose seed is part of each test's name.
"""

from __future__ import annotations

import os
import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import thorough
from cutting import cut

from famk_graph import Universe, export, resources
from famk_graph.check import superclasses
from famk_graph.errors import FamkError
from famk_graph.horizon import SHOWS, Horizon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 20261121
FIXED = ["fam:s1e3,sc:s1e1"]
WRONG = ["Gordo Stevns", "Margo Maddison", "Jamestwn", "Elen Wilson", "Kely Baldwin"]


def positions(show: str) -> list[str]:
    return [f"{show}:s{s}e{e}" for s, count in enumerate(SHOWS[show], 1) for e in range(1, count + 1)]


def horizons() -> list[str]:
    """Return the horizons to prove: the fixed ones, or all of each show and a sample of the pairs."""
    if not os.environ.get("FAMK_PROVE"):
        return FIXED
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    pairs = [f"{one},{other}" for one in positions("fam") for other in positions("sc")]
    return ["none", *positions("fam"), *positions("sc"), *draw.sample(pairs, 20)]


def doors(universe: Universe, folder: Path) -> Iterator[tuple[str, object]]:
    """Yield what each door gives."""
    yield "store", {str(quad) for quad in universe.store}
    for name in universe.queries():
        try:
            result = universe.ask(name)
            answer: object = result.answer
            if answer is None:
                answer = sorted(map(str, result))
        except FamkError as error:
            answer = str(error)
        yield name, answer
    names = universe.names
    yield "names", {entry.id: (entry.label, entry.cls, sorted(entry.names)) for entry in names.entries.values()}
    events = [ident for ident, entry in sorted(names.entries.items()) if "Event" in superclasses(entry.cls)]
    yield "why", {event: universe.why(event) for event in events}
    yield "path", [universe.path(one, other) for one, other in pairwise(events[::6])]
    yield "cards", [universe.entity(ident) for ident in sorted(names.entries)[::7]]
    yield "timeline", universe.timeline()
    yield "coverage", universe.coverage()
    for word in WRONG:
        try:
            universe.entity(word)
        except FamkError as error:
            yield word, str(error)
    yield "draw", universe.draw(folder / "drawn.html").read_bytes()
    for form in ("nquads", "rdf12", "graphml", "csv"):
        yield form, export.FORMATS[form](universe)


@pytest.mark.parametrize("seen", horizons(), ids=lambda seen: f"{seen}-seed{SEED}" if "," in seen else seen)
def test_every_door_gives_what_cut_data_give(seen: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cut(resources.data_dir(), tmp_path / "cut", Horizon.parse(seen))
    (tmp_path / "whole").mkdir()
    (tmp_path / "part").mkdir()
    expected = dict(doors(Universe(seen), tmp_path / "whole"))
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "cut"))
    found = dict(doors(Universe(seen), tmp_path / "part"))
    # Nothing that was left in the cut data is missing at the horizon, so that two accounts of what exists agree.
    assert Universe("all").names.entries.keys() == Universe(seen).names.entries.keys()
    assert [name for name in expected if found[name] != expected[name]] == []
    assert found.keys() == expected.keys()


@thorough
def test_the_proof_can_fail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Data cut one episode too early are found out, so that the comparison above means something."""
    cut(resources.data_dir(), tmp_path / "cut", Horizon.parse("fam:s1e4"))
    whole = {str(quad) for quad in Universe("fam:s1e5").store}
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "cut"))
    assert {str(quad) for quad in Universe("fam:s1e5").store} < whole
