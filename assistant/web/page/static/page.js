// The page: who visits, which language is spoken, and the elements that do the rest.

import { api } from "./api.js";
import { forget, visitedBy } from "./connection.js";
import "./evals.js";
import "./library.js";
import "./settings.js";
import "./source.js";
import { resume } from "./talk.js";
import { both, button, h } from "./dom.js";
import { language, speak } from "./words.js";

const me = api.me().then((found) => {
  visitedBy(found.id);
  resume();
  return found;
});
me.catch(() => {}); // said by the element that shows who visits

class Account extends HTMLElement {
  async connectedCallback() {
    if (this.firstChild) return;
    const found = await me.catch(() => null);
    if (!found) return;
    if (found.via === "local") {
      this.replaceChildren(h("span", { class: "who" }, both("page.local")));
      return;
    }
    const out = button("page.sign_out", async () => {
      forget();
      await api.signOut().catch(() => {});
      location.assign("/login");
    });
    this.replaceChildren(h("span", { class: "who" }, found.name), h("span", { class: "role" }, both(`settings.${found.role}`)), out);
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
