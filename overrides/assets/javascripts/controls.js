/* What the theme's controls lack for the keyboard: on narrow windows its menu and its search are opened by labels, which
   can't be focused, and what is closed is passed through link by link. Without scripts everything stays as the theme has it. */
(() => {
  "use strict";

  const drawer = document.getElementById("__drawer");
  const search = document.getElementById("__search");
  const menu = document.querySelector(".md-sidebar--primary");
  const dialog = document.querySelector(".md-search");
  const narrow = matchMedia("(max-width: 76.234375em)"); // the theme's own limits: the menu is a drawer,
  const small = matchMedia("(max-width: 59.984375em)"); // and the search covers the window

  /** A button in the place of a label of the head; it keeps the label's looks. */
  function button(toggle, name) {
    const label = document.querySelector(`label.md-header__button[for="${toggle.id}"]`);
    const made = document.createElement("button");
    for (const { name: key, value } of label.attributes) made.setAttribute(key, value);
    made.type = "button";
    made.setAttribute("aria-label", name);
    made.append(...label.childNodes);
    made.addEventListener("click", () => toggle.click());
    label.replaceWith(made);
    return made;
  }

  const panels = [...menu.querySelectorAll(".md-nav__toggle")].map((toggle) => ({
    toggle,
    panel: toggle.parentElement.querySelector(":scope > .md-nav"),
    labels: [...menu.querySelectorAll(`label[for="${toggle.id}"]`)],
  }));
  const opens = button(drawer, "Menu");
  const finds = button(search, "Search");

  /** The part of the menu that covers the list of all parts. */
  const shown = () => panels.find(({ toggle }) => toggle.id !== "__toc" && toggle.checked);

  /** Takes what is closed out of the way of the keyboard. */
  function tell() {
    const shut = narrow.matches && !drawer.checked;
    menu.inert = shut;
    const open = shown();
    for (const item of menu.querySelectorAll(".md-nav--primary > .md-nav__list > .md-nav__item")) {
      item.inert = narrow.matches && Boolean(open) && !item.contains(open.panel); // it lies behind
    }
    for (const { toggle, panel, labels } of panels) {
      if (panel) panel.inert = narrow.matches && !toggle.checked;
      for (const label of labels) {
        const now = narrow.matches ? { tabindex: "0", role: "button", "aria-expanded": String(toggle.checked) } : {};
        for (const name of ["tabindex", "role", "aria-expanded"]) {
          if (name in now) label.setAttribute(name, now[name]);
          else label.removeAttribute(name);
        }
      }
    }
    for (const behind of document.querySelectorAll(".md-content, .md-footer")) behind.inert = narrow.matches && drawer.checked;
    dialog.inert = small.matches && !search.checked;
    dialog.querySelector(".md-search__output").inert = !search.checked;
    opens.setAttribute("aria-expanded", String(drawer.checked));
    finds.setAttribute("aria-expanded", String(search.checked));
  }

  // How many pages were found is said, too.
  dialog.querySelector(".md-search-result__meta").setAttribute("role", "status");

  // The theme's keys of one letter lead to other pages and to the search: whoever types beside a field, or speaks to the
  // machine, would lose their place. This script comes before the theme's, and so does what it hears.
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches?.("input, select, textarea")) return;
    if (/^[\p{L}.,]$/u.test(event.key)) event.stopImmediatePropagation();
  }, { capture: true });

  // What is inert when the theme opens it can't take the focus then.
  search.addEventListener("change", () => setTimeout(() => {
    tell();
    if (search.checked) dialog.querySelector("input").focus();
  }));

  let from = null; // where the reader was before the search
  addEventListener("focusin", ({ target }) => {
    if (!dialog.contains(target)) from = target;
  });
  for (const type of ["change", "focusin", "focusout"]) addEventListener(type, () => setTimeout(tell));
  for (const query of [narrow, small]) query.addEventListener("change", tell);

  menu.addEventListener("keydown", (event) => {
    if (!(event.target instanceof HTMLLabelElement) || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // the theme, too, clicks labels at Enter
    event.target.click();
    // To the panel that has come, or back to what opened the one that has gone.
    setTimeout(() => {
      tell();
      const { panel, toggle, labels } = panels.find(({ labels: all }) => all.includes(event.target));
      (toggle.checked ? panel.querySelector("label, a") : labels[0]).focus();
    });
  });
  opens.addEventListener("click", () => {
    tell();
    const open = shown();
    if (drawer.checked) (open?.panel ?? menu).querySelector("label[tabindex], a").focus();
  });

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drawer.checked) {
      drawer.click();
      tell();
      opens.focus();
    } else if (search.checked || dialog.contains(document.activeElement)) {
      const back = small.matches || !from?.isConnected ? finds : from;
      // After the theme has closed the search.
      setTimeout(() => {
        tell();
        back.focus({ preventScroll: true });
      });
    }
  }, { capture: true });

  tell();
})();
