"""The query door: SPARQL over a store, with our prefixes, our checks, a time limit and readable errors."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from famk_graph import sparql_text
from famk_graph.errors import QueryError, QueryTimeoutError
from famk_graph.iris import ENTITY
from famk_graph.result import Raw, Result, to_python
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Substitutions = dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
_PARTS = "portrayal-"  # who plays whom: their ids are made of two names, and are nobody's to write
__all__ = ["Result", "Scope", "Term", "run", "to_python"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The graphs that a query asks: those whose union is its default graph, and those it may name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def run(
    store: ox.Store,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    *,
    timeout: float | None = None,
    allow_service: bool = False,
    known: set[str] | None = None,
    scope: Scope | None = None,
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
    scope
        The graphs to ask, in place of the store's default graph and of what the query itself says in ``FROM``.

    Raises
    ------
    QueryError
        Wrong syntax, an unknown term of ours, a binding of an unknown variable, or a forbidden ``SERVICE``.
    QueryTimeoutError
        The limit was reached.

    """
    sparql_text.check_words(text, allow_service=allow_service)
    _check_entities(text, store, set() if known is None else known)
    substitutions: Substitutions = {ox.Variable(name): term for name, term in (bindings or {}).items()}

    def ask() -> Result:
        return _ask(store, text, substitutions, scope)

    if timeout is not None:
        return _limited(ask, timeout)
    return Result(_received(*_fetched(ask()))) if allow_service else ask()


def _ask(store: ox.Store, text: str, substitutions: Substitutions, scope: Scope | None) -> Result:
    try:
        return Result(
            store.query(
                text,
                prefixes=sparql_text.prefixes(text),
                default_graph=_nodes(scope.default) if scope else None,
                named_graphs=_nodes(scope.named) if scope else None,
                substitutions=substitutions or None,
            )
        )
    except SyntaxError as error:
        raise QueryError(sparql_text.explain(text, str(error))) from None
    except RuntimeError as error:
        if "projection" not in str(error):
            raise QueryError(f"The engine could not answer: {error}") from None
        name = str(error).partition("?")[2].partition(" ")[0]
        message = f"The query has no variable ?{name} in its SELECT, so --bind {name}=… has no place to go."
        raise QueryError(f"{message}\n    {sparql_text.variables(text, name)}") from None
    except (OSError, ValueError) as error:
        raise QueryError(f"The engine could not answer: {error}") from None


def _nodes(graphs: tuple[str, ...]) -> list[Any]:
    try:
        return [ox.NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise QueryError(f"A graph is not named by an IRI: {error}") from None


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


def _check_entities(text: str, store: ox.Store, known: set[str]) -> None:
    """Refuse entities of ours that the store does not know, and suggest only such as it knows."""
    for iri in sparql_text.entities(text):
        if iri in known:
            continue
        node = ox.NamedNode(iri)
        if not _is_known(store, node):
            subjects = (q.subject for q in _labelled(store) if isinstance(q.subject, ox.NamedNode))
            ids = {s.value.removeprefix(ENTITY) for s in subjects if s.value.startswith(ENTITY)}
            asked = iri.removeprefix(ENTITY)
            near = did_you_mean(asked, {i for i in ids if asked.startswith(_PARTS) or not i.startswith(_PARTS)})
            line, column = sparql_text.where(text, iri)
            message = f"Line {line}, column {column}: “id:{asked}” is not an entity of this graph."
            raise QueryError(f"{message}\n    {near}".rstrip())
        known.add(iri)


def _is_known(store: ox.Store, node: ox.NamedNode) -> bool:
    default = ox.DefaultGraph()
    return any(True for _ in store.quads_for_pattern(node, None, None, default)) or any(
        True for _ in store.quads_for_pattern(None, None, node, default)
    )


def _labelled(store: ox.Store) -> Iterator[ox.Quad]:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return store.quads_for_pattern(None, label, None, ox.DefaultGraph())
