// The picture of the two timelines: reading, zooming, panning, keys, and the panel of the chosen event.

import { ask } from "./asking.js";
import { Drawing } from "./axis-draw.js";
import { core, isAlone, prepare } from "./axis-layout.js";
import { legend } from "./axis-marks.js";
import { picture } from "./axis-picture.js";
import { save } from "./files.js";
import { remember, whenReturned } from "./steps.js";
import { make, tell, when } from "./telling.js";

const LEAST = 0.04, NARROWEST_PAN = 4, FEW = 40;
const stage = document.querySelector(".stage");
if (stage) start();

// An address without what was not asked for is easier to read and to pass on.
document.querySelector(".filters").addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});

async function start() {
  stage.hidden = false;
  const box = stage.querySelector(".axis-box");
  const settings = JSON.parse(document.getElementById("settings").textContent);
  let model;
  try {
    model = prepare(await ask("/api/timeline", settings.query), settings.only);
  } catch (error) {
    box.querySelector(".loading").textContent = `The events could not be read: ${error.message} The table below tells the same.`;
    return;
  }
  box.querySelector(".loading").remove();
  legend(stage.querySelector(".marks"), model);
  new Timeline(box, model, settings.title);
}

const missing = (bridge, side) => (isAlone(bridge) ? `nothing like it in ${side}` : `what stands against it in ${side} is not among the dated events shown`);

class Timeline {
  constructor(box, model, title) {
    Object.assign(this, { box, model, title, chosen: null, hovered: null, frame: 0, pointers: new Map() });
    this.panel = document.getElementById("chosen");
    this.live = document.getElementById("told");
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.drawing = new Drawing(box.querySelector("canvas"), box);
    this.whole = this.extent();
    this.view = this.fromAddress() ?? (model.events.length < FEW ? this.whole : core(model.events));
    this.listen();
    this.drawing.resize(model, this.view);
    this.set(this.view);
    this.restore();
  }

  // All events; where they are few, with room for all names.
  extent() {
    const { events } = this.model, first = Math.min(...events.map((event) => event.from)), last = events.at(-1).at;
    const edge = Math.max(0.5, (last - first) * 0.03), start = first - edge, width = this.box.clientWidth;
    const room = (event) => (events.length < FEW ? Math.min(0.6, (this.drawing.textWidth(event) + 16) / width) : Math.min(0.2, 160 / width));
    const needed = events.map((event) => (event.at - start) / (1 - room(event)));
    return [start, start + Math.max(last + edge - start, ...needed)];
  }

  // Choose what the address says, when the page opens and when somebody goes back in its history.
  restore() {
    const asked = this.model.byId.get(new URLSearchParams(location.search).get("event"));
    if (asked) this.choose(asked, { open: true, quiet: true });
    else if (this.chosen) this.close({ quiet: true });
  }

  fromAddress() {
    const told = new URLSearchParams(location.search).get("view")?.split(",").map(Number);
    return told?.length === 2 && told.every(Number.isFinite) && told[1] - told[0] >= LEAST ? told : null;
  }

  listen() {
    const { box, model } = this;
    new ResizeObserver(() => { this.drawing.resize(model, this.view); this.draw(); }).observe(box);
    const repaint = () => { this.drawing.readColours(); legend(stage.querySelector(".marks"), this.model); this.draw(); };
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    whenReturned(() => {
      clearTimeout(this.later);
      this.set(this.fromAddress() ?? this.view, { quiet: true });
      this.restore();
    });
    box.addEventListener("keydown", (event) => this.key(event));
    let scrolled = 0;
    addEventListener("scroll", () => { scrolled = performance.now(); }, { passive: true });
    box.addEventListener("wheel", (event) => {
      if (performance.now() - scrolled < 250 && !event.ctrlKey) return; // the page is being scrolled past
      const out = event.deltaY > 0 && this.view[1] - this.view[0] >= this.whole[1] - this.whole[0];
      if (out && !event.ctrlKey && !event.deltaX) return;
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) this.pan(sideways);
      else this.zoom(Math.exp(event.deltaY / 400), this.place(event).x);
    }, { passive: false });
    box.addEventListener("pointerdown", (event) => this.down(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, (event) => this.up(event));
    box.addEventListener("pointerleave", () => this.hover(null));
    stage.querySelector(".tools").addEventListener("click", (event) => {
      const doing = event.target.dataset?.do;
      if (doing === "in" || doing === "out") this.zoom(doing === "in" ? 1 / 1.6 : 1.6, this.drawing.width / 2, true);
      if (doing === "all") this.show(this.whole, true);
      if (doing === "png") this.save();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.panel.hidden) this.close();
    });
  }

  place(event) {
    const box = this.drawing.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  down(event) {
    if (event.button) return;
    const at = this.place(event);
    this.pointers.set(event.pointerId, { ...at, from: at, moved: false });
  }

  move(event) {
    const held = this.pointers.get(event.pointerId);
    const at = this.place(event);
    if (!held) {
      if (event.pointerType === "mouse") this.hover(this.drawing.at(this.model, at.x, at.y));
      return;
    }
    if (!held.moved && Math.hypot(at.x - held.from.x, at.y - held.from.y) > NARROWEST_PAN) {
      held.moved = true;
      this.box.setPointerCapture(event.pointerId);
    }
    if (held.moved) {
      const others = [...this.pointers].filter(([ident]) => ident !== event.pointerId);
      if (others.length) {
        const other = others[0][1];
        const before = Math.hypot(held.x - other.x, held.y - other.y), now = Math.hypot(at.x - other.x, at.y - other.y);
        if (now > 10) this.zoom(before / now, (at.x + other.x) / 2);
      } else this.pan(held.x - at.x);
    }
    Object.assign(held, at);
  }

  up(event) {
    const held = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (!held || held.moved || event.type === "pointercancel") return;
    const found = this.drawing.at(this.model, held.x, held.y);
    if (found) this.choose(found, { open: true });
    else if (!this.panel.hidden) this.close();
  }

  hover(event) {
    this.box.classList.toggle("over", Boolean(event));
    if (event === this.hovered) return;
    this.hovered = event;
    this.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const doing = {
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
      ArrowUp: () => this.cross("theirs"), ArrowDown: () => this.cross("ours"),
      Home: () => this.choose(this.model.events[0]), End: () => this.choose(this.model.events.at(-1)),
      "+": () => this.zoom(1 / 1.6, this.focus(), true), "=": () => this.zoom(1 / 1.6, this.focus(), true),
      "-": () => this.zoom(1.6, this.focus(), true), 0: () => this.show(this.whole, true),
      Enter: () => this.open(), " ": () => this.open(),
    }[event.key];
    if (!doing) return;
    event.preventDefault();
    doing();
  }

  focus() {
    return this.chosen ? this.drawing.x(this.chosen.at) : this.drawing.width / 2;
  }

  // The next event in time; the first time, the first that is in view.
  step(by) {
    const { events } = this.model;
    const first = events.findIndex((event) => event.at >= this.view[0]);
    const number = this.chosen ? this.chosen.number + by : Math.max(first, 0);
    this.choose(events[Math.min(events.length - 1, Math.max(0, number))]);
  }

  // To the other side: over the bridge if there is one, or else to what is next in time.
  cross(side) {
    if (!this.chosen) return this.step(1);
    if (this.chosen.side === side) return undefined;
    const over = this.chosen.bridges.flatMap((bridge) => bridge[side])[0];
    const near = this.model.events.filter((event) => event.side === side);
    near.sort((a, b) => Math.abs(a.at - this.chosen.at) - Math.abs(b.at - this.chosen.at));
    return over || near[0] ? this.choose(over ?? near[0]) : undefined;
  }

  // A choice by hand is a step of the history; going on with the arrow keys is not.
  choose(event, { open = false, quiet = false } = {}) {
    const step = !quiet && event !== this.chosen && (open || !this.chosen);
    if (step) this.remember({ now: true });
    this.chosen = event;
    if (step) this.remember({ step });
    const x = this.drawing.x(event.at), { width } = this.drawing;
    if (x < 40 || x > width - 120) {
      const half = (this.view[1] - this.view[0]) / 2;
      this.show([event.at - half, event.at + half], !quiet);
    }
    this.draw();
    if (!quiet) this.remember();
    if (!quiet) this.live.textContent = this.words(event);
    if (open || !this.panel.hidden) {
      const told = this.tell();
      // On a narrow screen the panel lies below the picture.
      if (open && !quiet) told.then(() => this.panel.scrollIntoView({ block: "nearest", behavior: this.still.matches ? "auto" : "smooth" }));
    }
  }

  words(event) {
    const side = event.side === "theirs" ? "Theirs" : "Ours";
    const differs = event.bridges.map((bridge) => {
      const other = bridge[event.side === "theirs" ? "ours" : "theirs"][0];
      const against = other ? `${event.side === "theirs" ? "in ours" : "in theirs"} ${other.label}, ${when(other.date)}` : missing(bridge, event.side === "theirs" ? "ours" : "theirs");
      return ` Differs: ${bridge.label}; ${against}.`;
    });
    return `${side}, ${when(event.date)}: ${event.label}.${differs.join("")} ${event.number + 1} of ${this.model.events.length}.`;
  }

  open() {
    if (!this.chosen) return this.step(1);
    this.tell().then(() => this.panel.focus());
    return undefined;
  }

  tell() {
    const { chosen } = this;
    const other = chosen.side === "theirs" ? "ours" : "theirs";
    const more = chosen.bridges.map((bridge) => {
      const across = bridge[other].map((event) => {
        const button = make("button", { type: "button", class: "across" }, make("span", { class: `half ${event.side}`, "aria-hidden": "true" }), event.label, make("span", { class: "quiet" }, ` ${when(event.date)}`));
        button.addEventListener("click", () => this.choose(event, { open: true }));
        return button;
      });
      const nothing = make("span", { class: "quiet" }, missing(bridge, other));
      return make("div", { class: "crossing" },
        make("p", {}, make("a", { href: `/id/${encodeURIComponent(bridge.id)}` }, bridge.label), make("span", { class: "quiet" }, ` ${bridge.kinds.join(", ")}`)),
        ...(across.length ? across : [nothing]));
    });
    if (more.length) more.unshift(make("h3", {}, "Differs"));
    stage.classList.add("with-panel");
    return tell(this.panel, chosen.id, { more, close: () => this.close() });
  }

  close({ quiet = false } = {}) {
    this.panel.hidden = true;
    this.chosen = null;
    stage.classList.remove("with-panel");
    this.draw();
    if (quiet) return;
    this.box.focus({ preventScroll: true });
    this.remember({ step: true });
  }

  pan(pixels) {
    const by = pixels / this.drawing.scale;
    this.set([this.view[0] + by, this.view[1] + by]);
  }

  zoom(by, x, slowly = false) {
    const at = this.view[0] + x / this.drawing.scale;
    const span = this.view[1] - this.view[0];
    const next = Math.min(this.whole[1] - this.whole[0], Math.max(LEAST, span * by));
    const from = at - ((at - this.view[0]) * next) / span;
    this.show([from, from + next], slowly);
  }

  show(view, slowly) {
    cancelAnimationFrame(this.moving);
    if (!slowly || this.still.matches) return this.set(view);
    const from = this.view, to = this.within(view), began = performance.now();
    const go = (now) => {
      const part = Math.min(1, (now - began) / 220), eased = 1 - (1 - part) ** 3;
      this.set([0, 1].map((end) => from[end] + (to[end] - from[end]) * eased));
      if (part < 1) this.moving = requestAnimationFrame(go);
    };
    this.moving = requestAnimationFrame(go);
    return undefined;
  }

  within([from, to]) {
    const span = Math.min(to - from, this.whole[1] - this.whole[0]);
    const start = Math.min(Math.max(from, this.whole[0]), this.whole[1] - span);
    return [start, start + span];
  }

  set(view, { quiet = false } = {}) {
    this.view = this.within(view);
    this.drawing.look(this.view);
    this.draw();
    if (!quiet) this.remember();
  }

  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.drawing.draw(this.model, this.view, this.chosen, this.hovered);
    });
  }

  // Write the view into the address: a little later, at once, or at once as a step that leads back.
  remember({ now = false, step = false } = {}) {
    clearTimeout(this.later);
    if (!now && !step) {
      this.later = setTimeout(() => this.remember({ now: true }), 300);
      return;
    }
    const parameters = new URLSearchParams(location.search);
    parameters.set("view", this.view.map((at) => at.toFixed(2)).join(","));
    if (this.chosen) parameters.set("event", this.chosen.id);
    else parameters.delete("event");
    remember(parameters, step);
  }

  async save() {
    const { title, model, view, box } = this;
    const blob = await picture({ title, model, view, box });
    this.drawing.packed = null; // the file has rows of its own
    this.draw();
    save(blob, "two-timelines.png");
  }
}
