// The sky to take away, as it is on the screen just now.
import { OUTLINES } from "./kinds.js";
import { save } from "./graph-export.js";
import { namesInView, nebulae, paintNames, paintNebulae } from "./sky-paint.js";
import { colouring, skyInk } from "./sky-lens.js";

const SCALE = 2, SPACE = "http://www.w3.org/2000/svg";

function inView(sky) {
  const { cy, stars, groups, seasons, state, shown } = sky, ink = skyInk(), colours = colouring(state.lens, stars, groups, seasons, ink);
  const margins = () => ({ left: 0, right: 0 });
  return { cy, stars, groups, state, shown, margins, tall: sky.tall, ink: () => ink, colours: () => colours };
}

const overview = (cy) => Math.min(cy.width() / 2600, cy.height() / 1800, 0.6);

/** Save what is seen as PNG, twice as fine. */
export async function savePng(sky) {
  const seen = inView(sky), { cy } = sky, ink = seen.ink(), canvas = document.createElement("canvas");
  canvas.width = cy.width() * SCALE;
  canvas.height = cy.height() * SCALE;
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.fillStyle = ink.deep;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  paintNebulae(pen, nebulae(seen), cy.zoom(), cy.pan());
  const drawn = await createImageBitmap(await cy.png({ output: "blob-promise", full: false, scale: SCALE }));
  pen.drawImage(drawn, 0, 0, cy.width(), cy.height());
  paintNames(pen, namesInView(pen, seen, overview(cy)), ink);
  save(await new Promise((done) => canvas.toBlob(done)), "famk-universe.png");
}

function make(name, attributes, ...inside) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  element.append(...inside);
  return element;
}

function shape(node, x, y, r, colour, ink) {
  const points = OUTLINES[node.family.shape], faint = node.faded ? { opacity: 0.1 } : {};
  if (points) return make("polygon", { points: points.map((value, n) => Math.round(((n % 2 ? y : x) + value * r) * 100) / 100).join(" "), fill: colour, ...faint });
  if (node.family.shape === "ring") return make("circle", { cx: x, cy: y, r: r * 0.76, fill: ink.deep, stroke: colour, "stroke-width": r * 0.48, ...faint });
  return make("circle", { cx: x, cy: y, r, fill: colour, ...faint });
}

/** Save what is seen as SVG. */
export function saveSvg(sky) {
  const seen = inView(sky), { cy, stars } = sky, ink = seen.ink(), zoom = cy.zoom(), pan = cy.pan(), wide = cy.width(), high = cy.height();
  const at = ({ x, y }) => [x * zoom + pan.x, y * zoom + pan.y];
  const outside = (x, y, room) => x < -room || y < -room || x > wide + room || y > high + room;
  const svg = make("svg", { xmlns: SPACE, viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, "font-family": ink.font, role: "img" });
  svg.append(make("title", {}, "The universe of For All Mankind"), make("rect", { width: "100%", height: "100%", fill: ink.deep }));
  nebulae(seen).forEach(([x, y, r, colour, strength], n) => {
    const stop = (offset, share) => make("stop", { offset, "stop-color": colour, "stop-opacity": strength * share });
    svg.append(make("radialGradient", { id: `g${n}` }, stop(0, 1), stop(0.5, 0.5), stop(1, 0)));
    const [cx, cy_] = at({ x, y });
    if (!outside(cx, cy_, r * zoom)) svg.append(make("circle", { cx, cy: cy_, r: r * zoom, fill: `url(#g${n})` }));
  });
  const lines = new Map();
  cy.edges(":visible").forEach((edge) => {
    const style = `${edge.hasClass("lit") ? ink.focus : ink.line} ${edge.style("opacity")}`;
    const [a, b] = [edge.source(), edge.target()].map((end) => stars[Number(end.id().slice(1))]);
    lines.set(style, `${lines.get(style) ?? ""}M${[at(a), at(b)].map((point) => point.map((value) => value.toFixed(1)).join(" ")).join("L")}`);
  });
  for (const [style, d] of lines) {
    const [stroke, opacity] = style.split(" ");
    svg.append(make("path", { d, fill: "none", stroke, "stroke-opacity": opacity, "stroke-width": 0.9 }));
  }
  for (const node of stars) {
    const [x, y] = at(node), r = node.r * zoom;
    if (seen.shown(node) && !outside(x, y, r)) svg.append(shape(node, x, y, r, seen.colours().of(node), ink));
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const { text, size, font, x, y, strong } of namesInView(pen, seen, overview(cy))) {
    svg.append(make("text", { x, y: y + size * 0.35, "font-size": size, "font-weight": font.split(" ")[0], "text-anchor": "middle", fill: strong ? ink.ink : ink.soft, stroke: ink.deep, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, text));
  }
  save(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }), "famk-universe.svg");
}
