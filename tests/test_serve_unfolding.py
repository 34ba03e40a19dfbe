"""The network as it unfolds: at each season it holds what exists for somebody who has seen that much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from famk_graph import Universe
from famk_graph.serve.api.constellation import constellation
from famk_graph.serve.api.unfolding import unfolding

if TYPE_CHECKING:
    from collections.abc import Callable


def _exist(universe: Universe) -> set[str]:
    return {ident for ident, entry in universe.names.entries.items() if entry.cls}


def _kinds(universe: Universe) -> dict[str, str]:
    return {ident: entry.cls for ident, entry in universe.names.entries.items()}


def test_after_each_season_it_holds_what_somebody_who_has_seen_that_much_knows() -> None:
    whole = Universe("fam:s2")
    unfolded = unfolding(whole.store, _kinds(whole))
    assert unfolded.seasons == ("fam-s01", "fam-s02")
    for position, seen in enumerate(("none", "fam:s1", "fam:s2")):
        there = {ident for ident in _exist(whole) if unfolded.since.get(ident, 0) <= position}
        assert there == _exist(Universe(seen)), seen


def test_no_season_is_named_of_which_the_store_does_not_tell(small: Callable[[str], Universe]) -> None:
    for seen, seasons in (("none", []), ("fam:s1e1", ["fam-s01"]), ("all", ["fam-s01", "sc-s01"])):
        told = constellation(small(seen).store)
        assert [season["key"] for season in told["seasons"]] == seasons
        assert {node["since"] for node in told["nodes"]} <= {*range(len(seasons) + 1)}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The network of the first season."""
    return constellation(Universe("fam:s1").store)


def test_a_tie_is_there_no_earlier_than_its_ends(told: dict[str, Any]) -> None:
    for one, other, _, _, _, since in told["ties"]:
        assert since >= max(told["nodes"][end]["since"] for end in (one, other))


def test_who_plays_whom_is_a_tie(told: dict[str, Any]) -> None:
    number = {node["id"]: n for n, node in enumerate(told["nodes"])}
    assert "Portrayal" not in {node["kind"] for node in told["nodes"]}
    ends = {(tie[0], tie[1]) for tie in told["ties"] if tie[2] == "plays"}
    assert (number["joel-kinnaman"], number["ed-baldwin"]) in ends
