// A picture to take away: the drawn network as a file.
import { FAMILIES, OUTLINES, familyOf } from "./kinds.js";
import { colours } from "./graph-look.js";

const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = 32, ASIDE = 150; // around the picture, and for the legend
const HEAD = 8, SIZE = 12.5, LETTER = 6.9; // of an arrow, of a name's type, and the width of one letter, about
const LARGEST = 5000; // pixels on a side of a picture that is made roomier

function make(name, attributes, ...inside) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
  }
  element.append(...inside);
  return element;
}

function texts(text, x, y, size, attributes, line = 1.2) {
  const lines = text.split("\n");
  const rows = lines.map((row, n) => make("tspan", { x, y: y + n * size * line }, row));
  return make("text", { "font-size": size, "text-anchor": "middle", "paint-order": "stroke", "stroke-linejoin": "round", ...attributes }, ...rows);
}

function shape(family, side, x, y, size, ink) {
  const fill = ink.kinds[family.key], outline = OUTLINES[family.shape];
  const drawn = [];
  if (side) drawn.push(make("circle", { cx: x, cy: y, r: size + 5, fill: ink[side], "fill-opacity": "0.4" }));
  if (outline) {
    const points = outline.map((value, n) => Math.round(((n % 2 ? y : x) + (value * size) / 1.4) * 10) / 10).join(" ");
    drawn.push(make("polygon", { points, fill }));
  } else if (family.shape === "ring") {
    drawn.push(make("circle", { cx: x, cy: y, r: size * 0.75, fill: ink.ground, stroke: fill, "stroke-width": size * 0.5 }));
  } else drawn.push(make("circle", { cx: x, cy: y, r: size, fill }));
  return drawn;
}

/** A line between two nodes, with a head at its end if it has a direction. */
function tie(edge, [x1, y1], [x2, y2], ink) {
  const line = make("line", { x1, y1, x2, y2, stroke: ink.line, "stroke-width": 1.2 });
  const far = Math.hypot(x2 - x1, y2 - y1), rim = edge.target().renderedWidth() / 2 + (edge.target().data("side") ? 6 : 1);
  if (!edge.hasClass("directed") || far < rim + HEAD) return [line];
  const [dx, dy] = [(x2 - x1) / far, (y2 - y1) / far], [x, y] = [x2 - dx * rim, y2 - dy * rim];
  const corner = (turn) => [x - dx * HEAD - turn * dy * HEAD * 0.45, y - dy * HEAD + turn * dx * HEAD * 0.45];
  const points = [[x, y], corner(1), corner(-1)].flat().map((value) => Math.round(value * 10) / 10).join(" ");
  return [line, make("polygon", { points, fill: ink.line, class: "head" })];
}

function legend(nodes, ink, left, top) {
  const words = (text, y) => texts(text, left + 18, y + 4, 12.5, { fill: ink.ink, "text-anchor": "start" });
  const families = FAMILIES.filter((family) => nodes.some((node) => node.hasClass(family.key)));
  const sides = ["theirs", "ours"].filter((side) => nodes.some((node) => node.hasClass(side)));
  const rows = families.map((family, n) => [...shape(family, null, left + 6, top + n * 22, 6, ink), words(family.name, top + n * 22)]);
  const below = top + families.length * 22 + 6;
  for (const [n, side] of sides.entries()) {
    const y = below + n * 22;
    rows.push([make("circle", { cx: left + 6, cy: y, r: 7, fill: ink[side], "fill-opacity": "0.4" }), words(side === "theirs" ? "in their timeline" : "in ours", y)]);
  }
  return make("g", { class: "legend" }, ...rows.flat());
}

/** Where each node and its name lie, with all places this much further apart than they are on the screen. */
function boxes(nodes, zoom) {
  return nodes.map((node) => {
    const lines = node.data("name").split("\n"), half = node.renderedWidth() / 2;
    const wide = Math.max(half, (Math.max(...lines.map((line) => line.length)) * LETTER) / 2);
    const x = node.position("x") * zoom, y = node.position("y") * zoom;
    return [x - wide, y - half, x + wide, y + half + 8 + lines.length * SIZE * 1.2];
  });
}

const overlaps = (all) => all.some(([a, b, c, d], n) => all.slice(n + 1).some(([e, f, g, h]) => a < g && c > e && b < h && d > f));

/** The zoom at which all names have room, as far as the picture does not become too large for that. */
function roomy(nodes, zoom) {
  const fits = [1, 1.25, 1.6, 2, 2.5, 3.2, 4].map((more) => zoom * more).filter((one) => {
    const all = boxes(nodes, one);
    return Math.max(...all.map((box) => box[2])) - Math.min(...all.map((box) => box[0])) < LARGEST;
  });
  return fits.find((one) => !overlaps(boxes(nodes, one))) ?? fits.at(-1) ?? zoom;
}

/** The network as an SVG document, whole, with all names, a title and a legend. */
export function toSvg(cy, title) {
  const ink = colours(), nodes = cy.nodes().not(".gone").toArray(), edges = cy.edges().not(".gone").toArray();
  const zoom = roomy(nodes, cy.zoom()), all = boxes(nodes, zoom);
  const edge = (n, best) => (all.length ? best(...all.map((box) => box[n])) : 0);
  const [left, top, right, bottom] = [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
  const above = MARGIN + (title ? 36 : 0);
  const width = Math.max(right - left + 3 * MARGIN + ASIDE, title.length * 9.5 + 2 * MARGIN), height = Math.max(bottom - top, 300) + above + MARGIN;
  const place = (node) => [node.position("x") * zoom - left + MARGIN, node.position("y") * zoom - top + above];
  const svg = make("svg", { xmlns: SPACE, viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`, width, height, "font-family": ink.font, role: "img" });
  svg.append(make("title", {}, title), make("rect", { width: "100%", height: "100%", fill: ink.ground }));
  svg.append(texts(title, MARGIN, MARGIN + 14, 17, { fill: ink.ink, "text-anchor": "start", "font-weight": "700" }));
  for (const one of edges) svg.append(...tie(one, place(one.source()), place(one.target()), ink));
  for (const node of nodes) svg.append(...shape(familyOf(node.data("kind")), node.data("side"), ...place(node), node.renderedWidth() / 2, ink));
  const halo = { stroke: ink.ground, "stroke-width": 3 };
  const taken = all.map(([x0, y0, x1, y1]) => [x0 - left + MARGIN, y0 - top + above, x1 - left + MARGIN, y1 - top + above]);
  for (const one of edges) {
    const [[x1, y1], [x2, y2]] = [place(one.source()), place(one.target())], text = one.data("short");
    const x = (x1 + x2) / 2, y = (y1 + y2) / 2, half = Math.max(...text.split("\n").map((line) => line.length)) * 3.1;
    const box = [x - half, y - 7, x + half, y - 7 + 13 * text.split("\n").length];
    if (!text || taken.some((other) => overlaps([other, box]))) continue;
    taken.push(box);
    svg.append(texts(text, x, y + 4, 11, { fill: ink.quiet, ...halo }));
  }
  for (const node of nodes) {
    const [x, y] = place(node), weight = node.hasClass("centre") ? { "font-weight": "700" } : {};
    svg.append(texts(node.data("name"), x, y + node.renderedWidth() / 2 + 15, SIZE, { fill: ink.ink, ...halo, ...weight }));
  }
  svg.append(legend(cy.nodes().not(".gone"), ink, width - MARGIN - ASIDE, above + 8));
  return new XMLSerializer().serializeToString(svg);
}
