// The whole network as a sky: cytoscape.js holds, moves and hits the stars, which are pictures made once for each kind and
// colour; ties, names and nebulae are painted above and below by sky-paint.js, since thousands of lines as elements would
// take seconds to be styled. Needs kinds.css and universe.css.
import cytoscape from "./vendor/cytoscape/cytoscape.esm.min.mjs";
import { OUTLINES, familyOf } from "./kinds.js";
import { painter } from "./sky-paint.js";
import { colouring, skyInk } from "./sky-lens.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const MANY = 1500; // stars from which ties across the sky rest while it is moved, and a pixel is a pixel
const GLOW = 2.3; // how much wider than its shape a star's picture is

/** Cytoscape would put a style element into the page, which the policy forbids; it does not if one of that name is there. */
function keepStylesOut() {
  if (document.getElementById("__________cytoscape_stylesheet")) return;
  const place = document.createElement("meta");
  place.id = "__________cytoscape_stylesheet";
  document.head.append(place);
}

/** The outline of a shape about the origin with a radius. */
export function outline(pen, shape, radius) {
  const points = OUTLINES[shape];
  pen.beginPath();
  if (!points) {
    pen.arc(0, 0, radius, 0, 2 * Math.PI);
    return;
  }
  for (let n = 0; n < points.length; n += 2) pen.lineTo(points[n] * radius, points[n + 1] * radius);
  pen.closePath();
}

const pictures = new Map();

/** A short address for a picture: cytoscape reads the address of every star letter by letter, again and again. */
function addressOf(canvas) {
  const bytes = Uint8Array.from(atob(canvas.toDataURL().split(",")[1]), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}

/** The picture of a star: its shape in its colour, by night in a halo. */
function star(family, colour, ink) {
  const key = `${family.key} ${colour} ${ink.dark}`;
  if (pictures.has(key)) return pictures.get(key);
  const canvas = document.createElement("canvas"), side = 96, radius = side / 2 / GLOW;
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.translate(side / 2, side / 2);
  if (ink.dark) {
    const halo = pen.createRadialGradient(0, 0, radius * 0.5, 0, 0, side / 2);
    halo.addColorStop(0, colour + "88");
    halo.addColorStop(0.45, colour + "2a");
    halo.addColorStop(1, colour + "00");
    pen.fillStyle = halo;
    pen.fillRect(-side / 2, -side / 2, side, side);
  }
  outline(pen, family.shape, radius);
  pen.fillStyle = colour;
  if (ink.dark) {
    const core = pen.createRadialGradient(0, 0, 0, 0, 0, radius);
    core.addColorStop(0, "#ffffff");
    core.addColorStop(0.75, colour);
    pen.fillStyle = core;
  }
  if (family.shape === "ring") {
    pen.fillStyle = ink.deep;
    pen.fill();
    outline(pen, "ring", radius * 0.76);
    pen.lineWidth = radius * 0.48;
    pen.strokeStyle = colour;
    pen.stroke();
  } else {
    pen.fill();
    if (!ink.dark) {
      pen.lineWidth = 2.5;
      pen.strokeStyle = ink.deep;
      pen.stroke();
    }
  }
  pictures.set(key, { canvas, address: addressOf(canvas) });
  return pictures.get(key);
}

const SHEET = [
  {
    selector: "node",
    style: {
      shape: "ellipse", width: "data(w)", height: "data(w)", "background-opacity": 0, "background-image": "data(star)", "background-width": "100%",
      "background-height": "100%", "background-clip": "none", "background-image-containment": "over", "border-width": 0, "overlay-opacity": 0,
    },
  },
  { selector: ".off, .later", style: { display: "none" } },
];

/** The middle of some stars, and the zoom at which they fill what nothing covers. */
function wholeAt(stars, { clientWidth, clientHeight }, { left, right, top, bottom }) {
  const xs = stars.map((node) => node.x), ys = stars.map((node) => node.y);
  const box = [Math.min(...xs) - 30, Math.min(...ys) - 30, Math.max(...xs) + 30, Math.max(...ys) + 30];
  const zoom = Math.min((clientWidth - left - right) / (box[2] - box[0]), (clientHeight - top - bottom) / (box[3] - box[1]));
  return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, zoom: Math.max(0.08, Math.min(1.4, zoom)) };
}

/** Nodes and lines; the ties of a pair are one line. Ties that too many share are drawn around a chosen node only. */
function prepare({ nodes, ties, groups, episodes, seasons }) {
  const order = ["", ...seasons.map((season) => season.key)]; // a star of none is there before all
  const stars = nodes.map((node, n) => ({ ...node, n, season: order.indexOf(episodes[node.since - 1]?.season ?? ""), family: familyOf(node.kind), near: new Map(), off: false, later: false, now: "" }));
  const pairs = new Map();
  for (const [one, other, , , quiet, since] of ties) {
    if (one === other) continue;
    const [a, b] = one < other ? [one, other] : [other, one], key = a * nodes.length + b;
    const known = pairs.get(key);
    if (known) {
      known.quiet &&= Boolean(quiet);
      known.since = Math.min(known.since, since);
    } else pairs.set(key, { a: stars[a], b: stars[b], quiet: Boolean(quiet), since });
  }
  for (const pair of pairs.values()) {
    pair.a.near.set(pair.b, pair);
    pair.b.near.set(pair.a, pair);
  }
  return { stars, pairs: [...pairs.values()], groups, episodes, seasons };
}

/** Draw a network into an element by a lens; `margins` tells how much of each side other things cover. */
export function makeSky(container, network, { lens, margins, onChoose, onMove }) {
  keepStylesOut();
  const started = performance.now();
  const { stars, pairs, groups, episodes, seasons } = prepare(network), many = stars.length > MANY;
  const byId = new Map(stars.map((node) => [node.id, node]));
  const state = { chosen: null, hovered: null, lens, until: episodes.length, matches: null, fresh: null };
  let ink = skyInk(), colours = colouring(lens, stars, groups, seasons, ink), tall = false, moving = false, waiting = 0, faint = 0;
  const field = document.createElement("div");
  field.className = "field-of-stars";
  container.replaceChildren(field);
  const high = () => container.clientHeight > container.clientWidth * 1.15;

  /** A high window has the communities in another order; within them nothing changes. */
  function place() {
    tall = high();
    for (const node of stars) {
      const group = groups[node.group], start = network.nodes[node.n];
      node.x = start.x + (tall ? group.tall[0] - group.x : 0);
      node.y = start.y + (tall ? group.tall[1] - group.y : 0);
    }
  }
  place();
  const side = (node) => 2 * node.r * GLOW, picture = (node) => star(node.family, colours.of(node), ink);
  const elements = stars.map((node) => ({ group: "nodes", data: { id: `n${node.n}`, w: side(node), star: picture(node).address }, position: { x: node.x, y: node.y } }));
  const cy = cytoscape({
    container: field, elements, layout: { name: "preset", fit: false }, style: SHEET, minZoom: 0.08, maxZoom: 5, boxSelectionEnabled: false, autoungrabify: true,
    autounselectify: true, pixelRatio: many ? 1 : "auto",
  });
  const element = (node) => cy.getElementById(`n${node.n}`), starOf = (element) => stars[Number(element.id().slice(1))];
  const shown = (node) => !node.off && !node.later;
  const lit = { of: null, nodes: null };

  /** The stars that are not faded: the chosen one with its neighbours, or those that were looked for; null for all. */
  function kept() {
    if (!state.chosen) return state.matches;
    if (lit.of !== state.chosen) [lit.of, lit.nodes] = [state.chosen, new Set([state.chosen, ...state.chosen.near.keys()])];
    return lit.nodes;
  }

  const sky = {
    cy, stars, pairs, groups, episodes, byId, state, shown, kept, margins, field, choose, fit, frame, recolour, towards, tall: () => tall,
    moving: () => many && moving, ink: () => ink, colours: () => colours, picture: (node) => [picture(node).canvas, side(node)],
    /** What a star is tied to just now: the one number of ties that is told anywhere. */
    tied: (node) => [...node.near].filter(([other, pair]) => shown(other) && pair.since <= state.until).map(([other]) => other),
    filter(matches) { state.matches = matches; update(); },
    families(without) {
      for (const node of stars) node.off = without.has(node.family.key);
      update();
    },
    until(episode, flare = false) {
      state.until = episode;
      state.fresh = flare ? episode : null; // what has just come shines for a moment
      clearTimeout(faint);
      if (flare) faint = setTimeout(() => { state.fresh = null; paint(false); }, 1200);
      if (state.chosen && state.chosen.since > episode) choose(null);
      else update();
    },
    zoomBy(factor) { cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }); },
    view: () => [(cy.width() / 2 - cy.pan().x) / cy.zoom(), (cy.height() / 2 - cy.pan().y) / cy.zoom()].map(Math.round).concat(Math.round(cy.zoom() * 100) / 100),
    look(x, y, zoom) { cy.stop(); cy.viewport({ zoom, pan: { x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom } }); },
  };
  const paint = painter(container, field, sky);

  /** Say anew which stars are there, and which of them are faded. */
  function update() {
    cy.batch(() => {
      for (const node of stars) {
        node.later = node.since > state.until;
        const now = node.off ? "off" : node.later ? "later" : "";
        if (node.now === now) continue;
        node.now = now;
        element(node).classes(now ? [now] : []);
      }
    });
    field.classList.toggle("dimmed", Boolean(kept()));
    paint();
  }

  function fit() {
    const wanted = stars.filter(shown);
    if (wanted.length) frame(wanted, 1.4);
  }

  /** Move the view so that some stars fill what nothing covers. */
  function frame(wanted, most, quick = true) {
    const { x, y, zoom } = wholeAt(wanted, container, margins());
    go(x, y, Math.min(zoom, most), quick);
  }

  function go(x, y, zoom, quick) {
    const { left, right, top, bottom } = margins();
    const pan = { x: (cy.width() + left - right) / 2 - x * zoom, y: (cy.height() + top - bottom) / 2 - y * zoom };
    cy.stop();
    if (quick || calm.matches) cy.viewport({ zoom, pan });
    else cy.animate({ zoom, pan }, { duration: 450, easing: "ease-in-out" });
  }

  /** Choose a star by its id, or none; `near` moves there. */
  function choose(id, near = true) {
    const node = id === null ? null : byId.get(id) ?? null;
    state.chosen = node && shown(node) ? node : null;
    update();
    onChoose(state.chosen);
    if (!state.chosen || !near) return;
    const { left, right, top, bottom } = margins(), { x, y } = element(state.chosen).renderedPosition();
    const inside = x > left + 40 && y > top + 40 && x < cy.width() - right - 40 && y < cy.height() - bottom - 40;
    if (!inside || cy.zoom() < 0.55) go(state.chosen.x, state.chosen.y, Math.max(cy.zoom(), 0.75), false);
  }

  function recolour(lens) {
    state.lens = lens;
    ink = skyInk();
    colours = colouring(lens, stars, groups, seasons, ink);
    cy.batch(() => stars.forEach((node) => element(node).data("star", picture(node).address)));
    paint();
    return colours;
  }

  /** The neighbour of the chosen star that lies in a direction, or without one the star nearest to the middle. */
  function towards(dx, dy) {
    const from = state.chosen;
    let best = null, least = Infinity;
    const middle = { x: (cy.width() / 2 - cy.pan().x) / cy.zoom(), y: (cy.height() / 2 - cy.pan().y) / cy.zoom() };
    for (const node of from ? from.near.keys() : stars) {
      if (!shown(node)) continue;
      const x = node.x - (from ?? middle).x, y = node.y - (from ?? middle).y, along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = from ? along + 2 * across : Math.hypot(x, y) - node.r * 10;
      if ((!from || (along > 0 && across < 2 * along)) && cost < least) [best, least] = [node, cost];
    }
    return best;
  }

  cy.on("tap", (event) => choose(event.target === cy ? null : starOf(event.target).id, false));
  cy.on("mouseover mouseout", "node", (event) => {
    state.hovered = event.type === "mouseover" ? starOf(event.target) : null;
    field.classList.toggle("pointing", Boolean(state.hovered));
    paint(false);
  });
  cy.on("viewport", () => {
    moving = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      moving = false;
      paint(false);
      onMove();
    }, 200);
  });
  cy.one("render", () => { container.dataset.drawn = String(Math.round(performance.now() - started)); });
  new ResizeObserver(() => {
    cy.resize();
    if (high() !== tall) {
      place();
      cy.nodes().positions((drawn) => ({ x: starOf(drawn).x, y: starOf(drawn).y }));
      fit();
    }
    paint();
  }).observe(container);
  return sky;
}
