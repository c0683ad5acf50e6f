// Evaluation: a suite is run by the service, and the page shows how far it is and what it came to.

import { api } from "./api.js";
import { both, button, failure, field, fill, h, moment, pair, select } from "./dom.js";
import { say } from "./words.js";

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
      const suites = await api.suites();
      const suite = select(suites.map((each) => [each.name, each.title ? `${each.title}（${each.name}）` : each.name]), suites[0]?.name, { id: "suite" });
      const levels = ["strict", "standard", "relaxed"].map((each) => [each, both(`ask.${each}`)]);
      const strictness = select(levels.map(([id]) => [id, say(`ask.${id}`)]), "standard", { id: "level" });
      const wrong = h("div");
      const run = button("evals.run", () => this.start(suite.value, strictness.value, wrong), { class: "main" });
      fill(this.form, h("div", { class: "bar" }, field("evals.suite", suite), field("evals.strictness", strictness), run), wrong);
    } catch (problem) {
      fill(this.form, failure(problem, () => this.begin()));
    }
    this.refresh();
  }

  async start(suite, strictness, wrong) {
    fill(wrong);
    try {
      await api.run(suite, strictness);
    } catch (problem) {
      fill(wrong, failure(problem));
    }
    this.refresh();
  }

  async refresh() {
    clearTimeout(this.wait);
    try {
      const runs = await api.runs();
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
    const passed = each.passed !== null && each.passed !== undefined ? h("p", { class: "passed" }, both("evals.passed", { passed: each.passed, all: each.cases })) : null;
    const problem = each.problem ? failure(each.problem) : null;
    const report = each.report ? h("a", { class: "quiet", href: api.reportUrl(each.id), target: "_blank", rel: "noopener" }, both("evals.report")) : null;
    const against = each.state === "done" ? button("evals.compare", (event) => this.compare(each, event.target.closest("article"))) : null;
    return h("article", { class: "run" }, name, state, bar, passed, problem, h("div", { class: "buttons" }, report, against));
  }

  async compare(each, place) {
    place.querySelector(".against")?.remove();
    const inside = h("div", { class: "against" }, h("p", { class: "loading" }, both("page.loading")));
    place.append(inside);
    try {
      fill(inside, difference(await api.compared(each.id)));
    } catch (problem) {
      fill(inside, failure(problem));
    }
  }
}
customElements.define("policy-evals", Evals);

const figure = (value) => (typeof value === "number" ? (Math.abs(value) <= 1 ? value.toFixed(3) : String(Math.round(value * 100) / 100)) : String(value ?? "–"));

/** Measure by measure: the baseline, this run, and what lies between. */
function difference(rows) {
  if (!rows.length) return h("p", {}, both("evals.equal"));
  const head = ["measure", "baseline", "now", "difference"].map((name) => h("th", { scope: "col" }, both(`evals.${name}`)));
  const body = rows.map((each) => {
    const better = each.better === true ? "better" : each.better === false ? "worse" : "";
    return h("tr", {}, h("th", { scope: "row" }, pair(each.zh ?? each.name, each.name)), h("td", {}, figure(each.before)), h("td", {}, figure(each.after)),
      h("td", { class: better }, figure(each.after - each.before), better ? [" ", both(`evals.${better}`)] : null));
  });
  return h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)));
}
