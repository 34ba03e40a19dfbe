"""Versions of the data: a folder, a revision of the git repository around it, or the archive of a release."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from famk_graph.check import introduce
from famk_graph.errors import FamkError, MissingToolError, NotFoundError
from famk_graph.findings import Findings
from famk_graph.model import Dataset
from famk_graph.read import read
from famk_graph.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from famk_graph.horizon import Horizon

# Where a wheel, a source archive and a repository's archive have the data.
_IN_ARCHIVE: Final = re.compile(r"(?:famk_graph/_shared/|(?!tests/)[^/]+/)?data/(?:.+/)?[^/]+\.yaml")
_ARCHIVES: Final = (".zip", ".whl", ".tar", ".tar.gz", ".tgz")


@dataclass(frozen=True, slots=True)
class Version:
    """The data of a version as they can be read today, and whether some could not."""

    dataset: Dataset
    whole: bool


def load(name: str, horizon: Horizon) -> Version:
    """Return a version of the data, as far as a horizon admits it.

    Parameters
    ----------
    name
        A folder of data, or one that has a folder ``data``; an archive of a release; or a revision of the git
        repository of the working directory, such as ``v0.1.0`` or ``HEAD~3``.
    horizon
        What exists; nothing else is in the dataset.

    Raises
    ------
    NotFoundError
        There is no such folder, archive or revision, or there are no data in it.
    MissingToolError
        A revision is asked for, and git is not on this machine.

    """
    with _folder(name) as folder:
        files = sorted(folder.rglob("*.yaml"))
        if not files:
            raise NotFoundError(f"{name} holds no data.\n    Expected YAML files, or a folder “data” with them.")
        dataset, findings = read(files)
    introduce(dataset, Findings())
    return Version(cut(dataset, horizon), not findings)


def cut(dataset: Dataset, horizon: Horizon) -> Dataset:
    """Return what of a dataset a horizon admits: claims, and the entities and sources of which they speak."""
    claims = [claim for claim in dataset.claims if horizon.admits(claim.reveal.key)]
    cited = {ident for claim in claims for ident in claim.sources}
    entities = {
        entity.id: replace(entity, introductions=tuple(r for r in entity.introductions if horizon.admits(r.key)))
        for entity in dataset.entities.values()
        if any(horizon.admits(reveal.key) for reveal in entity.introductions)
    }
    sources = {ident: source for ident, source in dataset.sources.items() if ident in cited}
    return Dataset(entities, sources, claims)


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """Give the folder of a version's data, unpacked where need be."""
    path = Path(name)
    if path.is_dir():
        inner = path / "data"
        yield inner if inner.is_dir() and any(inner.rglob("*.yaml")) else path
        return
    with tempfile.TemporaryDirectory(prefix="famk-version-") as made:
        if path.is_file():
            if not name.lower().endswith(_ARCHIVES):
                raise NotFoundError(
                    f"{name} is a file that is not read.\n    Expected {', '.join(_ARCHIVES)}, or a folder."
                )
            _unpack(path, Path(made))
        else:
            _revision(name, Path(made))
        yield Path(made)


def _unpack(archive: Path, target: Path) -> None:
    """Write the data files of an archive into a folder, whatever their names lead to."""
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as packed:
                contents = {n: packed.read(n) for n in packed.namelist() if _IN_ARCHIVE.fullmatch(n)}
        else:
            with tarfile.open(archive) as packed_tar:
                members = [m for m in packed_tar.getmembers() if m.isfile() and _IN_ARCHIVE.fullmatch(m.name)]
                opened = {m.name: packed_tar.extractfile(m) for m in members}
                contents = {name: file.read() for name, file in opened.items() if file}
    except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise FamkError(f"{archive} cannot be unpacked: {error}.") from None
    for number, (_, content) in enumerate(sorted(contents.items())):
        (target / f"{number:04d}.yaml").write_bytes(content)


def _revision(name: str, target: Path) -> None:
    if shutil.which("git") is None:
        raise MissingToolError(
            f"There is no file or folder {name}, and git, which knows revisions, is not on this machine.\n"
            "    Name two folders, or install git."
        )
    top = _git("rev-parse", "--show-toplevel")
    if top is None:
        raise NotFoundError(f"There is no file or folder {name}, and this folder is in no git repository.")
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        near = did_you_mean(name, (_git("tag") or b"").decode(errors="replace").split())
        hint = near or "git tag and git log list revisions."
        raise NotFoundError(f"“{name}” is no folder, no archive and no revision of this repository.\n    {hint}")
    root = Path(top.decode().strip())
    packed = _git("archive", "--format=tar", commit.decode().strip(), "data", folder=root)
    if packed is None:
        raise NotFoundError(f"The revision “{name}” has no folder “data”.")
    archive = target / "data.tar"
    archive.write_bytes(packed)
    _unpack(archive, target)


def _git(*arguments: str, folder: Path | None = None) -> bytes | None:
    """Return what git says, or nothing where it fails."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607 - git as the user has it; no shell
    return done.stdout if done.returncode == 0 else None
