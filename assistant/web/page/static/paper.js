// A document as it reads: headings, paragraphs, tables, what it hides, and the marked quotes.
// Offsets count Unicode code points, half-open, as everywhere in the project.

import { both, h, seen } from "./dom.js";

const MOST = 1500; // lines that are drawn of a document that has more: a browser is at a loss with ten thousand
const AROUND = 60; // lines before and after each quote that are drawn in any case

/** The text of `read` as elements; `marks` are {start, end, marker} of quotes. */
export function paper(read, marks = []) {
  const points = Array.from(read.text);
  const headings = headingsOf(read, points);
  const cuts = marks.map((mark) => ({ ...mark, kind: "mark" }));
  for (const each of read.placeholders ?? []) cuts.push({ ...each, kind: "hides" });
  cuts.sort((a, b) => a.start - b.start || b.end - a.end);
  const sheet = h("div", { class: "paper", lang: "zh-CN" });
  let rows = null;
  let skipped = 0;
  const all = [...lines(points)];
  const drawn = drawnOf(all, marks, headings);
  const leave = () => {
    if (skipped) sheet.append(h("p", { class: "skipped" }, both("source.skipped", { count: skipped })));
    skipped = 0;
  };
  for (const [at, [start, end]] of all.entries()) {
    if (!drawn(at)) {
      skipped += 1;
      rows = null;
      continue;
    }
    leave();
    const cells = cellsOf(points, start, end);
    if (cells.length > 1) {
      if (!rows) {
        rows = h("tbody");
        sheet.append(h("div", { class: "wide" }, h("table", {}, rows)));
      }
      rows.append(h("tr", {}, cells.map(([from, to]) => h("td", {}, pieces(points, from, to, cuts)))));
      continue;
    }
    rows = null;
    if (end === start) continue;
    const depth = headings.get(start);
    const name = depth ? `h${Math.min(6, depth + 2)}` : "p";
    sheet.append(h(name, { data: { start } }, pieces(points, start, end, cuts)));
  }
  leave();
  return sheet;
}

/** Whether a line is drawn, by its number: all where there are few, else the first, headings, and those around quotes. */
function drawnOf(all, marks, headings) {
  if (all.length <= MOST) return () => true;
  const near = new Set();
  for (const { start, end } of marks) {
    const first = all.findIndex(([, to]) => to >= start);
    const last = all.findIndex(([, to]) => to >= end);
    for (let at = first - AROUND; at <= Math.min(last, first + AROUND) + AROUND; at += 1) near.add(at);
  }
  const named = headings.size <= MOST;
  return (at) => at < MOST || near.has(at) || (named && headings.has(all[at][0]));
}

/** Where lines begin and end. */
function* lines(points) {
  let start = 0;
  for (let at = 0; at <= points.length; at += 1) {
    if (at === points.length || points[at] === "\n") {
      yield [start, at];
      start = at + 1;
    }
  }
}

/** The cells of a line of a table: it is parted by tabs. */
function cellsOf(points, start, end) {
  const cells = [];
  let from = start;
  for (let at = start; at <= end; at += 1) {
    if (at === end || points[at] === "\t") {
      cells.push([from, at]);
      from = at + 1;
    }
  }
  return cells;
}

/** Where a line begins that is a heading and nothing else, with its depth: the label of a section is all of it. */
function headingsOf(read, points) {
  const found = new Map();
  for (const each of read.outline ?? []) {
    const end = points.indexOf("\n", each.start);
    const line = (end < 0 ? points.length : end) - each.start;
    if (line <= Array.from(each.path.at(-1) ?? "").length + 2) found.set(each.start, each.depth);
  }
  return found;
}

/** A stretch of text, parted where a mark begins or ends; the mark that begins first holds what they share. */
function pieces(points, start, end, cuts) {
  const made = [];
  let at = start;
  for (const cut of cuts) {
    const from = Math.max(at, cut.start);
    const to = Math.min(end, cut.end);
    if (from >= to) continue;
    made.push(said(points, at, from));
    const given = cut.kind === "mark" ? { data: { marker: cut.marker } } : { class: "hides" };
    made.push(h(cut.kind === "mark" ? "mark" : "span", given, said(points, from, to)));
    at = to;
  }
  made.push(said(points, at, end));
  return made;
}

const said = (points, from, to) => seen(points.slice(from, to).join(""));

/** The innermost section that holds an offset, as its path. */
export function pathOf(read, offset) {
  let path = [];
  for (const each of read.outline ?? []) {
    if (each.start > offset) break;
    if (offset < each.end) path = each.path;
  }
  return path;
}
