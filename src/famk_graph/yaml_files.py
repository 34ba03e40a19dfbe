"""YAML in and out: fast reading, exact positions when something is wrong, one canonical way to write.

Files are read by ryaml (YAML 1.2, in Rust). Only when a problem has to be shown is a file read again,
by PyYAML, which knows lines and columns.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import ryaml

from famk_graph.errors import Problem
from famk_graph.model import Path, Where

if TYPE_CHECKING:
    from collections.abc import Iterator


def load(path: FilePath, name: str) -> tuple[object, list[Problem]]:
    """Return the content of a YAML file and the problems that keep it from being read."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return None, [Problem(name, line, column, "bad-encoding", found, "save the file in the encoding UTF-8")]
    text = text.removeprefix("\ufeff")
    if not text.strip():
        hint = "expected a list of entries; delete the file if unused"
        return None, [Problem(name, 1, 1, "empty-file", "the file is empty", hint)]
    for number, line_text in enumerate(text.splitlines(), 1):
        indent = line_text[: len(line_text) - len(line_text.lstrip())]
        if "\t" in indent:
            place = (name, number, indent.index("\t") + 1)
            return None, [Problem(*place, "tab-indent", "a tab in the indentation", "indent with spaces")]
    try:
        return ryaml.loads(text), []
    except ryaml.InvalidYamlError as error:
        return None, [_syntax_problem(text, name, str(error))]


def _syntax_problem(text: str, name: str, fallback: str) -> Problem:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return Problem(name, line, column, "yaml-syntax", f"YAML syntax: {error.problem or error.context}", _HINT)
    for key, line, column in _duplicate_keys(node):
        return Problem(
            name, line, column, "duplicate-key", f"the key “{key}” stands twice in one map", "keep one of them"
        )
    return Problem(name, 0, 0, "yaml-syntax", f"YAML syntax: {fallback}", _HINT)


_HINT = "texts with “: ”, “#” or a leading quote need quotes around the whole; see docs/claim-format.md"


def _duplicate_keys(node: object) -> Iterator[tuple[str, int, int]]:
    import yaml

    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1, key.start_mark.column + 1
            seen.add(key.value)
            yield from _duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicate_keys(item)


@lru_cache(maxsize=64)
def _compose(file: str) -> object:
    import yaml

    return yaml.compose(FilePath(file).read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)


def position(where: Where, file: FilePath) -> tuple[int, int]:
    """Return line and column of a place in a file, from 1; of the nearest place above it if it is not there."""
    import yaml

    node = _compose(str(file))
    line, column = 1, 1
    for step in where.path:
        found = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            mark = found.start_mark
        elif isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if pair:
                found, mark = pair[1], pair[0].start_mark
        if found is None:
            break
        node, line, column = found, mark.line + 1, mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
    return line, column


def clear_positions() -> None:
    """Forget the positions of files read so far, for a process that lives longer than its files."""
    _compose.cache_clear()


__all__ = ["Path", "clear_positions", "load", "position"]
