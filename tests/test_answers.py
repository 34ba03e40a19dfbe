"""Names, cards, causes, paths and timelines of the real universe: what a person would ask, and what is true."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from famk_graph.errors import FamkError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from famk_graph import Universe


@pytest.mark.parametrize(
    ("typed", "ident"),
    [
        ("Gordo Stevens", "gordo-stevens"),
        ("gordo", "gordo-stevens"),
        ("GORDO STEVENS", "gordo-stevens"),
        ("Gordon Stevens", "gordo-stevens"),
        ("gordo-stevens", "gordo-stevens"),
        ("Coral Pena", "coral-pena"),
        ("Coral Peña", "coral-pena"),
        ("Star City", "star-city"),
        ("Wernher von Braun", "alt-wernher-von-braun"),
        ("wernher-von-braun", "wernher-von-braun"),
        ("Red Moon", "fam-s01e01"),
        ("Apollo 11", "alt-apollo-11"),
        ("Jamestown", "jamestown"),
    ],
)
def test_names_are_forgiving(universe: Universe, typed: str, ident: str) -> None:
    assert universe.entity(typed).id == ident


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [("Gordo Stevns", "gordo-stevens"), ("Margo Maddison", "margo-madison"), ("Karen Baldwyn", "karen-baldwin")],
)
def test_near_misses_are_suggested(universe: Universe, typed: str, suggested: str) -> None:
    with pytest.raises(NotFoundError, match=suggested):
        universe.entity(typed)


def test_namesakes_are_mentioned(universe: Universe) -> None:
    assert "wernher-von-braun" in universe.entity("Wernher von Braun").namesakes


def test_a_card_has_facts_with_sources_and_reveals(universe: Universe) -> None:
    card = universe.entity("Ed Baldwin")
    assert card.cls == "Character"
    assert "Joel Kinnaman as Ed Baldwin" in card.values("portrayedIn")
    fact = next(fact for fact in card.facts if fact.predicate == "occupation")
    assert fact.sources
    assert set(fact.sources) <= set(card.citations)
    assert fact.reveal == "premise" or fact.reveal.startswith("fam-s01")


def test_a_claim_that_does_not_stand_has_its_reason(universe: Universe) -> None:
    fallen = [fact for fact in universe.entity("star-city").facts if not fact.asserted]
    assert fallen
    assert all(fact.reason for fact in fallen)


def test_why_is_a_path_back_to_the_point_of_divergence(universe: Universe) -> None:
    chain = universe.why("jamestown-landing")
    known = {step.start for step in chain.steps}
    assert {"korolev-survives-operation", "soviet-moon-landing"} <= known
    assert all(step.sources for step in chain.steps)
    assert "korolev-survives-operation" in chain.roots
    assert (chain.spine[0].start, chain.spine[-1].end) == ("korolev-survives-operation", "jamestown-landing")
    assert all(one.end == other.start for one, other in pairwise(chain.spine))


def test_causes_stand_before_their_effects(universe: Universe) -> None:
    told: set[str] = set()
    steps = universe.why("jamestown-landing").steps
    effects = {step.end for step in steps}
    for step in steps:
        assert step.start in told or step.start not in effects
        told.add(step.end)


def test_a_part_of_several_event_names_is_not_guessed(universe: Universe) -> None:
    with pytest.raises(NotFoundError, match="jamestown-landing"):
        universe.why("jamestown")


def test_an_event_without_known_causes_has_an_empty_chain(small: Callable[[str], Universe]) -> None:
    assert small("all").why("first landing").steps == ()


def test_a_path_joins_two_names(small: Callable[[str], Universe]) -> None:
    steps = small("all").path("boris volk", "the base is built")
    assert steps is not None
    assert [(step.words, step.end) for step in steps] == [
        ("participant in", "first-landing"),
        ("causes", "second-landing"),
        ("enables", "base-is-built"),
    ]


def test_a_path_can_go_around(small: Callable[[str], Universe]) -> None:
    assert small("all").path("boris volk", "the base is built", avoid=["first landing"]) is None


def test_a_path_to_oneself_is_empty(small: Callable[[str], Universe]) -> None:
    assert small("all").path("boris volk", "boris-volk") == []


def test_the_timeline_holds_both_worlds(small: Callable[[str], Universe]) -> None:
    moments = small("all").timeline("1969", "1979")
    assert [(m.date, m.label, m.is_alternate) for m in moments] == [
        ("1969-06-26", "First landing", True),
        ("1969-07", "Second landing", True),
        ("1969-07-20", "Landing of Apollo 11", False),
        ("197X", "The base is built", True),
    ]


def test_the_timeline_keeps_what_may_lie_in_the_span(small: Callable[[str], Universe]) -> None:
    assert [m.label for m in small("all").timeline("1975-01", "1975-12-31")] == ["The base is built"]


@pytest.mark.parametrize(
    ("start", "end", "message"), [("soon", None, "is not a date"), ("1970", "1969", "ends before it starts")]
)
def test_a_timeline_of_no_time_is_refused(universe: Universe, start: str, end: str | None, message: str) -> None:
    with pytest.raises(FamkError, match=message):
        universe.timeline(start, end)


def test_coverage_shows_gaps(small: Callable[[str], Universe]) -> None:
    found = {season.season: season for season in small("all").coverage().seasons}
    assert found["fam-s01"].gaps == (
        "no director: episode 1, 2",
        "no writer: episode 1, 2",
        "no release date: episode 2",
    )
    assert (found["fam-s01"].episodes, found["fam-s01"].titled, found["fam-s01"].dated) == (2, 2, 1)


def test_days_between_the_two_sides_are_counted(small: Callable[[str], Universe]) -> None:
    rows = small("none").query("SELECT ?d ?n { ?d famk:differenceInDays ?n }").rows()
    assert rows == [{"d": "id:divergence-landing", "n": -24}]


def test_what_a_year_can_mean_is_said_in_days(small: Callable[[str], Universe]) -> None:
    text = "SELECT ?first ?last { id:base-is-built famk:earliestDate ?first ; famk:latestDate ?last }"
    assert small("all").query(text).rows() == [{"first": "1970-01-01", "last": "1979-12-31"}]
