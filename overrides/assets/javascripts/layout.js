/* Lays out a long page in pieces, while nothing else is to be done. The style sheet leaves out what is far from the window;
   each piece here takes its place, so that soon everything has its true size: for jumps, for the scroll bar, for tools.
   Until then a place that a link leads to is held where it landed, as what stands above it gets its size. */
(() => {
  "use strict";

  // As in guide.css.
  const PARTS = ".md-content__inner > *, .matrix-scroll, .matrix-notes, .glossary, .sources > li, .ledger > *";
  const SLICE = 6; // milliseconds a piece: nobody notices, on a phone neither

  const article = document.querySelector(".md-content__inner");
  if (!article) return;
  const parts = [...document.querySelectorAll(PARTS)].reverse();
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 20));

  let held = null;
  const hold = () => {
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    held = place && article.contains(place) ? place : null;
  };
  const release = () => { held = null; };
  const sized = new ResizeObserver(() => held?.scrollIntoView({ behavior: "instant" }));

  function more() {
    const end = performance.now() + SLICE;
    while (parts.length && performance.now() < end) {
      const part = parts.pop();
      part.style.contentVisibility = "visible";
      part.getBoundingClientRect();
    }
    if (parts.length) idle(more);
    else idle(finish);
  }

  function finish() {
    document.documentElement.dataset.whole = "";
    document.dispatchEvent(new Event("whole"));
    sized.disconnect();
  }

  // Who comes back gets the place that was left, from the browser.
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") hold();
  addEventListener("hashchange", hold);
  for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(type, release, { capture: true, passive: true });
  sized.observe(article);

  if (document.readyState === "complete") idle(more);
  else addEventListener("load", () => idle(more));
})();
