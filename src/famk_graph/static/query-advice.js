// What may be amiss with a query that is right SPARQL: variables that nothing gives a value, names without their language.

const QUIET = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>/g;
// A text that a name is held against: after a predicate whose values are in a language, or after = or !=.
const NAMED = /((?:rdfs:label|skos:(?:pref|alt)Label|skos:definition|famk:(?:alias|title|description|name))(?:\|[\w:]+)*\s+|[=]\s*)("(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')(?!\s*(?:@|\^\^))/g;

/** Sentences on an answer with rows: columns that are empty in all of them. */
export function emptyColumns({ kind, columns, rows }, query) {
  if (kind !== "rows" || !rows.length) return [];
  const told = query.replace(QUIET, " ");
  return columns.filter((_, column) => rows.every((row) => !row[column])).map((name) => {
    const spoken = told.match(new RegExp(`[?$]${name}(?!\\w)`, "g"))?.length ?? 0;
    const others = [...new Set(told.match(/[?$]\w+/g) ?? [])].map((one) => one.slice(1)).filter((one) => one !== name && !columns.includes(one));
    if (spoken > 1) return `?${name} is empty in every row.`;
    return `?${name} is empty in every row: nothing in the query gives it a value${others.length ? ` (it does to ?${others.slice(0, 3).join(", ?")})` : ""}.`;
  });
}

/** The query with a language behind each text that a name is held against, if that changes it: names have one. */
export function withLanguage(query) {
  const bare = query.replace(/#[^\n]*/g, (comment) => (comment.includes('"') ? "" : comment));
  const found = [...bare.matchAll(NAMED)].filter(({ 1: before, index }) => !/=/.test(before) || !/\bSTR\s*\([^()]*\)\s*!?$/i.test(bare.slice(0, index)));
  if (!found.length) return null;
  let mended = query;
  for (const [whole, before, text] of found) mended = mended.replace(whole, `${before}${text}@en`);
  return { text: `${found[0][2]}@en`, query: mended };
}
