"""Commands for those who keep the data: build, check, format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import horizon_note, progress, remark

if TYPE_CHECKING:
    from famk_graph.cli import Session


@click.command()
@click.pass_obj
def build(session: Session) -> None:
    """Build the graph into the cache, unless it is there already, and say what it holds."""
    from famk_graph import store
    from famk_graph.extras import expand
    from famk_graph.horizon import Horizon

    horizon = Horizon.parse(session.seen)
    with progress() as tell:
        made = store.build(horizon, expand(Path(p) for p in session.extra), tell, inference=session.inference)
    counts = ", ".join(f"{number:,} {what}" for what, number in made.counts.items())
    click.echo(f"The graph is built: {counts}.")
    remark(horizon_note(horizon.key))


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def check(session: Session, paths: tuple[Path, ...]) -> None:
    """Check the curated data, and with PATHS your own beside it; tell every mistake at its line.

    Exits with 2 if there is a mistake.
    """
    from famk_graph.check import check as check_dataset
    from famk_graph.errors import DataError
    from famk_graph.extras import expand, read_extras
    from famk_graph.format import stale
    from famk_graph.read import read
    from famk_graph.store import data_files

    own = expand([*paths, *(Path(p) for p in session.extra)])
    dataset, findings = read(data_files())
    read_extras(own, dataset, findings)
    findings += check_dataset(dataset)
    if not findings:
        findings += stale(data_files())
    if findings:
        raise DataError(findings.problems())
    click.echo(
        f"{len(dataset.claims):,} claims about {len(dataset.entities):,} entities from "
        f"{len(dataset.sources):,} sources: no mistakes."
    )


@click.command(name="format")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 2 if a file is not canonical.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def format(paths: tuple[Path, ...], only_check: bool) -> None:  # noqa: A001 - the name of the command
    """Bring data files (all of them, or PATHS) into their canonical form."""
    from famk_graph.errors import DataError
    from famk_graph.extras import expand
    from famk_graph.format import rewrite, stale
    from famk_graph.store import data_files

    files = [p for p in expand(paths) if p.suffix in (".yaml", ".yml")] if paths else data_files()
    if only_check:
        findings = stale(files)
        if findings:
            raise DataError(findings.problems())
        click.echo(f"{len(files)} files are canonical.")
        return
    changed = [path for path in files if rewrite(path)]
    click.echo(f"{len(changed)} of {len(files)} files changed.")
