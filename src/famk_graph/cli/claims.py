"""Commands about who says what: conflicts and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from famk_graph.cli.ask import Footnotes, standing
from famk_graph.cli.output import console, horizon_note, remark, table
from famk_graph.dates import in_words

if TYPE_CHECKING:
    from famk_graph.cards import Fact
    from famk_graph.cli import Session
    from famk_graph.universe import Universe

_WORLDS = {"alternate-timeline": "theirs", "our-timeline": "ours"}


@click.command()
@click.argument("name", nargs=-1)
@click.pass_obj
def conflicts(session: Session, name: tuple[str, ...]) -> None:
    """List the claims that disagree, about NAME or about everything, with grades, dates and sources.

    Several values where there can be one only, rival claims one of which is preferred, and claims that do
    not stand beside those that do, each with the reason.
    """
    universe = session.universe()
    found = universe.conflicts(" ".join(name) or None)
    notes, out = Footnotes(universe), console()
    for conflict in found:
        world = _WORLDS.get(conflict.world, conflict.world)
        out.print(f"\n{conflict.label}: {conflict.words} ({world}) — {conflict.kind}", style="bold", soft_wrap=True)
        rows = [
            (_value(f), standing(f), f.evidence, _said(universe, f), notes.marks(f.sources)) for f in conflict.facts
        ]
        table(("claim", "rank", "evidence", "said", "sources"), rows)
    notes.show()
    click.echo(f"{len(found)} disagreement{'' if len(found) == 1 else 's'}.")
    remark(horizon_note(universe.horizon.key))


def _value(fact: Fact) -> str:
    details = ", ".join(detail for detail in (fact.role, fact.time) if detail)
    value = in_words(fact.value)
    return f"{value} ({details})" if details else value


def _said(universe: Universe, fact: Fact) -> str:
    """Return the grade and date of each source of a claim, in the order of its marks."""
    cited = [universe.citations[ident] for ident in fact.sources if ident in universe.citations]
    return "; ".join(f"{c.grade}, {c.published or 'undated'}" for c in cited)


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.pass_obj
def sources(session: Session, name: tuple[str, ...]) -> None:
    """Tell who claims what about NAME: the newest source first, then those without a date."""
    universe = session.universe()
    card = universe.entity(" ".join(name))
    out = console()
    out.print(f"{card.label}  {card.cls}  id:{card.id}", style="bold")
    found = universe.sources(card.id)
    for testimony in found:
        source = testimony.citation
        head = f"{source.published or 'undated'}  {source}  ({source.id})" if source else "Recalled, no source read"
        out.print(f"\n{head}", style="bold", soft_wrap=True)
        for fact in testimony.facts:
            rank = "" if fact.asserted else f" — {standing(fact)}"
            out.print(f"  {fact.words}: {_value(fact)}{rank}  [{fact.evidence}]", soft_wrap=True)
    cited = sum(1 for testimony in found if testimony.citation)
    click.echo(f"\n{cited} source{'' if cited == 1 else 's'}.")
    remark(horizon_note(universe.horizon.key))
