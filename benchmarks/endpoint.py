"""The endpoint against the least that could be served: requests a second, as a share of a bare handler's.

Both are served by uvicorn from the same store on disk. The explorer remembers answers, since its stores never
change; what it takes to work them out anew each time, in a worker process, is told beside that. Run it alone with
``python benchmarks/run.py --only endpoint``.
"""

from __future__ import annotations

import statistics
from urllib.parse import urlencode

import web
from measuring import table

from famk_graph import store
from famk_graph.horizon import Horizon

QUERIES = ("01-label", "02-two-hops", "03-star", "04-path", "07-dates", "05-classes", "12-together")

CONNECTIONS = 8
COLUMNS = ("query", "bare handler", "famk serve", "… worked out anew", "ratio", "ratio anew")


def compare(*, quick: bool) -> None:
    """Print the rates side by side."""
    built = store.build(Horizon.parse("all")).path
    bare, ours = web.free_port(), web.free_port()
    handler = (
        "-m",
        "uvicorn",
        "bare:app",
        "--port",
        str(bare),
        "--log-level",
        "warning",
        "--no-access-log",
        "--app-dir",
        str(web.HERE),
    )
    with (
        web.server(*handler, port=bare, FAMK_BARE_STORE=str(built)),
        web.server(*web.explorer(ours), port=ours),
    ):
        rows = [_row(name, bare, ours, quick=quick) for name in QUERIES]
    table("The endpoint: requests a second", COLUMNS, rows)


def _row(name: str, bare: int, ours: int, *, quick: bool) -> list[str]:
    text = (web.HERE / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    path = "/sparql?" + urlencode({"query": text})
    turns, seconds = (1, 0.1) if quick else (7, 1.5)
    ways = {"bare": (bare, ""), "ours": (ours, ""), "anew": (ours, "Cache-Control: no-cache\r\n")}
    found: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(turns + 1):
        for way in ways if turn % 2 else reversed(ways):
            port, header = ways[way]
            measured = web.rate(port, path, seconds, CONNECTIONS, header)
            if turn:  # the first is for warming up
                found[way].append(measured)
    rates = {way: statistics.median(values) for way, values in found.items()}
    shares = [f"{rates[way] / rates['bare']:.2f}" for way in ("ours", "anew")]
    return [name, *(f"{rates[way]:,.0f}" for way in ways), *shares]
