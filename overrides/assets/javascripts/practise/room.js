/* The practice room: its four views, the word on trouble with storage, and the start. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const room = document.getElementById("practise-room");
  if (!room) return;
  const { make, go, store } = practise;
  practise.root = room.dataset.root;

  const VIEWS = { round: "Round", cards: "Cards", tracing: "Tracing", progress: "Progress" };
  const RUN = { round: (...given) => practise.start(...given), cards: (...given) => practise.cards(...given), tracing: (...given) => practise.tracing(...given), progress: (...given) => practise.progress(...given) };

  const links = Object.entries(VIEWS).map(([name, title]) => make("a", { href: `?view=${name}`, textContent: title, "data-view": name }));
  const nav = make("nav", { className: "room-views", "aria-label": "Practice" }, links);
  const trouble = make("p", { className: "room-problem", role: "alert" });
  let view = make("div", { className: "room-view" });
  let chosen = ""; // the part of the address that says which view is shown

  practise.failed = (place) => place.replaceChildren(make("h2", { textContent: "Something is missing" }),
    make("p", { textContent: "A file of the guide could not be loaded. Check the connection, or the folder that you unpacked, and load the page again." }));

  const asked = () => {
    const name = new URLSearchParams(location.search).get("view");
    return name in VIEWS ? name : "round";
  };

  /** Shows a view in an element of its own. One that still waits for its data finds itself off the page, and the next one
      is left alone. */
  async function show(name, index, moved) {
    practise.leaving?.();
    practise.leaving = null;
    chosen = location.search;
    const own = make("div", { className: "room-view" });
    view.replaceWith(own);
    view = own;
    for (const link of links) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    try {
      await RUN[name](own, index);
    } catch (error) {
      practise.failed(own);
      console.warn(error);
    }
    if (moved && own.isConnected) go(own.querySelector("h2"), nav); // the four views stay in sight
  }

  function warn() {
    trouble.textContent = store.trouble;
    trouble.hidden = !store.trouble;
  }

  practise.data("index").then((index) => {
    room.replaceChildren(nav, trouble, view);
    for (const link of links) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.pushState(null, "", link.href);
        show(link.dataset.view, index, true);
      });
    }
    // A link to a place within the page comes here, too: what is under way stays as it is.
    addEventListener("popstate", () => location.search !== chosen && show(asked(), index, false));
    store.watch(warn);
    warn();
    return show(asked(), index, false);
  }, () => practise.failed(room));
})();
