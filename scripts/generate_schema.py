"""Write docs/claims.schema.json, the JSON Schema by which editors complete and check data files."""

from __future__ import annotations

import json
from pathlib import Path

from famk_graph.schema import claim_schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "claims.schema.json"

if __name__ == "__main__":
    TARGET.write_text(json.dumps(claim_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
