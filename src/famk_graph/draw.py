"""One interactive page of the universe, whole in one file: no server, no network, no waiting for a layout.

This is the only module that uses pyvis. Its network is rendered with a page of our own, because pyvis' page
loads parts from the web, has neither title nor language and lays the graph out while the reader waits.
"""

from __future__ import annotations

import os
from collections import defaultdict
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from famk_graph import iris, resources
from famk_graph.errors import FamkError
from famk_graph.families import FAMILIES, GROUNDS, family_of
from famk_graph.horizon import OPEN
from famk_graph.layout import Layout, layout
from famk_graph.picture import Picture, Relation, picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from famk_graph.universe import Universe


_OPTIONS: Final = """{
  "layout": {"improvedLayout": false, "randomSeed": 1},
  "physics": {"enabled": false, "solver": "forceAtlas2Based", "stabilization": false, "timestep": 0.35,
    "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 70, "springConstant": 0.05, "damping": 0.7}},
  "edges": {"smooth": false, "hidden": true},
  "nodes": {"shape": "custom", "borderWidth": 0},
  "interaction": {"hover": true, "multiselect": false, "keyboard": false, "hoverConnectedEdges": false,
    "selectConnectedEdges": false, "zoomSpeed": 0.7}
}"""


def draw(
    universe: Universe,
    path: Path,
    about: str | None = None,
    depth: int = 1,
    kinds: Iterable[str] = (),
    *,
    start: str | None = None,
    end: str | None = None,
) -> Picture:
    """Write a page of the universe, or of the part of it that :func:`famk_graph.picture.picture` chooses.

    The page is written beside its place and moved there whole. The same data gives the same bytes.

    Raises
    ------
    FamkError
        Nothing is left to draw, a name, class or date is wrong, or the file cannot be written.

    """
    target = _target(path)
    made = picture(universe, about, depth, kinds, start=start, end=end)
    _write(target, render(universe, made))
    return made


def render(universe: Universe, made: Picture) -> str:
    """Return the HTML of a picture."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup
    from pyvis.network import Network

    folder = resources.template("network.html").parent
    pairs = _pairs(made)
    places = layout(_ties(made, pairs), radii := _radii(made, pairs))
    net = Network(directed=True, height="100%", width="100%", cdn_resources="in_line")
    net.set_options(_OPTIONS)
    _add_nodes(net, made, universe, places, radii)
    _add_edges(net, pairs)
    bundle = max(Path(net.template_dir).glob("lib/vis-*/vis-network.min.js"))
    net.templateEnv = Environment(loader=FileSystemLoader(folder), autoescape=True)
    net.templateEnv.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    net.templateEnv.globals.update(
        page=_page(universe, made, places),
        library=Markup(bundle.read_text(encoding="utf-8").replace("</script", "<\\/script")),  # noqa: S704 - pyvis' own
        part=lambda name: Markup((folder / name).read_text(encoding="utf-8")),  # noqa: S704 - our own files
    )
    net.path = "network.html"
    html: str = net.generate_html()
    return html


def _pairs(made: Picture) -> dict[tuple[str, str], bool]:
    """Return each pair of related entities once, and whether nothing but quiet relations ties it."""
    pairs: dict[tuple[str, str], bool] = {}
    for relation in made.relations:
        if not relation.text and relation.subject != relation.target:
            one, other = sorted((relation.subject, relation.target))
            pairs[one, other] = pairs.get((one, other), True) and relation.quiet
    return dict(sorted(pairs.items()))


def _radii(made: Picture, pairs: dict[tuple[str, str], bool]) -> dict[str, float]:
    """Return the size of each entity: its area grows with its ties, a quiet one counting a fifth."""
    ties: dict[str, float] = defaultdict(float)
    for pair, quiet in pairs.items():
        for node in pair:
            ties[node] += 0.2 if quiet else 1.0
    return {node: round(min(4.5 + 2.4 * sqrt(ties[node]), 24), 1) for node in made.graph}


def _ties(made: Picture, pairs: dict[tuple[str, str], bool]) -> nx.Graph[str]:
    """Return the network that is laid out: a tie to somebody with many ties pulls less."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(made.graph))
    graph.add_edges_from(pairs)
    for (one, other), quiet in pairs.items():
        crowd = 1 + log(max(int(graph.degree(one)), int(graph.degree(other))))
        graph[one][other]["weight"] = round((0.25 if quiet else 2.0) / crowd, 4)
    return graph


def _add_nodes(
    net: Any,  # noqa: ANN401 - pyvis has no types
    made: Picture,
    universe: Universe,
    places: Layout,
    radii: dict[str, float],
) -> None:
    island = {node: n for n, group in enumerate(places.islands) for node in group.members}
    named = made.graph.nodes
    twins = [(a, b) for a, b, data in made.graph.edges(data=True) if data["predicate"] == "counterpartOf"]
    real = {b for a, b in twins if named[a]["label"] == named[b]["label"]}
    for node in sorted(made.graph):
        x, y = places.places[node]
        name, kind = named[node]["label"], named[node]["kind"]
        entry = universe.names.entries.get(node)
        also = sorted(entry.names - {name}) if entry else []
        family = FAMILIES.index(family_of(kind))
        more = {"kind": kind, "family": family, "island": island[node], "also": also, "color": FAMILIES[family].light}
        label = f"{name} (real)" if node in real else name
        net.add_node(node, label or node, shape="custom", x=x, y=y, size=radii[node], **more)


def _add_edges(net: Any, pairs: dict[tuple[str, str], bool]) -> None:  # noqa: ANN401 - pyvis has no types
    """Add a line for each pair, past ``add_edge``, which looks through all lines each time."""
    from pyvis.edge import Edge

    for (one, other), quiet in pairs.items():
        net.edges.append(Edge(one, other, **({"quiet": True, "physics": False} if quiet else {})).options)


class _Table:
    """A list in which each value stands once, for a page that names it by its number."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self._numbers: dict[object, int] = {}

    def number(self, key: object, value: object = None) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self._numbers[key]


def _page(universe: Universe, made: Picture, places: Layout) -> dict[str, object]:
    """Return all that the page tells beside nodes and lines."""
    nodes = {node: n for n, node in enumerate(sorted(made.graph))}
    phrases, reveals, cited = _Table(), _Table(), _Table()
    relations: list[list[object]] = []
    texts: list[list[object]] = []
    for r in made.relations:
        phrase = phrases.number((r.forward, r.backward, r.quiet))
        reveal = reveals.number(_reveal(universe, r.reveal))
        sources = [cited.number(source, _source(universe, source)) for source in r.sources]
        target = r.target if r.text else nodes[r.target]
        (texts if r.text else relations).append([nodes[r.subject], phrase, target, r.detail, reveal, sources])
    return {
        "title": made.title,
        "span": made.span,
        "horizon": _horizon(universe),
        "centre": made.centre,
        "families": [family._asdict() for family in FAMILIES],
        "grounds": GROUNDS,
        "islands": [[i.x, i.y, i.radius, nodes[i.members[0]], *i.tall] for i in places.islands],
        "phrases": phrases.values,
        "reveals": reveals.values,
        "sources": cited.values,
        "relations": relations,
        "texts": texts,
    }


def _source(universe: Universe, ident: str) -> dict[str, str]:
    known = universe.citations.get(ident)
    if known is None:
        return {"id": ident}
    parts = {"id": ident, "publisher": known.publisher, "grade": known.grade, "title": known.title, "url": known.url}
    return {name: text for name, text in {**parts, "published": known.published}.items() if text}


def _reveal(universe: Universe, key: str) -> str:
    parts = (OPEN.get(part) or universe.names.label(iris.REVEAL + part) for part in key.split("+"))
    return " and ".join(parts)


def _horizon(universe: Universe) -> str:
    key = universe.horizon.key
    seen = {"all": "everything seen", "none": "nothing seen yet"}.get(key, f"seen as far as {key}")
    return seen + (f", as known on {universe.as_of}" if universe.as_of else "")


def _target(path: Path) -> Path:
    """Return where to write, or say why nothing can be written there."""
    target = path.expanduser().resolve()
    if target.is_dir():
        raise FamkError(f"“{path}” is a folder.\n    Name a file, such as {path / 'famk.html'}.")
    if not target.parent.is_dir():
        raise FamkError(f"There is no folder “{target.parent}” to write into.\n    Make it first, or name another.")
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise FamkError(f"“{path}” may not be written by you.\n    Name another file with -o.")
    return target


def _write(target: Path, html: str) -> None:
    work = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        work.write_text(html, encoding="utf-8", newline="\n")
        work.replace(target)
    except OSError as error:
        raise FamkError(f"“{target}” could not be written: {error.strerror or error}.") from error
    finally:
        work.unlink(missing_ok=True)


__all__ = ["Relation", "draw", "render"]
