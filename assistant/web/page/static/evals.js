// Evaluation: a suite is run by the service, and the page shows how far it is and what it came to.

import { api } from "./api.js";
import { both, button, failure, field, fill, h, moment, passing, released, select, told } from "./dom.js";
import { known } from "./words.js";

class Evals extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.list = h("div", { class: "runs" });
    this.form = h("div");
    this.append(h("h2", {}, both("evals.title")), h("p", { class: "hint" }, both("evals.more")), this.form, h("h3", {}, both("evals.runs")), this.list);
    this.begin();
  }

  disconnectedCallback() {
    clearTimeout(this.wait);
  }

  async begin() {
    try {
      const suites = (this.suites = await api.suites());
      const suite = select(suites.map((each) => [each.name, each.name]), suites[0]?.name, { id: "suite" });
      const levels = ["strict", "standard", "relaxed"].map((each) => h("option", { value: each, words: { label: `ask.${each}` } }));
      const strictness = h("select", { id: "level" }, levels);
      strictness.value = "standard";
      const wrong = h("div");
      const run = button("evals.run", () => this.start(suite.value, strictness.value, wrong), { class: "main" });
      fill(this.form, h("div", { class: "bar" }, field("evals.suite", suite), field("evals.strictness", strictness), run), wrong);
    } catch (problem) {
      fill(this.form, failure(problem, () => this.begin()));
      return;
    }
    this.refresh();
  }

  has(suite) {
    return this.suites.some((each) => each.name === suite && each.baseline);
  }

  async start(suite, strictness, wrong) {
    fill(wrong);
    try {
      await api.run({ suite, strictness, ...(this.has(suite) && { baseline: "baseline" }) });
    } catch (problem) {
      fill(wrong, failure(problem));
    }
    this.refresh();
  }

  async refresh() {
    clearTimeout(this.wait);
    try {
      const runs = await api.runs();
      await released();
      fill(this.list, runs.length ? runs.map((each) => this.row(each)) : h("p", { class: "empty" }, both("evals.none")));
      if (this.isConnected && runs.some((each) => ["waiting", "running"].includes(each.state))) this.wait = setTimeout(() => this.refresh(), 1000);
    } catch (problem) {
      fill(this.list, failure(problem, () => this.refresh()));
    }
  }

  row(each) {
    const name = h("p", { class: "title" }, h("b", {}, each.suite), " ", both(`ask.${each.strictness ?? "standard"}`), " ", h("time", { datetime: each.began }, moment(each.began)));
    const going = ["waiting", "running"].includes(each.state);
    const bar = going ? h("progress", each.total ? { max: each.total, value: each.done, "aria-label": each.suite } : { "aria-label": each.suite }) : null;
    const state = h("p", { class: `state ${each.state}` }, both(`evals.${each.state}`), each.total && going ? ` ${each.done} / ${each.total}` : null);
    const passed = each.passed === null ? null : h("p", { class: `passed ${each.passed ? "good" : "bad"}` }, both(each.passed ? "evals.passed" : "evals.not_passed"));
    const problem = each.problem ? h("div", { class: "failure" }, h("p", {}, told(each.problem))) : null;
    const report = each.report ? h("a", { class: "quiet", href: api.reportUrl(each.id), target: "_blank", rel: "noopener" }, both("evals.report")) : null;
    const against = each.report && this.has(each.suite) ? button("evals.compare", (event) => this.compare(each, event.target.closest("article"))) : null;
    const stop = going ? button("evals.stop", () => api.stop(each.id).catch((wrong) => passing(failure(wrong))).then(() => this.refresh())) : null;
    return h("article", { class: "run", data: { state: each.state } }, name, state, bar, passed, problem, h("div", { class: "buttons" }, report, against, stop));
  }

  async compare(each, place) {
    place.querySelector(".against")?.remove();
    const inside = h("div", { class: "against" }, h("p", { class: "loading" }, both("page.loading")));
    place.append(inside);
    try {
      fill(inside, ...difference(await api.compared(each.id)));
    } catch (problem) {
      fill(inside, failure(problem));
    }
  }
}
customElements.define("policy-evals", Evals);

const figure = (value) => (typeof value === "number" ? String(Math.round(value * 1000) / 1000) : "–");
const FALLING = /^(wrong|false)_|_chars$/; // less of these is better

/** Measure by measure: the baseline, this run, and what lies between. */
function difference(rows) {
  const changed = rows.filter((each) => each.before !== each.after);
  const head = ["measure", "baseline", "now", "difference"].map((name) => h("th", { scope: "col" }, both(`evals.${name}`)));
  const body = (changed.length ? changed : rows).map((each) => {
    const by = each.after !== null && each.before !== null ? each.after - each.before : null;
    const tone = by ? (by > 0 !== FALLING.test(each.name) ? "better" : "worse") : "";
    const name = known("measure", each.name) ? both(`measure.${each.name}`) : each.name;
    return h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, figure(each.before)), h("td", {}, figure(each.after)), h("td", { class: tone }, by ? (by > 0 ? "+" : "") + figure(by) : "–"));
  });
  return [changed.length ? null : h("p", {}, both("evals.equal")), h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)))].filter(Boolean);
}
