"""The sky in a real browser: the first draw and how smoothly it moves, beside cytoscape.js by itself.

Both run in the same Chromium, without a graphics card, taking turns: the page ``/universe``, and a bare page in which
cytoscape.js draws the same stars as plain discs and the same ties as straight lines, with its options for speed. Frames
are counted while the mouse drags the picture about; an empty page in the same browser tells how many there could be.
Run it alone with ``python benchmarks/run.py --only sky``; it needs Playwright and Chromium.
"""

from __future__ import annotations

import math
import statistics
import time
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import web
from measuring import table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HORIZONS = ("none", "fam:s1", "fam:s2", "all")
COLUMNS = ("horizon", "stars", "ties", "first draw", "cytoscape alone", "ratio", "frames/s", "cytoscape alone", "ratio")
EMPTY = "<!doctype html><title>empty</title>"
# The page of cytoscape alone: the same places, sizes and ties; it says how many milliseconds the first draw took.
ALONE = """async () => {
  document.body.style.margin = 0;
  const place = document.createElement("div");
  Object.assign(place.style, { position: "absolute", inset: 0 });
  document.body.replaceChildren(place);
  const { default: cytoscape } = await import("/static/vendor/cytoscape/cytoscape.esm.min.mjs");
  const told = await (await fetch("/api/network")).json(), start = performance.now(), pairs = new Map();
  for (const [a, b, , , quiet] of told.ties) {
    if (!quiet && a !== b) pairs.set(`${Math.min(a, b)} ${Math.max(a, b)}`, [a, b]);
  }
  const nodes = told.nodes.map(({ x, y, r }, n) => ({ data: { id: `n${n}`, w: 2 * r }, position: { x, y } }));
  const edges = [...pairs.values()].map(([a, b]) => ({ data: { source: `n${a}`, target: `n${b}` } }));
  const style = [{ selector: "node", style: { width: "data(w)", height: "data(w)" } },
    { selector: "edge", style: { "curve-style": "haystack", width: 1, opacity: 0.3 } }];
  const cy = cytoscape({ container: place, elements: { nodes, edges }, style, layout: { name: "preset" }, pixelRatio: 1,
    hideEdgesOnViewport: true, autoungrabify: true });
  await new Promise((done) => cy.one("render", done));
  return { milliseconds: performance.now() - start, ties: edges.length };
}"""
COUNT = """() => {
  window.frames_ = 0;
  const next = () => { window.frames_++; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


def compare(*, quick: bool) -> None:
    """Print the first draw and the frames per second side by side."""
    with web.explored() as (browser, address):
        rows = [_row(browser, address, seen, turns=1 if quick else 3) for seen in HORIZONS[: 1 if quick else None]]
        possible = _possible(browser)
    table(f"The sky in a browser (an empty page has {possible:.0f} frames/s)", COLUMNS, rows)


def _row(browser: Browser, address: str, seen: str, *, turns: int) -> list[str]:
    urllib.request.urlopen(f"{address}/api/network?seen={quote(seen)}", timeout=600).close()  # noqa: S310 - worked out once
    ours: list[dict[str, Any]] = []
    alone: list[dict[str, Any]] = []
    for _ in range(turns):
        ours.append(_ours(browser, address, seen))
        alone.append(_alone(browser, address, seen))
    draw, bare = (statistics.median(each["milliseconds"] for each in found) for found in (ours, alone))
    pan, bare_pan = (statistics.median(each["frames"] for each in found) for found in (ours, alone))
    return [
        seen, f"{ours[0]['stars']:,}", f"{alone[0]['ties']:,}",
        f"{draw:,.0f} ms", f"{bare:,.0f} ms", f"{draw / bare:.2f}",
        f"{pan:.0f}", f"{bare_pan:.0f}", f"{pan / bare_pan:.2f}",
    ]  # fmt: skip


def _opened(browser: Browser, address: str, seen: str, path: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark", bypass_csp=True)
    context.add_cookies([{"name": "famk-seen", "value": quote(seen, safe=""), "url": address}])
    page = context.new_page()
    page.goto(address + path)
    return page


def _ours(browser: Browser, address: str, seen: str) -> dict[str, Any]:
    page = _opened(browser, address, seen, "/universe")
    while not page.evaluate("document.documentElement.dataset.ready && document.getElementById('sky').dataset.drawn"):
        page.wait_for_timeout(20)
    told = {
        "milliseconds": float(page.evaluate("Number(document.getElementById('sky').dataset.drawn)")),
        "stars": int(page.evaluate("document.getElementById('counts').textContent.replace(/[^0-9]/g, '')")),
        "frames": _frames(page),
    }
    page.context.close()
    return told


def _alone(browser: Browser, address: str, seen: str) -> dict[str, Any]:
    page = _opened(browser, address, seen, "/api/horizon")
    told: dict[str, Any] = page.evaluate(ALONE)
    told["frames"] = _frames(page)
    page.context.close()
    return told


def _possible(browser: Browser) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content(EMPTY)
    found = _frames(page)
    page.close()
    return found


def _frames(page: Page, seconds: float = 3.0) -> float:
    """Return how many frames a second are drawn while the picture is dragged about."""
    page.wait_for_timeout(500)
    page.evaluate(COUNT)
    page.mouse.move(760, 420)
    page.mouse.down()
    start, before = time.perf_counter(), int(page.evaluate("window.frames_"))
    while (spent := time.perf_counter() - start) < seconds:
        page.mouse.move(760 + 180 * math.sin(2 * spent), 420 + 110 * math.sin(4 * spent))
    after = int(page.evaluate("window.frames_"))
    spent = time.perf_counter() - start
    page.mouse.up()
    return (after - before) / spent
