"""The ontology's doors: Turtle, RDF/XML and the documentation page, from Python and the command line."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import owlready2
import pytest
import rdflib
from conftest import ROOT, Famk
from rdflib.compare import isomorphic

from famk_graph import docs_page, ontology
from famk_graph.errors import FamkError
from famk_graph.vocabulary import CLASSES, CONCEPTS, PROPERTIES, TERM

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_turtle_and_rdfxml_are_the_same_graph() -> None:
    turtle = rdflib.Graph().parse(data=ontology.serialize("turtle"), format="turtle")
    rdfxml = rdflib.Graph().parse(data=ontology.serialize("rdfxml"), format="xml")
    assert len(turtle) > 2000
    assert isomorphic(turtle, rdfxml)


def test_one_header_and_no_imports_in_the_merged_file() -> None:
    graph = ontology.graph()
    assert list(graph.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)) == [rdflib.URIRef(ontology.IRI)]
    assert not list(graph.subject_objects(rdflib.OWL.imports))


def test_owlready2_loads_the_rdfxml() -> None:
    world = owlready2.World()
    loaded = world.get_ontology(ontology.IRI + "#").load(fileobj=io.BytesIO(ontology.serialize("rdfxml")))
    assert {cls.name for cls in loaded.classes() if cls.iri.startswith(TERM)} == set(CLASSES)
    assert {p.name for p in loaded.properties() if p.iri.startswith(TERM)} == set(PROPERTIES)
    assert loaded.Mission in loaded.Event.subclasses()
    assert loaded.crewOf.inverse_property is loaded.crewMember
    world.close()


@pytest.mark.parametrize("form", ["turtle", "rdfxml", "html"])
def test_the_bytes_do_not_depend_on_the_run(form: str, tmp_path: Path) -> None:
    code = f"import sys; from famk_graph.cli import main; main(['ontology', '--format', {form!r}, '-o', sys.argv[1]])"
    contents = set()
    for seed in ("1", "2"):
        target = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment, capture_output=True)
        contents.add(target.read_bytes())
    assert len(contents) == 1


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FamkError, match="turtle or rdfxml"):
        ontology.serialize("owl")


def test_the_command_writes_to_standard_output(famk: Famk) -> None:
    result = famk("ontology")
    assert result.exit_code == 0
    assert rdflib.URIRef(TERM + "Divergence") in rdflib.Graph().parse(data=result.output, format="turtle").subjects()


def test_the_command_writes_a_file(famk: Famk, tmp_path: Path) -> None:
    target = tmp_path / "o.owl"
    result = famk("ontology", "--format", "rdfxml", "-o", str(target))
    assert result.exit_code == 0
    assert target.read_bytes() == ontology.serialize("rdfxml")
    assert str(target) in result.output


class Page(HTMLParser):
    """Collects what the documentation page promises: anchors, links, and whatever would load something."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "href", "srcset"):
                self.loads.append(value or "")


@pytest.fixture(scope="module")
def html() -> str:
    return docs_page.page()


@pytest.fixture(scope="module")
def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page


def test_the_page_has_every_term_under_its_own_fragment(parsed: Page) -> None:
    wanted = {*CLASSES, *PROPERTIES, *(f"concept-{name}" for name in CONCEPTS)}
    assert wanted <= set(parsed.ids)


def test_the_page_gives_each_anchor_once_and_links_to_nothing_else(parsed: Page) -> None:
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)


def test_the_page_loads_nothing(parsed: Page, html: str) -> None:
    assert set(parsed.loads) <= {"data:,"}
    assert not re.search(r"@import|url\((?!#)|fetch\(|XMLHttpRequest", html)


def test_the_page_says_what_the_ontology_says(html: str) -> None:
    card = html.partition('id="MoonWalker"')[2].partition("</article>")[0]
    assert "Agent and (walkedOn value id:moon)" in card
    assert "Somebody who has walked on the Moon" in card
    crew = html.partition('id="crewMember"')[2].partition("</article>")[0]
    for word in ("crewOf", "Mission", "Agent", "participant", "Apollo 11 → Neil Armstrong", "wd:P1029"):
        assert word in crew


def test_the_page_is_fit_for_phones_screen_readers_and_the_dark(html: str) -> None:
    for part in (
        'lang="en"',
        'name="viewport"',
        "prefers-color-scheme: dark",
        "@media print",
        'role="status"',
        "<title>",
    ):
        assert part in html


@pytest.mark.browser
def test_the_search_leaves_what_matches(browser: Browser, html: str, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(target.as_uri())
    page.fill("#search", "moon walk")
    assert page.locator("article:visible").evaluate_all("all => all.map(one => one.id)") == ["MoonWalker"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
