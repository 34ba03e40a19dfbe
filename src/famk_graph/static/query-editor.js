// The editor: CodeMirror with our colours, completion, and the place of a mistake.

import { complete, wantsCompletion } from "./query-complete.js";

const { CodeMirror } = window;

// What kind of thing a prefixed name is, is told by its colour.
CodeMirror.defineMode("famk", (config) => {
  const base = CodeMirror.getMode(config, "sparql");
  return {
    ...base,
    token(stream, state) {
      const style = base.token(stream, state);
      if (style !== "atom") return style;
      return stream.current().startsWith("id:") ? "entity" : stream.current().startsWith("<") ? "atom" : "term";
    },
  };
});

/** Put the editor in the place of a text area. `run` is called when the keys for it are pressed. */
export function openEditor(area, { label, describedBy, run, changed }) {
  const cm = CodeMirror.fromTextArea(area, {
    mode: "famk",
    theme: "famk",
    inputStyle: "contenteditable",
    lineNumbers: true,
    lineWrapping: true,
    matchBrackets: true,
    indentUnit: 2,
    viewportMargin: Infinity,
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-Space": () => suggest(cm),
      "Ctrl-/": toggleComment,
      "Cmd-/": toggleComment,
      Tab: false,
      "Shift-Tab": false,
    },
  });
  const input = cm.getInputField();
  for (const [name, value] of Object.entries({
    role: "textbox", "aria-multiline": "true", "aria-labelledby": label, "aria-describedby": describedBy,
  })) input.setAttribute(name, value);
  document.getElementById(label).addEventListener("click", () => cm.focus());

  let waiting = 0;
  cm.on("change", (_, { origin }) => {
    clearMistake(cm);
    changed();
    clearTimeout(waiting);
    // Touch keyboards compose words, which is told by no other event.
    if (!["+input", "*compose"].includes(origin) || cm.state.completionActive) return;
    waiting = setTimeout(() => wantsCompletion(cm) && suggest(cm), 60);
  });
  return cm;
}

function suggest(cm) {
  cm.showHint({
    hint: complete,
    completeSingle: false,
    closeCharacters: /[\s()[\]{};,<>"']/,
    container: cm.getWrapperElement().parentElement,
  });
}

function toggleComment(cm) {
  const { line } = cm.getCursor();
  const text = cm.getLine(line);
  const bare = text.replace(/^(\s*)# ?/, "$1");
  cm.replaceRange(bare === text ? `# ${text}` : bare, { line, ch: 0 }, { line, ch: text.length });
}

/** What an answer with an error says: words, hints, and the place, if it names one. */
export function readMistake(cm, text) {
  const [first, ...rest] = text.trim().split("\n");
  const place = /line (\d+), column (\d+):? ?/i.exec(first);
  const hints = rest.map((line) => line.trim()).filter((line) => line && line !== "^");
  const found = { words: first, hint: hints.filter((line) => !isOf(cm, line)).join(" "), place: null, fixes: [] };
  if (place) {
    const line = Math.min(Number(place[1]) - 1, cm.lastLine());
    // The server counts characters, the editor units of UTF-16.
    const before = [...cm.getLine(line)].slice(0, Number(place[2]) - 1).join("");
    found.place = token(cm, line, before.length);
    found.line = Number(place[1]);
    found.column = Number(place[2]);
    found.words = first.slice(place.index + place[0].length) || first;
  } else {
    found.place = named(cm, /“([^”]+)”/.exec(first)?.[1]);
  }
  const near = /;? ?did you mean (.+?)\?/.exec(found.hint) ?? /;? ?did you mean (.+?)\?/.exec(found.words);
  if (near && found.place) {
    const { text } = found.place, colon = text.indexOf(":");
    const mended = (word) => (word.includes(":") ? word : /^the prefix/.test(found.words) ? word + text.slice(colon) : text.slice(0, colon + 1) + word);
    found.fixes = near[1].split(" or ").map(mended);
    found.hint = found.hint.replace(near[0], "").trim();
    found.words = found.words.replace(near[0], "").trim();
  }
  return found;
}

function isOf(cm, line) {
  return cm.getValue().split("\n").some((own) => own.trim() === line);
}

function token(cm, line, ch) {
  const text = cm.getLine(line);
  const word = /^[^\s{}();,]+/.exec(text.slice(ch))?.[0] ?? text.slice(ch, ch + 1);
  if (word) return { from: { line, ch }, to: { line, ch: ch + word.length }, text: word };
  return { from: { line, ch: Math.max(0, text.trimEnd().length - 1) }, to: { line, ch: text.length }, text: "" };
}

function named(cm, word) {
  if (!word) return null;
  for (let line = 0; line <= cm.lastLine(); line += 1) {
    const ch = cm.getLine(line).indexOf(word);
    if (ch >= 0) return { from: { line, ch }, to: { line, ch: ch + word.length }, text: word };
  }
  return null;
}

/** Mark the place of a mistake in the text and beside it. */
export function markMistake(cm, { place, words }) {
  clearMistake(cm);
  if (!place) return;
  cm.state.mistake = {
    mark: cm.markText(place.from, place.to, { className: "wrong", attributes: { title: words } }),
    line: cm.addLineClass(place.from.line, "wrap", "wrong-line"),
  };
}

export function clearMistake(cm) {
  const { mistake } = cm.state;
  if (!mistake) return;
  delete cm.state.mistake;
  mistake.mark.clear();
  cm.removeLineClass(mistake.line, "wrap", "wrong-line");
}
