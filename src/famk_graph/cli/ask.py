"""Commands that answer questions: show, why, path, timeline, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import console, horizon_note, remark, table
from famk_graph.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famk_graph.cards import Card, Fact
    from famk_graph.chains import Step
    from famk_graph.cli import Session
    from famk_graph.universe import Universe

# The two worlds of the shows, as the timeline heads them; whatever else there is comes from the user's files.
WORLDS = {"alternate-timeline": "theirs", "our-timeline": "ours"}


class Footnotes:
    """Numbers for the sources of an answer, in the order in which they are first cited."""

    def __init__(self, universe: Universe) -> None:
        """Begin with no source cited."""
        self._universe, self._numbers = universe, dict[str, int]()

    def marks(self, sources: Iterable[str]) -> str:
        """Return marks such as ``[1][3]`` for some sources."""
        return "".join(f"[{self._numbers.setdefault(s, len(self._numbers) + 1)}]" for s in sources)

    def lines(self) -> list[str]:
        """Return the list of the cited sources."""
        known = self._universe.citations
        return [f"[{number}] {known.get(ident, ident)}" for ident, number in self._numbers.items()]

    def show(self) -> None:
        """Print the list of the cited sources."""
        lines = self.lines()
        if lines:
            console().print("\nSources")
        for line in lines:
            console().print(f"  {line}", soft_wrap=True)


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Claims that do not stand as well: superseded, guessed, wrong.")
@click.pass_obj
def show(session: Session, name: tuple[str, ...], everything: bool) -> None:
    """Show a card of NAME: what it is, its facts with their dates, where each is revealed, and the sources."""
    universe = session.universe()
    card = universe.entity(" ".join(name))
    _card(universe, card, everything=everything)
    remark(horizon_note(universe.horizon.key))


def _card(universe: Universe, card: Card, *, everything: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    out, notes = console(), Footnotes(universe)
    out.print(Text.assemble((card.label, "bold"), f"  {card.cls}  ", (f"id:{card.id}", "dim")))
    shown = Table.grid(padding=(0, 2))
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    shown.add_column(style="dim", no_wrap=True)
    last = ""
    hidden = 0
    for fact in card.facts:
        if fact.rank == "deprecated" and not everything:
            hidden += 1
            continue
        words = fact.words if fact.words != last else ""
        own = universe.names.entries[fact.world] if fact.world not in WORLDS else None
        shown.add_row(words, _fact(fact, notes), f"{fact.reveal}, {own.label}" if own else fact.reveal)
        last = fact.words
    if card.difference:
        shown.add_row("there", card.difference, "computed")
    out.print(shown)
    notes.show()
    if hidden:
        remark(f"{hidden} claim(s) that do not stand are left out; --all shows them with the reason.")
    if card.namesakes:
        remark("Other matches: " + ", ".join(card.namesakes))


def _fact(fact: Fact, notes: Footnotes) -> str:
    parts = [in_words(fact.value)]
    details = [detail for detail in (fact.role, fact.time) if detail]
    if details:
        parts.append(f"({', '.join(details)})")
    if not fact.asserted:
        parts.append(f"— {standing(fact)}")
    if fact.evidence == "recalled":
        parts.append("(recalled, no source read)")
    return " ".join([*parts, notes.marks(fact.sources)])


def standing(fact: Fact) -> str:
    """Return in words whether a claim stands, and why not if it does not."""
    if fact.rank == "speculative":
        return "speculation"
    if fact.asserted:
        return "stands, preferred" if fact.rank == "preferred" else "stands"
    return "does not stand" + (f": {fact.reason}" if fact.reason else "")


@click.command()
@click.argument("event", nargs=-1, required=True)
@click.option("--short", is_flag=True, help="Only the straight line from the point of divergence.")
@click.pass_obj
def why(session: Session, event: tuple[str, ...], *, short: bool) -> None:
    """Tell the chain of causes that led to EVENT, link by link, each with its source."""
    universe = session.universe()
    _print_why(universe, " ".join(event), short=short)
    remark(horizon_note(universe.horizon.key))


def _print_why(universe: Universe, event: str, *, short: bool) -> None:
    """Print the chain of causes of an event: the straight line to it, then every link unless it shall be short."""
    chain = universe.why(event)
    label = {ident: entry.label for ident, entry in universe.names.entries.items()}
    notes, out = Footnotes(universe), console()
    if not chain.steps:
        out.print(f"Nothing is known that led to “{label[chain.event]}”.")
        return

    def tell(steps: tuple[Step, ...]) -> None:
        for number, step in enumerate(steps, 1):
            text = f"  {number}. {label[step.start]} — {step.words} → {label[step.end]}  {notes.marks(step.sources)}"
            out.print(text, soft_wrap=True)

    out.print(f"What led to “{label[chain.event]}”, in short\n", style="bold")
    tell(chain.spine)
    if not short and len(chain.steps) > len(chain.spine):
        out.print("\nEvery link, causes before effects\n", style="bold")
        tell(chain.steps)
        out.print(f"\nIt goes back to: {'; '.join(label[root] for root in chain.roots)}.", soft_wrap=True)
    notes.show()


@click.command()
@click.argument("one")
@click.argument("other")
@click.option("--avoid", multiple=True, metavar="NAME", help="Go around this (repeatable).")
@click.pass_obj
def path(session: Session, one: str, other: str, avoid: tuple[str, ...]) -> None:
    """Tell how ONE and OTHER are connected, by the shortest way."""
    universe = session.universe()
    steps = universe.path(one, other, avoid)
    label = {ident: entry.label for ident, entry in universe.names.entries.items()}
    notes, out = Footnotes(universe), console()
    if steps is None:
        out.print(f"Nothing connects “{one}” and “{other}” at this horizon.")
    elif not steps:
        out.print("They are one and the same.")
    else:
        out.print(label[steps[0].start], style="bold")
        for step in steps:
            out.print(f"  — {step.words} → {label[step.end]}  {notes.marks(step.sources)}", soft_wrap=True)
        notes.show()
    remark(horizon_note(universe.horizon.key))


@click.command()
@click.option("--from", "start", metavar="DATE", help="The first date, such as 1969 or 1969-06-26.")
@click.option("--to", "end", metavar="DATE", help="The last date.")
@click.pass_obj
def timeline(session: Session, start: str | None, end: str | None) -> None:
    """Show the two histories side by side: theirs and ours."""
    universe = session.universe()
    _print_timeline(universe, start, end)
    remark(horizon_note(universe.horizon.key))


def _print_timeline(universe: Universe, start: str | None, end: str | None) -> None:
    """Print the dated events of both worlds in two columns, and those of the user's own files in one each."""
    moments = universe.timeline(start, end)
    own = {m.world: universe.names.entries[m.world].label for m in moments if m.world not in WORLDS}
    worlds = WORLDS | dict(sorted(own.items()))
    rows = [(in_words(m.date), *(m.label if m.world == world else "" for world in worlds)) for m in moments]
    if rows:
        table(("date", *worlds.values()), rows)
    else:
        click.echo("No dated event lies in that time.")


@click.command()
@click.pass_obj
def coverage(session: Session) -> None:
    """Show what is known and what is missing, per season, per class and by evidence."""
    universe = session.universe()
    found = universe.coverage()
    columns = ("season", "episodes", "titled", "dated", "directed", "written", "claims", "events")
    rows = [(s.label, s.episodes, s.titled, s.dated, s.directed, s.written, s.claims, s.events) for s in found.seasons]
    table(columns, rows)
    for season in found.seasons:
        for gap in season.gaps:
            console().print(f"  {season.label}: {gap}", soft_wrap=True)
    told = [(h.kind, h.count, ", ".join(f"{what} {n}" for what, n in h.told.items())) for h in found.holdings]
    table(("kind", "number", "of these, known"), told)
    table(("class", "entities"), list(found.classes.items()))
    table(("evidence", "claims"), list(found.evidence.items()))
    table(("rank", "claims"), list(found.ranks.items()))
    click.echo(f"{found.claims:,} claims; {found.recalled_share:.1%} of them rest on memory alone.")
    remark(horizon_note(universe.horizon.key))
