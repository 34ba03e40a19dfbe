"""What a check found, as text for people, JSON for programs and SARIF for editors and CI."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from famk_graph import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.errors import Problem

FORMATS: Final = ("text", "json", "sarif")
_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LISTED: Final = 10  # remarks that are told one by one; of more only the number


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found.

    Attributes
    ----------
    problems
        All of them, in the order of files and lines.
    checked
        In words, what they were found in.

    """

    problems: tuple[Problem, ...]
    checked: str

    def of(self, level: str) -> list[Problem]:
        """Return the problems of a level: ``error``, ``warning`` or ``note``."""
        return [problem for problem in self.problems if problem.level == level]

    def fails(self, *, strict: bool = False) -> bool:
        """Whether there is an error, or, if strict, a warning."""
        return bool(self.of("error") or (strict and self.of("warning")))


def text(report: Report, *, remarks: bool = False) -> str:
    """Return a report for people: errors, warnings and remarks apart."""
    parts = []
    for level, heading in (("error", "Errors"), ("warning", "Warnings")):
        if found := report.of(level):
            parts.append("\n".join([f"{heading} ({len(found)})", *map(str, found)]))
    notes = report.of("note")
    if notes and (remarks or len(notes) <= _LISTED):
        parts.append("\n".join([f"Remarks ({len(notes)})", *map(str, notes)]))
    elif notes:
        counts = ", ".join(f"{number} {rule}" for rule, number in sorted(Counter(n.rule for n in notes).items()))
        parts.append(f"Remarks ({len(notes)}): {counts}; --remarks lists them.")
    parts.append(f"{report.checked}: {_verdict(report)}.")
    return "\n\n".join(parts) + "\n"


def _verdict(report: Report) -> str:
    counts = [
        f"{len(found)} {level}{'' if len(found) == 1 else 's'}"
        for level in ("error", "warning")
        if (found := report.of(level))
    ]
    return " and ".join(counts) or "no mistakes"


def as_json(report: Report) -> str:
    """Return a report as JSON: the counts, and each problem with its rule, level and place."""
    problems = [asdict(problem) | {"level": problem.level} for problem in report.problems]
    counts = {f"{level}s": len(report.of(level)) for level in rules.LEVELS}
    return json.dumps({"checked": report.checked, **counts, "problems": problems}, ensure_ascii=False, indent=2) + "\n"


def sarif(report: Report, version: str) -> str:
    """Return a report as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the lines.

    Parameters
    ----------
    report
        What was found.
    version
        The version of this package.

    """
    broken = sorted({problem.rule for problem in report.problems} | set(rules.RULES))
    driver = {
        "name": "famk check",
        "version": version,
        "informationUri": "https://w3id.org/famk/",
        "rules": [_rule(rules.rule(ident)) for ident in broken],
    }
    number = {ident: index for index, ident in enumerate(broken)}
    results = [_result(problem, number[problem.rule]) for problem in report.problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(known: rules.Rule) -> dict[str, Any]:
    return {
        "id": known.id,
        "shortDescription": {"text": known.help},
        "help": {"text": f"{known.help} See docs/validation.md."},
        "defaultConfiguration": {"level": known.level},
    }


def _result(problem: Problem, index: int) -> dict[str, Any]:
    message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    region = {"startLine": max(problem.line, 1), "startColumn": max(problem.column, 1)}
    place = {"artifactLocation": {"uri": _uri(problem.file)}, "region": region}
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": problem.level,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def render(report: Report, form: str, version: str, *, remarks: bool = False) -> str:
    """Return a report in one of `FORMATS`."""
    if form == "json":
        return as_json(report)
    return sarif(report, version) if form == "sarif" else text(report, remarks=remarks)


def sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of files and lines, each once."""
    return tuple(sorted(set(problems)))
