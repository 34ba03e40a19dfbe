"""Connect and Universe in a real browser: what a person does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import DESKTOP, PHONE, assert_page_is_sound, eventually

if TYPE_CHECKING:
    from browsing import Reader
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
_THERE = "document.documentElement.dataset.ready === 'yes'"
_SECONDS = 120  # a network is laid out when it is first asked for


def _sky(reader: Reader, path: str = "/universe", **options: object) -> Page:
    page = reader(path, **options).page  # type: ignore[arg-type]
    eventually(page, _THERE, _SECONDS)
    return page


def _colours(page: Page) -> int:
    """Return how many colours the stars have on the screen."""
    script = """() => {
      const seen = new Set();
      for (const canvas of document.querySelectorAll('.field-of-stars canvas')) {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
      }
      return seen.size;
    }"""
    return int(page.evaluate(script))


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, True), (PHONE, False)], ids=str)
def test_the_sky_is_drawn_and_sound(reader: Reader, size: tuple[int, int], dark: bool) -> None:
    page = _sky(reader, size=size, dark=dark)
    eventually(page, "document.querySelector('#table tbody tr') !== null")
    page.wait_for_timeout(500)
    assert _colours(page) > 50
    assert page.locator("h1").count() == 1
    assert_page_is_sound(page)


def test_what_is_looked_for_shines_and_enter_goes_there(reader: Reader) -> None:
    page = _sky(reader)
    page.get_by_label("Look for").fill("jamestown")
    assert "shine" in page.inner_text("#found")
    assert page.locator(".field-of-stars.dimmed").count() == 1
    eventually(page, "document.querySelectorAll('#table tbody tr').length < 20")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Jamestown"
    eventually(page, "document.querySelector('#panel').innerText.includes('Moon')")
    page.get_by_label("Look for").fill("zzz")
    assert page.inner_text("#found") == "Nothing here is called so."


def test_the_address_brings_the_same_view_back(reader: Reader) -> None:
    page = _sky(reader)
    page.get_by_label("Colour by").select_option("groups")
    page.get_by_role("checkbox", name="People").uncheck()
    page.get_by_label("Look for").fill("ed baldwin")
    page.keyboard.press("Enter")
    address = page.evaluate("location.search")
    assert {"lens=groups", "without=people", "node=ed-baldwin"} <= {*address[1:].split("&")}
    assert "seen" not in address
    again = _sky(reader, f"/universe{address}")
    assert again.inner_text("#panel h2") == "Ed Baldwin"
    assert not again.get_by_role("checkbox", name="People").is_checked()
    assert again.evaluate("location.search") == address


def test_the_keys_go_from_neighbour_to_neighbour(reader: Reader) -> None:
    page = _sky(reader, "/universe?node=ed-baldwin")
    page.locator(".field-of-stars").focus()
    walked = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        walked.add(page.inner_text("#panel h2"))
    assert len(walked) > 1
    eventually(page, "document.querySelector('#news').textContent.includes('ties')")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_back_undoes_what_was_done_by_hand(reader: Reader) -> None:
    page = _sky(reader, "/universe?find=ed+baldwin")
    page.get_by_label("Look for").press("Enter")
    tied = page.inner_text("#panel h3").removeprefix("Tied to ")
    eventually(page, "document.querySelectorAll('#table tbody tr').length < 20")
    assert tied == page.locator("#table tbody tr", has_text="Ed Baldwin").first.locator("td.number").first.inner_text()
    page.get_by_role("button", name="more").click()
    assert page.locator("#panel li").count() == int(tied)
    page.get_by_label("Colour by").select_option("degree")
    page.locator("#until").fill("5")
    assert page.inner_text("#until-words") == "After For All Mankind 1×05"
    assert " of " in page.locator(".families .count").first.inner_text()
    page.go_back()
    assert page.inner_text("#until-words") == "Everything you have seen"
    page.go_back()
    assert page.get_by_label("Colour by").input_value() == "kinds"
    page.go_back()
    assert page.locator("#panel").is_hidden()
    page.go_forward()
    assert page.inner_text("#panel h2") == "Ed Baldwin"


def test_the_episodes_go_no_further_than_the_reader(reader: Reader) -> None:
    page = _sky(reader, "/universe?until=fam-s02&node=kelly-baldwin")
    assert page.get_attribute("#until", "max") == "10"
    assert page.locator("#panel").is_hidden()
    everything = page.inner_text("#counts")
    page.locator("#until").fill("0")
    assert page.inner_text("#until-words") == "Before the first episode"
    assert page.inner_text("#counts") != everything
    page.get_by_role("button", name="Play the episodes").click()
    eventually(page, "document.querySelector('#until').value === '10'")
    assert page.inner_text("#counts") == everything


def test_who_has_seen_nothing_has_no_episodes_to_play(reader: Reader) -> None:
    page = _sky(reader, seen="none")
    assert page.locator("#season").is_hidden()


def test_the_picture_can_be_taken_away(reader: Reader) -> None:
    page = _sky(reader, "/universe?node=ed-baldwin")
    for kind in ("PNG", "SVG"):
        with page.expect_download(timeout=60_000) as waiting:
            page.get_by_role("button", name=f"Save the picture as {kind}").click()
        path = waiting.value.path()
        assert path.stat().st_size > 20_000
        if kind == "SVG":
            told = path.read_text(encoding="utf-8")
            for words in (
                "Ed Baldwin",
                "The universe of For All Mankind",
                ">Characters<",
                "Seen For All Mankind: season 1",
            ):
                assert words in told


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=str)
def test_the_ways_are_sound_in_words_and_picture(reader: Reader, size: tuple[int, int], dark: bool) -> None:
    page = reader("/connect?from=ed+baldwin&to=margo", size=size, dark=dark).page
    eventually(page, "document.querySelector('#picture canvas') !== null")
    assert page.locator(".way").count() == 5
    assert "Ed Baldwin" in page.locator(".sentence").first.inner_text()
    assert_page_is_sound(page)


def test_two_names_are_chosen_from_suggestions_and_one_is_avoided(reader: Reader) -> None:
    page = reader("/connect").page
    page.get_by_label("From").fill("ed bald")
    page.locator("[role=option]", has_text="Ed Baldwin").first.click()
    page.get_by_label("To", exact=True).fill("margo")
    page.locator("[role=option]", has_text="Margo Madison").first.click()
    page.get_by_role("heading", level=1, name="How Ed Baldwin and Margo Madison are connected").wait_for()
    page.get_by_role("link", name="Find ways without NASA").first.click()
    page.get_by_role("link", name="Allow ways through NASA again").wait_for()
    assert page.locator(".sentence").get_by_role("link", name="NASA", exact=True).count() == 0
    page.get_by_role("link", name="Swap the two names").click()
    page.get_by_role("heading", level=1, name="How Margo Madison and Ed Baldwin are connected").wait_for()


def test_after_back_the_form_says_what_the_address_says(reader: Reader) -> None:
    page = reader("/connect?from=ed-baldwin&to=moon").page
    box = page.get_by_role("checkbox", name="Divergences")
    with page.expect_navigation():
        box.check()
    assert "Divergence" in page.url
    page.go_back()
    eventually(page, "!location.search.includes('Divergence') && document.readyState === 'complete'")
    assert not box.is_checked()
    assert page.get_by_role("checkbox", name="Shows, seasons, episodes").is_checked()


def test_connect_helps_where_a_name_is_wrong_or_twice_the_same(reader: Reader) -> None:
    page = reader("/connect?from=margo+maddison&to=ed+baldwin").page
    assert "Did you mean Margo Madison" in page.inner_text("#from-note")
    page = reader("/connect?from=ed+baldwin&to=ed-baldwin").page
    assert page.get_by_role("heading", name="That is one and the same").count() == 1
    assert page.locator(".examples a").count() >= 3
