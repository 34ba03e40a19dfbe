"""Proposals from other databases: what they are, what they are not, and the way from a review file into the data."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import ryaml
from conftest import SMALL, TESTS, Famk

from famk_graph.errors import FamkError
from famk_graph.format import rewrite
from famk_graph.horizon import Horizon
from famk_graph.importers import kinds, tables
from famk_graph.importers.fields import _characters, _variants
from famk_graph.importers.review import review_text
from famk_graph.importers.run import Asked, Input, _address, known_dataset, propose_from
from famk_graph.importers.wikidata import Unfit, edtf
from famk_graph.model import UNDECIDED
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = TESTS / "import_files"
ARGUMENTS = {
    "wikidata-entities": (),
    "wikidata-one": (),
    "wikidata-results": (),
    "tvmaze-show": (),
    "tvmaze-episodes": ("--show", "fam"),
    "tvmaze-cast": ("--show", "fam"),
    "tvmaze-person": (),
    "tmdb-show": (),
    "tmdb-season": ("--show", "fam"),
    "tmdb-credits": ("--show", "fam", "--season", "1"),
    "tmdb-person": (),
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small universe in canonical form, as the data in use; the working folder is beside it."""
    folder = tmp_path / "data"
    shutil.copytree(SMALL, folder)
    rewrite(folder / "universe.yaml")
    monkeypatch.setenv("FAMK_DATA", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def proposed(data: Path, famk: Famk) -> Callable[..., dict[str, Any]]:
    """Return a function that imports a file into review.yaml and returns the summary."""

    def run(name: str, *arguments: str) -> dict[str, Any]:
        path = FILES / f"{name}.json" if name in ARGUMENTS else data.parent / f"{name}.json"
        more = arguments or ARGUMENTS.get(name, ())
        result = famk("import", name.partition("-")[0], str(path), *more, "--format", "json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return run


def decide(path: Path) -> None:
    """Decide everything in a review file as it proposes, and every rank for the newcomer."""
    text = path.read_text(encoding="utf-8")
    text = text.replace(f"[{UNDECIDED}, ", "[").replace(f"reveal: {UNDECIDED}\n", "reveal: fam-s01e02\n")
    path.write_text(
        text.replace(f", rank: {UNDECIDED}", ", rank: deprecated, reason: Another stands."), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wikidata-entities", [18, 0, 2, 8]),
        ("wikidata-one", [5, 0, 0, 0]),
        ("wikidata-results", [2, 3, 0, 1]),
        ("tvmaze-show", [12, 3, 1, 5]),
        ("tvmaze-episodes", [3, 3, 0, 0]),
        ("tvmaze-cast", [5, 0, 0, 4]),
        ("tvmaze-person", [1, 0, 0, 0]),
        ("tmdb-show", [8, 1, 0, 0]),
        ("tmdb-season", [23, 3, 0, 16]),
        ("tmdb-credits", [7, 0, 0, 4]),
        ("tmdb-person", [2, 0, 0, 0]),
    ],
)
def test_each_form_gives_its_claims(name: str, expected: list[int], proposed: Callable[..., dict[str, Any]]) -> None:
    counts = proposed(name)["counts"]
    assert [counts[key] for key in ("new", "same", "conflicting", "to_decide")] == expected


@pytest.mark.parametrize("name", ARGUMENTS)
def test_nothing_of_the_story_is_decided_without_a_person(name: str, proposed: Callable[..., dict[str, Any]]) -> None:
    found = proposed(name)
    classes = {e["id"]: e["class"] for e in found["entities"]} | {"ada-stone": "Character", "boris-volk": "Character"}
    for claim in found["claims"]:
        story = {"Character", "Portrayal"} & {classes.get(claim["subject"]), classes.get(claim["value"])}
        story_word = claim["predicate"] in ("castMember", "appearsIn", "inWork", "setting")
        if story or story_word:
            assert UNDECIDED in (claim["reveal"], claim["reveal"][0]), claim
        elif claim["predicate"] == "title" and claim["subject"].startswith("fam-s01e"):
            assert claim["reveal"] == claim["subject"]
        else:
            assert claim["reveal"] in ("production", "history"), claim


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_review_file_passes_the_check_once_all_is_decided_and_not_before(
    name: str, proposed: Callable[..., dict[str, Any]], data: Path, famk: Famk
) -> None:
    found, review = proposed(name), data.parent / "review.yaml"
    before = famk("check", "--quick", "review.yaml")
    rules = {"unknown-reveal", "unknown-rank"}
    expected = rules & {rule for rule in rules if f"[{rule}]" in before.stdout}
    assert before.exit_code == (2 if found["counts"]["to_decide"] else 0)
    assert bool(expected) == bool(found["counts"]["to_decide"])
    decide(review)
    shapes = (
        () if name in ("tmdb-season", "wikidata-entities") else ("--quick",)
    )  # two are enough to hold against SHACL
    after = famk("--with", "review.yaml", "check", *shapes)
    assert after.exit_code == 0, after.stdout


@pytest.mark.parametrize("name", [name for name in ARGUMENTS if name != "wikidata-entities"])
def test_what_was_taken_over_is_the_same_in_the_next_run(
    name: str, proposed: Callable[..., dict[str, Any]], data: Path, famk: Famk
) -> None:
    proposed(name)
    review = data.parent / "review.yaml"
    decide(review)
    rewrite(review)
    review.rename(data / "imported.yaml")
    assert famk("check", "--quick").exit_code == 0
    again = proposed(name)
    assert (again["counts"]["new"], again["entities"], again["sources"]) == (0, [], [])
    assert {c["mark"] for c in again["claims"] if c["status"] == "conflicting"} <= {"taken back once: Another stands."}


def test_a_conflict_is_shown_beside_what_stands_with_its_sources(
    proposed: Callable[..., dict[str, Any]], data: Path, famk: Famk
) -> None:
    proposed("tvmaze-show")
    text = (data.parent / "review.yaml").read_text(encoding="utf-8")
    assert "# conflicting\n    # title stands: Ada Leaves (revealed at fam-s01e02) [finale-recap]\n" in text
    assert f"title: {{value: Another Title, rank: {UNDECIDED}}}" in text
    told = famk("import", "tvmaze", str(FILES / "tvmaze-show.json"), "-o", "other.yaml").stdout
    assert "fam-s01e02 title: Another Title\n    stands: Ada Leaves (revealed at fam-s01e02) [finale-recap]" in told


def test_what_was_taken_back_is_not_proposed_as_new(proposed: Callable[..., dict[str, Any]]) -> None:
    found = proposed("wikidata-entities")
    (count,) = [c for c in found["claims"] if c["predicate"] == "seasonCount"]
    assert (count["status"], count["mark"]) == ("conflicting", "taken back once: Counted too early.")


def test_the_source_says_what_the_file_says_of_itself(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    proposed("wikidata-one")
    entries = ryaml.loads((data.parent / "review.yaml").read_text(encoding="utf-8"))
    assert entries[0] == {
        "id": "wikidata-q900000010",
        "is": "Source",
        "title": "Item Q900000010",
        "url": "https://www.wikidata.org/wiki/Q900000010",
        "publisher": "Wikidata",
        "published": "2026-02-03",
        "grade": "B",
        "covers": "Mira Sample",
    }


def test_a_source_of_a_season_tells_only_to_who_has_seen_it(
    proposed: Callable[..., dict[str, Any]], data: Path
) -> None:
    proposed("tmdb-season")
    entries = ryaml.loads((data.parent / "review.yaml").read_text(encoding="utf-8"))
    (source,) = [e for e in entries if e.get("is") == "Source"]
    assert (source["id"], source["tells"]) == ("tmdb-season-2", "fam-s01")


def test_a_source_that_the_bibliography_has_is_cited_and_not_proposed(
    proposed: Callable[..., dict[str, Any]], data: Path
) -> None:
    file = data / "universe.yaml"
    text = file.read_text(encoding="utf-8")
    page = "url: https://www.tvmaze.com/people/7/"
    file.write_text(text.replace("url: https://example.org/handbook", page), encoding="utf-8")
    found = proposed("tvmaze-person")
    assert found["sources"] == []
    assert {tuple(c["sources"]) for c in found["claims"]} == {("handbook",)}


NAMESAKE = """
- id: other-ada
  is: Character
  label: Ada Stone
  known:
    - reveal: fam-s01e01
      sources: [handbook]
      evidence: shown
      says: {}
"""


def test_a_name_that_two_have_is_told_and_not_guessed(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    file = data / "universe.yaml"
    file.write_text(file.read_text(encoding="utf-8") + NAMESAKE, encoding="utf-8")
    found = proposed("tmdb-credits")
    assert {"about": "Ada Stone", "reason": "can be several of ours: ada-stone, other-ada"} in found["skipped"]
    assert not any("ada" in c["subject"] for c in found["claims"])


def test_an_address_at_wikidata_goes_before_a_name(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    file = data / "universe.yaml"
    text = file.read_text(encoding="utf-8") + NAMESAKE.replace(
        "says: {}", "says: {wikidata: 'http://www.wikidata.org/entity/Q900000005'}"
    )
    file.write_text(text, encoding="utf-8")
    found = proposed("wikidata-entities")
    assert found["matched"]["Ada Stone"] == {"id": "other-ada", "how": "by its Wikidata address"}


def test_who_stands_at_another_address_is_somebody_else(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    file = data / "universe.yaml"
    text = file.read_text(encoding="utf-8")
    own = "        occupation: engineer\n"
    assert own in text
    text = text.replace(own, own + "        wikidata: http://www.wikidata.org/entity/Q900000099\n")
    file.write_text(text, encoding="utf-8")
    found = proposed("wikidata-entities")
    assert "Ada Stone" not in found["matched"]
    assert any(s["reason"].startswith("the id “ada-stone” is taken") for s in found["skipped"])


def test_somebody_real_is_never_somebody_of_the_story(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    person = {"id": 5, "name": "Ada Stone", "birthday": "1980-01-02", "deathday": None, "place_of_birth": None}
    (data.parent / "tmdb-namesake.json").write_text(json.dumps(person), encoding="utf-8")
    found = proposed("tmdb-namesake")
    assert found["claims"] == []
    assert found["skipped"] == [
        {"about": "Ada Stone", "reason": "the id “ada-stone” is taken by another Character; add it by hand"}
    ]


def test_an_event_of_our_world_is_none_of_the_storys(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    def item(ident: str) -> dict[str, Any]:
        value = {"type": "wikibase-entityid", "value": {"id": ident}}
        return {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": value}}

    names = {"en": {"language": "en", "value": "First landing"}}
    entity = {"type": "item", "id": "Q900000030", "labels": names, "claims": {"P31": [item("Q1656682")]}}
    (data.parent / "wikidata-event.json").write_text(json.dumps(entity), encoding="utf-8")
    found = proposed("wikidata-event")
    assert found["matched"] == {}
    assert not any(c["subject"] == "first-landing" for c in found["claims"])


def test_a_reason_of_several_lines_stays_a_remark(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    file = data / "universe.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("reason: Counted too early.") == 1
    file.write_text(text.replace("reason: Counted too early.", 'reason: "Counted\\n- id: evil"'), encoding="utf-8")
    proposed("wikidata-entities")
    review = (data.parent / "review.yaml").read_text(encoding="utf-8")
    assert "taken back once: Counted - id: evil" in review
    assert "evil" not in str(ryaml.loads(review))


@pytest.mark.parametrize(
    ("stands", "file", "expected"),
    [
        ("1930-08-05", "1930-08-05", ("same", "")),
        ("1930-08-05", "1930", ("same", "stands more exactly")),
        ("1930~", "1930-08-05", ("new", "more exact than what stands")),
        ("1931", "1930-08-05", ("conflicting", "")),
    ],
)
def test_dates_are_compared_in_their_precision(
    stands: str, file: str, expected: tuple[str, str], proposed: Callable[..., dict[str, Any]], data: Path
) -> None:
    text = f"""
- id: vera-example
  is: Person
  label: Vera Example
  known:
    - reveal: production
      sources: [handbook]
      evidence: reference
      says: {{birthDate: '{stands}'}}
"""
    universe = data / "universe.yaml"
    universe.write_text(universe.read_text(encoding="utf-8") + text, encoding="utf-8")
    person = {"id": 5, "name": "Vera Example", "birthday": file, "deathday": None, "place_of_birth": None}
    (data.parent / "tmdb-vera.json").write_text(json.dumps(person), encoding="utf-8")
    (claim,) = proposed("tmdb-vera")["claims"]
    assert (claim["status"], claim["mark"]) == expected


@pytest.mark.parametrize(
    ("time", "precision", "expected"),
    [
        ("+1930-08-05T00:00:00Z", 11, "1930-08-05"),
        ("+1930-08-00T00:00:00Z", 10, "1930-08"),
        ("+1930-00-00T00:00:00Z", 9, "1930"),
        ("+1930-01-01T00:00:00Z", 8, "193X"),
        ("+1969-07-20T20:17:00Z", 13, "1969-07-20"),
    ],
)
def test_a_date_keeps_its_precision(time: str, precision: int, expected: str) -> None:
    assert edtf({"time": time, "precision": precision}) == expected


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"time": "+1900-00-00T00:00:00Z", "precision": 7}, "coarser than a decade"),
        ({"time": "-0044-03-15T00:00:00Z", "precision": 11}, "no date of our era"),
        ({"time": "+1870-01-02T00:00:00Z", "precision": 11, "calendarmodel": "http://www.wikidata.org/entity/Q1985786"}, "Julian"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_told_is_passed_over_with_the_reason(value: dict[str, Any], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        edtf(value)


def test_a_year_in_a_result_is_not_turned_into_the_first_of_january(
    proposed: Callable[..., dict[str, Any]],
) -> None:
    (date,) = [c for c in proposed("wikidata-results")["claims"] if c["predicate"] == "date"]
    assert (date["value"], date["status"]) == ("1969", "same")


@pytest.mark.parametrize(
    ("name", "variants"),
    [
        ('Edward "Ed" Baldwin', ("Edward Baldwin", "Ed Baldwin")),
        ("Gordo Stevens", ("Gordo Stevens",)),
        ("Margo ‘Chief’ Madison", ("Margo Madison", "Chief Madison")),
    ],
)
def test_a_nickname_gives_two_names(name: str, variants: tuple[str, ...]) -> None:
    assert _variants(name) == variants


def test_a_credit_can_be_for_several_parts_and_for_none() -> None:
    assert _characters("Reporter (voice) / Cook (uncredited)") == ["Reporter", "Cook"]
    assert _characters("Self") == _characters(None) == []


WRONG = [
    ("tvmaze", b"", "the file is empty"),
    ("tvmaze", b"   \n", "the file is empty"),
    ("tvmaze", b"{", "mine.json:1:2: no JSON"),
    ("tvmaze", b"<html></html>", "It looks like a web page"),
    ("tvmaze", b"\xff\xfe", "is not UTF-8"),
    ("tvmaze", b"[" * 200_000, "nested too deeply"),
    ("tvmaze", b"[]", "an empty list"),
    ("tvmaze", b"{}", "an empty object"),
    ("tvmaze", b"7", "one value"),
    ("tvmaze", b'{"a": 1, "b": 2}', "an object with the keys a, b"),
    ("tmdb", b'{"success": false, "status_message": "Invalid API key"}', "Invalid API key"),
    ("tvmaze", b'{"name": "Another Show", "premiered": "2001-01-01"}', "The file is about “Another Show”"),
    ("tvmaze", b'[{"airdate": "2019-11-01", "season": 1, "number": 1}]', "Add --show fam or --show sc"),
    (
        "wikidata",
        b'{"entities": {"Q1": {"id": "Q1", "claims": {"P31": "no"}, "labels": {"en": 5}}}}',
        "not formed like one",
    ),
    ("tvmaze", b'[{"person": 5, "character": []}]', "--show"),
]


@pytest.mark.parametrize(("database", "content", "words"), WRONG)
def test_a_wrong_file_gives_one_message_and_no_review(
    database: str, content: bytes, words: str, data: Path, famk: Famk
) -> None:
    (data.parent / "mine.json").write_bytes(content)
    result = famk("import", database, "mine.json")
    assert result.exit_code == 1
    assert words in result.stderr
    assert (result.stdout, len(result.stderr.splitlines()) <= 2) == ("", True)
    assert sorted(p.name for p in data.parent.iterdir()) == ["data", "mine.json"]


@pytest.mark.parametrize(
    ("name", "database"),
    [(n, d) for n in ARGUMENTS for d in ("wikidata", "tvmaze", "tmdb") if not n.startswith(d)],
)
def test_a_file_of_another_database_is_recognised(name: str, database: str, data: Path, famk: Famk) -> None:
    real = name.partition("-")[0]
    result = famk("import", database, str(FILES / f"{name}.json"), "--show", "fam")
    assert result.exit_code == 1
    assert f"famk import {real} reads it" in result.stderr
    assert not (data.parent / "review.yaml").exists()


@pytest.mark.parametrize("name", [name for name in ARGUMENTS if not name.startswith("wikidata")])
def test_missing_fields_cost_their_claims_and_no_more(
    name: str, proposed: Callable[..., dict[str, Any]], data: Path, famk: Famk
) -> None:
    """Take each field of the first level away in turn: what is left is read, or refused in one message."""
    document = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    whole = proposed(name)["counts"]["new"]
    one = document[0] if isinstance(document, list) else document
    for number, key in enumerate(list(one)):
        value = one.pop(key)
        path = data.parent / "less.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        result = famk(
            "import", name.partition("-")[0], str(path), *ARGUMENTS[name], "--format", "json", "-o", f"{number}.yaml"
        )
        assert result.exit_code in (0, 1), (key, result.output)
        if result.exit_code == 0:
            assert json.loads(result.stdout)["counts"]["new"] <= whole + 1
        else:
            assert len(result.stderr.splitlines()) <= 2
        one[key] = value


DAMAGE: list[object] = [
    None,
    5,
    -1,
    10**20,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    True,
    "2019-13-45",
    "\n- id: evil\n",
    {"id": "Q5"},
]


def places(found: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all values in a document."""
    items = list(found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ())
    return [way for key, value in items for way in ((*path, key), *places(value, (*path, key)))]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_damaged_file_gives_proposals_or_one_message(name: str, data: Path) -> None:
    """Put something wrong into places drawn at random: no error but the program's own, and no line of a file's making."""
    document = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    draw = random.Random(name)  # noqa: S311 - a test's choice, the same in every run
    dataset, _ = known_dataset(Horizon.parse("all"))
    assert data.is_dir()
    for _ in range(40):
        damaged, way = copy.deepcopy(document), draw.choice(places(document))
        inner = damaged
        for key in way[:-1]:
            inner = inner[key]
        inner[way[-1]] = draw.choice(DAMAGE)
        file, found = Input("file.json", json.dumps(damaged).encode()), None
        with contextlib.suppress(FamkError):  # the program's own message; any other error fails the test
            found = propose_from([file], Asked(name.partition("-")[0], "fam", 1), dataset)
        if found is None:
            continue
        text = review_text(found, "file.json")
        assert "\n- id: evil" not in text, way
        assert not text or isinstance(ryaml.loads(text), list)


@pytest.mark.parametrize(
    ("name", "way", "value"),
    [
        ("tmdb-season", ("season_number",), [[]]),
        ("tvmaze-person", ("updated",), 10**20),
        ("wikidata-entities", ("entities", "Q900000002", "labels", "en", "value"), ""),
        ("wikidata-entities", ("entities", "Q1615", "claims", "P569", 0, "mainsnak", "datavalue", "value", "time"), "+2019-13-45T00:00:00Z"),
        ("wikidata-entities", ("entities", "Q1615", "claims"), 5),
    ],
)  # fmt: skip
def test_damage_that_once_was_not_met(name: str, way: tuple[Any, ...], value: object, data: Path, famk: Famk) -> None:
    document = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    inner = document
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    (data.parent / "mine.json").write_text(json.dumps(document), encoding="utf-8")
    result = famk("import", name.partition("-")[0], "mine.json", "--show", "fam")
    assert result.exit_code == 0, result.output


def test_two_of_one_name_in_a_file_are_not_taken_for_one(proposed: Callable[..., dict[str, Any]], data: Path) -> None:
    cast = [
        {"id": 5, "name": "Vera Example", "character": "Cook"},
        {"id": 6, "name": "Vera Example", "character": "Waiter"},
    ]
    (data.parent / "tmdb-two.json").write_text(json.dumps({"id": 1, "cast": cast, "crew": []}), encoding="utf-8")
    found = proposed("tmdb-two", "--show", "fam")
    assert [e["id"] for e in found["entities"]].count("vera-example") == 1
    assert not any("waiter" in c["subject"] for c in found["claims"])
    reason = "another of that name in the file is vera-example; add this one by hand"
    assert {"about": "Vera Example", "reason": reason} in found["skipped"]


def test_a_huge_file_is_not_read(data: Path, famk: Famk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "LARGEST", 100)
    result = famk("import", "tvmaze", str(FILES / "tvmaze-show.json"))
    assert result.exit_code == 1
    assert "are more than the 100 that are read" in result.stderr
    assert not (data.parent / "review.yaml").exists()


def test_a_file_that_is_not_there(data: Path, famk: Famk) -> None:
    result = famk("import", "wikidata", "nothing.json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is no file nothing.json" in result.stderr
    assert data.is_dir()


def test_a_review_file_never_takes_anothers_place_nor_stands_among_the_data(data: Path, famk: Famk) -> None:
    arguments = ("import", "tvmaze", str(FILES / "tvmaze-person.json"))
    assert famk(*arguments).exit_code == 0
    before = (data.parent / "review.yaml").read_bytes()
    assert "exists already" in famk(*arguments).stderr
    assert (data.parent / "review.yaml").read_bytes() == before
    result = famk(*arguments, "-o", str(data / "review.yaml"))
    assert result.exit_code == 1
    assert "among the curated data" in result.stderr
    assert [p.name for p in data.iterdir()] == ["universe.yaml"]


def test_where_all_is_the_same_no_file_is_written(data: Path, famk: Famk) -> None:
    listed = [{"season": 1, "number": 1, "name": "Red Moon", "airdate": "2019-11-01"}]
    (data.parent / "mine.json").write_text(json.dumps(listed), encoding="utf-8")
    result = famk("import", "tvmaze", "mine.json", "--show", "fam")
    assert result.exit_code == 0
    assert "nothing to review" in result.stdout
    assert not (data.parent / "review.yaml").exists()


def test_several_files_make_one_review(data: Path, famk: Famk) -> None:
    files = [str(FILES / f"{name}.json") for name in ("tmdb-season", "tmdb-credits", "tmdb-person")]
    result = famk("import", "tmdb", *files, "--show", "fam", "--season", "1")
    assert result.exit_code == 0
    entries = ryaml.loads((data.parent / "review.yaml").read_text(encoding="utf-8"))
    ids = [e["id"] for e in entries if "id" in e]
    assert len(ids) == len(set(ids))
    assert ids.count("olga-player") == 1
    decide(data.parent / "review.yaml")
    assert famk("check", "--quick", "review.yaml").exit_code == 0


def test_the_same_files_give_the_same_bytes(data: Path, famk: Famk) -> None:
    texts = []
    for name in ("one.yaml", "two.yaml"):
        famk("import", "tmdb", str(FILES / "tmdb-season.json"), "--show", "fam", "-o", name)
        texts.append((data.parent / name).read_bytes())
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("database", "name", "address"),
    [
        ("wikidata", "Q1615", "Q1615"),
        ("wikidata", "Q01", ""),
        (
            "tvmaze",
            "41414",
            "https://api.tvmaze.com/shows/41414?embed[]=episodes&embed[]=seasons&embed[]=cast&embed[]=crew",
        ),
        ("tvmaze", "people/7", "https://api.tvmaze.com/people/7"),
        ("tmdb", "tv/87917/season/2", "https://api.themoviedb.org/3/tv/87917/season/2?append_to_response=credits"),
        ("tmdb", "person/13", "https://api.themoviedb.org/3/person/13"),
        ("tmdb", "tv/x", ""),
    ],
)
def test_ids_have_their_addresses(database: str, name: str, address: str) -> None:
    assert _address(database, name) == address


def test_the_tables_speak_of_our_words_only() -> None:
    assert tables.names() == ["crew", "tmdb", "tvmaze", "wikidata-items", "wikidata-makers", "wikidata-properties"]
    for name in ("crew", "tmdb", "tvmaze", "wikidata-properties"):
        for row in tables.table(name):
            assert not row["predicate"] or row["predicate"] in CLAIMABLE, row
            assert row["predicate"] or row.get("reason"), row
            assert row.get("reveal", "plain") in ("plain", "story", "certain", ""), row
            assert {cls for cls in row.get("classes", "").split(",") if cls} <= set(CLASSES), row
    items = tables.table("wikidata-items")
    assert {row["class"] for row in items if row["class"]} <= set(CLASSES)
    assert len({row["item"] for row in items}) == len(items)


def test_a_fields_kind_is_what_its_predicate_takes() -> None:
    for name in ("tmdb", "tvmaze"):
        for row in tables.table(name):
            if row["predicate"]:
                kind = "entity" if row["kind"].startswith("name:") else row["kind"]
                assert kind == CLAIMABLE[row["predicate"]].kind, row
