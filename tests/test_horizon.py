"""A horizon reads many spellings, refuses what does not exist, and admits reveals as promised."""

from __future__ import annotations

from typing import Any

import pytest

from famk_graph import Universe
from famk_graph.errors import FamkError
from famk_graph.horizon import SHOWS, Horizon


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("fam:s2e5,sc:s1e3", "fam:s2e5,sc:s1e3"),
        ("SC:S01E03, fam:2x05", "fam:s2e5,sc:s1e3"),
        ("fam:s2", "fam:s2e10"),
        ("fam-s02e05", "fam:s2e5"),
        ("star-city:s1", "sc:s1e8"),
        ("for-all-mankind:season1", "fam:s1e10"),
        ("fam:s5,sc:s1", "all"),
        ("all", "all"),
        ("none", "none"),
        ("fam:all,sc:none", "fam:s5e10"),
        ("fam s2e5", "fam:s2e5"),
        ("For All Mankind season 2 episode 5, Star City: s1e3", "fam:s2e5,sc:s1e3"),
    ],
)
def test_spellings(text: str, key: str) -> None:
    assert Horizon.parse(text).key == key


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fam:s6", "there is no season 6"),
        ("fam:s1e11", "there is no episode 11"),
        ("sc:s1e0", "there is no episode 0"),
        ("fan:s1", "did you mean fam"),
        ("fam:episode", "not a position"),
        ("fam:s1,fam:s2", "names fam twice"),
        ("lost", "Unknown show"),
        ("s2e5", "Write fam:s2e5 or sc:s2e5"),
        ("2x05", "does not say in which show"),
        ("fam:", "Write for example"),
    ],
)
def test_what_does_not_exist_is_refused(text: str, message: str) -> None:
    with pytest.raises(FamkError, match=message):
        Horizon.parse(text)


@pytest.mark.parametrize("seen", [None, 2, ("fam", 2)])
def test_what_is_no_text_is_refused_rather_than_guessed(seen: Any) -> None:  # noqa: ANN401 - what no type checker stopped
    with pytest.raises(FamkError, match="is no horizon"):
        Universe(seen=seen)


@pytest.mark.parametrize(
    ("horizon", "reveal", "admitted"),
    [
        ("none", "premise", True),
        ("none", "history", True),
        ("none", "fam-s01e01", False),
        ("fam:s1e2", "fam-s01e02", True),
        ("fam:s1e2", "fam-s01e03", False),
        ("fam:s2e1", "fam-s01e10", True),
        ("sc:s1e8", "fam-s01e01", False),
        ("fam:s2e3", "fam-s02e03+sc-s01e01", False),
        ("fam:s2e3,sc:s1e1", "fam-s02e03+sc-s01e01", True),
    ],
)
def test_a_reveal_needs_all_its_episodes(horizon: str, reveal: str, admitted: bool) -> None:
    assert Horizon.parse(horizon).admits(reveal) is admitted


def test_the_positions_are_those_of_the_data(universe: Universe) -> None:
    found: dict[str, list[int]] = {}
    for season in universe.coverage().seasons:
        found.setdefault(season.season.partition("-")[0], []).append(season.episodes)
    assert {show: tuple(numbers) for show, numbers in found.items()} == dict(SHOWS)
