"""The canonical form keeps every value, is stable, and is what the data are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import ryaml
from conftest import SMALL, Famk

from famk_graph.format import canonical

if TYPE_CHECKING:
    from pathlib import Path

UNTIDY = """\
# What is above stays.
- label: 'Ada Stone'
  id: ada-stone
  is: Character
  known:
  - says: {occupation: [engineer], friend: [boris-volk, moon], birthDate: "1934-05-30",
      spouse: {until: 1974, value: boris-volk, role: winner}}
    evidence: shown
    sources: handbook
    reveal: fam-s01e01
"""
TIDY = """\
# What is above stays.
- id: ada-stone
  is: Character
  label: Ada Stone
  known:
    - reveal: fam-s01e01
      sources: [handbook]
      evidence: shown
      says:
        occupation: engineer
        friend: [boris-volk, moon]
        birthDate: 1934-05-30
        spouse: {value: boris-volk, role: winner, until: 1974}
"""


def test_untidy_becomes_tidy() -> None:
    assert canonical(UNTIDY) == TIDY


def test_tidy_stays_as_it_is() -> None:
    assert canonical(TIDY) == TIDY


def test_no_value_is_lost_in_the_small_universe() -> None:
    text = (SMALL / "universe.yaml").read_text(encoding="utf-8")
    assert ryaml.loads(canonical(canonical(text))) == ryaml.loads(canonical(text))
    assert len(ryaml.loads(canonical(text))) == len(ryaml.loads(text))


@pytest.mark.parametrize(
    "value", ["no", "1969-06-26", "1969", "a: b", "~", "x # y", "'quoted'", "196X", "true", " ends ", "Луна"]
)
def test_a_text_stays_the_text_it_was(value: str) -> None:
    entry = [{"id": "x", "is": "Character", "label": value, "known": []}]
    import yaml

    written = canonical(yaml.safe_dump(entry, allow_unicode=True))
    assert ryaml.loads(written)[0]["label"] == value


def test_the_command_formats_in_place_and_then_finds_nothing_to_do(famk: Famk, tmp_path: Path) -> None:
    file = tmp_path / "untidy.yaml"
    file.write_text(UNTIDY, encoding="utf-8")
    found = famk("format", "--check", str(file))
    assert (found.exit_code, "not in canonical form" in found.output) == (2, True)
    assert file.read_text(encoding="utf-8") == UNTIDY
    assert famk("format", str(file)).output == "1 of 1 files changed.\n"
    assert file.read_text(encoding="utf-8") == TIDY
    assert famk("format", "--check", str(file)).exit_code == 0


def test_a_file_that_cannot_be_read_is_left_alone(famk: Famk, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("- id: [x\n", encoding="utf-8")
    found = famk("format", str(file))
    assert (found.exit_code, file.read_text(encoding="utf-8")) == (2, "- id: [x\n")
    assert [p.name for p in tmp_path.iterdir()] == ["broken.yaml"]
