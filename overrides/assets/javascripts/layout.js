/* Lays out a long page in pieces, while nothing else is to be done. The style sheet leaves out what is far from the window;
   each piece here takes its place, so that soon everything has its true size: for jumps, for print, for tools. */
(() => {
  "use strict";

  // As in guide.css.
  const PARTS = ".md-content__inner > *, .matrix-scroll, .matrix-notes, .glossary, .sources > li, .ledger > *";
  const SLICE = 8; // milliseconds a piece: nobody notices

  const parts = [...document.querySelectorAll(PARTS)].reverse();
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 20));

  const finish = () => {
    document.documentElement.dataset.whole = "";
    document.dispatchEvent(new Event("whole"));
  };

  function more() {
    const end = performance.now() + SLICE;
    while (parts.length && performance.now() < end) {
      const part = parts.pop();
      part.style.contentVisibility = "visible";
      part.getBoundingClientRect();
    }
    if (parts.length) idle(more);
    else finish();
  }

  // Who follows a link to a place must land there, and a printed page is whole at once.
  if (location.hash) finish();
  else if (document.readyState === "complete") idle(more);
  else addEventListener("load", () => idle(more));
  addEventListener("beforeprint", finish);
})();
