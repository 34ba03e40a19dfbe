"""The tables: each a saved query's answer, sorted, narrowed, and as CSV; its state lies in its address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from famk_graph.errors import NotFoundError
from famk_graph.saved import saved_query
from famk_graph.serve.content import rows as reading
from famk_graph.serve.content.kinship import Kin
from famk_graph.serve.content.tables import TABLES
from famk_graph.serve.content.terms_of_office import drawing
from famk_graph.serve.view import View, for_program, page

if TYPE_CHECKING:
    from starlette.requests import Request

    from famk_graph.serve.content.rows import Row
    from famk_graph.serve.content.tables import Table
    from famk_graph.serve.lens import Lens


@page
def index(view: View) -> Response:
    """List the tables, with how much each holds at the reader's horizon."""
    known = seasons(view.lens)
    counts = {table.name: None if table.by_season else len(reading.read(view.lens, table)) for table in TABLES.values()}
    return view.render("tables.html", title="Tables", tables=TABLES.values(), counts=counts, seasons=known)


def seasons(lens: Lens) -> list[tuple[str, str]]:
    """Return the ids and labels of the seasons that exist at a horizon."""
    entries = lens.universe.names.entries.values()
    return sorted((entry.id, entry.label) for entry in entries if entry.cls == "Season")


async def show(request: Request) -> Response:
    """Show a table, or write it as CSV; a program that did not say how far it has watched is not asked."""
    if not request.path_params["name"].endswith(".csv"):
        return await _page(request)
    return await run_in_threadpool(_table, await for_program(request))


@page
def _page(view: View) -> Response:
    return _table(view)


def _table(view: View) -> Response:
    name, _, ending = view.request.path_params["name"].partition(".")
    table = TABLES.get(name)
    if table is None or ending not in ("", "csv"):
        raise NotFoundError(f"There is no table “{name[:100]}”.")
    state = _state(view, table)
    every = reading.read(view.lens, table, state["season"])
    kept = reading.shown(table, every, state["filter"], state["only"], state["sort"])
    return _csv(table, kept) if ending else _html(view, table, state, every, kept)


def _state(view: View, table: Table) -> dict[str, str]:
    """Return what the address says of the table: filter, order, and season where there is one."""
    state = {name: view.text(name) for name in ("filter", "sort", "season")}
    state["only"] = view.text("only") if table.facet else ""
    known = [ident for ident, _ in seasons(view.lens)]
    if not table.by_season:
        state["season"] = ""
    elif not state["season"]:
        state["season"] = known[0] if known else ""
    elif state["season"] not in known:
        raise NotFoundError(f"There is no season “{state['season']}”, at least as far as you have watched.")
    return state


def address(table: Table, state: dict[str, str], ending: str = "", **changed: str) -> str:
    """Return the address of a table in a state."""
    told = {name: value for name, value in {**state, **changed}.items() if value}
    return f"/tables/{table.name}{ending}" + (f"?{urlencode(told)}" if told else "")


def _csv(table: Table, kept: list[Row]) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="famk-{table.name}.csv"',
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie",
    }
    return Response(reading.as_csv(table, kept), media_type="text/csv; charset=utf-8", headers=headers)


def _html(view: View, table: Table, state: dict[str, str], every: list[Row], kept: list[Row]) -> Response:
    saved = saved_query(table.query)
    shown = set(map(id, kept))
    ordered = reading.shown(table, every, "", "", state["sort"])  # with those left out, for the script
    # What nobody has yet is no column yet.
    columns = [column for column in table.columns if any(row.cells[column.name].parts for row in every)]
    heads = [(column, *_order(table, state, column.name)) for column in columns]
    unknown = state["sort"] if table.column(state["sort"].removeprefix("-")) is None else ""
    season = dict(seasons(view.lens)).get(state["season"], "")
    ask = {"saved": saved.name, "run": "1"} | ({"season": state["season"]} if season else {})
    families = Kin(every) if table.name == "families" else None
    return view.render(
        "table.html", title=table.title + (f": {season}" if season else ""), table=table, state=state,
        columns=columns, heads=heads, unknown=unknown,
        rows=[(row, id(row) in shown) for row in ordered], count=len(kept), total=len(every),
        facets=reading.facets(table, every), question=saved.question.replace("{season}", season), saved=saved,
        query=urlencode(ask), csv=address(table, state, ".csv"), season=season,
        seasons=[(label, address(table, state, season=ident), ident) for ident, label in seasons(view.lens)],
        families=families.families() if families else [], kin=families.labels if families else {},
        drawing=drawing(view.lens, every) if table.name == "presidents" else None,
        tables=TABLES.values(),
    )  # fmt: skip


def _order(table: Table, state: dict[str, str], name: str) -> tuple[str, str]:
    """Return how a column is sorted now, in ARIA's words, and the address that sorts it (or turns it round)."""
    now = {name: "ascending", f"-{name}": "descending"}.get(state["sort"], "none")
    return now, address(table, state, sort=f"-{name}" if now == "ascending" else name)


routes = [Route("/tables", index, name="tables"), Route("/tables/{name}", show, name="table")]
