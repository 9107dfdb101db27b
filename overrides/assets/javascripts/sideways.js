/* What scrolls sideways says so (`data-more`, from which the style sheet shades the edge) and is reached by keyboard.
   Only what is near the window is measured: asking for the width of what isn't shown would lay out the whole page. */
(() => {
  "use strict";

  const BOXES = ".md-typeset .diagram, .md-typeset__scrollwrap, .md-typeset__table, .md-typeset pre > code, .md-typeset .maths-block, .estimate, .matrix-scroll, .table-scroll";

  function measure(box) {
    const rest = box.scrollWidth - box.clientWidth;
    const more = [box.scrollLeft > 1 && "left", box.scrollLeft < rest - 1 && "right"].filter(Boolean).join(" ");
    if (more) {
      box.tabIndex = 0;
      box.dataset.more = more;
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("data-more");
    }
  }

  // A box's content may get another width without the box: fonts come late, and blocks get fields.
  const sized = new ResizeObserver((entries) => {
    for (const box of new Set(entries.map(({ target }) => target.closest(BOXES)))) measure(box);
  });
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      for (const part of [target, ...target.children]) {
        if (isIntersecting) sized.observe(part);
        else sized.unobserve(part);
      }
    }
  }, { rootMargin: "100% 0px" });

  function start() {
    for (const box of document.querySelectorAll(BOXES)) {
      box.tabIndex = 0; // until it is known: what isn't measured yet must be reachable
      near.observe(box);
    }
  }

  // Tables get their scrolling box from Material's script, which comes later than this.
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
  document.addEventListener("scroll", ({ target }) => target instanceof Element && target.matches(BOXES) && measure(target), { capture: true, passive: true });
})();
