"""`famk check`: one report in three formats, errors and warnings apart, and an exit code for CI."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
from conftest import ROOT, Famk, change

from famk_graph import rules
from famk_graph.errors import Problem
from famk_graph.report import Report, render

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
# What SARIF 2.1.0 (OASIS, sections 3.13 to 3.30) requires of the parts that are used here.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {
            "type": "object", "additionalProperties": False, "required": ["tool", "results"],
            "properties": {
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object", "required": ["name", "rules"],
                    "properties": {"rules": {"type": "array", "items": {
                        "type": "object", "additionalProperties": False, "required": ["id", "help", "shortDescription"],
                        "properties": {
                            "id": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"}, "help": TEXT, "shortDescription": TEXT,
                            "defaultConfiguration": {"properties": {"level": LEVEL}},
                        },
                    }}},
                }}},
                "results": {"type": "array", "items": {
                    "type": "object", "additionalProperties": False,
                    "required": ["ruleId", "level", "message", "locations"],
                    "properties": {
                        "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": LEVEL, "message": TEXT,
                        "locations": {"type": "array", "minItems": 1, "items": {
                            "required": ["physicalLocation"], "properties": {"physicalLocation": {
                                "required": ["artifactLocation", "region"],
                                "properties": {
                                    "artifactLocation": {"required": ["uri"], "properties": {"uri": {"type": "string", "pattern": r"^[^\s\\]+$"}}},
                                    "region": {
                                        "required": ["startLine", "startColumn"],
                                        "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}},
                                    },
                                },
                            }},
                        }},
                    },
                }},
            },
        }},
    },
}  # fmt: skip


WARNED = ("occupation: engineer", "remark: One day she is Ada Volk.")


def test_sound_data_end_with_zero(data: Path, famk: Famk) -> None:
    found = famk("check", "--quick")
    assert found.exit_code == 0
    assert data.is_file()
    assert "entities from 3 sources: no mistakes." in found.output
    assert "Remarks (1)" in found.output


def test_a_warning_fails_only_the_strict(data: Path, famk: Famk) -> None:
    change(data, *WARNED)
    found = famk("check", "--quick")
    assert (found.exit_code, "Warnings (1)" in found.output, "Errors" in found.output) == (0, True, False), found.output
    assert found.output.rstrip().endswith("1 warning.")
    assert famk("check", "--quick", "--strict").exit_code == 2


def test_an_error_ends_with_two_and_names_place_and_rule(data: Path, famk: Famk) -> None:
    change(data, "friend: boris-volk", "friend: boris-wolk")
    found = famk("check")
    assert found.exit_code == 2
    assert re.search(r"universe\.yaml:\d+:\d+: friend: unknown entity “boris-wolk” \[unknown-entity\]", found.output)
    assert "did you mean boris-volk" in found.output


def test_a_building_graph_is_not_stopped_by_a_warning(data: Path, famk: Famk) -> None:
    change(data, *WARNED)
    assert famk("build").exit_code == 0


def test_json_counts_and_lists(data: Path, famk: Famk) -> None:
    change(data, *WARNED)
    report = json.loads(famk("check", "--quick", "--format", "json").output)
    assert (report["errors"], report["warnings"], report["notes"]) == (0, 1, 1)
    (warning,) = (p for p in report["problems"] if p["level"] == "warning")
    assert warning["rule"] == "text-tells-later"
    assert data.read_text(encoding="utf-8").splitlines()[warning["line"] - 1].strip() == WARNED[1]


def test_sarif_is_what_the_standard_asks_for(data: Path, famk: Famk) -> None:
    change(data, *WARNED)
    found = json.loads(famk("check", "--quick", "--format", "sarif").output)
    jsonschema.validate(found, SARIF)
    (run,) = found["runs"]
    known = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(known) == len(set(known))
    assert {result["level"] for result in run["results"]} == {"warning", "note"}
    for result in run["results"]:
        assert known[result["ruleIndex"]] == result["ruleId"]
    assert "my%20data" in run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_knows_the_rules_of_shapes_and_places_that_are_not_known() -> None:
    problem = Problem("data/x.yaml", 0, 0, rules.of_shape("shape:BornBeforeDying"), "m", "h")
    found = json.loads(render(Report((problem,), "1 claim"), "sarif", "1"))
    jsonschema.validate(found, SARIF)
    assert found["runs"][0]["results"][0]["ruleId"] == "shape-born-before-dying"


def test_many_remarks_are_counted_and_listed_on_demand() -> None:
    notes = tuple(Problem(f"{n:02}.yaml", 1, 1, "gap", "no title") for n in range(11))
    report = Report(notes, "1 claim")
    assert "Remarks (11): 11 gap; --remarks lists them." in render(report, "text", "1")
    assert "10.yaml:1:1: no title [gap]" in render(report, "text", "1", remarks=True)


def test_without_java_the_rest_is_checked_and_a_remark_says_so(
    data: Path, famk: Famk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    change(data, "episodeNumber: 2", "episodeNumber: 0")
    report = json.loads(famk("check", "--format", "json").output)
    assert {p["rule"] for p in report["problems"]} >= {"check-skipped", "shape-episode"}
    assert report["errors"] == 1


def test_ones_own_facts_are_held_against_the_shapes(data: Path, famk: Famk, tmp_path: Path) -> None:
    assert data.is_file()
    own = tmp_path / "mine.ttl"
    own.write_text(
        "@prefix famk: <https://w3id.org/famk/ontology#> . @prefix id: <https://w3id.org/famk/id/> .\n"
        "id:sc-s01e02 a famk:Episode ; famk:partOfSeason id:sc-s01 ; famk:episodeNumber 2 ."
    )
    found = famk("check", str(own))
    assert found.exit_code == 2
    assert "An entity needs a label" in found.output
    assert "mine.ttl: id:sc-s01e02" in found.output


def test_every_rule_that_the_code_names_exists_and_every_rule_is_named() -> None:
    words = {
        node.value
        for path in (ROOT / "src" / "famk_graph").rglob("*.py")
        if path.name != "rules.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = {"missing-source", "missing-reveal", "label-tells-later", "id-tells-later"}  # put together from parts
    assert set(rules.RULES) - made <= words
    assert all(rule.help.rstrip().endswith((".", "…")) for rule in rules.RULES.values())
    assert {rule.level for rule in rules.RULES.values()} == set(rules.LEVELS)


def test_every_rule_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert [ident for ident in rules.RULES if f"`{ident}`" not in page] == []
