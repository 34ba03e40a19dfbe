"""The command that says why a fact holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from famk_graph.cli.ask import Footnotes
from famk_graph.cli.output import console, horizon_note, remark

if TYPE_CHECKING:
    from famk_graph.cli import Session
    from famk_graph.explain import Claimed, Explanation, Line


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.pass_obj
def explain(session: Session, subject: str, predicate: str, value: str) -> int:
    """Tell why it holds that SUBJECT PREDICATE OBJECT: the sources that say so, or the facts it follows from.

    SUBJECT and OBJECT are names as in famk show, or the OBJECT a class, concept or text; PREDICATE is a property,
    such as "crew of", or "is". Exits with 1 if nothing says or implies the fact.
    """
    universe = session.universe()
    found = universe.explain(subject, predicate, value)
    notes = Footnotes(universe)
    if found.holds:
        _holds(found, notes)
    else:
        _unknown(found, notes)
    notes.show()
    remark(horizon_note(universe.horizon.key))
    return 0 if found.holds else 1


def _holds(found: Explanation, notes: Footnotes) -> None:
    out = console()
    out.print(found.words, style="bold", soft_wrap=True)
    how = "It is stated:" if found.status == "stated" else "Nobody states it, but it follows:"
    out.print(f"{how}\n")
    for number, line in enumerate(found.lines, 1):
        out.print(f"  {number}. {line.words}  {_ground(line, notes)}", soft_wrap=True)


def _ground(line: Line, notes: Footnotes) -> str:
    if line.rule:
        premises = ", ".join(map(str, line.premises))
        return f"(from {premises}: {line.rule})" if premises else f"({line.rule})"
    return "; ".join(_claim(claim, notes) for claim in line.claims) or "(stated without a source)"


def _claim(claim: Claimed, notes: Footnotes) -> str:
    return f"({claim.evidence}, {claim.reveal}) {notes.marks(claim.sources)}".rstrip()


def _unknown(found: Explanation, notes: Footnotes) -> None:
    out = console()
    out.print(f"Nothing known at this horizon says or implies: {found.words}.", soft_wrap=True)
    for claim in found.denied:
        text = f"  It is claimed, but the claim does not stand: {claim.reason} {notes.marks(claim.sources)}"
        out.print(text, soft_wrap=True)
    if found.instead:
        out.print(f"  What is known: {', '.join(found.instead)}.", soft_wrap=True)
