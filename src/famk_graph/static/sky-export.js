// The sky to take away, as it is on the screen just now beside what covers it there, with a title above and a legend below.
import { FAMILIES, OUTLINES } from "./kinds.js";
import { outline } from "./sky.js";
import { save } from "./files.js";
import { namesInView, paintNames } from "./sky-names.js";
import { nebulae, paintNebulae, paintStars, paintTies, pathsOf, strokes, ties } from "./sky-paint.js";

const SCALE = 2, FADED = 0.13, SPACE = "http://www.w3.org/2000/svg";

const overview = (cy) => Math.min(cy.width() / 2600, cy.height() / 1800, 0.6);
const TITLE = "The universe of For All Mankind", HEAD = 62, ROW = 22, EDGE = 16, SIGN = 6, TYPE = 13;

/** What nothing covers: where it begins on the screen, and its size. */
function uncovered(sky) {
  const { left, right, bottom } = sky.margins(), x = Math.max(0, left - 12);
  return { x, wide: sky.cy.width() - x - Math.max(0, right - 12), high: sky.cy.height() - Math.max(0, bottom - 16) };
}

/** The names there. */
function names(pen, sky, { x, wide }) {
  const margins = () => ({ left: x, right: sky.cy.width() - x - wide });
  return namesInView(pen, { ...sky, margins }, overview(sky.cy));
}

/** What shapes and colours mean, in rows of a width: each with its place, and how high it all is. */
function legend(pen, sky, wide) {
  const ink = sky.ink(), made = sky.colours(), there = sky.stars.filter(sky.shown), byKind = sky.state.lens === "kinds";
  const kinds = FAMILIES.filter((family) => there.some((node) => node.family === family))
    .map((family) => ({ text: family.name, shape: family.shape, colour: byKind ? ink.kinds[family.key] : ink.soft }));
  const key = made.top ? made.top.map((node) => ({ text: `${node.label} ${made.value(node)}`, colour: made.of(node) })) : made.key.map(([text, colour]) => ({ text, colour }));
  const titled = made.title && key.length ? [{ text: `${made.title}:` }] : [];
  let x = EDGE, row = 0;
  pen.font = `${TYPE}px ${ink.font}`;
  const place = (item) => {
    const room = pen.measureText(item.text).width + (item.colour ? 2 * SIGN + 8 : 0);
    if (x > EDGE && x + room > wide - EDGE) [x, row] = [EDGE, row + 1];
    const placed = { ...item, x, y: (row + 0.5) * ROW + 8 };
    x += room + 18;
    return placed;
  };
  const items = kinds.map(place);
  if (key.length) [x, row] = [EDGE, row + 1];
  items.push(...[...titled, ...key].map(place));
  return { items, high: (row + 1) * ROW + 16 };
}

function paintLegend(pen, items, ink) {
  pen.textAlign = "start";
  for (const { text, shape, colour, x, y } of items) {
    if (colour) {
      pen.save();
      pen.translate(x + SIGN, y);
      outline(pen, shape, shape === "ring" ? SIGN * 0.76 : SIGN);
      pen.lineWidth = SIGN * 0.48;
      pen.fillStyle = pen.strokeStyle = colour;
      pen[shape === "ring" ? "stroke" : "fill"]();
      pen.restore();
    }
    pen.font = `${TYPE}px ${ink.font}`;
    pen.fillStyle = ink.ink;
    pen.fillText(text, x + (colour ? 2 * SIGN + 8 : 0), y);
  }
}

/** Save what is seen as PNG, twice as fine; `words` stand below the title. */
export async function savePng(sky, words) {
  const { cy } = sky, ink = sky.ink(), lit = sky.kept(), wide = cy.width(), high = cy.height(), zoom = cy.zoom(), pan = { ...cy.pan() };
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), part = uncovered(sky), told = legend(pen, sky, part.wide);
  [canvas.width, canvas.height] = [part.wide * SCALE, (HEAD + part.high + told.high) * SCALE];
  pen.scale(SCALE, SCALE);
  pen.fillStyle = ink.deep;
  pen.fillRect(0, 0, part.wide, canvas.height);
  pen.textBaseline = "middle";
  pen.fillStyle = ink.ink;
  pen.font = `700 20px ${ink.font}`;
  pen.fillText(TITLE, EDGE, 24);
  pen.font = `${TYPE}px ${ink.font}`;
  pen.fillText(words, EDGE, 47);
  pen.save();
  pen.translate(0, HEAD + part.high);
  paintLegend(pen, told.items, ink);
  pen.restore();
  pen.beginPath();
  pen.rect(0, HEAD, part.wide, part.high);
  pen.clip();
  pen.translate(-part.x, HEAD);
  paintNebulae(pen, nebulae(sky), zoom, pan, wide, high);
  paintTies(pen, pathsOf(ties(sky)), zoom, pan, ink, Boolean(lit));
  const drawn = await createImageBitmap(await cy.png({ output: "blob-promise", full: false, scale: SCALE }));
  pen.globalAlpha = lit ? FADED : 1;
  pen.drawImage(drawn, 0, 0, wide, high);
  pen.globalAlpha = 1;
  if (lit) paintStars(pen, lit, sky, zoom, pan, wide, high);
  paintNames(pen, names(pen, sky, part), ink);
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

/** A sign of the legend with its words. */
function signed({ text, shape: outer, colour, x, y }, ink) {
  const sign = colour ? [shape({ family: { shape: outer } }, x + SIGN, y, SIGN, colour, ink, false)] : [];
  return [...sign, make("text", { x: x + (colour ? 2 * SIGN + 8 : 0), y: y + TYPE * 0.35, "font-size": TYPE, fill: ink.ink }, text)];
}

/** Save what is seen as SVG; `words` stand below the title. */
export function saveSvg(sky, words) {
  const pen = document.createElement("canvas").getContext("2d"), part = uncovered(sky), told = legend(pen, sky, part.wide);
  const total = HEAD + part.high + told.high;
  const { cy, stars } = sky, ink = sky.ink(), lit = sky.kept(), zoom = cy.zoom(), pan = cy.pan(), wide = cy.width(), high = cy.height();
  const at = ({ x, y }) => [x * zoom + pan.x, y * zoom + pan.y];
  const outside = (x, y, room) => x < -room || y < -room || x > wide + room || y > high + room;
  const file = make("svg", { xmlns: SPACE, viewBox: `0 0 ${part.wide} ${total}`, width: part.wide, height: total, "font-family": ink.font, role: "img" });
  const svg = make("g", { transform: `translate(${-part.x} ${HEAD})` });
  file.append(
    make("title", {}, TITLE), make("rect", { width: "100%", height: "100%", fill: ink.deep }),
    make("clipPath", { id: "part" }, make("rect", { x: 0, y: HEAD, width: part.wide, height: part.high })), make("g", { "clip-path": "url(#part)" }, svg),
    make("text", { x: EDGE, y: 31, "font-size": 20, "font-weight": 700, fill: ink.ink }, TITLE), make("text", { x: EDGE, y: 52, "font-size": TYPE, fill: ink.ink }, words),
    make("g", { transform: `translate(0 ${HEAD + part.high})` }, ...told.items.flatMap((item) => signed(item, ink))),
  );
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
  for (const { text, size, font, x, y, strong } of names(pen, sky, part)) {
    const halo = { stroke: ink.deep, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" };
    svg.append(make("text", { x, y: y + size * 0.35, "font-size": size, "font-weight": font.split(" ")[0], "text-anchor": "middle", fill: strong ? ink.ink : ink.soft, ...halo }, text));
  }
  save(new Blob([new XMLSerializer().serializeToString(file)], { type: "image/svg+xml" }), "famk-universe.svg");
}
