"""The results of a query of Wikidata (SPARQL 1.1 Query Results JSON), turned into entities as its files hold them.

Two forms are read. A row names an item in ``?item`` and values in variables called after properties (``?P569``), or
it names ``?item``, ``?property`` and ``?value``. ``?itemLabel``, ``?P106Label`` and ``?valueLabel`` give names.
"""

from __future__ import annotations

import re
from typing import Any, Final

from famk_graph import iris

Json = Any
_PROPERTY: Final = re.compile(r"P[1-9]\d*")
_DATE: Final = re.compile(r"[+-]?\d{4,}-\d\d-\d\d")


def as_entities(document: Json) -> dict[str, Json]:
    """Return the entities that the rows of a result speak of, each with its claims."""
    entities: dict[str, Json] = {}
    for row in document["results"]["bindings"]:
        item = _item(row.get("item"))
        if not item:
            continue
        _name(entities, item, row.get("itemLabel"))
        pairs = {name: cell for name, cell in row.items() if _PROPERTY.fullmatch(name)}
        prop = str(row.get("property", {}).get("value", "")).rpartition("/")[2]
        if _PROPERTY.fullmatch(prop) and "value" in row:
            pairs[prop] = row["value"]
        for name, cell in pairs.items():
            other = _item(cell)
            if other:
                _name(entities, other, row.get("valueLabel" if name == prop else f"{name}Label"))
            statement = {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": _value(cell)}}
            claims = entities[item]["claims"].setdefault(name, [])
            if statement not in claims:
                claims.append(statement)
    return {"entities": entities}


def _item(cell: Json) -> str:
    address = str(cell.get("value", "")) if isinstance(cell, dict) and cell.get("type") == "uri" else ""
    for base in (iris.WIKIDATA, iris.WIKIDATA.replace("http:", "https:")):
        if re.fullmatch(re.escape(base) + r"Q[1-9]\d*", address):
            return address.removeprefix(base)
    return ""


def _name(entities: dict[str, Json], ident: str, cell: Json) -> None:
    entity = entities.setdefault(ident, {"id": ident, "type": "item", "labels": {}, "claims": {}})
    if isinstance(cell, dict) and cell.get("value") not in (None, ident):
        entity["labels"]["en"] = {"language": "en", "value": str(cell["value"])}


def _value(cell: Json) -> Json:
    """Return a value of a row as entities hold it.

    A result does not tell the precision of a date: the first of January stands for the year, which is never turned
    into a day.
    """
    text, datatype = str(cell.get("value")), str(cell.get("datatype", ""))
    if _item(cell):
        return {"type": "wikibase-entityid", "value": {"id": _item(cell)}}
    if datatype.endswith(("#dateTime", "#date")) or (not datatype and _DATE.match(text)):
        time = "+" + text.lstrip("+")[:10] + "T00:00:00Z"
        return {"type": "time", "value": {"time": time, "precision": 9 if "-01-01T" in time else 11}}
    if datatype.endswith(("#decimal", "#integer")):
        amount = str(int(float(text))) if float(text).is_integer() else text
        return {"type": "quantity", "value": {"amount": amount, "unit": "1"}}
    if "xml:lang" in cell:
        return {"type": "monolingualtext", "value": {"text": text, "language": str(cell["xml:lang"])}}
    return {"type": "string", "value": text}
