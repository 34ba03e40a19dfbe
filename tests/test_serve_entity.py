"""What the pages of entities tell, of real entities as somebody sees them who saw season 1."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from serving import client

from famk_graph import Universe
from famk_graph.serve.api.around import among, around
from famk_graph.serve.content.beside import beside
from famk_graph.serve.content.dossier import Section, sections
from famk_graph.serve.content.glance import WIDTH, glance
from famk_graph.serve.content.inferences import inferred
from famk_graph.serve.content.proofs import EVIDENCE, GRADES, RANKS, Notes, reveal
from famk_graph.serve.content.questions import questions
from famk_graph.serve.lens import Lens
from famk_graph.vocabulary import CONCEPTS


@pytest.fixture(scope="module")
def lens(_cache: None) -> Lens:
    return Lens(Universe("fam:s1"))


def _told(lens: Lens, name: str) -> tuple[list[Section], Notes]:
    notes = Notes(lens.universe.citations)
    return sections(lens, lens.universe.entity(name), notes), notes


def test_every_kind_of_evidence_rank_and_grade_has_words() -> None:
    of = {cls: {name for name, kind in CONCEPTS.items() if kind == cls} for cls in ("Evidence", "Rank", "Grade")}
    assert of == {
        "Evidence": set(EVIDENCE),
        "Rank": set(RANKS),
        "Grade": {f"grade-{grade.lower()}" for grade in GRADES},
    }


@pytest.mark.parametrize("name", ["gordo-stevens", "moon", "nasa", "for-all-mankind", "alt-apollo-11"])
def test_each_asserted_claim_is_told_once_with_what_backs_it(lens: Lens, name: str) -> None:
    told, notes = _told(lens, name)
    card = lens.universe.entity(name)
    claimed = {(f.predicate, f.value_id or f.value) for f in card.facts if f.asserted and f.predicate != "description"}
    rows = [row for section in told for row in section.rows]
    shown = [item for row in rows for item in row.items if not item.fallen]
    assert len(claimed) <= len(shown)
    assert len(rows) == len({(row.predicate, row.words) for row in rows})
    assert all(item.proofs for item in shown)
    assert sorted(notes.numbers.values()) == [*range(1, len(notes.numbers) + 1)]


def test_dates_are_told_in_words(lens: Lens) -> None:
    told, _ = _told(lens, "apollo-22-early-return")
    assert [i.text for s in told for row in s.rows if row.predicate == "date" for i in row.items] == ["December 1974"]
    sections_ = [section for name in ("jamestown", "nasa", "moon") for section in _told(lens, name)[0]]
    texts = [f"{item.text} {item.time}" for s in sections_ for row in s.rows for item in row.items]
    assert [text for text in texts if re.search(r"\d[~?%]|\dX|\[\d|\d-\d\d-\d\d", text)] == []


def test_who_is_named_twice_stands_once_in_the_comparison(lens: Lens) -> None:
    card = lens.universe.entity("alt-apollo-15")
    facts = tuple(replace(fact, role=None) for fact in card.facts if fact.predicate == "crewMember")
    told = beside(lens, replace(card, facts=(*facts, *card.facts)))
    assert told
    names = [ident for line in [*told.lines, *told.same] if line.words == "crew member" for _, ident in line.theirs]
    assert names
    assert len(names) == len(set(names))


def test_a_base_leads_to_the_event_that_brought_it(lens: Lens) -> None:
    told, _ = _told(lens, "jamestown")
    assert "jamestown-landing" in {i.ident for section in told for row in section.rows for i in row.items}


def test_a_base_leads_on_to_why_it_is_there() -> None:
    with client("fam:s1") as reader:
        assert re.search(r'href="/why\?event=jamestown-landing">Why is it there\?', reader.get("/id/jamestown").text)
        assert "Why is it there?" not in reader.get("/id/moon").text


def test_sentences_on_pages_are_grammatical() -> None:
    with client("fam:s1") as reader:
        assert "The one event that led to it" in reader.get("/why?event=first-soviet-moon-mission").text
        page = reader.get("/connect?from=ed-baldwin&to=moon").text
        assert "<h1>How Ed Baldwin and the Moon are connected</h1>" in page
        assert "walked on the <a" in page


def test_roles_and_ties_are_named_in_words_for_people(lens: Lens) -> None:
    told, _ = _told(lens, "danielle-poole-assignment")
    assert [i.role for s in told for row in s.rows if row.predicate == "participant" for i in row.items] == ["chosen"]
    told, _ = _told(lens, "kennedy-elected-1972")
    assert "winner" in {i.role for s in told for row in s.rows if row.predicate == "participant" for i in row.items}
    words = {row.words for name in ("moon", "soviet-moon-landing") for s in _told(lens, name)[0] for row in s.rows}
    assert not words & {"concerned by", "alternate side of", "real side of"}


def test_dated_events_stand_in_their_order(lens: Lens) -> None:
    told, _ = _told(lens, "moon")
    row = next(row for section in told for row in section.rows if row.predicate == "destinationOf")
    named = [item.text for item in row.items]
    assert named.index("Zond 5") < named.index("Luna 15") < named.index("Apollo 12")
    assert {item.side for item in row.items} == {"theirs", "ours"}


def test_who_plays_whom_is_told_without_the_portrayal_between(lens: Lens) -> None:
    told, _ = _told(lens, "gordo-stevens")
    row = next(row for section in told for row in section.rows if row.words == "played by")
    assert [item.ident for item in row.items] == ["michael-dorman"]
    drawn = among(lens, ["gordo-stevens", "michael-dorman", "fam-s01"])
    assert [(t["from"], t["to"]) for t in drawn["ties"] if t["words"] == "plays"] == [
        ("michael-dorman", "gordo-stevens")
    ]
    assert not [tie for tie in around(lens, "fam-s01")["ties"] if tie["words"] == "plays" and tie["from"] == "fam-s01"]


@pytest.mark.parametrize(
    ("name", "theirs", "ours"),
    [
        ("alt-neil-armstrong", "alt-neil-armstrong", "neil-armstrong"),
        ("neil-armstrong", "alt-neil-armstrong", "neil-armstrong"),
        ("divergence-first-moon-landing", "soviet-moon-landing", "apollo-11-landing"),
        ("soviet-moon-landing", "soviet-moon-landing", "apollo-11-landing"),
    ],
)
def test_the_other_side_stands_beside(lens: Lens, name: str, theirs: str, ours: str) -> None:
    found = beside(lens, lens.universe.entity(name))
    assert found
    assert found.theirs
    assert found.ours
    assert (found.theirs.id, found.ours.id) == (theirs, ours)
    assert found.lines


def test_what_has_no_other_side_stands_alone(lens: Lens) -> None:
    assert beside(lens, lens.universe.entity("gordo-stevens")) is None


def test_what_follows_is_not_claimed(lens: Lens) -> None:
    card = lens.universe.entity("danielle-poole")
    classes, found = inferred(lens, card)
    assert "MoonWalker" in classes
    stated = {(fact.words, fact.value_id) for fact in card.facts}
    assert found
    assert not {(line.words, ident) for line in found for ident, _ in line.values} & stated


def test_a_reveal_is_told_in_words(lens: Lens) -> None:
    assert reveal(lens, "fam-s01e03").short == "1×03"
    assert reveal(lens, "fam-s01e03+sc-s01e02").short == "1×03 + SC 1×02"
    assert reveal(lens, "history").episodes == ()


@pytest.mark.parametrize("seen", ["none", "fam:s1", "all"])
def test_the_glance_is_legible(seen: str) -> None:
    found = glance(Lens(Universe(seen)))
    assert found
    assert found.bridges
    for one in found.bridges:
        assert 0 < one.left < WIDTH
        for other in found.bridges:
            apart = abs(one.at - other.at) > (len(one.label) + len(other.label)) * 3.3
            assert one is other or one.row != other.row or apart, (one.label, other.label)


@pytest.mark.parametrize("seen", ["none", "fam:s1e1", "fam:s1", "all"])
def test_questions_ask_only_of_what_exists(seen: str) -> None:
    universe = Universe(seen)
    found = questions(Lens(universe))
    assert 3 <= len(found) <= 6
    named = [part for q in found for part in q.href.replace("/id/", "=").split("=")[1:]]
    assert {part.partition("&")[0] for part in named} <= set(universe.names.entries)


def test_a_question_calls_what_it_asks_about_by_its_label() -> None:
    with client("fam:s1") as reader:
        page = html.unescape(re.sub(r"<[^>]+>", "", reader.get("/query?saved=crew-of-mission&mission=apollo-11").text))
        assert "Who flew on Apollo 11, and in which role?" in page
        page = html.unescape(re.sub(r"<[^>]+>", "", reader.get("/query?saved=walkers&body=moon").text))
        assert "Who has walked on the Moon, in which world?" in page
