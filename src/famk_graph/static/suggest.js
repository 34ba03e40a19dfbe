// Suggestions as one types, in every search of the pages: an ARIA combobox around /api/search.
//
//   combobox(input, { pick, kinds }): pick({id, label, kind, href}) is called with what was chosen; kinds are classes.
import { ask as json } from "./asking.js";
import { mark } from "./kinds.js";

const PAUSE = 90; // milliseconds after a letter, so that quick typing asks once
const MOST = 8;
let made = 0;

function create(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

function option(hit, id, typed) {
  const row = create("li", { role: "option", id, "aria-selected": "false" }, mark(hit.kind), create("span", { class: "suggested" }, hit.label), create("span", { class: "quiet" }, hit.kindWords));
  const other = hit.matched && hit.matched.toLowerCase() !== hit.label.toLowerCase() && hit.matched !== hit.id;
  if (other && !hit.label.toLowerCase().includes(typed.toLowerCase())) row.append(create("span", { class: "quiet matched" }, `called ${hit.matched}`));
  return row;
}

/** Give an input suggestions; what is chosen is handed on, and nothing else about the input changes. */
function combobox(input, { pick, kinds = [] }) {
  const list = create("ul", { role: "listbox", id: `suggestions-${++made}`, class: "suggestions", "aria-label": "Suggestions", hidden: "" });
  const status = create("span", { role: "status", class: "unseen" });
  input.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off" })) input.setAttribute(name, value);
  let hits = [], at = -1, timer = 0, asked = null;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(next) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = next;
    const row = list.children[at];
    if (!row) { input.removeAttribute("aria-activedescendant"); return; }
    row.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  function open(typed) {
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...hits.map((hit, number) => option(hit, `${list.id}-${number}`, typed)));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    status.textContent = hits.length ? `${hits.length} suggestions; arrow keys choose` : "No suggestions";
  }

  async function ask() {
    const typed = input.value.trim();
    asked?.abort();
    if (!typed) { hits = []; close(); status.textContent = ""; return; }
    asked = new AbortController();
    const query = [["q", typed.slice(0, 200)], ["limit", MOST], ...kinds.map((kind) => ["kind", kind])];
    try {
      ({ hits } = await json("/api/search", query, asked.signal));
      if (document.activeElement === input && input.value.trim() === typed) open(typed);
    } catch (error) {
      if (error.name !== "AbortError") { hits = []; close(); status.textContent = "Suggestions cannot be had just now"; }
    }
  }

  function take(number) {
    const hit = hits[number];
    close();
    pick(hit);
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("focus", () => { if (input.value.trim() && input !== document.activeElement) ask(); });
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { ask(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      move(((at + 1 + step + hits.length + 1) % (hits.length + 1)) - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") close();
  });
  // Before the input loses the focus, so that a press is a choice.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) take([...list.children].indexOf(row));
  });
}

for (const input of document.querySelectorAll("form[role=search] input[type=search]")) {
  combobox(input, { pick: (hit) => location.assign(hit.href) });
}
// A field of a form that is sent as soon as something is chosen, by its id: <input data-suggest="submit" data-kinds="Event">.
for (const input of document.querySelectorAll("input[data-suggest=submit]")) {
  const kinds = (input.dataset.kinds ?? "").split(",").filter(Boolean);
  combobox(input, { kinds, pick: (hit) => { input.value = hit.id; input.form.requestSubmit(); } });
}
// One of several fields of a form: what is chosen stands there by its name and is sent by its id, once all are filled.
for (const input of document.querySelectorAll("input[data-suggest=fill]")) {
  let chosen = null;
  const pick = (hit) => {
    chosen = hit;
    input.value = hit.label;
    const empty = [...input.form.querySelectorAll("[data-suggest=fill]")].find((other) => !other.value.trim());
    if (empty) empty.focus();
    else input.form.requestSubmit();
  };
  combobox(input, { pick });
  input.form.addEventListener("submit", () => { if (chosen && input.value === chosen.label) input.value = chosen.id; });
}
