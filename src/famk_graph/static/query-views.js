// The views of an answer: tabs, and in each a picture or words on why there is none.

import { emptyColumns, withLanguage } from "./query-advice.js";
import { shorten } from "./query-answer.js";
import { savers } from "./picture-export.js";
import { networkOf, showNetwork } from "./query-graph.js";
import { chartColumns, countsBy, datedColumns, showChart, showTimeline } from "./query-pictures.js";
import { make, showTable } from "./query-table.js";

export const VIEWS = { table: "Table", graph: "Graph", timeline: "Timeline", chart: "Chart" };
const FILES = {
  rows: [["csv", "CSV"], ["tsv", "TSV"], ["json", "JSON"]],
  triples: [["turtle", "Turtle"], ["ntriples", "N-Triples"], ["jsonld", "JSON-LD"]],
};

let shown = null; // what is drawn, and what watches its width

/** Take away what the answer before has drawn. */
function clear() {
  shown?.watch?.disconnect();
  shown?.drawn?.destroy();
  shown = null;
}

/** Show an answer in a place. `state` is {view, by}; `onState` is told when the reader chooses others,
 *  `mend` is given a better query, if there is one. */
export function showAnswer(place, answer, { nodes, prefixes, query, state, onState, mend }) {
  clear();
  if (answer.kind === "truth") {
    place.replaceChildren(make("p", { class: "truth" }, answer.truth ? "Yes" : "No"));
    return;
  }
  if (!answer.rows.length) {
    const better = withLanguage(query);
    place.replaceChildren(better ? languageHint(better, mend) : empty("Nothing fits this query at your horizon.",
      "It may lie later than you have watched, be called otherwise, or not be on record. Take a condition away, or make one OPTIONAL, and run it again."));
    return;
  }
  const panel = make("div", { class: "panel", id: "panel", role: "tabpanel" });
  const tabs = make("div", { class: "tabs", role: "tablist", "aria-label": "Show the answer as" });
  const context = { answer, nodes, prefixes, title: titleOf(query), sorted: null, by: state.by, drawn: null, watch: null };
  shown = context;
  let now = state.view;
  const choose = (view, focus) => {
    for (const tab of tabs.children) {
      const here = tab.dataset.view === view;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      if (here && focus) tab.focus();
    }
    panel.setAttribute("aria-labelledby", `tab-${view}`);
    context.drawn?.destroy();
    context.drawn = null;
    now = view;
    SHOW[view](panel, context, () => onState({ view, by: context.by }));
    onState({ view, by: context.by });
  };
  for (const [view, words] of Object.entries(VIEWS)) {
    const tab = make("button", { type: "button", role: "tab", id: `tab-${view}`, "aria-controls": "panel", "data-view": view }, words);
    tab.addEventListener("click", () => choose(view));
    tabs.append(tab);
  }
  tabs.addEventListener("keydown", (event) => step(event, choose));
  const warnings = emptyColumns(answer, query).map((words) => make("p", { class: "warning" }, words));
  place.replaceChildren(...warnings, make("div", { class: "answer-bar" }, tabs, files(answer, query)), panel);
  choose(state.view);
  let width = panel.clientWidth;
  context.watch = new ResizeObserver(() => {
    if (Math.abs(panel.clientWidth - width) < 24 || !["timeline", "chart"].includes(now)) return;
    width = panel.clientWidth;
    SHOW[now](panel, context, () => {});
  });
  context.watch.observe(place);
}

/** What a picture of the answer is called: the comment that the query begins with, as that of a saved one does. */
const titleOf = (query) => /^\s*#\s*(\S.*)/.exec(query)?.[1].slice(0, 110) ?? "The answer";

function step(event, choose) {
  const names = Object.keys(VIEWS), at = names.indexOf(event.target.dataset.view);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  choose(names[(to + names.length) % names.length], true);
}

function files({ kind }, query) {
  const links = FILES[kind].map(([form, words]) =>
    make("a", { href: `/sparql?${new URLSearchParams({ query, format: form })}`, download: "" }, words));
  return make("p", { class: "files" }, make("span", { class: "quiet" }, "Save as "), ...links);
}

/** Names have a language, which a text in quotes has not: the first query of many is empty for that. */
function languageHint({ text, query }, mend) {
  const said = empty("Nothing fits this query at your horizon.",
    "Names carry their language here: a text without one is equal to none of them. Should it be this?");
  const button = make("button", { type: "button" }, `${text} – change it and run again`);
  button.addEventListener("click", () => mend(query));
  said.append(make("p", {}, button));
  return said;
}

const empty = (first, more) => make("div", { class: "empty" }, make("p", {}, first), make("p", { class: "quiet" }, more));

const SHOW = {
  table(panel, context, told) {
    const onSort = (sorted) => {
      const at = document.activeElement?.dataset.column;
      SHOW.table(panel, { ...context, sorted }, told);
      panel.querySelector(`[data-column="${at}"]`)?.focus();
    };
    showTable(panel, shortened(context), { ...context, onSort });
  },

  graph(panel, context) {
    const { answer, nodes, prefixes } = context;
    const network = networkOf(answer, nodes, prefixes);
    if (!network.edges.length) {
      panel.replaceChildren(empty("There is no network in this answer.",
        answer.kind === "triples" ? "None of its triples ties two things."
          : "A network needs rows that name two things each: select the variables of the things themselves, such as ?mission and ?who, or write CONSTRUCT."));
      return;
    }
    const drawing = make("div");
    panel.replaceChildren(drawing);
    if (network.left) panel.append(make("p", { class: "quiet" }, `The first ${network.nodes.length} things are drawn; ${network.left} more are in the table.`));
    context.drawn = showNetwork(drawing, network, context.title);
  },

  timeline(panel, context, told) {
    const columns = datedColumns(context.answer, context.nodes);
    if (!columns.length) {
      panel.replaceChildren(empty("There is no date in this answer.",
        "A timeline needs a column of dates or years, or of dated events: add for example ?event famk:date ?when to the pattern, and ?when to SELECT."));
      return;
    }
    const column = pick(columns, context.answer.columns.indexOf(context.by));
    const place = make("div");
    panel.replaceChildren(...choice("Dates of", columns, column, context, () => SHOW.timeline(panel, context, told), told), place);
    const { shown, without, sides, rough, lasting } = showTimeline(place, context.answer, { ...context, column });
    const rest = context.answer.rows.length - without - shown;
    const words = [
      sides ? "Above the axis is their timeline, below it ours." : "",
      lasting ? "A bar is a time that lasts." : "",
      rough ? "What is hollow has no exact day: it lies within its width." : "",
      rest > 0 ? `The first ${shown} are drawn.` : "", without ? `${without} without a date ${without === 1 ? "is" : "are"} in the table only.` : "",
    ].filter(Boolean).join(" ");
    if (words) panel.append(make("p", { class: "quiet" }, words));
    panel.append(savers(place, context.title));
  },

  chart(panel, context, told) {
    const { of, by } = chartColumns(context.answer, context.nodes);
    if (!of.length) {
      countRows(panel, context, told);
      return;
    }
    const place = make("div"), column = pick(by, context.answer.columns.indexOf(context.by));
    panel.replaceChildren(...choice("By", by, column, context, () => SHOW.chart(panel, context, told), told), place);
    underChart(panel, place, context.title, showChart(place, context.answer, { ...context, by: column, of }));
  },
};

function underChart(panel, place, title, { rows, shown, without, lines }) {
  const words = [
    !lines && shown < rows ? `The first ${shown} of ${rows} rows are drawn: ORDER BY decides which.` : "",
    without ? `${without} without a number ${without === 1 ? "is" : "are"} in the table only.` : "",
  ].filter(Boolean).join(" ");
  if (words) panel.append(make("p", { class: "quiet" }, words));
  panel.append(savers(place, title));
}

/** Where no column has numbers, the rows themselves can be counted by what stands in one. */
function countRows(panel, context, told) {
  const { answer, nodes, prefixes } = context;
  const said = empty("There is no number in this answer.",
    "A chart needs a column of numbers: count something, such as SELECT ?who (COUNT(?mission) AS ?flights) … GROUP BY ?who. Or count these rows:");
  const buttons = answer.columns.map((name, column) => {
    const button = make("button", { type: "button", "aria-pressed": String(name === context.by) }, `by ${name}`);
    button.addEventListener("click", () => {
      context.by = name;
      SHOW.chart(panel, context, told);
      told();
      panel.querySelectorAll(".count-by button")[column].focus();
    });
    return button;
  });
  said.append(make("p", { class: "count-by" }, ...buttons));
  panel.replaceChildren(said);
  const column = answer.columns.indexOf(context.by);
  if (column < 0) return;
  const counts = countsBy(answer, nodes, prefixes, column), place = make("div");
  if (!counts.rows.length) return;
  panel.append(place);
  underChart(panel, place, `${context.title}: rows by ${context.by}`, showChart(place, counts, { nodes, prefixes, by: 0, of: [1], counted: true }));
}

const pick = (columns, wanted) => (columns.includes(wanted) ? wanted : columns[0]);

/** A box to choose another column, where there are several. */
function choice(label, columns, chosen, context, again, told) {
  if (columns.length < 2) return [];
  const select = make("select", { id: "by" }, ...columns.map((n) => {
    const option = make("option", { value: String(n) }, context.answer.columns[n]);
    option.selected = n === chosen;
    return option;
  }));
  select.addEventListener("change", () => {
    context.by = context.answer.columns[Number(select.value)];
    again();
    told();
    document.getElementById("by").focus();
  });
  return [make("p", { class: "choice" }, make("label", { for: "by" }, `${label} `), select)];
}

/** Triples with predicates by their short names read better; the terms stay what they are. */
function shortened({ answer, prefixes }) {
  if (answer.kind !== "triples") return answer;
  const rows = answer.rows.map(([subject, predicate, object]) => [subject, { ...predicate, type: "name", value: shorten(predicate.value, prefixes) }, object]);
  return { ...answer, rows };
}
