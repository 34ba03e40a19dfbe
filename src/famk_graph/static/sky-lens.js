// What the colours of the sky tell: the kind, the world, the community, a measure, or the season.
import { FAMILIES } from "./kinds.js";

/** The colours of the sky as the page is now. */
export function skyInk() {
  const style = getComputedStyle(document.querySelector(".universe"));
  const get = (name) => style.getPropertyValue(name).trim();
  return {
    dark: get("--night") === "1", deep: get("--deep"), ink: get("--star-ink"), soft: get("--star-soft"), line: get("--star-line"), focus: get("--star-focus"),
    near: Number(get("--near")), far: Number(get("--far")), theirs: get("--star-theirs"), ours: get("--star-ours"), plain: get("--star-plain"),
    font: getComputedStyle(document.body).fontFamily, kinds: Object.fromEntries(FAMILIES.map((family) => [family.key, get(`--kind-${family.key}`)])),
  };
}

// Twelve hues that keep apart, and a scale from dim to bright (by night) or pale to deep (by day).
const HUES = {
  dark: ["#ffb347", "#62b6f0", "#2fd0a0", "#ee8fc6", "#f2e35c", "#93a4ff", "#ff7a59", "#b6c77d", "#7fe0e8", "#d9a0ff", "#e8b29a", "#a8c4e8"],
  light: ["#b45f06", "#0b6aa8", "#00775a", "#a63d80", "#756300", "#3f51c9", "#c4320a", "#5d6b2f", "#0f7a83", "#7a3fb0", "#8a5a44", "#4a6a94"],
};
const SCALE = {
  dark: ["#42507a", "#5a6fa8", "#6d93cf", "#86bde6", "#b5dcec", "#f0e9c0", "#ffd27a", "#ffb347"],
  light: ["#aab4c8", "#8fa3c0", "#7390b5", "#5679a5", "#476590", "#6b5a6a", "#93540f", "#8a3d00"],
};
const MEASURES = { degree: "ties", between: "betweenness", rank: "PageRank" };

const hex = (colour) => (colour.length === 4 ? `#${[...colour.slice(1)].map((letter) => letter + letter).join("")}` : colour);

/** Colours by a lens: of a star, of a community's nebula, what to tell of them, and who comes first. */
export function colouring(lens, stars, groups, seasons, ink) {
  const shade = ink.dark ? "dark" : "light", hues = HUES[shade], scale = SCALE[shade];
  const world = (node) => (node.family.key === "works" ? ink.plain : node.real ? ink.ours : ink.theirs);
  const first = (node) => node.r;
  const made = { of: (node) => hex(ink.kinds[node.family.key]), nebula: () => null, key: [], first, title: "" };
  if (lens === "skies") {
    made.of = (node) => hex(world(node));
    made.key = [["theirs: what the shows tell", ink.theirs], ["ours: real history", ink.ours], ["the shows themselves", ink.plain]];
  } else if (lens === "groups") {
    made.of = (node) => hues[node.group % hues.length];
    made.nebula = (n) => hues[n % hues.length];
    made.title = "The largest communities, by who is best tied in them";
    const label = new Map(stars.map((node) => [node.id, node.label]));
    made.key = groups.slice(0, 8).map((group, n) => [`${group.first.slice(0, 2).map((id) => label.get(id)).join(", ")} … ${group.size}`, hues[n % hues.length], n]);
  } else if (lens in MEASURES) {
    const order = [...stars].sort((a, b) => a[lens] - b[lens]), place = new Map(order.map((node, n) => [node, n / order.length]));
    // The upper half of the scale is for the few at the top.
    made.of = (node) => scale[Math.min(scale.length - 1, Math.floor(place.get(node) ** 2.2 * scale.length))];
    made.first = (node) => place.get(node) * 100 + node.r / 100;
    made.title = `Most ${MEASURES[lens]}, in all you have seen`;
    made.top = order.slice(-10).reverse();
    made.value = (node) => (lens === "degree" ? String(node.degree) : node[lens].toFixed(3));
  } else if (lens === "seasons") {
    const steps = seasons.length + 1;
    const colour = (n) => (n === 0 ? ink.plain : hues[(n - 1) % hues.length]);
    made.of = (node) => hex(colour(node.season));
    made.key = ["before the first episode", ...seasons.map((season) => season.label)].slice(0, steps).map((words, n) => [words, colour(n)]);
  }
  return made;
}
