"""The command that compares two versions of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from famk_graph.cli.output import horizon_note, remark

if TYPE_CHECKING:
    from famk_graph.cli import Session

DIFFERENT: Final = 7  # none of the codes that mean an error


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="Exit with 7 if anything differs; else 0 means compared.")
@click.pass_obj
def diff(session: Session, old: str, new: str | None, form: str, *, exit_code: bool) -> int:
    """Tell in claims what changed from OLD to NEW, the data in use if it is left out.

    Each is a folder of data or of a repository, a revision of the git repository here (v0.1.0, HEAD~3), or the
    archive of a release (.tar.gz, .whl, .zip). markdown is what the changelog of a release carries.
    """
    from famk_graph import resources
    from famk_graph.diff import diff as compare
    from famk_graph.diff_text import render
    from famk_graph.horizon import Horizon
    from famk_graph.versions import load

    session.curated_only()
    horizon = Horizon.parse(session.seen)
    one, other = load(old, horizon), load(new or str(resources.data_dir()), horizon)
    found = compare(one.dataset, other.dataset)
    click.echo(render(found, form, old, new or "the data in use"), nl=False)
    for version, name in ((one, old), (other, new or "the data in use")):
        if not version.whole:
            remark(f"Not all of {name} can be read by today's format and ontology; the rest was compared.")
    remark(horizon_note(horizon.key))
    return DIFFERENT if exit_code and found else 0
