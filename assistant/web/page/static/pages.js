// A letter on paper: its real pages as pictures, one below the other, each with its number. Until they are there, and
// where the service cannot make them, the sheet that is laid here. One version is set at a time, the last one wanted next.

import { api } from "./api.js";
import { both, button, failure, fill, h, released, seen } from "./dom.js";
import { onPaper } from "./sheet.js";
import { say } from "./words.js";

const PAUSE = 600; // ms without a change before pages are set anew
const ZOOMS = [50, 75, 100, 125, 150, 200]; // percent of the width that there is

class Pages extends HTMLElement {
  connectedCallback() {
    if (this.paper) return;
    this.className = "preview";
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", say("letters.paper"));
    this.zoom = 100;
    this.paper = h("div", { class: "on-paper", tabindex: "0", role: "group", words: { "aria-label": "letters.paper" } });
    this.told = h("div", { class: "hint", role: "status" });
    this.bar = h("div", { class: "views" });
    this.append(h("header", {}, h("h2", {}, both("letters.paper")), this.bar), this.told, this.paper);
  }

  /** Show a draft, with the list of evidence or without; `printed`: whether the service can make pages. */
  show(draft, { evidence, printed }) {
    if (this.draft?.id !== draft.id) this.figures = this.there = null;
    this.draft = draft;
    this.printed = printed;
    this.evidence = evidence;
    this.wanted = `${draft.id} ${draft.version} ${evidence}`;
    this.problem = null;
    this.touched = false;
    this.draw();
    clearTimeout(this.wait);
    if (printed && !this.asText) this.wait = setTimeout(() => this.set(), this.there ? PAUSE : 0);
  }

  /** Somebody is writing: what the pages show is no longer what stands in the boxes. */
  touch() {
    if (this.touched || !this.draft) return;
    this.touched = true;
    this.draw();
  }

  /** Have the pages made of what is wanted last, again if it changes meanwhile. */
  async set() {
    if (this.setting) return;
    this.setting = true;
    while (this.isConnected && !this.asText && !this.problem && this.wanted !== this.there) {
      const { draft, evidence, wanted } = this;
      try {
        const { pages, version } = await api.letterPages(draft.id, draft.version, evidence);
        const figures = Array.from({ length: pages }, (_, at) => this.figure(draft, version, evidence, at + 1, pages));
        await figures[0]?.querySelector("img").decode();
        if (wanted === this.wanted) Object.assign(this, { figures, there: wanted });
      } catch (problem) {
        if (wanted === this.wanted) this.problem = problem;
      }
    }
    this.setting = false;
    await released();
    this.draw();
  }

  figure(draft, version, evidence, number, count) {
    const src = api.letterPageUrl(draft.id, number, version, evidence);
    const title = seen(draft.title);
    const picture = h("img", { src, alt: `《${title}》${say("letters.page_of", { number, count })}`, loading: number > 2 ? "lazy" : "eager", width: 1240, height: 1754 });
    return h("figure", { data: { page: number } }, picture, h("figcaption", { "aria-hidden": "true" }, both("letters.page_of", { number, count })));
  }

  draw() {
    const { figures, paper } = this;
    const pages = Boolean(figures) && !this.asText && !this.problem;
    const old = pages && (this.touched || this.wanted !== this.there);
    const { scrollTop } = paper;
    paper.dataset.shows = pages ? "pages" : "sheet";
    paper.dataset.old = old ? "yes" : "";
    if (!pages) fill(paper, onPaper(this.draft.sheet));
    else if (paper.firstChild !== figures[0]) fill(paper, figures);
    paper.style.setProperty("--zoom", pages ? this.zoom / 100 : 1);
    paper.scrollTop = scrollTop;
    fill(this.told, this.word(pages, old));
    fill(this.bar, this.printed ? [this.views(), pages && this.zooms()] : []);
  }

  /** What is said above the paper of how far it can be trusted. */
  word(pages, old) {
    if (!this.printed) return both("letters.no_pages");
    if (this.asText) return both("letters.rough");
    if (this.problem) return failure(this.problem.zh ? this.problem : {}, () => this.show(this.draft, this));
    if (old) return h("span", { class: "badge uncertain" }, this.touched ? both("letters.touched") : both("letters.setting_anew"));
    return pages ? null : both("letters.setting");
  }

  views() {
    const one = (key, asText) => {
      const choose = () => {
        this.asText = asText;
        this.show(this.draft, this);
        this.bar.querySelector("[aria-pressed=true]").focus();
      };
      return button(key, choose, { "aria-pressed": String(asText === Boolean(this.asText)), data: { view: asText ? "sheet" : "pages" } });
    };
    return h("span", { class: "pair", role: "group", "aria-label": say("letters.paper") }, one("letters.as_pages", false), one("letters.as_text", true));
  }

  zooms() {
    const step = (by, key, sign) => {
      const next = ZOOMS[ZOOMS.indexOf(this.zoom) + by];
      const go = () => {
        this.zoom = next;
        this.draw();
        (this.bar.querySelector(`[data-zoom="${by}"]:not(:disabled)`) ?? this.paper).focus();
      };
      return h("button", { type: "button", class: "quiet", words: { "aria-label": key }, data: { zoom: by }, disabled: next === undefined, on: { click: go } }, sign);
    };
    return h("span", { class: "pair" }, step(-1, "letters.smaller", "−"), h("span", { class: "hint" }, `${this.zoom}%`), step(1, "letters.larger", "+"));
  }
}
customElements.define("policy-pages", Pages);
