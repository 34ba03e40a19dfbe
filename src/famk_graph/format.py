"""The canonical form of data files, so that a change shows as what it is and nothing else."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from famk_graph import yaml_files
from famk_graph.errors import DataError
from famk_graph.findings import Findings, display
from famk_graph.model import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 110
_ENTRY = ("id", "about", "is", "label", "title", "url", "publisher", "published", "grade", "tells", "covers", "known")
_GROUP = ("reveal", "sources", "evidence", "world", "note", "says")
_VALUE = ("value", "lang", "role", "order", "from", "until", "at", "rank", "reason", "evidence", "sources", "note")


class _Flow(dict[str, Any]):
    """A map that is written on one line."""


class _FlowList(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes lists inside maps indented, and dates without quotes."""

    # The signature is the base's.
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.add_representer(
    _Flow, lambda d, data: d.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)
_Dumper.add_representer(_FlowList, lambda d, data: d.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True))


def canonical(text: str) -> str:
    """Return the canonical form of a data file's text, which must be a readable list of entries.

    Comments above the first entry are kept; others belong into a ``note``.
    """
    import ryaml

    heading = [line for line in _heading(text) if line.strip()]
    blocks = [entry_text(entry) for entry in ryaml.loads(text)]
    return "".join([*(line + "\n" for line in heading), "\n".join(blocks)])


def entry_text(entry: object) -> str:
    """Return the canonical text of one entry."""
    return yaml.dump([_entry(entry)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH, indent=2)


def _heading(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        lines.append(line)
    return lines


def _ordered(raw: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    known = {key: raw[key] for key in keys if key in raw}
    return known | {key: value for key, value in raw.items() if key not in known}


def _entry(raw: object) -> object:
    if not isinstance(raw, dict):
        return raw
    entry = _ordered(raw, _ENTRY)
    if isinstance(entry.get("known"), list):
        entry["known"] = [_group(group) for group in entry["known"]]
    return entry


def _group(raw: object) -> object:
    if not isinstance(raw, dict):
        return raw
    group = _ordered(raw, _GROUP)
    for key in ("reveal", "sources"):
        if isinstance(group.get(key), list):
            group[key] = _FlowList(group[key])
    if isinstance(group.get("sources"), str):
        group["sources"] = _FlowList([group["sources"]])
    if isinstance(group.get("says"), dict):
        group["says"] = {name: _values(value) for name, value in group["says"].items()}
    return group


def _values(raw: object) -> object:
    if isinstance(raw, dict):
        return _value(raw)
    if not isinstance(raw, list):
        return raw
    if len(raw) == 1:
        return _values(raw[0])
    if all(isinstance(item, str | int) and len(str(item)) < 60 for item in raw):  # noqa: PLR2004 - what fits a line
        return _FlowList(raw)
    return [_value(item) if isinstance(item, dict) else item for item in raw]


def _value(raw: dict[str, Any]) -> dict[str, Any]:
    value = _ordered(raw, _VALUE)
    if isinstance(value.get("sources"), list):
        value["sources"] = _FlowList(value["sources"])
    long = len(str(value)) > _WIDTH
    return value if long else _Flow(value)


def rewrite(path: Path) -> bool:
    """Bring a file into canonical form; return whether it changed.

    Raises
    ------
    DataError
        The file cannot be read; it is left as it is.

    """
    text = _read(path)
    wanted = canonical(text)
    if wanted == text:
        return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".formatting-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
        out.write(wanted)
    Path(name).chmod(path.stat().st_mode)
    Path(name).replace(path)
    return True


def stale(paths: Iterable[Path]) -> Findings:
    """Return a finding for each file that is not in canonical form, at its first line that differs."""
    findings = Findings()
    for path in paths:
        text = _read(path)
        if canonical(text) != text:
            hint = f"run: famk format {display(str(path))}"
            findings.add(Where(str(path), ()), "not-canonical", "not in canonical form", hint)
    return findings


def _read(path: Path) -> str:
    _, problems = yaml_files.load(path, display(str(path)))
    if problems:
        raise DataError(problems)
    return path.read_text(encoding="utf-8-sig")
