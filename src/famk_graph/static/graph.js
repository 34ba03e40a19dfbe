// The network that pages share: cytoscape.js with the looks, keys and exports of the explorer. Needs kinds.css and graph.css.
//
//   const drawn = drawGraph(element, { title, nodes, edges, centre, layout, onChoose, actions });
//
// nodes: {id, label, kind, href, side?} as the API gives them; edges: {from, to, words} (its steps), read that way.
// layout: "around" (the default), "causes" (from left to right), or {id: [x, y]} with a place for every node.
// onChoose(id or null): a node became the active one.
// actions: buttons for the active node, [{words, run(id), unless?(id)}].
// What comes back: show({nodes, edges, centre}), choose(id), fade(ids or null), destroy().
import cytoscape from "./vendor/cytoscape/cytoscape.esm.min.mjs";
import { FAMILIES, familyOf, mark } from "./kinds.js";
import { colours, inLines, rescale, sheet, spread, thin } from "./graph-look.js";
import { asPng, fileName, save } from "./files.js";
import { toSvg } from "./graph-export.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const MANY = 400; // nodes from which lines are left out while the picture is moved
const FEW = 60; // nodes up to which all names are to find room
const TOLD = 6; // ties of the active node that are told in words

/** Cytoscape would put a style element into the page, which the policy forbids; it does not if one of that name is there. */
function keepStylesOut() {
  if (document.getElementById("__________cytoscape_stylesheet")) return;
  const place = document.createElement("meta");
  place.id = "__________cytoscape_stylesheet";
  document.head.append(place);
}

function create(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

/** The ties as straight lines: one for each pair, with all that is said of it. */
function lines(edges, known) {
  const pairs = new Map();
  for (const { from, to, words } of edges) {
    if (!known.has(from) || !known.has(to) || from === to) continue;
    const id = [from, to].sort().join(" ");
    if (!pairs.has(id)) pairs.set(id, new Map());
    pairs.get(id).set(`${from} ${words}`, { from, words, to });
  }
  return [...pairs].map(([id, said]) => {
    const ties = [...said.values()], { from, to, words } = ties[0];
    const short = inLines(words, 2) + (ties.length > 1 ? ` +${ties.length - 1}` : "");
    return { data: { id, source: from, target: to, ties, short }, classes: ties.every((tie) => tie.from === from) ? "directed" : "" };
  });
}

function elements({ nodes, edges, centre }) {
  const known = new Set(nodes.map((node) => node.id));
  const drawn = lines(edges, known);
  const degree = new Map();
  for (const { data } of drawn) for (const end of [data.source, data.target]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const dots = nodes.map((node) => ({
    data: {
      id: node.id, label: node.label, name: inLines(node.label), kind: node.kind, href: node.href, side: node.side ?? null,
      r: node.id === centre ? 13 : Math.min(11, 5.5 + Math.sqrt(degree.get(node.id) ?? 0)),
    },
    classes: [familyOf(node.kind).key, node.side ?? "", node.id === centre ? "centre" : ""].join(" "),
  }));
  return [...dots, ...drawn];
}

/** First places for what has none: around the neighbours that have one, or in circles, families side by side. */
function seed(cy, centre, fresh) {
  const golden = Math.PI * (3 - Math.sqrt(5));
  const order = fresh.sort((a, b) => FAMILIES.indexOf(familyOf(a.data("kind"))) - FAMILIES.indexOf(familyOf(b.data("kind"))));
  order.forEach((node, n) => {
    const placed = node.neighborhood("node").difference(fresh).toArray();
    const angle = placed.length ? n * golden : (2 * Math.PI * n) / order.length;
    const from = placed.length ? placed.reduce((sum, other) => ({ x: sum.x + other.position("x") / placed.length, y: sum.y + other.position("y") / placed.length }), { x: 0, y: 0 }) : { x: 0, y: 0 };
    const far = node.id() === centre ? 0 : placed.length ? 90 + n : 220;
    node.position({ x: from.x + far * Math.cos(angle), y: from.y + far * Math.sin(angle) });
  });
}

function arrange(cy, layout, centre, fresh) {
  if (typeof layout === "object") {
    cy.nodes().positions((node) => ({ x: layout[node.id()]?.[0] ?? 0, y: layout[node.id()]?.[1] ?? 0 }));
    return;
  }
  const common = { animate: false, fit: false, padding: 30 };
  if (layout === "causes") {
    const roots = cy.nodes().filter((node) => node.indegree(false) === 0);
    cy.layout({ ...common, name: "breadthfirst", directed: true, maximal: false, roots, spacingFactor: 1.4, nodeDimensionsIncludeLabels: true }).run();
    cy.nodes().positions((node) => ({ x: node.position("y") * 1.6, y: node.position("x") }));
    return;
  }
  if (!fresh.length) return;
  seed(cy, centre, fresh);
  cy.layout({
    ...common, name: "cose", randomize: false, nodeRepulsion: () => 60_000, idealEdgeLength: () => 90, nodeOverlap: 24, gravity: 0.6, numIter: 600,
    edgeElasticity: () => 80, initialTemp: 120, boundingBox: { x1: 0, y1: 0, w: 900, h: 900 },
  }).run();
  const wide = Math.min(2.2, Math.max(0.65, cy.width() / Math.max(1, cy.height())));
  cy.nodes().positions((node) => ({ x: node.position("x") * wide, y: node.position("y") }));
}

/** The node that lies in a direction: a neighbour if there is one, or else any. */
function towards(cy, from, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const at = from.position();
  const nearest = (nodes) => {
    let best = null;
    for (const node of nodes.not(from).not(".gone").toArray()) {
      const x = node.position("x") - at.x, y = node.position("y") - at.y;
      const along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 0 || across > 1.8 * along) continue;
      const cost = along + 2 * across;
      if (!best || cost < best.cost) best = { node, cost };
    }
    return best?.node;
  };
  return nearest(from.neighborhood("node")) ?? nearest(cy.nodes());
}

/** Draw a network into an element, which it fills; see the head of this file. */
export function drawGraph(container, options) {
  keepStylesOut();
  const { title = "", onChoose = () => {}, actions = [] } = options;
  const { layout = "around" } = options;
  let { centre = null } = options;
  let active = null;
  const canvas = create("div", { class: "graph-canvas", tabindex: "0", role: "application", "aria-label": `${title}: a picture of the ties. Arrow keys go from neighbour to neighbour, Enter opens, Escape leaves.` });
  const tools = create("div", { class: "graph-tools", role: "group", "aria-label": "The picture" });
  const told = create("div", { class: "graph-told", "aria-live": "polite" });
  const legend = create("ul", { class: "graph-legend", "aria-label": "Kinds in the picture" });
  container.classList.add("graph");
  container.replaceChildren(canvas, tools, told, legend);

  const cy = cytoscape({ container: canvas, style: sheet(colours()), minZoom: 0.05, maxZoom: 6, boxSelectionEnabled: false, autounselectify: true, hideEdgesOnViewport: options.nodes.length > MANY });
  const open = (id) => location.assign(cy.getElementById(id).data("href"));

  const refresh = () => { rescale(cy); thin(cy); };
  let waiting = 0;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(refresh, cy.nodes().length > MANY ? 150 : 30); };

  /** All of it, with room for names at the rims: those are of one size on the screen, so that only the places count. */
  function fit() {
    const wanted = cy.nodes().not(".gone");
    if (!wanted.length || !cy.width()) return;
    const xs = wanted.map((node) => node.position("x")), ys = wanted.map((node) => node.position("y"));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const side = Math.min(70, cy.width() / 5.6), above = 48, below = 52;
    const zoom = Math.min(1.6, (cy.width() - 2 * side) / Math.max(1, right - left), (cy.height() - above - below) / Math.max(1, bottom - top));
    cy.viewport({
      zoom, pan: { x: cy.width() / 2 - (zoom * (left + right)) / 2, y: (cy.height() + above - below) / 2 - (zoom * (top + bottom)) / 2 },
    });
    if (cy.nodes().length <= FEW) {
      rescale(cy);
      spread(cy);
    }
    refresh();
  }

  function zoomBy(factor) {
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  function reveal(node) {
    const { x, y } = node.renderedPosition(), margin = 40;
    if (x > margin && y > margin && x < cy.width() - margin && y < cy.height() - margin) return;
    if (calm.matches) cy.center(node);
    else cy.animate({ center: { eles: node } }, { duration: 200 });
  }

  function tell(node) {
    if (!node) { told.replaceChildren(); return; }
    const kind = node.data("kind").replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
    const side = { theirs: ", in their timeline", ours: ", in ours" }[node.data("side")] ?? "";
    const heading = create("p", { class: "graph-name" }, mark(node.data("kind")), create("a", { href: node.data("href") }, node.data("label")), ` ${kind}${side}`);
    const ties = node.connectedEdges().not(".gone").toArray().flatMap((edge) => edge.data("ties"));
    const name = (id) => cy.getElementById(id).data("label");
    const rows = ties.slice(0, TOLD).map((tie) => create("li", {}, name(tie.from), create("span", { class: "quiet" }, ` ${tie.words} `), name(tie.to)));
    if (ties.length > TOLD) rows.push(create("li", { class: "quiet" }, `and ${ties.length - TOLD} more`));
    const list = rows.length ? create("ul", { class: "graph-ties" }, ...rows) : create("p", { class: "quiet" }, "No ties in this picture.");
    const buttons = actions.filter((action) => !action.unless?.(node.id())).map((action) => {
      const button = create("button", { type: "button" }, action.words);
      button.addEventListener("click", () => action.run(node.id()));
      return button;
    });
    told.replaceChildren(heading, list, ...(buttons.length ? [create("p", { class: "graph-actions" }, ...buttons)] : []));
  }

  function light(node) {
    cy.batch(() => {
      cy.elements().removeClass("dim lit active");
      if (!node) return;
      cy.elements().not(node.closedNeighborhood()).addClass("dim");
      node.connectedEdges().addClass("lit");
      node.addClass("active");
    });
    thin(cy);
  }

  function choose(id) {
    const node = id === null ? null : cy.getElementById(id);
    active = node?.length ? id : null;
    light(active === null ? null : node);
    tell(active === null ? null : node);
    if (active !== null) reveal(node);
    onChoose(active);
  }

  function showLegend() {
    const families = FAMILIES.filter((family) => cy.nodes(`.${family.key}`).length);
    const sides = ["theirs", "ours"].filter((side) => cy.nodes(`.${side}`).length);
    const row = (sign, words) => create("li", {}, sign, ` ${words}`);
    legend.replaceChildren(
      ...families.map((family) => row(mark(family.classes[0] ?? ""), family.name)),
      ...sides.map((side) => row(create("span", { class: `ringed ${side}`, "aria-hidden": "true" }), side === "theirs" ? "in their timeline" : "in ours")),
    );
  }

  /** Show other nodes and edges; what stays keeps its place about where it was. */
  function show(next) {
    centre = next.centre ?? centre;
    const wanted = elements({ ...next, centre });
    const ids = new Set(wanted.map((element) => element.data.id));
    const before = new Set(cy.elements().map((element) => element.id()));
    cy.batch(() => {
      cy.elements().filter((element) => !ids.has(element.id())).remove();
      cy.add(wanted.filter((element) => !before.has(element.data.id)));
    });
    const fresh = cy.nodes().filter((node) => !before.has(node.id()));
    arrange(cy, layout, centre, fresh);
    showLegend();
    fit();
    if (active !== null) choose(cy.getElementById(active).length ? active : null);
  }

  /** Let everything but some nodes and the ties among them fade; null brings all back. */
  function fade(kept) {
    const ids = kept && new Set(kept);
    cy.batch(() => {
      cy.elements().removeClass("gone");
      if (!ids) return;
      cy.nodes().filter((node) => !ids.has(node.id())).addClass("gone");
      cy.edges().filter((edge) => !ids.has(edge.data("source")) || !ids.has(edge.data("target"))).addClass("gone");
    });
    thin(cy);
  }

  const exportPng = async () => save(await asPng(toSvg(cy, title)), fileName(title, "png"));
  const exportSvg = () => save(new Blob([toSvg(cy, title)], { type: "image/svg+xml" }), fileName(title, "svg"));

  const buttons = [["Whole picture", fit, "Fit"], ["Closer", () => zoomBy(1.35), "+"], ["Further away", () => zoomBy(1 / 1.35), "−"], ["Save the picture as PNG", exportPng, "PNG"], ["Save the picture as SVG", exportSvg, "SVG"]];
  for (const [words, run, face] of buttons) {
    const button = create("button", { type: "button", "aria-label": words, title: words }, face);
    button.addEventListener("click", run);
    tools.append(button);
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = active === null ? null : cy.getElementById(active);
    const first = () => (centre && cy.getElementById(centre).length ? centre : cy.nodes().not(".gone").max((node) => node.data("r")).ele?.id() ?? null);
    const act = {
      ArrowLeft: () => step(event.key), ArrowRight: () => step(event.key), ArrowUp: () => step(event.key), ArrowDown: () => step(event.key),
      Home: () => choose(first()), Enter: () => now && open(active), "+": () => zoomBy(1.35), "-": () => zoomBy(1 / 1.35), 0: fit,
      Escape: () => (now ? choose(null) : canvas.blur()),
    }[event.key];
    function step(key) {
      const next = now ? towards(cy, now, key)?.id() : first();
      if (next) choose(next);
    }
    if (!act) return;
    event.preventDefault();
    act();
  });
  canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }));
  // The wheel scrolls the page, and zooms once the picture has been touched.
  canvas.addEventListener("wheel", (event) => cy.userZoomingEnabled(event.ctrlKey || document.activeElement === canvas), { capture: true, passive: true });
  canvas.addEventListener("touchstart", () => cy.userZoomingEnabled(true), { capture: true, passive: true });
  cy.on("tap", (event) => choose(event.target === cy || event.target.isEdge() ? null : event.target.id()));
  cy.on("dbltap", "node", (event) => open(event.target.id()));
  cy.on("mouseover", "node", (event) => { canvas.classList.add("pointing"); if (active === null) light(event.target); });
  cy.on("mouseout", "node", () => { canvas.classList.remove("pointing"); if (active === null) light(null); });
  cy.on("zoom", later);
  cy.on("free", "node", () => thin(cy));
  const restyle = () => { cy.style(sheet(colours())); refresh(); };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const themes = new MutationObserver(restyle);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", restyle);
  let width = 0;
  const sizes = new ResizeObserver(() => { if (Math.abs(canvas.clientWidth - width) > 2) { width = canvas.clientWidth; cy.resize(); fit(); } });
  sizes.observe(canvas);

  function destroy() {
    themes.disconnect();
    sizes.disconnect();
    dark.removeEventListener("change", restyle);
    clearTimeout(waiting);
    cy.destroy();
    container.replaceChildren();
  }

  show(options);
  return { show, choose, fade, destroy };
}
