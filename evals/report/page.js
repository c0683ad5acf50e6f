// Filters of the report. Everything is on the page already: this only hides, shows and opens.
(() => {
  "use strict";
  const form = document.querySelector(".filters");
  const cases = [...document.querySelectorAll(".case")];
  const picks = [...document.querySelectorAll("[data-filter]")];
  const choices = [...form.querySelectorAll("select")];
  const texts = new Map();

  const textOf = (each) => {
    if (!texts.has(each)) texts.set(each, each.textContent.toLowerCase());
    return texts.get(each);
  };

  const fits = (each, words) =>
    choices.every((choice) => !choice.value || each.dataset[choice.name].split(" ").includes(choice.value)) &&
    words.every((word) => textOf(each).includes(word));

  const filter = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of cases) {
      each.hidden = !fits(each, words);
      shown += each.hidden ? 0 : 1;
    }
    form.querySelector("[data-count]").textContent = shown;
    document.querySelector(".nothing").hidden = shown > 0;
    for (const pick of picks) {
      const pressed = form.elements[pick.dataset.filter]?.value === pick.dataset.value && pick.dataset.value !== "";
      pick.setAttribute("aria-pressed", pressed);
    }
  };

  const openAll = (open) => cases.filter((each) => !each.hidden).forEach((each) => (each.open = open));

  // An address that names a case or one of its sources opens that case, filtered away or not.
  const follow = () => {
    const name = location.hash.slice(1);
    const target = name && (document.getElementById(name) || document.getElementById(decodeURIComponent(name)));
    const found = target && target.closest(".case");
    if (!found) return;
    if (found.hidden) form.reset();
    found.open = true;
    target.scrollIntoView();
  };

  document.documentElement.classList.add("js");
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.querySelector("[data-open]").addEventListener("click", () => openAll(true));
  form.querySelector("[data-close]").addEventListener("click", () => openAll(false));
  for (const pick of picks) {
    pick.addEventListener("click", () => {
      const choice = form.elements[pick.dataset.filter];
      if (!choice || pick.dataset.value === "") return;
      choice.value = choice.value === pick.dataset.value ? "" : pick.dataset.value;
      filter();
      if (choice.value) document.querySelector(".cases").scrollIntoView();
    });
  }
  addEventListener("hashchange", follow);
  filter();
  follow();
})();
