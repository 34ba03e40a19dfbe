"""The query door: SPARQL over a store, with our prefixes, our checks, a time limit and readable errors."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from famk_graph.errors import QueryError, QueryTimeoutError
from famk_graph.iris import ENTITY, PREFIXES, shorten
from famk_graph.vocabulary import CLASSES, CONCEPT, CONCEPTS, PROPERTIES, TERM
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Substitutions = dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
Format = TypeVar("Format", ox.RdfFormat, ox.QueryResultsFormat)
Raw = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
# Enough of SPARQL's lexer to tell names from what stands in texts, comments and IRIs.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<name>[A-Za-z][\w.-]*|(?=:))?:(?P<local>[\w-](?:[\w.-]*[\w-])?)?
    |(?P<variable>[?$]\w+)
    |(?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
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
            return ox.serialize(self.raw, format=_fitting(form, GRAPH_FORMATS, "triples"), prefixes=dict(PREFIXES)) or b""
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
        raise QueryError(f"The format {form} does not fit a query that gives {what}.\n    Expected {', '.join(formats)}.")
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


def run(
    store: ox.Store,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    *,
    timeout: float | None = None,
    allow_service: bool = False,
    known: set[str] | None = None,
) -> Result:
    """Ask a store a SPARQL 1.1 query.

    Parameters
    ----------
    store
        The store; its contents are all that the query can see.
    text
        The query. Our prefixes need not be declared.
    bindings
        Terms that stand for variables of the query's projection, by name without the question mark.
    timeout
        Seconds after which to give up; ``None`` for no limit. With a limit all rows are fetched before
        this returns. The engine cannot be stopped from inside its process, so that a program that goes
        on living pays for an abandoned query until it ends by itself.
    allow_service
        Whether ``SERVICE`` may reach out over the network.
    known
        IRIs that an earlier query of the same store was found to name rightly; those of this one are added.

    Raises
    ------
    QueryError
        Wrong syntax, an unknown term of ours, a binding of an unknown variable, or a forbidden ``SERVICE``.
    QueryTimeoutError
        The limit was reached.

    """
    _check_words(text, allow_service)
    _check_entities(text, store, set() if known is None else known)
    substitutions: Substitutions = {ox.Variable(name): term for name, term in (bindings or {}).items()}

    def ask() -> Result:
        return _ask(store, text, substitutions)

    if timeout is not None:
        return _limited(ask, timeout)
    return Result(_received(*_fetched(ask()))) if allow_service else ask()


def _ask(store: ox.Store, text: str, substitutions: Substitutions) -> Result:
    try:
        return Result(store.query(text, prefixes=_prefixes(text), substitutions=substitutions or None))
    except SyntaxError as error:
        raise QueryError(_syntax(text, str(error))) from None
    except RuntimeError as error:
        if "projection" not in str(error):
            raise QueryError(f"The engine could not answer: {error}") from None
        name = str(error).partition("?")[2].partition(" ")[0]
        message = f"The query has no variable ?{name} in its SELECT, so --bind {name}=… has no place to go."
        raise QueryError(f"{message}\n    {_variables(text)}") from None
    except (OSError, ValueError) as error:
        raise QueryError(f"The engine could not answer: {error}") from None


@lru_cache(maxsize=512)
def _prefixes(text: str) -> dict[str, str]:
    """Return those of our prefixes that a text can use; the engine takes longer to read all than to look a name up."""
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in text}


def _variables(text: str) -> str:
    names = sorted({m["variable"][1:] for m in _TOKEN.finditer(text) if m["variable"]})
    return f"Its variables are {', '.join(names)}." if names else "It has no variables."


def _limited(ask: Callable[[], Result], timeout: float) -> Result:
    """Ask in a thread of its own, so that the caller can stop waiting (the engine lets go of the GIL).

    The engine's results must not change threads, so that what crosses over is bytes.
    """
    outcome: list[tuple[type, bytes]] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(_fetched(ask()))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failure.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout)
    if failure:
        raise failure[0]
    if not outcome:
        message = f"The query took more than {timeout:g} s and was given up."
        raise QueryTimeoutError(f"{message}\n    Narrow it, add a LIMIT, or raise the limit with --timeout.")
    return Result(_received(*outcome[0]))


def _fetched(result: Result) -> tuple[type, bytes]:
    """Return the form of a result and all of it as bytes."""
    raw = result.raw
    try:
        if isinstance(raw, ox.QuerySolutions):
            return ox.QuerySolutions, raw.serialize(format=ox.QueryResultsFormat.JSON) or b""
        if isinstance(raw, ox.QueryTriples):
            return ox.QueryTriples, raw.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    except OSError as error:
        raise QueryError(f"The engine could not answer: {error}") from None
    return ox.QueryBoolean, b"yes" if raw else b""


def _received(kind: type, data: bytes) -> Raw:
    """Return the result that was fetched before, perhaps in another thread."""
    if kind is ox.QuerySolutions:
        parsed = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        assert isinstance(parsed, ox.QuerySolutions)  # noqa: S101 - what was written is what is read
        return parsed
    graph = ox.Store()
    if kind is ox.QueryTriples:
        graph.load(data, format=ox.RdfFormat.N_TRIPLES)
        return graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    return graph.query("ASK { FILTER(true) }" if data == b"yes" else "ASK { FILTER(false) }")


def _syntax(text: str, message: str) -> str:
    match = _PLACE.match(message)
    if not match:
        return f"The query is not SPARQL: {message}"
    line, column = int(match[1]), int(match[2])
    shown = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    pointer = f"\n    {shown}\n    {' ' * (column - 1)}^" if shown else ""
    return f"The query is not SPARQL: line {line}, column {column}: {_explain(match[3], text)}{pointer}"


def _explain(reason: str, text: str) -> str:
    if "Prefix not found" in reason:
        unknown = [m["name"] for m in _TOKEN.finditer(text) if m["name"] and m["name"] not in PREFIXES]
        declared = {m.lower() for m in re.findall(r"(?i)PREFIX\s+([\w.-]*):", text)}
        missing = [name for name in unknown if name.lower() not in declared]
        hint = did_you_mean(missing[0], PREFIXES) if missing else ""
        name = f"the prefix “{missing[0]}:”" if missing else "a prefix"
        return f"{name} is not declared; {hint or 'known are ' + ', '.join(PREFIXES)}"
    words = re.findall(r"[A-Z]{3,}(?: [A-Z]+)*|\"[^\"]+\"|'[^']+'", reason)
    if text.count("{") > text.count("}"):
        return "a closing } is missing"
    if text.count("{") < text.count("}"):
        return "there is a } too many"
    listed = ", ".join(dict.fromkeys(words))
    first = re.match(r"\s*(\w+)", re.sub(r"#[^\n]*", "", text))
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
    if first and first[1].upper() in ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"):
        return f"{first[1].upper()} changes data; this door only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)"
    if first and first[1].upper() not in forms:
        return f"a query begins with {', '.join(forms[:4])}; {did_you_mean(first[1].upper(), forms) or 'see famk queries'}"
    return f"expected {listed}" if listed else "something is missing or misspelt before this point"


@lru_cache(maxsize=512)
def _check_words(text: str, allow_service: bool) -> None:
    """Refuse SERVICE and terms of ours that do not exist; remembered per text, since it is asked of each query."""
    for match in _TOKEN.finditer(text):
        if match["word"] and match["word"].upper() == "SERVICE" and not allow_service:
            hint = "Say --allow-service (in Python allow_service=True) if you mean to ask another server."
            raise QueryError(f"SERVICE reaches out over the network, which is off.\n    {hint}")
        iri = match["iri"][1:-1] if match["iri"] else _expand(match["name"], match["local"])
        if iri is None:
            continue
        for base, known, what in ((TERM, _TERMS, "term of the ontology"), (CONCEPT, _CONCEPTS, "concept")):
            word = iri.removeprefix(base)
            if word and iri.startswith(base) and word not in known and not word.startswith("scheme-"):
                line = text.count("\n", 0, match.start()) + 1
                column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
                message = f"Line {line}, column {column}: “{match[0]}” is not a {what}."
                near = did_you_mean(word, known)
                raise QueryError(f"{message}\n    {near or 'famk ontology lists them all.'}")


_TERMS: Final = frozenset([*CLASSES, *PROPERTIES])
_CONCEPTS: Final = frozenset(CONCEPTS)


def _expand(name: str | None, local: str | None) -> str | None:
    return PREFIXES[name] + local if name in PREFIXES and local else None


def _check_entities(text: str, store: ox.Store, known: set[str]) -> None:
    """Refuse entities of ours that the store does not know, and suggest only such as it knows."""
    for iri in _entities(text):
        if iri in known:
            continue
        node = ox.NamedNode(iri)
        if not _is_known(store, node):
            subjects = (q.subject for q in _labelled(store) if isinstance(q.subject, ox.NamedNode))
            ids = {s.value.removeprefix(ENTITY) for s in subjects if s.value.startswith(ENTITY)}
            near = did_you_mean(iri.removeprefix(ENTITY), ids)
            raise QueryError(f"“id:{iri.removeprefix(ENTITY)}” is not an entity of this graph.\n    {near}".rstrip())
        known.add(iri)


@lru_cache(maxsize=512)
def _entities(text: str) -> tuple[str, ...]:
    found = (m["iri"][1:-1] if m["iri"] else _expand(m["name"], m["local"]) for m in _TOKEN.finditer(text))
    return tuple(dict.fromkeys(iri for iri in found if iri and iri.startswith(ENTITY) and iri != ENTITY))


def _is_known(store: ox.Store, node: ox.NamedNode) -> bool:
    default = ox.DefaultGraph()
    return any(True for _ in store.quads_for_pattern(node, None, None, default)) or any(
        True for _ in store.quads_for_pattern(None, None, node, default)
    )


def _labelled(store: ox.Store) -> Iterator[ox.Quad]:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return store.quads_for_pattern(None, label, None, ox.DefaultGraph())
