"use strict";
// The picture. vis-network moves, zooms, hits and (if asked to) simulates; lines and names are drawn here, all
// lines of a kind in one stroke and only names that have room, so that thousands stay legible and quick.
const famk = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const page = read("page"), drawn = read("nodes"), lines = read("edges");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const $ = (id) => document.getElementById(id);

  // The shapes of the families, about the origin, with areas about alike; one path for canvas and legend.
  const SHAPES = {
    circle: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
    ring: "M1.05 0A1.05 1.05 0 1 1-1.05 0A1.05 1.05 0 1 1 1.05 0ZM.5 0A.5 .5 0 1 0-.5 0A.5 .5 0 1 0 .5 0Z",
    triangle: "M0-1.2 1.15.85-1.15.85Z",
    diamond: "M0-1.25 1.05 0 0 1.25-1.05 0Z",
    star: "M0-1.4.4-.55 1.33-.43.65.21.82 1.13 0 .68-.82 1.13-.65.21-1.33-.43-.4-.55Z",
    arrow: "M0-1.35 1 1.1 0 .55-1 1.1Z",
    square: "M-.9-.9H.9V.9H-.9Z",
    hexagon: "M1.08 0 .54.94-.54.94-1.08 0-.54-.94.54-.94Z",
    screen: "M-1.2-.8H1.2V.8H-1.2Z",
    cross: "M-.38-1.1H.38V-.38H1.1V.38H.38V1.1H-.38V.38H-1.1V-.38H-.38Z",
  };
  const paths = page.families.map((family) => new Path2D(SHAPES[family.shape]));

  const nodes = drawn.map((node) => ({ ...node, hidden: false, near: new Map(), quiet: true }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = [...byId.keys()].sort();
  const at = (number) => byId.get(order[number]);
  const pairs = lines.map((line) => {
    const a = byId.get(line.from), b = byId.get(line.to);
    return { a, b, quiet: Boolean(line.quiet), close: a.island === b.island };
  });
  for (const pair of pairs) {
    pair.a.near.set(pair.b, pair);
    pair.b.near.set(pair.a, pair);
  }
  const capitals = new Map(page.islands.map((island) => [at(island[3]), island[2]]));
  const ranked = [...nodes].sort((a, b) => b.size - a.size || (a.label < b.label ? -1 : 1));

  const state = { selected: null, cursor: null, hovered: null, moved: false };
  const hooks = { select() {} };
  let ink = {};

  function readTheme() {
    const dark = document.documentElement.dataset.theme === "dark";
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
    ink = { ground: get("--ground"), ink: get("--ink"), soft: get("--soft"), edge: get("--edge"), island: get("--island"),
      accent: get("--accent"), strength: dark ? 1 : 0.9, colors: page.families.map((family) => (dark ? family.dark : family.light)) };
  }

  const lit = (node) => !state.selected || node === state.selected || state.selected.near.has(node);

  function drawNode(node, ctx, x, y) {
    const chosen = node === state.selected, radius = node.size;
    ctx.translate(x, y);
    if (chosen || node === state.cursor || node === state.hovered) {
      ctx.beginPath();
      ctx.arc(0, 0, radius * 1.25 + (chosen ? 5 : 4), 0, 2 * Math.PI);
      ctx.lineWidth = chosen ? 3 : 2;
      ctx.strokeStyle = chosen || node === state.cursor ? ink.accent : ink.soft;
      ctx.stroke();
    }
    ctx.globalAlpha = lit(node) ? 1 : 0.14;
    ctx.scale(radius, radius);
    const path = paths[node.family];
    ctx.lineWidth = 3 / radius;
    ctx.strokeStyle = ink.ground;
    ctx.stroke(path);
    ctx.fillStyle = ink.colors[node.family];
    ctx.fill(path, "evenodd");
  }

  const renderer = ({ ctx, id, x, y }) => {
    const node = byId.get(id);
    return { drawNode: () => drawNode(node, ctx, x, y), nodeDimensions: { width: node.size * 2.2, height: node.size * 2.2 } };
  };

  // A high screen has the islands in another order; within them nothing changes.
  const high = () => $("graph").clientHeight > $("graph").clientWidth * 1.15;
  let tall = false;
  function place() {
    tall = high();
    for (const start of drawn) {
      const [x, y, , , tallX, tallY] = page.islands[start.island], node = byId.get(start.id);
      node.x = start.x + (tall ? tallX - x : 0);
      node.y = start.y + (tall ? tallY - y : 0);
    }
  }
  place();

  const options = read("options");
  const data = {
    nodes: new vis.DataSet(nodes.map(({ id, x, y, size }) => ({ id, x, y, size, shape: "custom", ctxRenderer: renderer }))),
    edges: new vis.DataSet(lines.map((line, id) => ({ ...line, id }))),
  };
  readTheme();
  const network = new vis.Network($("graph"), data, options);

  function drawIslands(ctx) {
    if (state.moved) return;
    ctx.fillStyle = ink.island;
    for (const [x, y, radius, , tallX, tallY] of page.islands) {
      ctx.beginPath();
      ctx.arc(tall ? tallX : x, tall ? tallY : y, radius + 8, 0, 2 * Math.PI);
      ctx.fill();
    }
  }

  function stroke(ctx, chosen, alpha, width) {
    if (!chosen.length) return;
    ctx.beginPath();
    for (const { a, b } of chosen) {
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
    }
    ctx.strokeStyle = `rgba(${ink.edge}, ${alpha * ink.strength})`;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  function drawLines(ctx) {
    const positions = network.getPositions();
    for (const node of nodes) Object.assign(node, positions[node.id]);
    drawIslands(ctx);
    const scale = network.getScale(), thin = Math.max(0.8, 0.8 / scale);
    const seen = pairs.filter(({ a, b }) => !a.hidden && !b.hidden);
    const mine = state.selected ? seen.filter(({ a, b }) => a === state.selected || b === state.selected) : [];
    const rest = state.selected ? 0.25 : 1;
    const loud = seen.filter((pair) => !pair.quiet);
    stroke(ctx, loud.filter((pair) => !pair.close), 0.1 * rest, thin);
    stroke(ctx, loud.filter((pair) => pair.close), 0.42 * rest, thin);
    stroke(ctx, mine.filter((pair) => pair.quiet), 0.4, thin);
    stroke(ctx, mine.filter((pair) => !pair.quiet), 0.9, thin * 1.5);
    if (state.cursor && state.selected) {
      ctx.save();
      ctx.beginPath();
      ctx.moveTo(state.selected.x, state.selected.y);
      ctx.lineTo(state.cursor.x, state.cursor.y);
      ctx.strokeStyle = ink.accent;
      ctx.lineWidth = thin * 2.5;
      ctx.stroke();
      ctx.restore();
    }
  }

  // Names: the chosen one and its neighbours first, then the best tied; each where it has room, or not at all.
  const widths = new Map();
  function width(ctx, text, font) {
    const key = font + text;
    if (!widths.has(key)) {
      ctx.font = font;
      widths.set(key, ctx.measureText(text).width);
    }
    return widths.get(key);
  }

  function room() {
    const cells = new Map(), side = 64;
    const around = function* ([left, top, right, bottom]) {
      for (let i = Math.floor(left / side); i <= Math.floor(right / side); i++)
        for (let j = Math.floor(top / side); j <= Math.floor(bottom / side); j++) yield `${i},${j}`;
    };
    return {
      take(box) {
        for (const key of around(box)) (cells.get(key) || cells.set(key, []).get(key)).push(box);
      },
      free(box) {
        for (const key of around(box))
          for (const [left, top, right, bottom] of cells.get(key) || [])
            if (box[0] < right && box[2] > left && box[1] < bottom && box[3] > top) return false;
        return true;
      },
    };
  }

  const short = (text) => (text.length > 34 ? `${text.slice(0, 32).trimEnd()}…` : text);
  let overview = 1;

  function drawNames(ctx) {
    const canvas = ctx.canvas, ratio = canvas.width / canvas.clientWidth, scale = network.getScale();
    const { x: cx, y: cy } = network.getViewPosition(), w = canvas.clientWidth, h = canvas.clientHeight;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    const open = free().w, space = room(), first = [state.selected, state.cursor, state.hovered].filter(Boolean);
    const rest = state.selected ? [...state.selected.near.keys()].sort((a, b) => b.size - a.size) : ranked;
    const most = (state.selected ? 90 : 6 + (w * h) / 10000) * Math.max(1, (scale / overview) ** 2);
    let shown = 0;
    const visible = nodes.filter((n) => !n.hidden).map((n) => [n, (n.x - cx) * scale + w / 2, (n.y - cy) * scale + h / 2, n.size * scale]);
    const where = new Map(visible.map((entry) => [entry[0], entry]));
    for (const [node, x, y, r] of visible) if (r > 5 && lit(node)) space.take([x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
    for (const node of new Set([...first, ...rest])) {
      if (shown >= most) break;
      if (!where.has(node)) continue;
      const [, x, y, r] = where.get(node), must = first.includes(node);
      if (x < -60 || y < -20 || x > w + 60 || y > h + 20) continue;
      const large = node === state.selected || (!state.selected && capitals.get(node) * scale > 42);
      const size = large ? 14 : node.size > 12 ? 12.5 : 11.5, font = `${large ? 650 : node.size > 12 ? 550 : 450} ${size}px system-ui, sans-serif`;
      const text = must ? node.label : short(node.label), half = width(ctx, text, font) / 2 + 3, lift = r * 1.15 + size * 0.62 + 2;
      const tries = [[x, y + lift], [x, y - lift], [x + r * 1.2 + half + 2, y], [x - r * 1.2 - half - 2, y]];
      const fits = ([px, py]) => px > half && px + half < open && space.free([px - half, py - size * 0.6, px + half, py + size * 0.6]);
      const spot = tries.find(fits) || (must && tries[0]);
      if (!spot) continue;
      shown++;
      space.take([spot[0] - half, spot[1] - size * 0.6, spot[0] + half, spot[1] + size * 0.6]);
      ctx.font = font;
      ctx.lineWidth = 3.5;
      ctx.strokeStyle = ink.ground;
      ctx.strokeText(text, ...spot);
      ctx.fillStyle = ink.ink;
      ctx.fillText(text, ...spot);
    }
    ctx.restore();
  }

  network.on("beforeDrawing", drawLines);
  network.on("afterDrawing", drawNames);

  // What the panel or the sheet covers is not free for the picture.
  function free() {
    const box = $("graph").getBoundingClientRect(), panel = $("panel");
    if (panel.hidden) return { w: box.width, h: box.height, dx: 0, dy: 0 };
    const sheet = panel.getBoundingClientRect();
    if (sheet.width > box.width * 0.7) return { w: box.width, h: sheet.top - box.top, dx: 0, dy: (box.bottom - sheet.top) / 2 };
    return { w: sheet.left - box.left, h: box.height, dx: (box.right - sheet.left) / 2, dy: 0 };
  }

  function move(x, y, scale, quick) {
    const { dx, dy } = free();
    const animation = quick || calm.matches ? false : { duration: 420, easingFunction: "easeInOutCubic" };
    network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale }, scale, animation });
  }

  function bounds(of) {
    const xs = of.map((n) => n.x), ys = of.map((n) => n.y), big = Math.max(...of.map((n) => n.size));
    return [Math.min(...xs) - big, Math.min(...ys) - big, Math.max(...xs) + big, Math.max(...ys) + big];
  }

  function fit(quick) {
    const of = nodes.filter((node) => !node.hidden);
    if (!of.length) return;
    const [left, top, right, bottom] = bounds(of), { w, h } = free();
    const names = of.length < 150 && w > 500 ? 150 : 40; // where few stand, the names at the edge need room
    const scale = Math.min((w - names) / Math.max(right - left, 300), (h - 52) / Math.max(bottom - top, 200), 1.6);
    overview = scale;
    move((left + right) / 2, (top + bottom) / 2, scale, quick);
  }

  function centre(node, quick) {
    const { w, h } = free(), close = [node, ...[...node.near].filter(([other, pair]) => !pair.quiet && !other.hidden).map(([other]) => other)];
    const far = Math.max(...close.map((n) => Math.max(Math.abs(n.x - node.x) / (w / 2 - 40), Math.abs(n.y - node.y) / (h / 2 - 30))), 1e-6);
    move(node.x, node.y, Math.min(1.5, Math.max(1 / far, overview * 1.3)), quick);
  }

  function reveal(node) {
    const { w, h, dx, dy } = free(), p = network.canvasToDOM({ x: node.x, y: node.y });
    const box = $("graph").getBoundingClientRect();
    if (p.x < 20 || p.y < 20 || p.x > w - 20 || p.y > h - 20 || box.width < 200) move(node.x, node.y, network.getScale());
    return [dx, dy];
  }

  function select(node, how = "centre") {
    state.selected = node;
    state.cursor = null;
    if (node && node.hidden) hooks.show(node.family);
    hooks.select(node);
    if (node && how === "centre") centre(node);
    else if (node) reveal(node);
    network.redraw();
  }

  network.on("click", ({ nodes: hit }) => select(hit.length ? byId.get(hit[0]) : null, "stay"));
  network.on("hoverNode", ({ node }) => ((state.hovered = byId.get(node)), ($("graph").style.cursor = "pointer"), network.redraw()));
  network.on("blurNode", () => ((state.hovered = null), ($("graph").style.cursor = ""), network.redraw()));
  network.on("dragStart", ({ nodes: held }) => { if (held.length) state.moved = true; });

  function physics(on) {
    if (on) state.moved = true;
    network.setOptions({ physics: { ...options.physics, enabled: on } });
    if (on) network.startSimulation();
    else network.stopSimulation();
  }

  function restore() {
    if (!state.moved && high() === tall) return;
    state.moved = false;
    place();
    for (const { id, x, y } of nodes) network.moveNode(id, x, y);
  }

  function show(family, on) {
    for (const node of nodes) if (node.family === family) node.hidden = !on;
    data.nodes.update(nodes.filter((n) => n.family === family).map(({ id }) => ({ id, hidden: !on })));
    if (state.selected && state.selected.hidden) select(null, "stay");
    network.redraw();
  }

  network.once("afterDrawing", () => {
    document.documentElement.dataset.drawn = Math.round(performance.now());
  });

  return { $, page, nodes, ranked, byId, at, state, hooks, network, SHAPES, select, fit, centre, physics, restore, show,
    recolor: () => (readTheme(), network.redraw()), redraw: () => network.redraw() };
})();
