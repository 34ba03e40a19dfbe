"""Take the pictures that the README shows: pages of the explorer and a drawing, for somebody who has watched season 1.

python scripts/take_pictures.py    write docs/pictures/*.png

Needs Playwright and Chromium, as the browser tests do.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SEEN = "fam:s1"
SIZE: ViewportSize = {"width": 1280, "height": 800}
# The name of a picture: the page, and in light or dark.
TAKEN = {
    "start": ("/", "light"),
    "timelines": ("/timelines", "dark"),
    "why": ("/why?event=soviet-moon-landing", "light"),
    "entity": ("/id/danielle-poole", "light"),
    "universe": ("/universe", "dark"),
    "query": ("/query?query=" + quote(
        "# Who walked on the Moon, and in which timeline?\n"
        "SELECT ?walker ?landing ?date {\n"
        "  ?landing a famk:Landing ; famk:participant ?walker ; famk:date ?date .\n"
        "  ?walker a famk:MoonWalker .\n"
        "}\nORDER BY ?date"
    ), "light"),
}  # fmt: skip


@contextmanager
def explorer() -> Iterator[str]:
    """Start the explorer and yield its address."""
    command = [sys.executable, "-m", "famk_graph", "serve", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        try:
            for line in process.stderr or ():
                if told := re.search(r"The explorer: (http://\S+:\d+)/", line):
                    yield told[1]
                    break
        finally:
            process.terminate()


def take(page: Page, address: str, target: Path) -> None:
    """Open a page, wait until nothing on it is busy, and save what is seen of it."""
    page.goto(address)
    for waiting in ("[aria-busy=true]", "#loading"):
        page.locator(waiting).first.wait_for(state="hidden", timeout=120_000)
    if run := page.query_selector("button:text-is('Run')"):
        run.click()
    page.wait_for_timeout(3_000)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(200).save(target, optimize=True)  # a third of the bytes, and nobody sees it
    print(target.name, f"{target.stat().st_size:,} bytes")  # noqa: T201 - it tells what it wrote


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with explorer() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (path, theme) in TAKEN.items():
            context = browser.new_context(
                viewport=SIZE,
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            context.add_cookies([{"name": "famk-seen", "value": quote(SEEN, safe=""), "url": address}])
            take(context.new_page(), address + path, PICTURES / f"{name}.png")
            context.close()
        with tempfile.TemporaryDirectory() as folder:
            drawing = Path(folder) / "famk.html"
            command = [sys.executable, "-m", "famk_graph", "--seen", SEEN, "draw", "-o", str(drawing)]
            subprocess.run(command, check=True)  # noqa: S603 - our own words
            take(browser.new_page(viewport=SIZE), drawing.as_uri(), PICTURES / "draw.png")
        browser.close()


if __name__ == "__main__":
    main()
