// The page of the whole network: its controls, what they do to the sky, and the state of both in the address.
import { answer } from "./sky-data.js";
import { makeSky } from "./sky.js";
import { savePng, saveSvg } from "./sky-export.js";
import { showTable } from "./sky-table.js";
import { showPanel } from "./sky-panel.js";

const $ = (id) => document.getElementById(id);
const params = new URLSearchParams(location.search);
const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
const number = new Intl.NumberFormat("en");
const wide = matchMedia("(min-width: 56.01rem)");
const STEP = 1500; // milliseconds that a season stays while they are played

async function load() {
  const told = await (await answer).json();
  if (told.error) throw new Error(told.error.message);
  return told;
}

function create(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

function dot(colour) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  for (const [key, value] of Object.entries({ viewBox: "0 0 10 10", "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ cx: 5, cy: 5, r: 5, fill: colour })) circle.setAttribute(key, value);
  svg.append(circle);
  return svg;
}

/** What covers the sky at its sides, so that nothing is centred below it. */
function margins() {
  if (!wide.matches) return { left: 12, right: 12, top: 12, bottom: 12 };
  const box = (id) => ($(id).hidden ? 0 : $(id).getBoundingClientRect().width + 24);
  return { left: box("controls"), right: box("panel"), top: 16, bottom: $("season").hidden ? 16 : 64 };
}

function start(network) {
  $("loading").remove();
  $("controls").hidden = $("tools").hidden = false;
  if ([...$("lens").options].some((option) => option.value === params.get("lens"))) $("lens").value = params.get("lens");
  let moved = false, turn = 0, playing = 0;
  const sky = makeSky($("sky"), network, { lens: $("lens").value, margins, onChoose: chosen, onMove: () => { if (moved) save(); } });
  const { stars, seasons } = sky;
  const words = new Map(stars.map((node) => [node, fold(`${node.label} ${node.kind} ${node.family.name}`)]));
  const table = showTable($("table"), sky, (id) => { sky.choose(id); $("sky").scrollIntoView({ block: "nearest" }); sky.field.focus({ preventScroll: true }); });
  const boxes = [...document.querySelectorAll(".families input")];

  /** Write the state into the address; what is as at first is left out. */
  function save() {
    const state = new URLSearchParams(), without = boxes.filter((box) => !box.checked).map((box) => box.value);
    if ($("find").value.trim()) state.set("find", $("find").value.trim());
    if (without.length) state.set("without", without.join(","));
    if ($("lens").value !== "kinds") state.set("lens", $("lens").value);
    if (sky.state.until < seasons.length) state.set("until", sky.state.until ? seasons[sky.state.until - 1].key : "start");
    if (sky.state.chosen) state.set("node", sky.state.chosen.id);
    if (moved) state.set("at", sky.view().join(","));
    const query = state.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  }

  function count() {
    const there = stars.filter(sky.shown).length;
    $("counts").textContent = there === stars.length ? `${number.format(there)} in the sky` : `${number.format(there)} of ${number.format(stars.length)} in the sky`;
    table.refresh();
  }

  function find() {
    const parts = fold($("find").value).split(/\s+/).filter(Boolean);
    const matches = parts.length ? new Set(stars.filter((node) => parts.every((part) => words.get(node).includes(part)))) : null;
    if (matches) sky.state.chosen = null;
    sky.filter(matches);
    const seen = matches ? [...matches].filter(sky.shown).length : 0;
    $("found").textContent = !matches ? "" : seen ? `${number.format(seen)} ${seen === 1 ? "shines" : "shine"}; Enter goes there` : "Nothing here is called so.";
    if (matches) showPanel($("panel"), sky, null);
    count();
  }

  function families() {
    sky.families(new Set(boxes.filter((box) => !box.checked).map((box) => box.value)));
    if (sky.state.chosen && !sky.shown(sky.state.chosen)) sky.choose(null);
    count();
  }

  function lens(made = sky.recolour($("lens").value)) {
    const key = $("key");
    document.querySelector(".universe").classList.toggle("otherwise", $("lens").value !== "kinds");
    key.replaceChildren();
    if (made.title) key.append(create("p", {}, made.title));
    const go = (text, run) => {
      const button = create("button", { type: "button" }, text);
      button.addEventListener("click", run);
      return button;
    };
    const rows = made.top
      ? made.top.map((node) => create("li", {}, dot(made.of(node)), go(node.label, () => sky.choose(node.id)), create("span", { class: "value" }, made.value(node))))
      : made.key.map(([text, colour, group]) => create("li", {}, dot(colour), group === undefined ? text : go(text, () => sky.frame(stars.filter((node) => node.group === group && sky.shown(node)), 1.4, false))));
    if (rows.length) key.append(create(made.top ? "ol" : "ul", {}, ...rows));
  }

  function season(position, told = true) {
    const now = Math.max(0, Math.min(seasons.length, position));
    $("until").value = String(now);
    const said = now === seasons.length ? "Everything you have seen" : now === 0 ? "Before the first episode" : `After ${seasons[now - 1].label}`;
    $("until-words").textContent = said;
    $("until").setAttribute("aria-valuetext", said);
    const before = stars.filter(sky.shown).length;
    sky.until(now, told);
    count();
    const more = stars.filter(sky.shown).length - before;
    if (told) $("news").textContent = `${said}: ${$("counts").textContent}${more > 0 ? `, ${number.format(more)} more` : ""}`;
  }

  function play() {
    clearInterval(playing);
    const going = $("play").getAttribute("aria-pressed") === "true";
    $("play").setAttribute("aria-pressed", String(!going));
    $("play").firstElementChild.textContent = going ? "▶" : "❚❚";
    if (going) return save();
    if (sky.state.until >= seasons.length) season(0);
    playing = setInterval(() => {
      season(sky.state.until + 1);
      if (sky.state.until >= seasons.length) play();
    }, STEP);
  }

  async function chosen(node) {
    const mine = ++turn;
    save();
    await showPanel($("panel"), sky, node, () => mine === turn);
    if (mine === turn) $("news").textContent = node ? `${node.label}, ${node.near.size} ties` : "Nobody is chosen";
  }

  const tools = [["Fit", "The whole sky", () => { moved = false; sky.fit(); save(); }], ["+", "Closer", () => sky.zoomBy(1.4)], ["−", "Further away", () => sky.zoomBy(1 / 1.4)],
    ["PNG", "Save the picture as PNG", () => savePng(sky)], ["SVG", "Save the picture as SVG", () => saveSvg(sky)]];
  for (const [face, title, run] of tools) {
    const button = create("button", { type: "button", "aria-label": title, title }, face);
    button.addEventListener("click", run);
    $("tools").append(button);
  }

  const { field } = sky;
  field.tabIndex = 0;
  field.setAttribute("role", "application");
  field.setAttribute("aria-label", "The sky. Arrow keys go from neighbour to neighbour, with Shift they move the view; plus and minus zoom, 0 shows all, Enter opens the page, Escape leaves.");
  field.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    const act = dx || dy
      ? () => (event.shiftKey ? sky.cy.panBy({ x: -90 * dx, y: -90 * dy }) : sky.choose((sky.towards(dx, dy) ?? sky.state.chosen)?.id ?? null))
      : { "+": () => sky.zoomBy(1.4), "-": () => sky.zoomBy(1 / 1.4), 0: sky.fit, Escape: () => sky.choose(null),
        Enter: () => sky.state.chosen && location.assign(`/id/${sky.state.chosen.id}`) }[event.key];
    if (!act) return;
    event.preventDefault();
    moved = true;
    act();
  });
  for (const name of ["pointerdown", "wheel"]) field.addEventListener(name, () => { moved = true; }, { passive: true });
  field.addEventListener("pointerdown", () => field.focus({ preventScroll: true }));

  $("controls").addEventListener("submit", (event) => {
    event.preventDefault();
    const found = stars.filter((node) => sky.shown(node) && sky.state.matches?.has(node)).sort((a, b) => b.r - a.r);
    if (found.length) sky.choose(found[0].id);
  });
  $("find").addEventListener("input", () => { find(); save(); });
  for (const box of boxes) box.addEventListener("change", () => { families(); save(); });
  $("lens").addEventListener("change", () => { lens(); save(); });
  $("until").max = String(seasons.length);
  $("season").hidden = !seasons.length;
  $("until").addEventListener("input", () => { season(Number($("until").value)); save(); });
  $("play").addEventListener("click", play);
  const themed = () => lens();
  new MutationObserver(themed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);
  $("more").open = wide.matches;

  // What the address says; what is not there at this reader's horizon is passed over.
  const without = (params.get("without") ?? "").split(",");
  for (const box of boxes) box.checked = !without.includes(box.value);
  $("find").value = params.get("find") ?? "";
  const at = (params.get("at") ?? "").split(",").map(Number), until = seasons.findIndex((each) => each.key === params.get("until"));
  sky.fit();
  if (at.length === 3 && at.every(Number.isFinite) && at[2] > 0) {
    moved = true;
    sky.look(...at);
  }
  if (without[0]) families();
  lens(sky.colours());
  season(params.get("until") === "start" ? 0 : until < 0 ? seasons.length : until + 1, false);
  if ($("find").value) find();
  if (sky.byId.has(params.get("node"))) sky.choose(params.get("node"), !moved);
  count();
  return sky;
}

try {
  start(await load());
  document.documentElement.dataset.ready = "yes";
} catch (error) {
  const place = $("loading");
  if (!place) throw error;
  const again = create("button", { type: "button" }, "Try again");
  again.addEventListener("click", () => location.reload());
  place.classList.add("failed");
  place.replaceChildren(create("span", {}, `The network could not be had. ${error.message} `, again));
}
