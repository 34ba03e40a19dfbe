"""Nothing of a later episode reaches any door: what a horizon gives equals what data cut at it gives.

The store of a horizon is compared quad by quad, and then each door, so that a door which reads anything
but its store would be found out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import OLDER, SMALL, TESTS, Famk
from cutting import cut

from famk_graph import Universe
from famk_graph.cli import COMMANDS
from famk_graph.errors import FamkError
from famk_graph.horizon import Horizon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IMPORTED = TESTS / "import_files"
SMALL_HORIZONS = ["none", "fam:s1e1", "fam:s1e2", "sc:s1e1", "fam:s1e1,sc:s1e1", "fam:s1e2,sc:s1e1"]


def quads(universe: Universe) -> set[str]:
    return {str(quad) for quad in universe.store}


@pytest.fixture
def cut_universe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Path, str], Universe]:
    """Return a function that opens a horizon on data cut at it."""

    def make(data: Path, seen: str) -> Universe:
        target = tmp_path / "cut" / seen.replace(":", "-")
        cut(data, target, Horizon.parse(seen))
        monkeypatch.setenv("FAMK_DATA", str(target))
        return Universe(seen)

    return make


@pytest.mark.parametrize("seen", SMALL_HORIZONS)
def test_a_small_horizon_holds_what_cut_data_give(
    seen: str, small: Callable[[str], Universe], cut_universe: Callable[[Path, str], Universe]
) -> None:
    expected = quads(small(seen))
    assert quads(cut_universe(SMALL, seen)) == expected


# Every command of the command line, asked for something that the later episodes of the small universe change.
DOORS: dict[str, list[list[str]]] = {
    "show": [["ada stone"], ["ada volk"], ["boris"], ["fam-s01e02"], ["no such person"]],
    "why": [["base-is-built"], ["base"], ["nothing"]],
    "conflicts": [[], ["for all mankind"], ["ada volk"]],
    "sources": [["ada stone"], ["ada volk"], ["boris"]],
    "path": [["ada stone", "moon"], ["boris", "the base is built"]],
    "explain": [
        ["ada", "is", "moon walker"],
        ["ada stone", "spouse", "boris"],
        ["boris volk", "friend", "ada volk"],
        ["boris", "related to", "ada"],
        ["first-landing", "influences", "the base is built"],
        ["base-is-built", "influenced by", "first landing"],
        ["ada volk", "fate", "leaves the programme"],
        ["for-all-mankind", "seasonCount", "4"],
    ],
    "timeline": [["--from", "1960"], ["--from", "1970", "--to", "1979"]],
    "coverage": [[]],
    "seen": [[]],
    "query": [
        ["SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"],
        ["SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"],
        ["SELECT ?s FROM <https://w3id.org/famk/graph/fam-s01e02/facts> { ?s ?p ?o } ORDER BY ?s"],
        ["SELECT ?s FROM NAMED <https://w3id.org/famk/graph/fam-s01e02/facts> { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s"],
        ["SELECT ?s { GRAPH <https://w3id.org/famk/graph/fam-s01e02/facts> { ?s ?p ?o } } ORDER BY ?s"],
        ["SELECT ?a ?b { ?a (famk:influences|famk:causes|famk:enables)+ ?b } ORDER BY ?a ?b"],
        ["SELECT ?s { SERVICE <https://example.org/> { ?s ?p ?o } }"],
        ["LOAD <https://example.org/later.ttl>"],
        ["SELECT ?o { id:ada-volk ?p ?o }"],
        ["DESCRIBE id:ada-stone"],
    ],
    "queries": [[]],
    "network": [[]],
    "draw": [["-o", "drawn.html"]],
    "export": [
        ["--format", form, "-o", f"dump.{form}"]
        for form in ("nquads", "trig", "turtle", "rdf12", "graphml", "csv", "void")
    ],
    "ontology": [["--format", "turtle"]],
    "diff": [[str(OLDER)], [str(OLDER), "--format", "markdown"], [str(OLDER), "--format", "json", "--exit-code"]],
    "import": [
        ["tvmaze", str(IMPORTED / "tvmaze-show.json"), "-o", "tvmaze.yaml"],
        ["tmdb", str(IMPORTED / "tmdb-season.json"), "--show", "fam", "-o", "tmdb.yaml"],
        ["wikidata", str(IMPORTED / "wikidata-entities.json"), "-o", "wikidata.yaml"],
        ["wikidata", str(IMPORTED / "wikidata-results.json"), "--format", "json", "-o", "results.yaml"],
    ],
    "serve": [],  # its doors are tested in test_serve_leaks.py
    "build": [[]],
    "check": [],  # speaks to authors, who know everything
    "format": [],
}


def test_every_command_has_its_leak_test() -> None:
    assert set(DOORS) == set(COMMANDS)


@pytest.mark.parametrize("door", [door for door in DOORS if DOORS[door]])
@pytest.mark.parametrize("seen", ["none", "fam:s1e1", "fam:s1e1,sc:s1e1"])
def test_a_door_tells_nothing_later(
    door: str, seen: str, famk: Famk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cut(SMALL, tmp_path / "cut", Horizon.parse(seen))
    told: list[list[object]] = []
    for number, data in enumerate((SMALL, tmp_path / "cut")):
        monkeypatch.setenv("FAMK_DATA", str(data))
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        answers: list[object] = []
        for arguments in DOORS[door]:
            result = famk("--seen", seen, door, *arguments)
            answers.append((result.exit_code, result.output))
        answers.extend((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))
        told.append(answers)
    assert told[0] == told[1]


def test_the_later_name_is_there_once_seen_and_not_before(small: Callable[[str], Universe]) -> None:
    assert small("fam:s1e1").entity("ada").label == "Ada Stone"
    assert small("fam:s1e2").entity("ada").label == "Ada Volk"
    with pytest.raises(FamkError) as caught:
        small("fam:s1e1").entity("Ada Volk")
    assert "Ada Volk (" not in str(caught.value)


def test_a_title_that_tells_of_a_later_episode_waits_for_it(small: Callable[[str], Universe]) -> None:
    for seen, title in (("fam:s1e1", None), ("fam:s1e2", "Recap of episode 2: Ada Stone leaves")):
        cited = small(seen).citations.get("finale-recap")
        assert (cited.title if cited else None) == title


def test_what_needs_two_shows_is_seen_only_with_both(small: Callable[[str], Universe]) -> None:
    seen = {key: bool(small(key).entity("ada-stone").values("remark")) for key in SMALL_HORIZONS if "fam" in key}
    assert seen == {"fam:s1e1": False, "fam:s1e2": False, "fam:s1e1,sc:s1e1": False, "fam:s1e2,sc:s1e1": True}


def test_no_query_reads_a_local_file(small: Callable[[str], Universe], tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> <urn:c> .")
    assert small("all").query(f"SELECT ?s FROM <{secret.as_uri()}> {{ ?s ?p ?o }}").rows() == []
    assert small("all").query(f"SELECT ?s {{ GRAPH <{secret.as_uri()}> {{ ?s ?p ?o }} }}").rows() == []


OWN = """\
- id: my-friend
  is: Character
  label: Somebody of mine
  known:
    - reveal: sc-s01e01
      sources: [handbook]
      evidence: fans
      says:
        friend: {friend}
"""


@pytest.mark.parametrize("friend", ["ada-ston", "ada-stone"])
def test_a_mistake_in_a_users_file_is_told_as_if_later_names_did_not_exist(
    friend: str, famk: Famk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cut(SMALL, tmp_path / "cut", Horizon.parse("sc:s1e1"))
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.format(friend=friend), encoding="utf-8")
    told = []
    for data in (SMALL, tmp_path / "cut"):
        monkeypatch.setenv("FAMK_DATA", str(data))
        result = famk("--seen", "sc:s1e1", "--with", str(file), "show", "boris")
        told.append((result.exit_code, result.output))
    assert told[0] == told[1]
    assert f"unknown entity “{friend}”" in told[0][1]


def test_an_id_that_a_later_episode_takes_is_refused_without_saying_by_what(
    small: Callable[[str], Universe], tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.format(friend="boris-volk").replace("my-friend", "ada-stone"), encoding="utf-8")
    with pytest.raises(FamkError):
        small("sc:s1e1").entity("ada-stone")
    with pytest.raises(FamkError, match="beyond your horizon") as caught:
        Universe("sc:s1e1", [file])
    assert "ada" not in str(caught.value)
