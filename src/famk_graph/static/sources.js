// Asks for the list anew while one types, and puts the rows of the answer in place of those that are there.

import { keepHorizon } from "./asking.js";

const form = document.querySelector("form.tools");
const parts = [".listed", ".nothing", ".pager", "#count"];
let waiting = 0;
let last = 0;

function address() {
  const told = new URLSearchParams();
  for (const name of ["about", "filter", "only", "sort"]) {
    const value = form.elements[name]?.value.trim();
    if (value) told.set(name, value);
  }
  keepHorizon(told);
  return location.pathname + (told.size ? `?${told}` : "");
}

async function show(target) {
  const mine = ++last;
  const response = await fetch(target).catch(() => null);
  if (mine !== last) return; // what was typed since is on its way
  if (!response?.ok) {
    const nothing = document.querySelector(".nothing");
    nothing.textContent = "The list cannot be had just now. Try again in a moment.";
    nothing.hidden = false;
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (mine !== last) return;
  for (const part of parts) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part).replaceWith(document.importNode(fresh, true));
  }
  history.replaceState(null, "", target);
}

if (form) {
  document.documentElement.classList.add("scripted");
  form.addEventListener("submit", (event) => { event.preventDefault(); show(address()); });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(address()), 150);
  });
}
