// The names in the sky: those for which there is room.

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
export function namesInView(pen, { cy, stars, state, shown, colours, ink, margins, kept }, overview) {
  const zoom = cy.zoom(), pan = cy.pan(), wide = cy.width(), high = cy.height(), room = new Room(), bodies = new Room(), { chosen, hovered } = state, all = kept();
  const at = (node) => [node.x * zoom + pan.x, node.y * zoom + pan.y, node.r * zoom];
  const lit = (node) => !all || all.has(node);
  const must = [chosen, hovered].filter(Boolean);
  const rank = colours().first, near = all ? [...all] : null;
  const order = near ? near.sort((a, b) => rank(b) - rank(a)) : ranked(stars, rank);
  const { left, right } = margins();
  const most = (near ? 120 : 8 + (wide * high) / 14000) * Math.max(1, Math.min(6, zoom / overview));
  const placed = [];
  for (const node of stars) {
    if (!shown(node) || !lit(node)) continue;
    const [x, y, r] = at(node);
    if (r > 4 && x > -40 && y > -40 && x < wide + 40 && y < high + 40) bodies.take([x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
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
    // The name of a large star may lie upon small ones, since without it one would not know where one is.
    const fits = (box) => room.isFree(box) && (node.r > 14 || bodies.isFree(box));
    const spot = tries.find(([px, py]) => px > half + left - 12 && px + half < wide - right + 12 && fits([px - half, py - size * 0.6, px + half, py + size * 0.6])) ?? (first && tries[0]);
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
