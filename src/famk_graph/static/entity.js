// The picture around an entity: the closest first, more by kind or by node, undone and done again, and all of it in the
// address. Which nodes are shown follows from the address alone, so that a link shows the same picture.
import { ask as fetched } from "./asking.js";
import { FAMILIES, familyOf, mark } from "./kinds.js";
import { remember, steps, whenReturned } from "./steps.js";

const MOST = 60, FIRST = 24, MORE = 8; // nodes: at most, at first, and of one that is expanded
const place = document.getElementById("around");
const id = document.getElementById("entity").dataset.id;
const title = document.querySelector("h1").textContent.trim();
const answers = new Map();
let drawn = null, turn = 0, known = new Map(), shown = [], full = false;

async function ask(path, parameters) {
  const address = `${path}?${new URLSearchParams(parameters)}`;
  if (!answers.has(address)) {
    answers.set(address, fetched(path, parameters));
    answers.get(address).catch(() => answers.delete(address));
  }
  return answers.get(address);
}

const around = (name, kinds = [], limit = MOST) =>
  ask(`/api/neighbours/${encodeURIComponent(name)}`, [...kinds.map((kind) => ["kind", kind]), ["limit", limit]]);

function read() {
  const given = new URLSearchParams(location.search);
  const list = (name) => (given.get(name) ?? "").split(",").filter(Boolean);
  return { kinds: list("kinds"), open: list("open") };
}

function write(state) {
  const given = new URLSearchParams(location.search);
  for (const name of ["kinds", "open"]) {
    if (state[name].length) given.set(name, state[name].join(","));
    else given.delete(name);
  }
  remember(given, true);
}

/** The nodes that a state shows: the closest, then those of the kinds, then those around what is expanded. */
async function gather(state) {
  const ids = new Set([id]);
  let left = 0;
  const add = (nodes) => nodes.forEach((node) => { known.set(node.id, node); if (ids.size < MOST) ids.add(node.id); else if (!ids.has(node.id)) left++; });
  const base = await around(id);
  add(base.nodes.slice(0, base.nodes.length <= FIRST + 4 ? undefined : FIRST));
  for (const key of state.kinds) {
    const classes = FAMILIES.find((family) => family.key === key)?.classes;
    if (classes?.length) add((await around(id, classes)).nodes);
  }
  for (const name of state.open) {
    const near = await around(name, [], MORE).catch(() => null); // a name that is not known here is passed over
    if (near) add(near.nodes);
  }
  full = left > 0;
  return { base, ids: [...ids] };
}

function button(words, run, attributes = {}) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.addEventListener("click", run);
  return made;
}

/** How many of each family there are, and how many of them are drawn; pressing one draws them all. */
function showChips(chips, base, state) {
  const total = new Map();
  for (const { kind, count } of base.counts) total.set(familyOf(kind).key, (total.get(familyOf(kind).key) ?? 0) + count);
  const focused = document.activeElement?.dataset?.key;
  chips.replaceChildren(...FAMILIES.filter((family) => total.has(family.key) && family.classes.length).map((family) => {
    const count = total.get(family.key), here = shown.filter((name) => name !== id && near(base, name) && familyOf(known.get(name)?.kind).key === family.key).length;
    const pressed = state.kinds.includes(family.key);
    const chip = button("", () => change(pressed ? { ...state, kinds: state.kinds.filter((key) => key !== family.key) } : { ...state, kinds: [...state.kinds, family.key] }), {
      "aria-pressed": pressed, "data-key": family.key,
      "aria-label": `${family.name}: ${Math.min(here, count)} of ${count} drawn${pressed ? "; press for the closest only" : here < count ? "; press for all" : ""}`,
    });
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = here < count ? `${here}/${count}` : String(count);
    chip.append(mark(family.classes[0]), family.name, number);
    chip.disabled = !pressed && here >= count;
    const row = document.createElement("li");
    row.append(chip);
    return row;
  }));
  if (focused) chips.querySelector(`[data-key="${focused}"]`)?.focus();
}

const near = (base, name) => base.nodes.some((node) => node.id === name) || tied.has(name);
const tied = new Set();

async function draw(state) {
  const mine = ++turn;
  const { drawGraph } = await import("./graph.js");
  const { base, ids } = await gather(state);
  const told = await ask("/api/among", { of: ids.join(",") });
  if (mine !== turn) return; // another step was quicker
  shown = ids;
  tied.clear();
  for (const { from, to } of told.ties) { if (from === id) tied.add(to); if (to === id) tied.add(from); }
  const nodes = told.nodes.map((node) => (node.id === id ? { ...node, label: title } : node));
  if (drawn) drawn.show({ nodes, edges: told.ties, centre: id });
  else {
    drawn = drawGraph(place.querySelector(".network"), {
      title, nodes, edges: told.ties, centre: id,
      actions: [
        { words: "Expand", run: expand, unless: (name) => name === id || read().open.includes(name) },
        { words: "Fold", run: fold, unless: (name) => !read().open.includes(name) },
      ],
    });
  }
  showChips(place.querySelector(".chips"), base, state);
  place.querySelector(".status").textContent = `${ids.length} drawn${full ? `: the picture is full at ${MOST}, the rest is in the lists` : ""}.`;
  const held = document.activeElement, can = steps();
  [undo.disabled, redo.disabled, anew.disabled] = [!can.undo, !can.redo, !state.kinds.length && !state.open.length];
  if ([undo, redo, anew].includes(held) && held.disabled) [undo, redo].find((each) => !each.disabled)?.focus(); // or the focus is lost
}

async function show(state) {
  place.setAttribute("aria-busy", "true");
  try {
    await draw(state);
  } catch {
    place.querySelector(".status").textContent = "The picture could not be had from the server. Is it still running? ";
    place.querySelector(".status").append(button("Try again", () => show(state)));
  }
  place.removeAttribute("aria-busy");
}

function change(state) {
  write(state);
  return show(state);
}

const expand = (name) => change({ ...read(), open: [...read().open, name] }).then(() => drawn.choose(name));
const fold = (name) => change({ ...read(), open: read().open.filter((other) => other !== name) });

// What the browser's Back and Forward do, so that both always agree.
const goBack = () => steps().undo && history.back(), goOn = () => steps().redo && history.forward();

const undo = button("Undo", goBack, { disabled: "", title: "Ctrl+Z" });
const anew = button("Begin anew", () => change({ kinds: [], open: [] }), { disabled: "" });
const redo = button("Redo", goOn, { disabled: "", title: "Ctrl+Y" });

function prepare() {
  const tools = document.createElement("p"), chips = document.createElement("ul"), network = document.createElement("div"), status = document.createElement("span");
  tools.className = "picture-tools";
  status.className = "status quiet";
  status.setAttribute("role", "status");
  status.textContent = "Drawing …";
  tools.append(undo, redo, anew, status);
  chips.className = "chips";
  chips.setAttribute("aria-label", "Draw all of a kind");
  network.className = "network graph-waiting";
  place.replaceChildren(tools, chips, network);
  place.hidden = false;
  document.querySelector(".without-script").hidden = true;
  place.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (key === "y" || event.shiftKey) goOn();
      else goBack();
    }
  });
  whenReturned(() => show(read()));
}

// A source that is led to by its number opens where it stands.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#source-"]');
  const source = link && document.querySelector(link.getAttribute("href"));
  if (!source) return;
  const folded = source.closest("details");
  if (folded) folded.open = true;
  source.focus();
});

if (place) {
  prepare();
  // The page comes first: the picture waits until it is painted and there is nothing else to do.
  const start = () => show(read());
  requestAnimationFrame(() => {
    if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 300 });
    else setTimeout(start, 50);
  });
}
