// The page: who visits, which language is spoken, and the elements that do the rest.

import { api } from "./api.js";
import { forget, visitedBy } from "./connection.js";
import "./evals.js";
import "./letters.js";
import "./library.js";
import "./settings.js";
import "./source.js";
import { resume } from "./talk.js";
import { both, button, failure, field, fill, h, passing, sheet } from "./dom.js";
import { language, speak } from "./words.js";

/** Another password of one's own. */
function choose() {
  const [old, chosen] = ["current-password", "new-password"].map((autocomplete) => h("input", { type: "password", autocomplete, required: true }));
  chosen.minLength = 8;
  const wrong = h("div");
  const form = h("form", {}, field("page.old_password", old), field("page.new_password", chosen, "settings.password_more"), wrong,
    h("div", { class: "buttons" }, button("page.cancel", () => box.close()), h("button", { type: "submit", class: "main" }, both("page.save"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await api.password(old.value, chosen.value);
      box.close();
      passing(both("page.password_changed"));
    } catch (problem) {
      fill(wrong, failure(problem));
    }
  });
  const box = sheet(both("page.password"), form);
}

class Account extends HTMLElement {
  connectedCallback() {
    if (this.firstChild || !this.dataset.id) return;
    const { id, name, role, via, may } = this.dataset;
    visitedBy({ id, name, role, via, may: may.split(" ") });
    resume();
    if (via === "local") {
      this.append(h("span", { class: "who" }, both("page.local")));
      return;
    }
    const out = button("page.sign_out", async () => {
      forget();
      await fetch("/logout", { method: "POST" }).catch(() => {});
      location.assign("/login");
    });
    this.append(h("span", { class: "who" }, name), h("span", { class: "role" }, both(`settings.${role}`)), button("page.password", choose), out);
  }
}
customElements.define("policy-account", Account);

// The buttons for the language are Gradio's; what they say counts for everything on the page.
document.addEventListener("change", (event) => {
  if (event.target.closest?.("#language")) speak(event.target.value);
});
speak(language());

/** What Gradio's components lack: names for those who do not see them, a calendar, a way past the tabs. */
function complete() {
  const day = document.querySelector("#day input, #day textarea");
  if (day && day.type !== "date" && day.tagName === "INPUT") day.type = "date";
  const place = document.querySelector("#beside");
  if (place) place.setAttribute("role", "complementary");
}
new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
