"""The maps from other databases' words to ours: one table of tab-separated values each, read where it is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "tables"
Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of a table by the words of its head; lines that begin with ``#`` are remarks."""
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    head, *rows = lines
    return tuple(
        dict(zip(head, [cell.strip() for cell in row] + [""] * (len(head) - len(row)), strict=True)) for row in rows
    )


def names() -> list[str]:
    """Return the names of all tables."""
    return sorted(path.stem for path in _FOLDER.glob("*.tsv"))
