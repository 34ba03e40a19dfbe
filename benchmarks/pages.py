"""How long a reader waits for the explorer's pages in a real browser, beside a page that holds nothing.

For each page: from the click on a link to it until its first contents are painted, as the browser tells it, in the
median of some turns; the explorer has not made the page before. The link is clicked as a hand does it, after the
pointer has rested on it for a moment, and at once, as only a program does. The empty page, from the same server, tells
what the browser takes by itself. Run it alone with ``python benchmarks/run.py --only pages``; it needs Playwright and
Chromium.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import web
from measuring import table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ("/id/jamestown", "/id/danielle-poole", "/id/ed-baldwin", "/id/soviet-moon-landing", "/id/nasa")
MORE = ("/", "/timelines", "/why?event=soviet-moon-landing", "/tables/presidents", "/query", "/data")
EMPTY = "/static/icon.svg"
REST = 300  # milliseconds that a hand rests on a link before it clicks
COLUMNS = ("page", "size", "clicked at once", "ratio", "after a rest", "ratio")
# A link over the whole page, and a note of when it was clicked.
LINK = """address => {
  const link = document.createElement("a");
  link.href = address;
  link.id = "there";
  link.textContent = "there";
  document.body.replaceChildren(link);
  addEventListener("click", (event) => sessionStorage.setItem("clicked", performance.timeOrigin + event.timeStamp));
}"""
PAINTED = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  return painted ? performance.timeOrigin + painted.startTime - Number(sessionStorage.getItem("clicked")) : 0;
}"""
SIZE = "performance.getEntriesByType('navigation')[0].decodedBodySize"


def compare(*, quick: bool) -> None:
    """Print the waiting times side by side."""
    turns = 3 if quick else 9
    with web.explored() as (browser, address):
        _waits(browser, address, PAGES[0], turns=1, rest=0)  # the first of all opens the store
        empty, _ = _waits(browser, address, EMPTY, turns=turns, rest=0)
        rows = [_row(browser, address, page, turns, empty) for page in (*PAGES, *MORE)]
    table(f"From the click to the first paint (an empty page: {empty:.0f} ms)", COLUMNS, rows)


def _row(browser: Browser, address: str, page: str, turns: int, empty: float) -> list[str]:
    at_once, size = _waits(browser, address, page, turns=turns, rest=0)
    rested, _ = _waits(browser, address, page, turns=turns, rest=REST)
    return [
        page, f"{size / 1024:.0f} KiB",
        f"{at_once:.0f} ms", f"{at_once / empty:.1f}", f"{rested:.0f} ms", f"{rested / empty:.1f}",
    ]  # fmt: skip


def _waits(browser: Browser, address: str, path: str, *, turns: int, rest: int) -> tuple[float, int]:
    """Return the median of the waiting times, in milliseconds, and the size of the page in bytes."""
    waits, size = [], 0
    for turn in range(turns):
        # Scripts and styles are in the browser's cache, as they are from the second page on; the page itself is new.
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(f"{address}/id/moon")
        mark = "&" if "?" in path else "?"
        page.evaluate(LINK, f"{path}{mark}turn={turn}-{rest}")
        _click(page, rest)
        waits.append(float(_painted(page)))
        size = int(page.evaluate(SIZE))
        context.close()
    return statistics.median(waits), size


def _click(page: Page, rest: int) -> None:
    page.hover("#there")
    page.wait_for_timeout(rest)
    with page.expect_navigation():
        page.mouse.down()
        page.mouse.up()


def _painted(page: Page) -> float:
    for _ in range(500):
        if found := float(page.evaluate(PAINTED)):
            return found
        page.wait_for_timeout(20)
    raise SystemExit(f"{page.url} was not painted within ten seconds.")
