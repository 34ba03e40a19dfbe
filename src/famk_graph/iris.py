"""The IRIs of the project, and back again."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from famk_graph.vocabulary import CONCEPT, CONCEPTS, TERM

BASE: Final = "https://w3id.org/famk/"
ENTITY: Final = BASE + "id/"
SOURCE: Final = BASE + "source/"
STATEMENT: Final = BASE + "statement/"
REVEAL: Final = BASE + "reveal/"
GRAPH: Final = BASE + "graph/"
INFERRED: Final = GRAPH + "inferred"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
PROV: Final = "http://www.w3.org/ns/prov#"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

# The prefixes that every query may use without declaring them.
PREFIXES: Final = {
    "famk": TERM,
    "id": ENTITY,
    "concept": CONCEPT,
    "source": SOURCE,
    "statement": STATEMENT,
    "reveal": REVEAL,
    "graph": GRAPH,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": XSD,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": PROV,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "http://schema.org/",
    "wd": WIKIDATA,
}


def predicate(name: str) -> str:
    """Return the IRI of a predicate of a claim."""
    return {"label": RDFS + "label", "is": RDF + "type"}.get(name, TERM + name)


def thing(ident: str, predicate_name: str = "") -> str:
    """Return the IRI of an entity, of a concept, or (under ``is``) of a class."""
    if predicate_name == "is":
        return TERM + ident
    return (CONCEPT if ident in CONCEPTS else ENTITY) + ident


def _graph(kind: str, key: str, world: str) -> str:
    return GRAPH + (f"{quote(world)}/" if world else "") + f"{key}/{kind}"


def facts_graph(key: str, world: str = "") -> str:
    """Return the IRI of the graph of facts of a reveal, in a user's own world if one is named."""
    return _graph("facts", key, world)


def inferred_graph(key: str, world: str = "") -> str:
    """Return the IRI of the graph of what follows from the facts of a reveal."""
    return _graph("inferred", key, world)


def statements_graph(key: str, world: str = "") -> str:
    """Return the IRI of the graph of statements of a reveal."""
    return _graph("statements", key, world)


def shorten(iri: str) -> str:
    """Return an IRI with one of the known prefixes, or as it is."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and "/" not in iri[len(base) :]:
            return f"{prefix}:{iri[len(base) :]}"
    return iri
