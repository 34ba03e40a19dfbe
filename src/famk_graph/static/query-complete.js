// Completion: the words of SPARQL, the variables of the query, the terms of the ontology that the data at the reader's
// horizon use, and entities by their names.

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
const MOST = 40;

let terms = null;
const found = new Map(); // texts that were asked for, with the entities they may mean

async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Fetch the terms once; those that nothing at this horizon uses are left out. */
export function loadTerms() {
  terms ??= json("/api/completion").then((told) => {
    const used = (list) => list.filter((term) => term.used);
    return {
      above: new Map(told.classes.map((term) => [term.word.slice(5), term.above])),
      classes: used(told.classes),
      properties: used(told.properties),
      concepts: used(told.concepts),
      prefixes: Object.keys(told.prefixes),
    };
  }).catch(() => {
    terms = null; // the server is away: perhaps the next time
    return { above: new Map(), classes: [], properties: [], concepts: [], prefixes: [] };
  });
  return terms;
}

async function entities(text) {
  if (!text) return [];
  if (!found.has(text)) {
    found.set(text, json(`/api/completion?limit=12&q=${encodeURIComponent(text)}`).then((told) => told.entities).catch(() => {
      found.delete(text);
      return [];
    }));
  }
  return found.get(text);
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
  return list.length ? { list: list.slice(0, MOST), from, to: cursor } : null;
}

async function candidates(word, before, whole) {
  if (/^[?$]/.test(word)) return variables(word, before, whole);
  const known = await loadTerms();
  const [, prefix, rest] = /^(?:([\w-]*):)?(.*)$/s.exec(word);
  const spot = position(before, whole, known);
  const ranked = fitting(known, spot);
  if (prefix === "id") return (await entities(rest.replaceAll("-", " ").trim())).map(entity);
  if (prefix === "famk") return matching(ranked, rest).map(term);
  if (prefix === "concept") return matching(byRange(known.concepts, spot), rest).map(term);
  if (prefix !== undefined) return OTHERS.filter((other) => other.word.startsWith(word)).map(term);
  if (!word) return [...variables("?", before, whole), ...ranked.map(term)];
  const words = KEYWORDS.filter((one) => one.startsWith(word.toUpperCase())).map(keyword);
  const prefixes = known.prefixes.filter((one) => one.startsWith(word)).map((one) => keyword(`${one}:`));
  const named = word.length > 1 ? (await entities(word)).slice(0, 8).map(entity) : [];
  const own = matching([...ranked, ...byRange(known.concepts, spot), ...OTHERS], word).slice(0, 12).map(term);
  return [...words, ...own, ...named, ...prefixes];
}

function variables(word, before, whole) {
  const names = new Set(`${before} ${whole.slice(before.length + word.length)}`.match(/[?$]\w+/g) ?? []);
  names.delete(word);
  return [...names].filter((name) => name.slice(1).startsWith(word.slice(1))).sort()
    .map((text) => ({ text, render: (element) => fill(element, text, "variable", "") }));
}

// Where the cursor is in a triple, roughly: after which predicate, and of what class the subject is.
function position(before, whole, known) {
  const clean = before.slice(-4000).replace(/#[^\n]*/g, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  const mark = /(?:[{}]|[;,]|\.(?=\s|$))([^{};,]*?)$/.exec(clean.replace(/\.(?=\s)/g, ". "));
  const tail = clean.split(/[{};,]|\.(?:\s|$)/).pop().trim();
  const parts = tail ? tail.split(/\s+/) : [];
  const separator = mark?.[0][0] ?? "";
  const sentence = clean.split(/[{}]|\.(?:\s|$)/).pop().trim().split(/\s+/);
  const subject = sentence[0] ?? "";
  const at = separator === ";" ? parts.length + 1 : separator === "," ? 2 : parts.length;
  const predicate = /([\w-]+:[\w-]+|\ba)$/.exec(separator === "," ? sentence[1] ?? "" : parts.at(-1) ?? "")?.[1] ?? "";
  return { at, predicate, kinds: kindsOf(subject, whole, known) };
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

/** The terms that fit a position, the likeliest first. */
function fitting(known, { at, predicate, kinds }) {
  if (at >= 2 && (predicate === "a" || predicate === "rdf:type")) return known.classes;
  if (at >= 2) return [...known.classes, ...known.properties];
  const own = (property) => property.domain.some((kind) => kinds.has(kind));
  const first = known.properties.filter(own);
  return [...first, ...known.properties.filter((property) => !own(property)), ...known.classes];
}

function byRange(concepts, { predicate, at }) {
  const wanted = at >= 2 ? predicate.split(":")[1] ?? "" : "";
  const fits = (concept) => concept.kind.toLowerCase() === wanted.toLowerCase() || wanted.toLowerCase().endsWith(concept.kind.toLowerCase());
  return [...concepts.filter(fits), ...concepts.filter((concept) => !fits(concept))];
}

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
