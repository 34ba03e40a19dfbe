"""Commands for SPARQL: query and queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from famk_graph.cli.output import horizon_note, remark, table
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.saved import Parameter, SavedQuery, saved_queries

if TYPE_CHECKING:
    from famk_graph.cli import Session
    from famk_graph.query import Result
    from famk_graph.universe import Universe

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld")
_WORDS = frozenset({"select", "ask", "construct", "describe", "prefix", "base"})


@click.command()
@click.argument("what")
@click.option("--bind", "bindings", multiple=True, metavar="NAME=VALUE", help="Give a variable a value (repeatable).")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print; table, or turtle for triples.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, help="Seconds."
)
@click.option("--allow-service", is_flag=True, help="Let SERVICE ask servers over the network.")
@click.pass_obj
def query(
    session: Session, what: str, bindings: tuple[str, ...], form: str | None, timeout: float, allow_service: bool
) -> None:
    """Ask WHAT: SPARQL text, a .rq file, - for standard input, or the name of a saved query.

    The prefixes famk:, id:, concept:, source:, rdfs:, xsd:, prov: and more need no declaration.
    """
    values = dict(_pair(binding) for binding in bindings)
    saved, text = _text(what)
    universe = session.universe()
    if saved:
        result = universe.ask(saved.name, timeout=timeout, **values)
    else:
        terms = {name: _guess(value, universe) for name, value in values.items()}
        result = universe.query(text, terms, timeout=timeout, allow_service=allow_service)
    _print(result, form, [p.name for p in saved.parameters] if saved else [])
    remark(horizon_note(universe.horizon.key))


@click.command()
@click.argument("name", required=False)
@click.pass_obj
def queries(session: Session, name: str | None) -> None:
    """List the saved queries and the question each answers; with NAME print that query's SPARQL.

    A default that the horizon does not know yet is not shown.
    """
    universe = session.universe()
    if name:
        from famk_graph.saved import saved_query

        query = saved_query(name)
        hidden = {f"# param: {p.name} {p.kind} {p.default}" for p in query.parameters if not _default(p, universe)}
        click.echo("\n".join(line for line in query.text.rstrip().splitlines() if line not in hidden))
    else:
        rows = [
            (q.name, q.question, " ".join(f"{p.name}={_default(p, universe) or '…'}" for p in q.parameters))
            for q in saved_queries().values()
        ]
        table(("query", "question", "parameters"), rows)
        remark("Ask one with: famk query NAME --bind parameter=value")
    remark(horizon_note(universe.horizon.key))


def _default(parameter: Parameter, universe: Universe) -> str:
    """Return a parameter's default as far as the horizon knows it."""
    known = parameter.kind != "entity" or parameter.default in universe.names.entries
    return parameter.default if known else ""


def _pair(binding: str) -> tuple[str, str]:
    name, equals, value = binding.partition("=")
    if not equals:
        raise click.UsageError(f"“{binding}” is not NAME=VALUE.")
    return name.removeprefix("?"), value


def _text(what: str) -> tuple[SavedQuery | None, str]:
    """Tell the ways of giving a query apart."""
    if what == "-":
        return None, _decoded(sys.stdin.buffer.read(), "standard input")
    if what.endswith(".rq"):
        path = Path(what)
        if not path.is_file():
            raise NotFoundError(f"There is no file {what}.")
        return None, _decoded(path.read_bytes(), what)
    if "{" in what or (what.split(maxsplit=1)[0:1] and what.split(maxsplit=1)[0].lower() in _WORDS):
        return None, what
    if what in saved_queries():
        return saved_queries()[what], ""
    if " " in what.strip():
        return None, what
    from famk_graph.saved import saved_query

    return saved_query(what), ""


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FamkError(f"{name}: byte {raw[error.start]:#04x} is not UTF-8.\n    Save it in that encoding.") from None


def _guess(value: str, universe: Universe) -> object:
    """Return the term that a bound value most likely means: a number, an IRI, an entity by name, or a text."""
    import pyoxigraph as ox

    from famk_graph.iris import ENTITY, PREFIXES

    if value.lstrip("-").isdigit():
        return int(value)
    if value.startswith(("http://", "https://")):
        return ox.NamedNode(value)
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        return ox.NamedNode(PREFIXES[prefix] + local)
    found = universe.names.find(value)
    return ox.NamedNode(ENTITY + found[0].id) if found else value


def _print(result: Result, form: str | None, hidden: list[str]) -> None:
    if result.answer is not None and form in (None, "table"):
        click.echo("yes" if result.answer else "no")
    elif result.columns and form in (None, "table"):
        names = [name for name in result.columns if name not in hidden]
        rows = [[row[name] for name in names] for row in result.rows()]
        table(names, rows)
        click.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    else:
        if form == "table":
            raise FamkError("Triples have no table.\n    Use --format turtle, ntriples, jsonld or xml.")
        sys.stdout.buffer.write(result.serialize(form or "turtle"))
