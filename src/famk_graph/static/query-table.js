// The answer as a table: sortable, entities as links, a part at a time.

import { dateOf, idOf, numberOf, words } from "./query-answer.js";
import { mark } from "./kinds.js";
import { when } from "./telling.js";

const STEP = 200;
const DATE = /^[\[\d.][\dX?~%.\/[\]-]{3,}$/; // what may be one: its words stand beside it
const order = new Intl.Collator("en", { numeric: true });

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Show a table in an element. `sorted` is {column, down} or null, `onSort` is told when it changes. */
export function showTable(place, answer, { nodes, prefixes, sorted, onSort }) {
  const rows = sorted ? sort(answer.rows, sorted, nodes, prefixes) : answer.rows;
  const body = make("tbody");
  const numeric = answer.columns.map((_, n) => answer.rows.some((row) => row[n]) && answer.rows.every((row) => !row[n] || !Number.isNaN(numberOf(row[n]))));
  const more = make("button", { type: "button", class: "more" });
  const grow = () => {
    const from = body.rows.length;
    body.append(...rows.slice(from, from + STEP).map((row) => line(row, { nodes, prefixes, numeric })));
    const left = rows.length - body.rows.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(STEP, left)} more of ${left}`;
  };
  more.addEventListener("click", () => {
    const next = body.rows.length;
    grow();
    const link = body.rows[next]?.querySelector("a");
    (link ?? more).focus();
  });
  grow();
  const heads = answer.columns.map((name, column) => head(name, column, numeric[column], sorted, onSort));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  place.replaceChildren(make("div", { class: "wide", role: "region", tabindex: "0", "aria-label": "Table of the answer" }, table), more);
}

function head(name, column, number, sorted, onSort) {
  const here = sorted?.column === column;
  const button = make("button", { type: "button", "data-column": column }, name, make("span", { class: "arrow", "aria-hidden": "true" }, here ? (sorted.down ? " ↓" : " ↑") : ""));
  button.addEventListener("click", () => onSort(here && sorted.down ? null : { column, down: here }));
  return make("th", {
    scope: "col", ...(number ? { class: "number" } : {}),
    ...(here ? { "aria-sort": sorted.down ? "descending" : "ascending" } : {}),
  }, button);
}

/** What a term sorts by, if not by its words: its number, or the middle of its date. */
const amount = (term) => (Number.isNaN(numberOf(term)) ? dateOf(term) : numberOf(term));

function sort(rows, { column, down }, nodes, prefixes) {
  const keyed = rows.map((row) => ({ row, number: amount(row[column]), text: words(row[column], nodes, prefixes) }));
  keyed.sort((one, other) => {
    if (!one.text !== !other.text) return one.text ? -1 : 1; // what is missing comes last either way
    const by = Number.isNaN(one.number) || Number.isNaN(other.number)
      ? order.compare(one.text, other.text) : one.number - other.number;
    return down ? -by : by;
  });
  return keyed.map(({ row }) => row);
}

function line(row, { nodes, prefixes, numeric }) {
  return make("tr", {}, ...row.map((term, column) => {
    const cell = make("td", numeric[column] ? { class: "number" } : {});
    if (term) cell.append(...shown(term, nodes, prefixes));
    return cell;
  }));
}

function shown(term, nodes, prefixes) {
  const text = words(term, nodes, prefixes);
  const node = nodes.get(idOf(term));
  if (node) return [make("a", { href: node.href, title: `id:${node.id}`, class: text.length < 32 ? "entity short" : "entity" }, mark(node.kind), text)];
  if (term.type === "uri" && text === term.value && /^https?:/.test(text)) {
    return [make("a", { href: text, rel: "noreferrer" }, text)];
  }
  if (/#anyURI$/.test(term.datatype ?? "") && /^https?:/.test(text)) return [make("a", { href: text, rel: "noreferrer" }, text)];
  if (term.type === "literal" && DATE.test(text) && when(text) !== text) return [make("span", { title: when(text) }, text)];
  return term.type === "literal" ? [text] : [make("code", {}, text)];
}
