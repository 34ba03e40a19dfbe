"""Commands that turn the graph into files and figures: export and network."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import console, horizon_note, remark, table

if TYPE_CHECKING:
    from famk_graph.cli import Session

FORMATS = ("nquads", "trig", "turtle", "jsonld", "rdf12", "graphml", "gexf", "csv", "sqlite", "void")
_ENDINGS = {"nquads": "nq", "turtle": "ttl", "rdf12": "ttl", "csv": "zip", "void": "void.ttl"}


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="nquads", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, - for standard output; else famk.ENDING.",
)
@click.pass_obj
def export(session: Session, form: str, output: Path | None) -> None:
    """Write the graph in a common format.

    nquads, trig and jsonld keep the named graphs; turtle is their union; rdf12 says each statement as an
    annotation of its triple (RDF 1.2); graphml and gexf open in Gephi; csv is a zip of three tables, and
    sqlite the same tables as one database. void is no dump: it describes the graph in VoID and DCAT.
    """
    universe = session.universe()
    if output == Path("-"):
        with TemporaryDirectory() as folder, universe.export(form, Path(folder) / "famk").open("rb") as made:
            copyfileobj(made, sys.stdout.buffer)
    else:
        written = universe.export(form, output or Path(f"famk.{_ENDINGS.get(form, form)}"))
        click.echo(f"{written} ({written.stat().st_size:,} bytes)")
    remark(horizon_note(universe.horizon.key))


@click.command()
@click.option("--kind", "kinds", multiple=True, metavar="CLASS", help="Only entities of this class (repeatable).")
@click.option("--top", type=click.IntRange(min=1), default=15, show_default=True, help="How many rows.")
@click.pass_obj
def network(session: Session, kinds: tuple[str, ...], top: int) -> None:
    """Tell who and what is central, which groups hang together, and which single ties bridge them."""
    from famk_graph import network as measures

    universe = session.universe()
    graph = universe.network(kinds)
    label = {node: data["label"] for node, data in graph.nodes(data=True)}
    click.echo(f"{graph.number_of_nodes():,} entities, {graph.number_of_edges():,} relations.")
    rows = measures.centrality(graph)[:top]
    table(
        ("most central", "neighbours", "betweenness", "PageRank"),
        [(label[node], degree, round(between, 4), round(rank, 4)) for node, degree, between, rank in rows],
    )
    groups = [group for group in measures.communities(graph) if len(group) > 1]
    degrees = dict(measures.simple(graph).degree())
    table(
        ("group", "size", "its best connected"),
        [
            (number, len(group), ", ".join(label[n] for n in sorted(group, key=lambda n: (-degrees[n], n))[:6]))
            for number, group in enumerate(groups[:top], 1)
        ],
    )
    pairs = measures.bridges(graph)
    inner = [pair for pair in pairs if min(degrees[pair[0]], degrees[pair[1]]) > 1]
    console().print(f"{len(pairs):,} ties are the only one of an entity or bridge two parts; between parts:")
    for one, other in inner[:top]:
        console().print(f"  {label[one]} — {label[other]}")
    remark(horizon_note(universe.horizon.key))
