"""The page to write SPARQL in a real browser: somebody writes a query with completion and takes it to Python."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from browsing import DESKTOP, PHONE, assert_page_is_sound, eventually
from conftest import thorough

if TYPE_CHECKING:
    from browsing import Reader
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ROWS = "document.querySelectorAll('#answer tbody tr').length"
HINTS = "[...document.querySelectorAll('.CodeMirror-hint')].map((one) => one.textContent)"


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def pick(page: Page, word: str) -> None:
    """Take the first of what completion offers, which is to be this word."""
    eventually(page, f"({HINTS}[0] ?? '').startsWith({word!r})")
    page.keyboard.press("Enter")


def told(page: Page) -> str:
    return page.locator("#told").inner_text()


def python_of(page: Page) -> str:
    page.get_by_role("button", name="Python").click()
    eventually(page, "document.getElementById('told').textContent === 'Copied.'")
    return str(page.evaluate("navigator.clipboard.readText()"))


def printed(code: str) -> str:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env=environment
    ).stdout


def text_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def test_a_query_is_written_with_completion_run_and_taken_to_python(reader: Reader) -> None:
    opened = reader("/query")
    page = opened.page
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, "SELECT ?who ?mission WH")
    pick(page, "WHERE")
    page.keyboard.type("{ ?who a Ch")
    pick(page, "famk:Character")
    page.keyboard.type(" ; crew")
    pick(page, "famk:crewOf")
    page.keyboard.type(" ?mission . ?mission famk:dest")
    pick(page, "famk:destination")
    page.keyboard.type(" moo")
    pick(page, "id:moon")
    page.keyboard.type(" }")
    page.keyboard.press("Control+Enter")
    eventually(page, f"{ROWS} > 3")
    assert "rows in" in told(page)
    assert page.locator("#answer tbody a[href^='/id/']").count() > 3
    rows = int(page.evaluate(ROWS))

    code = python_of(page)
    assert 'Universe("fam:s1e10")' in code
    assert len(printed(code).splitlines()) == rows
    page.get_by_role("button", name="curl").click()
    assert "/sparql?seen=fam:s1e10" in page.locator("#copied").inner_text()
    page.get_by_role("button", name="Link").click()
    eventually(page, "document.getElementById('copied').textContent.startsWith('http')")
    link = page.locator("#copied").inner_text()
    assert "seen" not in link
    page.goto(link)
    eventually(page, f"{ROWS} === {rows}")


def test_python_keeps_every_sign_of_a_query(reader: Reader) -> None:
    opened = reader("/query?" + urlencode({"query": r"""SELECT ?x { BIND("a\\b \"\"\" 'c' 🚀" AS ?x) }"""}))
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    eventually(opened.page, f"{ROWS} === 1")
    shown = opened.page.locator("#answer td").inner_text()
    assert ast.literal_eval(printed(python_of(opened.page))) == {"x": shown}


def test_a_mistake_is_told_with_its_place_and_mended_with_a_click(reader: Reader) -> None:
    opened = reader("/query")
    page = opened.page
    write(page, "SELECT ?who WHERE {")
    page.keyboard.press("Enter")
    page.keyboard.type("?who famk:crewOff ?mission")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    eventually(page, "!document.getElementById('mistake').hidden")
    assert "Line 2, column" in page.locator("#mistake").inner_text()
    assert page.locator(".wrong").count() > 0
    assert_page_is_sound(page)
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("}")
    page.keyboard.press("Control+Enter")
    assert "is not a term of the ontology" in page.locator("#mistake").inner_text()
    page.locator("#mistake .fixes button", has_text="famk:crewOf").first.click()
    eventually(page, f"{ROWS} > 3")
    assert "famk:crewOf ?mission" in text_of(page)
    assert page.locator(".wrong").count() == 0
    # A browser writes every answer of 400 into its console; that is how the endpoint has to answer a mistake.
    opened.errors[:] = [error for error in opened.errors if "400 (Bad Request)" not in error]


def test_a_saved_query_is_found_by_its_words_and_asked_of_somebody_else(reader: Reader) -> None:
    page = reader("/query").page
    page.get_by_label("Find a question").fill("married whom")
    assert page.locator(".question-list li:visible").count() == 1
    assert page.locator(".question-list h3:visible").all_inner_texts() == ["Families and ties"]
    page.get_by_label("Find a question").fill("person missions")
    page.get_by_role("link", name="On which missions did").click()
    page.wait_for_url("**/query?saved=missions-of-person")
    eventually(page, f"{ROWS} > 0")
    slot = page.get_by_label("person")
    slot.fill("Gordo")
    eventually(page, "document.querySelectorAll('#names-person option').length > 0")
    slot.press("Enter")
    page.wait_for_url("**person=Gordo*")
    eventually(page, f"{ROWS} > 0")
    assert "id:gordo-stevens" in text_of(page)
    assert slot.input_value() == "Gordo Stevens"


@pytest.mark.parametrize(
    ("saved", "view", "drawn"),
    [
        ("cast-of-season", "table", ".answer td a"),
        ("causal-graph", "graph", ".graph-canvas canvas"),
        ("mission-dates", "timeline", "svg.timeline .dot.theirs"),
        ("events-per-year", "chart", "svg.chart polyline"),
        ("companions-of", "chart", "svg.chart rect"),
    ],
)
@pytest.mark.parametrize(
    ("size", "dark"), [pytest.param(DESKTOP, False, marks=thorough), (PHONE, True)], ids=["desktop", "phone, dark"]
)
def test_a_link_shows_the_view_that_was_shared(
    reader: Reader, saved: str, view: str, drawn: str, size: tuple[int, int], *, dark: bool
) -> None:
    page = reader(f"/query?saved={saved}&view={view}", size=size, dark=dark).page
    eventually(page, f"document.querySelector({drawn!r}) !== null")
    assert page.get_by_role("tab", selected=True).inner_text().lower() == view
    assert parse_qs(urlsplit(page.url).query).get("saved") == [saved]
    assert_page_is_sound(page)


def test_each_view_says_what_it_needs_when_the_answer_does_not_suit(reader: Reader) -> None:
    page = reader("/query?" + urlencode({"query": "SELECT ?name { id:nasa rdfs:label ?name }"})).page
    eventually(page, f"{ROWS} === 1")
    page.get_by_role("tab", name="Table").focus()
    for words in ("network", "date", "number"):
        page.keyboard.press("ArrowRight")
        assert f"There is no {words} in this answer" in page.locator("#answer").inner_text()
        assert_page_is_sound(page)
    write(page, "ASK { id:nasa ?p ?o }")
    page.keyboard.press("Control+Enter")
    eventually(page, "document.querySelector('.truth')?.textContent === 'Yes'")
    write(page, "SELECT * { id:nasa famk:spouse ?o }")
    page.keyboard.press("Control+Enter")
    eventually(page, "document.getElementById('answer').textContent.includes('Nothing fits')")


VAGUE = """SELECT ?mission ?launched {
  VALUES (?mission ?launched) {
    (id:apollo-10 "1971"^^xsd:gYear) (id:apollo-15 "1969-05"^^xsd:gYearMonth) (id:apollo-17 "1969-07-16"^^xsd:date)
    (id:apollo-22 "[1973..1974]"^^edtf:EDTF) (id:apollo-23 "1974-12~"^^edtf:EDTF) (id:apollo-11 UNDEF)
  }
}"""


def test_a_timeline_is_of_the_column_and_shows_what_is_vague(reader: Reader) -> None:
    page = reader("/query?" + urlencode({"query": VAGUE, "view": "timeline"})).page
    eventually(page, "document.querySelectorAll('svg.timeline .dot').length === 5")
    assert page.locator("#by option:checked").inner_text() == "launched"
    assert page.locator("svg.timeline .dot:not(.rough)").count() == 1  # one of them has a day
    assert page.locator("svg.timeline rect.rough").count() >= 2
    words = page.locator("#panel").inner_text()
    assert "1 without a date is in the table only" in words
    assert "no exact day" in words
    ends = "[...document.querySelectorAll('svg.timeline .tick')].every((t) => t.getBBox().x >= 0)"
    assert page.evaluate(ends)
    for form in ("PNG", "SVG"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save the picture as {form}").click()
        assert saved.value.suggested_filename == f"the-answer.{form.lower()}"
    text = Path(saved.value.path()).read_text("utf-8")
    assert text.count("<rect") > 2
    assert "var(" not in text
    page.get_by_role("tab", name="Table").click()
    page.get_by_role("button", name="launched").click()
    days = page.locator("#answer tbody tr td:nth-child(2)").all_inner_texts()
    assert days == ["1969-05", "1969-07-16", "1971", "[1973..1974]", "1974-12~", ""]
    assert_page_is_sound(page)


def test_dates_are_no_quantities_but_rows_can_be_counted_by_them(reader: Reader) -> None:
    page = reader("/query?" + urlencode({"query": VAGUE, "view": "chart"})).page
    eventually(page, "document.getElementById('answer').textContent.includes('There is no number in this answer')")
    assert page.locator("svg.chart").count() == 0
    page.get_by_role("button", name="by launched").click()
    assert page.locator("svg.chart g").evaluate_all("all => all.map((g) => g.getAttribute('aria-label'))") == [
        "1969: 2", "1971: 1", "1974: 2",
    ]  # fmt: skip
    assert "by=launched" in page.url
    assert_page_is_sound(page)


def test_a_table_is_sorted_and_going_back_shows_the_query_before(reader: Reader) -> None:
    query = "SELECT ?name ?minutes { ?e a famk:Episode ; rdfs:label ?name ; famk:runningTime ?minutes } LIMIT 10"
    page = reader("/query?" + urlencode({"query": query})).page
    eventually(page, f"{ROWS} === 10")
    page.get_by_role("button", name="minutes").click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("minutes")
    shown = [int(text) for text in page.locator("td.number").all_inner_texts()]
    assert shown == sorted(shown)
    write(page, "SELECT * { id:nasa rdfs:label ?label }")
    page.keyboard.press("Control+Enter")
    eventually(page, f"{ROWS} === 1")
    page.go_back()
    eventually(page, f"{ROWS} === 10")
    assert text_of(page) == query


def test_going_back_shows_no_answer_that_was_never_asked_for(reader: Reader) -> None:
    page = reader("/query").page
    start = text_of(page)
    for label in ("nasa", "moon"):
        write(page, f"SELECT * {{ id:{label} rdfs:label ?label }}")
        page.keyboard.press("Control+Enter")
        eventually(page, f"{ROWS} === 1")
        assert f"id:{label}" in parse_qs(urlsplit(page.url).query)["query"][0]
    page.go_back()
    eventually(page, "document.querySelector('.CodeMirror').CodeMirror.getValue().includes('id:nasa')")
    eventually(page, "document.querySelector('#answer td')?.textContent.includes('NASA')")
    page.go_back()
    eventually(page, f"{ROWS} === 0")
    assert text_of(page) == start
    assert "The answer comes here" in page.locator("#answer").inner_text()
    assert urlsplit(page.url).query == ""
    page.go_forward()
    eventually(page, f"{ROWS} === 1")


def test_a_link_within_the_page_leaves_the_query_as_it_is(reader: Reader) -> None:
    page = reader("/query").page
    write(page, "SELECT * { id:nasa rdfs:label ?label }")
    page.evaluate("location.hash = '#main'")
    page.wait_for_timeout(300)
    assert text_of(page) == "SELECT * { id:nasa rdfs:label ?label }"
    assert page.evaluate(ROWS) == 0


def test_an_answer_that_disappoints_is_explained(reader: Reader) -> None:
    opened = reader("/query?" + urlencode({"query": "SELECT ?z { ?mission a famk:CrewedMission }"}))
    page = opened.page
    eventually(page, f"{ROWS} > 3")
    assert "nothing in the query gives it a value (it does to ?mission)" in page.locator(".warning").inner_text()
    write(page, 'SELECT * { ?who rdfs:label "Ed Baldwin" }')
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name='"Ed Baldwin"@en').click()
    eventually(page, f"{ROWS} > 0 && !document.querySelector('.warning')")
    assert '"Ed Baldwin"@en' in text_of(page)
    write(page, "SELECT * { id:ed-baldwyn ?p ?o }")
    page.keyboard.press("Control+Enter")
    eventually(page, "!document.getElementById('mistake').hidden")
    assert "Line 1, column 12" in page.locator("#mistake").inner_text()
    assert page.locator(".wrong").inner_text() == "id:ed-baldwyn"
    page.locator("#mistake .fixes button", has_text="id:ed-baldwin").click()
    eventually(page, f"{ROWS} > 3")
    assert_page_is_sound(page)
    opened.errors[:] = [error for error in opened.errors if "400 (Bad Request)" not in error]


def test_a_running_query_can_be_cancelled(reader: Reader) -> None:
    page = reader("/query").page
    write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Cancel").click()
    eventually(page, "document.getElementById('told').textContent === 'Cancelled.'")
    assert page.get_by_role("button", name="Cancel").count() == 0


def test_the_keyboard_leaves_the_editor(reader: Reader) -> None:
    page = reader("/query").page
    write(page, "SELECT ?who { ?who famk:cre")
    eventually(page, f"{HINTS}.length > 0")
    assert_page_is_sound(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    assert text_of(page).endswith("famk:cre")


def test_completion_offers_what_fits_the_place(reader: Reader) -> None:
    page = reader("/query").page

    def offered(text: str, *, keys: bool = True) -> list[str]:
        write(page, text)
        page.wait_for_timeout(150)
        page.keyboard.press("Escape")
        if keys:
            page.keyboard.press("Control+Space")
        eventually(page, f"{HINTS}.length > 0")
        found = page.locator(".CodeMirror-hint .hint-word").all_inner_texts()
        page.keyboard.press("Escape")
        return list(found)

    crew = offered("SELECT * { ?m famk:crewMember ")
    assert crew[0] == "?m"
    assert "id:ed-baldwin" in crew
    assert all(word.startswith(("?", "id:")) for word in crew)
    assert offered("SELECT * { ?m famk:inTimeline ")[1:] == ["id:alternate-timeline", "id:our-timeline"]
    functions = offered("SELECT * { ?m famk:date ?when FILTER (")
    assert functions[:2] == ["?m", "?when"]
    assert "YEAR" in functions
    assert not [word for word in functions if word.startswith(("concept:", "famk:"))]
    assert offered("SELECT * { ?m famk:date ?when } ORDER ") == ["BY"]
    assert offered("SELECT * { ?m famk:date ?when } ORDER BY ")[:2] == ["?m", "?when"]
    assert offered("SELECT * { ?m a fam")[0] == "famk:"
    assert offered("SELECT * { ?m ?p fa")[0] == "famk:"
    write(page, "SELECT * { id:")  # as a subject: nothing leads there
    page.keyboard.press("Control+Space")
    page.wait_for_timeout(400)
    assert page.evaluate(HINTS) == []


@pytest.mark.parametrize(("seen", "told"), [("none", False), ("fam:s1", True)])
def test_completion_offers_nothing_from_beyond_the_horizon(reader: Reader, seen: str, *, told: bool) -> None:
    page = reader("/query", seen=seen).page
    write(page, "SELECT * { ?s famk:sib")  # nobody has a sibling before the first episode
    page.wait_for_timeout(700)
    assert any(hint.startswith("famk:sibling") for hint in page.evaluate(HINTS)) is told
    write(page, "SELECT * { ?s ?p id:kelly")
    page.wait_for_timeout(700)
    assert not [hint for hint in page.evaluate(HINTS) if "kelly" in hint.lower()]


def test_somebody_without_scripts_gets_a_table(reader: Reader, explorer_url: str) -> None:
    opened = reader("/query")
    context = opened.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies([{"name": "famk-seen", "value": "fam%3As1", "url": explorer_url}])
    page = context.new_page()
    page.goto(explorer_url + "/query")
    page.get_by_role("button", name="Run").click()
    assert page.locator("#answer tbody tr").count() > 3
    context.close()
