"""Commands that write files: draw and ontology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import horizon_note, remark

if TYPE_CHECKING:
    from famk_graph.cli import Session


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("famk.html"),
    show_default=True,
    metavar="FILE",
    help="The file to write.",
)
@click.option("--about", metavar="NAME", help="Draw what stands around this, by id, name or nickname.")
@click.option(
    "--depth", type=click.IntRange(min=0), metavar="N", help="How many relations away from it; 1 if left out."
)
@click.option("--kind", "kinds", multiple=True, metavar="CLASS", help="Keep only things of this class (repeatable).")
@click.option("--from", "start", metavar="DATE", help="Keep events from this date on, and what they touch.")
@click.option("--to", "end", metavar="DATE", help="Keep events up to this date, and what they touch.")
@click.pass_obj
def draw(
    session: Session,
    *,
    output: Path,
    about: str | None,
    depth: int | None,
    kinds: tuple[str, ...],
    start: str | None,
    end: str | None,
) -> None:
    """Write the graph as one interactive HTML file that needs no network.

    It can be searched and walked through by mouse, touch or keyboard; every relation names its sources.
    """
    if depth is not None and about is None:
        raise click.UsageError("--depth needs --about NAME: it counts from there.")
    universe = session.universe()
    written = universe.draw(output, about, 1 if depth is None else depth, kinds, start=start, end=end)
    click.echo(f"{written} ({written.stat().st_size / 1e6:.1f} MB): open it in a browser.")
    remark(horizon_note(universe.horizon.key))


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("turtle", "rdfxml", "html")),
    default="turtle",
    show_default=True,
    help="What to write; rdfxml opens in Protégé, html is the documentation.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file to write; standard output if left out.",
)
def ontology(form: str, output: Path | None) -> None:
    """Write the ontology, all modules in one, or its documentation page.

    The page is one HTML file that needs no network; without -o it is written to famk-ontology.html.
    """
    if form == "html":
        from famk_graph.docs_page import page

        content, output = page().encode(), output or Path("famk-ontology.html")
    else:
        from famk_graph.ontology import serialize

        content = serialize(form)
    if output is None:
        click.echo(content, nl=False)
        return
    output.write_bytes(content)
    click.echo(f"{output} ({len(content) / 1000:.0f} kB)")
