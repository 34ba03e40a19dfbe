"""The rows of a table: read from its query, narrowed, sorted, and written as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph import dates
from famk_graph.serve.content.citing import citing
from famk_graph.serve.content.kept import per_lens
from famk_graph.serve.content.telling import when
from famk_graph.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.serve.content.tables import Column, Table
    from famk_graph.serve.lens import Lens

Answers = dict[tuple[str, str], "list[Row]"]
_DIGITS = 12  # to which numbers are filled up, so that texts sort as they do
_ZERO = 10**11  # is added to numbers, so that negative ones sort before the others


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: pairs of a text and an id to link to (or none), what it sorts by, and a date or number as it is kept."""

    parts: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    value: str = ""

    @property
    def text(self) -> str:
        """The cell as text."""
        return "; ".join(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is about, its cells by column, and how many sources speak of it."""

    subject: str
    cells: dict[str, Cell]
    sources: int

    @property
    def words(self) -> str:
        """All that the row says, as the filter compares it."""
        return fold(" ".join(f"{cell.text} {cell.value}" for cell in self.cells.values()))


@per_lens
def _answers(lens: Lens) -> Answers:  # noqa: ARG001 - the lens is what the answers belong to
    """Return a place for the tables of a lens."""
    return {}


def read(lens: Lens, table: Table, season: str = "") -> list[Row]:
    """Return all rows of a table in the order of its query.

    Raises
    ------
    NotFoundError
        There is no such season at this horizon.

    """
    known = _answers(lens)
    if (table.name, season) not in known:
        ask = lens.universe.ask
        found = ask(table.query, season=season) if season else ask(table.query)
        texts = [{name: "" if value is None else str(value) for name, value in row.items()} for row in found.rows()]
        known[table.name, season] = [_row(lens, table, row) for row in texts]
    return known[table.name, season]


def _row(lens: Lens, table: Table, values: dict[str, str]) -> Row:
    subject = _id(values[table.subject])
    cells = {column.name: _cell(lens, column, values) for column in table.columns}
    return Row(subject, cells, len(citing(lens).sources.get(subject, ())))


def _id(text: str) -> str:
    return text.removeprefix("id:")


def _cell(lens: Lens, column: Column, values: dict[str, str]) -> Cell:
    text = values.get(column.name, "")
    if column.kind in ("links", "seasons", "apart"):
        return _apart(values) if column.kind == "apart" else _linked(lens, column, text, values)
    if not text:
        return Cell()
    if column.kind == "world":
        ours = text.startswith("our")
        return Cell((("ours" if ours else "theirs", ""),), "2" if ours else "1")
    if column.kind == "date":
        return Cell(((_time(text), ""),), _day(text), text)
    if column.kind == "number":
        return Cell(((text, _id(values.get(column.ids, ""))),), _number(int(text)), text)
    parts = text.split("; ") if column.name in ("kind", "fields", "occupation") else [text]
    return Cell(tuple((part, "") for part in parts), fold(text))


def _linked(lens: Lens, column: Column, text: str, values: dict[str, str]) -> Cell:
    """Return a cell of entities; they are called what the reader's horizon calls them."""
    names = lens.universe.names.entries
    if column.kind == "links":
        idents = [_id(ident) for ident in values[column.ids].split()]
        if len(idents) == 1 and column.name == "title":  # an episode is called by its title, not by its label
            return Cell(((text or names[idents[0]].label, idents[0]),), fold(text) or "~")
        labels = [(names[ident].label, ident) for ident in idents if ident in names]
        return Cell(tuple(labels), fold(" ".join(label for label, _ in labels)))
    idents = [ident for ident in text.split() if ident in names]
    return Cell(tuple((names[ident].label, ident) for ident in idents), " ".join(idents))


def _number(value: int) -> str:
    """Return what a number sorts by."""
    return f"{value + _ZERO:0{_DIGITS}}"


def _apart(values: dict[str, str]) -> Cell:
    """Return how much later theirs comes, in words; kept are the days, or the least and the most of them."""
    least, most = (values["days"] or values[name] for name in ("least", "most"))
    if not (least and most):
        return Cell()
    low, high = int(least), int(most)
    words = dates.roughly_in_words(low) if low == high else dates.difference_in_words(low, high)
    return Cell(((words, ""),), _number((low + high) // 2), least if low == high else f"{low}..{high}")


def _time(text: str) -> str:
    """Return a date in words, or several."""
    return "; ".join(when(part) for part in text.split("; "))


def _day(text: str) -> str:
    """Return the first day that a date can mean, to sort by."""
    try:
        earliest = dates.parse(text.partition("; ")[0]).earliest
    except ValueError:
        return text
    return earliest.isoformat() if earliest else text


def facets(table: Table, rows: Iterable[Row]) -> list[str]:
    """Return the values by which a table may be narrowed, in order."""
    if not table.facet:
        return []
    found = {part: cell.sort for row in rows for cell in (row.cells[table.facet],) for part, _ in cell.parts}
    return sorted(found)


def shown(table: Table, rows: Iterable[Row], text: str, only: str, sort: str) -> list[Row]:
    """Return the rows that hold all words of a text and a value of the facet, sorted by a column.

    ``sort`` is a column's name, with ``-`` before it from last to first; empty cells come last either way. An
    unknown one leaves the order of the query.
    """
    words = fold(text).split()
    kept = [
        row for row in rows
        if (not only or any(part == only for part, _ in row.cells[table.facet].parts))
        and (not words or all(word in row.words for word in words))
    ]  # fmt: skip
    name = sort.removeprefix("-")
    if table.column(name) is None:
        return kept
    full = [row for row in kept if row.cells[name].sort]
    full.sort(key=lambda row: row.cells[name].sort, reverse=sort.startswith("-"))
    return full + [row for row in kept if not row.cells[name].sort]


def as_csv(table: Table, rows: Iterable[Row]) -> str:
    """Return rows as CSV: a column of texts for each, and one of ids beside each that links."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    linked = {column.name for column in table.columns if column.kind in ("links", "seasons")}
    heads: list[str] = []
    for column in table.columns:
        heads += [column.heading, f"{column.heading} (id)"] if column.name in linked else [column.heading]
    writer.writerow(heads)
    for row in rows:
        line: list[str] = []
        for name, cell in row.cells.items():
            line.append(cell.value or cell.text)
            if name in linked:
                line.append(" ".join(ident for _, ident in cell.parts))
        writer.writerow(line)
    return out.getvalue()
