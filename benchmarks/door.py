"""The query door against the engine itself, and against rdflib's engine, on the same data."""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import duration, interleaved, table

from famk_graph import Universe
from famk_graph.iris import PREFIXES

if TYPE_CHECKING:
    import rdflib

QUERIES = Path(__file__).parent / "queries"


def queries() -> dict[str, str]:
    """Return the texts of the benchmark's queries by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.rq"))}


def declared(text: str) -> str:
    """Return a query with the declarations that it needs where nobody predeclares our prefixes."""
    used = [name for name in PREFIXES if re.search(rf"\b{name}:", text)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + text


def compare(*, quick: bool) -> None:
    """Print what each query takes through the door and without it."""
    universe = Universe()
    store = universe.store
    rows, ratios = [], []
    for name, text in queries().items():
        plain = declared(text)
        found = sum(1 for _ in universe.query(text))
        if found != sum(1 for _ in store.query(plain)) or not found:
            raise SystemExit(f"{name}: the door and the engine disagree, or both find nothing.")
        times = interleaved(
            {
                "door": lambda text=text: sum(1 for _ in universe.query(text)),
                "engine": lambda plain=plain: sum(1 for _ in store.query(plain)),
            },
            repeats=5 if quick else 41,
            least=0.001 if quick else 0.01,
        )
        ratios.append(times["door"] / times["engine"])
        rows.append([name, f"{found:,}", duration(times["engine"]), duration(times["door"]), f"{ratios[-1]:.2f}"])
    rows.append(["median", "", "", "", f"{statistics.median(ratios):.2f}"])
    rows.append(["highest", "", "", "", f"{max(ratios):.2f}"])
    columns = ["query", "rows", "pyoxigraph", "Universe.query", "ratio"]
    table("The query door against pyoxigraph, native rows of one store", columns, rows)


def compare_rdflib(*, quick: bool) -> None:
    """Print what each query takes through the door and in rdflib's own engine, in memory."""
    universe = Universe("none") if quick else Universe()
    start = time.perf_counter()
    dataset = universe.to_rdflib()
    loading = time.perf_counter() - start
    rows = []
    for name, text in queries().items():
        if quick and name not in ("01-label", "03-star"):
            continue
        found = sum(1 for _ in universe.query(text))
        seconds, rdflib_rows = _once(dataset, declared(text))
        ours = interleaved({"door": lambda text=text: sum(1 for _ in universe.query(text))}, repeats=5)["door"]
        if rdflib_rows != found:
            raise SystemExit(f"{name}: the door finds {found} rows, rdflib {rdflib_rows}.")
        rows.append([name, f"{found:,}", duration(ours), duration(seconds), f"{seconds / ours:,.0f}"])
    columns = ["query", "rows", "Universe.query", "rdflib", "ratio"]
    table("rdflib's own engine against the query door, the same data", columns, rows)
    print(f"\nFilling rdflib's store took {duration(loading)}.")


def _once(dataset: rdflib.Dataset, text: str) -> tuple[float, int]:
    """Return the better of two runs, since rdflib's first run of a query also fills its caches."""
    runs = []
    for _ in range(2):
        start = time.perf_counter()
        found = sum(1 for _ in dataset.query(text))
        runs.append(time.perf_counter() - start)
    return min(runs), found
