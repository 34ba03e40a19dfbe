"""How commands speak: tables and cards on standard output, progress and remarks on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console


def console(*, error: bool = False) -> Console:
    """Return a console for text; in a pipe it neither colours nor cuts."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else 120
    return Console(stderr=error, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what a build is doing, once it says something; quiet in a pipe and for cached graphs."""
    status = None

    def tell(text: str) -> None:
        nonlocal status
        if not sys.stderr.isatty():
            return
        if status is None:
            status = console(error=True).status(text)
            status.start()
        status.update(text)

    try:
        yield tell
    finally:
        if status is not None:
            status.stop()


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> None:
    """Print a table; numbers stand right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, caption=caption or None, caption_justify="left", pad_edge=False)
    for number, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[number], int | float) for row in rows)
        shown.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(shown)


def remark(text: str) -> None:
    """Say something beside the answer, on standard error."""
    sys.stderr.write(text + "\n")


def horizon_note(key: str) -> str:
    """Return the words that tell at which horizon an answer was given."""
    if key == "all":
        return "Seen: everything (famk seen, or --seen, says how far you have watched)."
    return "Seen: nothing yet." if key == "none" else f"Seen: {key}."
