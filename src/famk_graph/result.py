"""What a query gave, in the forms people use: engine rows, plain values, data frames, rdflib, bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from famk_graph.errors import QueryError
from famk_graph.iris import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    import rdflib

Format = TypeVar("Format", ox.RdfFormat, ox.QueryResultsFormat)
Raw = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
SELECT_FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


@dataclass(slots=True)
class Result:
    """What a query gave: solutions of a SELECT, an answer of an ASK, or triples of a CONSTRUCT or DESCRIBE.

    It is read once, row by row; ``rows``, ``to_pandas``, ``to_rdflib`` and ``serialize`` each read all of it.
    """

    raw: Raw

    @property
    def columns(self) -> list[str]:
        """The names of a SELECT's variables; empty for the other forms."""
        return [v.value for v in self.raw.variables] if isinstance(self.raw, ox.QuerySolutions) else []

    @property
    def answer(self) -> bool | None:
        """The answer of an ASK; ``None`` for the other forms."""
        return bool(self.raw) if isinstance(self.raw, ox.QueryBoolean) else None

    def __iter__(self) -> Iterator[ox.QuerySolution | ox.Triple]:
        """Yield the engine's own rows or triples, which cost nothing to make."""
        return iter(()) if isinstance(self.raw, ox.QueryBoolean) else iter(self.raw)

    def solutions(self) -> Iterator[ox.QuerySolution]:
        """Yield the engine's own rows of a SELECT; nothing for the other forms."""
        return iter(self.raw) if isinstance(self.raw, ox.QuerySolutions) else iter(())

    def rows(self) -> list[dict[str, object]]:
        """Return the solutions as dictionaries of plain Python values; unbound variables are ``None``."""
        names = self.columns
        return [dict(zip(names, map(to_python, row), strict=True)) for row in self.solutions()]

    def rdflib_rows(self) -> list[dict[str, rdflib.term.Node | None]]:
        """Return the solutions as dictionaries of rdflib terms; unbound variables are ``None``."""
        names = self.columns
        return [
            {name: None if term is None else _rdflib_term(str(term)) for name, term in zip(names, row, strict=True)}
            for row in self.solutions()
        ]

    def to_pandas(self) -> pd.DataFrame:
        """Return the solutions as a data frame of plain Python values, one column per variable."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=self.columns)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE as an rdflib graph with our prefixes bound.

        Raises
        ------
        QueryError
            The query was a SELECT or an ASK.

        """
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri)
        return graph.parse(data=self.serialize("ntriples").decode(), format="nt")

    def serialize(self, form: str) -> bytes:
        """Return the result in a format: csv, tsv, json, xml of solutions; turtle, ntriples, jsonld, xml of triples.

        Raises
        ------
        QueryError
            The format does not fit the query's form.

        """
        if isinstance(self.raw, ox.QueryTriples):
            return (
                ox.serialize(self.raw, format=_fitting(form, GRAPH_FORMATS, "triples"), prefixes=dict(PREFIXES)) or b""
            )
        if isinstance(self.raw, ox.QueryBoolean) and form in ("csv", "tsv"):
            return str(bool(self.raw)).lower().encode() + b"\n"
        return self.raw.serialize(format=_fitting(form, SELECT_FORMATS, "solutions")) or b""


def _rdflib_term(text: str) -> rdflib.term.Node:
    from rdflib.term import Node
    from rdflib.util import from_n3

    term = from_n3(text)
    assert isinstance(term, Node)  # noqa: S101 - N-Triples text is a term
    return term


def _fitting(form: str, formats: Mapping[str, Format], what: str) -> Format:
    if form not in formats:
        raise QueryError(
            f"The format {form} does not fit a query that gives {what}.\n    Expected {', '.join(formats)}."
        )
    return formats[form]


def to_python(term: object) -> object:
    """Return a term as a plain value: an IRI shortened, a number, a truth value, or the text of a literal."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.Literal):
        kind = term.datatype.value.rpartition("#")[2]
        if kind == "integer":
            return int(term.value)
        if kind in ("decimal", "double", "float"):
            return float(term.value)
        return term.value == "true" if kind == "boolean" else term.value
    return None if term is None else str(term)
