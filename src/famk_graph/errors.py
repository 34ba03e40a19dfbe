"""The errors that reach a user: each one readable message, each class one exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph.rules import rule

if TYPE_CHECKING:
    from collections.abc import Sequence


class FamkError(Exception):
    """Base of all errors a user can cause; its text is the whole message."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback: a user's mistake is told by the message alone."""
        return str(self).splitlines()


class NotFoundError(FamkError):
    """A name, file or saved query that does not exist; the message suggests near ones."""

    exit_code = 3


class QueryError(FamkError):
    """A SPARQL query that cannot be run: syntax, unknown term, forbidden access."""

    exit_code = 4


class QueryTimeoutError(FamkError):
    """A query that went on beyond its time limit."""

    exit_code = 5


class MissingToolError(FamkError):
    """An optional tool outside Python (Java, a browser) that is not on this machine."""

    exit_code = 6


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in somebody's data: where it is, what is wrong, what was expected, what to do.

    Lines and columns count from 1; 0 means that the place within the file is not known. The rule is one of
    `famk_graph.rules`.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""

    @property
    def level(self) -> str:
        """How grave it is: ``error``, ``warning`` or ``note``."""
        return rule(self.rule).level

    def __str__(self) -> str:
        """Return ``file:line:column: message [rule]`` with the hint indented below."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message} [{self.rule}]" + (f"\n    {self.hint}" if self.hint else "")


class DataError(FamkError):
    """Data with mistakes; ``problems`` holds all of them, in file order."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the sorted problems and make the message of them."""
        self.problems = sorted(set(problems))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__("\n".join([*map(str, self.problems), f"{count} {noun}; nothing was loaded."]))
