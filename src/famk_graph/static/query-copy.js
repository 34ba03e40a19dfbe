// A query to take elsewhere: as Python, as a command, as a link.

/** Python that asks the query at the reader's horizon. */
function python(query, seen) {
  const call = { SELECT: "for row in answer.rows():\n    print(row)", ASK: "print(answer.answer)" }[formOf(query)]
    ?? "for triple in answer:\n    print(triple)";
  return `from famk_graph import Universe\n\nuniverse = Universe(${JSON.stringify(seen)})\nanswer = universe.query(${quoted(query)})\n${call}\n`;
}

/** A text of Python: as it is between three quotes, unless it has what would end or change it there. */
function quoted(text) {
  return /"""|\\|"$/.test(text) ? JSON.stringify(text) : `"""\n${text}\n"""`;
}

function formOf(query) {
  const bare = query.replace(/<[^<>\s]*>/g, "").replace(/#[^\n]*/g, "").replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, "");
  return /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare)?.[1].toUpperCase() ?? "SELECT";
}

/** A command for a shell. A program has no cookie, so that it says how far its reader has watched. */
function curl(query, seen) {
  const form = ["SELECT", "ASK"].includes(formOf(query)) ? "text/csv" : "text/turtle";
  const one = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return `curl -H 'Accept: ${form}' --data-urlencode ${one(`query=${query}`)} ${one(`${location.origin}/sparql?seen=${seen}`)}\n`;
}

export function copies({ text, seen, link }) {
  return { python: () => python(text(), seen), curl: () => curl(text(), seen), link };
}
