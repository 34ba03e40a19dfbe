"""What browsers load that is not ours: at the versions and with the checksums of vendor.toml, each with its licence."""

from __future__ import annotations

import hashlib
import tomllib

from famk_graph import resources

FOLDER = resources.static_dir() / "vendor"
TABLE = tomllib.loads((FOLDER / "vendor.toml").read_text(encoding="utf-8"))
WANTED = {f"{name}/{file}": told for name, entry in TABLE.items() for file, told in entry["files"].items()}


def test_each_file_is_listed_and_each_listed_file_is_there() -> None:
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert found - {"vendor.toml"} == WANTED.keys()


def test_the_files_are_what_was_fetched() -> None:
    found = {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in WANTED}
    assert found == {name: told["sha256"] for name, told in WANTED.items()}


def test_each_has_its_licence_its_version_and_its_purpose() -> None:
    for name, entry in TABLE.items():
        assert (FOLDER / name / "LICENSE").stat().st_size > 500, name
        assert entry.keys() == {"version", "package", "licence", "home", "purpose", "files"}
        assert entry["licence"] in {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "OFL-1.1"}
