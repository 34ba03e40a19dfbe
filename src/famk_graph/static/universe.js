// The page of the whole network: its controls, what they do to the sky, and the state of both in the address.
import { answer } from "./sky-data.js";
import { makeSky } from "./sky.js";
import { savePng, saveSvg } from "./sky-export.js";
import { showTable } from "./sky-table.js";
import { showPanel } from "./sky-panel.js";
import { remember, whenReturned } from "./steps.js";

const $ = (id) => document.getElementById(id);
const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
const number = new Intl.NumberFormat("en");
const wide = matchMedia("(min-width: 56.01rem)");
const STEP = 600; // milliseconds that an episode stays while they are played

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
  const asked = () => new URLSearchParams(location.search), lenses = new Set([...$("lens").options].map((option) => option.value));
  const askedLens = () => (lenses.has(asked().get("lens")) ? asked().get("lens") : "kinds");
  $("lens").value = askedLens();
  // What follows from something else, and what comes back by Back, is no step of its own.
  let moved = false, turn = 0, playing = 0, sliding = false, byHand = true, returning = false;
  const sky = makeSky($("sky"), network, { lens: $("lens").value, margins, onChoose: chosen, onMove: () => { if (moved) save(); } });
  const { stars, episodes } = sky;
  const words = new Map(stars.map((node) => [node, fold(`${node.label} ${node.kind} ${node.family.name}`)]));
  const table = showTable($("table"), sky, (id) => { sky.choose(id); $("sky").scrollIntoView({ block: "nearest" }); sky.field.focus({ preventScroll: true }); });
  const boxes = [...document.querySelectorAll(".families input")];

  /** Write the state into the address; what is as at first is left out. */
  function save(step = false) {
    if (returning) return;
    const state = new URLSearchParams(), without = boxes.filter((box) => !box.checked).map((box) => box.value);
    if ($("find").value.trim()) state.set("find", $("find").value.trim());
    if (without.length) state.set("without", without.join(","));
    if ($("lens").value !== "kinds") state.set("lens", $("lens").value);
    if (sky.state.until < episodes.length) state.set("until", sky.state.until ? episodes[sky.state.until - 1].key : "start");
    if (sky.state.chosen) state.set("node", sky.state.chosen.id);
    if (moved) state.set("at", sky.view().join(","));
    remember(state, step);
  }

  function count() {
    const there = stars.filter(sky.shown).length;
    $("counts").textContent = there === stars.length ? `${number.format(there)} in the sky` : `${number.format(there)} of ${number.format(stars.length)} in the sky`;
    for (const box of boxes) {
      const kin = stars.filter((node) => node.family.key === box.value), now = kin.filter((node) => !node.later).length;
      box.parentElement.querySelector(".count").textContent = now === kin.length ? number.format(now) : `${number.format(now)} of ${number.format(kin.length)}`;
    }
    table.refresh();
  }

  /** Other ties of the chosen star may be there now. */
  function retell() {
    const { chosen: node } = sky.state;
    if (node && sky.tied(node).length !== Number($("panel").dataset.ties)) follow(() => chosen(node));
  }

  function follow(run) {
    byHand = false;
    run();
    byHand = true;
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
    if (sky.state.chosen && !sky.shown(sky.state.chosen)) follow(() => sky.choose(null));
    count();
    retell();
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

  /** The place of an episode, of the last of a season, or of the start; what is not there is everything. */
  function placeOf(key) {
    const found = episodes.findLastIndex((episode) => episode.key === key || episode.season === key);
    return key === "start" ? 0 : found < 0 ? episodes.length : found + 1;
  }

  function season(position, told = true) {
    const now = Math.max(0, Math.min(episodes.length, position));
    $("until").value = String(now);
    const said = now === episodes.length ? "Everything you have seen" : now === 0 ? "Before the first episode" : `After ${episodes[now - 1].label}`;
    $("until-words").textContent = said;
    $("until").setAttribute("aria-valuetext", said);
    const before = stars.filter(sky.shown).length;
    follow(() => sky.until(now, told));
    count();
    retell();
    const more = stars.filter(sky.shown).length - before;
    if (told) $("news").textContent = `${said}: ${$("counts").textContent}${more > 0 ? `, ${number.format(more)} more` : ""}`;
  }

  function play() {
    clearInterval(playing);
    const going = $("play").getAttribute("aria-pressed") === "true";
    $("play").setAttribute("aria-pressed", String(!going));
    $("play").firstElementChild.textContent = going ? "▶" : "❚❚";
    if (going) return save(true);
    if (sky.state.until >= episodes.length) season(0);
    playing = setInterval(() => {
      season(sky.state.until + 1);
      if (sky.state.until >= episodes.length) play();
    }, STEP);
  }

  async function chosen(node) {
    const mine = ++turn;
    if (byHand) save(true);
    await showPanel($("panel"), sky, node, () => mine === turn);
    if (mine === turn) $("news").textContent = node ? `${node.label}, ${sky.tied(node).length} ties` : "Nobody is chosen";
  }

  /** What the picture shows, in words to take along. */
  const inWords = () => [
    sky.state.chosen && `Around ${sky.state.chosen.label}`, $("counts").textContent, sky.state.until < episodes.length && $("until-words").textContent,
    document.querySelector(".horizon").textContent.trim().replace(/\s+/g, " "),
  ].filter(Boolean).join(" · ");

  const tools = [["Fit", "The whole sky", () => { moved = false; sky.fit(); save(); }], ["+", "Closer", () => sky.zoomBy(1.4)], ["−", "Further away", () => sky.zoomBy(1 / 1.4)],
    ["PNG", "Save the picture as PNG", () => savePng(sky, inWords())], ["SVG", "Save the picture as SVG", () => saveSvg(sky, inWords())]];
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
  for (const box of boxes) box.addEventListener("change", () => { families(); save(true); });
  $("lens").addEventListener("change", () => { lens(); save(true); });
  $("until").max = String(episodes.length);
  $("season").hidden = !episodes.length;
  // However far it is moved, that is one step.
  $("until").addEventListener("input", () => { season(Number($("until").value)); save(!sliding); sliding = true; });
  $("until").addEventListener("change", () => { sliding = false; });
  $("play").addEventListener("click", play);
  const themed = () => lens();
  new MutationObserver(themed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);
  $("more").open = wide.matches;

  /** Show what the address says; what is not there at this reader's horizon is passed over. */
  function restore(first) {
    const params = asked(), without = (params.get("without") ?? "").split(","), at = (params.get("at") ?? "").split(",").map(Number);
    returning = !first;
    for (const box of boxes) box.checked = !without.includes(box.value);
    $("find").value = params.get("find") ?? "";
    $("lens").value = askedLens();
    moved = at.length === 3 && at.every(Number.isFinite) && at[2] > 0;
    if (moved) sky.look(...at);
    else sky.fit();
    if (without[0] || !first) families();
    if (first) lens(sky.colours());
    else lens();
    season(placeOf(params.get("until")), false);
    if ($("find").value || !first) find();
    const node = params.get("node");
    if (sky.byId.has(node) || !first) follow(() => sky.choose(node, !moved));
    count();
    if (first) save();
    returning = false;
  }

  restore(true);
  whenReturned(() => {
    if (playing && $("play").getAttribute("aria-pressed") === "true") play();
    restore(false);
  });
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
