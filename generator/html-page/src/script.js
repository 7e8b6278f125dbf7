"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.script = "";

  // A page opened from a file may lack storage: the choice then lasts until the page closes.
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("theme");
      localStorage.setItem("theme", value);
    } catch { /* not stored */ }
    return null;
  };

  const themes = ["auto", "light", "dark"];
  const show = (button, theme) => {
    root.dataset.theme = theme;
    button.textContent = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" }[theme];
    button.setAttribute("aria-label", `Colours: ${theme}. Change`);
  };
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    let theme = themes.includes(stored()) ? stored() : "auto";
    show(button, theme);
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      stored(theme);
      show(button, theme);
    });
  }

  const textOf = new WeakMap();
  const text = (item) => {
    if (!textOf.has(item)) textOf.set(item, (item.dataset.text ?? item.textContent).toLowerCase());
    return textOf.get(item);
  };

  for (const filter of document.querySelectorAll("[data-filter]")) {
    const list = document.getElementById(filter.dataset.filter);
    const search = filter.querySelector("input[type=search]");
    const facets = [...filter.querySelectorAll("select[data-facet]")];
    const count = filter.querySelector("output");
    const empty = list.querySelector("[data-empty]");
    const items = [...list.querySelectorAll("[data-item]")];
    const groups = [...list.querySelectorAll("[data-group]")].reverse();
    const wasOpen = new Map();

    const matches = (item, terms) =>
      facets.every((facet) => !facet.value || (item.dataset.facets ?? "").split(" ").includes(`${facet.dataset.facet}:${facet.value}`)) &&
      terms.every((term) => text(item).includes(term));

    const apply = () => {
      const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const narrowed = terms.length > 0 || facets.some((facet) => facet.value);
      let shown = 0;
      for (const item of items) {
        item.hidden = !matches(item, terms);
        if (!item.hidden) shown += 1;
      }
      for (const group of groups) {
        group.hidden = narrowed && !group.querySelector("[data-item]:not([hidden])");
        const details = group.querySelector(":scope > details");
        if (!details) continue;
        if (narrowed && !wasOpen.has(details)) wasOpen.set(details, details.open);
        if (narrowed) details.open = !group.hidden;
        else if (wasOpen.has(details)) details.open = wasOpen.get(details);
      }
      if (!narrowed) wasOpen.clear();
      if (empty) empty.hidden = shown > 0;
      count.textContent = narrowed ? `${shown} of ${items.length}` : `${items.length}`;
    };
    let timer;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(apply, items.length > 1000 ? 150 : 0);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      search.value = "";
      apply();
    });
    for (const facet of facets) facet.addEventListener("change", apply);
    filter.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const search = document.querySelector("[data-filter] input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  });

  // If the browser denies access to the clipboard, select the text instead.
  const copy = async (block) => {
    const range = document.createRange();
    range.selectNodeContents(block);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    await navigator.clipboard.writeText(block.textContent);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const said = button.textContent;
    const say = (words) => {
      button.textContent = words;
      setTimeout(() => { button.textContent = said; }, 1500);
    };
    copy(button.parentElement.querySelector("pre")).then(() => say("Copied"), () => say("Selected"));
  });

  // Unfold everything for print.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
