"""Every check there is, in one run: form, references, dates, spoilers, bibliography, SHACL, OWL, gaps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from famk_graph import iris, reason, resources, rules, store, validate
from famk_graph.check import check
from famk_graph.compile import statement_iri
from famk_graph.coverage import coverage
from famk_graph.crosscheck import crosscheck
from famk_graph.errors import MissingToolError
from famk_graph.exceptions import Exceptions
from famk_graph.extras import read_extras, world_of
from famk_graph.findings import Findings, display
from famk_graph.format import stale
from famk_graph.horizon import Horizon
from famk_graph.lint import lint, moments
from famk_graph.model import Claim, Dataset, Ref, Where
from famk_graph.names import Names
from famk_graph.read import read
from famk_graph.report import Report, sort
from famk_graph.vocabulary import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyoxigraph as ox

_UNREADABLE = frozenset({"bad-encoding", "empty-file", "tab-indent", "yaml-syntax", "duplicate-key"})


def audit(extras: tuple[Path, ...] = (), *, quick: bool = False, tell: Callable[[str], None] | None = None) -> Report:
    """Run every check on the curated data and a user's own facts beside them.

    Parameters
    ----------
    extras
        The files of the user's own facts.
    quick
        Leave out what needs the compiled graph: SHACL, OWL and the list of gaps.
    tell
        Called with what is being done, for a progress display.

    Returns
    -------
    Report
        Everything that was found. While a file, a claim or a reference is wrong, the checks that need a sound
        dataset are left out.

    """
    say = tell or (lambda _: None)
    files = store.data_files()
    dataset, findings = read(files, on_file=lambda name: say(f"reading {name}"))
    own = read_extras(extras, dataset, findings)
    say("checking the claims")
    findings += check(dataset)
    counts = (len(dataset.claims), len(dataset.entities), len(dataset.sources))
    checked = "{:,} claims about {:,} entities from {:,} sources".format(*counts)
    if not any(finding.rule in _UNREADABLE for finding in findings):
        say("comparing with the canonical form")
        findings += stale(files)
    if all(finding.rule == "not-canonical" for finding in findings):
        say("looking for what is told too early")
        excepted = Exceptions(resources.data_dir(), findings)
        lint(dataset, files, resources.data_dir(), excepted, findings)
        say("looking for claims that do not fit each other")
        crosscheck(dataset, excepted, findings)
        excepted.stale(findings)
        moments(dataset, findings)
        _uncited(dataset, findings)
        if not quick:
            graph = store.open_store(Horizon.parse("all"), extras, say)
            _graph(graph, Places(dataset, _subjects(own, extras)), findings, say)
    return Report(sort(findings.problems()), checked)


def _uncited(dataset: Dataset, findings: Findings) -> None:
    cited = {ident for claim in dataset.claims for ident in claim.sources}
    for ident, source in dataset.sources.items():
        if ident not in cited:
            findings.add(source.where, "uncited-source", f"nothing cites the source “{ident}”")


def _subjects(quads: list[ox.Quad], files: tuple[Path, ...]) -> dict[str, Where]:
    """Return the RDF file in which each subject of a user's own facts stands."""
    graphs = {iris.facts_graph("premise", world_of(file)): Where(str(file), ()) for file in files}
    return {iris.shorten(str(q.subject).strip("<>")): graphs[str(q.graph_name).strip("<>")] for q in quads}


def _graph(graph: ox.Store, places: Places, findings: Findings, say: Callable[[str], None]) -> None:
    say("holding the graph against the SHACL shapes")
    for breach in validate.shacl_findings(graph):
        where = places.of(breach.node, breach.path, breach.value)
        findings.add(where, rules.of_shape(breach.shape), str(breach).partition("\n")[0])
    say("asking the reasoner whether all of it can be true")
    _consistency(graph, places, findings, say)
    for season in coverage(graph, Names(graph)).seasons:
        for gap in season.gaps:
            findings.add(places.of(f"id:{season.season}"), "gap", f"{season.label}: {gap}")


def _consistency(graph: ox.Store, places: Places, findings: Findings, say: Callable[[str], None]) -> None:
    try:
        if reason.consistency(graph).consistent:
            return
        say("the facts contradict each other; looking for the fewest that do (a minute or two)")
        clash = reason.consistency(graph, explain=True).clash
    except MissingToolError as error:
        findings.add(places.ontology, "check-skipped", "OWL consistency was not checked", str(error).splitlines()[0])
        return
    found = [(fact, places.of(*fact.split(" ", 2))) for fact in clash]
    facts = "; ".join(f"{fact} ({display(where.file)})" for fact, where in found)
    message = f"cannot all be true: {facts}" if found else "the ontology contradicts itself"
    where = next((where for _, where in found if where != places.ontology), places.ontology)
    findings.add(where, "owl-inconsistent", message, "correct or deprecate one of them")


class Places:
    """Where in the data each node of the compiled graph comes from."""

    def __init__(self, dataset: Dataset, others: dict[str, Where]) -> None:
        """Note the place of each entity, source, claim and statement, and of nodes that are no claims'."""
        self.ontology = Where(str(resources.ontology_dir() / "famk.ttl"), ())
        self._nodes = others | {iris.shorten(iris.ENTITY + e.id): e.where for e in dataset.entities.values()}
        self._nodes |= {iris.shorten(iris.SOURCE + s.id): s.where for s in dataset.sources.values()}
        self._facts: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in dataset.claims:
            self._nodes[iris.shorten(statement_iri(claim))] = claim.where
            predicate = "rdf:type" if claim.predicate == "is" else iris.shorten(iris.predicate(claim.predicate))
            self._facts[f"id:{claim.subject}", predicate].append(claim)
            known = PROPERTIES.get(claim.predicate)
            if known and known.inverse_of and isinstance(claim.value, Ref):
                self._facts[f"id:{claim.value.id}", f"famk:{known.inverse_of}"].append(claim)

    def of(self, node: str, predicate: str = "", value: str = "") -> Where:
        """Return the place of the claim that says a fact, or else of its subject, or else the ontology's."""
        claims = self._facts.get((node, predicate), [])
        words = value.partition(":")[2] or value
        exact = [c for c in claims if isinstance(c.value, Ref) and words in (c.value.id, c.subject)]
        exact += [c for c in claims if not isinstance(c.value, Ref) and value and value in str(c.value)]
        if exact or claims:
            return (exact or claims)[0].where
        return self._nodes.get(node, self.ontology)
