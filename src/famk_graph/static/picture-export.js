// A drawing of the page as a file: it takes its looks along, which in the page are in style sheets, and gets a title and a margin.

import { asPng, fileName, save } from "./files.js";

const SPACE = "http://www.w3.org/2000/svg";
const LOOKS = [
  "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "text-anchor", "font-family", "font-size", "font-weight",
];
const MARGIN = 24, HEAD = 40;

function make(name, attributes, ...inside) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

function withLooks(drawn) {
  const copy = drawn.cloneNode(true), page = [drawn, ...drawn.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, n) => {
    const style = getComputedStyle(page[n]);
    for (const name of ["class", "href", "role", "aria-label", "tabindex"]) element.removeAttribute(name);
    if (element.localName !== "title") for (const look of LOOKS) element.setAttribute(look, style.getPropertyValue(look));
  });
  return copy;
}

/** The drawing as an SVG document. */
function documentOf(drawn, title) {
  const { width, height } = drawn.getBoundingClientRect(), style = getComputedStyle(document.documentElement);
  const wide = Math.max(Math.ceil(width), 320) + 2 * MARGIN, high = Math.ceil(height) + 2 * MARGIN + HEAD;
  const copy = withLooks(drawn);
  for (const [name, value] of Object.entries({ x: MARGIN, y: MARGIN + HEAD, width, height })) copy.setAttribute(name, value);
  const svg = make("svg", { xmlns: SPACE, width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, role: "img" },
    make("title", {}, title),
    make("rect", { width: "100%", height: "100%", fill: style.getPropertyValue("--panel") }),
    make("text", { x: MARGIN, y: MARGIN + 18, fill: style.getPropertyValue("--ink"), "font-size": 17, "font-weight": 700, "font-family": getComputedStyle(document.body).fontFamily }, title),
    copy);
  return new XMLSerializer().serializeToString(svg);
}

/** Two buttons that save the drawing in a place; it is looked for when one is pressed. */
export function savers(place, title) {
  const saver = (words, run) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.setAttribute("aria-label", `Save the picture as ${words}`);
    button.addEventListener("click", run);
    return button;
  };
  const drawing = () => documentOf(place.querySelector("svg"), title);
  const line = document.createElement("p");
  line.className = "savers";
  line.append("Save the picture as ",
    saver("PNG", async () => save(await asPng(drawing()), fileName(title, "png"))),
    saver("SVG", () => save(new Blob([drawing()], { type: "image/svg+xml" }), fileName(title, "svg"))));
  return line;
}
