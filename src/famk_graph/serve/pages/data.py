"""What is known and how: the ontology, the shapes, coverage and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from famk_graph import docs_page, ontology, resources
from famk_graph.errors import NotFoundError
from famk_graph.serve.content import shacl, terms
from famk_graph.serve.content.citing import citing
from famk_graph.serve.content.dumps import FORMS
from famk_graph.serve.shapes import kind_words
from famk_graph.serve.view import View, page
from famk_graph.vocabulary import CLASSES, CONCEPTS, PROPERTIES, TERM

if TYPE_CHECKING:
    from starlette.requests import Request

_FILES = {"ttl": ("turtle", "text/turtle; charset=utf-8"), "rdf": ("rdfxml", "application/rdf+xml")}
_PARTS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}


@page
def index(view: View) -> Response:
    """Tell what there is, in numbers, and where to read on."""
    known = view.lens.coverage
    gaps = sum(len(season.gaps) for season in known.seasons)
    return view.render(
        "data.html", title="Ontology and data", here_now="/data", known=known, gaps=gaps,
        triples=terms.triples(view.lens),
        entities=sum(known.classes.values()), sources=len(view.universe.citations), forms=len(FORMS),
        classes=len(CLASSES), properties=len(PROPERTIES), shapes=len(shacl.shapes()),
    )  # fmt: skip


@page
def show_ontology(view: View) -> Response:
    """Show the tree of classes and the properties, with what each counts at the reader's horizon."""
    rows = sorted(terms.properties(view.lens), key=lambda row: row.label)
    return view.render(
        "data_ontology.html", title="The ontology", here_now="/data/ontology",
        tree=terms.tree(view.lens), properties=rows, classes=len(CLASSES),
    )  # fmt: skip


@page
def show_class(view: View) -> Response:
    """Show a class: what it means, what may be said of its members, and who they are at the reader's horizon."""
    name = view.request.path_params["name"]
    if name not in CLASSES:
        raise NotFoundError(f"There is no class “{name[:100]}”.")
    label, cited = terms.label_of(view.lens, name), citing(view.lens).sources
    members = sorted(
        (entry.label, entry.id, kind_words(entry.cls), len(cited.get(entry.id, ())))
        for entry in map(view.universe.names.entries.__getitem__, view.lens.members(name))
    )
    return view.render(
        "data_class.html", title=label[:1].upper() + label[1:], here_now="", cls=name, members=members,
        definition=terms.definitions(view.lens).get(TERM + name, ""), above=CLASSES[name],
        below=[other for other, over in CLASSES.items() if name in over], values=terms.concepts(view.lens, name),
        properties=terms.properties(view.lens, name), count=terms.counts(view.lens).classes.get(TERM + name, 0),
        listed="Concept" in CLASSES[name] or name in CONCEPTS.values(),
    )  # fmt: skip


@page
def show_shapes(view: View) -> Response:
    """Show what each SHACL shape demands, and what it says to who breaks it."""
    found = shacl.shapes()
    return view.render(
        "data_shapes.html", title="The shapes", here_now="/data/shapes", shapes=found,
        rules=sum(len(shape.rules) for shape in found), classes=CLASSES,
    )  # fmt: skip


@page
def show_coverage(view: View) -> Response:
    """Show what is known and what is missing, season by season and kind by kind."""
    known = view.lens.coverage
    return view.render(
        "data_coverage.html", title="Coverage and gaps", here_now="/data/coverage", known=known,
        most=max([season.claims for season in known.seasons] or [1]) or 1,
    )  # fmt: skip


def documentation(request: Request) -> Response:
    """Answer with the documentation page of the ontology, or with its style or script, or with the ontology itself.

    It is the same for everybody: terms are no part of the story.
    """
    ending = request.path_params["ending"]
    if ending in _PARTS:
        return _file(docs_page.split()[ending].encode(), f"{_PARTS[ending]}; charset=utf-8")
    if ending in _FILES:
        form, media = _FILES[ending]
        return _file(ontology.serialize(form), media)
    raise NotFoundError(f"The ontology has no form “{ending[:40]}”; there are {', '.join([*_PARTS, *_FILES])}.")


def shapes_file(request: Request) -> Response:  # noqa: ARG001 - the same for everybody
    """Answer with the shapes as Turtle."""
    return _file((resources.ontology_dir() / "shapes.ttl").read_bytes(), "text/turtle; charset=utf-8")


def _file(body: bytes, media: str) -> Response:
    headers = {"Content-Type": media, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return Response(body, headers=headers)


routes = [
    Route("/data", index, name="data"),
    Route("/data/ontology", show_ontology),
    Route("/data/ontology.{ending}", documentation),
    Route("/data/classes/{name}", show_class),
    Route("/data/shapes", show_shapes),
    Route("/data/shapes.ttl", shapes_file),
    Route("/data/coverage", show_coverage),
]
