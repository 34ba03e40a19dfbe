"""Every mistake in a data file is found, at its place, with what was expected; and all of a run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import SMALL

from famk_graph.check import check
from famk_graph.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from famk_graph.errors import Problem

HEAD = """\
- id: new-thing
  is: Character
  label: New Thing
  known:
    - reveal: fam-s01e01
      sources: [handbook]
      evidence: shown
      says:
"""


def problems(tmp_path: Path, text: str | bytes) -> list[Problem]:
    """Return what is wrong with the small universe when a file is added to it."""
    file = tmp_path / "added.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    dataset, findings = read([SMALL / "universe.yaml", file])
    findings += check(dataset)
    return findings.problems()


def says(text: str) -> str:
    return HEAD + "".join(f"        {line}\n" for line in text.splitlines())


def test_the_small_universe_has_no_mistake(tmp_path: Path) -> None:
    assert problems(tmp_path, says("occupation: pilot")) == []


# (what is added, the line and column of the mistake, words of the message, words of the hint)
MISTAKES: dict[str, tuple[str | bytes, tuple[int, int], str, str]] = {
    "unknown entity": (says("friend: ada-stoen"), (9, 17), "unknown entity “ada-stoen”", "ada-stone"),
    "unknown predicate": (says("ocupation: pilot"), (9, 20), "“ocupation” is not a predicate", "occupation"),
    "computed predicate": (says("playedBy: ada-stone"), (9, 19), "is computed", ""),
    "unknown class": (says("occupation: pilot").replace("Character", "Caracter"), (2, 7), "class “Caracter”", "Character"),
    "class of the reasoner": (says("occupation: x").replace("Character", "MoonWalker"), (2, 7), "filled by the reasoner", ""),
    "unknown source": (says("occupation: pilot").replace("handbook", "handbok"), (9, 21), "source “handbok”", "handbook"),
    "unknown episode": (says("occupation: pilot").replace("s01e01", "s01e09"), (9, 21), "episode “fam-s01e09”", "fam-s01e0"),
    "reveal of no form": (says("occupation: pilot").replace("fam-s01e01", "soon"), (5, 15), "unknown reveal “soon”", "premise"),
    "unknown rank": (says("occupation: { value: pilot, rank: prefered }"), (9, 43), "rank “prefered”", "preferred"),
    "unknown evidence": (says("occupation: pilot").replace("shown", "shwon"), (7, 17), "evidence “shwon”", "shown"),
    "unknown role": (says("crewOf: { value: first-landing, role: comander }"), (9, 9), "unknown role", "commander"),
    "wrong value type": (says("birthDate: tomorrow"), (9, 20), "is not a date", ""),
    "number for text": (says("occupation: 12"), (9, 21), "found the number “12”, expected a text", ""),
    "map for text": (says("occupation: [{ value: { a: 1 } }]"), (9, 22), "found a map", ""),
    "nothing as value": (says("occupation:"), (9, 20), "found nothing", ""),
    "not an id": (says("friend: Ada Stone"), (9, 17), "expected the id of an entity", ""),
    "wrong class of value": (says("friend: moon"), (9, 17), "expected a Agent, found “moon”, a CelestialBody", ""),
    "wrong class of subject": (says("seasonNumber: 3"), (9, 23), "seasonNumber is for Season", ""),
    "impossible date": (says("birthDate: 1969-02-30"), (9, 20), "that month has 28 days", ""),
    "ambiguous date": (says("birthDate: 06/07/1969"), (9, 20), "ambiguous", ""),
    "end before start": (says("friend: { value: ada-stone, from: 1970, until: 1969 }"), (9, 9), "before it starts", ""),
    "death before birth": (says("birthDate: 1970\ndeathDate: 1969"), (10, 20), "dies (1969) before birthDate", ""),
    "deprecated without reason": (says("occupation: { value: x, rank: deprecated }"), (9, 9), "without a reason", ""),
    "claim without source": (says("occupation: x").replace("      sources: [handbook]\n", ""), (5, 7), "without a source", "recalled"),
    "claim without reveal": (says("occupation: x").replace("reveal: fam-s01e01\n      ", ""), (5, 7), "without a reveal", "history"),
    "grade D": (says("occupation: x").replace("handbook", "rumours"), (9, 21), "grade D", "deprecated"),
    "recalled date": (
        says("birthDate: 1934").replace("shown", "recalled"), (9, 20), "a date cannot be recalled", "leave the date out",
    ),
    "duplicate claim": (says("occupation: [pilot, pilot]"), (9, 29), "duplicate claim", "keep one"),
    "duplicate id": (says("occupation: x").replace("new-thing", "ada-stone"), (1, 7), "defined twice", "about: ada-stone"),
    "id that is none": (says("occupation: x").replace("new-thing", "New Thing"), (1, 7), "is not an id", "lower-case"),
    "unknown key": (says("occupation: x").replace("evidence:", "evidense:"), (7, 17), "unknown key “evidense”", "evidence"),
    "map for a list of groups": (HEAD.split("    - ", maxsplit=1)[0] + "    reveal: premise\n", (4, 3), "expected a list of groups", ""),
    "a map of entries": ("id: x\nis: Character\n", (1, 1), "found a map, expected a list of entries", ""),
    "an entry that is a text": ("- just words\n", (1, 3), "expected a map", ""),
    "empty file": ("\n  \n", (1, 1), "the file is empty", ""),
    "a tab": ("- id: x\n\tis: Character\n", (2, 1), "a tab in the indentation", "spaces"),
    "bad encoding": ("- id: x\n  label: caf\xe9\n".encode("latin-1"), (2, 13), "is not UTF-8", "UTF-8"),
    "YAML syntax": ("- id: x\n  label: a: b\n", (2, 11), "YAML syntax", "quotes"),
    "key twice": ("- id: x\n  is: Show\n  id: y\n", (3, 3), "“id” stands twice", ""),
    "order of no number": (says("friend: { value: ada-stone, order: first }"), (9, 44), "expected 1, 2, 3", ""),
    "value known later": (says("spouse: late-comer") + HEAD.replace("new-thing", "late-comer").replace("e01", "e02") + "        occupation: x\n",
        (9, 17), "“late-comer” is not known before fam-s01e02", "later reveal"),
    "claim before its entity": (
        says("occupation: x") + "    - reveal: premise\n      sources: [handbook]\n      evidence: makers\n      says: { alias: Newt }\n",
        (13, 22), "not known before fam-s01e01", "",
    ),
    "label that tells a later name": (
        says("occupation: x") + "    - reveal: fam-s01e02\n      sources: [handbook]\n      evidence: shown\n      says: { alias: Thing }\n",
        (1, 7), "the label of “new-thing” tells alias “Thing”", "first meets",
    ),
    "id that tells a later name": (
        says("occupation: x").replace("new-thing", "president-thing")
        + "    - reveal: fam-s01e02\n      sources: [handbook]\n      evidence: shown\n      says: { positionHeld: President }\n",
        (1, 7), "the id of “president-thing” tells positionHeld", "first meets",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found_at_its_place(tmp_path: Path, name: str) -> None:
    text, place, message, hint = MISTAKES[name]
    found = problems(tmp_path, text)
    matching = [p for p in found if message in p.message and hint in p.hint]
    assert matching, [str(p) for p in found]
    assert {(p.line, p.column) for p in matching} >= {place}, [str(p) for p in matching]
    assert all(p.file.endswith("added.yaml") for p in matching)


def test_all_mistakes_of_a_run_are_told_at_once(tmp_path: Path) -> None:
    text = says("ocupation: pilot\nfriend: nobody-at-all\nbirthDate: soon") + "- nonsense\n"
    assert len(problems(tmp_path, text)) == 4


def test_a_source_that_cannot_be_right(tmp_path: Path) -> None:
    text = (
        "- id: s\n  is: Source\n  title: T\n  publisher: P\n  grade: E\n  url: www.example.org\n  published: 1.2.20\n"
    )
    messages = " ".join(p.message for p in problems(tmp_path, text))
    assert "unknown grade “E”" in messages
    assert "expected an address" in messages
    assert "ambiguous" in messages
