// What is painted around the stars: behind them the glow of the communities and the ties, above them what is lit, and names.
import { namesInView, paintNames } from "./sky-names.js";

const COARSE = 4; // a nebula has no edges: a quarter of the pixels will do
const FAINT = 0.25; // what remains of the ties while some are lit

/** The communities as discs of light: [x, y, radius, colour, strength] in the places of the network. */
export function nebulae({ stars, groups, shown, colours, ink, tall, kept }) {
  const known = groups.map(() => [0, 0, 0]), lit = kept();
  for (const node of stars) {
    if (!shown(node)) continue;
    known[node.group][0]++;
    known[node.group][1] += node.real;
    if (!lit || lit.has(node)) known[node.group][2]++;
  }
  return groups.flatMap((group, n) => {
    const [count, real, bright] = known[n], [x, y] = tall() ? group.tall : [group.x, group.y];
    if (!count) return [];
    const own = colours().nebula(n) ?? (real / count > 0.5 ? ink().ours : ink().theirs);
    return [[x, y, group.r * 1.35, own, (ink().dark ? 0.3 : 0.2) * Math.min(1, 0.25 + count / group.size) * (bright ? 1 : 0.3)]];
  });
}

/** Paint nebulae with a pen whose unit is the pixel of the screen. */
export function paintNebulae(pen, list, zoom, pan, wide, high) {
  for (const [gx, gy, radius, colour, strength] of list) {
    const x = gx * zoom + pan.x, y = gy * zoom + pan.y, r = radius * zoom;
    if (x + r < 0 || y + r < 0 || x - r > wide || y - r > high) continue;
    const light = pen.createRadialGradient(x, y, 0, x, y, r);
    const part = (share) => colour + Math.round(strength * share * 255).toString(16).padStart(2, "0");
    light.addColorStop(0, part(1));
    light.addColorStop(0.5, part(0.5));
    light.addColorStop(1, part(0));
    pen.fillStyle = light;
    pen.fillRect(x - r, y - r, 2 * r, 2 * r);
  }
}

/** The ties that are there, by how they are drawn: within a community, between two, and lit; each a list of pairs. */
export function ties({ pairs, state, shown, kept }) {
  const { chosen, until } = state, lit = kept(), found = { near: [], far: [], lit: [] };
  for (const pair of pairs) {
    if (pair.since > until || !shown(pair.a) || !shown(pair.b)) continue;
    const mine = chosen ? pair.a === chosen || pair.b === chosen : lit && !pair.quiet && lit.has(pair.a) && lit.has(pair.b);
    if (mine) found.lit.push(pair);
    else if (!pair.quiet) found[pair.a.group === pair.b.group ? "near" : "far"].push(pair);
  }
  return found;
}

/** How each of those lists is drawn: its colour, its strength and its width. */
export const strokes = (ink, faint) => [
  ["far", ink.line, ink.far * (faint ? FAINT : 1), 0.8],
  ["near", ink.line, ink.near * (faint ? FAINT : 1), 0.9],
  ["lit", ink.focus, 0.5, 1.1],
];

function path(pairs) {
  const made = new Path2D();
  for (const { a, b } of pairs) {
    made.moveTo(a.x, a.y);
    made.lineTo(b.x, b.y);
  }
  return made;
}

/** Paint ties with a pen whose unit is the pixel of the screen; `quick` leaves out those that cross the sky. */
export function paintTies(pen, paths, zoom, pan, ink, faint, quick = false) {
  pen.save();
  pen.transform(zoom, 0, 0, zoom, pan.x, pan.y);
  for (const [name, colour, strength, width] of strokes(ink, faint)) {
    if (quick && name === "far") continue;
    pen.strokeStyle = colour;
    pen.globalAlpha = strength;
    pen.lineWidth = width / zoom;
    pen.stroke(paths[name]);
  }
  pen.restore();
}

export const pathsOf = (found) => Object.fromEntries(Object.entries(found).map(([name, pairs]) => [name, path(pairs)]));

/** Paint some stars again, where all others are faded. */
export function paintStars(pen, stars, { shown, picture }, zoom, pan, wide, high) {
  for (const node of stars) {
    const x = node.x * zoom + pan.x, y = node.y * zoom + pan.y, [image, side] = picture(node), half = (side * zoom) / 2;
    if (shown(node) && x > -half && y > -half && x < wide + half && y < high + half) pen.drawImage(image, x - half, y - half, 2 * half, 2 * half);
  }
}

function sprinkle(canvas, wide, high, ink) {
  canvas.width = ink.dark ? wide : 1;
  canvas.height = ink.dark ? high : 1;
  const pen = canvas.getContext("2d");
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let n = 0; ink.dark && n < (wide * high) / 2600; n++) {
    pen.globalAlpha = 0.15 + 0.6 * next() ** 3;
    pen.fillStyle = ink.soft;
    const side = next() < 0.12 ? 1.5 : 1;
    pen.fillRect(next() * wide, next() * high, side, side);
  }
}

/** Rings about the chosen star, the one that is pointed at, and those that have just come. */
function paintRings(pen, { state, stars, ink }, zoom, pan) {
  const { chosen, hovered, fresh } = state;
  const ring = (node, room, width, colour) => {
    pen.beginPath();
    pen.arc(node.x * zoom + pan.x, node.y * zoom + pan.y, node.r * zoom + room, 0, 2 * Math.PI);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  };
  if (fresh) for (const node of stars) if (node.since === fresh && !node.off) ring(node, 4, 1, ink().focus);
  if (hovered && hovered !== chosen) ring(hovered, 6 + hovered.r * zoom * 0.4, 1.5, ink().soft);
  if (chosen) ring(chosen, 6 + chosen.r * zoom * 0.4, 2.5, ink().focus);
}

/** Keep the painted parts in step with the stars. What comes back paints anew, after a change of what there is to see or not. */
export function painter(container, field, sky) {
  const canvas = (name, before) => {
    const made = document.createElement("canvas");
    made.className = name;
    made.setAttribute("aria-hidden", "true");
    if (before) container.insertBefore(made, field);
    else container.append(made);
    return made;
  };
  const dust = canvas("dust", true), glow = canvas("glow", true), lines = canvas("lines", true), names = canvas("names", false);
  let clouds = [], paths = pathsOf(ties(sky)), overview = 0, asked = false, size = "";

  function fitCanvases(wide, high, ratio) {
    const now = `${wide} ${high} ${sky.ink().deep}`;
    if (now === size) return;
    size = now;
    sprinkle(dust, wide, high, sky.ink());
    [glow.width, glow.height] = [Math.ceil(wide / COARSE), Math.ceil(high / COARSE)];
    [lines.width, lines.height, names.width, names.height] = [wide, high, wide * ratio, high * ratio];
    overview = Math.min(wide / 2600, high / 1800, 0.6);
  }

  function pen(canvas, ratio) {
    const made = canvas.getContext("2d");
    made.setTransform(1, 0, 0, 1, 0, 0);
    made.clearRect(0, 0, canvas.width, canvas.height);
    made.setTransform(ratio, 0, 0, ratio, 0, 0);
    return made;
  }

  function draw() {
    asked = false;
    const { cy } = sky, wide = cy.width(), high = cy.height(), zoom = cy.zoom(), pan = cy.pan(), ratio = Math.min(2, devicePixelRatio), lit = sky.kept();
    if (!wide || !high) return;
    fitCanvases(wide, high, ratio);
    paintNebulae(pen(glow, 1 / COARSE), clouds, zoom, pan, wide, high);
    paintTies(pen(lines, 1), paths, zoom, pan, sky.ink(), Boolean(lit), sky.moving());
    const above = pen(names, ratio);
    if (lit) paintStars(above, lit, sky, zoom, pan, wide, high);
    paintRings(above, sky, zoom, pan);
    paintNames(above, namesInView(above, sky, overview), sky.ink());
  }

  sky.cy.on("render", draw);
  return (changed = true) => {
    if (changed) [clouds, paths] = [nebulae(sky), pathsOf(ties(sky))];
    if (asked) return;
    asked = true;
    requestAnimationFrame(draw);
  };
}
