// The library: what there is, adding with progress and a report, correcting, removing, and a look inside.

import { api } from "./api.js";
import { me, on } from "./connection.js";
import { both, button, failure, field, fill, h, pair, passing, select, sheet, size, sure, told } from "./dom.js";
import { paper } from "./paper.js";
import { facts, validity } from "./source.js";
import { known, say } from "./words.js";

const PAGE = 50;
const FIELDS = ["title", "doc_number", "issuer", "level", "region", "date", "effective", "plan_year", "review_year", "kind", "validity", "superseded_by"];
const YEARS = new Set(["plan_year", "review_year"]);
const LEVELS = ["中央", "省", "市", "县", "乡"];
const VALIDITIES = ["现行", "试行", "征求意见稿", "已废止", "被替代", "年度性", "仅述及", "不明"];

/** What a reader must be told of a document before using it. */
function warnings(each) {
  const told = [];
  if (["已废止", "被替代"].includes(each.validity)) told.push(both("warn.outdated"));
  if (each.validity === "征求意见稿") told.push(both("warn.draft"));
  if (each.validity === "仅述及") told.push(both("warn.told"));
  if (!each.region) told.push(both("warn.no_region"));
  if (!each.year) told.push(both("warn.no_year"));
  if (each.inferred?.length) told.push(both("warn.guessed", { count: each.inferred.length }));
  return told.map((word) => h("span", { class: "warning" }, word));
}

class Library extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    const later = { on: { input: () => this.later() } };
    this.find = h("input", { type: "search", maxlength: 200, words: { placeholder: "library.search", "aria-label": "library.search" }, ...later });
    this.places = h("datalist", { id: "places" });
    this.region = h("input", { type: "text", list: "places", maxlength: 100, words: { placeholder: "library.all_regions", "aria-label": "library.region" }, ...later });
    const anything = h("option", { value: "", words: { label: "library.all_validity" } });
    this.valid = h("select", { words: { "aria-label": "library.validity" }, on: { change: () => this.refresh() } }, anything, VALIDITIES.map((each) => h("option", { value: each }, each)));
    this.count = h("p", { class: "count", role: "status" });
    this.jobs = h("div", { class: "jobs" });
    this.rows = h("div", { class: "rows" });
    this.adding = h("div", { class: "adding" });
    this.append(this.adding, this.jobs, h("div", { class: "bar" }, this.find, this.region, this.places, this.valid, this.count), this.rows);
    this.refresh();
    on("back", () => this.refresh());
  }

  later() {
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.refresh(), 200);
  }

  /** Begin again with the first rows of what is looked for. */
  async refresh() {
    this.me ??= await me;
    if (this.me.may.includes("add") && !this.adding.firstChild) this.adding.append(this.drop());
    if (!this.rows.firstChild) fill(this.rows, h("p", { class: "loading" }, both("page.loading")));
    const asked = (this.asked = Symbol("asked"));
    try {
      const found = await api.documents(this.wanted(), 0, PAGE);
      if (asked === this.asked) this.show(found);
    } catch (problem) {
      if (asked === this.asked) fill(this.rows, failure(problem, () => this.refresh()));
    }
  }

  wanted() {
    return { query: this.find.value.trim(), region: this.region.value.trim(), validity: this.valid.value };
  }

  show(found) {
    const anything = Object.values(this.wanted()).every((each) => !each);
    const known = new Set([...this.places.children].map((each) => each.value));
    for (const each of found.items) if (each.region && !known.has(each.region)) known.add(each.region), this.places.append(h("option", { value: each.region }));
    fill(this.count, both("library.count", { count: found.total }));
    if (found.total) fill(this.rows, this.table(found.items), this.further(found.items.length, found.total));
    else if (anything) fill(this.rows, h("div", { class: "empty" }, h("p", {}, both("library.none")), h("p", {}, both("library.none_more"))));
    else fill(this.rows, h("p", { class: "empty" }, both("library.no_match")));
  }

  further(shown, total) {
    if (shown >= total) return null;
    const more = button("library.more", async () => {
      more.disabled = true;
      try {
        const next = await api.documents(this.wanted(), shown, PAGE);
        this.rows.querySelector("tbody").append(...next.items.map((each) => this.row(each)));
        more.replaceWith(this.further(shown + next.items.length, next.items.length ? total : 0) ?? "");
      } catch (problem) {
        more.disabled = false;
        passing(failure(problem));
      }
    });
    return more;
  }

  table(found) {
    const heads = ["title", "region", "year", "kind", "validity"].map((name) => h("th", { scope: "col" }, both(`library.${name}`)));
    const head = h("thead", {}, h("tr", {}, heads, h("th", { scope: "col" }, h("span", { class: "sr" }, both("library.open")))));
    return h("table", { class: "documents" }, head, h("tbody", {}, found.map((each) => this.row(each))));
  }

  row(each) {
    const name = h("button", { type: "button", class: "name", on: { click: () => this.open(each) } }, each.title ?? each.document);
    const under = h("span", { class: "under" }, [each.doc_number, each.document].filter(Boolean).map((text) => h("span", {}, text)), warnings(each), this.groups(each));
    const cell = (key, ...inner) => h("td", { data: { name: key } }, ...inner);
    return h("tr", {}, h("th", { scope: "row" }, name, under), cell("region", each.region ?? h("span", { class: "none" }, both("library.unknown"))),
      cell("year", each.year ?? h("span", { class: "none" }, both("library.unknown"))), cell("kind", each.kind ?? ""), cell("validity", validity(each)), h("td", { class: "doings" }, this.doings(each)));
  }

  groups(each) {
    return each.groups?.length ? h("span", { class: "group" }, both("library.groups"), "：", each.groups.join("、")) : null;
  }

  doings(each) {
    const may = (action) => this.me.may.includes(action);
    return [
      may("correct") && button("library.correct", () => this.correct(each)),
      may("permit") && button("library.groups", () => this.permit(each)),
      may("remove") && button("library.remove", () => this.remove(each), { class: "quiet danger" }),
    ];
  }

  drop() {
    const input = h("input", { type: "file", multiple: true, class: "sr", id: "files", on: { change: () => (this.upload([...input.files]), (input.value = "")) } });
    const area = h("label", { class: "drop", for: "files" }, input, h("b", {}, both("library.drop")), h("small", {}, both("library.drop_more")));
    const over = (yes) => (event) => (event.preventDefault(), area.classList.toggle("over", yes));
    area.addEventListener("dragover", over(true));
    area.addEventListener("dragleave", over(false));
    area.addEventListener("drop", (event) => (over(false)(event), this.upload([...event.dataTransfer.files])));
    return area;
  }

  async upload(files) {
    const works = files.map((file) => ({ file, row: this.work(file) }));
    fill(this.jobs, h("h3", {}, both("library.report")), h("ul", { class: "report" }, works.map((work) => work.row)));
    for (const work of works) await this.send(work);
    this.refresh();
    document.dispatchEvent(new Event("library"));
  }

  work(file) {
    return h("li", {}, h("b", { class: "file" }, file.name), h("small", {}, size(file.size)), h("progress", { max: 100, value: 0, "aria-label": file.name }), h("div", { class: "told" }));
  }

  async send({ file, row }) {
    const bar = row.querySelector("progress");
    const place = row.querySelector(".told");
    try {
      const sending = api.upload(file, (share) => {
        bar.value = Math.round(share * 100);
        fill(place, h("p", {}, both("library.uploading", { percent: bar.value })), stop);
      });
      const stop = button("library.stop_upload", sending.stop);
      const job = await this.follow(await sending.done, (now) => {
        bar.removeAttribute("value");
        fill(place, h("p", {}, both("library.reading", { done: now.done, total: now.total })));
      });
      fill(place, job.problem ? failure(job.problem) : job.reports.map(report));
      row.dataset.outcome = job.problem ? "refused" : (job.reports[0]?.outcome ?? "");
    } catch (problem) {
      fill(place, failure(problem, () => this.send({ file, row }).then(() => this.refresh())));
      row.dataset.outcome = "refused";
    }
    bar.remove();
  }

  async follow(job, tell) {
    let now = job;
    while (!["done", "failed"].includes(now.state)) {
      tell(now);
      await new Promise((then) => setTimeout(then, 300));
      now = await api.job(now.id);
    }
    return now;
  }

  async open(each) {
    const inside = h("div", { class: "inspect" }, h("p", { class: "loading" }, both("page.loading")));
    sheet(document.createTextNode(each.title ?? each.document), inside);
    try {
      const read = await api.document(each.id);
      fill(inside, h("div", { class: "about" }, about(read)), text(read));
    } catch (problem) {
      fill(inside, failure(problem));
    }
  }

  async correct(each) {
    const read = await api.document(each.id).catch((problem) => passing(failure(problem)));
    if (!read) return;
    const inputs = FIELDS.map((name) => [name, input(name, read.metadata[name])]);
    const wrong = h("div");
    const form = h("form", { class: "correct" }, h("p", { class: "hint" }, both("library.correct_more")), h("div", { class: "fields" }, inputs.map(([name, made]) => h("label", { class: "field" }, h("span", { class: "name" }, both(`field.${name}`), " ", basis(read.metadata[name])), made))), wrong,
      h("div", { class: "buttons" }, button("page.cancel", () => box.close()), h("button", { type: "submit", class: "main" }, both("page.save"))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = {};
      for (const [name, made] of inputs) if (made.value.trim() !== made.dataset.before) fields[name] = valueOf(name, made.value.trim());
      if (await this.settle(() => api.correct(each.id, fields), "library.corrected", wrong)) box.close();
    });
    const box = sheet(document.createTextNode(`${say("library.correct")}：${each.title ?? each.document}`), form);
  }

  permit(each) {
    const groups = h("input", { type: "text", value: (each.groups ?? []).join(" ") });
    const wrong = h("div");
    const form = h("form", {}, field("library.groups_of", groups), wrong, h("div", { class: "buttons" }, button("page.cancel", () => box.close()), h("button", { type: "submit", class: "main" }, both("page.save"))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await this.settle(() => api.permit(each.id, groups.value.split(/[\s，、,]+/).filter(Boolean)), "library.permitted", wrong)) box.close();
    });
    const box = sheet(document.createTextNode(each.title ?? each.document), form);
  }

  async remove(each) {
    if (!(await sure(both("library.sure", { title: each.title ?? each.document }), "library.remove"))) return;
    const wrong = h("div");
    if (!(await this.settle(() => api.remove(each.id), "library.removed", wrong))) passing(...wrong.childNodes);
  }

  /** Do it, wait for the job that it began, say that it is done, or what went wrong. */
  async settle(doing, done, wrong) {
    try {
      let job = await doing();
      if (job?.state) job = await this.follow(job, () => fill(wrong, h("p", { class: "loading" }, both("page.loading"))));
      const problem = job?.problem ?? job?.reports?.find((each) => each.problem)?.problem;
      if (problem) throw problem;
      passing(both(done));
      await this.refresh();
      return true;
    } catch (problem) {
      fill(wrong, failure(problem));
      return false;
    }
  }
}
customElements.define("policy-library", Library);

/** What became of one file. */
function report(each) {
  const lines = [h("p", { class: `outcome ${each.outcome}` }, h("b", {}, both(`outcome.${each.outcome}`)), each.title ? ` 《${each.title}》` : "")];
  if (each.problem) lines.push(h("p", {}, pair(each.problem.zh, each.problem.en)));
  if (each.count) lines.push(h("p", {}, both("outcome.documents", { count: each.count, characters: each.characters })));
  if (each.removed) lines.push(h("p", {}, both("outcome.lines", { count: each.removed })));
  if (each.inferred?.length) lines.push(h("p", {}, both("outcome.guesses", { fields: each.inferred.map((name) => (known("field", name) ? say(`field.${name}`) : name)).join("、") })));
  if (each.placeholders) lines.push(h("p", {}, both("outcome.hidden", { count: each.placeholders })));
  return [...lines, ...(each.notes ?? []).map((note) => h("p", { class: "note" }, told(note)))];
}

function basis(known) {
  const name = known?.basis ?? "unknown";
  return h("small", { class: `basis ${name}` }, both(`library.${name}`));
}

function input(name, known) {
  const value = known?.value ?? "";
  const choices = name === "validity" ? VALIDITIES : name === "level" ? LEVELS : null;
  const made = choices ? select([["", ""], ...choices.map((each) => [each, each])], String(value)) : h("input", { type: "text", maxlength: 300, value: String(value), inputmode: YEARS.has(name) ? "numeric" : null });
  made.dataset.before = String(value);
  return made;
}

const valueOf = (name, text) => (text === "" ? null : YEARS.has(name) && /^\d{4}$/.test(text) ? Number(text) : text);

/** What is known of a document, and how. */
function about(read) {
  const rows = FIELDS.filter((name) => read.metadata[name]?.value).map((name) => {
    const one = read.metadata[name];
    const from = one.evidence && one.basis !== "declared" ? h("small", { class: "evidence" }, both("library.evidence", { words: one.evidence })) : null;
    return [h("dt", {}, both(`field.${name}`)), h("dd", {}, String(one.value), " ", basis(one), from)];
  });
  const notes = (read.notes ?? []).map((note) => h("li", {}, told(note)));
  const removed = read.removed?.length ? h("li", {}, both("outcome.lines", { count: read.removed.length })) : null;
  const hides = read.placeholders?.length ? h("li", {}, both("outcome.hidden", { count: read.placeholders.length })) : null;
  const original = h("a", { class: "quiet", href: api.originalUrl(read.id), download: "" }, both("source.original"));
  return [facts(read), h("dl", {}, rows), notes.length || removed || hides ? h("ul", { class: "notes" }, notes, removed, hides) : null, original, outline(read)];
}

function outline(read) {
  const go = (start) => () => document.querySelector(`.inspect [data-start="${start}"]`)?.scrollIntoView({ block: "start" });
  const rows = (read.outline ?? []).filter((each) => each.depth <= 3 && each.heading).map((each) =>
    h("li", { class: `depth-${each.depth}` }, h("button", { type: "button", on: { click: go(each.start) } }, each.path.at(-1))));
  return rows.length ? [h("h3", {}, both("source.outline")), h("ol", { class: "outline" }, rows)] : null;
}

const text = (read) => h("div", { class: "text", tabindex: "0" }, paper(read));
