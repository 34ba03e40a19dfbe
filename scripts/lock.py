"""Write the lock files: what make installs, pinned with hashes, and the name of no registry."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by scripts/lock.py (make lock): do not edit.\n"
QUIET = ("index-url", "trusted-host", "find-links")


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group of pyproject.toml, with those of the groups in it."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    found: list[str] = []
    for item in groups[name]:
        found += [item] if isinstance(item, str) else group(item["include-group"])
    return found


def lock(target: str, *arguments: str, text: str | None = None) -> None:
    """Pin what the arguments, or requirements on standard input, ask for into a file of the repository."""
    path = ROOT / target
    command = [
        sys.executable,
        "-m",
        "piptools",
        "compile",
        "--quiet",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ]
    command += [f"--no-emit-{what}" for what in QUIET]
    command += ["--strip-extras", "--allow-unsafe", "--output-file", target, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, input=text, text=True)  # noqa: S603 - our own words
    path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    lock("requirements.lock", "pyproject.toml")
    lock("requirements-test.lock", "--constraint", "requirements.lock", "-", text="\n".join(group("test")))
