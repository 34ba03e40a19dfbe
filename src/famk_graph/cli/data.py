"""Commands for those who keep the data: build, check, format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import horizon_note, progress, remark
from famk_graph.errors import DataError
from famk_graph.report import FORMATS

if TYPE_CHECKING:
    from famk_graph.cli import Session


@click.command()
@click.pass_obj
def build(session: Session) -> None:
    """Build the graph into the cache, unless it is there already, and say what it holds."""
    from famk_graph import store
    from famk_graph.asof import parse_day
    from famk_graph.extras import expand
    from famk_graph.horizon import Horizon

    horizon = Horizon.parse(session.seen)
    day = parse_day(session.as_of) if session.as_of else None
    session.opened = True
    with progress() as tell:
        made = store.build(horizon, expand(Path(p) for p in session.extra), tell, day, inference=session.inference)
    counts = ", ".join(f"{number:,} {what}" for what, number in made.counts.items())
    click.echo(f"The graph is built: {counts}.")
    remark(horizon_note(horizon.key))


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Of the report.")
@click.option("--quick", is_flag=True, help="Leave out what needs the compiled graph: SHACL, OWL and gaps.")
@click.option("--strict", is_flag=True, help="Let warnings count like errors.")
@click.option("--remarks", is_flag=True, help="List every remark, however many.")
@click.pass_obj
def check(session: Session, paths: tuple[Path, ...], form: str, quick: bool, strict: bool, remarks: bool) -> int:
    """Check the curated data, and with PATHS your own beside it; tell every mistake at its line.

    Form, references, dates, bibliography, canonical form and spoilers; then, on the compiled graph, the SHACL
    shapes and OWL consistency. Exits with 2 if there is an error.
    """
    from famk_graph import __version__
    from famk_graph.audit import audit
    from famk_graph.extras import expand
    from famk_graph.report import render

    own = expand([*paths, *(Path(p) for p in session.extra)])
    with progress() as tell:
        report = audit(own, quick=quick, tell=tell)
    click.echo(render(report, form, __version__, remarks=remarks), nl=False)
    return DataError.exit_code if report.fails(strict=strict) else 0


@click.command(name="format")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 2 if a file is not canonical.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def format(paths: tuple[Path, ...], only_check: bool) -> None:  # noqa: A001 - the name of the command
    """Bring data files (all of them, or PATHS) into their canonical form."""
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
