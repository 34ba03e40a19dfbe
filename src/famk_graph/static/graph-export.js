// A picture to take away: the drawn network as a file.
import { FAMILIES, OUTLINES, familyOf } from "./kinds.js";
import { colours } from "./graph-look.js";

const SPACE = "http://www.w3.org/2000/svg";

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

function shape(node, x, y, ink) {
  const family = familyOf(node.data("kind")), fill = ink.kinds[family.key], outline = OUTLINES[family.shape];
  const size = node.renderedWidth() / 2;
  const drawn = [];
  const side = node.data("side");
  if (side) drawn.push(make("circle", { cx: x, cy: y, r: size + 5, fill: ink[side], "fill-opacity": "0.4" }));
  if (outline) {
    const points = outline.map((value, n) => Math.round(((n % 2 ? y : x) + (value * size) / 1.4) * 10) / 10).join(" ");
    drawn.push(make("polygon", { points, fill }));
  } else if (family.shape === "ring") {
    drawn.push(make("circle", { cx: x, cy: y, r: size, fill: ink.ground, stroke: fill, "stroke-width": size * 0.6 }));
  } else drawn.push(make("circle", { cx: x, cy: y, r: size, fill }));
  return drawn;
}

function legend(cy, ink, left, top) {
  const shown = FAMILIES.filter((family) => cy.nodes().some((node) => node.hasClass(family.key)));
  return shown.map((family, n) => texts(family.name, left, top + n * 18, 12, { fill: ink.kinds[family.key], "text-anchor": "start", "font-weight": "600" }));
}

/** The network as an SVG document, as it is shown at its present zoom, whole. */
export function toSvg(cy, title) {
  const ink = colours(), zoom = cy.zoom(), box = cy.elements().boundingBox({ includeLabels: true });
  const margin = 16, aside = 120;
  const width = box.w * zoom + 2 * margin + aside, height = Math.max(box.h * zoom + 2 * margin, 240) + 24;
  const place = (point) => [(point.x - box.x1) * zoom + margin, (point.y - box.y1) * zoom + margin + 24];
  const svg = make("svg", { xmlns: SPACE, viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`, width, height, "font-family": ink.font, role: "img" });
  svg.append(make("title", {}, title), make("rect", { width: "100%", height: "100%", fill: ink.ground }));
  svg.append(texts(title, margin, 24, 16, { fill: ink.ink, "text-anchor": "start", "font-weight": "700" }));
  for (const edge of cy.edges().not(".gone").toArray()) {
    const [x1, y1] = place(edge.source().position()), [x2, y2] = place(edge.target().position());
    svg.append(make("line", { x1, y1, x2, y2, stroke: ink.line, "stroke-width": 1.2 }));
  }
  for (const node of cy.nodes().not(".gone").toArray()) svg.append(...shape(node, ...place(node.position()), ink));
  const halo = { stroke: ink.ground, "stroke-width": 3 };
  for (const edge of cy.edges(".worded").toArray()) {
    const [x, y] = place(edge.midpoint());
    svg.append(texts(edge.data("short"), x, y + 4, 11, { fill: ink.quiet, ...halo }));
  }
  for (const node of cy.nodes().not(".gone").not(".mute").toArray()) {
    const [x, y] = place(node.position());
    const weight = node.hasClass("centre") ? { "font-weight": "700" } : {};
    svg.append(texts(node.data("name"), x, y + node.renderedHeight() / 2 + 15, 12.5, { fill: ink.ink, ...halo, ...weight }));
  }
  svg.append(...legend(cy, ink, width - aside, margin + 24));
  return new XMLSerializer().serializeToString(svg);
}

/** Hand a blob to the reader as a file. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A title as the name of a file. */
export const fileName = (title, ending) =>
  `${title.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "famk"}.${ending}`;
