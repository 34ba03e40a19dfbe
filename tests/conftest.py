"""Fixtures: the small universe for rules, the real one for facts; both built once and only read."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import browser, explorer_url, reader
from click.testing import CliRunner, Result

from famk_graph import Universe
from famk_graph.format import rewrite

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SMALL = TESTS / "data" / "small"
OLDER = TESTS / "data" / "older"  # the small universe as it was before some changes

__all__ = ["browser", "explorer_url", "reader"]  # fixtures of browsing.py, for every test

Famk = Callable[..., Result]
thorough = pytest.mark.skipif(
    os.environ.get("FAMK_PROVE") != "1", reason="takes long; make prove (FAMK_PROVE=1) runs it"
)
needs_java = pytest.mark.skipif(
    shutil.which("java") is None and os.environ.get("FAMK_REQUIRE_JAVA") != "1",
    reason="HermiT needs Java, and there is none on this machine",
)


def pytest_configure() -> None:
    """Heed Ctrl-C, and have what the tests start heed it: what a shell runs in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep built graphs in a folder of the test run, which its processes share, and nobody's saved settings."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    run = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    before = {name: os.environ.pop(name, None) for name in ("FAMK_CACHE", "FAMK_CONFIG", "FAMK_DATA", "FAMK_SEEN")}
    os.environ["FAMK_CACHE"] = str(run / "cache")
    os.environ["FAMK_CONFIG"] = str(tmp_path_factory.mktemp("config"))
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def universe(_cache: None) -> Universe:
    """The real universe, all of it; whoever comes second waits until the first has built it."""
    with Path(os.environ["FAMK_CACHE"] + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Universe()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Universe]:
    """Return the small universe at a horizon."""
    monkeypatch.setenv("FAMK_DATA", str(SMALL))
    return Universe


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a copy of the small universe, in canonical form, in a folder with a space in its name."""
    folder = tmp_path / "my data"
    folder.mkdir()
    file = folder / "universe.yaml"
    shutil.copy(SMALL / "universe.yaml", file)
    rewrite(file)
    monkeypatch.setenv("FAMK_DATA", str(folder))
    return file


def change(file: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file that has it."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def famk() -> Famk:
    """Return a function that runs the command line in this process, as the console script does."""
    from famk_graph.cli import main

    def run(*arguments: str, text: str | None = None) -> Result:
        return CliRunner().invoke(_as_command(main), list(arguments), input=text)

    return run


def _as_command(main: Callable[[list[str] | None], None]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Wrap the entry point, with its error handling, in a command that the runner can call."""
    import click

    @click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def entry(arguments: tuple[str, ...]) -> None:
        main(list(arguments))

    return entry
