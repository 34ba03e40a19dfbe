// How a network looks: colours from the tokens of the page, sizes for the eye rather than for the zoom, and names only
// where there is room for them.
import { FAMILIES, OUTLINES } from "./kinds.js";

const LETTERS = 18; // of a line of a name
const TOOLS = [240, 44]; // pixels at the upper right that the buttons take
const NAME = 12.5, WORDS = 11; // sizes of the type in pixels of the screen
const pen = document.createElement("canvas").getContext("2d");

/** The colours of the page as it is now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  const kinds = Object.fromEntries(FAMILIES.map((family) => [family.key, get(`--kind-${family.key}`)]));
  return {
    kinds, font: getComputedStyle(document.body).fontFamily, ground: get("--panel"), ink: get("--ink"),
    quiet: get("--quiet"), line: get("--graph-line"), theirs: get("--theirs-fill"), ours: get("--ours-fill"), focus: get("--focus"),
  };
}

/** A name in lines short enough to stand below a node. */
export function inLines(text, most = 3) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last && last.length + word.length + 1 > LETTERS) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return (lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]}…`] : lines).join("\n");
}

const scaled = (points) => points.map((value) => value / 1.4).join(" ");

/** The style sheet of cytoscape for some colours. */
export function sheet(ink) {
  const shapes = FAMILIES.map((family) => ({
    selector: `node.${family.key}`,
    style: OUTLINES[family.shape]
      ? { shape: "polygon", "shape-polygon-points": scaled(OUTLINES[family.shape]), "background-color": ink.kinds[family.key] }
      : { shape: "ellipse", "background-color": ink.kinds[family.key], "border-color": ink.kinds[family.key] },
  }));
  return [
    {
      selector: "node",
      style: {
        label: "data(name)", color: ink.ink, "font-family": ink.font, "text-wrap": "wrap", "text-valign": "bottom",
        "text-outline-color": ink.ground, "text-outline-opacity": 0.9, "text-events": "no", "border-width": 0, "overlay-opacity": 0,
        "outline-width": 0, "outline-offset": 3, "underlay-shape": "ellipse", "underlay-padding": 5,
      },
    },
    ...shapes,
    { selector: "node.people", style: { "background-color": ink.ground } },
    { selector: "node.theirs", style: { "underlay-color": ink.theirs, "underlay-opacity": 0.4 } },
    { selector: "node.ours", style: { "underlay-color": ink.ours, "underlay-opacity": 0.4 } },
    { selector: "node.centre", style: { "font-weight": "bold" } },
    { selector: "node.mute", style: { "text-opacity": 0 } },
    { selector: "node.active", style: { "font-weight": "bold", "outline-width": 3, "outline-color": ink.focus } },
    {
      selector: "edge",
      style: {
        "curve-style": "straight", "line-color": ink.line, "target-arrow-color": ink.line, width: 1.2, color: ink.quiet,
        "font-family": ink.font, "text-outline-color": ink.ground, "text-outline-opacity": 0.95, "overlay-opacity": 0,
        "arrow-scale": 0.7, "text-events": "no", "z-index-compare": "manual",
      },
    },
    { selector: "edge.directed", style: { "target-arrow-shape": "triangle" } },
    { selector: "edge.lit", style: { "line-color": ink.focus, "target-arrow-color": ink.focus, width: 2, color: ink.ink, "z-index": 1 } },
    { selector: "edge.worded", style: { label: "data(short)" } },
    { selector: ".dim", style: { opacity: 0.3 } },
    { selector: "edge.dim", style: { opacity: 0.15 } },
    { selector: ".gone", style: { opacity: 0.08, events: "no" } },
  ];
}

/** Give nodes, names and words the sizes that can be read at this zoom. */
export function rescale(cy) {
  const zoom = cy.zoom();
  const growth = Math.min(3, Math.max(0.6, zoom ** -0.6));
  cy.batch(() => {
    cy.nodes().forEach((node) => {
      const size = 2.8 * node.data("r") * growth;
      const round = node.hasClass("characters") || node.hasClass("people");
      const side = round ? size * 0.74 : size;
      node.style({ width: side, height: side, "font-size": NAME / zoom, "text-outline-width": 2.5 / zoom, "text-margin-y": 3 / zoom });
      if (node.hasClass("people")) node.style({ width: side * 0.75, height: side * 0.75, "border-width": side * 0.25 });
    });
    cy.edges().style({ "font-size": WORDS / zoom, "text-outline-width": 3 / zoom });
  });
}

function boxOf(text, x, y, size, weight, font, top) {
  pen.font = `${weight} ${size}px ${font}`;
  const lines = text.split("\n");
  const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2 + 2;
  const height = lines.length * size * 1.2;
  return top ? [x - half, y, x + half, y + height] : [x - half, y - height / 2, x + half, y + height / 2];
}

/** Push apart what stands too close to be named, within the picture; for so few nodes that all names may find room. */
export function spread(cy) {
  const wide = cy.width(), high = cy.height(), zoom = cy.zoom(), pan = cy.pan(), font = getComputedStyle(document.body).fontFamily;
  const boxes = cy.nodes().not(".gone").toArray().map((node) => {
    const { x, y } = node.renderedPosition(), half = node.renderedHeight() / 2, centre = node.hasClass("centre");
    const name = boxOf(node.data("name"), 0, half + 3, NAME, centre ? 700 : 400, font, true);
    const side = Math.max(name[2], half) + 3;
    return { node, x: Math.min(Math.max(x, side), wide - side), y, side, above: half + 4, below: name[3] + 3, weight: centre ? 0.05 : 1 };
  });
  for (let turn = 0; turn < 400; turn++) {
    let still = true;
    for (const [n, one] of boxes.entries()) {
      for (const other of boxes.slice(n + 1)) {
        const across = one.side + other.side - Math.abs(one.x - other.x);
        const down = one.y < other.y ? one.y + one.below - other.y + other.above : other.y + other.below - one.y + one.above;
        if (across <= 0 || down <= 0) continue;
        still = false;
        // The shorter way, and at first now and then the other one: a rim may bar it.
        const axis = down < across !== (turn < 200 && turn % 6 === 5) ? "y" : "x", way = one[axis] < other[axis] ? -1 : 1;
        const push = (0.55 * (axis === "y" ? down : across)) / (one.weight + other.weight);
        one[axis] += way * push * one.weight;
        other[axis] -= way * push * other.weight;
      }
    }
    for (const box of boxes) {
      box.x = Math.min(Math.max(box.x, box.side), wide - box.side);
      const top = box.x + box.side > wide - TOOLS[0] ? TOOLS[1] : 0;
      box.y = Math.min(Math.max(box.y, box.above + top), high - box.below);
    }
    if (still) break;
  }
  cy.batch(() => { for (const { node, x, y } of boxes) node.position({ x: (x - pan.x) / zoom, y: (y - pan.y) / zoom }); });
}

/** Where there is no room left: a grid of boxes in pixels of the screen. */
class Room {
  #cells = new Map();
  #near([x0, y0, x1, y1]) {
    const keys = [];
    for (let x = Math.floor(x0 / 64); x <= Math.floor(x1 / 64); x++) {
      for (let y = Math.floor(y0 / 64); y <= Math.floor(y1 / 64); y++) keys.push(`${x},${y}`);
    }
    return keys;
  }
  take(box) {
    for (const key of this.#near(box)) this.#cells.set(key, [...(this.#cells.get(key) ?? []), box]);
  }
  isFree([x0, y0, x1, y1]) {
    return !this.#near([x0, y0, x1, y1]).some((key) =>
      (this.#cells.get(key) ?? []).some((box) => x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1]));
  }
}

/** Show those names and words for which there is room: of the active and the centre first, then of the largest. */
export function thin(cy) {
  const room = new Room(), font = getComputedStyle(document.body).fontFamily;
  const weight = (node) => (node.hasClass("active") ? 1e6 : 0) + (node.hasClass("centre") ? 1e5 : 0) - (node.hasClass("dim") ? 1e3 : 0) + node.data("r");
  const nodes = cy.nodes().not(".gone").toArray().sort((a, b) => weight(b) - weight(a) || (a.id() < b.id() ? -1 : 1));
  for (const node of nodes) {
    const { x, y } = node.renderedPosition(), half = node.renderedWidth() / 2;
    room.take([x - half * 0.8, y - half * 0.8, x + half * 0.8, y + half * 0.8]);
  }
  cy.batch(() => {
    for (const node of nodes) {
      const { x, y } = node.renderedPosition();
      const strong = node.hasClass("active") || node.hasClass("centre");
      const box = boxOf(node.data("name"), x, y + node.renderedHeight() / 2 + 3, NAME, strong ? 700 : 400, font, true);
      const shown = strong || room.isFree(box);
      if (shown) room.take(box);
      node.toggleClass("mute", !shown);
    }
    const few = cy.edges().length <= 24;
    cy.edges().forEach((edge) => {
      const wanted = (few || edge.hasClass("lit")) && !edge.hasClass("dim") && !edge.hasClass("gone") && edge.data("short");
      const middle = wanted && edge.renderedMidpoint();
      const box = wanted && boxOf(edge.data("short"), middle.x, middle.y, WORDS, 400, font, false);
      const shown = Boolean(wanted) && room.isFree(box);
      if (shown) room.take(box);
      edge.toggleClass("worded", shown);
    });
  });
}
