"""The page that famk draw writes, read as text and as data; test_draw_browser.py opens it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from conftest import ROOT, SMALL, Famk

from famk_graph import FamkError, Universe
from famk_graph.families import FAMILIES, GROUNDS, Family
from famk_graph.layout import layout

Small = Callable[..., Universe]


class Page(HTMLParser):
    """The data blocks, the title and every address of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.blocks: dict[str, Any] = {}
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self._block: str | None = None
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.addresses += [v for k, v in attrs if k in ("src", "href", "srcset", "action") and v]
        self._block = found.get("id") if found.get("type") == "application/json" else None

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[self._block] = json.loads(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self._block = None

    @property
    def labels(self) -> set[str]:
        return {node["label"] for node in self.blocks["nodes"]}

    @property
    def lines(self) -> set[frozenset[str]]:
        return {frozenset((line["from"], line["to"])) for line in self.blocks["edges"]}


@pytest.fixture
def drawn(small: Small, tmp_path: Path) -> Callable[..., Page]:
    """Return a function that draws the small universe and reads the page."""

    def run(seen: str = "all", **what: Any) -> Page:  # noqa: ANN401 - whatever Universe.draw takes
        return Page(small(seen).draw(tmp_path / "drawn.html", **what))

    return run


def test_everything_is_drawn_but_sources_and_statements(drawn: Callable[..., Page], small: Small) -> None:
    page = drawn()
    network = small().network()
    assert {node["id"] for node in page.blocks["nodes"]} == set(network)
    assert page.lines == {frozenset((a, b)) for a, b in network.edges() if a != b}
    assert not {"Source", "Statement"} & {node["kind"] for node in page.blocks["nodes"]}


def test_the_page_has_doctype_language_title_and_viewport_and_loads_nothing(drawn: Callable[..., Page]) -> None:
    page = drawn()
    assert page.text.startswith('<!doctype html>\n<html lang="en">')
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page.text
    assert "<title>The universe of For All Mankind</title>" in page.text
    assert [a for a in page.addresses if not a.startswith(("#", "data:"))] == []
    assert "cdn" not in page.text.lower().replace("cdna", "")
    assert "bootstrap" not in page.text.lower()
    assert "link" not in page.tags or page.tags.count("link") == 1  # the icon, which is data


def test_places_are_fixed_lines_straight_and_physics_off(drawn: Callable[..., Page]) -> None:
    page = drawn()
    places = {(node["x"], node["y"]) for node in page.blocks["nodes"]}
    assert len(places) == len(page.blocks["nodes"])
    assert page.blocks["options"]["physics"]["enabled"] is False
    assert page.blocks["options"]["edges"]["smooth"] is False


def test_a_relation_has_words_both_ways_its_time_reveal_and_sources(drawn: Callable[..., Page]) -> None:
    blocks = drawn().blocks
    page, nodes = blocks["page"], [node["id"] for node in blocks["nodes"]]
    assert nodes == sorted(nodes)
    found = [
        (
            nodes[a],
            page["phrases"][p][0],
            nodes[b],
            detail,
            page["reveals"][r],
            [page["sources"][s]["id"] for s in cited],
        )
        for a, p, b, detail, r, cited in page["relations"]
    ]
    seen = ("ada-stone", "spouse", "boris-volk", "from 1971-05", "For All Mankind 1×02", ["finale-recap", "handbook"])
    assert seen in found
    assert ("first-landing", "participant", "boris-volk", "commander", "For All Mankind 1×01", ["handbook"]) in found
    source = next(s for s in page["sources"] if s["id"] == "handbook")
    assert source["publisher"] == "Example Press"
    assert source["url"] == "https://example.org/handbook"
    assert ["causes", "caused by", False] in page["phrases"]


def test_about_draws_a_name_with_what_is_so_many_relations_away(drawn: Callable[..., Page], small: Small) -> None:
    network = small().network()
    for depth in (0, 1, 2):
        near = set(nx.ego_graph(network, "boris-volk", radius=depth, undirected=True))
        page = drawn(about="boris", depth=depth)
        assert {node["id"] for node in page.blocks["nodes"]} == near
    assert page.blocks["page"]["title"] == "Boris Volk"


def test_kind_keeps_a_class_and_those_below_it(drawn: Callable[..., Page]) -> None:
    kinds = {node["kind"] for node in drawn(kinds=["event", "Character"]).blocks["nodes"]}
    assert kinds == {"Event", "Landing", "Character"}


def test_time_keeps_its_events_and_what_they_touch(drawn: Callable[..., Page]) -> None:
    page = drawn(start="1969-06", end="1969-06")
    assert {"First landing", "Moon", "Boris Volk", "The first landing"} <= page.labels
    assert not {"Second landing", "Landing of Apollo 11", "The base is built"} & page.labels
    assert page.blocks["page"]["span"] == "1969-06 to 1969-06"


def test_nothing_above_the_horizon_is_in_the_page(drawn: Callable[..., Page]) -> None:
    page = drawn(seen="fam:s1e1")
    assert page.blocks["page"]["horizon"] == "seen as far as fam:s1e1"
    assert "Ada Volk" not in page.text
    assert "Leaves the programme" not in page.text
    assert "ada-leaves" not in page.text
    assert "Ada Volk" in drawn().text


def test_an_actor_is_tied_to_the_character_unless_portrayals_are_asked_for(universe: Universe, tmp_path: Path) -> None:
    page = Page(universe.draw(tmp_path / "a.html", about="Ed Baldwin"))
    assert frozenset(("joel-kinnaman", "ed-baldwin")) in page.lines
    assert "Portrayal" not in {node["kind"] for node in page.blocks["nodes"]}
    page = Page(universe.draw(tmp_path / "b.html", about="Ed Baldwin", kinds=["Portrayal"]))
    assert "Portrayal" in {node["kind"] for node in page.blocks["nodes"]}


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"about": "Adda Stone"}, "Ada Stone"),
        ({"kinds": ["Charakter"]}, "Did you mean Character"),
        ({"start": "1969-13"}, "no month 13"),
        ({"start": "1970", "end": "1969"}, "ends before it starts"),
        ({"start": "1500", "end": "1501"}, "no event is dated from 1500 to 1501"),
        ({"kinds": ["Award"]}, "no Award is known"),
        ({"about": "ada stone", "depth": -1}, "depth -1 is negative"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    small: Small, tmp_path: Path, what: dict[str, Any], message: str
) -> None:
    universe = small()
    with pytest.raises(FamkError, match=re.escape(message)):
        universe.draw(tmp_path / "drawn.html", **what)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(small: Small, tmp_path: Path) -> None:
    universe = small()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(FamkError, match="There is no folder"):
        universe.draw(tmp_path / "missing" / "drawn.html")
    with pytest.raises(FamkError, match="There is no folder"):
        universe.draw(tmp_path / "file" / "drawn.html")
    with pytest.raises(FamkError, match="is a folder"):
        universe.draw(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_is_told(small: Small, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(FamkError, match="may not be written"):
        small().draw(tmp_path / "closed" / "drawn.html")


def test_a_failed_write_leaves_the_old_file(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    universe, target = small(), tmp_path / "drawn.html"
    target.write_text("old", encoding="utf-8")

    def full(_: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device", str(other))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FamkError, match="No space left on device"):
        universe.draw(target)
    assert [path.name for path in tmp_path.iterdir()] == ["drawn.html"]
    assert target.read_text(encoding="utf-8") == "old"


def test_a_label_cannot_break_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    label = "</script><script>alert('{{ 7 * 7 }}')</script><!--"
    entry = {"id": "hostile", "is": "Character", "label": label}
    known = {"reveal": "premise", "evidence": "recalled", "says": {"walkedOn": "moon", "remark": label}}
    (tmp_path / "own.yaml").write_text(json.dumps([{**entry, "known": [known]}]), encoding="utf-8")
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    page = Page(Universe(extra=[tmp_path / "own.yaml"]).draw(tmp_path / "drawn.html", about="hostile"))
    assert label in page.labels
    assert page.tags.count("script") == 7
    assert "<script>alert" not in page.text
    assert "<title>&lt;/script&gt;" in page.text


def test_the_same_data_gives_the_same_bytes_and_no_other_file(tmp_path: Path) -> None:
    pages = []
    for seed in ("0", "1"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "FAMK_DATA": str(SMALL), "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-W", "error", "-m", "famk_graph", "draw"]
        # pyvis brings IPython, whose own deprecations are not ours
        command[2:3] = ["error", "-W", "ignore::DeprecationWarning"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, "famk.html" in done.stdout) == (0, True), done.stderr
        assert [path.name for path in folder.iterdir()] == ["famk.html"]
        pages.append((folder / "famk.html").read_bytes())
    assert pages[0] == pages[1]


def test_the_command_takes_the_same_choices(famk: Famk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    target = tmp_path / "drawn.html"
    done = famk("draw", "-o", str(target), "--about", "ada stone", "--depth", "2", "--kind", "Character")
    assert done.exit_code == 0, done.output
    assert Page(target).labels == {"Ada Volk", "Boris Volk"}
    assert famk("draw", "-o", str(target), "--depth", "2").exit_code == 2
    assert famk("draw", "-o", str(target), "--about", "nobody at all").exit_code == 3


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def luminance(color: str) -> float:
        parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_can_be_seen_on_both_grounds(family: Family) -> None:
    assert _contrast(family.light, GROUNDS["light"]) >= 3
    assert _contrast(family.dark, GROUNDS["dark"]) >= 3


def test_families_differ_in_shape_and_colour() -> None:
    for attribute in ("name", "shape", "light", "dark"):
        assert len({getattr(family, attribute) for family in FAMILIES}) == len(FAMILIES)


def test_nodes_of_a_layout_do_not_cover_each_other_nor_islands_each_other() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.barbell_graph(40, 5), str)
    graph.add_nodes_from(["alone", "also alone"])
    radii = dict.fromkeys(graph, 10.0)
    found = layout(graph, radii)
    assert set(found.places) == set(graph)
    places = list(found.places.values())
    gaps = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for n, (a, b) in enumerate(places) for c, d in places[:n]]
    assert min(gaps) >= 20
    for islands in ([(i.x, i.y, i.radius) for i in found.islands], [(*i.tall, i.radius) for i in found.islands]):
        for n, (x, y, r) in enumerate(islands):
            assert all(((x - u) ** 2 + (y - v) ** 2) ** 0.5 >= r + s for u, v, s in islands[:n])


def test_a_layout_may_be_empty_or_one_node() -> None:
    empty: nx.Graph[str] = nx.Graph()
    assert layout(empty, {}).places == {}
    empty.add_node("one")
    assert layout(empty, {"one": 5.0}).places == {"one": (0, 0)}
