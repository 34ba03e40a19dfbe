"use strict";
// All about the picture: search, legend, the panel with what is known, the tables, keys.
(() => {
  const { $, page, nodes, ranked, byId, at, state, hooks, network, SHAPES } = famk;
  const root = document.documentElement;

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function mark(family) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("class", "mark");
    svg.setAttribute("viewBox", "-1.5 -1.5 3 3");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SHAPES[page.families[family].shape]);
    path.setAttribute("fill-rule", "evenodd");
    path.setAttribute("class", `family-${family}`);
    svg.append(path);
    return svg;
  }

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/×/g, "x").toLowerCase();
  const joined = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const kind = (node) => node.kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  const tell = (text) => ($("news").textContent = text);

  // Relations from the side of each entity.
  const told = new Map(nodes.map((node) => [node, { relations: [], texts: [] }]));
  for (const [one, phrase, other, detail, reveal, sources] of page.relations) {
    const [forward, backward, quiet] = page.phrases[phrase], a = at(one), b = at(other), rest = { quiet, detail, reveal, sources };
    told.get(a).relations.push({ words: forward, other: b, ...rest });
    if (a !== b) told.get(b).relations.push({ words: backward, other: a, ...rest });
  }
  for (const [one, phrase, text, detail, reveal, sources] of page.texts)
    told.get(at(one)).texts.push({ words: page.phrases[phrase][0], text, detail, reveal, sources });
  const lead = (node) => (told.get(node).texts.find((fact) => fact.words === "description") || { text: "" }).text;

  $("counts").textContent = [count(nodes.length, "entity", "entities"), count(page.relations.length, "relation", "relations"),
    page.span, page.horizon].filter(Boolean).join(" · ");
  $("graph").setAttribute("aria-label", `Graph of ${count(nodes.length, "entity", "entities")}`);

  // ── Colours
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = page.families.map((family, n) => `.family-${n}{fill:${family.light}}[data-theme=dark] .family-${n}{fill:${family.dark}}`).join("");
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  function theme(dark) {
    root.dataset.theme = dark ? "dark" : "light";
    $("theme").setAttribute("aria-pressed", String(dark));
    famk.recolor();
  }
  theme(prefers.matches);
  prefers.addEventListener("change", (event) => theme(event.matches));
  $("theme").addEventListener("click", () => theme(root.dataset.theme !== "dark"));

  // ── Legend
  const boxes = page.families.map((family, n) => {
    const number = nodes.filter((node) => node.family === n).length;
    if (!number) return null;
    const box = make("input", { type: "checkbox", checked: true, onchange: () => famk.show(n, box.checked) });
    $("legend").append(make("label", {}, box, mark(n), make("span", {}, family.name), make("span", { class: "count" }, number.toLocaleString("en"))));
    return box;
  });
  hooks.show = (family) => {
    boxes[family].checked = true;
    famk.show(family, true);
  };

  // ── Panel
  function cite(sources, notes) {
    return sources.map((number) => {
      if (!notes.includes(number)) notes.push(number);
      const mine = notes.indexOf(number) + 1;
      const link = make("a", { href: `#note-${mine}`, "aria-label": `source ${mine}`, onclick: (event) => {
        event.preventDefault();
        $(`note-${mine}`).scrollIntoView({ block: "nearest" });
      } }, `[${mine}]`);
      return make("sup", {}, link);
    });
  }

  function reference(source, number) {
    const item = make("li", { id: `note-${number}` }, source.publisher ? `${source.publisher}: ` : "");
    const name = source.title || source.url || source.id;
    if (/^https?:/i.test(source.url || "")) item.append(make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, name));
    else item.append(name);
    item.append([source.published ? `, ${source.published}` : "", source.grade ? ` · grade ${source.grade}` : ""].join(""));
    return item;
  }

  const line = (fact, notes) => make("span", { class: "meta" }, fact.detail ? `${fact.detail} · ` : "",
    make("span", { class: "unseen" }, "revealed: "), page.reveals[fact.reveal], " ", ...cite(fact.sources, notes));

  function group(words, facts, notes) {
    const items = facts.map((fact, n) => {
      const what = fact.other
        ? make("button", { type: "button", class: "go", onclick: () => visit(fact.other) }, mark(fact.other.family), make("span", {}, fact.other.label))
        : make("span", {}, fact.text);
      return make("li", { hidden: n >= 12 && facts.length > 15 }, what, line(fact, notes));
    });
    const list = make("ul", {}, ...items);
    const parts = [make("h3", {}, facts.length > 1 && facts[0].other ? `${words} (${facts.length})` : words), list];
    if (facts.length > 15)
      parts.push(make("button", { type: "button", class: "more", onclick: (event) => {
        for (const item of items) item.hidden = false;
        items[12].querySelector("button, a").focus();
        event.target.remove();
      } }, `Show all ${facts.length}`));
    return parts;
  }

  const grouped = (facts) => facts.reduce((map, fact) => map.set(fact.words, [...(map.get(fact.words) || []), fact]), new Map());

  function panel(node) {
    const box = $("panel"), known = told.get(node), notes = [];
    box.replaceChildren();
    box.scrollTop = 0;
    box.setAttribute("aria-label", node.label);
    box.append(make("header", {}, make("p", { class: "kind" }, mark(node.family), kind(node)), make("h2", {}, node.label),
      node.also.length ? make("p", { class: "also" }, `also ${node.also.join(", ")}`) : ""));
    const close = make("button", { type: "button", class: "icon close", "aria-label": "Close", onclick: () => clear() });
    close.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15"/></svg>';
    box.append(close);
    for (const fact of known.texts.filter((text) => text.words === "description"))
      box.append(make("p", { class: "lead" }, fact.text, line(fact, notes)));
    const brief = known.texts.filter((text) => !["description", "alias", "remark"].includes(text.words));
    if (brief.length)
      box.append(make("dl", {}, ...[...grouped(brief)].flatMap(([words, facts]) => [make("dt", {}, words),
        ...facts.map((fact) => make("dd", {}, fact.text, line(fact, notes)))])));
    const byName = (a, b) => (a.other.label < b.other.label ? -1 : 1);
    const ordered = [...known.relations].sort((a, b) => a.quiet - b.quiet);
    for (const [words, facts] of grouped(ordered)) box.append(...group(words, facts.sort(byName), notes));
    const remarks = known.texts.filter((text) => text.words === "remark");
    if (remarks.length) box.append(...group("remarks", remarks, notes));
    if (!known.relations.length) box.append(make("p", { class: "also" }, "No relation of it is drawn here."));
    if (notes.length) box.append(make("p", { class: "also foot" }, "Beside each fact: what reveals it, and its sources."), make("h3", {}, "Sources"), make("ol", {}, ...notes.map((number, n) => reference(page.sources[number], n + 1))));
  }

  const trail = [];
  hooks.select = (node) => {
    $("panel").hidden = !node;
    document.body.classList.toggle("panelled", Boolean(node));
    history.replaceState(null, "", node ? `#${encodeURIComponent(node.id)}` : location.pathname + location.search);
    if (!node) return tell("Selection cleared");
    panel(node);
    if (trail.at(-1) !== node) trail.push(node);
    tell(`${node.label}, ${kind(node)}, ${count(told.get(node).relations.length, "relation", "relations")}`);
  };

  function visit(node) {
    view(false);
    famk.select(node);
    $("graph").focus({ preventScroll: true });
  }

  function clear() {
    famk.select(null);
    $("graph").focus({ preventScroll: true });
  }

  // ── Search
  const index = ranked.map((node) => ({ node, names: [node.label, ...node.also].map(fold) }));
  const input = $("search"), options = $("suggestions");
  let found = [], active = -1;

  function score(names, wanted) {
    let best = 9;
    names.forEach((name, n) => {
      const where = name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 3
        : joined(wanted) && joined(name).includes(joined(wanted)) ? 4 : 9;
      best = Math.min(best, where + (n ? 0.5 : 0));
    });
    return best;
  }

  function suggest() {
    const wanted = fold(input.value.trim());
    found = wanted ? index.map(({ node, names }) => [score(names, wanted), node]).filter(([s]) => s < 9).sort((a, b) => a[0] - b[0]).slice(0, 9).map(([, node]) => node) : [];
    active = found.length ? 0 : -1;
    options.replaceChildren(...found.map((node, n) => make("li", { role: "option", id: `option-${n}`, "aria-selected": String(n === 0),
      onmousedown: (event) => (event.preventDefault(), choose(node)) }, mark(node.family), make("span", {}, node.label), make("small", {}, kind(node)))));
    if (wanted && !found.length) options.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing here is called so"));
    const open = Boolean(wanted);
    options.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    point(active);
  }

  function point(n) {
    active = n;
    [...options.children].forEach((option, m) => option.setAttribute("aria-selected", String(m === n)));
    if (n >= 0) {
      input.setAttribute("aria-activedescendant", `option-${n}`);
      options.children[n].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function shut() {
    options.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(node) {
    input.value = "";
    shut();
    visit(node);
  }

  input.addEventListener("input", suggest);
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", shut);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && found.length) point((active + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) point((active - 1 + found.length) % found.length);
    else if (event.key === "Enter" && found[active]) choose(found[active]);
    else if (event.key === "Escape") (input.value = ""), shut(), $("graph").focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // ── Tables, a page at a time
  const list = $("list"), PER = 100;
  const table = { of: "entities", filter: "", page: 0 };
  const entities = [...nodes].sort((a, b) => (fold(a.label) < fold(b.label) ? -1 : 1));
  const go = (node) => make("button", { type: "button", class: "go", onclick: () => visit(node) }, node.label);
  const publishers = (sources) => sources.map((n) => page.sources[n].publisher || page.sources[n].id).filter((name, n, all) => all.indexOf(name) === n).join("; ");
  const TABLES = {
    entities: {
      columns: ["Name", "Kind", "What it is", "Relations"],
      rows: entities.map((node) => ({ text: fold([node.label, ...node.also, kind(node)].join(" ")), cells: () => [go(node), kind(node), lead(node), String(told.get(node).relations.length)] })),
    },
    relations: {
      columns: ["Subject", "Relation", "Object", "When or as what", "Revealed", "Sources"],
      rows: page.relations.map(([one, phrase, other, detail, reveal, sources]) => ({
        text: fold([at(one).label, page.phrases[phrase][0], at(other).label, detail].join(" ")),
        cells: () => [go(at(one)), page.phrases[phrase][0], go(at(other)), detail, page.reveals[reveal], publishers(sources)],
      })),
    },
  };
  const filter = make("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the rows", oninput: () => ((table.filter = fold(filter.value.trim())), (table.page = 0), rows()) });
  const tabs = Object.keys(TABLES).map((name) => make("button", { type: "button", "aria-pressed": "false", onclick: () => ((table.of = name), (table.page = 0), rows()) },
    `${name[0].toUpperCase()}${name.slice(1)} (${TABLES[name].rows.length.toLocaleString("en")})`));
  const turn = (step) => () => ((table.page += step), rows(), (list.scrollTop = 0));
  const before = make("button", { type: "button", onclick: turn(-1) }, "Previous"), after = make("button", { type: "button", onclick: turn(1) }, "Next");
  const range = make("span", { class: "range", role: "status" }), holder = make("div");
  list.append(make("div", { class: "bar" }, ...tabs, filter, before, after, range), holder);

  function rows() {
    const { columns, rows: all } = TABLES[table.of], kept = all.filter((row) => row.text.includes(table.filter));
    const from = table.page * PER, shown = kept.slice(from, from + PER);
    const wide = (n) => (n > 2 && columns.length > 4) || columns[n] === "What it is" ? "wide" : null;
    const head = make("tr", {}, ...columns.map((name, n) => make("th", { scope: "col", class: wide(n) }, name)));
    const body = shown.map((row) => make("tr", {}, ...row.cells().map((cell, n) => make(n ? "td" : "th", n ? { class: wide(n) } : { scope: "row" }, cell))));
    const caption = make("caption", {}, `${page.title}: ${table.of}, ${page.horizon}`);
    holder.replaceChildren(make("table", {}, caption, make("thead", {}, head), make("tbody", {}, ...body)));
    tabs.forEach((tab, n) => tab.setAttribute("aria-pressed", String(Object.keys(TABLES)[n] === table.of)));
    before.disabled = table.page === 0;
    after.disabled = from + PER >= kept.length;
    range.textContent = kept.length ? `${from + 1}–${from + shown.length} of ${kept.length.toLocaleString("en")}` : "No row matches";
  }

  function view(listing) {
    if (document.body.classList.contains("listing") === listing) return;
    document.body.classList.toggle("listing", listing);
    $("as-graph").setAttribute("aria-pressed", String(!listing));
    $("as-list").setAttribute("aria-pressed", String(listing));
    if (!listing) network.redraw();
  }
  $("as-graph").addEventListener("click", () => view(false));
  $("as-list").addEventListener("click", () => view(true));
  $("skip").addEventListener("click", (event) => (event.preventDefault(), view(true), list.focus()));
  list.addEventListener("focusin", () => view(true)); // the table is there for screen readers; what has focus is seen

  // ── Buttons and keys
  const shake = $("physics");
  function physics(on) {
    shake.setAttribute("aria-pressed", String(on));
    famk.physics(on);
    tell(on ? "Physics on: the nodes move" : "Physics off");
  }
  shake.addEventListener("click", () => physics(shake.getAttribute("aria-pressed") !== "true"));
  function all() {
    if (shake.getAttribute("aria-pressed") === "true") physics(false);
    famk.restore();
    famk.fit();
  }
  $("fit").addEventListener("click", all);

  function step(by) {
    if (!state.selected) return famk.select(ranked.find((node) => !node.hidden) || null);
    const angle = (node) => Math.atan2(node.y - state.selected.y, node.x - state.selected.x);
    const ring = [...state.selected.near.keys()].filter((node) => !node.hidden).sort((a, b) => angle(a) - angle(b));
    if (!ring.length) return tell("It has no neighbour here");
    const now = ring.indexOf(state.cursor);
    state.cursor = ring[now < 0 ? (by > 0 ? 0 : ring.length - 1) : (now + by + ring.length) % ring.length];
    const words = [...new Set(told.get(state.selected).relations.filter((r) => r.other === state.cursor).map((r) => r.words))].join(", ");
    tell(`${ring.indexOf(state.cursor) + 1} of ${ring.length}: ${words} ${state.cursor.label}`);
    famk.redraw();
  }

  const zoom = (by) => network.moveTo({ scale: network.getScale() * by });
  const KEYS = {
    ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1),
    Enter: () => state.cursor ? famk.select(state.cursor) : state.selected ? $("panel").focus() : step(1),
    Backspace: () => { trail.pop(); famk.select(trail.pop() || null); },
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: all,
  };
  $("graph").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && !typing && state.selected) clear();
  });

  // ── Begin
  function frame(quick) {
    if (state.selected && state.selected.id !== page.centre) famk.centre(state.selected, quick);
    else famk.fit(quick);
  }
  let width = 0;
  network.on("resize", () => {
    const now = $("graph").clientWidth;
    if (now && now !== width) {
      if (!state.moved) famk.restore();
      frame(true);
    }
    width = now;
  });
  famk.fit(true);
  const wanted = byId.get(decodeURIComponent(location.hash.slice(1))) || (innerWidth > 720 ? byId.get(page.centre) : null);
  if (wanted) famk.select(wanted, "stay");
  frame(true);
  setTimeout(rows);
})();
