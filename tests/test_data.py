"""The curated data: canonical, without mistakes, complete in what they promise, and true where it can be counted."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from functools import cache

import pytest
from conftest import TESTS, Famk

from famk_graph import Universe, dates
from famk_graph.model import Claim, Dataset, Date
from famk_graph.read import read
from famk_graph.store import data_files


@cache
def dataset() -> Dataset:
    found, findings = read(data_files())
    assert not findings
    return found


def claims() -> list[Claim]:
    return dataset().claims


def seeds() -> list[dict[str, str]]:
    with (TESTS / "data" / "seed-facts.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def seeded() -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims():
        for ident in re.findall(r"sf-\d{3}", claim.note or ""):
            found[ident].append(claim)
    return found


def test_the_data_pass_every_check(famk: Famk) -> None:
    """Form, spoilers, SHACL and HermiT on the real data, once for the whole run: this takes a minute."""
    found = famk("check")
    assert found.exit_code == 0, found.output


def test_every_seed_fact_is_a_claim_and_no_opinion_is() -> None:
    status = {row["id"]: row["status"] for row in seeds()}
    assert set(seeded()) == {ident for ident, word in status.items() if word != "opinion"}


# Rows whose verdict the sources do not bear out: asserted nowhere but in an unreliable page.
WEAKER = {"sf-043", "sf-044", "sf-064"}


def test_seed_facts_stand_and_the_rest_are_kept_with_their_reason() -> None:
    found = seeded()
    wrong = []
    for row in seeds():
        stands = any(claim.asserted for claim in found[row["id"]])
        fallen = [claim for claim in found[row["id"]] if not claim.asserted and claim.reason]
        if row["status"] in ("fact", "planned"):
            right = stands or (row["id"] in WEAKER and bool(fallen))
        elif row["status"] == "opinion":
            right = not found[row["id"]]
        else:
            right = bool(fallen)
        if not right:
            wrong.append((row["id"], row["status"]))
    assert wrong == []


# Speculation that nothing settles has no better claim beside it.
UNSETTLED = {"sf-208", "sf-216"}


def test_beside_what_fell_stands_what_is_better() -> None:
    standing = {(claim.subject, claim.predicate) for claim in claims() if claim.asserted}
    alone = []
    for row in seeds():
        if row["status"] not in ("superseded", "wrong") or row["id"] in UNSETTLED:
            continue
        fallen = [claim for claim in seeded()[row["id"]] if not claim.asserted]
        if not any((claim.subject, claim.predicate) in standing for claim in fallen):
            alone.append(row["id"])
    assert alone == []


def test_both_shows_have_all_their_episodes(universe: Universe) -> None:
    rows = universe.query(
        "SELECT ?show (COUNT(DISTINCT ?e) AS ?n) { ?e famk:partOfSeason/famk:partOfShow ?show } GROUP BY ?show ORDER BY ?show"
    ).rows()
    assert rows == [{"show": "id:for-all-mankind", "n": 50}, {"show": "id:star-city", "n": 8}]


def test_every_episode_has_a_number_and_a_date(universe: Universe) -> None:
    coverage = universe.coverage().seasons
    assert [(s.episodes, s.dated) for s in coverage] == [(10, 10)] * 5 + [(8, 8)]


def test_credits_and_dates_are_never_recalled() -> None:
    credit = {"director", "writer", "creator", "showrunner", "executiveProducer", "performer", "wikidata"}
    recalled = [
        c for c in claims() if c.evidence == "recalled" and (c.predicate in credit or isinstance(c.value, Date))
    ]
    assert [(c.subject, c.predicate) for c in recalled] == []


def test_few_claims_rest_on_memory_alone(universe: Universe) -> None:
    assert universe.coverage().recalled_share < 0.05


@pytest.mark.parametrize(
    ("what", "least", "text"),
    [
        ("real people with a counterpart", 30, "?p a famk:Person . ?c famk:counterpartOf ?p"),
        ("real people in the shows", 40, """?p a famk:Person . ?c famk:counterpartOf? ?p .
            { ?c famk:appearsIn|famk:mentionedIn|famk:archiveFootageIn|famk:participantIn|^famk:concerns|^famk:participant|^famk:portrays ?x }
            FILTER NOT EXISTS { ?q famk:performer ?p }"""),
        ("dated events of season 1", 60, """?p a famk:Event ; famk:inTimeline id:alternate-timeline ; famk:earliestDate ?d ;
            famk:shownIn|famk:toldIn/famk:partOfSeason? ?e . FILTER(STRSTARTS(STR(?e), STR(id:fam-s01)))"""),
        ("divergences with both sides", 40, "?p a famk:Divergence ; famk:alternateSide ?a ; famk:realSide ?r ; famk:divergenceKind ?k"),
        ("missions with crews", 15, "?p a famk:Mission ; famk:crewMember ?m"),
        ("portrayals", 140, "?p a famk:Portrayal ; famk:performer ?a ; famk:portrays ?c ; famk:inWork ?w"),
        ("causal links", 100, "?p famk:predicate ?verb ; famk:asserted true . FILTER(?verb IN (famk:causes, famk:enables, famk:motivates, famk:prevents))"),
        ("points of divergence", 2, "?p famk:pointOfDivergenceOf id:alternate-timeline"),
        ("spacecraft, rockets and bases", 25, "?p a ?c . FILTER(?c IN (famk:Spacecraft, famk:LaunchVehicle, famk:Base))"),
    ],
)  # fmt: skip
def test_there_is_enough_of(universe: Universe, what: str, least: int, text: str) -> None:
    count = universe.query(f"SELECT (COUNT(DISTINCT ?p) AS ?n) {{ {text} }}").rows()[0]["n"]
    assert isinstance(count, int)
    assert count >= least, f"{count} {what}"


def test_the_makers_point_of_divergence_is_preferred(universe: Universe) -> None:
    rows = universe.query(
        "SELECT ?event ?rank { ?s famk:predicate famk:pointOfDivergenceOf ; famk:subject ?event ; famk:rank ?rank } ORDER BY ?event"
    ).rows()
    assert rows == [
        {"event": "id:korolev-survives-operation", "rank": "concept:preferred"},
        {"event": "id:soviet-moon-landing", "rank": "concept:normal"},
    ]


@pytest.mark.parametrize("start", ["korolev-survives-operation", "soviet-moon-landing"])
def test_each_point_of_divergence_leads_to_jamestown(universe: Universe, start: str) -> None:
    assert start in {step.start for step in universe.why("jamestown-landing").steps}


@pytest.mark.parametrize("season", ["fam-s01", "fam-s02", "fam-s03", "fam-s04"])
def test_nearly_all_events_of_a_season_go_back_to_a_point_of_divergence(universe: Universe, season: str) -> None:
    """Those that do not have no cause that anybody tells: a storm on the Sun, an accident on a bicycle."""
    text = """
      SELECT (COUNT(DISTINCT ?event) AS ?events) (COUNT(DISTINCT ?reached) AS ?traced) {
        ?event famk:inTimeline id:alternate-timeline ; famk:shownIn|famk:toldIn ?episode .
        ?episode famk:partOfSeason id:%s .
        OPTIONAL {
          ?root famk:pointOfDivergenceOf ?timeline .
          ?root (famk:causes|famk:enables|famk:motivates|famk:prevents)* ?event .
          BIND(?event AS ?reached)
        }
      }"""
    (row,) = universe.query(text % season).rows()
    assert int(str(row["traced"])) / int(str(row["events"])) > 0.8, row


def test_coverage_counts_the_events_that_go_back_to_a_point_of_divergence(universe: Universe) -> None:
    (told,) = (h.told for h in universe.coverage().holdings if h.kind == "alternate events")
    row = universe.query("""
      SELECT (COUNT(DISTINCT ?event) AS ?events) {
        ?root famk:pointOfDivergenceOf ?timeline .
        ?event famk:inTimeline id:alternate-timeline ; (^famk:causes|^famk:enables|^famk:motivates|^famk:prevents)+ ?root
          FILTER NOT EXISTS { ?event a famk:Mission }
      }""").rows()[0]
    events = int(str(row["events"]))
    roots = 2  # of which the earlier leads to the later
    assert events <= told["traced to a point of divergence"] <= events + roots


def test_no_event_leads_back_to_itself(universe: Universe) -> None:
    verbs = "famk:causes|famk:enables|famk:motivates|famk:prevents"
    assert universe.query(f"SELECT ?e {{ ?e a famk:Event ; ({verbs})+ ?e }}").rows() == []


def test_no_effect_ends_before_its_cause_begins(universe: Universe) -> None:
    rows = universe.query("""
        SELECT ?cause ?effect ?early ?late {
          ?cause famk:causes|famk:enables|famk:motivates ?effect .
          { SELECT ?cause (MIN(?a) AS ?early) { ?cause famk:earliestDate ?a } GROUP BY ?cause }
          { SELECT ?effect (MAX(?b) AS ?late) { ?effect famk:latestDate ?b } GROUP BY ?effect }
          FILTER(?late < ?early)
        }""").rows()
    assert rows == []


def test_nobody_flies_or_acts_before_birth_or_after_death(universe: Universe) -> None:
    rows = universe.query("""
        SELECT ?who ?event {
          { ?event famk:crewMember|famk:participant ?who . ?who famk:birthDate ?day . ?event famk:latestDate ?then FILTER(?then < ?day) }
          UNION
          { ?event famk:crewMember ?who . ?who famk:deathDate ?day . ?event famk:earliestDate ?then FILTER(?then > ?day) }
        }""").rows()
    assert rows == []


def test_episodes_of_a_season_follow_each_other() -> None:
    days: dict[str, dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims():
        if (
            claim.predicate == "releaseDate"
            and claim.asserted
            and (match := re.fullmatch(r"(\w+-s\d\d)e(\d\d)", claim.subject))
        ):
            days[match[1]][int(match[2])].append(claim)
    for season, episodes in days.items():
        best = [min(found, key=lambda c: c.rank != "preferred") for _, found in sorted(episodes.items())]
        order = [dates.parse(c.value.edtf).earliest or dt.date.min for c in best if isinstance(c.value, Date)]
        assert order == sorted(order), season


def test_no_source_is_listed_twice_under_its_address() -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for source in dataset().sources.values():
        if source.url:
            seen[source.url].append(source.id)
    assert {url: ids for url, ids in seen.items() if len(ids) > 1} == {}
