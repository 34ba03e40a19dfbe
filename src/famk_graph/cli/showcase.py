"""The command that shows in a minute what the graph can do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from famk_graph.cli.ask import Footnotes, print_timeline, print_why, standing
from famk_graph.cli.output import console, horizon_note
from famk_graph.settings import saved_horizon

if TYPE_CHECKING:
    from famk_graph.cli import Session
    from famk_graph.universe import Universe

_HORIZON = "fam:s1"


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("famk.html"), show_default=True)
@click.pass_obj
def showcase(session: Session, output: Path) -> None:
    """Answer five questions, then draw the graph.

    Nothing after season 1 of For All Mankind is told, unless --seen or famk seen says that you have watched further.
    """
    session.chosen = session.chosen or saved_horizon() or _HORIZON
    universe = session.universe()
    out = console()
    told = [(question, answer) for needed, question, answer in _QUESTIONS if needed in universe.names.entries]
    for number, (question, answer) in enumerate(told, 1):
        out.print(f"\n{number}. {question}\n", style="bold")
        answer(universe)
    if len(told) < len(_QUESTIONS):
        out.print("\nWhat would give later episodes away is not asked.", soft_wrap=True)
    drawn = universe.draw(output)
    out.print(f"\nThe graph as a page to explore: {drawn.absolute()}", style="bold", soft_wrap=True)
    out.print(f"{horizon_note(universe.horizon.key)} More questions: famk queries.", soft_wrap=True)


def _divergence(universe: Universe) -> None:
    """Put the two sides of the first landing beside each other."""
    card = universe.entity("divergence-first-moon-landing")
    notes, out = Footnotes(universe), console()
    sides = [fact for fact in card.facts if fact.predicate in ("alternateSide", "realSide") and fact.value_id]
    for fact in sides:
        dated = [f for f in universe.entity(fact.value_id or "").facts if f.predicate == "date" and f.asserted]
        where = "there" if fact.predicate == "alternateSide" else "here "
        date, sources = (dated[0].value, dated[0].sources) if dated else ("date not known", fact.sources)
        out.print(f"  {where}  {date}  {fact.value}  {notes.marks(sources)}", soft_wrap=True)
    out.print(f"  The difference: {', '.join(card.values('divergenceKind'))}.", soft_wrap=True)
    notes.show()


def _two_lives(universe: Universe) -> None:
    """Tell the life of a real person and of the fiction's version of him."""
    notes, out = Footnotes(universe), console()
    for where, ident in (("there", "alt-ted-kennedy"), ("here ", "ted-kennedy")):
        for fact in universe.entity(ident).facts:
            if fact.predicate == "positionHeld" and fact.asserted:
                time = f" ({fact.time})" if fact.time else ""
                out.print(f"  {where}  {fact.value}{time}  {notes.marks(fact.sources)}", soft_wrap=True)
    notes.show()


def _guesses(universe: Universe) -> None:
    """Tell the date of Star City's release and the guesses that went before it."""
    notes, out = Footnotes(universe), console()
    facts = [fact for fact in universe.entity("star-city").facts if fact.predicate == "releaseDate"]
    for fact in sorted(facts, key=lambda fact: fact.asserted):
        out.print(f"  {fact.value}  {standing(fact)}  {notes.marks(fact.sources)}", soft_wrap=True)
    notes.show()


# What must be known at the horizon, the question, and its answer: a question gives away what it asks about.
_QUESTIONS = (
    ("soviet-moon-landing", "Who set foot on the Moon first, there and here?", _divergence),
    (
        "jamestown-landing",
        "Why is there a base on the Moon in 1973?",
        lambda universe: print_why(universe, "jamestown-landing", short=True),
    ),
    (
        "moon",
        "What happened in the summer of 1969, there and here?",
        lambda universe: print_timeline(universe, "1969-06", "1969-08"),
    ),
    ("alt-ted-kennedy", "What became of Ted Kennedy, there and here?", _two_lives),
    ("star-city", "When was Star City released, and what had been said before?", _guesses),
)
