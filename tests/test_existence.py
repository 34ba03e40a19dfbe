"""Real history does not hint: what is in the data for the sake of a later story exists nowhere before that story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import SMALL, Famk
from cutting import cut

from famk_graph import Universe, export
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.horizon import Horizon

if TYPE_CHECKING:
    from pathlib import Path

# Episode 2 sets the fire of the Vesna against its own history; all the rest is as real as the fire.
PLANTED = """
- {id: tale, is: Source, title: The tale of the Vesna, publisher: Example News, grade: B, tells: fam-s01e02}
- {id: almanac, is: Source, title: Almanac, publisher: Example Press, grade: A}
- id: vesna-fire
  is: Accident
  label: Fire on the Vesna
  known:
    - {reveal: history, sources: [tale], evidence: reference, says: {date: 1969-08-01, place: far-pad, partOf: vesna-4}}
- id: vesna-4
  is: Mission
  label: Vesna 4
  known:
    - reveal: history
      sources: [tale]
      evidence: reference
      says: {launchDate: 1969-07-30, crewMember: [vera-holub, neil-strong], destination: moon}
- id: far-pad
  is: Place
  label: The far pad
  known:
    - {reveal: history, sources: [tale], evidence: reference, says: {description: A place of rockets.}}
- id: vera-holub
  is: Person
  label: Vera Holub
  known:
    - {reveal: history, sources: [tale], evidence: reference, says: {alias: Verka, spouse: neil-strong, crewOf: vesna-4}}
- id: neil-strong
  is: Person
  label: Neil Strong
  known:
    - {reveal: history, sources: [almanac], evidence: reference, says: {walkedOn: moon, crewOf: vesna-4}}
- id: neil-flies
  is: Event
  label: Neil flies
  known:
    - {reveal: history, sources: [almanac], evidence: reference, says: {date: 1966, participant: neil-strong}}
- id: speech
  is: Event
  label: The great speech
  known:
    - {reveal: history, sources: [almanac], evidence: reference, says: {date: 1961, causes: real-landing}}
- id: last-flight
  is: Event
  label: The very last flight
  known:
    - {reveal: history, sources: [almanac], evidence: reference, says: {date: 1972, causedBy: real-landing}}
- id: old-film
  is: ScreenWork
  label: An old film
  known:
    - {reveal: production, sources: [almanac], evidence: makers, says: {castMember: zora-vlk, releaseDate: 1999}}
- id: zora-vlk
  is: Person
  label: Zora Vlk
  known:
    - {reveal: production, sources: [almanac], evidence: makers, says: {castMemberOf: old-film, nationality: moravia}}
- id: moravia
  is: Place
  label: Moravia
  known:
    - {reveal: history, sources: [almanac], evidence: reference, says: {description: A country.}}
- id: petr-novy
  is: Person
  label: Petr Novy
  known:
    - {reveal: production, sources: [almanac], evidence: makers, says: {castMemberOf: for-all-mankind}}
- id: zora-as-ada
  is: Portrayal
  label: Zora Vlk as Ada Stone
  known:
    - reveal: fam-s01e02
      sources: [handbook]
      evidence: shown
      says: {portrays: ada-stone, performer: zora-vlk, inWork: fam-s01e02}
- id: divergence-fire
  is: Divergence
  label: The fire
  known:
    - reveal: fam-s01e02
      sources: [handbook]
      evidence: shown
      says: {divergenceKind: earlier, field: space, realSide: vesna-fire}
- about: real-landing
  known:
    - {reveal: history, sources: [almanac], evidence: reference, says: {participant: neil-strong}}
"""
LATER = ("vesna-fire", "vesna-4", "far-pad", "vera-holub", "zora-vlk", "moravia")
LABELS = ("Fire on the Vesna", "Vesna 4", "The far pad", "Vera Holub", "Zora Vlk", "Moravia")
SEEN = ["none", "fam:s1e1", "fam:s1e2", "sc:s1e1", "fam:s1e1,sc:s1e1", "fam:s5,sc:s1e7"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small universe with real people and events that only its second episode leads to; built once a horizon."""
    data = tmp_path_factory.mktemp("planted")
    (data / "universe.yaml").write_text((SMALL / "universe.yaml").read_text("utf-8") + PLANTED, "utf-8")
    return data


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The same, as the data of a test, which only reads them."""
    monkeypatch.setenv("FAMK_DATA", str(folder))
    return folder


def everything(universe: Universe, folder: Path) -> dict[str, str]:
    """Return what each door gives that is asked for everything."""
    named = "SELECT ?e ?label { ?e a ?class . ?e rdfs:label ?label FILTER(isIRI(?e)) }"
    return {
        "query": str(universe.query(named).rows()),
        "graphs": str(universe.query("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }").rows()),
        "timeline": str(universe.timeline()),
        "names": str([(e.id, e.label) for e in universe.names.entries.values()]),
        "draw": universe.draw(folder / "drawn.html").read_text("utf-8"),
        "nquads": export.FORMATS["nquads"](universe).decode(),
        "rdf12": export.FORMATS["rdf12"](universe).decode(),
        "graphml": export.FORMATS["graphml"](universe).decode(),
    }


@pytest.mark.usefixtures("planted")
def test_no_door_gives_what_only_a_later_episode_leads_to(tmp_path: Path) -> None:
    before, after = (everything(Universe(seen), tmp_path) for seen in ("fam:s1e1", "fam:s1e2"))
    for door, answer in before.items():
        assert [word for word in (*LATER, *LABELS, "Verka", "tale of the Vesna") if word in answer] == [], door
    dated = {"Fire on the Vesna", "Vesna 4"}
    for door, answer in after.items():
        assert [word for word in (dated if door == "timeline" else LABELS) if word not in answer] == [], door


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize(("ident", "label"), list(zip(LATER, LABELS, strict=True)))
def test_a_later_name_is_neither_found_nor_suggested(famk: Famk, ident: str, label: str) -> None:
    for typed in (ident, label, label[:-1], f"{label}x"):
        told = famk("--seen", "fam:s1e1", "show", typed)
        assert told.exit_code == 3
        assert ident not in told.output.replace(typed, "")
        assert label not in told.output.replace(typed, "")
    assert famk("--seen", "fam:s1e2", "show", ident).exit_code == 0
    assert f"did you mean {label}" in famk("--seen", "fam:s1e2", "show", f"{label}qq").output.replace("D", "d")


@pytest.mark.usefixtures("planted")
def test_counts_grow_with_the_episode() -> None:
    count = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a famk:Event FILTER EXISTS { ?e famk:inTimeline id:our-timeline } }"
    found = {seen: Universe(seen).query(count).rows()[0]["n"] for seen in ("none", "fam:s1e1", "fam:s1e2", "all")}
    # The landing and the speech that led to it; then the fire and its mission; then what nothing leads to.
    assert found == {"none": 2, "fam:s1e1": 2, "fam:s1e2": 4, "all": 6}


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize(
    ("ident", "first", "why"),
    [
        ("real-landing", "none", "the side of a divergence of the premise"),
        ("neil-strong", "none", "took part in the landing"),
        ("speech", "none", "a cause of the landing"),
        ("petr-novy", "none", "in the cast of the show, though his own entry says so"),
        ("old-film", "none", "a film exists"),
        ("vesna-fire", "fam:s1e2", "the side of a divergence of episode 2"),
        ("vesna-4", "fam:s1e2", "the fire is a part of it; that its crew is visible leads nowhere"),
        ("vera-holub", "fam:s1e2", "in the crew of the mission; that she is somebody's wife leads nowhere"),
        ("zora-vlk", "fam:s1e2", "performs in episode 2; the old film leads nowhere"),
        ("moravia", "fam:s1e2", "the country of the performer"),
        ("neil-flies", "all", "a person does not lead to what they did"),
        ("last-flight", "all", "an event does not lead to what came of it"),
    ],
)
def test_from_which_horizon_on_something_real_exists(ident: str, first: str, why: str) -> None:
    seen = ("none", "fam:s1e1", "fam:s1e2", "fam:s5", "all")
    known = [horizon for horizon in seen if ident in Universe(horizon).names.entries]
    assert known == list(seen[seen.index(first) :]), why


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("inference", [True, False])
def test_the_store_is_that_of_cut_data(
    seen: str, inference: bool, planted: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = {str(quad) for quad in Universe(seen, inference=inference).store}
    names = Universe(seen).names.entries.keys()
    cut(planted, tmp_path / "cut", Horizon.parse(seen))
    monkeypatch.setenv("FAMK_DATA", str(tmp_path / "cut"))
    assert {str(quad) for quad in Universe(seen, inference=inference).store} == expected
    assert Universe("all").names.entries.keys() == names


@pytest.mark.usefixtures("planted")
def test_a_title_goes_with_the_last_claim_that_cites_it() -> None:
    cited = {seen: Universe(seen).citations.get("tale") for seen in ("fam:s1e1", "fam:s1e2")}
    assert cited["fam:s1e1"] is None
    assert (cited["fam:s1e2"].title if cited["fam:s1e2"] else "") == "The tale of the Vesna"


YAML = """\
- {{id: my-notes, is: Source, title: My notes, publisher: Me, grade: C}}
- about: {about}
  known:
    - {{reveal: premise, sources: [my-notes], evidence: fans, says: {says}}}
"""
TURTLE = """\
@prefix famk: <https://w3id.org/famk/ontology#> .
@prefix id: <https://w3id.org/famk/id/> .
id:moon famk:namedAfter id:vera-holub .
"""
CSV = "subject,predicate,value,reveal,sources,evidence\nvera-holub,remark,My heroine.,production,almanac,fans\n"


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mine.yaml", YAML.format(about="moon", says="{namedAfter: vera-holub}")),
        ("mine.yaml", YAML.format(about="vera-holub", says="{remark: My heroine.}")),
        ("mine.csv", CSV),
        ("mine.ttl", TURTLE),
    ],
)
def test_ones_own_facts_admit_the_real_entity_that_they_name(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    universe = Universe("none", tmp_path / name)
    assert universe.entity("Verka").label == "Vera Holub"
    assert "vesna-fire" not in universe.names.entries
    with pytest.raises(NotFoundError):
        universe.seen("none").entity("Fire on the Vesna")


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("about", ["vesna-fir", "vera-holu"])
def test_a_mistake_in_ones_own_facts_suggests_nothing_that_does_not_exist(about: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(YAML.format(about=about, says="{remark: Here.}"), "utf-8")
    for seen, suggested in (("fam:s1e1", False), ("fam:s1e2", True)):
        with pytest.raises(FamkError, match=f"unknown entity “{about}”") as caught:
            Universe(seen, tmp_path / "mine.yaml")
        assert any(ident in str(caught.value) for ident in LATER) is suggested


@pytest.mark.usefixtures("planted")
def test_what_ones_own_facts_name_is_known_when_a_mistake_beside_it_is_told(tmp_path: Path) -> None:
    says = "{namedAfter: vera-holub, place: nowhere}"
    (tmp_path / "mine.yaml").write_text(YAML.format(about="moon", says=says), "utf-8")
    with pytest.raises(FamkError, match="nowhere") as caught:
        Universe("none", tmp_path / "mine.yaml")
    assert "vera-holub" not in str(caught.value)


@pytest.mark.parametrize("seen", ["none", "fam:s1e2", "all"])
def test_as_of_a_day_the_same_rule_holds(
    seen: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (folder / "universe.yaml").read_text("utf-8")
    text = text.replace("publisher: Example News", "publisher: Example News, published: 2019-11-02")
    text = text.replace("title: Almanac", "title: Almanac, published: 2018")
    (tmp_path / "universe.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("FAMK_DATA", str(tmp_path))
    names = Universe(seen, as_of="2020-01-01").names.entries
    assert ("vesna-fire" in names) is (seen != "none")
    assert ("last-flight" in names) is (seen == "all")
    assert "neil-strong" in names
