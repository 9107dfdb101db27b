/* Lays out a long page in pieces, while nothing else is to be done. The style sheet leaves out what is far from the window;
   each piece here takes its place, so that soon everything has its true size: for jumps, for the scroll bar, for tools.
   Until then a place that a link leads to is held where it landed, as what stands above it gets its size. */
(() => {
  "use strict";

  // As in guide.css.
  const PARTS = ".md-content__inner > *, .matrix-scroll, .matrix-notes, .glossary, .sources > li, .ledger > *";
  const SLICE = 6; // milliseconds that a piece should take: nobody notices, on a phone neither
  const SHUT = "details:not([open])";
  const LEAST = 8, MOST = 600; // elements in a piece

  const article = document.querySelector(".md-content__inner");
  if (!article) return;
  const parts = [];
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 20));

  let held = null;
  const hold = () => {
    const place = namedPlace();
    held = article.contains(place) ? place : null;
  };
  const release = () => { held = null; };
  const sized = new ResizeObserver(() => held?.scrollIntoView({ behavior: "instant" }));

  /** What a part's layout costs, as the elements in it that aren't folded away. */
  const weight = (part) => 1 + (part.matches(SHUT) ? 0 : part.querySelectorAll(`:not(${SHUT} > :not(summary), ${SHUT} > :not(summary) *)`).length);

  // Every layout costs something by itself, whatever is in it: pieces are as large as the time for one allows.
  let most = 60;

  function more() {
    const begun = performance.now();
    let sum = 0;
    let last;
    for (let next = parts.at(-1); next && (!last || sum + next.weight <= most); next = parts.at(-1)) {
      last = parts.pop().part;
      last.style.contentVisibility = "visible";
      sum += next.weight;
    }
    last?.getBoundingClientRect();
    const took = performance.now() - begun;
    most = Math.min(MOST, Math.max(LEAST, most * Math.min(1.5, SLICE / took)));
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

  function start() {
    for (const part of document.querySelectorAll(PARTS)) parts.unshift({ part, weight: weight(part) });
    idle(more);
  }
  if (document.readyState === "complete") idle(start);
  else addEventListener("load", () => idle(start));
})();
