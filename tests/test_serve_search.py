"""The search on the real data: what somebody means comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serving import client

from famk_graph.serve.search import suggest

if TYPE_CHECKING:
    from famk_graph import Universe


@pytest.mark.parametrize(
    ("text", "first", "among"),
    [
        ("jam", ["jamestown", "jamestown-landing"], ["apollo-22"]),  # a label before an alias (“Jamestown 2”)
        ("margo", ["margo-madison"], []),
        ("landing moon", ["soviet-moon-landing"], ["apollo-11-landing", "first-woman-moon-landing"]),
        ("moon landing", ["moon-disaster-memo"], ["apollo-11-landing", "first-woman-moon-landing"]),
        ("kennedy ted", ["alt-ted-kennedy"], []),
        ("danele pole", ["danielle-poole"], []),
    ],
)
def test_search_puts_first_what_somebody_means(
    universe: Universe, text: str, first: list[str], among: list[str]
) -> None:
    found = [hit.id for hit in suggest(universe, text, limit=1000)]
    assert found[: len(first)] == first
    assert set(among) <= set(found)


def test_what_is_only_like_a_name_is_told_to_be(universe: Universe) -> None:
    assert all(hit.near for hit in suggest(universe, "danele pole"))
    assert not any(hit.near for hit in suggest(universe, "moon landing"))


def test_after_a_property_stands_what_it_leads_to() -> None:
    with client("fam:s1") as reader:
        crew = reader.get("/api/completion?after=crewMember").json()["entities"]
        assert {one["kind"] for one in crew} <= {"Character", "Counterpart", "Person", "Actor", "HistoricalFigure"}
        assert len(crew) == 10
        worlds = reader.get("/api/completion?after=inTimeline").json()["entities"]
        assert {one["word"] for one in worlds} == {"id:alternate-timeline", "id:our-timeline"}
        assert reader.get("/api/completion?after=nonsense").json()["entities"] == []
