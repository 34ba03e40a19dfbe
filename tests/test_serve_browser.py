"""The explorer in a real browser: what every page owes its readers, at both widths, in light and in dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import DESKTOP, PHONE, assert_page_is_sound
from conftest import thorough

if TYPE_CHECKING:
    from browsing import Reader

pytestmark = pytest.mark.browser
PAGES = ["/seen"]  # the other pages are looked at beside their own tests


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(reader: Reader, path: str, size: tuple[int, int], dark: bool) -> None:
    page = reader(path, size=size, dark=dark).page
    assert page.locator("h1").count() == 1
    assert_page_is_sound(page)


def test_who_comes_first_is_asked_and_shown_nothing_before(reader: Reader) -> None:
    page = reader("/id/danielle-poole", seen=None).page
    assert page.inner_text("h1") == "How far have you watched?"
    assert "Poole" not in page.content()
    page.get_by_label("For All Mankind").select_option(label="Season 1, episode 4")
    page.get_by_role("button", name="Show me that").click()
    page.get_by_role("heading", level=1, name="Danielle Poole").wait_for(timeout=120_000)


@pytest.mark.parametrize(
    "path",
    [
        "/id/moon",
        pytest.param("/universe", marks=thorough),
        pytest.param("/timelines", marks=thorough),
        "/why?event=soviet-moon-landing&seen=fam:s1e1",
        "/query?saved=crew-of-mission",
    ],
)
def test_what_the_scripts_of_a_narrowed_page_ask_is_narrowed_too(reader: Reader, path: str) -> None:
    reader("/seen", seen="fam:s1e1")  # has that horizon cut, which a page does not wait for
    opened = reader(path if "seen" in path else f"{path}{'&' if '?' in path else '?'}seen=fam:s1e1", seen="fam:s1")
    page = opened.page
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    with page.expect_response(lambda answer: "/api/search" in answer.url):
        page.keyboard.type("margo")
    asked = [url for url in opened.requests if "/api/" in url or url.endswith("/sparql") or "/sparql?" in url]
    assert asked
    assert [url for url in asked if "seen=fam%3As1e1" not in url] == []
    assert "seen=fam" in page.url
