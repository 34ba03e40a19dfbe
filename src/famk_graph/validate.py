"""Holding a graph against the SHACL shapes of the ontology.

This is the only module that imports pyshacl. Its Python engine takes some seconds for the whole graph, for
which the shapes use core constraints only: measured, sh:sparql made it ten times slower.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famk_graph import iris, resources
from famk_graph.store import stated
from famk_graph.terms import to_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox
    import rdflib

SHAPES = "shapes.ttl"
_SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One thing in a graph that breaks a shape.

    Attributes
    ----------
    shape
        The short IRI of the node shape, such as ``shape:Episode``.
    node
        The short IRI of the thing that breaks it.
    label
        Its label, or an empty text.
    message
        What the shape asks for, in plain English.
    path
        The property it asks it of, shortened, or an empty text.
    constraint
        The constraint component, such as ``MinCount``.
    value
        The value that is wrong, or an empty text where one is missing.

    """

    shape: str
    node: str
    label: str
    message: str
    path: str
    constraint: str
    value: str

    def __str__(self) -> str:
        """Return the breach as one readable message."""
        name = f"{self.label} ({self.node})" if self.label else self.node
        about = f" [{self.path}{': ' + self.value if self.value else ''}]" if self.path else ""
        return f"{name}: {self.message}{about}\n    {self.shape}, {self.constraint}"


def shacl_findings(store: ox.Store) -> list[Breach]:
    """Hold what a store states against the shapes and return what breaks them, sorted.

    What was inferred is left out: a wrong value would be of the right class by the property's own range.

    Parameters
    ----------
    store
        A store as `famk_graph.store` opens it, at any horizon. It is only read.

    """
    return check_triples(stated(store))


def check_triples(triples: Iterable[ox.Triple]) -> list[Breach]:
    """Hold triples, which include those of the ontology, against the shapes."""
    with _no_collection():
        return _check(triples)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage in cycles: among millions of lasting terms that takes a fourth of the time and finds none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _check(triples: Iterable[ox.Triple]) -> list[Breach]:
    import pyshacl
    import rdflib

    graph = to_rdflib(triples)
    shapes = rdflib.Graph().parse(resources.ontology_dir() / SHAPES, format="turtle")
    sh = rdflib.Namespace(_SHACL)
    owners: dict[object, object] = {
        prop: shape for shape, prop in shapes.subject_objects(sh.property) if isinstance(prop, rdflib.BNode)
    }
    _lift(shapes)
    # The graph was made here, so pyshacl need not copy it before it works on it.
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, meta_shacl=False)
    if conforms:
        return []
    return sorted(_breaches(report, graph, owners))


def _lift(shapes: rdflib.Graph) -> None:
    """Give the property shapes of a node shape its targets, which means the same and takes half the time.

    pyshacl holds all nodes at once against a shape with targets, and one node after the other against a shape within
    another.
    """
    import rdflib

    sh = rdflib.Namespace(_SHACL)
    targets = (sh.targetClass, sh.targetNode, sh.targetSubjectsOf, sh.targetObjectsOf)
    for shape, prop in list(shapes.subject_objects(sh.property)):
        aims = [(target, aim) for target in targets for aim in shapes.objects(shape, target)]
        if not aims or (None, None, shape) in shapes:
            continue
        shapes.remove((shape, sh.property, prop))
        shapes.add((prop, rdflib.RDF.type, sh.PropertyShape))
        for target, aim in aims:
            shapes.add((prop, target, aim))


def _breaches(report: rdflib.Graph, graph: rdflib.Graph, owners: dict[object, object]) -> Iterable[Breach]:
    import rdflib

    sh = rdflib.Namespace(_SHACL)
    for result in report.objects(None, sh.result):
        node = report.value(result, sh.focusNode)
        source = report.value(result, sh.sourceShape) or rdflib.BNode()
        label = graph.value(node, rdflib.RDFS.label) if node is not None else None
        component = str(report.value(result, sh.sourceConstraintComponent))
        yield Breach(
            shape=_short(owners.get(source, source)),
            node=_short(node),
            label=str(label or ""),
            message=str(report.value(result, sh.resultMessage) or "It breaks the shape."),
            path=_short(report.value(result, sh.resultPath)),
            constraint=component.removeprefix(_SHACL).removesuffix("ConstraintComponent"),
            value=_short(report.value(result, sh.value)),
        )


def _short(term: object) -> str:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return iris.shorten(str(term)).replace(iris.BASE + "shape/", "shape:")
    return "" if term is None or isinstance(term, rdflib.BNode) else str(term)
