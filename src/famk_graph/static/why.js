// The picture of causes: zoom and pan, an event's panel, and the picture as a file.

import { asPng, save } from "./files.js";
import { at } from "./asking.js";
import { make, tell } from "./telling.js";

const svg = document.querySelector(".sky .wide"); // the other, for narrow screens, fits as it is
const sky = document.querySelector(".sky");
const panel = document.getElementById("chosen");
const READABLE = 0.76; // the scale from which the letters can be read
const EDGE = 12; // between a box and the edge of the picture
if (svg) start();

function start() {
  const width = svg.viewBox.baseVal.width, height = svg.viewBox.baseVal.height;
  let scale = 1;

  function zoom(to, x = sky.clientWidth / 2, y = sky.clientHeight / 2) {
    const next = Math.min(2.5, Math.max(0.15, to));
    const left = (sky.scrollLeft + x) / scale, top = (sky.scrollTop + y) / scale;
    scale = next;
    svg.setAttribute("width", width * scale);
    svg.setAttribute("height", height * scale);
    sky.scrollTo(left * scale - x, top * scale - y);
    hint();
    sky.classList.toggle("grab", svg.clientWidth > sky.clientWidth || svg.clientHeight > sky.clientHeight);
  }
  const fit = () => Math.min(1, (sky.clientWidth - 4) / width);
  // In whole where that can be read; or else from the asked event on, as many whole columns as can be read.
  function begin() {
    if (fit() >= READABLE) { zoom(fit()); return; }
    const asked = svg.querySelector(".node.asked .box").getBBox();
    const gap = Number(svg.dataset.gap), columns = (count) => count * (asked.width + gap) - gap / 2 + EDGE;
    let count = 1;
    while (sky.clientWidth / columns(count + 1) >= READABLE) count += 1;
    zoom(Math.min(1, sky.clientWidth / columns(count)));
    const forward = asked.x < width / 2;
    const left = forward ? asked.x - EDGE : asked.x + asked.width + EDGE - columns(count);
    sky.scrollTo(left * scale, (asked.y + asked.height / 2) * scale - sky.clientHeight / 2);
  }
  // The edges beyond which there is more fade, and a line under the picture says so.
  function hint() {
    const { scrollLeft, clientWidth, scrollWidth } = sky;
    const left = scrollLeft > 8, right = scrollLeft + clientWidth < scrollWidth - 8;
    sky.classList.toggle("more-left", left);
    sky.classList.toggle("more-right", right);
    const line = document.querySelector(".scroll-hint");
    line.hidden = !left && !right;
    const where = left && right ? "on both sides" : left ? "to the left" : "to the right";
    line.textContent = `More lies ${where}: ${svg.checkVisibility() ? "drag or scroll, or choose Fit for the whole" : "scroll to see it"}.`;
  }
  sky.addEventListener("scroll", hint, { passive: true });
  new ResizeObserver(hint).observe(sky);
  if (svg.checkVisibility()) begin();
  else {
    const tall = document.querySelector(".sky .tall"), asked = tall.querySelector(".node.asked .box").getBBox();
    sky.scrollLeft = (asked.x + asked.width / 2) * (tall.clientWidth / tall.viewBox.baseVal.width) - sky.clientWidth / 2;
  }

  document.querySelector(".zoom").hidden = false;
  document.querySelector(".zoom").addEventListener("click", (event) => {
    const kind = event.target.dataset.zoom;
    if (kind === "fit") zoom(fit());
    else if (kind) zoom(scale * (kind === "in" ? 1.3 : 1 / 1.3));
  });
  sky.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls
    event.preventDefault();
    const box = sky.getBoundingClientRect();
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  sky.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(scale * 1.3);
    else if (event.key === "-") zoom(scale / 1.3);
    else if (event.key === "0") zoom(fit());
    else return;
    event.preventDefault();
  });
  drag();
  choose();
  saving();
}

function drag() {
  let from = null;
  sky.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, left: sky.scrollLeft, top: sky.scrollTop, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const dx = event.clientX - from.x, dy = event.clientY - from.y;
    if (!from.moved && Math.hypot(dx, dy) < 5) return;
    from.moved = true;
    sky.classList.add("grabbing");
    sky.scrollTo(from.left - dx, from.top - dy);
  });
  addEventListener("pointerup", () => {
    const moved = from?.moved;
    from = null;
    sky.classList.remove("grabbing");
    if (moved) addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
  });
  sky.addEventListener("dragstart", (event) => event.preventDefault());
}

function choose() {
  let last = null;
  function close() {
    panel.hidden = true;
    sky.querySelectorAll(".chosen").forEach((element) => element.classList.remove("chosen"));
    last?.focus();
    last = null;
  }
  sky.addEventListener("click", (event) => {
    const node = event.target.closest("a.node");
    if (!node || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    sky.querySelectorAll(".chosen").forEach((element) => element.classList.remove("chosen"));
    node.classList.add("chosen");
    last = node;
    const through = new URL(location.href);
    through.searchParams.set("through", node.dataset.event);
    const way = !node.classList.contains("asked") && make("p", {}, make("a", { href: through.pathname + through.search }, "Highlight the way between it and the asked event"));
    tell(panel, node.dataset.event, { more: way ? [way] : [], close }).then(() => panel.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" }));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
}

function saving() {
  const button = document.querySelector(".save-png");
  const link = document.querySelector(".tools a[download]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const parameters = Object.fromEntries(new URL(link.href).searchParams);
      const answer = await fetch(at("/why.svg", parameters));
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      save(await asPng(await answer.blob()), link.download.replace(/svg$/, "png"));
      button.textContent = "Saved";
    } catch (error) {
      button.textContent = "Not saved";
      button.title = error.message;
    }
    button.disabled = false;
    setTimeout(() => { button.textContent = "Save PNG"; }, 3000);
  });
}
