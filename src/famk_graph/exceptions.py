"""What the warnings about data may pass over: `exceptions.toml` beside the data, each entry with its reason."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from famk_graph.errors import Problem
from famk_graph.findings import display
from famk_graph.words import fold

if TYPE_CHECKING:
    from pathlib import Path

    from famk_graph.findings import Findings

FILE: Final = "exceptions.toml"
_ENTRY: Final = "[[allow]]"


class Exceptions:
    """The exceptions of a data folder, and which of them were needed.

    Parameters
    ----------
    root
        The folder of the data. Without a file of exceptions in it there are none.
    findings
        Where it is told that the file cannot be read.

    """

    def __init__(self, root: Path, findings: Findings) -> None:
        """Read the file."""
        self._path = root / FILE
        self._reasons: dict[tuple[str, str], str] = {}
        self._used: set[tuple[str, str]] = set()
        if not self._path.is_file():
            return
        try:
            entries = tomllib.loads(self._path.read_text(encoding="utf-8")).get("allow", [])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            message = f"the file cannot be read: {error}"
            findings.append(Problem(display(str(self._path)), 0, 0, "unreadable-file", message))
            return
        for entry in entries:
            key = str(entry.get("about")), fold(str(entry.get("name") or entry.get("rule")))
            self._reasons[key] = str(entry.get("reason") or "")

    def excuse(self, about: str, what: str) -> bool:
        """Whether a name in what is said of something, or a rule that it breaks, may stand."""
        key = about, fold(what)
        if not self._reasons.get(key):
            return False
        self._used.add(key)
        return True

    def stale(self, findings: Findings) -> None:
        """Add a warning for each exception that nothing needed or that gives no reason."""
        for number, (key, reason) in enumerate(self._reasons.items()):
            if key not in self._used:
                what = "is not needed any more" if reason else "gives no reason"
                message = f"the exception for “{key[1]}” in “{key[0]}” {what}"
                findings.append(Problem(display(str(self._path)), self._line(number), 1, "stale-exception", message))

    def _line(self, number: int) -> int:
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [at for at, line in enumerate(lines, 1) if line.strip() == _ENTRY][number]
