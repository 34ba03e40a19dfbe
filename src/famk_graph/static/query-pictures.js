// The answer as a timeline and as a chart: small drawings in SVG, as wide as their place.

import { middleOf, spanOf } from "./edtf.js";
import { columnsWhere, dateOf, idOf, numberOf, spanOfTerm, words } from "./query-answer.js";
import { make } from "./query-table.js";

const MOST_DATED = 400;
const MOST_BARS = 40;
const LANE = 22;
const LETTER = 6.9; // the width of one at the size of the drawings' text, about
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const SVG = "http://www.w3.org/2000/svg";

export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const short = (text, most) => (text.length > most ? `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…` : text);
const isYear = (name) => /year/i.test(name);

/** The times of the rows by a column, or null: its date, its year, or the date of its entity; never that of another column. */
function spansOf(answer, nodes, column) {
  return answer.rows.map((row) => {
    const own = spanOfTerm(row[column]), year = numberOf(row[column]);
    if (own) return own;
    if (isYear(answer.columns[column]) && !Number.isNaN(year)) return spanOf(String(year));
    return spanOf(nodes.get(idOf(row[column]))?.date ?? "");
  });
}

const timesOf = (...asked) => spansOf(...asked).map((span) => (span ? middleOf(span) : NaN));

/** The columns by which rows can be put on a timeline, those that are dates themselves first. */
export function datedColumns(answer, nodes) {
  const dates = columnsWhere(answer, (term) => !Number.isNaN(dateOf(term)));
  const years = columnsWhere(answer, (term) => !Number.isNaN(numberOf(term))).filter((n) => isYear(answer.columns[n]));
  const events = columnsWhere(answer, (term) => nodes.get(idOf(term))?.date);
  return [...new Set([...dates, ...years, ...events])];
}

function sideOf(row, nodes) {
  for (const term of row) {
    const side = nodes.get(idOf(term))?.side;
    if (side) return side;
    if (term && /^alternate timeline$/i.test(term.value)) return "theirs";
    if (term && /^our timeline$/i.test(term.value)) return "ours";
  }
  return "";
}

/** Draw the rows at their times: what is of their timeline above the axis, what is of ours below it. */
export function showTimeline(place, answer, { nodes, prefixes, column }) {
  const spans = spansOf(answer, nodes, column);
  const named = nameColumn(answer, nodes, column);
  const items = answer.rows.map((row, n) => ({
    span: spans[n], time: spans[n] && middleOf(spans[n]), side: sideOf(row, nodes), text: words(row[named], nodes, prefixes),
    href: nodes.get(idOf(row[named]))?.href,
    told: row.map((term) => words(term, nodes, prefixes)).filter(Boolean).join(" · "),
  })).filter(({ span }) => span).sort((one, other) => one.time - other.time).slice(0, MOST_DATED);
  const width = Math.max(640, place.clientWidth);
  const ends = items.flatMap(({ span }) => [span.from, span.to]).filter(Number.isFinite);
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const wide = Math.max(last - first, 0.5), margin = 24, room = Math.min(220, width / 4);
  const at = (time) => margin + ((Math.min(Math.max(time, first), last) - first) / wide) * (width - 2 * margin - room);
  const above = lanes(items.filter(({ side }) => side !== "ours"), at), below = lanes(items.filter(({ side }) => side === "ours"), at);
  const axis = Math.max(1, above.count) * LANE + 12, height = axis + 34 + below.count * LANE;
  const svg = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "timeline", role: "group", "aria-label": "Timeline" });
  svg.append(...ticks(first, last, (time) => margin + ((time - first) / wide) * (width - 2 * margin - room), axis, width));
  const placed = [
    ...above.placed.map((one) => ({ ...one, y: axis - 12 - one.lane * LANE })),
    ...below.placed.map((one) => ({ ...one, y: axis + 36 + one.lane * LANE })),
  ];
  // Stems lie behind all names.
  svg.append(...placed.map(({ item, y }) => stem(at(item.time), y, axis)));
  svg.append(...placed.sort((one, other) => one.item.time - other.item.time).map(({ item, y, shown }) => sign(item, at, y, shown)));
  place.replaceChildren(make("div", { class: "wide picture", role: "region", tabindex: "0", "aria-label": "Timeline of the answer" }, svg));
  return {
    shown: items.length, without: spans.filter((span) => !span).length, sides: above.count > 0 && below.count > 0,
    rough: items.some(({ span }) => span.rough), lasting: items.some(({ span }) => span.lasts),
  };
}

function nameColumn(answer, nodes, dated) {
  const texts = columnsWhere(answer, (term) => Number.isNaN(dateOf(term)) && Number.isNaN(numberOf(term)));
  const events = texts.filter((n) => answer.rows.some((row) => nodes.get(idOf(row[n]))?.date));
  const world = (n) => answer.rows.every((row) => !row[n] || /timeline$/i.test(words(row[n], nodes, {})));
  return events[0] ?? texts.find((n) => n !== dated && !world(n)) ?? texts[0] ?? dated;
}

/** Put each item into the first lane where its name has room; where there are too many, dots lose their names. */
function lanes(items, at) {
  const ends = [], placed = [];
  for (const item of items) {
    const [start, x] = reach(item, at), wide = 14 + LETTER * Math.min(30, item.text.length) + 10;
    let lane = ends.findIndex((end) => end < start - 6);
    const shown = lane >= 0 || ends.length < 16;
    if (lane < 0) lane = shown ? ends.length : ends.indexOf(Math.min(...ends));
    ends[lane] = Math.max(ends[lane] ?? 0, x + (shown ? wide : 0));
    placed.push({ item, lane, shown });
  }
  return { placed, count: ends.length };
}

const stem = (x, y, axis) => draw("line", { x1: x, x2: x, y1: y, y2: axis + (y > axis ? 20 : 0), class: "stem" });

/** From where to where an item reaches: its bar, if its time is long enough for one, or else its dot. */
function reach({ span, time }, at) {
  const [from, to] = [at(span.from), at(span.to)];
  return (span.lasts || span.rough) && to - from > 12 ? [from, to - 4.5] : [at(time), at(time)];
}

/** A day is a dot, a time that lasts a bar; a date that can mean many days is hollow, as wide as what it can mean. */
function sign(item, at, y, shown) {
  const { side, text, href, told, span } = item, [from, to] = reach(item, at);
  const hollow = span.rough ? "rough" : "";
  const mark = to > from
    ? draw("rect", { x: from, y: y - 4, width: to + 4.5 - from, height: 8, rx: 4, class: `dot ${side} ${hollow}` })
    : draw("circle", { cx: to, cy: y, r: 4.5, class: `dot ${side} ${hollow}` });
  const inside = [draw("title", {}, told), mark];
  if (shown) inside.push(draw("text", { x: to + 9, y: y + 4 }, short(text, 30)));
  return href ? draw("a", { href, "aria-label": told }, ...inside) : draw("g", { role: "img", "aria-label": told }, ...inside);
}

function ticks(first, last, at, axis, width) {
  const found = [draw("line", { x1: 0, x2: width, y1: axis, y2: axis, class: "axis" }), draw("line", { x1: 0, x2: width, y1: axis + 20, y2: axis + 20, class: "axis" })];
  const unit = last - first < 3 ? 12 : 1; // months, where there are few years
  const step = niceStep(((last - first) * unit) / Math.max(2, width / 110), true);
  for (let n = Math.floor((first * unit) / step) * step; n <= last * unit + step; n += step) {
    const x = at(n / unit), year = Math.floor(n / unit);
    if (x < 36 || x > width - 36) continue; // half of “Sep 1974”, and a little
    found.push(draw("text", { x, y: axis + 15, class: "tick" }, unit === 1 ? String(n) : `${MONTHS[n - year * 12]} ${year}`));
  }
  return found;
}

function niceStep(rough, whole = false) {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough);
  return whole ? Math.max(1, Math.round(step)) : step;
}

/** What a chart can be of: columns of numbers, and by what they stand. */
export function chartColumns(answer, nodes) {
  const numbers = columnsWhere(answer, (term) => !Number.isNaN(numberOf(term)));
  const years = numbers.filter((n) => isYear(answer.columns[n]));
  const values = numbers.filter((n) => !years.includes(n));
  const of = values.length ? values : numbers;
  const dates = datedColumns(answer, nodes).filter((n) => !of.includes(n) && (years.includes(n) || answer.rows.some((row) => !Number.isNaN(dateOf(row[n])))));
  const texts = answer.columns.map((_, n) => n).filter((n) => !numbers.includes(n) && !dates.includes(n));
  return { of, by: [...(texts.length && !years.length ? [...texts, ...dates] : [...dates, ...texts])] };
}

/** How many rows stand for each value of a column, the years of a column of dates in order, else the most first. */
export function countsBy(answer, nodes, prefixes, column) {
  const dated = datedColumns(answer, nodes).includes(column) && answer.rows.some((row) => spanOfTerm(row[column]));
  const counts = new Map();
  for (const row of answer.rows) {
    const year = dated && spanOfTerm(row[column]) ? String(Math.floor(dateOf(row[column]))) : null;
    const term = dated ? year && { type: "literal", value: year } : row[column];
    if (!term) continue;
    const key = dated ? year : words(term, nodes, prefixes);
    counts.set(key, { term, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const order = dated ? ([one], [other]) => Number(one) - Number(other) : ([, one], [, other]) => other.count - one.count;
  const rows = [...counts].sort(order).map(([, { term, count }]) => [term, { type: "literal", value: String(count), datatype: INTEGER }]);
  return { kind: "rows", columns: [answer.columns[column], "rows"], rows };
}

/** Draw a line where rows stand in time, or else bars. */
export function showChart(place, answer, { nodes, prefixes, by, of, counted = false }) {
  const times = timesOf(answer, nodes, by);
  const dated = by !== undefined && answer.rows.some((row, n) => !Number.isNaN(times[n]) && !nodes.has(idOf(row[by])));
  const lines = dated && !counted && new Set(times).size > 2, // a line would hide that years without rows count none
    rows = numbered(answer, of[0]).length;
  const svg = lines ? curves(place, answer, times, of) : bars(place, answer, { nodes, prefixes, by, of: of[0] });
  place.replaceChildren(make("div", { class: "wide picture", role: "region", tabindex: "0", "aria-label": "Chart of the answer" }, svg));
  return { rows, shown: lines ? rows : Math.min(MOST_BARS, rows), without: answer.rows.length - rows, lines };
}

function tone(name, n) {
  if (/alternate|their|fiction/i.test(name)) return "theirs";
  if (/^real|our(s|$)|^our/i.test(name)) return "ours";
  return ["ours", "theirs", "third", "fourth"][n % 4];
}

/** The rows that have a number in a column: what has none is no bar. */
const numbered = (answer, of) => answer.rows.filter((row) => !Number.isNaN(numberOf(row[of])));

function bars(place, answer, { nodes, prefixes, by, of }) {
  const rows = numbered(answer, of).slice(0, MOST_BARS);
  const values = rows.map((row) => numberOf(row[of]));
  const width = Math.max(300, place.clientWidth - 2), top = 8;
  const narrow = width < 480; // names stand above their bars rather than beside them
  const line = narrow ? 42 : 26, aside = narrow ? 0 : Math.min(260, width * 0.4), most = Math.max(...values, 0), least = Math.min(...values, 0);
  const scale = (width - aside - 64) / (most - least || 1), zero = aside + 8 - least * scale;
  const svg = draw("svg", { width, height: rows.length * line + 2 * top, class: "chart", role: "group", "aria-label": `${answer.columns[of]} as bars` });
  rows.forEach((row, n) => {
    const text = by === undefined ? `${n + 1}` : words(row[by], nodes, prefixes), node = nodes.get(idOf(row[by]));
    const y = top + n * line, long = Math.abs(values[n]) * scale, shown = short(text, Math.floor((aside || width - 16) / LETTER) - 1);
    const label = draw("text", { x: aside || 8, y: y + 17, class: narrow ? "" : "name" }, shown), bottom = y + line - 5;
    const title = draw("title", {}, `${text}: ${values[n]}`);
    const bar = draw("rect", { x: Math.min(zero, zero + values[n] * scale), y: bottom - 17, width: Math.max(long, 1), height: 17, rx: 2, class: `bar ${node?.side ?? "ours"}` });
    const value = draw("text", { x: Math.max(zero, zero + values[n] * scale) + 6, y: bottom - 4, class: "value" }, values[n].toLocaleString("en"));
    svg.append(node ? draw("a", { href: node.href, "aria-label": `${text}: ${values[n]}` }, title, label, bar, value) : draw("g", { role: "img", "aria-label": `${text}: ${values[n]}` }, title, label, bar, value));
  });
  return svg;
}

function curves(place, answer, times, of) {
  const width = Math.max(320, place.clientWidth - 2), height = Math.min(360, Math.max(240, width / 2.6)), left = 48, top = 16, bottom = 28 + (of.length > 1 ? 24 : 0);
  const points = (column) => answer.rows.map((row, n) => [times[n], numberOf(row[column])]).filter((point) => !point.some(Number.isNaN)).sort((a, b) => a[0] - b[0]);
  const series = of.map((column) => ({ name: answer.columns[column], points: points(column) })).filter(({ points: all }) => all.length);
  const all = series.flatMap((one) => one.points);
  const [first, last] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const least = Math.min(0, ...all.map(([, y]) => y)), step = niceStep((Math.max(1, ...all.map(([, y]) => y)) - least) / 4);
  const most = Math.ceil(Math.max(1, ...all.map(([, y]) => y)) / step) * step;
  const x = (time) => left + ((time - first) / (last - first || 1)) * (width - left - 24), y = (value) => top + (1 - (value - least) / (most - least)) * (height - top - bottom);
  const svg = draw("svg", { width, height, class: "chart", role: "img", "aria-label": `${series.map((one) => one.name).join(", ")} over time; the table holds the numbers` });
  for (let value = Math.ceil(least / step) * step; value <= most; value += step) {
    svg.append(draw("line", { x1: left, x2: width - 16, y1: y(value), y2: y(value), class: "grid" }), draw("text", { x: left - 8, y: y(value) + 4, class: "name" }, value.toLocaleString("en")));
  }
  const years = niceStep((last - first) / Math.max(2, width / 90), true);
  for (let year = Math.ceil(first / years) * years; year <= last; year += years) svg.append(draw("text", { x: x(year), y: height - bottom + 18, class: "tick" }, String(year)));
  let aside = left;
  series.forEach(({ name, points: own }, n) => {
    const colour = tone(name, n);
    svg.append(draw("polyline", { points: own.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "), class: `curve ${colour}` }));
    for (const [a, b] of own) svg.append(draw("circle", { cx: x(a), cy: y(b), r: 3, class: `dot ${colour}` }, draw("title", {}, `${Math.floor(a)}: ${b} ${name}`)));
    if (series.length < 2) return;
    svg.append(draw("rect", { x: aside, y: height - 16, width: 14, height: 4, class: `bar ${colour}` }), draw("text", { x: aside + 20, y: height - 10 }, name));
    aside += 44 + name.length * 7.5;
  });
  return svg;
}
