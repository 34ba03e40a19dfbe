"""The command by which a viewer says once how far they have watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import horizon_note

if TYPE_CHECKING:
    from famk_graph.cli import Session


@click.command()
@click.argument("horizon", required=False)
@click.option("--forget", is_flag=True, help="Forget what was saved; everything counts as seen again.")
@click.pass_obj
def seen(session: Session, horizon: str | None, forget: bool) -> None:
    """Save HORIZON (such as fam:s2e5,sc:s1e3) for all commands to come; without it, say what holds.

    --seen and the environment variable FAMK_SEEN go before what is saved.
    """
    from famk_graph.horizon import Horizon
    from famk_graph.settings import save_horizon

    if horizon and forget:
        raise click.UsageError("Give a horizon or --forget, not both.")
    if forget:
        save_horizon(None)
        click.echo("Forgotten.")
    elif horizon:
        path = save_horizon(Horizon.parse(horizon).key)
        click.echo(f"Saved in {path}.")
    click.echo(horizon_note(Horizon.parse(session.seen).key))
