"""The page to write SPARQL: the saved queries as examples, and without scripts a table of the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from famk_graph.errors import FamkError, NotFoundError
from famk_graph.iris import ENTITY, PREFIXES, shorten
from famk_graph.saved import TOPICS, Parameter, SavedQuery, saved_queries, saved_query
from famk_graph.serve.content.sentences import article
from famk_graph.serve.sparql import answered
from famk_graph.serve.view import page
from famk_graph.sparql_text import fill
from famk_graph.vocabulary import CONCEPTS

if TYPE_CHECKING:
    from starlette.responses import Response

    from famk_graph.query import Term
    from famk_graph.serve.view import View
    from famk_graph.universe import Universe

VIEWS = ("table", "graph", "timeline", "chart")
_START = """# Missions with a crew, and who flew on them.
SELECT ?mission ?launched ?who WHERE {
  ?mission a famk:CrewedMission ;
    famk:crewMember ?who .
  OPTIONAL { ?mission famk:launchDate ?launched }
}
ORDER BY ?launched
LIMIT 100"""


@dataclass(slots=True)
class Asked:
    """What the address asks: a query, and the saved one that it was made from with the values of its parameters."""

    text: str
    name: str = ""
    question: list[tuple[str, bool]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""
    missing: str = ""

    @property
    def title(self) -> str:
        """The question in words."""
        return "".join(words for words, _ in self.question)


@page
async def query(view: View) -> Response:
    """Show the editor with what the address asks."""
    asked = await run_in_threadpool(_asked, view)
    ready = not (asked.problem or asked.missing)
    answer = await answered.answer(view, asked.text) if view.text("run") and ready else None
    return await run_in_threadpool(_show, view, asked, answer, ready)


def _show(view: View, asked: Asked, answer: answered.Answer | None, ready: bool) -> Response:  # noqa: FBT001 - as told
    given = bool(view.request.query_params.get("query") or asked.name)
    wanted = view.text("view")
    return view.render(
        "query.html",
        title=asked.title or "Query",
        status=400 if asked.problem else 200,
        asked=asked,
        answer=answer,
        questions=_questions(view.universe),
        prefixes=PREFIXES,
        seconds=f"{view.site.options.limits.seconds:g}",
        script={
            "seen": view.horizon.key,
            "view": wanted if wanted in VIEWS else VIEWS[0],
            "saved": asked.name,
            "run": given and ready,
            "prefixes": dict(PREFIXES),
            "seconds": view.site.options.limits.seconds,
        },
    )


def _asked(view: View) -> Asked:
    own, name = view.request.query_params.get("query", ""), view.text("saved")
    if own.strip() or not name:
        return Asked(own.replace("\r\n", "\n") if own.strip() else _START)
    saved = saved_query(name)
    values = {p.name: view.text(p.name) or _default(view.universe, p) for p in saved.parameters}
    terms, problem = _terms(view.universe, saved, values)
    shown = {p.name: _shown(p, terms.get(p.name), values[p.name], view.universe) for p in saved.parameters}
    missing = [p.name for p in saved.parameters if not values[p.name]]
    called = {
        name: view.universe.names.label(term.value) for name, term in terms.items() if term.value.startswith(ENTITY)
    }
    asked = Asked("", name, _question(saved, shown | called), problem=problem)
    asked.missing = f"Say which {missing[0]} you mean." if missing else ""
    asked.fields = [
        {"name": p.name, "kind": p.kind, "value": shown[p.name], "options": _options(p)} for p in saved.parameters
    ]
    asked.text = f"# {asked.title}\n{filled(saved, terms)}"
    return asked


def filled(saved: SavedQuery, terms: dict[str, Term]) -> str:
    """Return the text of a saved query with terms in place of its parameters; without any it is left as it is."""
    body = "\n".join(
        line for line in saved.text.splitlines() if not line.startswith(("# question:", "# topic:", "# param:"))
    )
    return fill(body, {name: _written(term) for name, term in terms.items()}) if terms else body


def _default(universe: Universe, parameter: Parameter) -> str:
    """Return the default of a parameter, or nothing if the reader's horizon does not know it."""
    known = parameter.kind != "entity" or parameter.default in universe.names.entries
    return parameter.default if known else ""


def _terms(universe: Universe, saved: SavedQuery, values: dict[str, str]) -> tuple[dict[str, Term], str]:
    """Return the terms that the values mean, if there is one for each, and what is wrong with one otherwise."""
    if not all(values.values()):
        return {}, ""
    try:
        return universe.arguments(saved.name, **values), ""
    except FamkError as error:
        return {}, str(error)


def _shown(parameter: Parameter, term: Term | None, value: str, universe: Universe) -> str:
    """Return a value as its field shows it: an entity by its label, if that alone finds it again."""
    if parameter.kind == "concept":
        return value.lower().replace(" ", "-")
    if parameter.kind != "entity" or term is None:
        return value
    ident = term.value.rpartition("/")[2]
    label = universe.names.label(term.value)
    try:
        return label if universe.names.resolve(label).id == ident else ident
    except NotFoundError:
        return ident


def _written(term: Term) -> str:
    """Return a term as a person writes it in a query."""
    text = str(term)
    if text.startswith("<"):
        return shorten(text[1:-1])
    return text.partition('"^^')[0][1:] if text.endswith("#integer>") else text


def _options(parameter: Parameter) -> list[tuple[str, str]]:
    """Return what may be chosen for a parameter that is a concept, in words."""
    if parameter.kind != "concept":
        return []
    scheme = CONCEPTS[parameter.default]
    return [(name, name.replace("-", " ")) for name, cls in CONCEPTS.items() if cls == scheme]


def _question(saved: SavedQuery, shown: dict[str, str]) -> list[tuple[str, bool]]:
    """Return a question in parts, each with whether it is the value of a parameter."""
    concepts = {p.name for p in saved.parameters if p.kind == "concept"}
    found = []
    for number, part in enumerate(re.split(r"\{(\w+)\}", saved.question)):
        value = shown.get(part) or f"a {part}"
        words = value.replace("-", " ") if part in concepts else article(value) + value
        found.append((words, True) if number % 2 else (part, False))
    return [(words, slot) for words, slot in found if words]


def _questions(universe: Universe) -> dict[str, list[dict[str, Any]]]:
    """Return the saved queries with their questions by topic; a default stands in one if the reader may know it."""
    found: dict[str, list[dict[str, Any]]] = {topic: [] for topic in TOPICS}
    for name, saved in saved_queries().items():
        shown = {}
        for parameter in saved.parameters:
            value = _default(universe, parameter)
            entry = universe.names.entries.get(value) if parameter.kind == "entity" else None
            shown[parameter.name] = entry.label if entry else value
        found[saved.topic].append({"name": name, "parts": _question(saved, shown)})
    for questions in found.values():
        questions.sort(key=lambda one: "".join(words for words, _ in one["parts"]))
    return found


routes = [Route("/query", query, name="query")]
