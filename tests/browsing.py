"""Helpers for tests in a real browser: a Chromium, the explorer as a process on the real data, and what every page owes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
DESKTOP = (1280, 800)
PHONE = (390, 844)


def _missing(reason: str) -> None:
    if os.environ.get("FAMK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and FAMK_REQUIRE_BROWSER=1 asks for one")
    pytest.skip(f"{reason}; install chromium to run this test")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium: the system's, or else Playwright's own."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        _missing("Playwright is not installed")
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        except Error as error:
            _missing(f"No Chromium could be started ({str(error).splitlines()[0]})")
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def explorer_url(_cache: None) -> Iterator[str]:
    """The explorer on the real data, as a process of its own: its address without the last slash."""
    command = [sys.executable, "-m", "famk_graph", "serve", "--no-browser", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        told = ""
        while not (match := re.search(r"The explorer: (http://\S+:\d+)/", told)):
            line = process.stderr.readline()
            assert line, told
            told += line
        yield match[1]
        process.terminate()
        process.stderr.read()


def eventually(page: Page, script: str, seconds: float = 30) -> None:
    """Wait until a script is true; the waiting of playwright itself evaluates strings in the page, which its policy forbids."""
    deadline = time.monotonic() + seconds
    while not _holds(page, script):
        assert time.monotonic() < deadline, f"not true within {seconds} s: {script[:200]}"
        page.wait_for_timeout(50)


def _holds(page: Page, script: str) -> bool:
    """Whether a script is true; it is not while the page is being left for the next one."""
    from playwright.sync_api import Error

    try:
        return bool(page.evaluate(script))
    except Error as error:
        if "Execution context was destroyed" not in str(error):
            raise
        return False


class Opened:
    """A page in a window of its own, with all that it asked for and all that went wrong in it."""

    def __init__(self, browser: Browser, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> None:
        """Open an empty page."""
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)


class Reader(Protocol):
    """Opens an address as somebody who has watched so far (``None``: who did not say)."""

    def __call__(
        self, path: str, *, seen: str | None = "fam:s1", size: tuple[int, int] = DESKTOP, dark: bool = False
    ) -> Opened:
        """Return the opened page."""


@pytest.fixture
def reader(browser: Browser, explorer_url: str) -> Iterator[Reader]:
    """Return a function that opens the explorer's pages: ``reader("/universe", seen="fam:s1", size=PHONE, dark=True)``.

    When the test ends, nothing may have gone wrong in the pages, and none may have asked another server for anything.
    """
    opened: list[Opened] = []

    def read(path: str, *, seen: str | None = "fam:s1", size: tuple[int, int] = DESKTOP, dark: bool = False) -> Opened:
        made = Opened(browser, size, dark=dark)
        opened.append(made)
        if seen is not None:
            made.context.add_cookies([{"name": "famk-seen", "value": quote(seen, safe=""), "url": explorer_url}])
            # A page would say that this horizon is being cut; the API waits until it is.
            urlopen(f"{explorer_url}/api/search?{urlencode({'q': 'a', 'seen': seen})}", timeout=300).close()  # noqa: S310
        made.page.goto(explorer_url + path)
        return made

    yield read
    for made in opened:
        made.context.close()
    assert [error for made in opened for error in made.errors] == []
    ours = (explorer_url + "/", "data:", "blob:")
    assert [url for made in opened for url in made.requests if not url.startswith(ours)] == []


def assert_page_is_sound(page: Page) -> None:
    """Axe finds nothing to mend, and the page does not scroll sideways."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"]][:5]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
