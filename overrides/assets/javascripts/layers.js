/* A chapter in layers: the reader chooses how much of it shows. The choice stays, and an address can carry it
   (?layer=carry). Without scripts the whole chapter shows. */
(() => {
  "use strict";
  const nav = document.querySelector(".paths");
  if (!nav) return;
  const links = [...nav.querySelectorAll("a[data-layer]")];
  const names = links.map((link) => link.dataset.layer);
  const KEY = "guide-layer";

  function kept() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }
  function keep(layer) {
    try { localStorage.setItem(KEY, layer); } catch { /* the choice then lasts as long as the page */ }
  }

  function show(layer) {
    document.documentElement.dataset.layer = layer;
    for (const link of links) {
      if (link.dataset.layer === layer) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (layer === "work") for (const fold of document.querySelectorAll("details.strip-fold, details.derivation")) fold.open = true;
  }

  /* A link to a place that the layer hides shows the next layer. */
  function reveal() {
    const place = namedPlace();
    if (place && !place.getClientRects().length && document.documentElement.dataset.layer === "carry") {
      show("study");
      place.scrollIntoView();
    }
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link.dataset.layer);
      keep(link.dataset.layer);
      const address = new URL(location.href);
      address.searchParams.set("layer", link.dataset.layer);
      history.replaceState(history.state, "", address);
    });
  }
  const asked = new URLSearchParams(location.search).get("layer");
  const layer = [asked, kept()].find((name) => names.includes(name)) ?? "study";
  show(layer);
  addEventListener("hashchange", reveal);
  reveal();
})();
