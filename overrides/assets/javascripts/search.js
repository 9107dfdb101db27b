/* Material fetches the whole search index with every page. Here the request waits until the reader reaches for the
   search (or follows a link with search terms), so that a page costs what it shows. Runs before Material's script. */
(() => {
  "use strict";
  const waiting = [];
  let wanted = /[?&][qh]=/.test(location.search);

  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.isSearchIndex = /\/search_index\.json$/.test(String(address));
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (this.isSearchIndex && !wanted) waiting.push(() => send.call(this, body));
    else send.call(this, body);
  };

  function want() {
    if (wanted) return;
    wanted = true;
    for (const start of waiting.splice(0)) start();
  }
  const isSearch = (event) => event.target instanceof Element && event.target.closest(".md-search, [for='__search'], #__search");
  for (const type of ["focusin", "pointerover", "touchstart", "change"]) {
    addEventListener(type, (event) => isSearch(event) && want(), { capture: true, passive: true });
  }
  // A browser that fills in a field by itself sends an event without a key.
  addEventListener("keydown", (event) => ["/", "s", "f"].includes(event.key?.toLowerCase()) && want(), { capture: true });
})();
