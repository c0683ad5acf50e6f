// The document behind a citation, beside the answer: its place in the document, the quote marked and in view.

import { api } from "./api.js";
import { both, button, failure, fill, h, pair } from "./dom.js";
import { paper, pathOf } from "./paper.js";

/** Facts of a document in one line: number, place, year, validity. */
export function facts(read) {
  const year = read.year ? both("known.year", { year: read.year }) : both("known.no_year");
  const shown = [read.doc_number, read.region ?? both("known.no_region"), year].filter(Boolean);
  return h("p", { class: "known" }, shown.map((each) => h("span", {}, each)), validity(read));
}

const TONES = { 现行: "holds", 试行: "careful", 年度性: "careful", 仅述及: "careful", 不明: "careful" };
const ENGLISH = {
  现行: "in force", 试行: "on trial", 征求意见稿: "draft for comment", 已废止: "repealed", 被替代: "superseded",
  年度性: "for one year", 仅述及: "reports only", 不明: "unknown",
};

/** Whether a document holds. */
export function validity(read) {
  const kind = read.validity ?? "不明";
  const by = read.superseded_by ? h("small", {}, `（${read.superseded_by}）`) : null;
  return h("span", { class: `validity ${TONES[kind] ?? "poor"}` }, pair(kind, ENGLISH[kind] ?? kind), by);
}

class Source extends HTMLElement {
  connectedCallback() {
    this.hidden = true;
    if (this.role) return;
    this.setAttribute("role", "region");
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.hidden && !document.querySelector("dialog[open]")) this.close();
    });
  }

  /** Show the document `id` at mark `marker`; `marks` are all quotes of the answer in it. `from` gets the focus back. */
  async open(id, marks, marker, from) {
    this.from = from;
    this.marks = [...marks].sort((a, b) => a.start - b.start);
    this.now = Math.max(0, this.marks.findIndex((mark) => mark.marker === marker));
    this.hidden = false;
    if (this.closest("#desk")) document.body.dataset.beside = "open";
    if (this.read?.id !== id) {
      fill(this, this.head(), h("p", { class: "loading" }, both("page.loading")));
      try {
        this.read = await api.document(id);
      } catch (problem) {
        this.read = null;
        const gone = problem.code === "not_found" ? { zh: both("source.gone") } : problem;
        fill(this, this.head(), gone === problem ? failure(problem) : h("div", { class: "failure", role: "alert" }, both("source.gone")));
        return;
      }
    }
    this.show();
  }

  close() {
    this.hidden = true;
    if (this.closest("#desk")) delete document.body.dataset.beside;
    this.from?.focus?.();
  }

  head(title) {
    const close = h("button", { type: "button", class: "close", words: { "aria-label": "source.close" }, on: { click: () => this.close() } }, "×");
    return h("header", {}, h("h2", { tabindex: "-1" }, title ?? both("source.title")), close);
  }

  show() {
    const { read, marks } = this;
    this.setAttribute("aria-label", read.title ?? read.document);
    this.where = h("p", { class: "path" });
    this.at = h("span", { class: "at", "aria-live": "polite" });
    const step = (by) => () => this.turn((this.now + by + marks.length) % marks.length);
    const several = marks.length > 1;
    const nav = h("div", { class: "steps" }, several && button("source.previous", step(-1)), this.at, several && button("source.next", step(1)));
    const original = h("a", { class: "quiet", href: api.originalUrl(read.id), download: "" }, both("source.original"));
    this.text = h("div", { class: "text", tabindex: "0" }, paper(read, marks));
    const holds = marks.every((mark) => mark.quote === undefined || Array.from(read.text).slice(mark.start, mark.end).join("") === mark.quote);
    fill(this, this.head(`《${read.title ?? read.document}》`), facts(read), this.where, holds ? null : h("p", { class: "changed" }, both("source.changed")), this.text, h("footer", {}, nav, original));
    this.querySelector("h2").focus({ preventScroll: true });
    this.turn(this.now);
  }

  /** Bring one of the quotes into view. */
  turn(now) {
    this.now = now;
    const mark = this.marks[now];
    if (!mark) return;
    const path = pathOf(this.read, mark.start).filter((label) => label !== this.read.title);
    fill(this.where, path.map((label) => h("span", {}, label)));
    fill(this.at, both("source.at", { now: now + 1, all: this.marks.length }));
    for (const each of this.text.querySelectorAll("mark")) each.classList.toggle("now", Number(each.dataset.marker) === mark.marker);
    const shown = this.text.querySelector("mark.now");
    if (shown) this.text.scrollTop += shown.getBoundingClientRect().top - this.text.getBoundingClientRect().top - this.text.clientHeight / 3;
  }
}
customElements.define("policy-source", Source);
