// What is painted around the stars: behind them the glow of the communities, above them the names that have room.

const short = (text) => (text.length > 30 ? `${text.slice(0, 28).trimEnd()}…` : text);

/** Where there is no room left: a grid of boxes in pixels of the screen. */
class Room {
  #cells = new Map();
  *#near([x0, y0, x1, y1]) {
    for (let x = x0 >> 6; x <= x1 >> 6; x++) for (let y = y0 >> 6; y <= y1 >> 6; y++) yield x * 4096 + y;
  }
  take(box) {
    for (const key of this.#near(box)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
    }
  }
  isFree(box) {
    for (const key of this.#near(box)) {
      for (const other of this.#cells.get(key) ?? []) if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
    }
    return true;
  }
}

const widths = new Map();
function widthOf(pen, text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    pen.font = font;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

/** Where names stand on the screen: of the chosen, the pointed at and the found first, then of the best tied. */
export function namesInView(pen, { cy, stars, state, shown, colours, ink, margins }, overview) {
  const zoom = cy.zoom(), pan = cy.pan(), wide = cy.width(), high = cy.height(), room = new Room(), { chosen, hovered, matches } = state;
  const at = (node) => [node.x * zoom + pan.x, node.y * zoom + pan.y, node.r * zoom];
  const lit = (node) => !node.faded;
  const must = [chosen, hovered].filter(Boolean);
  const rank = colours().first, near = chosen ? [...chosen.near.keys()] : matches ? [...matches] : null;
  const order = near ? near.sort((a, b) => rank(b) - rank(a)) : ranked(stars, rank);
  const { left, right } = margins();
  const most = (near ? 120 : 8 + (wide * high) / 14000) * Math.max(1, Math.min(6, zoom / overview));
  const placed = [];
  for (const node of stars) {
    if (!shown(node) || !lit(node)) continue;
    const [x, y, r] = at(node);
    if (r > 4 && x > -40 && y > -40 && x < wide + 40 && y < high + 40) room.take([x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
  }
  for (const node of new Set([...must, ...order])) {
    if (placed.length >= most) break;
    if (!shown(node) || (!lit(node) && !must.includes(node))) continue;
    const [x, y, r] = at(node), first = must.includes(node);
    if (x < left - 20 || y < -20 || x > wide - right + 20 || y > high + 20) continue;
    const size = node === chosen ? 15 : node.r > 15 ? 13 : node.r > 10 ? 12 : 11, weight = node === chosen ? 700 : node.r > 15 ? 600 : 400;
    const font = `${weight} ${size}px ${ink().font}`, text = first ? node.label : short(node.label), half = widthOf(pen, text, font) / 2 + 3;
    const lift = Math.max(r, 2) * 1.2 + size * 0.65 + 2;
    const tries = [[x, y + lift], [x, y - lift], [x + r * 1.3 + half + 3, y], [x - r * 1.3 - half - 3, y]];
    const spot = tries.find(([px, py]) => px > half + left - 12 && px + half < wide - right + 12 && room.isFree([px - half, py - size * 0.6, px + half, py + size * 0.6])) ?? (first && tries[0]);
    if (!spot) continue;
    room.take([spot[0] - half, spot[1] - size * 0.6, spot[0] + half, spot[1] + size * 0.6]);
    placed.push({ node, text, font, size, x: spot[0], y: spot[1], strong: first || node.r > 15 });
  }
  return placed;
}

let rankedBy = null, rankedStars = [];
function ranked(stars, rank) {
  if (rankedBy !== rank) [rankedBy, rankedStars] = [rank, [...stars].sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1))];
  return rankedStars;
}

/** The communities as discs of light: [x, y, radius, colour, strength] in the places of the network. */
export function nebulae({ stars, groups, shown, colours, ink, tall }) {
  const known = groups.map(() => [0, 0, 0]);
  for (const node of stars) {
    if (!shown(node)) continue;
    known[node.group][0]++;
    known[node.group][1] += node.real;
    if (!node.faded) known[node.group][2]++;
  }
  return groups.flatMap((group, n) => {
    const [count, real, lit] = known[n], [x, y] = tall() ? group.tall : [group.x, group.y];
    if (!count) return [];
    const own = colours().nebula(n) ?? (real / count > 0.5 ? ink().ours : ink().theirs);
    return [[x, y, group.r * 1.35, own, (ink().dark ? 0.3 : 0.2) * Math.min(1, 0.25 + count / group.size) * (lit ? 1 : 0.3)]];
  });
}

/** Paint nebulae with a pen whose unit is the pixel of the screen. */
export function paintNebulae(pen, list, zoom, pan) {
  for (const [gx, gy, radius, colour, strength] of list) {
    const x = gx * zoom + pan.x, y = gy * zoom + pan.y, r = radius * zoom;
    if (x + r < 0 || y + r < 0 || x - r > pen.canvas.width * 8 || y - r > pen.canvas.height * 8) continue;
    const light = pen.createRadialGradient(x, y, 0, x, y, r);
    const part = (share) => colour + Math.round(strength * share * 255).toString(16).padStart(2, "0");
    light.addColorStop(0, part(1));
    light.addColorStop(0.5, part(0.5));
    light.addColorStop(1, part(0));
    pen.fillStyle = light;
    pen.fillRect(x - r, y - r, 2 * r, 2 * r);
  }
}

/** Paint names. */
export function paintNames(pen, placed, ink) {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.strokeStyle = ink.deep;
  for (const { text, font, x, y, strong } of placed) {
    pen.font = font;
    pen.lineWidth = 3;
    pen.globalAlpha = ink.dark ? 0.75 : 0.9;
    pen.strokeText(text, x, y);
    pen.globalAlpha = 1;
    pen.fillStyle = strong ? ink.ink : ink.soft;
    pen.fillText(text, x, y);
  }
}

const COARSE = 4; // a nebula has no edges: a quarter of the pixels will do

/** Keep the painted parts in step with the stars; what comes back paints anew. */
export function painter(container, field, sky) {
  const canvas = (name, before) => {
    const made = document.createElement("canvas");
    made.className = name;
    made.setAttribute("aria-hidden", "true");
    if (before) container.insertBefore(made, field);
    else container.append(made);
    return made;
  };
  const dust = canvas("dust", true), glow = canvas("glow", true), names = canvas("names", false);
  let clouds = [], overview = 0, asked = false, size = "";

  function sprinkle(wide, high) {
    dust.width = wide;
    dust.height = high;
    const pen = dust.getContext("2d");
    let seed = 7;
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let n = 0; n < (wide * high) / 2600; n++) {
      pen.globalAlpha = 0.15 + 0.6 * next() ** 3;
      pen.fillStyle = sky.ink().soft;
      const side = next() < 0.12 ? 1.5 : 1;
      pen.fillRect(next() * wide, next() * high, side, side);
    }
  }

  function draw() {
    asked = false;
    const { cy } = sky, wide = cy.width(), high = cy.height(), zoom = cy.zoom(), pan = cy.pan(), ratio = Math.min(2, devicePixelRatio);
    if (!wide || !high) return;
    const now = `${wide} ${high} ${sky.ink().deep}`;
    if (now !== size) {
      size = now;
      if (sky.ink().dark) sprinkle(wide, high);
      else dust.width = 1;
      [glow.width, glow.height, names.width, names.height] = [Math.ceil(wide / COARSE), Math.ceil(high / COARSE), wide * ratio, high * ratio];
      overview = 0;
    }
    if (!overview) overview = Math.min(wide / 2600, high / 1800, 0.6);
    const soft = glow.getContext("2d");
    soft.setTransform(1, 0, 0, 1, 0, 0);
    soft.clearRect(0, 0, glow.width, glow.height);
    soft.scale(1 / COARSE, 1 / COARSE);
    paintNebulae(soft, clouds, zoom, pan);
    const pen = names.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, names.width, names.height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    mark(pen, zoom, pan);
    paintNames(pen, namesInView(pen, sky, overview), sky.ink());
  }

  /** A ring about the chosen star and the one that is pointed at. */
  function mark(pen, zoom, pan) {
    const { chosen, hovered, fresh } = sky.state;
    if (fresh) {
      pen.strokeStyle = sky.ink().focus;
      pen.lineWidth = 1;
      for (const node of sky.stars) {
        if (node.since !== fresh || node.off) continue;
        pen.beginPath();
        pen.arc(node.x * zoom + pan.x, node.y * zoom + pan.y, node.r * zoom + 4, 0, 2 * Math.PI);
        pen.stroke();
      }
    }
    for (const node of new Set([hovered, chosen])) {
      if (!node) continue;
      pen.beginPath();
      pen.arc(node.x * zoom + pan.x, node.y * zoom + pan.y, node.r * zoom * 1.4 + 5, 0, 2 * Math.PI);
      pen.lineWidth = node === chosen ? 2.5 : 1.5;
      pen.strokeStyle = node === chosen ? sky.ink().focus : sky.ink().soft;
      pen.stroke();
    }
  }

  sky.cy.on("render", draw);
  return () => {
    clouds = nebulae(sky);
    if (asked) return;
    asked = true;
    requestAnimationFrame(draw);
  };
}
