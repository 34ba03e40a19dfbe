"""The library's one object: a universe at a horizon, and everything that can be asked of it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris, store
from famk_graph.asof import parse_day
from famk_graph.errors import FamkError, NotFoundError
from famk_graph.horizon import Horizon
from famk_graph.query import Result, Term, run
from famk_graph.saved import SavedQuery, saved_queries, saved_query
from famk_graph.vocabulary import CONCEPT, CONCEPTS
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import rdflib

    from famk_graph.cards import Card, Citation
    from famk_graph.chains import Chain, Step, Ties
    from famk_graph.conflicts import Conflict, Testimony
    from famk_graph.coverage import Coverage
    from famk_graph.explain import Explanation
    from famk_graph.names import Names
    from famk_graph.network import Network
    from famk_graph.timeline import Moment


class Universe:
    """The universe of *For All Mankind* and *Star City*, as far as a horizon lets it be seen.

    Parameters
    ----------
    seen
        How far somebody has watched: ``fam:s2e5,sc:s1e3``, ``fam:s2``, ``all`` or ``none``.
    extra
        A file or folder with facts of one's own, or several: YAML claims, a CSV of claims, or RDF.
    progress
        Called with a line of text at each step of a build.
    as_of
        A day such as ``2025-06-01``: answers as the press knew it then; see docs/statements.md.
    inference
        Whether what follows from the facts exists beside them.

    Raises
    ------
    FamkError
        The horizon or the day is not one, or the facts hold mistakes.

    Examples
    --------
    >>> universe = Universe(seen="fam:s1e1")
    >>> universe.entity("gordo").label
    'Gordo Stevens'

    """

    def __init__(
        self,
        seen: str = "all",
        extra: str | Path | Iterable[str | Path] = (),
        progress: Callable[[str], None] | None = None,
        *,
        as_of: str | None = None,
        inference: bool = True,
    ) -> None:
        """Open the store of the horizon, building it if need be."""
        self.horizon = Horizon.parse(seen)
        self.as_of = None if as_of is None else parse_day(as_of)
        paths = [Path(extra)] if isinstance(extra, str | Path) else [Path(path) for path in extra]
        files: tuple[Path, ...] = ()
        if paths:
            from famk_graph.extras import expand

            files = expand(paths)
        self._extra = files
        self._known: set[str] = set()
        self.inference = inference
        self.store: ox.Store = store.open_store(self.horizon, files, progress, self.as_of, inference=inference)

    def __repr__(self) -> str:
        """Return the call that makes the same universe."""
        day = f", as_of={self.as_of.isoformat()!r}" if self.as_of else ""
        stated = "" if self.inference else ", inference=False"
        return f"Universe(seen={self.horizon.key!r}{day}{stated})"

    def seen(self, horizon: str) -> Universe:
        """Return the same universe at another horizon."""
        day = self.as_of.isoformat() if self.as_of else None
        return Universe(horizon, self._extra, as_of=day, inference=self.inference)

    @cached_property
    def names(self) -> Names:
        """The index of the names known at the horizon."""
        from famk_graph.names import Names

        return Names(self.store)

    @cached_property
    def ties(self) -> Ties:
        """The asserted relations between entities, for walking along them."""
        from famk_graph.chains import Ties

        return Ties(self.store, self.names)

    @cached_property
    def citations(self) -> dict[str, Citation]:
        """The sources that are cited, by id."""
        from famk_graph.cards import citations

        return citations(self.store)

    def query(
        self,
        sparql: str,
        bindings: Mapping[str, object] | None = None,
        *,
        timeout: float | None = None,
        allow_service: bool = False,
    ) -> Result:
        """Ask a SPARQL 1.1 query; see :func:`famk_graph.query.run` for limits and errors.

        ``bindings`` gives values to variables of the projection: RDF terms of pyoxigraph or rdflib, numbers,
        truth values, or texts.
        """
        terms = {name: _term(value) for name, value in (bindings or {}).items()}
        return run(self.store, sparql, terms, timeout=timeout, allow_service=allow_service, known=self._known)

    def queries(self) -> dict[str, SavedQuery]:
        """Return the saved queries by name."""
        return saved_queries()

    def ask(self, name: str, *, timeout: float | None = None, **values: object) -> Result:
        """Ask a saved query by name, with values for its parameters in the words a person would use.

        Raises
        ------
        NotFoundError
            There is no such query, or a value names nothing that is known.
        FamkError
            The query has no such parameter, or the value is of the wrong kind.

        """
        return run(self.store, saved_query(name).text, self.arguments(name, **values), timeout=timeout)

    def arguments(self, name: str, **values: object) -> dict[str, Term]:
        """Return the terms that values for the parameters of a saved query mean; errors are those of :meth:`ask`."""
        parameters = saved_query(name).parameters
        unknown = values.keys() - {parameter.name for parameter in parameters}
        if unknown:
            known = ", ".join(parameter.name for parameter in parameters) or "none"
            raise FamkError(f"The query {name} has no parameter “{min(unknown)}”.\n    Its parameters: {known}.")
        return {p.name: self._argument(p.kind, values.get(p.name, p.default)) for p in parameters}

    def _argument(self, kind: str, value: object) -> Term:
        if kind == "integer":
            try:
                return ox.Literal(int(str(value)))
            except ValueError:
                raise FamkError(f"“{value}” is not a whole number.") from None
        if kind == "entity":
            return ox.NamedNode(iris.ENTITY + self.names.resolve(str(value)).id)
        if kind == "concept":
            return ox.NamedNode(_concept(str(value)))
        return ox.Literal(str(value))

    def entity(self, name: str) -> Card:
        """Return everything claimed about an entity, found by id, name, nickname or near enough.

        Raises
        ------
        NotFoundError
            Nothing is called so at this horizon; the message holds near names.

        """
        from famk_graph.cards import card

        entry = self.names.resolve(name)
        others = tuple(e.id for e in self.names.find(name) if e is not entry and e.cls != "Portrayal")[:5]
        return card(self.store, self.names, entry, others, self.citations)

    def conflicts(self, name: str | None = None) -> list[Conflict]:
        """Return the claims that disagree, about everything or about one entity; see docs/statements.md.

        Raises
        ------
        NotFoundError
            Nothing is called so at this horizon.

        """
        from famk_graph.conflicts import conflicts

        return conflicts(self.store, self.names, self.names.resolve(name) if name else None)

    def sources(self, name: str) -> list[Testimony]:
        """Return who claims what about an entity, the newest source first.

        Raises
        ------
        NotFoundError
            Nothing is called so at this horizon.

        """
        from famk_graph.conflicts import testimonies

        return testimonies(self.entity(name))

    def path(self, one: str, other: str, avoid: Iterable[str] = ()) -> list[Step] | None:
        """Return the shortest way between two entities as steps, or ``None`` where there is none."""
        start, end = self.names.resolve(one), self.names.resolve(other)
        return self.ties.path(start.id, end.id, [self.names.resolve(name).id for name in avoid])

    def why(self, event: str) -> Chain:
        """Return the chain of causes that leads to an event.

        Raises
        ------
        NotFoundError
            No event is called so at this horizon.

        """
        return self.ties.why(self.names.resolve(event, "Event").id)

    def explain(self, subject: str, predicate: str, value: str) -> Explanation:
        """Return why a fact holds: the claims that state it, or the stated facts that it follows from.

        ``subject`` and ``value`` are named as a person would, ``predicate`` by its name or label (``crew of``), or
        ``is`` for the class.

        Raises
        ------
        NotFoundError
            One of the three names nothing at this horizon; the message holds near names.

        """
        from famk_graph.explain import explain
        from famk_graph.meant import triples_of

        return explain(self.store, self.names, triples_of(self.names, subject, predicate, value))

    def timeline(self, start: str | int | None = None, end: str | int | None = None) -> list[Moment]:
        """Return the dated events of both worlds between two dates (EDTF or a year, each end included).

        Raises
        ------
        FamkError
            A date is not one, or the end lies before the start.

        """
        from famk_graph import dates
        from famk_graph.timeline import timeline

        try:
            first = dates.parse(str(start)).earliest if start else None
            last = dates.parse(str(end)).latest if end else None
        except ValueError as error:
            raise FamkError(f"{error}.") from None
        if first and last and last < first:
            raise FamkError(f"The time from {start} to {end} ends before it starts.")
        iso = [day.isoformat() if day else None for day in (first, last)]
        return timeline(self.store, self.names, *iso)

    def coverage(self) -> Coverage:
        """Count what is known and what is missing."""
        from famk_graph.coverage import coverage

        return coverage(self.store, self.names)

    def network(self, kinds: Iterable[str] = ()) -> Network:
        """Return the network of entities as a networkx ``MultiDiGraph``; see :func:`famk_graph.network.network`."""
        from famk_graph.network import network

        return network(self.store, self.names, kinds)

    def export(self, form: str, path: str | Path) -> Path:
        """Write the graph in a format to a file; see :func:`famk_graph.export.export`."""
        from famk_graph.export import export

        return export(self, form, Path(path))

    def draw(
        self,
        path: str | Path,
        about: str | None = None,
        depth: int = 1,
        kinds: Iterable[str] = (),
        *,
        start: str | None = None,
        end: str | None = None,
    ) -> Path:
        """Write an interactive page of the universe, or of a part of it, and return where it is.

        The parameters are those of :func:`famk_graph.picture.picture`.

        Raises
        ------
        FamkError
            A name, class or date is wrong, nothing is left to draw, or the file cannot be written.

        """
        from famk_graph.draw import draw

        draw(self, Path(path), about, depth, kinds, start=start, end=end)
        return Path(path)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return a copy of all named graphs as an rdflib dataset whose default graph is their union."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        for prefix, iri in iris.PREFIXES.items():
            dataset.bind(prefix, iri)
        quads = (q for g in self.store.named_graphs() for q in self.store.quads_for_pattern(None, None, None, g))
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        dataset.parse(data=data, format="nquads")
        return dataset


def _concept(name: str) -> str:
    """Return the IRI of a concept by its name, with or without the hyphens."""
    word = name.strip().lower().replace(" ", "-")
    if word not in CONCEPTS:
        near = did_you_mean(word, CONCEPTS)
        raise NotFoundError(f"There is no concept “{name}”.\n    {near or 'famk ontology lists them all.'}")
    return CONCEPT + word


def _term(value: object) -> Term:
    """Return a term of the engine for a term of rdflib, a term of the engine, or a plain value."""
    if isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal):
        return value
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    n3 = getattr(value, "n3", None)
    if n3 is None:
        return ox.Literal(str(value))
    triple = next(iter(ox.parse(f"<urn:s> <urn:p> {n3()} .", format=ox.RdfFormat.N_TRIPLES)))
    term = triple.object
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)  # noqa: S101 - N-Triples has no other objects
    return term
