// Filters a table as one types, sorts it by its heads, and keeps the address in step; the page does both alone too.

import { remember as write, whenReturned } from "./steps.js";

const form = document.querySelector("form.tools");
const table = document.querySelector("table.listed");

if (form && table) {
  document.documentElement.classList.add("scripted");
  start();
}

function fold(text) {
  // As famk_graph.words.fold: no case, no accents, no punctuation.
  const plain = { "×": "x", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe" };
  const letters = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return letters.replace(/[×øłđæœ]/g, (letter) => plain[letter]).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function start() {
  const body = table.tBodies[0];
  const heads = [...table.tHead.querySelectorAll("th[data-name]")];
  const count = document.getElementById("count");
  const nothing = document.querySelector(".nothing");
  const csv = document.getElementById("csv");
  const rows = [...body.rows];
  // The order of the question is that of the page only if nothing sorts it yet; else it is asked for anew.
  const asked = new URLSearchParams(location.search).get("sort") ? null : [...rows];

  function filter() {
    const words = fold(form.elements.filter.value);
    const only = form.only?.value;
    let found = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.dataset.words.includes(word))
        && (!only || row.dataset.only.includes(`|${only}|`));
      row.hidden = !fits;
      found += fits;
    }
    count.textContent = found;
    nothing.hidden = found > 0;
  }

  function sort() {
    const chosen = form.sort.value;
    const name = chosen.replace(/^-/, "");
    const turn = chosen.startsWith("-") ? -1 : 1;
    const place = heads.findIndex((head) => head.dataset.name === name);
    heads.forEach((head, number) => {
      const now = number !== place ? "none" : turn > 0 ? "ascending" : "descending";
      head.setAttribute("aria-sort", now);
    });
    if (!chosen) {
      if (asked) body.append(...asked);
      else form.submit();
      return;
    }
    const key = (row) => row.cells[place].dataset.sort;
    const full = rows.filter(key);
    full.sort((one, other) => (key(one) < key(other) ? -turn : key(one) > key(other) ? turn : 0));
    body.append(...full, ...rows.filter((row) => !key(row)));
  }

  function remember(step) {
    const told = new URLSearchParams();
    for (const name of ["season", "filter", "only", "sort"]) {
      const value = form.elements[name]?.value.trim();
      if (value) told.set(name, value);
    }
    write(told, step);
    if (csv) csv.href = `${location.pathname}.csv${told.size ? `?${told}` : ""}`;
  }

  let waiting = 0;
  form.elements.filter.addEventListener("input", () => {
    filter();
    clearTimeout(waiting); // browsers refuse an address that changes with each letter
    waiting = setTimeout(() => remember(false), 250);
  });
  form.only?.addEventListener("change", () => { filter(); remember(true); });
  form.sort.addEventListener("change", () => { sort(); remember(true); });
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); remember(false); });
  for (const head of heads) {
    head.querySelector("a").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      form.sort.value = form.sort.value === head.dataset.name ? `-${head.dataset.name}` : head.dataset.name;
      sort();
      remember(true);
    });
  }
  function restore() {
    const told = new URLSearchParams(location.search);
    for (const name of ["filter", "only", "sort"]) if (form.elements[name]) form.elements[name].value = told.get(name) ?? "";
    filter();
    sort();
  }

  whenReturned(() => {
    if (!asked && !new URLSearchParams(location.search).get("sort")) return location.reload(); // the order of the question is not here
    restore();
    return remember(false);
  });
  if (!csv) restore(); // a list whose page leaves filter and order to this script
}
