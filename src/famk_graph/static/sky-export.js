// The sky to take away, as it is on the screen just now.
import { OUTLINES } from "./kinds.js";
import { save } from "./graph-export.js";
import { namesInView, paintNames } from "./sky-names.js";
import { nebulae, paintNebulae, paintStars, paintTies, pathsOf, strokes, ties } from "./sky-paint.js";

const SCALE = 2, FADED = 0.13, SPACE = "http://www.w3.org/2000/svg";

const overview = (cy) => Math.min(cy.width() / 2600, cy.height() / 1800, 0.6);
/** A picture has nothing before it that could cover names. */
const uncovered = (sky) => ({ ...sky, margins: () => ({ left: 0, right: 0 }) });

/** Save what is seen as PNG, twice as fine. */
export async function savePng(sky) {
  const { cy } = sky, ink = sky.ink(), lit = sky.kept(), wide = cy.width(), high = cy.height(), zoom = cy.zoom(), pan = { ...cy.pan() };
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  [canvas.width, canvas.height] = [wide * SCALE, high * SCALE];
  pen.scale(SCALE, SCALE);
  pen.fillStyle = ink.deep;
  pen.fillRect(0, 0, wide, high);
  paintNebulae(pen, nebulae(sky), zoom, pan, wide, high);
  paintTies(pen, pathsOf(ties(sky)), zoom, pan, ink, Boolean(lit));
  const drawn = await createImageBitmap(await cy.png({ output: "blob-promise", full: false, scale: SCALE }));
  pen.globalAlpha = lit ? FADED : 1;
  pen.drawImage(drawn, 0, 0, wide, high);
  pen.globalAlpha = 1;
  if (lit) paintStars(pen, lit, sky, zoom, pan, wide, high);
  paintNames(pen, namesInView(pen, uncovered(sky), overview(cy)), ink);
  save(await new Promise((done) => canvas.toBlob(done)), "famk-universe.png");
}

function make(name, attributes, ...inside) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  element.append(...inside);
  return element;
}

function shape(node, x, y, r, colour, ink, faded) {
  const points = OUTLINES[node.family.shape], faint = faded ? { opacity: FADED } : {};
  if (points) return make("polygon", { points: points.map((value, n) => Math.round(((n % 2 ? y : x) + value * r) * 100) / 100).join(" "), fill: colour, ...faint });
  if (node.family.shape === "ring") return make("circle", { cx: x, cy: y, r: r * 0.76, fill: ink.deep, stroke: colour, "stroke-width": r * 0.48, ...faint });
  return make("circle", { cx: x, cy: y, r, fill: colour, ...faint });
}

/** Save what is seen as SVG. */
export function saveSvg(sky) {
  const { cy, stars } = sky, ink = sky.ink(), lit = sky.kept(), zoom = cy.zoom(), pan = cy.pan(), wide = cy.width(), high = cy.height();
  const at = ({ x, y }) => [x * zoom + pan.x, y * zoom + pan.y];
  const outside = (x, y, room) => x < -room || y < -room || x > wide + room || y > high + room;
  const svg = make("svg", { xmlns: SPACE, viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, "font-family": ink.font, role: "img" });
  svg.append(make("title", {}, "The universe of For All Mankind"), make("rect", { width: "100%", height: "100%", fill: ink.deep }));
  nebulae(sky).forEach(([x, y, radius, colour, strength], n) => {
    const stop = (offset, share) => make("stop", { offset, "stop-color": colour, "stop-opacity": strength * share });
    const [left, top] = at({ x, y }), r = radius * zoom;
    if (outside(left, top, r)) return;
    svg.append(make("radialGradient", { id: `g${n}` }, stop(0, 1), stop(0.5, 0.5), stop(1, 0)), make("circle", { cx: left, cy: top, r, fill: `url(#g${n})` }));
  });
  const found = ties(sky), point = (node) => at(node).map((value) => value.toFixed(1)).join(" ");
  for (const [name, stroke, opacity, width] of strokes(ink, Boolean(lit))) {
    const d = found[name].map(({ a, b }) => `M${point(a)}L${point(b)}`).join("");
    if (d) svg.append(make("path", { d, fill: "none", stroke, "stroke-opacity": opacity, "stroke-width": width }));
  }
  for (const node of stars) {
    const [x, y] = at(node), r = node.r * zoom;
    if (sky.shown(node) && !outside(x, y, r)) svg.append(shape(node, x, y, r, sky.colours().of(node), ink, lit && !lit.has(node)));
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const { text, size, font, x, y, strong } of namesInView(pen, uncovered(sky), overview(cy))) {
    const halo = { stroke: ink.deep, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" };
    svg.append(make("text", { x, y: y + size * 0.35, "font-size": size, "font-weight": font.split(" ")[0], "text-anchor": "middle", fill: strong ? ink.ink : ink.soft, ...halo }, text));
  }
  save(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }), "famk-universe.svg");
}
