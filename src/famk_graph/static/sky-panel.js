// What is told of the star that was chosen.
import { ask } from "./asking.js";
import { mark } from "./kinds.js";

const LISTED = 14;
const cards = new Map();

function create(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

const words = (kind) => kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** Show a star in the panel, or hide that; `still` says whether it is still the chosen one when its card has come. */
export async function showPanel(panel, sky, node, still = () => true) {
  panel.hidden = !node;
  if (!node) {
    panel.replaceChildren();
    return;
  }
  const close = create("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  close.addEventListener("click", () => { sky.choose(null); sky.field.focus({ preventScroll: true }); });
  const season = node.since ? ` · since ${sky.episodes[node.since - 1].label}` : "";
  const text = create("p", {}, "…");
  panel.dataset.ties = String(sky.tied(node).length);
  const near = sky.tied(node).sort((a, b) => b.r - a.r || (a.label < b.label ? -1 : 1));
  const row = (other) => {
    const go = create("button", { type: "button", class: "go" }, other.label);
    go.addEventListener("click", () => { sky.choose(other.id); panel.querySelector(".close")?.focus({ preventScroll: true }); });
    return create("li", {}, mark(other.kind), go);
  };
  const rows = near.slice(0, LISTED).map(row);
  if (near.length > LISTED) {
    const unfold = create("button", { type: "button", class: "go" }, `and ${near.length - LISTED} more`), last = create("li", {}, unfold);
    unfold.addEventListener("click", () => {
      const rest = near.slice(LISTED).map(row);
      last.replaceWith(...rest);
      rest[0].querySelector("button").focus();
    });
    rows.push(last);
  }
  panel.replaceChildren(
    close,
    create("p", { class: "what" }, mark(node.kind), ` ${words(node.kind)}${season}`),
    create("h2", {}, node.label),
    text,
    create("p", { class: "links" }, create("a", { href: `/id/${node.id}` }, "Open the page"), create("a", { href: `/connect?from=${encodeURIComponent(node.id)}` }, "Connect with …")),
    create("h3", {}, near.length ? `Tied to ${near.length}` : "Tied to nothing here"),
    create("ul", {}, ...rows),
  );
  try {
    if (!cards.has(node.id)) cards.set(node.id, ask(`/api/card/${encodeURIComponent(node.id)}`));
    const card = await cards.get(node.id);
    if (still()) text.textContent = card.facts?.find((fact) => fact.predicate === "description" && fact.asserted)?.value ?? "";
  } catch {
    cards.delete(node.id);
    if (still()) text.textContent = "";
  }
  if (still() && !text.textContent) text.remove();
}
