"""The wheel works in any folder without the repository, an editable install works from it, and typing travels along."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from conftest import ROOT

ASK = "SELECT ?label { id:fam-s01e01 rdfs:label ?label }"


def run(*command: str | Path, **options: object) -> str:
    """Run a command and return what it prints; its error is the test's message."""
    found = subprocess.run(list(map(str, command)), text=True, capture_output=True, check=False, timeout=300, **options)  # type: ignore[call-overload]
    assert found.returncode == 0, found.stderr
    text: str = found.stdout
    return text


@pytest.fixture(params=["wheel", "editable"])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A new environment with the project in it, and the libraries of this one lent to it."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if request.param == "wheel":
        run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT)
        run(*pip, "--python", python, "install", "--no-deps", "--force-reinstall", next(tmp_path.glob("*.whl")))
    else:
        run(*pip, "--python", python, "install", "--no-deps", "--force-reinstall", "--no-build-isolation", "-e", ROOT)
    return str(request.param), home


def test_an_install_answers_from_any_folder(installed: tuple[str, Path], tmp_path: Path) -> None:
    kind, home = installed
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if kind == "wheel":  # its own data, built from nothing; the others are those of this run
        environment["FAMK_CACHE"] = str(tmp_path / "cache")
    options = {"cwd": elsewhere, "env": environment}
    where = run(
        home / "bin" / "python",
        "-c",
        "from famk_graph import resources as r; print(r.data_dir(), r.ontology_dir())",
        **options,
    )
    inside = all(str(home) in path for path in where.split())
    assert inside == (kind == "wheel"), where
    assert "For All Mankind 1×01" in run(home / "bin" / "famk", "query", ASK, "--format", "csv", **options)
    assert "question" in run(home / "bin" / "famk", "queries", **options)
    run(home / "bin" / "famk", "draw", "--about", "jamestown", "-o", "drawn.html", **options)
    assert (elsewhere / "drawn.html").stat().st_size > 100_000
    if kind == "wheel":
        assert (Path(where.split()[0]).parent.parent / "py.typed").is_file()


def test_the_version_is_written_once() -> None:
    from famk_graph import __version__

    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
