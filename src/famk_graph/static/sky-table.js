// The same as a table: what is in the sky just now, sorted by any column, some rows at a time.
import { mark } from "./kinds.js";

const ROWS = 50;
const COLUMNS = [
  ["label", "Name", (a, b) => (a.label < b.label ? -1 : 1)],
  ["kind", "Kind", (a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : b.ties - a.ties)],
  ["ties", "Ties", (a, b) => b.ties - a.ties],
  ["between", "Betweenness", (a, b) => b.between - a.between],
  ["rank", "PageRank", (a, b) => b.rank - a.rank],
  ["since", "Since", (a, b) => a.since - b.since || b.ties - a.ties],
];
const DOWNWARD = new Set(["ties", "between", "rank"]);

function create(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

/** Fill an element with the table; `go` is told whom to show in the sky. */
export function showTable(element, sky, go) {
  let by = "ties", shown = ROWS, waiting = 0;
  const caption = create("caption"), body = create("tbody"), more = create("button", { type: "button" }, "More rows");
  const heads = COLUMNS.map(([key, words]) => {
    const button = create("button", { type: "button" }, words);
    button.addEventListener("click", () => { by = key; shown = ROWS; fill(); });
    return create("th", { scope: "col", ...(DOWNWARD.has(key) ? { class: "number" } : {}) }, button);
  });
  more.addEventListener("click", () => { shown += 4 * ROWS; fill(); });
  const table = create("table", {}, caption, create("thead", {}, create("tr", {}, ...heads, create("th", { scope: "col" }, create("span", { class: "unseen" }, "In the sky")))), body);
  element.replaceChildren(create("div", { class: "scrolling", tabindex: "0", role: "region", "aria-label": "Table of what is in the sky" }, table), create("p", {}, more));

  function row(node) {
    const find = create("button", { type: "button", "aria-label": `Show ${node.label} in the sky` }, "Show");
    find.addEventListener("click", () => go(node.id));
    const since = node.since ? sky.episodes[node.since - 1].label : "the start";
    return create("tr", {},
      create("td", {}, mark(node.kind), " ", create("a", { href: `/id/${node.id}` }, node.label)),
      create("td", {}, node.kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase()), create("td", { class: "number" }, String(node.ties)),
      create("td", { class: "number" }, node.between.toFixed(4)), create("td", { class: "number" }, node.rank.toFixed(4)), create("td", {}, since), create("td", {}, find));
  }

  function fill() {
    const { matches } = sky.state, [, words, order] = COLUMNS.find(([key]) => key === by);
    const listed = sky.stars.filter((node) => sky.shown(node) && (!matches || matches.has(node)));
    for (const node of listed) node.ties = sky.tied(node).length;
    listed.sort((a, b) => order(a, b) || (a.id < b.id ? -1 : 1));
    COLUMNS.forEach(([key], n) => (key === by ? heads[n].setAttribute("aria-sort", DOWNWARD.has(key) ? "descending" : "ascending") : heads[n].removeAttribute("aria-sort")));
    caption.textContent = listed.length ? `${Math.min(shown, listed.length)} of ${listed.length}, by ${words.toLowerCase()}` : "Nothing in the sky fits what you look for.";
    body.replaceChildren(...listed.slice(0, shown).map(row));
    more.hidden = shown >= listed.length;
  }

  return { refresh() { clearTimeout(waiting); waiting = setTimeout(() => { shown = ROWS; fill(); }, 120); } };
}
