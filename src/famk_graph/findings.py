"""Collecting mistakes while work goes on, so that one run can report all of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from famk_graph import yaml_files
from famk_graph.errors import Problem

if TYPE_CHECKING:
    from famk_graph.model import Where


class Finding(NamedTuple):
    """A mistake whose line is not yet looked up."""

    where: Where
    rule: str
    message: str
    hint: str = ""


class Findings(list[Finding | Problem]):
    """The mistakes of a run."""

    def add(self, where: Where, rule: str, message: str, hint: str = "") -> None:
        """Add a mistake against a rule at a place."""
        self.append(Finding(where, rule, message, hint))

    def problems(self) -> list[Problem]:
        """Return the mistakes with lines and columns."""
        return [item if isinstance(item, Problem) else _locate(item) for item in self]


def display(file: str) -> str:
    """Return a file's name as seen from the working directory."""
    try:
        relative = os.path.relpath(file)
    except ValueError:
        return file
    return file if relative.startswith("..") else relative


def _locate(finding: Finding) -> Problem:
    line, column = 0, 0
    file = finding.where.file.removesuffix(".gz").lower()
    if file.endswith((".yaml", ".yml")):
        line, column = yaml_files.position(finding.where, Path(finding.where.file))
    elif file.endswith(".csv") and finding.where.path:
        line = int(finding.where.path[0]) + 2
        column = 1
    return Problem(display(finding.where.file), line, column, finding.rule, finding.message, finding.hint)
