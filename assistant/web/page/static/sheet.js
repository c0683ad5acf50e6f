// A letter as it stands on paper, as elements: mark, rules, title, paragraphs, signature, and what is still open.

import { h, seen } from "./dom.js";

/** The sheet of a draft, as the service lays it. */
export function onPaper(sheet) {
  const open = sheet.highlighted.length ? new RegExp(`(${sheet.highlighted.map(quoted).join("|")})`) : null;
  const words = (text) => (open ? text.split(open) : [text]).map((part) => (sheet.highlighted.includes(part) ? h("mark", {}, seen(part)) : seen(part)));
  const parts = [];
  if (sheet.stamp) parts.push(h("p", { class: "stamp" }, sheet.stamp));
  if (sheet.category) parts.push(h("p", { class: "date" }, words(sheet.category)));
  if (sheet.mark) parts.push(h("p", { class: "letterhead" }, words(sheet.mark)));
  if (sheet.form !== "record") parts.push(h("p", { class: `number form-${sheet.form}` }, words(sheet.number)));
  parts.push(...sheet.blocks.map((each) => block(each, words)));
  if (sheet.foot.length) parts.push(h("div", { class: "foot" }, sheet.foot.map((pair) => h("p", {}, pair.map((text) => h("span", {}, words(text)))))));
  return h("div", { class: `letter-sheet form-${sheet.form}`, lang: "zh-CN" }, parts);
}

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function block(each, words) {
  if (each.rows.length) {
    const cell = (head) => (text) => h(head ? "th" : "td", {}, words(text));
    return h("div", { class: "wide" }, h("table", {}, h("tbody", {}, each.rows.map((row, at) => h("tr", {}, row.map(cell(each.headed && at === 0)))))));
  }
  const made = h("p", { class: each.style }, each.text.split("\n").flatMap((line, at) => [at ? h("br") : null, words(line)]));
  made.style.marginTop = each.gap ? `${each.gap * 1.2}em` : "";
  made.style.paddingRight = each.right ? `${each.right}em` : "";
  return made;
}
