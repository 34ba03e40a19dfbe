// Draws the two timelines on a canvas: their events above the axis, ours below, differences as bridges across.

import { isAlone, pack, ticks } from "./axis-layout.js";
import { outline } from "./axis-marks.js";
import { when } from "./telling.js";

const ROW = 23, RIVER = 84, STRIP = 14, LONGEST = 34, FEW = 40, MOST_ROWS = 14;

export class Drawing {
  // `fixed` has the width in pixels and the dots for each of them, where they are not those of the window.
  constructor(canvas, box, fixed = {}) {
    this.canvas = canvas;
    this.box = box;
    this.fixed = fixed;
    this.longest = 80;
    this.pen = canvas.getContext("2d");
    this.widths = new Map();
    this.readColours();
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    this.colours = Object.fromEntries(
      ["sky", "panel", "line", "ink", "quiet", "theirs", "theirs-fill", "theirs-faint", "ours", "ours-fill", "ours-faint", "focus"].map((name) => [name, read(name)]),
    );
    this.family = style.getPropertyValue("--text");
  }

  // Fit the canvas to the window; a few events get as many rows as their names need in a view.
  resize(model, view) {
    const few = model.events.length < FEW;
    if (!few) this.longest = LONGEST;
    this.width = this.fixed.width ?? this.box.clientWidth;
    this.rows = few ? 4 : this.width < 560 ? 6 : 8;
    this.look(view);
    for (; few && this.rows < MOST_ROWS; this.rows += 1) {
      pack(model.events, this.scale, this.rows, (event) => this.textWidth(event));
      if (model.events.every((event) => event.row >= 0)) break;
    }
    this.bank = STRIP + this.rows * ROW + 8;
    this.height = 2 * this.bank + RIVER;
    const dense = this.fixed.dense ?? Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(this.width * dense);
    this.canvas.height = Math.round(this.height * dense);
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    this.pen.setTransform(dense, 0, 0, dense, 0, 0);
    this.packed = null;
  }

  short(event) {
    return event.label.length > this.longest ? `${event.label.slice(0, this.longest - 1).trimEnd()}…` : event.label;
  }

  textWidth(event) {
    if (!this.widths.has(event.id)) {
      this.pen.font = this.font(event.bridges.length ? 600 : 400);
      this.widths.set(event.id, this.pen.measureText(this.short(event)).width);
    }
    return this.widths.get(event.id);
  }

  font(weight = 400, size = 12.5) {
    return `${weight} ${size}px ${this.family}`;
  }

  x(at) {
    return (at - this.view[0]) * this.scale;
  }

  // The middle of an event's mark.
  y(event) {
    const away = event.row >= 0 ? STRIP + (event.row + 0.5) * ROW + 2 : STRIP / 2;
    return event.side === "theirs" ? this.bank - away : this.bank + RIVER + away;
  }

  look(view) {
    this.view = view;
    this.scale = this.width / (view[1] - view[0]);
  }

  draw(model, view, chosen, hovered) {
    this.look(view);
    const key = `${this.scale.toPrecision(6)} ${model.events.length}`;
    if (this.packed !== key) {
      pack(model.events, this.scale, this.rows, (event) => this.textWidth(event));
      this.packed = key;
    }
    const { pen, width, height } = this;
    pen.clearRect(0, 0, width, height);
    this.banks();
    const axis = ticks(view[0], view[1], width);
    this.grid(axis);
    const edge = 12 / this.scale; // a name without its mark says nothing
    const visible = model.events.filter((event) => event.at > view[0] - edge && event.at < view[1] + edge);
    const lit = new Set([chosen, hovered].filter(Boolean));
    this.bridges(model.bridges, lit);
    this.years(axis);
    for (const event of visible) this.stem(event, lit.has(event));
    for (const event of visible) this.event(event);
    for (const event of lit) this.spotlight(event, event === chosen);
  }

  banks() {
    const { pen, width, height, bank, colours } = this;
    const above = pen.createLinearGradient(0, 0, 0, bank + RIVER / 2);
    above.addColorStop(0, colours.panel);
    above.addColorStop(1, colours["theirs-faint"]);
    pen.fillStyle = above;
    pen.fillRect(0, 0, width, bank + RIVER / 2);
    const below = pen.createLinearGradient(0, bank + RIVER / 2, 0, height);
    below.addColorStop(0, colours["ours-faint"]);
    below.addColorStop(1, colours.panel);
    pen.fillStyle = below;
    pen.fillRect(0, bank + RIVER / 2, width, height);
  }

  grid(axis) {
    const { pen, height, colours, bank, width } = this;
    pen.lineWidth = 1;
    pen.strokeStyle = colours.line;
    pen.globalAlpha = 0.55;
    pen.beginPath();
    for (const tick of axis) {
      if (!tick.big) continue;
      const x = Math.round(this.x(tick.at)) + 0.5;
      pen.moveTo(x, 0);
      pen.lineTo(x, height);
    }
    pen.stroke();
    pen.globalAlpha = 1;
    pen.beginPath();
    pen.strokeStyle = colours.quiet;
    pen.moveTo(0, bank + RIVER / 2 + 0.5);
    pen.lineTo(width, bank + RIVER / 2 + 0.5);
    pen.stroke();
  }

  years(axis) {
    const { pen, colours, bank } = this;
    const middle = bank + RIVER / 2;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    for (const tick of axis) {
      const x = this.x(tick.at);
      pen.font = tick.big ? this.font(650, 13) : this.font(400, 11.5);
      const half = pen.measureText(tick.words).width / 2 + 5;
      pen.fillStyle = colours.panel;
      pen.globalAlpha = 0.92;
      pen.beginPath();
      pen.roundRect(x - half, middle - 10, 2 * half, 20, 10);
      pen.fill();
      pen.globalAlpha = 1;
      pen.fillStyle = tick.big ? colours.ink : colours.quiet;
      pen.fillText(tick.words, x, middle + 0.5);
    }
    pen.textAlign = "left";
  }

  bridges(bridges, lit) {
    const { pen, colours, bank, width } = this;
    const top = bank, bottom = bank + RIVER;
    const shown = [];
    for (const bridge of bridges) {
      for (const one of bridge.theirs) for (const other of bridge.ours) shown.push([one, other]);
      if (!bridge.ours.length || !bridge.theirs.length) [...bridge.theirs, ...bridge.ours].forEach((one) => shown.push([one, null, isAlone(bridge)]));
    }
    const across = shown.filter(([one, other]) => {
      const xs = [this.x(one.at), this.x((other ?? one).at)];
      return Math.max(...xs) > -20 && Math.min(...xs) < width + 20;
    });
    const faint = Math.min(0.75, Math.max(0.16, 16 / across.length));
    const paint = pen.createLinearGradient(0, top, 0, bottom);
    paint.addColorStop(0, colours["theirs-fill"]);
    paint.addColorStop(1, colours["ours-fill"]);
    for (const [one, other, alone] of across) {
      const bright = lit.has(one) || lit.has(other);
      const named = one.row >= 0 && (!other || other.row >= 0);
      pen.globalAlpha = bright ? 1 : lit.size ? faint / 2 : named ? Math.min(0.8, faint * 1.6) : faint;
      pen.lineWidth = bright ? 3 : 1.5;
      pen.strokeStyle = paint;
      pen.beginPath();
      const x = this.x(one.at);
      if (other) {
        const far = this.x(other.at), middle = (top + bottom) / 2;
        pen.moveTo(x, top);
        pen.bezierCurveTo(x, middle + 10, far, middle - 10, far, bottom);
        pen.stroke();
      } else {
        // The bridge ends in the open; with a ring where nothing stands against it.
        const up = one.side === "theirs", from = up ? top : bottom, to = up ? top + 17 : bottom - 17;
        pen.moveTo(x, from);
        pen.lineTo(x, to);
        pen.stroke();
        if (!alone) continue;
        pen.beginPath();
        pen.arc(x, to + (up ? 3 : -3), 3, 0, 2 * Math.PI);
        pen.stroke();
      }
    }
    pen.globalAlpha = 1;
  }

  stem(event, lit) {
    const { pen, colours, bank } = this;
    const x = this.x(event.at), y = this.y(event);
    const shore = event.side === "theirs" ? bank : bank + RIVER;
    const fill = colours[`${event.side ?? "ours"}-fill`];
    pen.strokeStyle = fill;
    pen.lineWidth = lit ? 2 : 1;
    pen.globalAlpha = lit ? 1 : event.bridges.length ? 0.5 : 0.18;
    pen.beginPath();
    if (event.row >= 0 || event.bridges.length) {
      pen.moveTo(x, y);
      pen.lineTo(x, shore);
    }
    if (event.lasts || lit) {
      pen.moveTo(this.x(event.lasts ? event.at : event.from), y);
      pen.lineTo(this.x(event.to), y);
    }
    pen.stroke();
    if (event.rough && event.row >= 0) this.leeway(event, y + 8.5);
    pen.globalAlpha = 1;
  }

  // A bracket under a name: the time that its date can mean.
  leeway(event, y) {
    const { pen } = this, from = this.x(event.from), to = this.x(event.till);
    pen.globalAlpha = 0.4;
    pen.beginPath();
    pen.moveTo(from, y - 3);
    pen.lineTo(from, y);
    pen.lineTo(to, y);
    pen.lineTo(to, y - 3);
    pen.stroke();
  }

  event(event) {
    const { pen, colours } = this;
    const x = this.x(event.at), y = this.y(event);
    const named = event.row >= 0;
    this.mark(event, x, y, named ? 5 : 2.6);
    if (!named) return;
    pen.font = this.font(event.bridges.length ? 600 : 400);
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = colours.panel;
    pen.globalAlpha = 0.85;
    pen.strokeText(this.short(event), x + 10, y + 0.5);
    pen.globalAlpha = 1;
    pen.fillStyle = colours.ink;
    pen.fillText(this.short(event), x + 10, y + 0.5);
  }

  mark(event, x, y, size) {
    const { pen, colours } = this;
    const fill = colours[`${event.side ?? "ours"}-fill`];
    pen.beginPath();
    outline(pen, event.mark, x, y, size);
    pen.lineWidth = 1.6;
    pen.fillStyle = event.rough && size > 3 ? colours.panel : fill;
    pen.strokeStyle = fill;
    if (event.mark !== "loss") pen.fill();
    pen.stroke();
  }

  // The chosen event with its whole name and its date, over all others.
  spotlight(event, chosen) {
    const { pen, colours, width } = this;
    const x = this.x(event.at), y = this.y(event);
    const sides = new Set([event, ...event.bridges.flatMap((bridge) => [...bridge.theirs, ...bridge.ours])]);
    for (const one of sides) {
      const px = this.x(one.at), py = this.y(one);
      if (one !== event && (px < 0 || px > width)) continue;
      if (one !== event) { this.stem(one, true); this.pill(one, px, py, false); }
    }
    this.pill(event, x, y, chosen);
  }

  pill(event, x, y, chosen) {
    const { pen, colours, width, height } = this;
    const told = when(event.date);
    pen.font = this.font(650);
    const names = this.lines(event.label, width - 36);
    const name = Math.max(...names.map((line) => pen.measureText(line).width));
    pen.font = this.font(400, 11.5);
    const rest = pen.measureText(told).width;
    const wide = 20 + Math.max(name, rest) + 10, high = 26 + 16 * names.length;
    const left = Math.max(2, Math.min(x - 10, width - wide - 2));
    const top = Math.max(2, Math.min(event.side === "theirs" ? y + 12 - high : y - 12, height - high - 2));
    pen.beginPath();
    pen.roundRect(left, top, wide, high, 6);
    pen.fillStyle = colours.panel;
    pen.fill();
    pen.lineWidth = chosen ? 2.5 : 1.5;
    pen.strokeStyle = chosen ? colours.focus : colours[`${event.side ?? "ours"}-fill`];
    pen.stroke();
    this.mark(event, left + 10, top + 13, 5);
    pen.textBaseline = "middle";
    pen.fillStyle = colours.ink;
    pen.font = this.font(650);
    names.forEach((line, n) => pen.fillText(line, left + 20, top + 13 + 16 * n));
    pen.font = this.font(400, 11.5);
    pen.fillStyle = colours.quiet;
    pen.fillText(told, left + 20, top + 14 + 16 * names.length);
  }

  // A text in lines that are no wider than so many pixels, unless a word is.
  lines(text, room) {
    const found = [];
    for (const word of text.split(" ")) {
      const longer = found.length ? `${found.at(-1)} ${word}` : word;
      if (found.length && this.pen.measureText(longer).width <= room) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found;
  }

  // The event under a point, if there is one.
  at(model, px, py) {
    let best = null, least = 13;
    for (const event of model.events) {
      const x = this.x(event.at), y = this.y(event);
      const far = Math.hypot(px - x, py - y);
      if (far < least) { best = event; least = far; }
      if (event.row >= 0 && py > y - ROW / 2 && py < y + ROW / 2 && px > x && px < x + 12 + this.textWidth(event) && least > 5) {
        best = event;
        least = 5;
      }
    }
    return best;
  }
}
