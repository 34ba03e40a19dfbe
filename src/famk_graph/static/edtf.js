// Dates in the precision of their sources (EDTF, as docs/claim-format.md has them) as spans of years with fractions.

import { date } from "./axis-layout.js";

const ROUGH = 3 / 365; // years; what means more days than that is no day
const SINGLE = /^(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)(?:T[\d:.]*)?(?:Z|[+-]\d\d:\d\d)?$/;

/** The time that a date can mean: {from, to, lasts, rough}, or null. A time that lasts goes from one date to another. */
export function spanOf(text) {
  const set = /^[[{](.*)[\]}]$/.exec(text.trim());
  if (set) return among(set[1].split(/\.\.|,/));
  const parts = text.trim().split("/").map((part) => part.trim());
  if (parts.length === 1) return single(parts[0]);
  if (text.includes(" / ") || parts.length > 2) return among(parts); // what sources say, one beside the other
  const [first, last] = parts.map(single);
  if (!(first || parts[0] === "..") || !(last || parts[1] === "..") || !(first || last)) return null;
  return { from: first?.from ?? -Infinity, to: last?.to ?? Infinity, lasts: true, rough: false };
}

/** One moment within some dates; an end that is not known is left open. */
function among(texts) {
  const found = texts.map((text) => (text.trim() ? single(text.trim()) : { from: -Infinity, to: Infinity }));
  if (!found.length || found.includes(null)) return null;
  const open = texts.map((text) => !text.trim());
  const known = found.filter((_, n) => !open[n]);
  if (!known.length) return null;
  return {
    from: open[0] ? -Infinity : Math.min(...known.map(({ from }) => from)),
    to: open.at(-1) ? Infinity : Math.max(...known.map(({ to }) => to)), lasts: false, rough: true,
  };
}

function single(text) {
  const match = SINGLE.exec(text);
  if (!match) return null;
  const [, year, month, day, doubt] = match;
  if (Number(month ?? 1) > 12 || Number(month ?? 1) < 1 || Number(day ?? 1) > 31) return null;
  const first = year.replaceAll("X", "0"), last = year.replaceAll("X", "9");
  const from = date(`${first}-${month ?? 1}-${day ?? 1}`);
  const to = day ? date(`${last}-${month}-${day}`, 1) : month ? monthAfter(Number(last), Number(month)) : Number(last) + 1;
  return { from, to, lasts: false, rough: Boolean(doubt) || to - from > ROUGH };
}

const monthAfter = (year, month) => (month === 12 ? year + 1 : date(`${year}-${month + 1}-1`));

/** The middle of a span; of one with an open end, the end that is known. */
export function middleOf({ from, to, lasts }) {
  if (!Number.isFinite(from)) return to;
  return lasts || !Number.isFinite(to) ? from : (from + to) / 2;
}
