"""The drawn page in a real browser, from a file: what it loads, shows, tells and lets a keyboard do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from browsing import DESKTOP, PHONE, Opened, eventually
from conftest import SMALL, thorough

from famk_graph import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small universe with one entity whose texts try to break out, drawn."""
    folder = tmp_path_factory.mktemp("drawing")
    label = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
    known = {"reveal": "premise", "evidence": "recalled", "says": {"friend": "ada-stone", "description": label}}
    known["reveal"] = "fam-s01e01"
    entry = {"id": "hostile", "is": "Character", "label": label, "known": [known]}
    (folder / "own.yaml").write_text(json.dumps([entry]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAMK_DATA", str(SMALL))
        return Universe(extra=[folder / "own.yaml"]).draw(folder / "drawn.html")


def open_drawing(browser: Browser, path: Path, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> Opened:
    made = Opened(browser, size, dark=dark)
    made.page.goto(path.as_uri())
    eventually(made.page, "Boolean(document.documentElement.dataset.drawn)")
    made.page.wait_for_selector("#list table", state="attached")
    return made


@pytest.fixture
def opened(browser: Browser, drawing: Path) -> Iterator[Opened]:
    """The drawing, opened on a wide screen."""
    made = open_drawing(browser, drawing)
    yield made
    made.context.close()
    assert made.errors == []


def _colors(page: Page) -> int:
    """Return how many colours the canvas shows."""
    script = """() => {
      const canvas = document.querySelector('#graph canvas'), seen = new Set();
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
      return seen.size;
    }"""
    return int(page.evaluate(script))


def test_the_page_asks_for_nothing_and_draws(opened: Opened, drawing: Path) -> None:
    opened.page.wait_for_timeout(500)
    assert opened.requests == [drawing.as_uri()]
    assert _colors(opened.page) > 20


def test_the_whole_graph_asks_for_nothing_and_draws(browser: Browser, universe: Universe, tmp_path: Path) -> None:
    path = universe.draw(tmp_path / "all.html")
    made = open_drawing(browser, path)
    assert made.requests == [path.as_uri()]
    assert made.errors == []
    assert _colors(made.page) > 200
    assert "entities" in made.page.inner_text("#counts")
    assert "everything seen" in made.page.inner_text("#counts")
    made.context.close()


def test_texts_of_users_stay_texts(opened: Opened) -> None:
    page = opened.page
    page.fill("#search", "</script>")
    page.press("#search", "Enter")
    assert page.inner_text("#panel h2").startswith("</script><script>document.title")
    assert page.title() == "The universe of For All Mankind"
    assert page.locator("#panel img, #list img, #suggestions img").count() == 0


def test_search_suggests_and_enter_selects_and_centres(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("bo")
    assert page.locator("#suggestions li").first.inner_text().startswith("Boris Volk")
    assert page.get_attribute("#search", "aria-activedescendant") == "option-0"
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Boris Volk"
    assert "Boris Volk, character" in page.inner_text("#news")
    spot = page.evaluate("famk.network.canvasToDOM(famk.network.getPositions(['boris-volk'])['boris-volk'])")
    panel, graph = page.locator("#panel").bounding_box(), page.locator("#graph").bounding_box()
    assert panel is not None
    assert graph is not None
    assert spot["x"] == pytest.approx((panel["x"] - graph["x"]) / 2, abs=3)


def test_an_alias_finds_too_and_no_match_is_said(opened: Opened) -> None:
    opened.page.fill("#search", "луна")
    assert opened.page.locator("#suggestions li").first.inner_text().startswith("Moon")
    opened.page.fill("#search", "borisvolk")
    assert opened.page.locator("#suggestions li").first.inner_text().startswith("Boris Volk")
    opened.page.fill("#search", "zzz")
    assert opened.page.inner_text("#suggestions") == "Nothing here is called so"


def test_the_panel_tells_relations_in_words_with_time_reveal_and_sources(opened: Opened) -> None:
    page = opened.page
    page.evaluate("famk.select(famk.byId.get('ada-stone'))")
    text = page.inner_text("#panel")
    assert "SPOUSE" in text
    assert "from 1971-05 · " in text
    assert "For All Mankind 1×02" in text
    links = page.locator("#panel ol a")
    assert set(links.evaluate_all("all => all.map((a) => a.href)")) >= {"https://example.org/handbook"}
    assert "Example Press: The handbook" in text
    page.click("#panel .go >> text=Boris Volk")
    assert page.inner_text("#panel h2") == "Boris Volk"


def test_arrows_walk_the_neighbours_enter_goes_backspace_returns_escape_clears(opened: Opened) -> None:
    page = opened.page
    page.focus("#graph")
    page.evaluate("famk.select(famk.byId.get('ada-stone'))")
    walked = set()
    neighbours = page.evaluate("famk.byId.get('ada-stone').near.size")
    for _ in range(neighbours):
        page.keyboard.press("ArrowRight")
        walked.add(page.evaluate("famk.state.cursor.id"))
    assert {"boris-volk", "moon", "hostile"} <= walked
    assert len(walked) == neighbours
    page.keyboard.press("ArrowLeft")
    target = page.evaluate("famk.state.cursor.label")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == target
    page.keyboard.press("Backspace")
    assert page.inner_text("#panel h2") == "Ada Volk"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_tab_reaches_every_control(opened: Opened) -> None:
    page = opened.page
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.closest('label')?.innerText.split('\\n')[0]"
            )
        )
        if reached[-1] == "graph":
            break
    assert {"skip", "search", "as-graph", "as-list", "fit", "physics", "theme", "Characters", "graph"} <= set(reached)


def test_a_kind_can_be_hidden_and_shown(opened: Opened) -> None:
    page = opened.page
    count = "famk.nodes.filter((node) => node.hidden).length"
    page.evaluate("famk.select(famk.byId.get('ada-stone'))")
    page.get_by_label("Characters").uncheck()
    assert page.evaluate(count) == 3
    assert page.locator("#panel").is_hidden()
    page.get_by_label("Characters").check()
    assert page.evaluate(count) == 0


def test_the_table_is_there_for_screen_readers_and_holds_every_relation(opened: Opened) -> None:
    page = opened.page
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("columnheader").all_inner_texts() == ["Name", "Kind", "What it is", "Relations"]
    page.click("#as-list")
    assert page.locator("#list tbody tr").count() == page.evaluate("famk.nodes.length")
    page.get_by_role("button", name="Relations (").click()
    assert page.locator("#list tbody tr").count() == page.evaluate("famk.page.relations.length")
    page.get_by_label("Filter the rows").fill("spouse")
    assert page.locator("#list tbody tr").all_inner_texts()[0].startswith("Ada Volk\tspouse\tBoris Volk\tfrom 1971-05")
    page.get_by_role("button", name="Boris Volk").click()
    assert page.inner_text("#panel h2") == "Boris Volk"
    assert page.locator("#graph").is_visible()


@thorough
def test_every_page_of_a_long_table_can_be_turned_to(browser: Browser, universe: Universe, tmp_path: Path) -> None:
    made = open_drawing(browser, universe.draw(tmp_path / "all.html"))
    page = made.page
    page.click("#as-list")
    seen = 0
    while True:
        seen += page.locator("#list tbody tr").count()
        if page.get_by_role("button", name="Next").is_disabled():
            break
        page.get_by_role("button", name="Next").click()
    assert seen == page.evaluate("famk.nodes.length")
    made.context.close()


def test_physics_is_off_until_asked_for_and_places_come_back(opened: Opened) -> None:
    page = opened.page
    places = "JSON.stringify(famk.network.getPositions())"
    before = page.evaluate(places)
    page.wait_for_timeout(300)
    assert page.evaluate(places) == before
    page.click("#physics")
    eventually(page, f"{places} !== {json.dumps(before)}")
    assert page.get_attribute("#physics", "aria-pressed") == "true"
    page.click("#fit")
    eventually(page, f"{places} === {json.dumps(before)}")
    assert page.get_attribute("#physics", "aria-pressed") == "false"


def test_light_and_dark_follow_the_system_and_the_button(browser: Browser, drawing: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    at_first, after = [], []
    for dark in (False, True):
        made = open_drawing(browser, drawing, dark=dark)
        at_first.append(made.page.evaluate(ground))
        made.page.click("#theme")
        after.append(made.page.evaluate(ground))
        made.context.close()
    assert at_first == after[::-1]
    assert at_first[0] != at_first[1]


def test_on_a_phone_the_panel_is_a_sheet_and_nothing_sticks_out(browser: Browser, drawing: Path) -> None:
    made = open_drawing(browser, drawing, PHONE)
    page = made.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("famk.select(famk.byId.get('ada-stone'))")
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert box["height"] < 844 * 0.6
    spot = page.evaluate("famk.network.canvasToDOM(famk.network.getPositions(['ada-stone'])['ada-stone']).y")
    assert 0 < spot + page.evaluate("document.getElementById('graph').getBoundingClientRect().top") < box["y"]
    made.context.close()


def test_every_control_has_a_name(opened: Opened) -> None:
    opened.page.evaluate("famk.select(famk.byId.get('ada-stone'))")
    nameless = """() => [...document.querySelectorAll('button, input, a')].filter((control) => {
      const label = control.labels?.[0]?.textContent || '';
      return !(control.getAttribute('aria-label') || control.textContent || label).trim();
    }).map((control) => control.outerHTML)"""
    assert opened.page.evaluate(nameless) == []
    assert opened.page.locator("h1").count() == 1


def test_the_address_keeps_what_is_selected(opened: Opened) -> None:
    opened.page.evaluate("famk.select(famk.byId.get('moon'))")
    assert opened.page.url.endswith("#moon")
    again = opened.context.new_page()
    again.goto(opened.page.url)
    again.wait_for_selector("#panel h2")
    assert again.inner_text("#panel h2") == "Moon"
