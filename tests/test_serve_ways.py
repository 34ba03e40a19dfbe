"""Ways, consequences and neighbourhoods in the real universe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from famk_graph.serve.api import ways
from famk_graph.serve.api.around import MOST, around
from famk_graph.serve.lens import Lens

if TYPE_CHECKING:
    from famk_graph import Universe


def test_every_event_is_reached_both_ways_in_the_real_universe(universe: Universe) -> None:
    event = universe.names.resolve("jamestown-landing").id
    for root in universe.why(event).roots:
        assert event in {step.end for step in ways.consequences(universe.ties, root)}


@pytest.mark.parametrize(("start", "end"), [("gordo-stevens", "neil-armstrong"), ("margo-madison", "jamestown-base")])
def test_ways_are_short_simple_and_different(universe: Universe, start: str, end: str) -> None:
    first, last = (universe.names.resolve(name).id for name in (start, end))
    found = ways.shortest(universe.ties, first, last)
    shortest = universe.ties.path(first, last)
    assert shortest
    assert len(found) == 5
    assert [len(way) for way in found] == sorted(len(way) for way in found)
    assert len(found[0]) == len(shortest)
    visited = [(first, *(step.end for step in way)) for way in found]
    assert len(set(visited)) == 5
    for way, nodes in zip(found, visited, strict=True):
        assert len(set(nodes)) == len(nodes)
        assert nodes[-1] == last
        assert [step.start for step in way] == list(nodes[:-1])
    assert ways.shortest(universe.ties, first, last) == found


def test_a_kind_that_is_left_out_is_not_passed_through(universe: Universe) -> None:
    first, last = "gordo-stevens", "margo-madison"
    kinds = {"Show", "Season", "Episode"}
    entries = universe.names.entries
    plain = ways.shortest(universe.ties, first, last)
    through = {step.end for way in plain for step in way[:-1]}
    assert through
    avoided = min(through)
    for way in ways.shortest(universe.ties, first, last, passable=lambda ident: entries[ident].cls not in kinds):
        assert not {entries[step.end].cls for step in way[:-1]} & kinds
    for way in ways.shortest(universe.ties, first, last, passable=lambda ident: ident != avoided):
        assert avoided not in {step.end for step in way}


def test_there_is_no_way_from_a_thing_to_itself_or_to_what_is_cut_off(universe: Universe) -> None:
    assert ways.shortest(universe.ties, "gordo-stevens", "gordo-stevens") == []
    assert ways.shortest(universe.ties, "gordo-stevens", "margo-madison", passable=lambda _: False) in (
        [],
        [way for way in ways.shortest(universe.ties, "gordo-stevens", "margo-madison") if len(way) == 1],
    )


def test_a_neighbourhood_is_never_larger_than_a_picture_can_hold(universe: Universe) -> None:
    lens = Lens(universe)
    busiest = max(universe.ties.out, key=lambda ident: len({step.end for step in universe.ties.out[ident]}))
    found = around(lens, busiest)
    nodes = [node["id"] for node in found["nodes"]]
    assert len(nodes) == len(set(nodes)) == MOST
    assert found["total"] > MOST
    assert sum(count["count"] for count in found["counts"]) == found["total"]
    assert {end for tie in found["ties"] for end in (tie["from"], tie["to"])} <= set(nodes)
    second = around(lens, busiest, offset=MOST - 1)
    assert not {node["id"] for node in second["nodes"][1:]} & set(nodes)
