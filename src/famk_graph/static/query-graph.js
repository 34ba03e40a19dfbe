// The answer as a network: triples as they are, rows as ties between the entities in them.

import { drawGraph } from "./graph.js";
import { columnsWhere, idOf, LABEL, shorten } from "./query-answer.js";

const MOST = 300; // nodes
const CAUSAL = new Set(["causes", "enables", "motivates", "prevents"]);

const inWords = (name) => name.slice(name.indexOf(":") + 1).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/** Nodes and ties of an answer; none if it has no two things that could be tied. */
export function networkOf(answer, nodes, prefixes) {
  const found = answer.kind === "triples" ? ofTriples(answer, nodes, prefixes) : ofRows(answer, nodes);
  const kept = new Map([...found.nodes].slice(0, MOST));
  return {
    nodes: [...kept.values()],
    edges: found.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    left: found.nodes.size - kept.size,
  };
}

function ofTriples({ rows }, known, prefixes) {
  const nodes = new Map(), edges = [], labels = new Map();
  for (const [subject, predicate, object] of rows) {
    if (predicate.value === LABEL && object.type === "literal") labels.set(subject.value, object.value);
  }
  const add = (term) => {
    const id = idOf(term) ?? term.value;
    if (!nodes.has(id)) nodes.set(id, known.get(id) ?? resource(id, term, labels, prefixes));
    return id;
  };
  for (const [subject, predicate, object] of rows) {
    if (object.type === "literal") continue;
    edges.push({ from: add(subject), to: add(object), words: inWords(shorten(predicate.value, prefixes)) });
  }
  return { nodes, edges };
}

function resource(id, term, labels, prefixes) {
  const text = term.type === "uri" ? `DESCRIBE <${term.value}>` : "";
  return {
    id, label: labels.get(term.value) ?? shorten(term.value, prefixes), kind: "", side: null,
    href: text ? `/query?${new URLSearchParams({ query: text, view: "graph" })}` : "#answer",
  };
}

function ofRows(answer, known) {
  const columns = columnsWhere(answer, (term) => known.has(idOf(term)));
  const nodes = new Map(), edges = [];
  if (columns.length < 2) return { nodes, edges };
  for (const row of answer.rows) {
    const [first, ...others] = columns.filter((column) => known.has(idOf(row[column])));
    if (first === undefined) continue;
    for (const column of [first, ...others]) nodes.set(idOf(row[column]), known.get(idOf(row[column])));
    for (const column of others) {
      edges.push({ from: idOf(row[first]), to: idOf(row[column]), words: inWords(answer.columns[column]) });
    }
  }
  return { nodes, edges };
}

/** Draw a network into an element. */
export function showNetwork(place, { nodes, edges }, title) {
  const causes = place.clientWidth > 560 && edges.every(({ words }) => CAUSAL.has(words));
  return drawGraph(place, { title, nodes, edges, centre: null, layout: causes ? "causes" : "around" });
}
