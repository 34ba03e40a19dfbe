// Where events lie on the axis: years as numbers, the time that vague dates can mean, rows for names.

const ROUGH = 3 / 365; // years; a date that means more days than that is drawn as a rough one
const GROUPS = [
  { key: "flight", name: "flights", kinds: ["Mission", "CrewedMission", "Launch", "Landing", "Spacewalk"] },
  { key: "loss", name: "losses and fights", kinds: ["Death", "Accident", "Attack", "Conflict"] },
  { key: "public", name: "public life", kinds: ["Election", "Decision", "Meeting", "Protest", "Ceremony"] },
  { key: "find", name: "discoveries", kinds: ["Discovery"] },
  { key: "event", name: "other events", kinds: [] },
];
export const MARKS = GROUPS.map(({ key, name }) => ({ key, name }));
const markOf = (kind) => (GROUPS.find((group) => group.kinds.includes(kind)) ?? GROUPS.at(-1)).key;

export const date = (iso, after = 0) => {
  const [year, month, day] = iso.split("-").map(Number);
  const start = Date.UTC(year, 0, 1);
  return year + (Date.UTC(year, month - 1, day + after) - start) / (Date.UTC(year + 1, 0, 1) - start);
};

const middle = (iso) => (date(iso) + date(iso, 1)) / 2;

// Whether nothing stands against an event; otherwise the other side has no date, or is not among what is shown.
export const isAlone = (bridge) => bridge.kinds.includes("no counterpart");

// The events of an answer of /api/timeline in time order, each with its place, and the bridges between them.
export function prepare(told, onlyDiffering) {
  const bridges = told.divergences.map((bridge) => ({ ...bridge }));
  const crossing = new Map();
  for (const bridge of bridges) {
    for (const ident of [...bridge.theirs, ...bridge.ours]) crossing.set(ident, [...(crossing.get(ident) ?? []), bridge]);
  }
  const events = told.events
    .filter((event) => !onlyDiffering || crossing.has(event.id))
    .map((event) => {
      const from = date(event.first), to = date(event.last, 1), rough = to - from > ROUGH;
      const mine = crossing.get(event.id) ?? [];
      // The span that is drawn: of what lasts, from its start to its end; of a rough date, what it can mean.
      const ends = date(event.latest, 1), lasts = ends > to;
      return {
        ...event, from, to: lasts ? ends : to, till: to, lasts, rough, at: rough ? middle(event.at) : lasts ? from : middle(event.first),
        bridges: mine, mark: markOf(event.kind), weight: event.ties + (mine.length ? 8 : 0),
      };
    });
  events.sort((a, b) => a.at - b.at);
  events.forEach((event, number) => { event.number = number; });
  const byId = new Map(events.map((event) => [event.id, event]));
  for (const bridge of bridges) {
    bridge.theirs = bridge.theirs.map((ident) => byId.get(ident)).filter(Boolean);
    bridge.ours = bridge.ours.map((ident) => byId.get(ident)).filter(Boolean);
  }
  return { events, bridges: bridges.filter((bridge) => bridge.theirs.length || bridge.ours.length), byId };
}

// The span that holds nearly all of their history, so that a few early or late events do not press all others together.
export function core(all) {
  const theirs = all.filter((event) => event.side === "theirs");
  const events = theirs.length > 4 ? theirs : all;
  const cut = Math.floor(events.length * 0.02);
  const [first, last] = [events[cut].at, events[events.length - 1 - cut].at];
  const edge = Math.max((last - first) * 0.04, 0.25);
  return [first - edge, last + 3 * edge]; // names stand to the right of their marks
}

// Give each event a row for its name, the weightiest first; -1 where there is no room. Places are pixels from year 0.
export function pack(events, scale, rows, width) {
  const taken = { theirs: Array.from({ length: rows }, () => []), ours: Array.from({ length: rows }, () => []) };
  const ranked = [...events].sort((a, b) => b.weight - a.weight || a.number - b.number);
  for (const event of ranked) {
    const start = event.at * scale - 8, end = event.at * scale + 12 + width(event);
    const lanes = taken[event.side === "theirs" ? "theirs" : "ours"];
    event.row = lanes.findIndex((lane) => lane.every(([from, to]) => end < from || start > to));
    if (event.row >= 0) lanes[event.row].push([start, end]);
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// The ticks of the axis between two years: {at, words, big}.
export function ticks(from, to, pixels) {
  const room = pixels / (to - from); // for a year
  const found = [];
  const years = [1, 2, 5, 10, 20, 50, 100].find((step) => step * room >= 62) ?? 100;
  for (let year = Math.ceil(from / years) * years; year <= to; year += years) found.push({ at: year, words: String(year), big: true });
  if (room < 260) return found;
  const step = [1, 3, 6].find((months) => (months * room) / 12 >= 46) ?? 6;
  for (let year = Math.floor(from); year <= to; year += 1) {
    for (let month = step; month < 12; month += step) {
      const at = date(`${year}-${month + 1}-1`);
      if (at >= from && at <= to) found.push({ at, words: MONTHS[month], big: false });
    }
  }
  if (room < 5000) return found;
  const days = room > 17000 ? [1, 5, 10, 15, 20, 25] : [1, 10, 20];
  for (let year = Math.floor(from); year <= to; year += 1) {
    for (let month = 0; month < 12; month += 1) {
      for (const day of days.slice(1)) {
        const at = date(`${year}-${month + 1}-${day}`);
        if (at >= from && at <= to) found.push({ at, words: String(day), big: false });
      }
    }
  }
  return found;
}
