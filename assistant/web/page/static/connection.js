// Whether the service can be reached and the visitor is still signed in, and what was typed until it can again.

import { both, button, h, passing } from "./dom.js";

const events = new EventTarget();
let state = "fine";
let visitor = null;

/** Listen for "lost", "back", "expired" and "refused": a call of the page was not taken, {zh, en} says why. */
export const on = (name, listener) => events.addEventListener(name, listener);
export const isLost = () => state === "lost";

function go(to) {
  if (to === state) return;
  const before = state;
  state = to;
  document.documentElement.dataset.connection = to;
  if (to === "fine" && before === "lost") passing(both("connection.back"));
  events.dispatchEvent(new Event(to === "fine" ? "back" : to));
}

const plain = window.fetch.bind(window);
window.fetch = async (...given) => {
  const ours = new URL(given[0]?.url ?? given[0], location.href).origin === location.origin;
  try {
    const answer = await plain(...given);
    if (ours && answer.status === 401) go("expired");
    else if (ours && !answer.ok && new URL(answer.url).pathname.endsWith("/queue/join")) refused(answer.clone());
    return answer;
  } catch (error) {
    if (ours && error.name !== "AbortError") check();
    throw error;
  }
};

async function refused(answer) {
  const told = await answer.json().catch(() => ({}));
  const detail = { zh: told.detail, en: told.detail_en };
  events.dispatchEvent(new CustomEvent("refused", { detail }));
}

let run = null;

/** Ask the service for a sign of life; it says nothing of who asks, so that no session is kept alive by it. */
export async function check() {
  try {
    const answer = await plain("/healthz", { cache: "no-store", signal: AbortSignal.timeout(4000) });
    const before = run;
    if (answer.ok) run = (await answer.json()).run;
    // A service that was started anew knows nothing of this page's session; what was typed is kept.
    if (answer.ok && before !== null && run !== before) location.reload();
    else if (answer.ok && state === "lost") go("fine");
    else if (!answer.ok && answer.status >= 500) go("lost");
  } catch {
    if (state !== "expired") go("lost");
  }
}

window.addEventListener("offline", () => go("lost"));
window.addEventListener("online", check);
check();
let beats = 0;
setInterval(() => {
  beats += 1;
  const pressing = state === "lost" || document.body.dataset.asking === "yes";
  if (pressing || beats % 10 === 0) check();
}, 2000);

let arrived;
/** Who visits, as {id, name, role, via, may}, as soon as the service has said so. */
export const me = new Promise((then) => (arrived = then));

/** Somebody visits: what was kept for anybody else is thrown away. */
export function visitedBy(who) {
  const { id } = who;
  visitor = id;
  for (const key of Object.keys(sessionStorage)) if (!key.startsWith(`${id}:`)) sessionStorage.removeItem(key);
  arrived(who);
}

/** Keep what a person typed, for this tab and this visitor only. */
export function keep(name, text) {
  if (visitor === null) return;
  if (text) sessionStorage.setItem(`${visitor}:${name}`, text);
  else sessionStorage.removeItem(`${visitor}:${name}`);
}

/** What was kept. */
export const kept = (name) => (visitor === null ? "" : (sessionStorage.getItem(`${visitor}:${name}`) ?? ""));

/** Forget all of it: somebody else may come to this browser. */
export const forget = () => sessionStorage.clear();

class Connection extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "alert");
    this.show = this.show.bind(this);
    for (const name of ["lost", "back", "expired"]) on(name, this.show);
    this.show();
  }

  show() {
    const here = `${location.pathname}${location.search}`;
    const words = {
      lost: () => [h("p", {}, both("connection.lost"))],
      expired: () => [
        h("p", {}, both("connection.expired")),
        button("connection.sign_in", () => location.assign(`/login?next=${encodeURIComponent(here)}`), { class: "main" }),
      ],
    };
    this.replaceChildren(...(words[state]?.() ?? []));
    this.hidden = state === "fine";
  }
}
customElements.define("policy-connection", Connection);
