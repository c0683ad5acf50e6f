// Letters: what is to be answered, then the draft, edited sentence by sentence with the verdict beside each as one types.
// Every change is another version, kept by the service; nothing of a letter is kept here.

import { api } from "./api.js";
import { me } from "./connection.js";
import { both, button, failure, field, fill, h, moment, pair, passing, released, seen, select, sheet, sure, told } from "./dom.js";
import "./source.js";
import "./pages.js";
import { language, say } from "./words.js";

const TONES = { verbatim: "answered", supported: "answered", unverified: "uncertain", contradicted: "wrong" };
const PAUSE = 350;

let waiting = null;

/** Somebody wants a letter made of an answer: {question, answer}. */
export function wanted(given) {
  waiting = given;
  document.querySelector("#tab-letters-button")?.click();
  document.querySelector("policy-letters")?.take();
}

const verdict = (each) =>
  h("span", { class: `badge ${TONES[each.verdict]}`, data: { verdict: each.verdict } }, both(`verdict.${each.verdict}`));

const state = (each) => h("span", { class: `badge ${each.final ? "answered" : "uncertain"}` }, both(each.final ? "letters.state_final" : "letters.state_draft"));

/** A box that is as high as its text. */
function box(given) {
  const made = h("textarea", { rows: 1, maxlength: 2000, lang: "zh-CN", ...given });
  const grow = () => {
    made.style.height = "auto";
    made.style.height = `${made.scrollHeight + 2}px`;
  };
  made.grow = grow;
  made.addEventListener("input", grow);
  new ResizeObserver(() => made.offsetWidth !== made.lastWidth && ((made.lastWidth = made.offsetWidth), grow())).observe(made);
  return made;
}

class Letters extends HTMLElement {
  async connectedCallback() {
    if (this.inside) return;
    this.inside = h("div", { class: "letters" });
    this.source = document.createElement("policy-source");
    this.preview = document.createElement("policy-pages");
    this.append(this.inside);
    this.saving = Promise.resolve();
    await this.begin();
    this.take();
  }

  async begin() {
    fill(this.inside, h("p", { class: "loading" }, both("page.loading")));
    try {
      this.known = await api.kinds();
      this.start();
    } catch (problem) {
      fill(this.inside, failure(problem, () => this.begin()));
    }
  }

  /** What was wanted while this was not there yet. */
  take() {
    if (!waiting || !this.known) return;
    const given = waiting;
    waiting = null;
    this.start();
    this.asked.value = given.question;
    this.answer = given;
    this.asked.dispatchEvent(new Event("input"));
    this.kind.focus();
  }

  kindOf(name) {
    return this.known.kinds.find((each) => each.name === name);
  }

  // ---- what is to be answered, and the drafts there are ----

  start() {
    if (this.source.isConnected) this.source.close();
    this.draft = this.answer = null;
    this.found = null;
    this.kind = select(this.known.kinds.map((each) => [each.name, language() === "en" ? each.english : each.label]), this.known.kinds[0]?.name, { id: "letter-kind" });
    const incoming = h("textarea", { rows: 6, maxlength: 20000, id: "letter-incoming", lang: "zh-CN" });
    this.asked = box({ rows: 3, maxlength: 20000, id: "letter-questions" });
    const wrong = h("div", { role: "status" });
    const file = h("input", { type: "file", class: "sr", id: "letter-file" });
    const show = (found) => {
      this.asked.value = this.found = found.questions.map((each) => each.text.replace(/\s+/g, " ")).join("\n");
      this.asked.dispatchEvent(new Event("input"));
      fill(wrong, h("p", { class: "hint" }, found.questions.length ? both("letters.found", { count: found.questions.length }) : both("letters.no_questions")));
      this.asked.focus();
    };
    const trying = (doing) => async () => {
      fill(wrong, h("p", { class: "loading" }, both("page.loading")));
      try {
        show(await doing());
      } catch (problem) {
        fill(wrong, failure(problem));
      }
    };
    file.addEventListener("change", trying(async () => {
      const found = await api.letterFile(file.files[0]);
      incoming.value = found.text;
      file.value = "";
      return found;
    }));
    const find = button("letters.find", trying(() => api.questions(incoming.value)), { id: "letter-find" });
    const go = h("button", { type: "submit", class: "main", id: "letter-draft" }, both("letters.draft"));
    const form = h("form", { class: "part begin" }, h("h2", {}, both("letters.title")), h("p", { class: "hint" }, both("letters.more")), field("letters.kind", this.kind),
      field("letters.incoming", incoming, "letters.incoming_more"),
      h("div", { class: "buttons left" }, find, h("label", { class: "quiet", for: "letter-file" }, both("letters.upload")), file),
      field("letters.questions", this.asked, "letters.questions_more"), wrong, h("div", { class: "buttons left" }, go));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      go.disabled = true;
      fill(wrong, h("p", { class: "loading" }, both("letters.drafting")));
      try {
        this.open(await api.write({ kind: this.kind.value, ...this.given(incoming.value) }));
      } catch (problem) {
        fill(wrong, failure(problem));
        go.disabled = false;
      }
    });
    this.list = h("div", { class: "body" });
    fill(this.inside, h("div", { class: "starting" }, form, h("section", { class: "part", "aria-label": say("letters.drafts") }, h("h2", {}, both("letters.drafts")), h("p", { class: "hint" }, both("letters.kept", { days: this.known.days })), this.list)));
    this.refresh();
  }

  /** What the letter is made of: the answer that was read, the questions, or the letter whose questions stand as found. */
  given(incoming) {
    const lines = this.asked.value.split("\n").map((each) => each.trim()).filter(Boolean);
    if (this.answer?.answer && lines.join("\n") === this.answer.question.trim()) return { answers: [this.answer.answer] };
    if (incoming.trim() && (!lines.length || lines.join("\n") === this.found)) return { incoming };
    return lines.length ? { questions: lines } : { incoming };
  }

  async refresh() {
    try {
      const all = await api.letters();
      fill(this.list, all.length ? h("ul", { class: "drafts" }, all.map((each) => this.row(each))) : h("p", { class: "hint" }, both("letters.none")));
    } catch (problem) {
      fill(this.list, failure(problem, () => this.refresh()));
    }
  }

  row(each) {
    const open = h("button", { type: "button", class: "open", on: { click: () => this.load(each.id) } }, h("b", {}, seen(each.title)),
      h("span", { class: "under" }, this.kindOf(each.kind)?.label ?? each.kind, " · ", both("letters.version", { number: each.version }), " · ", h("time", { datetime: each.at }, moment(each.at))));
    const remove = h("button", { type: "button", class: "close", words: { "aria-label": "letters.delete" }, on: { click: () => this.forget(each) } }, "×");
    return h("li", {}, open, state(each), remove);
  }

  async forget(each) {
    if (!(await sure(both("letters.sure_delete", { title: each.title }), "letters.delete"))) return;
    await api.forgetLetter(each.id).catch((problem) => passing(failure(problem)));
    this.refresh();
  }

  async load(id, version) {
    try {
      this.open(await api.letter(id, version));
    } catch (problem) {
      passing(failure(problem));
    }
  }

  // ---- one draft ----

  open(draft) {
    this.draft = draft;
    this.last = Math.max(draft.version, this.id === draft.id ? (this.last ?? 0) : 0);
    this.id = draft.id;
    if (this.source.isConnected) this.source.close();
    this.head = h("header", { class: "head" });
    this.left = h("div", { class: "open-items" });
    this.answers = h("section", { class: "part answers", "aria-label": say("letters.answers") });
    const editor = h("div", { class: "editor" }, this.left, this.answers, this.fields());
    editor.addEventListener("input", () => this.preview.touch());
    editor.addEventListener("focusout", () => this.saving.then(() => this.preview.touched && this.onPaper()));
    const beside = h("div", { class: "beside" }, this.source, this.preview);
    fill(this.inside, this.head, h("div", { class: "letter" }, editor, beside));
    this.items();
    this.renew();
    scrollTo({ top: 0 });
    this.head.querySelector("h2").focus({ preventScroll: true });
  }

  get fixed() {
    return this.draft.final || this.draft.version < this.last;
  }

  /** Everything that is shown of the draft but the boxes that somebody may be writing in. */
  renew() {
    const { draft } = this;
    const kind = this.kindOf(draft.kind);
    const numbers = Array.from({ length: this.last }, (_, at) => this.last - at);
    const versions = h("select", { words: { "aria-label": "letters.versions" }, on: { change: () => this.load(draft.id, Number(versions.value)) } },
      numbers.map((number) => h("option", { value: number, selected: number === draft.version }, say("letters.version", { number }))));
    const get = (paper, shown) => h("button", { type: "button", class: "quiet", data: { paper }, on: { click: () => this.download(paper) } }, shown);
    const evidence = h("input", { type: "checkbox", checked: this.evidence ?? true, on: { change: () => ((this.evidence = evidence.checked), this.onPaper()) } });
    const final = draft.final ? null : h("button", { type: "button", class: "main", id: "letter-final", on: { click: () => this.finalise() } }, both("letters.finalise"));
    fill(this.head,
      h("div", { class: "title" }, button("letters.new", () => this.saving.then(() => this.start())), h("h2", { tabindex: "-1" }, seen(draft.title)), state(draft), h("span", { class: "hint" }, kind ? pair(kind.label, kind.english) : draft.kind), versions),
      h("div", { class: "doings" }, h("div", { class: "downloads", role: "group", "aria-label": say("letters.download") },
        h("span", { class: "hint" }, both("letters.download")), get("docx", ".docx"), this.known.pdf && get("pdf", ".pdf"), get("text", both("letters.text")), get("checklist", both("letters.checklist")),
        h("label", { class: "tick" }, evidence, both("letters.with_evidence"))), this.fixed && !draft.final ? null : final));
    fill(this.left, this.standing(), this.limits());
    this.onPaper();
    for (const [id, mark] of this.boxes ?? []) mark.renew?.(this.sentence(id));
    for (const [name, made] of this.inputs ?? []) this.mark(name, made);
  }

  onPaper() {
    this.preview.show(this.draft, { evidence: this.evidence ?? true, printed: this.known.pdf });
  }

  standing() {
    const { draft } = this;
    if (draft.final) return h("p", { class: "told good" }, both("letters.is_final", { by: draft.finalised.by }));
    if (this.fixed) return h("p", { class: "told" }, both("letters.old"), " ", button("letters.latest", () => this.load(draft.id)));
    if (!draft.opened.length) return h("p", { class: "told good" }, both("letters.complete"));
    const go = (label) => () => this.inputs.get(this.nameOf(label))?.focus();
    return h("div", { class: "told" }, h("p", {}, both("letters.open", { count: draft.opened.length })),
      h("ul", {}, draft.opened.map((each) => h("li", {}, h("button", { type: "button", class: "quiet", title: each.ask, on: { click: go(each.label) } }, each.label)))));
  }

  /** The last days that the clerk has to keep; which of them are holidays nobody here knows. */
  limits() {
    const { limits } = this.draft;
    if (!limits.length) return null;
    return h("details", { class: "limits", open: this.limitsOpen ?? true, on: { toggle: (event) => (this.limitsOpen = event.target.open) } }, h("summary", {}, both("letters.limits")),
      h("ul", {}, limits.map((each) => h("li", {}, h("b", {}, each.act), " ", each.day ? h("time", { datetime: each.day, class: "badge" }, each.day) : null,
        h("p", { class: "hint" }, each.rule, each.law && `（${each.law}）`, "。", each.told, "。", each.notes.map((note) => `${note}。`))))));
  }

  nameOf(label) {
    return this.kindOf(this.draft.kind)?.fields.find((each) => each.label === label)?.name;
  }

  sentence(id) {
    return this.draft.items.flatMap((each) => each.sentences).find((each) => each.id === id);
  }

  /** Do one thing after the other, each to the version that the one before has made. */
  save(doing, wrong) {
    this.saving = this.saving.then(async () => {
      try {
        this.draft = await doing(this.draft.version);
        this.last = this.draft.version;
        await released();
        this.renew();
        if (wrong) fill(wrong);
        return true;
      } catch (problem) {
        if (wrong) fill(wrong, failure(problem));
        else passing(failure(problem));
        return false;
      }
    });
    return this.saving;
  }

  // ---- fields ----

  fields() {
    const kind = this.kindOf(this.draft.kind);
    this.inputs = new Map();
    if (!kind) return null;
    const asked = kind.fields.filter((each) => each.ask);
    const needed = (each) => each.when !== "optional" && !each.default;
    const made = (each) => this.input(each);
    const more = asked.filter((each) => !needed(each));
    return h("section", { class: "part", "aria-label": say("letters.fields") }, h("h2", {}, both("letters.fields")), h("div", { class: "fields" }, asked.filter(needed).map(made)),
      more.length ? h("details", {}, h("summary", {}, both("letters.more_fields")), h("div", { class: "fields" }, more.map(made))) : null);
  }

  input(each) {
    const long = each.check === "text" || each.check === "lines";
    const given = { value: this.draft.fields[each.name] ?? "", placeholder: this.draft.values[each.name] || each.ask, disabled: this.fixed, name: each.name, autocomplete: "off" };
    const made = long ? box({ ...given, rows: 2, maxlength: 4000 }) : h("input", { type: "text", maxlength: 300, ...given });
    const wrong = h("div");
    let sent = made.value;
    made.addEventListener("change", async () => {
      const value = made.value.trim();
      if (value === sent) return;
      sent = value;
      const done = await this.save((version) => api.fillLetter(this.draft.id, { version, fields: { [each.name]: value } }), wrong);
      if (done && made.value.trim() === value) made.value = sent = this.draft.fields[each.name] ?? "";
      if (!done) sent = null;
    });
    this.inputs.set(each.name, made);
    return h("label", { class: long ? "field long" : "field" }, h("span", { class: "name" }, each.label, " ", h("span", { class: "badge uncertain missing", hidden: true }, both("letters.missing"))), made, wrong);
  }

  mark(name, made) {
    const label = this.kindOf(this.draft.kind)?.fields.find((each) => each.name === name)?.label;
    const missing = this.draft.opened.some((each) => each.label === label);
    const badge = made.closest(".field").querySelector(".missing");
    badge.hidden = !missing;
    made.setAttribute("aria-invalid", String(missing));
  }

  // ---- sentences ----

  items() {
    this.boxes = new Map();
    const made = this.draft.items.map((item, at) => this.item(item, at + 1));
    fill(this.answers, h("h2", {}, both("letters.answers")), made);
  }

  item(item, number) {
    const notes = item.notes.map((note) => h("li", {}, told(note)));
    const adding = h("div", { class: "adding" }, this.fixed ? null : button("letters.add", () => this.adding(adding, number)));
    return h("article", { class: "item", data: { number } },
      h("h3", {}, h("span", { class: "hint" }, both("letters.question", { number })), " ", seen(item.question), " ", h("span", { class: `badge ${item.status}` }, both(`status.${item.status}`))),
      h("ul", { class: "sentences" }, item.sentences.map((each) => this.line(each))), notes.length ? h("ul", { class: "notes" }, notes) : null, this.near(item), adding);
  }

  near(item) {
    return item.related.length ? h("p", { class: "hint" }, item.related.map((marker) => this.evidenceOf(marker))) : null;
  }

  line(each) {
    const words = box({ value: each.shown, disabled: this.fixed, "aria-label": say("letters.sentence", { id: each.id }) });
    const beside = h("div", { class: "verdict", role: "status" });
    const line = h("li", { class: `sentence ${each.role}`, data: { id: each.id } }, words, beside);
    let shown = each;
    let turn = 0;
    let wait;
    const put = (text) => this.save((version) => api.editSentence(this.draft.id, each.id, { version, text }));
    const show = (now) => {
      line.dataset.out = now.text ? "" : "yes";
      line.dataset.holds = now.holds ? "yes" : "";
      const drafted = each.drafted && now.text !== each.drafted;
      fill(beside, now.text ? verdict(now) : h("span", { class: "badge" }, both("letters.taken_out")),
        now.markers.map((marker) => this.evidenceOf(marker)),
        now.text ? now.reasons.map((reason) => h("p", { class: "reason" }, told(reason))) : null,
        this.fixed ? null : h("span", { class: "acts" },
          drafted ? button(now.text ? "letters.as_drafted" : "letters.put_back", () => (clearTimeout(wait), (turn += 1), put(each.drafted))) : null,
          now.text ? button("letters.take_out", () => (clearTimeout(wait), (turn += 1), put(""))) : null));
    };
    words.addEventListener("input", () => {
      clearTimeout(wait);
      const now = (turn += 1);
      wait = setTimeout(async () => {
        const text = words.value.trim();
        if (!text) return;
        if (text === shown.shown) return show(shown);
        try {
          const found = await api.weigh(this.draft.id, each.id, text);
          if (now === turn) show(found);
        } catch (problem) {
          if (now === turn) fill(beside, failure(problem));
        }
      }, PAUSE);
    });
    words.addEventListener("change", () => {
      const text = words.value.trim();
      if (text !== shown.shown) put(text);
    });
    words.renew = (now) => {
      if (!now) return;
      shown = now;
      if (document.activeElement !== words || words.value.trim() === now.shown) {
        turn += 1;
        if (words.value !== now.shown) (words.value = now.shown), words.grow();
        show(now);
      }
    };
    this.boxes.set(each.id, words);
    show(each);
    return line;
  }

  evidenceOf(marker) {
    const one = this.draft.sources[marker - 1];
    if (!one) return null;
    const open = () => {
      const marks = this.draft.sources.filter((each) => each.document_id === one.document_id);
      this.source.open(one.document_id, marks, marker, made);
    };
    const made = h("button", { type: "button", class: "mark", title: `《${seen(one.title)}》`, "aria-label": say("letters.source", { marker }), on: { click: open } }, String(marker));
    return made;
  }

  adding(place, number) {
    const words = box({ words: { "aria-label": "letters.added", placeholder: "letters.added" } });
    const wrong = h("div");
    const form = h("form", {}, words, wrong, h("div", { class: "buttons left" }, h("button", { type: "submit", class: "main" }, both("letters.add")), button("page.cancel", () => this.items())));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await this.save((version) => api.addSentence(this.draft.id, { version, question: number, text: words.value }), wrong)) this.items();
    });
    fill(place, form);
    words.focus();
  }

  // ---- handing out ----

  async download(paper) {
    await this.saving;
    const link = h("a", { href: api.letterUrl(this.draft.id, paper, this.draft.version, this.evidence ?? true), download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  }

  async finalise() {
    await this.saving;
    const { draft } = this;
    if (draft.opened.length) {
      passing(both("letters.not_yet", { fields: draft.opened.map((each) => each.label).join("、") }));
      this.inputs.get(this.nameOf(draft.opened[0].label))?.focus();
      return;
    }
    const { name, via } = await me;
    const by = h("input", { type: "text", required: true, maxlength: 60, value: via === "local" ? "" : name, id: "letter-by" });
    const poor = draft.unproved_ids.map((id) => this.sentence(id));
    const reason = h("textarea", { rows: 3, maxlength: 1000, minlength: 4, required: poor.length > 0, id: "letter-reason" });
    const wrong = h("div");
    const form = h("form", {}, h("p", { class: "hint" }, both("letters.finalise_more")), field("letters.by", by),
      poor.length ? [h("p", {}, both("letters.reason_more")), h("ul", { class: "poor" }, poor.map((each) => h("li", {}, seen(each.shown), " ", verdict(each)))), field("letters.reason", reason)] : null, wrong,
      h("div", { class: "buttons" }, button("page.cancel", () => dialog.close()), h("button", { type: "submit", class: "main" }, both("letters.finalise"))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const made = await api.finalise(draft.id, { version: draft.version, by: by.value.trim(), reason: reason.value.trim() });
        dialog.close();
        passing(both("letters.finalised"));
        this.open(made);
      } catch (problem) {
        fill(wrong, failure(problem));
      }
    });
    const dialog = sheet(both("letters.finalise"), form);
    by.focus();
  }
}
customElements.define("policy-letters", Letters);
