// The picture of the ways: the two names at the sides, each way a line of its own between them.
import { drawGraph } from "./graph.js";

const ACROSS = 240, DOWN = 110;

/** A place for every node: its distance from the start across, the way that first leads through it down. */
function places({ from, to, ways }) {
  const longest = Math.max(...ways.map((way) => way.length));
  const at = { [from]: [0, 0], [to]: [longest * ACROSS, 0] };
  ways.forEach((way, row) => {
    way.slice(0, -1).forEach((step, n) => {
      at[step.to] ??= [((n + 1) * longest * ACROSS) / way.length, (row - (ways.length - 1) / 2) * DOWN];
    });
  });
  return at;
}

/** The same places for a narrow window: from top to bottom. */
const upright = (at) => Object.fromEntries(Object.entries(at).map(([id, [x, y]]) => [id, [y * 1.25, x * 0.62]]));

const data = document.getElementById("ways");
if (data) {
  const told = JSON.parse(data.textContent), cards = [...document.querySelectorAll(".way")];
  const inner = new Set(Object.keys(told.around));
  const at = places(told), narrow = matchMedia("(max-width: 40rem)").matches;
  const drawn = drawGraph(document.getElementById("picture"), {
    title: told.title, nodes: told.nodes, edges: told.ways.flat(), centre: told.from, layout: narrow ? upright(at) : at,
    onChoose(id) {
      cards.forEach((card, n) => card.classList.toggle("lit", id !== null && inner.has(id) && told.ways[n].some((step) => step.to === id)));
    },
    actions: [{ words: "Find ways without this", run: (id) => location.assign(told.around[id]), unless: (id) => !inner.has(id) }],
  });
  // A way under the pointer, or in which the keyboard is, stands out in the picture.
  cards.forEach((card, n) => {
    const ids = [told.from, ...told.ways[n].map((step) => step.to)];
    for (const name of ["pointerenter", "focusin"]) card.addEventListener(name, () => drawn.fade(ids));
    for (const name of ["pointerleave", "focusout"]) card.addEventListener(name, () => drawn.fade(null));
  });
}

// Leaving a kind out or letting it in shows the ways anew at once; the two names wait for the button.
const form = document.querySelector("form.pair");
const filled = [...form.querySelectorAll("input[type=text]")].every((input) => input.value);
if (filled) form.querySelectorAll(".hubs input").forEach((box) => box.addEventListener("change", () => form.requestSubmit()));
