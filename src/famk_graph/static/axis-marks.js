// The shapes of the marks: one for each kind of event; and their legend.

import { MARKS } from "./axis-layout.js";
import { make } from "./telling.js";

export function outline(pen, mark, x, y, size) {
  if (mark === "flight") {
    pen.moveTo(x, y - size * 1.15);
    pen.lineTo(x + size * 1.1, y + size * 0.85);
    pen.lineTo(x - size * 1.1, y + size * 0.85);
    pen.closePath();
  } else if (mark === "loss") {
    const arm = size * 0.85;
    pen.moveTo(x - arm, y - arm);
    pen.lineTo(x + arm, y + arm);
    pen.moveTo(x + arm, y - arm);
    pen.lineTo(x - arm, y + arm);
  } else if (mark === "public") {
    pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  } else if (mark === "find") {
    pen.moveTo(x, y - size * 1.3);
    pen.lineTo(x + size * 1.1, y);
    pen.lineTo(x, y + size * 1.3);
    pen.lineTo(x - size * 1.1, y);
    pen.closePath();
  } else {
    pen.arc(x, y, size, 0, 2 * Math.PI);
  }
}

// The marks that events have, with their names; `hollow` is that of a day that is not known.
export function marksOf({ events }) {
  const used = new Set(events.map((event) => event.mark));
  const found = MARKS.filter((mark) => used.has(mark.key)).map(({ key, name }) => ({ key, name, hollow: false }));
  return events.some((event) => event.rough) ? [...found, { key: "event", name: "the day is not known", hollow: true }] : found;
}

// Fill a list with the marks that events have.
export function legend(list, model) {
  const dense = Math.min(devicePixelRatio || 1, 2);
  const colour = getComputedStyle(list).color;
  const sign = (mark, hollow) => {
    const canvas = make("canvas", { width: 16 * dense, height: 16 * dense, class: "sign", "aria-hidden": "true" });
    const pen = canvas.getContext("2d");
    pen.scale(dense, dense);
    pen.beginPath();
    outline(pen, mark, 8, 8, 5);
    pen.fillStyle = pen.strokeStyle = colour;
    pen.lineWidth = 1.6;
    if (!hollow && mark !== "loss") pen.fill();
    pen.stroke();
    return canvas;
  };
  list.replaceChildren(...marksOf(model).map(({ key, name, hollow }) => make("li", {}, sign(key, hollow), name)));
}
