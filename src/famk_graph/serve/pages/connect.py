"""The ways between two names: as sentences, each step with its episode and source, and as a picture."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.routing import Route

from famk_graph.check import superclasses
from famk_graph.serve import shapes
from famk_graph.serve.api import answers
from famk_graph.serve.api.endpoints import Call
from famk_graph.serve.content import telling
from famk_graph.serve.content.sentences import article, link
from famk_graph.serve.search import suggest
from famk_graph.serve.view import View, page
from famk_graph.words import fold

if TYPE_CHECKING:
    from starlette.responses import Response

    from famk_graph.names import Entry
    from famk_graph.universe import Universe

# The kinds that ways can be kept out of, and what they are called.
HUBS = {
    "ScreenWork": "Shows, seasons, episodes",
    "Organization": "Organizations",
    "Place": "Places",
    "Event": "Events and missions",
    "Divergence": "Divergences",
    "Artifact": "Spacecraft and things",
    "Person": "Real people",
}
_AT_FIRST = ("ScreenWork",)  # everybody is in an episode with everybody: such ways tell little
# Pairs worth asking about; only those are offered whose both ends exist at the reader's horizon.
_EXAMPLES = (
    ("ed-baldwin", "neil-armstrong"),
    ("margo-madison", "wernher-von-braun"),
    ("danielle-poole", "stepan-alexseev"),
    ("aleida-rosales", "alt-richard-nixon"),
    ("gordo-stevens", "kelly-baldwin"),
    ("dev-ayesa", "margo-madison"),
    ("sergei-korolev", "nasa"),
    ("moon", "star-city"),
)
_WORLDS = {"theirs": "their timeline", "ours": "ours"}
_SHOWN_EXAMPLES = 4
_OTHERS = 4  # of what else a name may mean
_LEAST = 2  # letters of a part of a name from which it is taken for what it most likely means
_MOST_AVOIDED = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for, and addresses of it with something changed."""

    start: str
    end: str
    without: tuple[str, ...]
    avoid: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address of the page that answers this."""
        query = [("from", self.start), ("to", self.end), ("without", ",".join(self.without))]
        return "/connect?" + urlencode([*query, *(("avoid", ident) for ident in self.avoid)])

    def with_end(self, field: str, ident: str) -> Asked:
        """Return the same for another entity at one end."""
        return replace(self, start=ident) if field == "from" else replace(self, end=ident)

    def around(self, ident: str) -> str:
        """Return the address of the page with ways that avoid one entity more, or lead through it again."""
        kept = tuple(each for each in self.avoid if each != ident)
        return replace(self, avoid=kept if ident in self.avoid else (*kept, ident)).url


@page
def connect(view: View) -> Response:
    """Show the ways between two names."""
    start, end = _meant(view, "from"), _meant(view, "to")
    asked = _asked(view, *(names[0].id if names else view.text(f) for f, names in (("from", start), ("to", end))))
    both, entries = bool(start and end), view.universe.names.entries
    same = both and asked.start == asked.end
    found = _found(view, asked) if both and not same else None
    return view.render(
        "connect.html",
        title=found["title"] if found else "Connect",
        ends=[_end(view, "from", start, asked), _end(view, "to", end, asked)],
        same=same,
        found=found,
        hubs=[{"kind": k, "words": w, "out": k in asked.without} for k, w in HUBS.items()],
        avoided=[{"id": ident, "label": entries[ident].label, "back": asked.around(ident)} for ident in asked.avoid],
        swap=replace(asked, start=asked.end, end=asked.start).url if asked.start or asked.end else None,
        free=replace(asked, without=(), avoid=()).url if asked.without or asked.avoid else None,
        examples=[] if found else _examples(view.universe),
    )


def _meant(view: View, field: str) -> list[Entry]:
    """Return what a name of the address may mean, the likeliest first."""
    text = view.text(field)
    found = view.universe.names.find(text) if text else []
    if found and len(fold(text)) < _LEAST and not any(fold(text) in map(fold, {e.id, *e.names}) for e in found[:1]):
        return []  # hardly a guess
    return [entry for entry in found if entry.cls and entry.cls != "Portrayal"]


def _asked(view: View, start: str, end: str) -> Asked:
    """Return what the address asks for; what does not exist is not avoided either."""
    given = "without" in view.request.query_params
    without = tuple(kind for kind in HUBS if kind in view.texts("without")) if given else _AT_FIRST
    known = [
        i for i in dict.fromkeys(view.texts("avoid")) if i in view.universe.names.entries and i not in (start, end)
    ]
    return Asked(start, end, without, tuple(known[:_MOST_AVOIDED]))


def _end(view: View, field: str, meant: list[Entry], asked: Asked) -> dict[str, Any]:
    """Return what the page tells of one of the two names: what it was taken for, and what else it may mean."""
    text, names = view.text(field), view.universe.names
    entry = meant[0] if meant else None
    if entry is None:
        others = [hit.id for hit in suggest(view.universe, text, limit=_OTHERS)]
    else:
        agent = "Agent" in superclasses(entry.cls)  # who asks for somebody does not mean something that they did
        alike = [each for each in meant[1:] if not agent or "Agent" in superclasses(each.cls)]
        others = [] if text in names.entries else [each.id for each in alike[:_OTHERS]]
    return {
        "field": field,
        "text": text,
        "entry": entry,
        "shown": _name_of(view.universe, entry) if entry else text,
        "kind": shapes.kind_words(entry.cls) if entry else "",
        "others": [{**_node(view, ident), "url": asked.with_end(field, ident).url} for ident in others],
    }


def _name_of(universe: Universe, entry: Entry) -> str:
    """Return what to write for an entity: its label, or its id where the label means something else first."""
    first = next((found.id for found in universe.names.find(entry.label)), None)
    return entry.label if first == entry.id else entry.id


def _node(view: View, ident: str) -> dict[str, Any]:
    node = shapes.node(view.lens, ident)
    return {**node, "kindWords": shapes.kind_words(node["kind"])}


def _found(view: View, asked: Asked) -> dict[str, Any]:
    """Return the ways with all that the page tells of them."""
    values = {"from": asked.start, "to": asked.end, "without": asked.without, "avoid": asked.avoid, "limit": 5}
    told = answers.paths(Call(view.lens, values))
    nodes = {node["id"]: _node(view, node["id"]) for node in told["nodes"]}
    shared = Counter(node["label"] for node in nodes.values())
    for node in nodes.values():  # of two of one name it is said which is meant
        node["which"] = node["kindWords"] if shared[node["label"]] > 1 else ""
    around = {step["to"]: asked.around(step["to"]) for way in told["paths"] for step in way[:-1]}
    one, other = (article(label) + label for label in (nodes[asked.start]["label"], nodes[asked.end]["label"]))
    title = f"How {one} and {other} are connected"
    return {
        "title": title,
        "ways": [_way(view, way, nodes, told["sources"]) for way in told["paths"]],
        "around": around,
        "picture": {
            "title": title, "nodes": told["nodes"], "ways": told["paths"], "from": asked.start, "to": asked.end,
            "around": around,
        },
    }  # fmt: skip


def _way(view: View, way: list[dict[str, Any]], nodes: dict[str, Any], sources: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of a way; where one comes into the other timeline it is said from which into which."""
    steps = [_step(view, step, nodes, sources) for step in way]
    side = _side(nodes[way[0]["from"]])
    for step in steps:
        there = _side(step["to"])
        step["crosses"] = f"{_WORLDS[side]} to {_WORLDS[there]}" if side and there and there != side else ""
        side = there or side
    return steps


def _side(node: dict[str, Any]) -> str:
    """Return in which timeline something exists; empty for what is in both, such as the Moon."""
    above = superclasses(node["kind"]) if node["kind"] else frozenset()
    return node["side"] or ("theirs" if "Character" in above else "ours" if "Person" in above else "")


def _step(view: View, step: dict[str, Any], nodes: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    return {
        "from": nodes[step["from"]],
        "to": nodes[step["to"]],
        "words": link(step["words"]),
        "reveals": telling.told_in(view.lens, step["reveal"]),
        "sources": [sources[ident] for ident in step["sources"] if ident in sources],
    }


def _examples(universe: Universe) -> list[dict[str, str]]:
    entries = universe.names.entries
    known = [(entries[one], entries[other]) for one, other in _EXAMPLES if one in entries and other in entries]
    return [
        {"from": one.label, "to": other.label, "url": f"/connect?{urlencode({'from': one.id, 'to': other.id})}"}
        for one, other in known[:_SHOWN_EXAMPLES]
    ]


routes = [Route("/connect", connect, name="connect")]
