// Elements, made of text and never of markup: whatever comes from a document or a person can only be read.

import { phrase, relabel, say } from "./words.js";

/** An element: h("button", {class: "quiet", on: {click}, words: {"aria-label": "page.close"}}, "text", other). */
export function h(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) set(element, key, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (key === "data") Object.assign(element.dataset, value);
  else if (key === "words") {
    element.dataset.words = Object.entries(value).map((pair) => pair.join("=")).join(";");
    relabel(element);
  } else if (key in element && typeof value === "boolean") element[key] = value;
  else if (key === "value") element.value = value;
  else element.setAttribute(key, value);
}

/** A phrase of the page in both languages, of which the style sheet shows one. */
export function both(key, filled) {
  const [zh, en] = phrase(key, filled);
  return pair(zh, en);
}

/** The same for words that come from the service. */
export function pair(zh, en) {
  if (!en || zh === en) return document.createTextNode(seen(zh));
  const fragment = document.createDocumentFragment();
  fragment.append(h("span", { class: "zh", lang: "zh-CN" }, seen(zh)), h("span", { class: "en", lang: "en" }, seen(en)));
  return fragment;
}

/** "Chinese | English" as a pair. */
export function told(text) {
  const [zh, en] = String(text ?? "").split(" | ");
  return pair(zh, en);
}

/** Text without the signs that turn its direction round. */
export const seen = (text) => String(text ?? "").replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, "");

/** A button that does one thing. */
export const button = (key, click, more = {}) =>
  h("button", { type: "button", class: "quiet", on: { click }, ...more }, both(key));

/** A labelled field of a form. */
export function field(key, input, hint) {
  return h("label", { class: "field" }, h("span", { class: "name" }, both(key)), input, hint ? h("small", {}, both(hint)) : null);
}

/** A list to choose from: pairs of value and what is shown. */
export function select(options, value, more = {}) {
  const rows = options.map(([id, ...shown]) => h("option", { value: id, selected: id === value }, ...shown));
  return h("select", more, ...rows);
}

let pressed = null;
let letGo = null;
document.addEventListener("pointerdown", (event) => {
  if (!pressed && !event.target.closest?.("select")) pressed = new Promise((then) => (letGo = then));
}, true);
const free = () => (letGo?.(), (pressed = letGo = null));
for (const name of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(name, () => setTimeout(free), true);
document.addEventListener("pointermove", (event) => event.buttons || free(), true);

/** As soon as no button is held down: what is replaced between pressing and letting go has lost the click. */
export async function released() {
  while (pressed) await pressed;
}

/** Put children in place of what was there. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

/** A sheet over the page; it closes by Escape, by its button, and gives the focus back. */
export function sheet(title, ...children) {
  const close = h("button", { type: "button", class: "close", words: { "aria-label": "page.close" }, on: { click: () => box.close() } }, "×");
  const box = h("dialog", { class: "sheet", "aria-label": title.textContent || "" }, h("header", {}, h("h2", {}, title), close), h("div", { class: "inside" }, ...children));
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

/** Ask a person once more; true for yes. */
export function sure(question, yes) {
  return new Promise((answer) => {
    const box = h("dialog", { class: "sure" }, h("p", {}, question));
    const no = button("page.cancel", () => box.close());
    const go = button(yes, () => (answer(true), box.close()), { class: "danger" });
    box.append(h("div", { class: "buttons" }, no, go));
    box.addEventListener("close", () => (answer(false), box.remove()));
    document.body.append(box);
    box.showModal();
    no.focus();
  });
}

/** A word that passes by; read out to those who do not see it. */
export function passing(...children) {
  let place = document.getElementById("passing");
  if (!place) document.body.append((place = h("div", { id: "passing", role: "status", "aria-live": "polite" })));
  const word = h("p", {}, ...children);
  place.append(word);
  setTimeout(() => word.remove(), 4000);
}

/** What went wrong, where it was to be seen. */
export const failure = (problem, again) =>
  h("div", { class: "failure", role: "alert" }, h("p", {}, pair(problem.zh ?? say("page.failed"), problem.en)), again ? button("page.retry", again) : null);

/** Bytes as text: 1.2 MB. */
export const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** A moment as people write it: 11-21 14:05, with the year where it is another one. */
export function moment(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const two = (number) => String(number).padStart(2, "0");
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const year = at.getFullYear() === new Date().getFullYear() ? "" : `${at.getFullYear()}-`;
  return `${year}${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
