"""The command that proposes claims from other databases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import horizon_note, progress, remark

if TYPE_CHECKING:
    from famk_graph.cli import Session

_DATABASES = ("wikidata", "tvmaze", "tmdb")  # as famk_graph.importers.run has them; that is imported when it is called


@click.command(name="import")
@click.argument("database", type=click.Choice(_DATABASES))
@click.argument("files", nargs=-1, required=True, metavar="FILE-OR-URL...")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("review.yaml"),
    show_default=True,
    metavar="FILE",
    help="The review file to write; it must not exist yet.",
)
@click.option("--show", type=click.Choice(("fam", "sc")), help="Of which show a list is that does not say it.")
@click.option("--season", type=click.IntRange(min=1), help="Of which season bare credits are.")
@click.option("--refresh", is_flag=True, help="Ask the host anew, however fresh the copy in the cache is.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def import_(
    session: Session,
    database: str,
    files: tuple[str, ...],
    out: Path,
    show: str | None,
    season: int | None,
    form: str,
    *,
    refresh: bool,
) -> None:
    """Propose claims from a file of Wikidata, TVmaze or TMDB, in a review file; nothing is taken over.

    FILE-OR-URL is a JSON file, an http(s) address, or an id: Q42 or Q42,Q43; 123 (a show) or people/123 of
    TVmaze; tv/123, tv/123/season/1 or person/123 of TMDB. What is found is matched with what the data hold and
    marked as new, same or conflicting; see docs/importing.md.
    """
    from famk_graph.horizon import Horizon
    from famk_graph.importers import run, summary

    run.refuse(out)
    session.curated_only()
    horizon = Horizon.parse(session.seen)
    with progress() as tell:
        dataset, mistakes = run.known_dataset(horizon)
        got = list(run.inputs(database, files, run.fetcher(tell, refresh=refresh)))
        proposals = run.propose_from(got, run.Asked(database, show, season), dataset)
    written = run.write_review(proposals, out, ", ".join(one.name for one in got))
    if form == "json":
        click.echo(summary.as_json(proposals, str(out) if written else None), nl=False)
    else:
        click.echo(summary.in_words(proposals), nl=False)
        what = f"Written: {out}. Read it, decide what is to be decided, then: famk check {out}"
        click.echo(f"\n{what}" if written else "\nThere is nothing to review; no file was written.")
    if mistakes:
        remark("The data hold mistakes, which famk check tells; they were compared as far as they could be read.")
    remark(horizon_note(horizon.key))
