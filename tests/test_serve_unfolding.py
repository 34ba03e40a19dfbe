"""The network as it unfolds: after each episode it holds what exists for somebody who has seen that much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import thorough

from famk_graph import Universe
from famk_graph.serve.api.around import around, ties_of
from famk_graph.serve.api.constellation import constellation
from famk_graph.serve.api.unfolding import unfolding
from famk_graph.serve.lens import Lens

if TYPE_CHECKING:
    from collections.abc import Callable


def _exist(universe: Universe) -> set[str]:
    return {ident for ident, entry in universe.names.entries.items() if entry.cls}


def _kinds(universe: Universe) -> dict[str, str]:
    return {ident: entry.cls for ident, entry in universe.names.entries.items()}


@thorough
def test_after_each_episode_it_holds_what_somebody_who_has_seen_that_much_knows() -> None:
    whole = Universe("fam:s2")
    unfolded = unfolding(whole.store, _kinds(whole))
    assert unfolded.episodes == tuple(
        f"fam-s{season:02d}e{episode:02d}" for season in (1, 2) for episode in range(1, 11)
    )
    for position, seen in ((0, "none"), (5, "fam:s1e5"), (10, "fam:s1")):
        there = {ident for ident in _exist(whole) if unfolded.since.get(ident, 0) <= position}
        assert there == _exist(Universe(seen)), seen


def test_no_season_is_named_of_which_the_store_does_not_tell(small: Callable[[str], Universe]) -> None:
    for seen, seasons in (("none", []), ("fam:s1e1", ["fam-s01"]), ("all", ["fam-s01", "sc-s01"])):
        told = constellation(small(seen).store)
        assert [season["key"] for season in told["seasons"]] == seasons
        assert {node["since"] for node in told["nodes"]} <= {*range(len(told["episodes"]) + 1)}
        assert {episode["season"] for episode in told["episodes"]} == {*seasons}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The network of the first season."""
    return constellation(Universe("fam:s1").store)


def test_a_tie_is_there_no_earlier_than_its_ends(told: dict[str, Any]) -> None:
    for one, other, _, _, _, since in told["ties"]:
        assert since >= max(told["nodes"][end]["since"] for end in (one, other))


def test_ties_are_counted_as_on_the_page_of_an_entity(told: dict[str, Any]) -> None:
    lens = Lens(Universe("fam:s1"))
    degrees = {node["id"]: node["degree"] for node in told["nodes"]}
    for ident in ("ed-baldwin", "danielle-poole", "jamestown", "moon", "nasa"):
        assert degrees[ident] == around(lens, ident)["total"] == len({tie.end for tie in ties_of(lens, ident)})


def test_who_plays_whom_is_a_tie(told: dict[str, Any]) -> None:
    number = {node["id"]: n for n, node in enumerate(told["nodes"])}
    assert "Portrayal" not in {node["kind"] for node in told["nodes"]}
    ends = {(tie[0], tie[1]) for tie in told["ties"] if tie[2] == "plays"}
    assert (number["joel-kinnaman"], number["ed-baldwin"]) in ends
