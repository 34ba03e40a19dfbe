// An answer of the endpoint: rows of terms, triples, or yes or no; and what is known of the entities in it.

import { ask as json, at } from "./asking.js";
import { middleOf, spanOf } from "./edtf.js";

const ID = "https://w3id.org/famk/id/";
export const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const MOST_NAMED = 1200; // entities whose labels are fetched at most
const AT_ONCE = 120;

/** Ask the endpoint. Returns the answer, or throws a `Refused` with what it said. */
export async function ask(query, signal) {
  const started = performance.now();
  const answer = await fetch(at("/sparql"), {
    method: "POST",
    headers: {
      "Content-Type": "application/sparql-query",
      Accept: "application/sparql-results+json, application/n-triples",
    },
    body: query,
    signal,
  });
  const text = await answer.text();
  const ms = performance.now() - started;
  if (!answer.ok) throw new Refused(answer.status, text, ms);
  const graph = answer.headers.get("Content-Type").startsWith("application/n-triples");
  return { ...(graph ? ofTriples(text) : ofJson(text)), ms };
}

export class Refused extends Error {
  constructor(status, message, ms) {
    super(message);
    Object.assign(this, { status, ms });
  }
}

function ofJson(text) {
  const told = JSON.parse(text);
  if ("boolean" in told) return { kind: "truth", truth: told.boolean, columns: [], rows: [] };
  const columns = told.head.vars;
  return { kind: "rows", columns, rows: told.results.bindings.map((row) => columns.map((name) => ofTerm(row[name]))) };
}

function ofTerm(term) {
  if (!term) return null;
  if (term.type === "triple") return { type: "literal", value: JSON.stringify(term.value) };
  return { type: term.type, value: term.value, datatype: term.datatype, lang: term["xml:lang"], id: entityOf(term) };
}

const entityOf = ({ type, value }) => (type === "uri" && value.startsWith(ID) ? value.slice(ID.length) : null);

const TRIPLE = /^(<[^>]*>|_:\S+) <([^>]*)> (?:(<[^>]*>|_:\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@(\S+))?) \.$/;

function ofTriples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const match = TRIPLE.exec(line);
    if (!match) continue;
    const [, subject, predicate, node, literal, datatype, lang] = match;
    rows.push([resource(subject), { type: "uri", value: unescape(predicate) },
      node ? resource(node) : { type: "literal", value: unescape(literal), datatype, lang }]);
  }
  return { kind: "triples", columns: ["subject", "predicate", "object"], rows };
}

const resource = (text) =>
  ofTerm(text.startsWith("<") ? { type: "uri", value: unescape(text.slice(1, -1)) } : { type: "bnode", value: text });
const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const unescape = (text) => text.replace(/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g, (_, short, long, letter) =>
  short || long ? String.fromCodePoint(parseInt(short ?? long, 16)) : LETTERS[letter] ?? letter);

/** The id of the entity that a term is or names, if it is one of ours. */
export const idOf = (term) => term?.id ?? null;

/** What is known of the entities of an answer, by id: label, kind, date, timeline and address. */
export async function nodesOf(answer, signal) {
  await nameLabels(answer, signal);
  const ids = [...new Set(answer.rows.flat().map(idOf).filter((id) => id && !/[,\s/]/.test(id)))].slice(0, MOST_NAMED);
  const parts = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) parts.push(ids.slice(at, at + AT_ONCE));
  const told = await Promise.all(parts.map(async (part) => {
    try {
      return (await json("/api/nodes", { id: part.join(",") }, signal)).nodes;
    } catch (error) {
      if (error.name === "AbortError") throw error; // another query is being asked
      return [];
    }
  }));
  return new Map(told.flat().map((node) => [node.id, node]));
}

/** Find the entities whose labels stand in rows of words; a label that several have tells of none. */
async function nameLabels({ kind, rows }, signal) {
  if (kind !== "rows") return;
  const labels = rows.flat().filter((term) => term?.lang === "en" && term.value.length < 120);
  const texts = [...new Set(labels.map((term) => term.value))].slice(0, MOST_NAMED);
  if (!texts.length) return;
  const listed = texts.map((text) => `${JSON.stringify(text)}@en`).join(" ");
  const found = await ask(`SELECT ?label (SAMPLE(?one) AS ?entity) WHERE {
    VALUES ?label { ${listed} }
    ?one rdfs:label ?label .
    FILTER(STRSTARTS(STR(?one), "${ID}"))
  } GROUP BY ?label HAVING (COUNT(DISTINCT ?one) = 1)`, signal).catch(() => null);
  const ids = new Map((found?.rows ?? []).map(([label, entity]) => [label.value, idOf(entity)]));
  for (const term of labels) term.id = ids.get(term.value) ?? null;
}

/** An IRI with one of our prefixes, or as it is. */
export function shorten(iri, prefixes) {
  for (const [prefix, base] of Object.entries(prefixes)) {
    if (iri.startsWith(base) && !iri.slice(base.length).includes("/")) return `${prefix}:${iri.slice(base.length)}`;
  }
  return iri;
}

/** A term in words: an entity by its label, another resource by its short name, a literal as it is. */
export function words(term, nodes, prefixes) {
  if (!term) return "";
  if (term.type !== "uri") return term.value;
  return nodes.get(idOf(term))?.label ?? shorten(term.value, prefixes);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NUMERIC = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;

/** The number that a term is, or NaN. */
export const numberOf = (term) =>
  term?.type === "literal" && NUMERIC.test(term.datatype ?? "") && NUMBER.test(term.value) ? Number(term.value) : NaN;

/** The time that a term can mean, as edtf.js has it, or null: a number is no date, whatever it is called. */
export const spanOfTerm = (term) => (term?.type === "literal" && !NUMERIC.test(term.datatype ?? "") ? spanOf(term.value) : null);

/** The date that a term is, as a year with a fraction, or NaN: the middle of what it leaves open. */
export function dateOf(term) {
  const span = spanOfTerm(term);
  return span ? middleOf(span) : NaN;
}

/** The columns of which most bound values pass a test, by number. */
export function columnsWhere({ columns, rows }, test) {
  return columns.map((_, column) => column).filter((column) => {
    const bound = rows.map((row) => row[column]).filter((term) => term && term.value !== "");
    return bound.length > 0 && bound.filter(test).length >= 0.6 * bound.length;
  });
}
