// Every word of the page in two languages, and which of them is spoken. Knows nothing of where they stand.

const table = await (await fetch("/static/page/words.json")).json();
const spoken = document.cookie.match(/(?:^|; )language=(en|zh)/);
let now = spoken ? spoken[1] : "zh";

/** The language that is spoken: "zh" or "en". */
export const language = () => now;

/** A phrase in both languages, its places in braces filled in: ["提问", "Ask"]. */
export function phrase(key, filled = {}) {
  const [part, name] = key.split(".");
  const said = table[part]?.[name];
  if (!said) throw new Error(`nothing is said at ${key}`);
  return said.map((text) => text.replace(/\{(\w+)\}/g, (whole, place) => (place in filled ? String(filled[place]) : whole)));
}

/** A phrase in the language that is spoken. */
export const say = (key, filled) => phrase(key, filled)[now === "en" ? 1 : 0];

/** Whether anything is said at `key`: names that come from the service are looked up before they are said. */
export const known = (part, name) => Boolean(table[part]?.[name]);

/** Speak another language: the style sheet shows it, and what stands in attributes is said anew. */
export function speak(wanted) {
  now = wanted === "en" ? "en" : "zh";
  document.documentElement.dataset.language = now;
  document.documentElement.lang = now === "en" ? "en" : "zh-CN";
  document.cookie = `language=${now}; path=/; max-age=31536000; SameSite=Lax`;
  for (const element of document.querySelectorAll("[data-words]")) relabel(element);
}

/** Say the attributes of an element: data-words="placeholder=library.search;aria-label=library.search". */
export function relabel(element) {
  for (const each of element.dataset.words.split(";")) {
    const [name, key] = each.split("=");
    element.setAttribute(name, say(key));
  }
}
