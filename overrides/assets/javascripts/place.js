/* What the address names, for the scripts that lead there. */
(() => {
  "use strict";

  /** The element that the address's fragment names, if any. As for browsers, a fragment that can't be decoded (`#100%`)
      stands for itself. */
  window.namedPlace = () => {
    const written = location.hash.slice(1);
    try {
      return document.getElementById(decodeURIComponent(written));
    } catch {
      return document.getElementById(written);
    }
  };
})();
