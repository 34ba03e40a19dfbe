"""Fetch the libraries that browsers load, at the versions of vendor.toml, and write down their checksums.

python scripts/vendor.py            fetch all anew
python scripts/vendor.py cytoscape  fetch one

Needs npm and its registry. Nothing is built: files are taken out of the packages as they are.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "src" / "famk_graph" / "static" / "vendor"
TABLE = FOLDER / "vendor.toml"


def fetch(name: str, entry: dict[str, Any]) -> dict[str, str]:
    """Write the files of a package to its folder and return the checksum of each.

    Raises
    ------
    subprocess.CalledProcessError
        npm could not fetch the package.
    KeyError
        The package lacks a file.

    """
    with tempfile.TemporaryDirectory() as folder:
        what = f"{entry['package']}@{entry['version']}"
        subprocess.run(["npm", "pack", "--silent", what], cwd=folder, check=True, stdout=sys.stderr)  # noqa: S603, S607
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed:
            found = {}
            for target, file in entry["files"].items():
                member = packed.extractfile(f"package/{file['from']}")
                if member is None:
                    raise KeyError(file["from"])
                path = FOLDER / name / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(member.read())
                found[target] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def main(names: list[str]) -> None:
    """Fetch what is named, or all, and bring the checksums up to date."""
    text = TABLE.read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    for name in names or list(entries):
        if name not in entries:
            sys.exit(f"vendor.toml has no “{name}”; it has {', '.join(entries)}.")
        head, start, rest = text.partition(f"[{name}.files]\n")
        body, end, tail = rest.partition("\n\n")
        for target, digest in fetch(name, entries[name]).items():
            body = re.sub(rf'("{re.escape(target)}" = {{.*sha256 = )"[^"]*"', rf'\1"{digest}"', body)
        text = head + start + body + end + tail
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
