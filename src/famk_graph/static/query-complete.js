// Completion: the words of SPARQL, the variables of the query, the terms of the ontology that the data at the reader's
// horizon use, and entities by their names.

import { ask } from "./asking.js";

const KEYWORDS = (
  "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS VALUES BIND GRAPH CONSTRUCT DESCRIBE ASK PREFIX LIMIT OFFSET HAVING " +
  "EXISTS NOT COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR COALESCE IF BOUND STR LANG DATATYPE REGEX REPLACE CONTAINS " +
  "STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR CONCAT UCASE LCASE YEAR MONTH DAY NOW ABS CEIL FLOOR ROUND ISIRI " +
  "ISLITERAL ASC DESC AS IN UNDEF"
).split(" ").concat(["GROUP BY", "ORDER BY", "FILTER NOT EXISTS"]);
const OTHERS = [
  ["rdf:type", "is a; short: a"], ["rdfs:label", "the name of anything"], ["skos:prefLabel", "the name of a concept"],
  ["skos:definition", "what a term means"], ["prov:wasDerivedFrom", "the source of a statement"],
  ["xsd:date", "the type of days"], ["xsd:integer", "the type of whole numbers"],
].map(([word, definition]) => ({ word, label: "", definition }));
const FUNCTIONS = KEYWORDS.filter((word) => !/^(SELECT|DISTINCT|WHERE|OPTIONAL|FILTER.*|UNION|MINUS|VALUES|BIND|GRAPH|CONSTRUCT|DESCRIBE|ASK|PREFIX|LIMIT|OFFSET|HAVING|EXISTS|SEPARATOR|ASC|DESC|UNDEF|GROUP BY|ORDER BY)$/.test(word)).concat("EXISTS");
const FOLLOWERS = { ORDER: "BY", GROUP: "BY", NOT: "EXISTS" };
const MOST = 40;

let vocabulary = null;
const found = new Map(); // texts that were asked for, with the entities they may mean

/** Fetch the terms once; those that nothing at this horizon uses are left out. */
export function loadTerms() {
  vocabulary ??= ask("/api/completion").then((told) => {
    const used = (list) => list.filter((term) => term.used);
    return {
      above: new Map(told.classes.map((term) => [term.word.slice(5), term.above])),
      classes: used(told.classes),
      properties: used(told.properties),
      concepts: used(told.concepts),
      prefixes: Object.keys(told.prefixes),
    };
  }).catch(() => {
    vocabulary = null; // the server is away: perhaps the next time
    return { above: new Map(), classes: [], properties: [], concepts: [], prefixes: [] };
  });
  return vocabulary;
}

async function entities(text) {
  if (!text.trim()) return [];
  if (!found.has(text)) {
    found.set(text, ask("/api/completion", { limit: 12, q: text }).then((told) => told.entities).catch(() => {
      found.delete(text);
      return [];
    }));
  }
  return found.get(text);
}

/** What a property leads to, the most used first. */
async function valuesOf(property) {
  if (!property?.trim()) return [];
  const key = `after ${property}`;
  if (!found.has(key)) {
    found.set(key, ask("/api/completion", { limit: 40, after: property }).then((told) => told.entities).catch(() => {
      found.delete(key);
      return [];
    }));
  }
  return found.get(key);
}

/** The word before the cursor; none within a comment or a text. */
function wordAt(cm) {
  const cursor = cm.getCursor();
  const kind = cm.getTokenTypeAt(cursor) ?? "";
  if (/comment|string/.test(kind)) return null;
  return /[?$]?[\p{L}\p{N}_:.-]*$/u.exec(cm.getLine(cursor.line).slice(0, cursor.ch))[0].replace(/^\.+/, "");
}

/** Whether what was just typed is worth a list by itself. */
export function wantsCompletion(cm) {
  const word = wordAt(cm);
  if (!word) return false;
  if (/^[?$]/.test(word)) return word.length > 1;
  if (word.includes(":")) return true;
  return word.length > 1 && !KEYWORDS.some((known) => known.split(" ").includes(word.toUpperCase()));
}

export async function complete(cm) {
  const cursor = cm.getCursor();
  const word = wordAt(cm);
  if (word === null) return null;
  const from = { line: cursor.line, ch: cursor.ch - word.length };
  const before = cm.getRange({ line: 0, ch: 0 }, from);
  const list = await candidates(word, before, cm.getValue());
  const done = list.every(({ text }) => text.trim() === word); // what is written out already needs no list
  const shown = { list: list.slice(0, MOST), from, to: cursor };
  window.CodeMirror.on(shown, "shown", nameList);
  // A prefix is half of a name: what may follow is listed at once.
  window.CodeMirror.on(shown, "pick", ({ text }) => text.endsWith(":") && setTimeout(() => cm.options.extraKeys["Ctrl-Space"](cm), 60));
  return done ? null : shown;
}

/** Give the list the name that its maker leaves out; a list of choices is never "expanded". */
function nameList() {
  const list = document.querySelector(".CodeMirror-hints");
  list?.setAttribute("aria-label", "Completions");
  list?.removeAttribute("aria-expanded");
}

async function candidates(word, before, whole) {
  if (/^[?$]/.test(word)) return variables(word, before, whole);
  const follower = FOLLOWERS[/(\w+)\s+$/.exec(before)?.[1]?.toUpperCase()];
  if (follower?.startsWith(word.toUpperCase())) return [keyword(follower)];
  const known = await loadTerms();
  const [, prefix, rest] = /^(?:([\w-]*):)?(.*)$/s.exec(word);
  const spot = position(before, whole, known);
  const terms = fitting(known, spot);
  const named = async (text) => ranked(await entities(text), text, spot, known).map(entity);
  const led = async (start) => (await valuesOf(spot.predicate)).filter((one) => one.word.startsWith(start)).map(entity);
  if (prefix === "id") return rest ? named(rest.replaceAll("-", " ").trim()) : led("id:");
  if (prefix === "concept") return matching(byRange(known.concepts, spot), rest).map(term);
  if (prefix === "famk") return matching(terms.filter((one) => one.word.startsWith("famk:")), rest).map(term);
  if (prefix !== undefined) return OTHERS.filter((other) => other.word.startsWith(word)).map(term);
  const prefixes = known.prefixes.filter((one) => word && one.startsWith(word)).map((one) => keyword(`${one}:`));
  if (isType(spot)) return [...prefixes, ...matching(terms, word).map(term)];
  const typed = (list, as = keyword) => list.filter((one) => one.startsWith(word.toUpperCase()) && one.length > word.length).map(as);
  if (isExpression(before)) return [...(word ? [] : variables("?", before, whole)), ...prefixes, ...typed(FUNCTIONS, called)];
  if (spot.at === OUTSIDE && !word) return [...variables("?", before, whole), ...(/\bby\s+$/i.test(before) ? ["ASC", "DESC"].map(called) : [])];
  if (!word) {
    const values = spot.at >= 2 ? await led("") : [];
    const others = values.length ? [] : terms.map(term);
    return [...(spot.at === 1 ? [] : variables("?", before, whole)), ...values, ...others];
  }
  const words = typed(KEYWORDS);
  if (spot.at === OUTSIDE) return [...words, ...prefixes];
  const own = matching([...terms, ...OTHERS], word).slice(0, 12).map(term);
  const found = word.length > 1 && spot.at !== 1 ? (await named(word)).slice(0, 8) : [];
  return spot.at >= 2 ? [...prefixes, ...found, ...own, ...words] : [...words, ...prefixes, ...own, ...found];
}

/** Whether the cursor is where a value is worked out: after FILTER, or within brackets that are no list of values. */
function isExpression(before) {
  const clean = before.slice(-4000).replace(/#[^\n]*/g, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  if (/\bfilter\s+$/i.test(clean)) return true;
  let open = 0;
  for (let at = clean.length - 1; at >= 0; at -= 1) {
    const sign = clean[at];
    if (sign === "{" || sign === "}") return false;
    if (sign === ")") open += 1;
    if (sign === "(" && open === 0) return /(?:(?:^|[\s(,!{])(?!values\b)[a-z_]+|[=<>!&|+*,(-])\s*$/i.test(clean.slice(0, at));
    if (sign === "(") open -= 1;
  }
  return false;
}

function variables(word, before, whole) {
  const names = new Set(`${before} ${whole.slice(before.length + word.length)}`.match(/[?$]\w+/g) ?? []);
  names.delete(word);
  return [...names].filter((name) => name.slice(1).startsWith(word.slice(1))).sort()
    .map((text) => ({ text, render: (element) => fill(element, text, "variable", "") }));
}

const OUTSIDE = -1; // of all patterns: where columns and orders are listed

// Where the cursor is in a triple, roughly: after which predicate, and of what class the subject is.
function position(before, whole, known) {
  const clean = before.slice(-4000).replace(/#[^\n]*/g, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  const marks = [...clean.matchAll(/[{};,]|\.(?=\s|$)/g)], last = marks.at(-1);
  const start = marks.findLast(([mark]) => !/[;,]/.test(mark));
  const parts = (from) => clean.slice(from ? from.index + 1 : 0).trim().split(/\s+/).filter(Boolean);
  const sentence = parts(start), tail = parts(last), separator = last?.[0] ?? "";
  const depth = (clean.match(/{/g)?.length ?? 0) - (clean.match(/}/g)?.length ?? 0);
  const outside = depth <= 0 || /^(select|construct|describe|ask|group|order|having|limit|values)$/i.test(sentence[0] ?? "");
  const at = outside ? OUTSIDE : separator === "," ? 2 : separator === ";" ? tail.length + 1 : tail.length;
  const spoken = separator === "," ? parts(marks.findLast(([mark]) => mark !== ",")).at(separator === ";" ? 0 : 1) : tail.at(-1);
  const predicate = at >= 2 ? /(?:[\w-]+:[\w-]+|\ba)$/.exec(spoken ?? "")?.[0] ?? "" : "";
  const range = known.properties.find((property) => property.word === predicate)?.range ?? [];
  return { at, predicate, range: new Set(range), kinds: kindsOf(sentence[0] ?? "", whole, known) };
}

function kindsOf(subject, whole, known) {
  if (!/^[?$]\w+$/.test(subject)) return new Set();
  const kinds = [...whole.matchAll(new RegExp(`\\${subject}\\s+(?:a|rdf:type)\\s+famk:(\\w+)`, "g"))].map((match) => match[1]);
  const all = new Set();
  for (const kind of kinds) climb(kind, known.above, all);
  return all;
}

function climb(kind, above, all) {
  if (all.has(kind)) return;
  all.add(kind);
  for (const higher of above.get(kind) ?? []) climb(higher, above, all);
}

const isType = ({ predicate }) => predicate === "a" || predicate === "rdf:type";

/** The terms that fit a position, the likeliest first. */
function fitting(known, spot) {
  if (isType(spot)) return known.classes;
  if (spot.at >= 2) return [...byRange(known.concepts, spot), ...known.classes, ...known.properties];
  const own = (property) => property.domain.some((kind) => spot.kinds.has(kind));
  return [...first(known.properties, own), ...known.classes, ...known.concepts];
}

const byRange = (concepts, { range }) => first(concepts, (concept) => range.has(concept.kind));

/** Entities of a kind that the predicate leads to come first, then those that are called like the text. */
function ranked(entities, text, { range }, known) {
  const fits = ({ kind }) => {
    const all = new Set();
    climb(kind, known.above, all);
    return [...all].some((one) => range.has(one));
  };
  const asked = text.toLowerCase();
  const called = ({ word, label }) => label.toLowerCase().startsWith(asked) || word.slice(3).startsWith(asked.replaceAll(" ", "-"));
  return first(first(entities, called), fits);
}

const first = (list, fits) => [...list.filter(fits), ...list.filter((one) => !fits(one))];

/** Those whose word or label begins with a text, then those that hold it. */
function matching(list, text) {
  const asked = text.toLowerCase();
  if (!asked) return list;
  const rank = ({ word, label }) => {
    const name = word.slice(word.indexOf(":") + 1).toLowerCase();
    if (name.startsWith(asked)) return 0;
    if (` ${label.toLowerCase()}`.includes(` ${asked}`)) return 1;
    return asked.length > 2 && name.includes(asked) ? 2 : 3;
  };
  return [0, 1, 2].flatMap((wanted) => list.filter((one) => rank(one) === wanted));
}

function fill(element, word, kind, more, definition = "") {
  const first = document.createElement("span");
  first.className = `hint-word hint-${kind}`;
  first.textContent = word;
  const second = document.createElement("span");
  second.className = "hint-label";
  second.textContent = more;
  element.append(first, second);
  if (!definition) return;
  const third = document.createElement("span");
  third.className = "hint-definition";
  third.textContent = definition;
  element.append(third);
}

const keyword = (text) => ({ text: text.endsWith(":") ? text : `${text} `, render: (element) => fill(element, text, "keyword", "") });
const term = ({ word, label, definition }) => ({ text: word, render: (element) => fill(element, word, "term", label, definition) });
const entity = ({ word, label, kind }) => ({
  text: word,
  render: (element) => fill(element, word, "entity", `${label} · ${kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase()}`),
});
const called = (text) => ({ ...keyword(text), text: /^(AS|IN|NOT|EXISTS)$/.test(text) ? `${text} ` : `${text}(` });
