// The conversation: turns one below the other, what can be done with an answer, and the conversations of before.
// The turn that is being answered stands where Gradio puts it; when the next one begins, a copy of it joins the others.

import { api } from "./api.js";
import { isLost, keep, kept, on } from "./connection.js";
import { both, button, failure, fill, h, moment, pair, passing, released, sure } from "./dom.js";
import { wanted as wantedLetter } from "./letters.js";

const box = () => document.querySelector("#question textarea, #question input");
const hidden = () => document.querySelector("#conversation textarea, #conversation input");
const send = () => document.querySelector("#send");
const live = () => document.querySelector("#live");

/** Write into a field of Gradio as a person would. */
function write(input, text) {
  if (!input) return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

let asked = "";
let current = null;
let putAway = "";

/** The question leaves the box. */
function asking(question) {
  asked = question;
  keep("asked", question);
  keep("question", "");
  document.body.dataset.asking = "yes";
}

function answered() {
  delete document.body.dataset.asking;
  asked = "";
  keep("asked", "");
}

/** Whatever Gradio has put into the place of the live turn. */
function changed() {
  const turn = live()?.querySelector(".turn");
  if (!turn || turn.dataset.turn === putAway) return;
  const { state } = turn.dataset;
  if (state !== "pending" && current?.dataset.turn === turn.dataset.turn && current.dataset.state === state) return;
  document.body.dataset.talking = "yes";
  if (current && current.dataset.turn !== turn.dataset.turn) thread()?.append(current);
  const begun = current?.dataset.turn !== turn.dataset.turn;
  current = turn.cloneNode(true);
  live().classList.remove("put-away");
  if (begun || state !== "pending") bringIntoView(turn);
  if (state === "pending") return;
  if (turn.dataset.conversation) keep("conversation", turn.dataset.conversation);
  if (document.body.dataset.asking && state === "done") {
    say(both("ask.done"));
    document.querySelector("policy-history")?.refresh();
  }
  if (state === "failed" && box() && !box().value && asked) write(box(), asked);
  answered();
}

/** Scroll as far as is needed to see all of a turn, and no further than to its beginning. */
function bringIntoView(turn) {
  const { top, bottom } = turn.getBoundingClientRect();
  const shown = (document.querySelector("#form")?.getBoundingClientRect().top ?? innerHeight) - 12;
  const by = Math.min(bottom - shown, top - 16);
  if (by > 0) scrollBy({ top: by, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

const thread = () => document.querySelector("policy-thread");

/** For those who do not see that an answer is there. */
function say(...words) {
  const place = document.getElementById("told");
  if (place) fill(place, ...words);
}

class Thread extends HTMLElement {
  connectedCallback() {
    if (this.watching) return;
    this.setAttribute("role", "log");
    document.body.append(h("div", { id: "told", class: "sr", role: "status" }));
    this.watching = new MutationObserver(changed);
    this.watching.observe(document.querySelector("#live") ?? this.closest("#talk") ?? document.body, { childList: true, subtree: true, characterData: true });
  }
}
customElements.define("policy-thread", Thread);

/** Begin anew: nothing of before is meant any more. */
export function begin() {
  putAway = live()?.querySelector(".turn")?.dataset.turn ?? "";
  live()?.classList.add("put-away");
  current = null;
  thread()?.replaceChildren();
  document.querySelector("policy-source")?.close();
  delete document.body.dataset.talking;
  write(hidden(), "");
  keep("conversation", "");
  box()?.focus();
}

/** Show a conversation of before and go on with it. */
export async function reopen(id) {
  const conversation = await api.conversation(id);
  begin();
  document.body.dataset.talking = "yes";
  write(hidden(), id);
  keep("conversation", id);
  thread().append(h("p", { class: "past" }, both("history.past")), ...conversation.turns.map(past));
  bringIntoView(thread().lastElementChild);
}

function past(turn) {
  const sources = turn.references.map((each) =>
    h("li", {}, h("button", { type: "button", class: "source", data: { do: "source", document: each.document_id, start: each.start, end: each.end, marker: each.marker } },
      h("span", { class: "number", "aria-hidden": "true" }, each.marker),
      h("span", { class: "body" }, h("span", { class: "title" }, each.document), each.quote ? h("span", { class: "quote" }, each.quote) : null))));
  const badge = h("p", { class: "status" }, h("span", { class: `badge ${turn.status}` }, both(`status.${turn.status}`)), h("span", { class: "by" }, moment(turn.asked)));
  const again = h("button", { type: "button", class: "quiet", data: { do: "again" } }, both("ask.again"));
  return h("article", { class: "turn", data: { state: "past" } }, h("p", { class: "asked" }, turn.question),
    h("div", { class: "answer" }, badge, sources.length ? h("ol", { class: "rows" }, sources) : null, h("div", { class: "tools" }, again)));
}

class History extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.list = h("ul");
    const fold = h("details", { open: matchMedia("(min-width: 64rem)").matches }, h("summary", {}, both("history.title")), this.list);
    this.append(button("ask.new", begin, { class: "quiet new" }), fold);
    this.refresh();
  }

  async refresh() {
    try {
      const all = await api.conversations();
      await released();
      fill(this.list, all.length ? all.map((each) => this.row(each)) : h("li", { class: "none" }, both("history.none")));
    } catch (problem) {
      if (!isLost()) fill(this.list, h("li", {}, failure(problem, () => this.refresh())));
    }
  }

  row(each) {
    const open = h("button", { type: "button", class: "open", on: { click: () => reopen(each.id).catch((problem) => passing(failure(problem))) } },
      h("span", { class: "first" }, each.question), h("time", { datetime: each.last ?? each.begun }, moment(each.last ?? each.begun)));
    const remove = h("button", { type: "button", class: "close", words: { "aria-label": "history.delete" }, on: { click: () => this.remove(each) } }, "×");
    return h("li", {}, open, remove);
  }

  async remove(each) {
    if (!(await sure(both("history.sure"), "history.delete"))) return;
    try {
      await api.forget(each.id);
      if (kept("conversation") === each.id) begin();
    } catch (problem) {
      passing(failure(problem));
    }
    this.refresh();
  }
}
customElements.define("policy-history", History);

const doings = {
  example: (made) => (write(box(), made.textContent), setTimeout(() => send()?.click(), 60)),
  again: (made) => {
    write(box(), made.closest(".turn").querySelector(".asked").lastChild.textContent);
    setTimeout(() => send()?.click(), 60);
  },
  source: (made) => {
    const turn = made.closest(".turn");
    const id = made.dataset.document;
    const marks = new Map();
    for (const each of turn.querySelectorAll(`[data-do=source][data-document="${CSS.escape(id)}"]`)) {
      const { start, end, marker } = each.dataset;
      marks.set(marker, { start: Number(start), end: Number(end), marker: Number(marker) });
    }
    document.querySelector("policy-source").open(id, marks.values(), Number(made.dataset.marker), made);
  },
  copy: async (made) => {
    try {
      await navigator.clipboard.writeText(made.dataset.copy);
      passing(both("ask.copied"));
    } catch {
      if (copyByHand(made.dataset.copy)) passing(both("ask.copied"));
      else passing(both("ask.not_copied"));
    }
  },
  letter: (made) => {
    const turn = made.closest(".turn");
    wantedLetter({ question: turn.querySelector(".asked").lastChild.textContent, answer: turn.dataset.answer });
  },
  up: (made) => remark(made, "up", ""),
  down: (made) => askForRemark(made),
};

/** Where a browser has no clipboard for pages without TLS. */
function copyByHand(text) {
  const area = h("textarea", { class: "sr" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function askForRemark(made) {
  const turn = made.closest(".turn");
  if (turn.querySelector(".remark")) return;
  const text = h("textarea", { rows: 2, maxlength: 1000, words: { "aria-label": "ask.remark", placeholder: "ask.remark" }, value: kept("remark") });
  text.addEventListener("input", () => keep("remark", text.value));
  const form = h("form", { class: "remark", on: { submit: (event) => (event.preventDefault(), remark(made, "down", text.value, form)) } }, text,
    h("div", { class: "buttons" }, button("page.cancel", () => form.remove()), h("button", { type: "submit", class: "main" }, both("ask.send_remark"))));
  made.closest(".tools").after(form);
  text.focus();
}

async function remark(made, verdict, text, form) {
  const turn = made.closest(".turn");
  try {
    await api.feedback({ answer_id: turn.dataset.answer, verdict, remark: text });
    keep("remark", "");
    form?.remove();
    for (const each of turn.querySelectorAll("[data-do=up], [data-do=down]")) each.setAttribute("aria-pressed", String(each.dataset.do === verdict));
    passing(both("ask.thanks"));
  } catch (problem) {
    passing(failure(problem));
  }
}

/** A question is sent, or kept in its box as long as nobody can be reached or another one is being answered. */
function leaves(event) {
  const question = box()?.value.trim();
  const busy = document.body.dataset.asking === "yes";
  if (isLost() || busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!busy) passing(both("connection.lost"));
  } else if (question) asking(question);
}

document.addEventListener("click", (event) => {
  const made = event.target.closest?.("[data-do]");
  if (made && doings[made.dataset.do]) {
    event.preventDefault();
    doings[made.dataset.do](made);
  }
  if (event.target.closest?.("#send")) leaves(event);
  if (event.target.closest?.("#stop")) stopped();
}, true);

document.addEventListener("keydown", (event) => {
  const typed = event.target === box() && event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (typed) leaves(event);
}, true);

document.addEventListener("input", (event) => {
  if (event.target === box()) keep("question", box().value);
});

function stopped() {
  const question = asked;
  setTimeout(() => {
    const turn = live()?.querySelector(".turn[data-state=pending]");
    if (turn) turn.dataset.state = "stopped";
    say(both("ask.stopped"));
    answered();
    if (box() && !box().value) write(box(), question);
  }, 200);
}

/** What was being asked when the connection broke, the session ended or there was no room stands in the box again. */
function unanswered(event) {
  if (event.detail?.zh) passing(pair(event.detail.zh, event.detail.en));
  if (!asked) return;
  const question = asked;
  const turn = live()?.querySelector(".turn[data-state=pending]");
  if (turn) turn.dataset.state = "stopped";
  answered();
  if (box() && !box().value) write(box(), question);
  keep("question", question);
  passing(both("connection.unanswered"));
}
for (const name of ["lost", "expired", "refused"]) on(name, unanswered);

/** What this tab was at before it was loaded anew. */
export function resume() {
  const waiting = setInterval(() => {
    if (!box()) return;
    clearInterval(waiting);
    const typed = kept("question") || kept("asked");
    if (typed && !box().value) write(box(), typed);
    if (kept("conversation")) reopen(kept("conversation")).catch(() => keep("conversation", ""));
  }, 100);
}
