"""What a walk through the pages found wanting on a phone, on paper and without scripts, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import PHONE, assert_page_is_sound, eventually
from conftest import thorough

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browsing import Reader
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, explorer_url: str, reader: Reader) -> Iterator[Page]:
    """A phone on which no scripts run, of somebody who saw season 1."""
    reader("/")  # cuts the horizon
    width, height = PHONE
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": height})
    context.add_cookies([{"name": "famk-seen", "value": "fam%3As1", "url": explorer_url}])
    yield context.new_page()
    context.close()


def test_on_a_phone_every_page_of_the_header_is_in_sight(plain: Page, explorer_url: str) -> None:
    for path in ("/tables", "/data"):
        plain.goto(explorer_url + path)
        for link in plain.locator("nav.pages a").all():
            box = link.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE[0]
        assert plain.locator("nav.pages a[aria-current]").get_attribute("href") == path


def test_without_scripts_the_universe_says_so_and_lists_what_is_in_it(plain: Page, explorer_url: str) -> None:
    plain.goto(explorer_url + "/universe")
    assert plain.get_by_role("heading", level=1, name="Universe").is_visible()
    assert plain.locator("#loading").is_hidden()
    box = plain.get_by_role("heading", name="What is in it").bounding_box()
    assert box
    assert box["y"] < PHONE[1]


def test_on_paper_an_entity_has_its_sources_and_no_controls(reader: Reader) -> None:
    page = reader("/id/danielle-poole").page
    page.locator(".graph-legend").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".sources li").last.is_visible()
    assert page.locator(".rest > summary", has_text="Show all").first.is_hidden()
    assert page.locator('.proof .backing a[href^="#source-"]').first.is_visible()
    for control in ("input", "nav.pages", "button"):
        assert [each.is_visible() for each in page.locator(control).all()].count(True) == 0, control
    address = "getComputedStyle(document.querySelector('.sources li a[href^=http]'), '::after').content"
    assert page.evaluate(address) not in ("none", "normal")


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        pytest.param("/universe", ".families input", marks=thorough),
        ("/tables/missions", ".listed td a"),
        ("/id/moon", ".values a"),
    ],
)
def test_what_a_finger_touches_is_large_enough(reader: Reader, path: str, selector: str) -> None:
    page = reader(path, size=PHONE).page
    if path == "/universe":
        eventually(page, "document.documentElement.dataset.ready === 'yes'", seconds=120)  # laid out if nobody has yet
        page.get_by_text("Kinds and colours").click()
    page.locator(selector).first.wait_for()
    script = """selector => Math.min(...[...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
      .map((one) => one.getClientRects()[0].height))"""
    assert page.evaluate(script, selector) >= 24


def test_on_paper_a_table_has_no_controls(reader: Reader) -> None:
    page = reader("/tables/missions").page
    page.emulate_media(media="print")
    for control in ("form", "nav", "button"):
        assert [each.is_visible() for each in page.locator(control).all()].count(True) == 0, control
    assert page.locator(".listed tbody tr").first.is_visible()


def test_the_chart_of_presidents_says_that_it_goes_on(reader: Reader) -> None:
    page = reader("/tables/presidents", size=PHONE).page
    assert page.get_by_text("The chart goes on to the right").is_visible()
    assert_page_is_sound(page)


def test_who_comes_for_the_first_time_is_told_what_this_is(reader: Reader) -> None:
    page = reader("/", seen=None).page
    assert "beside our own" in page.inner_text(".about")
    assert page.locator(".about ~ h1").count() == 1
