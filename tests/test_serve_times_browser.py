"""The two timelines and the causes of events in a real browser, on the real data."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from browsing import DESKTOP, PHONE, assert_page_is_sound, eventually

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Reader
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DRAWN = "!!document.querySelector('.axis-box') && !document.querySelector('.axis-box .loading')"
MOON = "soviet-moon-landing"


def _view(page: Page) -> list[float]:
    return [float(year) for year in parse_qs(page.evaluate("location.search.slice(1)"))["view"][0].split(",")]


def test_somebody_after_season_1_learns_how_the_moon_landing_differs_and_why(reader: Reader, tmp_path: Path) -> None:
    page = reader("/why").page
    page.locator("#event").press_sequentially("landing on the m")
    wanted = page.locator(".ask .suggestions li", has_text="The first landing on the Moon")
    wanted.wait_for()
    while wanted.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    differs = page.inner_text(".differs")
    assert "Soviet landing on the Moon" in differs
    assert "Landing of Apollo 11" in differs
    assert "24 days earlier" in differs
    way = page.inner_text("ol.sentences")
    assert "Sergei Korolev survives his operation" in way
    assert "enables" in way
    assert page.locator(".answers > li").count() == 2
    with page.expect_download() as picture:
        page.click("text=Save PNG")
    picture.value.save_as(tmp_path / "why.png")
    assert picture.value.suggested_filename == f"why-{MOON}.png"
    assert (tmp_path / "why.png").read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as drawing:
        page.click("text=Save SVG")
    drawing.value.save_as(tmp_path / "why.svg")
    assert "Sergei Korolev" in (tmp_path / "why.svg").read_text(encoding="utf-8")


def test_an_event_of_the_picture_tells_itself_and_its_sources(reader: Reader) -> None:
    page = reader(f"/why?event={MOON}").page
    page.click(".wide [data-event=korolev-survives-operation]")
    eventually(page, "document.querySelector('#chosen h2')?.textContent.includes('Korolev')")
    assert page.inner_text("#chosen").count("source") >= 1
    page.keyboard.press("Escape")
    assert not page.is_visible("#chosen")
    assert page.evaluate("document.activeElement.dataset.event") == "korolev-survives-operation"
    with page.expect_navigation(url="**depth=1**"):
        page.click("nav.depths >> text=1")
    assert page.locator(".wide .node").count() == 3
    with page.expect_navigation(url="**way=on**"):
        page.click("text=What came of it")
    assert page.locator(".wide .node").count() > 5


@pytest.mark.parametrize("path", ["/why", f"/why?event={MOON}", "/why?event=lovelace-women-tests", "/timelines"])
@pytest.mark.parametrize(("phone", "dark"), [(False, True), (True, False)])
def test_the_pages_are_sound(path: str, dark: bool, phone: bool, reader: Reader) -> None:
    page = reader(path, dark=dark, size=PHONE if phone else DESKTOP).page
    if path == "/timelines":
        eventually(page, DRAWN)
    assert_page_is_sound(page)


def test_an_event_without_a_known_cause_shows_the_gap(reader: Reader) -> None:
    page = reader("/why?event=lovelace-women-tests").page
    assert "not told so far" in page.inner_text(".sky")
    assert "No source names a cause" in page.inner_text(".empty")


def test_the_keyboard_leads_through_both_timelines(reader: Reader) -> None:
    page = reader("/timelines").page
    eventually(page, DRAWN)
    page.focus(".axis-box")
    told: list[str] = []
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        told.append(page.inner_text("#told"))
    assert told[1] == told[3]
    assert len(set(told)) == 3
    page.goto(f"{page.url.partition('?')[0]}?event={MOON}")
    eventually(page, "document.querySelector('#chosen h2')?.textContent === 'Soviet landing on the Moon'")
    page.focus(".axis-box")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#told").startswith("Ours, ")
    eventually(page, "document.querySelector('#chosen h2')?.textContent !== 'Soviet landing on the Moon'")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    eventually(page, "document.activeElement.id === 'chosen'")
    with page.expect_navigation(url="**/why?**"):
        page.click("text=Why did it happen?")


def test_wheel_buttons_and_drag_move_the_axis_and_the_address_keeps_the_view(reader: Reader) -> None:
    page = reader("/timelines").page
    eventually(page, DRAWN)
    eventually(page, "location.search.includes('view=')")
    start = _view(page)
    box = page.locator(".axis-box").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(500)
    closer = _view(page)
    assert closer[1] - closer[0] < start[1] - start[0]
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 200, box["y"] + 40, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    moved = _view(page)
    assert moved[0] > closer[0]
    page.reload()
    eventually(page, DRAWN)
    page.wait_for_timeout(500)
    assert _view(page) == pytest.approx(moved, abs=0.02)
    page.click("[data-do=all]")
    page.wait_for_timeout(500)
    assert _view(page)[0] < start[0]


def test_filters_narrow_the_picture_and_the_table(reader: Reader) -> None:
    page = reader("/timelines").page
    page.fill("#about", "danielle poole")
    page.fill("#from", "1969")
    with page.expect_navigation():
        page.click("button:has-text('Show')")
    eventually(page, DRAWN)
    assert "With Danielle Poole" in page.inner_text(".table")
    assert "Soviet landing" not in page.inner_text(".table")
    page.fill("#about", "qzxqzx")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Nothing is called" in page.inner_text(".trouble")


def test_without_scripts_all_is_told(reader: Reader) -> None:
    opened = reader("/timelines")
    context = opened.context.browser
    assert context
    plain = context.new_context(java_script_enabled=False)
    plain.add_cookies(opened.context.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(opened.page.url.partition("?")[0])
    assert "Soviet landing on the Moon" in page.inner_text(".table")
    page.goto(page.url.replace("/timelines", f"/why?event={MOON}"))
    assert page.locator(".wide .node").count() == 4
    plain.close()


def test_back_takes_the_choice_back_and_leaves_the_page_only_then(reader: Reader) -> None:
    page = reader("/timelines").page
    eventually(page, DRAWN)
    eventually(page, "location.search.includes('view=')")
    page.focus(".axis-box")
    page.keyboard.press("Home")
    eventually(page, "location.search.includes('event=')")
    first = page.evaluate("location.search")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    eventually(page, f"location.search !== {first!r}")
    page.wait_for_timeout(700)
    page.go_back()
    eventually(page, "!location.search.includes('event=')")
    assert page.url.partition("?")[0].endswith("/timelines")
    assert not page.is_visible("#chosen")
    page.go_forward()
    eventually(page, "location.search.includes('event=') && !document.querySelector('#chosen').hidden")


def test_the_saved_picture_is_large_and_has_a_margin(reader: Reader, tmp_path: Path) -> None:
    page = reader("/timelines?about=danielle-poole").page
    eventually(page, DRAWN)
    with page.expect_download() as picture:
        page.click("text=Save PNG")
    picture.value.save_as(tmp_path / "two.png")
    head = (tmp_path / "two.png").read_bytes()[:24]
    wide, high = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    shown = page.locator(".axis-box canvas").bounding_box()
    assert shown
    assert wide > 2 * shown["width"] + 400
    assert high > 2 * shown["height"] + 100


def test_few_events_have_all_their_names_in_full(reader: Reader) -> None:
    page = reader("/timelines?about=danielle-poole").page
    eventually(page, DRAWN)
    eventually(page, "location.search.includes('view=')")
    assert page.evaluate(
        """async () => {
            const base = document.querySelector('script[src*=timelines]').src.replace(/timelines[^/]*$/, '');
            const { prepare } = await import(base + 'axis-layout.js');
            const { Drawing } = await import(base + 'axis-draw.js');
            const model = prepare(await (await fetch('/api/timeline?about=danielle-poole')).json(), false);
            const view = new URLSearchParams(location.search).get('view').split(',').map(Number);
            const drawing = new Drawing(document.createElement('canvas'), document.querySelector('.axis-box'));
            drawing.resize(model, view);
            drawing.draw(model, view, null, null);
            const fits = (event) => event.row >= 0 && drawing.short(event) === event.label
                && drawing.x(event.at) + 10 + drawing.textWidth(event) <= drawing.width;
            return model.events.length > 5 && model.events.every(fits);
        }"""
    )


def test_an_event_that_is_not_there_is_told_of(reader: Reader) -> None:
    page = reader("/timelines?event=nonsense").page
    assert "There is no event called “nonsense”" in page.inner_text(".trouble")
    eventually(page, DRAWN)


def test_a_wide_picture_begins_without_a_cut_card_and_says_that_there_is_more(reader: Reader) -> None:
    page = reader("/why?event=deke-slayton-death").page
    page.locator(".scroll-hint:visible").wait_for()
    cut = """() => {
        const sky = document.querySelector('.sky').getBoundingClientRect();
        const boxes = [...document.querySelectorAll('.wide .box')].map((box) => box.getBoundingClientRect());
        return boxes.filter((box) => box.right > sky.left + 1 && box.left < sky.right - 1
            && (box.left < sky.left || box.right > sky.right)).length;
    }"""
    assert page.evaluate(cut) == 0
    assert "to the left" in page.inner_text(".scroll-hint")
    page.click("text=Fit")
    assert not page.is_visible(".scroll-hint")
    page.goto(page.url.replace("deke-slayton-death", MOON))
    page.locator(".zoom:visible").wait_for()
    assert not page.is_visible(".scroll-hint")
    assert page.evaluate(cut) == 0


def test_the_words_of_a_chosen_event_stay_in_the_picture_of_a_phone(reader: Reader) -> None:
    page = reader("/timelines", size=PHONE).page
    eventually(page, DRAWN)
    eventually(page, "location.search.includes('view=')")
    outside = page.evaluate(
        """async () => {
            const base = document.querySelector('script[src*=timelines]').src.replace(/timelines[^/]*$/, '');
            const { prepare } = await import(base + 'axis-layout.js');
            const { Drawing } = await import(base + 'axis-draw.js');
            const model = prepare(await (await fetch('/api/timeline')).json(), false);
            const view = new URLSearchParams(location.search).get('view').split(',').map(Number);
            const drawing = new Drawing(document.createElement('canvas'), document.querySelector('.axis-box'));
            drawing.resize(model, view);
            drawing.draw(model, view, null, null);
            const found = [];
            drawing.pen.fillText = (words, x, y) => {
                const wide = drawing.pen.measureText(words).width;
                if (y < 8 || y > drawing.height - 8 || x < 0 || x + wide > drawing.width) found.push(words);
            };
            const shown = model.events.filter((event) => event.at > view[0] && event.at < view[1]);
            for (const event of shown) drawing.pill(event, drawing.x(event.at), drawing.y(event), true);
            return shown.length > 20 ? found : ['too few'];
        }"""
    )
    assert outside == []
