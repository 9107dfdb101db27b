/* What a term means, shown at the term: by pointer, by finger or by keyboard, in the theme's looks. Escape puts it
   away. The theme prepares each of a page's hundreds of titles; here nothing is
   done before one is asked for. Without scripts it is the browser's own. */
(() => {
  "use strict";

  const TITLED = ".md-content [title]";
  const GAP = 8; // pixels between a term and what is said of it
  const STAYS = 250; // milliseconds after the pointer has left

  let host = null;
  let tip = null;
  let leaving;

  function place() {
    const { x, y, width, height } = host.getBoundingClientRect();
    const [inner] = tip.children;
    const values = { "host-x": x + scrollX, "host-y": y + scrollY, x: width / 2, y: height + GAP, width: inner.offsetWidth, tail: 0 };
    for (const [name, value] of Object.entries(values)) tip.style.setProperty(`--md-tooltip-${name}`, `${value}px`);
  }

  function hide() {
    clearTimeout(leaving);
    if (!host) return;
    host.title = tip.textContent;
    host.removeAttribute("aria-describedby");
    tip.remove();
    host = tip = null;
  }

  function show(titled) {
    clearTimeout(leaving);
    if (titled === host) return;
    hide();
    host = titled;
    tip = document.createElement("div");
    tip.className = "md-tooltip2 md-tooltip2--bottom";
    tip.id = "tip";
    tip.setAttribute("role", "tooltip");
    const inner = document.createElement("div");
    inner.className = "md-tooltip2__inner md-typeset";
    inner.textContent = host.title;
    host.removeAttribute("title"); // or the browser would say it, too
    host.setAttribute("aria-describedby", tip.id);
    tip.append(inner);
    document.body.append(tip);
    place();
    requestAnimationFrame(() => tip?.classList.add("md-tooltip2--active"));
  }

  const titled = (target) => (target instanceof Element ? target.closest(TITLED) : null);
  const within = (target) => target instanceof Node && (host?.contains(target) || tip?.contains(target));

  for (const type of ["mouseover", "focusin"]) {
    document.addEventListener(type, ({ target }) => {
      if (within(target)) clearTimeout(leaving);
      else if (titled(target)) show(titled(target));
    });
  }
  for (const type of ["mouseout", "focusout"]) {
    document.addEventListener(type, ({ target, relatedTarget }) => {
      if (!within(target) || within(relatedTarget)) return;
      clearTimeout(leaving);
      leaving = setTimeout(hide, STAYS);
    });
  }
  addEventListener("keydown", ({ key }) => key === "Escape" && hide(), { capture: true });
  addEventListener("pagehide", hide);
  document.addEventListener("scroll", ({ target }) => host && target.contains(host) && place(), { capture: true, passive: true });
})();
