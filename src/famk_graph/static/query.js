// The page to write SPARQL: runs what the editor holds, and keeps it in the address.

import { ask as json, keepHorizon } from "./asking.js";
import { ask, nodesOf, Refused } from "./query-answer.js";
import { loadTerms } from "./query-complete.js";
import { copies } from "./query-copy.js";
import { clearMistake, markMistake, openEditor, readMistake } from "./query-editor.js";
import { make } from "./query-table.js";
import { showAnswer, VIEWS } from "./query-views.js";

const page = JSON.parse(document.getElementById("page-data").textContent);
const at = (id) => document.getElementById(id);
const [told, mistake, answerPlace, runButton, cancelButton] = ["told", "mistake", "answer", "run", "cancel"].map(at);
const area = at("query");
const given = { text: area.value.trimEnd(), address: new URLSearchParams(location.search) };
const state = { view: page.view, by: given.address.get("by") ?? undefined };
const LONGEST = 30_000; // letters of a query that an address holds
let running = null;

for (const element of document.querySelectorAll(".script-only")) element.hidden = false;

const editor = openEditor(area, {
  label: "query-label",
  describedBy: "editor-keys",
  run: () => run(),
  changed: () => {
    mistake.hidden = true;
    at("copied").hidden = true;
  },
});
editor.on("focus", loadTerms);

const text = () => editor.getValue().trimEnd();

// The address: a saved query with its values as long as it is unchanged, or else the text.

function address() {
  const found = new URLSearchParams();
  if (page.saved && text() === given.text) {
    for (const [name, value] of given.address) if (!["run", "view", "by", "seen"].includes(name)) found.append(name, value);
  } else if (text().length <= LONGEST) {
    found.set("query", text());
  }
  if (state.view !== "table") found.set("view", state.view);
  if (state.by && state.view !== "table" && state.view !== "graph") found.set("by", state.by);
  return `/query?${keepHorizon(found)}`;
}

/** A step of history knows its text, and whether it was run: going back shows no answer that was never asked for. */
function keepAddress(push, ran = true) {
  const next = address(), step = { text: text(), ran };
  if (push && next !== location.pathname + location.search) history.pushState(step, "", next);
  else history.replaceState(step, "", next);
}

addEventListener("popstate", ({ state: step }) => {
  if (!step) { // a place within the page
    history.replaceState({ text: text(), ran: answerPlace.children.length > 0 }, "");
    return;
  }
  const now = new URLSearchParams(location.search), saved = now.get("saved");
  if (saved && saved !== given.address.get("saved")) {
    location.reload(); // another saved query: the server fills it
    return;
  }
  Object.assign(state, { view: now.get("view") ?? "table", by: now.get("by") ?? undefined });
  editor.setValue(step.text);
  if (step.ran) run({ push: false });
  else begin();
});

/** Before a query is run there is no answer. */
function begin() {
  running?.abort();
  running = null;
  cancelButton.hidden = true;
  clearMistake(editor);
  mistake.hidden = true;
  told.textContent = "";
  answerPlace.removeAttribute("aria-busy");
  answerPlace.replaceChildren(make("div", { class: "empty" },
    make("p", {}, "The answer comes here: as a table, a graph, a timeline and a chart."),
    make("p", { class: "quiet" }, "Run the query above, change it first, or take one of the questions.")));
}

// Running

async function run({ push = true } = {}) {
  clearMistake(editor);
  mistake.hidden = true;
  const query = text();
  if (!query) {
    told.textContent = "";
    say({ words: "There is no query yet", hint: "Write one, or take one of the questions.", fixes: [], place: null });
    return;
  }
  running?.abort();
  const control = new AbortController();
  running = control;
  cancelButton.hidden = false;
  told.textContent = "Running…";
  answerPlace.setAttribute("aria-busy", "true");
  keepAddress(push);
  try {
    const answer = await ask(query, control.signal);
    const nodes = await nodesOf(answer, control.signal);
    if (running !== control) return; // another was asked meanwhile, or none by going back
    told.textContent = counted(answer, query);
    showAnswer(answerPlace, answer, { nodes, prefixes: page.prefixes, query, state, onState, mend });
  } catch (error) {
    if (running === control) fail(error, control.signal.aborted);
  } finally {
    if (running === control) {
      running = null;
      cancelButton.hidden = true;
      answerPlace.removeAttribute("aria-busy");
    }
  }
}

function mend(better) {
  editor.setValue(better);
  run();
}

function onState({ view, by }) {
  Object.assign(state, { view, by });
  keepAddress(false);
}

function seconds(ms) {
  return ms < 995 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function counted({ kind, rows, ms, truth }, query) {
  if (kind === "truth") return `${truth ? "Yes" : "No"}, in ${seconds(ms)}.`;
  const noun = kind === "triples" ? "triple" : "row";
  const limit = Number(/\bLIMIT\s+(\d+)\s*(?:OFFSET\s+\d+\s*)?$/i.exec(query.replace(/#[^\n]*/g, ""))?.[1]);
  const more = rows.length > 0 && rows.length === limit ? `: as many as its LIMIT lets through` : "";
  return `${rows.length.toLocaleString("en")} ${noun}${rows.length === 1 ? "" : "s"} in ${seconds(ms)}${more}.`;
}

function fail(error, aborted) {
  if (aborted) {
    told.textContent = "Cancelled.";
    return;
  }
  told.textContent = "";
  if (!(error instanceof Refused)) {
    say({ words: "The server does not answer.", hint: "Is famk serve still running?", fixes: [], place: null });
    if (!(error instanceof TypeError)) throw error;
    return;
  }
  const found = readMistake(editor, error.message);
  markMistake(editor, found);
  say(found);
  answerPlace.replaceChildren();
}

/** Tell what is wrong, where, and what may be meant. */
function say({ words, hint, line, column, fixes, place }) {
  const first = make("p");
  if (line) {
    const go = make("button", { type: "button", class: "place" }, `Line ${line}, column ${column}`);
    go.addEventListener("click", () => {
      editor.setCursor(place.from);
      editor.focus();
    });
    first.append(go, " ");
  }
  first.append(sentence(words));
  mistake.replaceChildren(first);
  if (hint) mistake.append(make("p", { class: "quiet" }, sentence(hint)));
  if (fixes.length) mistake.append(make("p", { class: "fixes" }, "Did you mean ", ...fixes.map((word) => fix(word, place)), "?"));
  mistake.hidden = false;
}

const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? "" : ".");

function fix(word, place) {
  const button = make("button", { type: "button" }, word);
  button.addEventListener("click", () => {
    editor.replaceRange(word, place.from, place.to);
    editor.focus();
    run();
  });
  return button;
}

at("editor").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
cancelButton.addEventListener("click", () => {
  running?.abort();
  editor.focus();
});

// Copies

const made = copies({ text, seen: page.seen, link: () => location.origin + address() });
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const copied = made[button.dataset.copy]();
    const shown = at("copied");
    shown.textContent = copied;
    shown.hidden = false;
    try {
      await navigator.clipboard.writeText(copied);
      told.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(shown);
      told.textContent = "Selected: copy it with your keys.";
    }
  });
}

// Questions and the fields of the one that is asked

const list = document.querySelector(".question-list"), filter = at("questions-text");
at("questions-filter").hidden = false;
filter.addEventListener("input", () => {
  const asked = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const topic of list.children) {
    const heading = topic.querySelector("h3").textContent;
    let here = 0;
    for (const item of topic.querySelectorAll("li")) {
      const link = item.firstElementChild;
      const words = `${link.textContent} ${link.dataset.name} ${heading}`.toLowerCase();
      item.hidden = !asked.every((word) => words.includes(word));
      here += item.hidden ? 0 : 1;
    }
    topic.hidden = here === 0;
    shown += here;
  }
  at("questions-count").textContent = shown;
  at("questions-none").hidden = shown > 0;
});
const current = list.querySelector("[aria-current]");
if (current) list.scrollTop = current.offsetTop - list.clientHeight / 3;
if (matchMedia("(max-width: 62rem)").matches) document.querySelector(".questions").open = false;

for (const input of document.querySelectorAll("input.names")) {
  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      if (input.value.trim().length < 2) return;
      const told = await json("/api/search", { q: input.value, limit: "8" }).catch(() => null);
      if (!told) return;
      const { hits } = told;
      const once = (label) => hits.filter((hit) => hit.label === label).length === 1;
      input.list.replaceChildren(...hits.map((hit) => make("option", { value: once(hit.label) ? hit.label : hit.id }, hit.kindWords)));
    }, 120);
  });
}

if (!(state.view in VIEWS)) state.view = "table";
if (page.run) run({ push: false });
else {
  history.replaceState({ text: text(), ran: answerPlace.children.length > 0 }, "");
  if (!answerPlace.children.length) begin();
}
