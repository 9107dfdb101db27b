/* What scrolls sideways says so (`data-more`, from which the style sheet shades the edge) and is reached by keyboard, by a name.
   Until layout.js has gone through the page, only what is near the window is measured, and never what is folded away:
   asking for the width of anything else would lay it out. */
(() => {
  "use strict";

  const BOXES = ".md-typeset .diagram, .md-typeset__scrollwrap, .md-typeset__table, .md-typeset pre code, .md-typeset .maths-block, .estimate, .matrix-scroll, .table-scroll";
  const HEADINGS = ".md-content__inner :is(h1, h2, h3, h4)";

  const names = new Map(); // of the boxes that the page doesn't name itself

  /** Gives each box the number or the title that the page shows with it; else what it is, and the heading that it stands under. */
  function find() {
    let heading = "";
    for (const each of document.querySelectorAll(`${HEADINGS}, ${BOXES}`)) {
      if (!each.matches(BOXES)) heading = each.textContent.replace(/#$/, ""); // the sign of its link
      else if (!each.matches("[aria-label], [aria-labelledby]")) {
        const title = each.closest("figure")?.querySelector(".caption-label") ?? each.querySelector("caption");
        const kind = each.matches("code") ? "Code" : each.matches(".diagram") ? "Figure" : "Table";
        names.set(each, title?.textContent.trim().replace(/\.$/, "") || `${kind}: ${heading}`);
      }
    }
  }

  function stop(box, scrolls) {
    const set = (name, value) => (scrolls ? box.setAttribute(name, value) : box.removeAttribute(name));
    set("tabindex", "0");
    if (!names.has(box)) return;
    set("role", "group");
    set("aria-label", names.get(box));
  }

  function hidden(box) {
    const rest = box.scrollWidth - box.clientWidth;
    return [box.scrollLeft > 1 && "left", box.scrollLeft < rest - 1 && "right"].filter(Boolean).join(" ");
  }

  /** First all is read, then all is written: a page is laid out once. */
  function measure(boxes) {
    const found = boxes.map(hidden);
    boxes.forEach((box, number) => {
      stop(box, found[number]);
      if (found[number]) box.dataset.more = found[number];
      else box.removeAttribute("data-more");
    });
  }

  // A box's content may get another width without the box: fonts come late, and blocks get fields.
  const sized = new ResizeObserver((entries) => {
    measure([...new Set(entries.map(({ target }) => target.closest(BOXES)))]);
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
    find();
    const boxes = [...document.querySelectorAll(BOXES)];
    for (const box of boxes) {
      stop(box, true); // until it is known: what isn't measured yet must be reachable
      near.observe(box);
    }
    const all = () => measure(boxes.filter((box) => box.checkVisibility?.() ?? true));
    if ("whole" in document.documentElement.dataset) all();
    else document.addEventListener("whole", all);
  }

  // Tables get their scrolling box from Material's script, which comes later than this.
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
  document.addEventListener("scroll", ({ target }) => target instanceof Element && target.matches(BOXES) && measure([target]), { capture: true, passive: true });
})();
