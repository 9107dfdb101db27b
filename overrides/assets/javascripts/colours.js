/* Light, dark, or as the system has it: the reader's choice in the site's head, kept in the theme's own form. The theme's
   script for this adds a tag to the head of which a browser styles the whole page anew, and asks for a colour twice
   between: four times the work of a page's first second. */
(() => {
  "use strict";

  const form = document.querySelector("form.md-header__option");
  if (!form) return;
  const SYSTEM = "(prefers-color-scheme)";
  const NAMES = ["media", "scheme", "primary", "accent"];
  const light = matchMedia("(prefers-color-scheme: light)");
  const options = [...form.querySelectorAll("input")];
  const head = document.querySelector(".md-header");

  const colours = (option) => Object.fromEntries(NAMES.map((name) => [name, option.getAttribute(`data-md-color-${name}`)]));
  const named = (media) => options.find((option) => colours(option).media === media);

  function set(name, value) {
    if (document.body.getAttribute(name) !== value) document.body.setAttribute(name, value);
  }

  /** Paints the page as an option says; only what changes is written. */
  function show(option) {
    const asked = colours(option);
    const shown = asked.media === SYSTEM ? { ...colours(named(`(prefers-color-scheme: ${light.matches ? "light" : "dark"})`)), media: SYSTEM } : asked;
    for (const [name, value] of Object.entries(shown)) set(`data-md-color-${name}`, value);
    for (const each of options) each.nextElementSibling.hidden = each !== option;
    option.checked = true;
    requestAnimationFrame(() => {
      const tag = document.querySelector("meta[name='theme-color']");
      const colour = getComputedStyle(head).backgroundColor;
      if (tag.content !== colour) tag.content = colour;
    });
    return shown;
  }

  function choose(option) {
    document.body.setAttribute("data-md-color-switching", ""); // the theme's mark: nothing fades
    __md_set("__palette", { index: options.indexOf(option), color: show(option) });
    requestAnimationFrame(() => requestAnimationFrame(() => document.body.removeAttribute("data-md-color-switching")));
  }

  let kept = null;
  try { kept = __md_get("__palette"); } catch { /* as the system has it */ }
  const now = () => options.find((option) => option.checked) ?? options[0];
  show(options[kept?.index] ?? options[0]);
  form.addEventListener("change", ({ target }) => choose(target));
  form.addEventListener("keydown", ({ key }) => {
    if (key !== "Enter") return;
    const next = options[(options.indexOf(now()) + 1) % options.length];
    choose(next);
    next.focus();
  });
  light.addEventListener("change", () => show(now()));
})();
