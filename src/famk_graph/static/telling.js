// What is told of an event, in a panel: description, episodes and sources, and where to go from there.

import { ask } from "./asking.js";

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

// A date as people write it: “about July 1969”.
export function when(date) {
  if (!date) return "";
  const set = /^\[([\d-]*)\.\.([\d-]*)\]$/.exec(date);
  if (set) {
    const [first, last] = [one(set[1]), one(set[2])];
    return first && last ? `between ${first} and ${last}` : last ? `by ${last}` : `${first} or later`;
  }
  const [first, last] = date.split("/");
  if (last === undefined) return one(date);
  return one(first) && one(last) ? `${one(first)} to ${one(last)}` : one(first) ? `from ${one(first)}` : `until ${one(last)}`;
}

function one(date) {
  const match = /^(\d{3}[\dX]|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)$/.exec(date);
  if (!match) return date === ".." ? "" : date;
  const [, year, month, day, doubt] = match;
  const parts = [day && Number(day), month && MONTHS[Number(month) - 1], year.includes("X") ? `${year.replaceAll("X", "0")}s` : year];
  return { "": "", "~": "about ", "?": "perhaps ", "%": "perhaps about " }[doubt] + parts.filter(Boolean).join(" ");
}

const BASES = { premise: "the shows’ publicity", production: "credits", history: "real history" };

function episode(part) {
  const match = /^(fam|sc)-s(\d+)e(\d+)$/.exec(part);
  if (!match) return document.createTextNode(BASES[part] ?? part);
  const show = match[1] === "fam" ? "For All Mankind" : "Star City";
  return make("a", { href: `/id/${part}` }, `${show} ${Number(match[2])}×${match[3]}`);
}

function proof(facts, sources) {
  const parts = [...new Set(facts.flatMap((fact) => fact.reveal.split("+")))].sort();
  const cited = [...new Set(facts.flatMap((fact) => fact.sources))].map((ident) => sources[ident]).filter(Boolean);
  cited.sort((a, b) => a.grade.localeCompare(b.grade));
  const list = make("ul", {}, ...cited.map((source) => {
    const title = source.title || source.url;
    const named = source.url ? make("a", { href: source.url, rel: "noreferrer" }, title) : title;
    return make("li", {}, source.publisher, title ? ", " : "", named, source.published ? `, ${when(source.published)}` : "", ` (grade ${source.grade})`);
  }));
  const told = parts.flatMap((part, n) => (n ? [", ", episode(part)] : [episode(part)]));
  const shown = make("span", { class: "proof" }, ...told);
  if (cited.length) {
    shown.append(make("details", { class: "sources" }, make("summary", {}, `${cited.length} source${cited.length > 1 ? "s" : ""}`), list));
  }
  return shown;
}

const SHOWN = [["place", "Where"], ["outcome", "Outcome"], ["participant", "Who"], ["crewMember", "Crew"], ["operator", "By"]];
const MOST = 8;

function row(words, facts) {
  if (!facts.length) return [];
  const values = facts.slice(0, MOST).flatMap((fact, n) => [
    n ? ", " : "",
    fact.valueId ? make("a", { href: `/id/${encodeURIComponent(fact.valueId)}` }, fact.value) : fact.value,
  ]);
  if (facts.length > MOST) values.push(` and ${facts.length - MOST} more`);
  return [make("dt", {}, words), make("dd", {}, ...values)];
}

// Fill a panel with what is told of an event; `more` are elements put before the links.
export async function tell(panel, ident, { more = [], close }) {
  panel.hidden = false;
  panel.setAttribute("aria-busy", "true");
  if (panel.dataset.event !== ident) panel.replaceChildren(make("p", { class: "quiet" }, "One moment …"));
  panel.dataset.event = ident;
  let card;
  try {
    card = await ask(`/api/card/${encodeURIComponent(ident)}`);
  } catch (error) {
    panel.replaceChildren(make("p", { role: "alert" }, `This could not be read: ${error.message} Is the explorer still running?`), closing(close));
    panel.removeAttribute("aria-busy");
    return;
  }
  if (panel.dataset.event !== ident || panel.hidden) return;
  const facts = (predicate) => card.facts.filter((fact) => fact.predicate === predicate && fact.asserted);
  const known = [...facts("description"), ...facts("date"), ...facts("startDate"), ...facts("outcome")];
  const side = card.side && make("span", { class: card.side }, card.side === "theirs" ? "their timeline" : "our timeline");
  const dots = [card.kindWords, when(card.date), side].filter(Boolean).flatMap((part, n) => (n ? [" · ", part] : [part]));
  const safe = encodeURIComponent(ident);
  panel.replaceChildren(
    closing(close),
    make("p", { class: "kicker quiet" }, card.side ? make("span", { class: `half ${card.side}`, "aria-hidden": "true" }) : "", ...dots),
    make("h2", {}, card.label),
    ...facts("description").map((fact) => make("p", {}, fact.value)),
    make("div", { class: "told" }, known.length ? proof(known, card.sources) : ""),
    make("p", { class: "actions" },
      make("a", { class: "strong", href: `/why?event=${safe}` }, "Why did it happen?"),
      make("a", { href: `/why?event=${safe}&way=on` }, "What came of it"),
      make("a", { href: `/id/${safe}` }, "Everything about it")),
    ...more,
    make("dl", {}, ...SHOWN.flatMap(([predicate, words]) => row(words, facts(predicate)))),
  );
  panel.removeAttribute("aria-busy");
}

function closing(close) {
  const button = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  button.addEventListener("click", close);
  return button;
}
