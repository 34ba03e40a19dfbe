// The picture of the two timelines as a file: as wide as on the page and twice as dense, with title, legend and margin.

import { Drawing } from "./axis-draw.js";
import { marksOf, outline } from "./axis-marks.js";

const EDGE = 28, HEAD = 78, FOOT = 52, DENSE = 2;
const NAMES = 240; // pixels that are kept free for the last names, to the right of their marks

// A blob of a PNG that shows what is in view.
export function picture({ title, model, view, box }) {
  const canvas = document.createElement("canvas");
  const shown = Math.max(box.clientWidth, 640), year = (view[1] - view[0]) / shown;
  const wider = [view[0], view[0] + (shown + NAMES) * year];
  const drawing = new Drawing(canvas, box, { width: shown + NAMES, dense: DENSE });
  drawing.resize(model, wider);
  drawing.draw(model, wider, null, null);
  return framed(drawing, title, model);
}

function framed(drawing, title, model) {
  const { width, height, colours } = drawing;
  const whole = document.createElement("canvas");
  whole.width = (width + 2 * EDGE) * DENSE;
  whole.height = (height + HEAD + FOOT) * DENSE;
  const pen = whole.getContext("2d");
  pen.scale(DENSE, DENSE);
  pen.fillStyle = colours.sky;
  pen.fillRect(0, 0, whole.width, whole.height);
  pen.textBaseline = "middle";
  pen.fillStyle = colours.ink;
  pen.font = drawing.font(650, 20);
  pen.fillText(title, EDGE, 30, width);
  pen.font = drawing.font(400, 13);
  let x = EDGE;
  for (const [words, colour] of [["Theirs above", "theirs"], [" · ", "quiet"], ["ours below", "ours"], [" · a line across joins what differs", "quiet"]]) {
    pen.fillStyle = colours[colour];
    pen.fillText(words, x, 57);
    x += pen.measureText(words).width;
  }
  pen.drawImage(drawing.canvas, EDGE, HEAD, width, height);
  pen.strokeStyle = colours.line;
  pen.strokeRect(EDGE - 0.5, HEAD - 0.5, width + 1, height + 1);
  legend(pen, drawing, model, HEAD + height + FOOT / 2);
  return new Promise((resolve) => { whole.toBlob(resolve, "image/png"); });
}

function legend(pen, { colours }, model, y) {
  let x = EDGE + 6;
  pen.fillStyle = pen.strokeStyle = colours.quiet;
  pen.lineWidth = 1.6;
  for (const { key, name, hollow } of marksOf(model)) {
    pen.beginPath();
    outline(pen, key, x, y, 5);
    if (!hollow && key !== "loss") pen.fill();
    pen.stroke();
    pen.fillText(name, x + 12, y);
    x += pen.measureText(name).width + 40;
  }
}
