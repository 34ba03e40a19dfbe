"""The claim format as JSON Schema, made from the same tables that the reader checks by."""

from __future__ import annotations

from typing import Any

from famk_graph.groups import EVIDENCE, RANKS, WORLDS
from famk_graph.values import CLAIMABLE
from famk_graph.vocabulary import CLASSES, CONCEPTS, DEFINED_CLASSES

Schema = dict[str, Any]
_SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_DATE: Schema = {"oneOf": [{"type": "string", "pattern": r"^\[?(\.\.|[0-9X?~%/.-])+\]?$"}, {"type": "integer"}]}
_PART = r"(premise|production|history|[a-z]+-s\d\de\d\d)"
_KINDS: dict[str, Schema] = {
    "entity": _SLUG,
    "text": {"type": "string", "minLength": 1},
    "integer": {"type": "integer"},
    "date": _DATE,
    "uri": {"type": "string", "pattern": "^https?://"},
    "boolean": {"type": "boolean"},
}


def _map(needed: list[str], properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": item}


def claim_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a data file."""
    sources = {"oneOf": [_SLUG, _list_of(_SLUG)]}
    role = {"enum": sorted(name for name, cls in CONCEPTS.items() if cls in ("Role", "CrewRole"))}
    text = {"type": "string"}
    about = {"evidence": {"enum": list(EVIDENCE)}, "sources": sources, "note": text}
    qualifiers = {
        **dict.fromkeys(("from", "until", "at"), _DATE),
        "rank": {"enum": list(RANKS)},
        "reason": text,
        "role": role,
        "order": {"type": "integer", "minimum": 1},
        "lang": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        **about,
    }

    def values(kind: str) -> Schema:
        plain = _KINDS[kind]
        one = {"anyOf": [plain, _map(["value"], {"value": plain, **qualifiers})]}
        return {"anyOf": [one, _list_of(one)]}

    says = {name: {"$ref": f"#/$defs/{known.kind}"} | {"title": known.label} for name, known in CLAIMABLE.items()}
    group = _map(
        ["reveal", "evidence", "says"],
        {
            "reveal": {
                "oneOf": [
                    {"type": "string", "pattern": f"^{_PART}$"},
                    _list_of({"type": "string", "pattern": f"^{_PART}$"}),
                ]
            },
            "world": {"enum": list(WORLDS)},
            "says": {"type": "object", "additionalProperties": False, "properties": says},
            **about,
        },
    )
    known = _list_of(group)
    classes = sorted(set(CLASSES) - DEFINED_CLASSES - {"Source"})
    entity = _map(["id", "is", "label", "known"], {"id": _SLUG, "is": {"enum": classes}, "label": text, "known": known})
    source = _map(
        ["id", "is", "title", "publisher", "grade"],
        {
            "id": _SLUG,
            "is": {"const": "Source"},
            **dict.fromkeys(("title", "publisher", "covers"), text),
            "url": _KINDS["uri"],
            "published": _DATE,
            "grade": {"enum": ["A", "B", "C", "D"]},
            "tells": {"type": "string", "pattern": r"^[a-z]+-s\d\d(e\d\d)?$"},
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/famk/claims.schema.json",
        "title": "Claims of famk-graph",
        "description": "A data file: entities and what is claimed of them, or sources. See docs/claim-format.md.",
        "type": "array",
        "items": {"anyOf": [entity, _map(["about", "known"], {"about": _SLUG, "known": known}), source]},
        "$defs": {kind: values(kind) for kind in _KINDS},
    }
