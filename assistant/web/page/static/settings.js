// Settings for administrators and auditors: people, keys, the model, backup, the audit record.
// Passwords and keys go from here to /api/v1 and from there to here, and are kept nowhere.

import { api } from "./api.js";
import { me } from "./connection.js";
import { both, button, failure, field, fill, h, moment, pair, passing, select, sheet, sure } from "./dom.js";
import { known, say } from "./words.js";

const ROLES = ["reader", "editor", "administrator", "auditor"];
const SCOPES = ["ask", "search", "read", "comment", "add", "correct", "remove", "evaluate"];
const split = (text) => text.split(/[\s，、,]+/).filter(Boolean);

class Settings extends HTMLElement {
  async connectedCallback() {
    if (this.begun) return;
    this.begun = true;
    const { may } = await me;
    const parts = { people: [People, "administer"], keys: [Keys, "administer"], model: [Model, "administer"], backup: [Backup, "administer"], audit: [Audit, "audit"] };
    fill(this, Object.entries(parts).filter(([, [, action]]) => may.includes(action)).map(([name, [Part]]) => new Part(name).element));
  }
}
customElements.define("policy-settings", Settings);

/** One part: a heading, what there is, and what went wrong. */
class Part {
  constructor(name) {
    this.body = h("div", { class: "body" });
    this.element = h("section", { class: `part ${name}`, "aria-label": say(`settings.${name}`) }, h("h2", {}, both(`settings.${name}`)), this.body);
    this.refresh();
  }

  async refresh() {
    try {
      await this.show();
    } catch (problem) {
      fill(this.body, failure(problem, () => this.refresh()));
    }
  }

  async act(doing, done) {
    try {
      const made = await doing();
      if (done) passing(both(done));
      await this.refresh();
      return made ?? true;
    } catch (problem) {
      passing(failure(problem));
      return null;
    }
  }
}

/** A table with headings from the words of the page. */
function table(names, rows) {
  const head = names.map((name) => h("th", { scope: "col" }, name ? both(`settings.${name}`) : ""));
  return h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)));
}

const roles = (value) => select(ROLES.map((each) => [each, say(`settings.${each}`)]), value);
const secret = () => h("input", { type: "password", autocomplete: "new-password", minlength: 8 });

class People extends Part {
  async show() {
    const all = await api.users();
    this.none = !all.length;
    const rows = all.map((each) => h("tr", { class: each.disabled ? "off" : null }, h("th", { scope: "row" }, each.name), h("td", {}, both(`settings.${each.role}`)), h("td", {}, (each.groups ?? []).join("、")),
      h("td", {}, each.disabled ? both("settings.disabled") : ""), h("td", { class: "doings" },
        button("settings.change", () => this.edit(each)),
        button(each.disabled ? "settings.enable" : "settings.disable", () => this.act(() => api.changeUser(each.id, { disabled: !each.disabled }), "settings.changed")),
        button("settings.remove", async () => (await sure(both("settings.sure_user", { name: each.name }), "settings.remove")) && this.act(() => api.removeUser(each.id)), { class: "quiet danger" }))));
    fill(this.body, all.length ? table(["name", "role", "groups", "", ""], rows) : h("p", { class: "hint" }, both("settings.none_users")), button("settings.add_user", () => this.edit(null)));
  }

  edit(each) {
    const name = h("input", { type: "text", value: each?.name ?? "", required: true, maxlength: 64, disabled: Boolean(each), autocomplete: "off" });
    const role = roles(each?.role ?? (this.none ? "administrator" : "reader"));
    const groups = h("input", { type: "text", value: (each?.groups ?? []).join(" ") });
    const password = secret();
    password.required = !each;
    const wrong = h("div");
    const form = h("form", {}, field("settings.name", name), field("settings.role", role), field("settings.groups", groups), field("settings.password", password, "settings.password_more"), wrong,
      h("div", { class: "buttons" }, button("page.cancel", () => box.close()), h("button", { type: "submit", class: "main" }, both("page.save"))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const given = { role: role.value, groups: split(groups.value), ...(password.value && { password: password.value }) };
      try {
        await (each ? api.changeUser(each.id, given) : api.addUser({ name: name.value.trim(), ...given }));
        passing(both(each ? "settings.changed" : "settings.made"));
        box.close();
        this.refresh();
      } catch (problem) {
        fill(wrong, failure(problem));
      }
    });
    const box = sheet(both(each ? "settings.change" : "settings.add_user"), form);
  }
}

class Keys extends Part {
  async show() {
    const [all, users] = await Promise.all([api.keys(), api.users()]);
    const names = new Map(users.map((each) => [each.id, each.name]));
    const rows = all.map((each) => h("tr", {}, h("th", { scope: "row" }, each.name), h("td", {}, names.get(each.user) ?? ""), h("td", {}, each.scopes.map((scope, at) => [at ? "、" : "", both(`right.${scope}`)])), h("td", {}, moment(each.ends)),
      h("td", { class: "doings" }, button("settings.revoke", async () => (await sure(both("settings.sure_key", { name: each.name }), "settings.revoke")) && this.act(() => api.revoke(each.id)), { class: "quiet danger" }))));
    fill(this.body, all.length ? table(["key_name", "key_user", "key_scopes", "expires", ""], rows) : h("p", { class: "hint" }, both("settings.none_keys")), button("settings.make_key", () => this.make()));
  }

  async make() {
    const name = h("input", { type: "text", required: true, maxlength: 64 });
    const days = h("input", { type: "number", min: 1, max: 3650, value: "90" });
    const scopes = SCOPES.map((each) => h("input", { type: "checkbox", value: each, checked: ["ask", "search", "read"].includes(each) }));
    const wrong = h("div");
    const inside = h("form", {}, field("settings.key_name", name), field("settings.key_days", days), h("fieldset", {}, h("legend", {}, both("settings.key_scopes")), scopes.map((each) => h("label", { class: "tick" }, each, both(`right.${each.value}`)))), wrong,
      h("div", { class: "buttons" }, button("page.cancel", () => box.close()), h("button", { type: "submit", class: "main" }, both("settings.make_key"))));
    inside.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const made = await api.makeKey({ name: name.value.trim(), days: Number(days.value), scopes: scopes.filter((each) => each.checked).map((each) => each.value) });
        fill(inside, h("p", {}, both("settings.key_once")), h("code", { class: "secret", tabindex: "0" }, made.secret), h("div", { class: "buttons" }, button("page.close", () => box.close())));
        this.refresh();
      } catch (problem) {
        fill(wrong, failure(problem));
      }
    });
    const box = sheet(both("settings.make_key"), inside);
  }
}

class Model extends Part {
  async show() {
    const result = h("div", { role: "status" });
    const test = button("settings.test_model", async () => {
      fill(result, h("p", { class: "loading" }, both("page.loading")));
      try {
        const told = await api.testModel();
        fill(result, h("p", { class: told.good ? "good" : "bad" }, pair(told.zh, told.en)));
      } catch (problem) {
        fill(result, failure(problem));
      }
    });
    fill(this.body, h("p", { class: "hint" }, both("settings.model_more")), test, result);
  }
}

class Backup extends Part {
  async show() {
    const result = h("div", { role: "status" });
    const make = button("settings.make_backup", async () => {
      make.disabled = true;
      fill(result, h("p", { class: "loading" }, both("page.loading")));
      try {
        const made = await api.backup();
        fill(result, h("p", { class: "good" }, both("settings.backup_done", { name: made.name })));
      } catch (problem) {
        fill(result, failure(problem));
      }
      make.disabled = false;
    });
    fill(this.body, h("p", { class: "hint" }, both("settings.backup_more")), make, result);
  }
}

class Audit extends Part {
  async show() {
    const result = h("div", { role: "status" });
    const rows = h("tbody");
    const more = button("settings.more", () => this.older(rows, more).catch((problem) => passing(failure(problem))));
    const verify = button("settings.verify", async () => {
      try {
        const told = await api.verifyAudit();
        fill(result, told.whole ? h("p", { class: "good" }, both("settings.verified")) : h("p", { class: "bad" }, both("settings.broken", { number: told.number }), " ", pair(told.problem, told.problem_en)));
      } catch (problem) {
        fill(result, failure(problem));
      }
    });
    this.before = null;
    const head = ["when", "who", "what", "object", "result"].map((name) => h("th", { scope: "col" }, both(`settings.${name}`)));
    fill(this.body, h("div", { class: "buttons left" }, verify, h("a", { class: "quiet", href: api.auditUrl(), download: "" }, both("settings.export"))), result, h("div", { class: "wide" }, h("table", { class: "audit" }, h("thead", {}, h("tr", {}, head)), rows)), more);
    await this.older(rows, more);
  }

  async older(rows, more) {
    const found = await api.audit(this.before);
    for (const each of found) rows.append(h("tr", {}, h("td", {}, moment(each.time)), h("td", {}, each.name), h("td", {}, known("deed", each.kind) ? both(`deed.${each.kind}`) : each.what), h("td", { class: "object" }, each.object), h("td", { class: each.good ? "good" : "bad" }, both(each.good ? "settings.ok" : "settings.refused"))));
    this.before = found.at(-1)?.number ?? null;
    more.hidden = found.length < 50;
  }
}
