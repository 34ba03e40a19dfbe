"""The first page, the search and the pages of entities in a real browser, as somebody uses them who saw season 1."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from browsing import DESKTOP, PHONE, assert_page_is_sound, eventually
from conftest import thorough

if TYPE_CHECKING:
    from browsing import Reader
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = [
    "/search?q=moon",
    "/search?q=danele+pole",
    "/id/alt-apollo-11",
    "/id/divergence-first-moon-landing",
    "/id/moon",
]


def _drawn(page: Page) -> None:
    eventually(page, "!!document.querySelector('.graph-legend li') && !document.querySelector('#around[aria-busy]')")


def _count(page: Page) -> int:
    return int(page.inner_text(".picture-tools .status").split()[0])


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(reader: Reader, path: str, size: tuple[int, int], dark: bool) -> None:
    page = reader(path, size=size, dark=dark).page
    if page.locator("#around").count():
        _drawn(page)
    assert page.locator("h1").count() == 1
    assert_page_is_sound(page)


@thorough
@pytest.mark.parametrize("seen", ["none", "all"])
def test_pages_are_sound_from_the_first_episode_to_the_last(reader: Reader, seen: str) -> None:
    for path in ("/", "/id/ed-baldwin", "/id/star-city"):
        page = reader(path, seen=seen).page
        assert_page_is_sound(page)


def test_suggestions_come_as_one_types_and_the_keyboard_takes_one(reader: Reader) -> None:
    page = reader("/").page
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search people, events, missions, places")
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.type("dani")
    option = page.get_by_role("option", name="Danielle Poole character")
    option.first.wait_for()
    assert_page_is_sound(page)
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.get_by_role("option").first.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    option.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Danielle Poole", exact=True).wait_for()


def test_a_misspelled_search_finds_what_was_meant_and_nothing_later(reader: Reader) -> None:
    page = reader("/search?q=danele+pole").page
    assert page.locator("h1").inner_text() == "Nothing is called “danele pole”"
    assert page.locator(".hits a").first.inner_text() == "Danielle Poole"
    page.goto(page.url.partition("/search")[0] + "/search?q=happy+valley")
    assert "Happy Valley" not in page.inner_text(".hits, article")


def test_a_question_of_the_first_page_leads_to_its_answer(reader: Reader) -> None:
    page = reader("/").page
    page.locator(".questions").get_by_text("how is it there").click()
    assert page.inner_text("h1") == "The first landing on the Moon"
    table = page.locator("table.sides")
    assert "26 June 1969" in table.inner_text()
    assert "Neil Armstrong" in table.inner_text()
    assert "24 days earlier" in page.inner_text(".beside h2")


def test_a_bridge_of_the_glance_leads_to_its_divergence(reader: Reader) -> None:
    page = reader("/").page
    link = page.locator("svg.glance a").first
    label = link.locator("text").inner_html()
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=label).wait_for()
    assert page.url.rpartition("/")[2].startswith("divergence-")


def test_a_fact_opens_to_its_episode_and_its_sources(reader: Reader) -> None:
    page = reader("/id/danielle-poole").page
    row = page.locator(".row", has_text="employer")
    row.locator("summary").click()
    assert row.get_by_role("link", name="For All Mankind 1×03").is_visible()
    row.locator('a[href^="#source-"]').first.click()
    eventually(page, "document.activeElement.id.startsWith('source-') && document.activeElement.offsetHeight > 0")


def test_the_picture_grows_by_kind_and_by_node_and_goes_back(reader: Reader) -> None:
    page = reader("/id/moon").page
    _drawn(page)
    first = _count(page)
    page.get_by_role("button", name="Divergences:").click()
    eventually(page, f"parseInt(document.querySelector('.picture-tools .status').textContent) > {first}")
    assert "kinds=divergences" in page.url
    grown = _count(page)
    page.locator(".graph-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    name = page.inner_text(".graph-name a")
    assert name != "Moon"
    page.get_by_role("button", name="Expand").click()
    eventually(page, "location.search.includes('open=')")
    _drawn(page)
    assert grown <= _count(page) <= 60
    shared = page.url
    page.get_by_role("button", name="Undo").click()
    eventually(page, "!location.search.includes('open=')")
    page.get_by_role("button", name="Undo").click()
    eventually(page, f"parseInt(document.querySelector('.picture-tools .status').textContent) === {first}")
    page.get_by_role("button", name="Redo").click()
    eventually(page, "location.search.includes('kinds=divergences')")
    page.go_back()
    eventually(page, "!location.search.includes('kinds=') && !document.querySelector('[aria-pressed=true]')")
    page.goto(shared)
    _drawn(page)
    assert page.get_by_role("button", name="Divergences:").get_attribute("aria-pressed") == "true"
    assert "open=" in page.url


def test_the_picture_is_walked_by_keys_and_opened(reader: Reader) -> None:
    page = reader("/id/gordo-stevens").page
    _drawn(page)
    page.locator(".graph-canvas").focus()
    page.keyboard.press("Home")
    assert page.inner_text(".graph-name a") == "Gordo Stevens"
    page.keyboard.press("ArrowLeft")
    near = page.inner_text(".graph-name a")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=near, exact=True).wait_for()


def test_escape_leaves_the_picture(reader: Reader) -> None:
    page = reader("/id/gordo-stevens").page
    _drawn(page)
    page.locator(".graph-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


def test_the_picture_is_taken_home(reader: Reader) -> None:
    page = reader("/id/jamestown", dark=True).page
    _drawn(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the picture as SVG").click()
    svg = ET.fromstring(waiting.value.path().read_text(encoding="utf-8"))  # noqa: S314 - our own
    texts = {element.text for element in svg.iter("{http://www.w3.org/2000/svg}tspan")}
    assert waiting.value.suggested_filename == "jamestown.svg"
    assert {"Jamestown", "NASA", "Apollo 22", "Missions", "in their timeline", "Ellen Waverly"} <= texts
    polygons = [element.get("class") for element in svg.iter("{http://www.w3.org/2000/svg}polygon")]
    assert polygons.count("head") > 5  # ties have a direction
    legend = next(element for element in svg.iter("{http://www.w3.org/2000/svg}g") if element.get("class") == "legend")
    assert len(legend.findall("{http://www.w3.org/2000/svg}text")) < len(list(legend))  # with shapes beside the words
    names = page.evaluate("fetch('/api/neighbours/jamestown?limit=16').then((told) => told.json())")["nodes"]
    drawn = " ".join(element.text or "" for element in svg.iter("{http://www.w3.org/2000/svg}tspan"))
    assert len([node for node in names if node["label"].split()[0] in drawn]) == len(names)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the picture as PNG").click()
    assert waiting.value.path().read_bytes()[:4] == b"\x89PNG"


def test_the_picture_changes_with_the_theme(reader: Reader) -> None:
    page = reader("/id/jamestown").page
    _drawn(page)
    look = "document.querySelector('.graph-canvas canvas:last-of-type').toDataURL().length"
    before = page.evaluate(look)
    page.get_by_role("button", name="Change to dark").click()
    eventually(page, f"{look} !== {before}")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_without_scripts_the_facts_are_there(reader: Reader) -> None:
    opened = reader("/")
    context = opened.context.browser
    assert context
    plain = context.new_context(java_script_enabled=False)
    plain.add_cookies(opened.context.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(opened.page.url + "id/danielle-poole")
    assert page.locator("#around").is_hidden()
    assert page.get_by_role("link", name="Gordo Stevens").first.is_visible()
    plain.close()


def test_the_page_of_a_name_is_fetched_while_the_pointer_rests_on_it(reader: Reader) -> None:
    page = reader("/search?q=poole").page
    name = page.get_by_role("main").get_by_role("link", name="Danielle Poole").first
    name.hover()
    page.wait_for_timeout(1500)
    name.click()
    page.get_by_role("heading", name="Danielle Poole", level=1).wait_for()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
