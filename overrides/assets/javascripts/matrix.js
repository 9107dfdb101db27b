/* The trade-off matrix's bar: search, filters and order of the decisions on the page; the address keeps what is chosen.
   Without scripts all decisions are there, by step. */
(() => {
  "use strict";

  const matrix = document.querySelector(".matrix");
  if (!matrix) return;

  const PAUSE = 150; // milliseconds of no typing after which a search runs
  const ORDERS = { step: "Step", chapter: "Order of the chapters", area: "Area", question: "Question, A to Z" };
  // Material's own search reads the parameters `q` and `h`.
  const DEFAULTS = { find: "", step: "", area: "", chapter: "", sort: "step" };

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const steps = [...matrix.querySelectorAll(".matrix-group")];
  const stepNames = new Map();
  const decisions = steps.flatMap((group) => {
    const heading = group.querySelector("h2").cloneNode(true);
    heading.querySelectorAll("a").forEach((link) => link.remove());
    const name = heading.textContent.trim();
    return [...group.querySelectorAll(".matrix-decision")].map((element) => {
      stepNames.set(element.dataset.step, name);
      return {
        element,
        group,
        step: element.dataset.step,
        area: element.dataset.area,
        chapters: element.dataset.chapters.split(" ").filter(Boolean),
        question: plain(element.querySelector("h3").textContent),
        text: plain(`${element.textContent} ${name}`),
      };
    });
  });
  const areaNames = new Map([...new Set(decisions.map((d) => d.area))].sort().map((area) => [area, capital(area)]));
  const chapterNames = new Map(
    matrix.dataset.chapters.split(" ").filter(Boolean).map((id) => {
      return [id, matrix.querySelector(`[data-chapter="${id}"]`).textContent];
    }),
  );

  // ---------- the bar ----------

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function labelled(text, control, modifier = "") {
    control.id = `matrix-${control.name}`;
    const label = make("label", { htmlFor: control.id, textContent: text });
    return make("div", { className: `matrix-field ${modifier}`.trim() }, label, control);
  }

  function choice(name, options) {
    const choices = [...options].map(([value, text]) => make("option", { value, textContent: text }));
    return make("select", { name }, ...choices);
  }

  const any = (what, names) => [["", `All ${what}`], ...names];
  const controls = {
    find: make("input", { type: "search", name: "find", autocomplete: "off", spellcheck: false }),
    step: choice("step", any("steps", stepNames)),
    area: choice("area", any("areas", areaNames)),
    chapter: choice("chapter", any("chapters", chapterNames)),
    sort: choice("sort", Object.entries(ORDERS)),
  };
  const status = make("p", { role: "status" });
  const all = make("button", { type: "button", className: "matrix-reset", textContent: "Show all" });
  const bar = make(
    "form",
    { className: "matrix-bar" },
    labelled("Search the decisions", controls.find, "matrix-field--find"),
    labelled("Step", controls.step),
    labelled("Area", controls.area),
    labelled("Used in", controls.chapter),
    labelled("Order", controls.sort),
    make("div", { className: "matrix-result" }, status, all),
  );
  bar.setAttribute("aria-label", "Filter the decisions");

  // ---------- what is shown ----------

  let state = { ...DEFAULTS };
  let linked = null; // the decision that the address's anchor names: shown whatever the filters say

  function matches(decision) {
    return (
      decision.element === linked ||
      ((!state.step || decision.step === state.step) &&
      (!state.area || decision.area === state.area) &&
      (!state.chapter || decision.chapters.includes(state.chapter)) &&
      plain(state.find).split(/\s+/).every((word) => decision.text.includes(word)))
    );
  }

  /** [heading, decisions] of every group, in the order asked for. */
  function grouped() {
    const by = (names, of) =>
      [...names].map(([key, name]) => [name, decisions.filter((decision) => of(decision) === key)]);
    switch (state.sort) {
      case "area":
        return by(areaNames, (decision) => decision.area);
      case "chapter":
        return by([...chapterNames, [undefined, "In no chapter yet"]], (decision) => decision.chapters[0]);
      default:
        return [["", [...decisions].sort((a, b) => a.question.localeCompare(b.question, "en"))]];
    }
  }

  function arrange() {
    if (state.sort === "step") {
      for (const decision of decisions) decision.group.append(decision.element);
    }
    matrix.querySelectorAll(".matrix-group--made").forEach((group) => group.remove());
    if (state.sort === "step") return;
    for (const [name, members] of grouped()) {
      const group = make("section", { className: "matrix-group matrix-group--made" });
      if (name) group.append(make("h2", { textContent: name }));
      group.append(...members.map((decision) => decision.element));
      matrix.append(group);
    }
  }

  function show() {
    let shown = 0;
    for (const decision of decisions) {
      decision.element.hidden = !matches(decision);
      if (!decision.element.hidden) shown += 1;
    }
    for (const group of matrix.querySelectorAll(".matrix-group")) {
      group.hidden = !group.querySelector(".matrix-decision:not([hidden])");
    }
    const total = decisions.length;
    if (shown === total) status.textContent = `${total} decisions`;
    else if (shown) status.textContent = `${shown} of ${total} decisions`;
    else status.textContent = `None of ${total} decisions has all of this.`;
    all.hidden = Object.keys(DEFAULTS).every((name) => state[name] === DEFAULTS[name]);
  }

  function apply(next) {
    const moved = next.sort !== state.sort;
    state = next;
    for (const [name, control] of Object.entries(controls)) control.value = state[name];
    if (moved) arrange();
    show();
  }

  // ---------- the address ----------

  function fromAddress() {
    const given = new URLSearchParams(location.search);
    const next = { ...DEFAULTS, find: given.get("find") ?? "" };
    for (const name of ["step", "area", "chapter", "sort"]) {
      const value = given.get(name);
      if ([...controls[name].options].some((option) => option.value === value)) next[name] = value;
    }
    return next;
  }

  function toAddress() {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(state)) {
      if (value === DEFAULTS[name]) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    // The theme writes the heading last passed into the address; one that is filtered away must not be shared.
    if (namedPlace()?.closest("[hidden]")) address.hash = "";
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  /** Shows what the address's anchor names, even if a filter or another order hides it. */
  function reveal() {
    const target = namedPlace();
    if (!target || !matrix.contains(target)) return;
    linked = target.closest(".matrix-decision");
    if (linked) show();
    else if (target.closest("[hidden]")) reset();
    target.scrollIntoView();
  }

  // ---------- events ----------

  function chosen() {
    linked = null;
    const next = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
    apply({ ...next, find: next.find.trim() === "" ? "" : next.find });
    toAddress();
  }

  function reset() {
    linked = null;
    apply({ ...DEFAULTS });
    toAddress();
  }

  let typing;
  controls.find.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(chosen, PAUSE);
  });
  bar.addEventListener("change", (event) => event.target !== controls.find && chosen());
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    chosen();
  });
  all.addEventListener("click", () => {
    clearTimeout(typing);
    reset();
    controls.find.focus();
  });
  addEventListener("hashchange", reveal);

  // On a phone the style sheet makes grids of the rows, which hides the table from some browsers' accessibility trees.
  const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", col: "columnheader", row: "rowheader" };
  const idle = window.requestIdleCallback ?? setTimeout;
  for (const table of matrix.querySelectorAll(".matrix-table")) {
    idle(() => {
      for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
        part.setAttribute("role", ROLES[part.scope || part.localName]);
      }
    });
  }

  matrix.prepend(bar);
  apply(fromAddress());
  reveal();
})();
