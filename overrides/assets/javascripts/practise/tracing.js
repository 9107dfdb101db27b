/* Tracing at a screen, in the three passes of the guide: the drawing builds up part by part; its labels hide and are named
   before they show; it is drawn from its title alone. A pass that was gone through is counted. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { make, button, go, store } = practise;
  const PASSES = ["Build it up", "Name the labels", "Draw it"];

  /** The words of a part; a line of a label ends where a word ends. */
  const said = (group) => {
    const texts = [...group.querySelectorAll("text")].map((text) => {
      const copy = text.cloneNode(true);
      copy.querySelectorAll("tspan[x]").forEach((line) => line.before(" "));
      return copy.textContent;
    });
    return texts.join(" ").replace(/\s+/g, " ").trim();
  };
  const passes = (key) => store.get("traced", key)?.passes ?? {};

  function count(key, pass) {
    const known = passes(key);
    store.put("traced", key, { passes: { ...known, [pass]: [...(known[pass] ?? []), practise.day()] } });
  }

  practise.tracedPasses = (key) => PASSES.filter((_, pass) => passes(key)[pass]?.length).length;

  /** Where a part lies on the page, so that boxes and the arrows between them come in the order of reading. */
  const middle = (part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };

  /** The parts of a drawing in an order to draw them: each box, with the arrows and labels that reach no box still to come. */
  function parts(svg) {
    const boxes = [...svg.querySelectorAll(".pele-node")];
    if (!boxes.length) return [...svg.querySelectorAll(":scope > g > *, :scope > *")].filter((part) => !part.matches("title, desc, defs, style") && !part.querySelector(":scope > g"));
    const order = boxes.map((box) => ({ box, ...middle(box) })).sort((a, b) => a.y - b.y || a.x - b.x);
    const rest = [...svg.querySelectorAll(".pele-edge, .pele-edge-label, .pele-note")].map((part) => {
      const at = middle(part);
      const near = order.map((each, number) => [Math.hypot(each.x - at.x, each.y - at.y), number]).sort(([a], [b]) => a - b).slice(0, 2);
      return { part, after: Math.max(...near.map(([, number]) => number)) };
    });
    const groups = [...svg.querySelectorAll(".pele-cluster, .pele-subgraph")];
    return [...groups, ...order.flatMap(({ box }, number) => [box, ...rest.filter(({ after }) => after === number).map(({ part }) => part)])];
  }

  /** Scrolls the drawing, and the page no more than needed. */
  const inSight = (part) => part.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });

  /** Shows the parts one after another. */
  function buildUp(stage, top, svg, done) {
    const waiting = parts(svg);
    const total = waiting.length;
    waiting.forEach((part) => { part.style.visibility = "hidden"; });
    const status = make("p", { role: "status", className: "room-count" });
    const next = button("Next part", () => {
      const part = waiting.shift();
      part.style.visibility = "";
      inSight(part);
      const words = said(part);
      status.textContent = `${total - waiting.length} of ${total}${words ? `: ${words}` : ""}`;
      if (!waiting.length) done();
    }, { className: "md-button md-button--primary" });
    status.textContent = `0 of ${total}. Draw each part on paper as it comes, and say it.`;
    stage.append(make("p", { className: "room-buttons" }, next), status);
    go(next, top);
  }

  /** Hides what is written, and asks for it piece by piece. */
  function nameLabels(stage, top, svg, done) {
    const labelled = [...svg.querySelectorAll("g")].filter((group) => group.querySelector(":scope > text") && said(group));
    const waiting = labelled.map((group) => ({ group, ...middle(group) })).sort((a, b) => a.y - b.y || a.x - b.x).map(({ group }) => group);
    const total = waiting.length;
    const texts = (group) => [...group.querySelectorAll(":scope > text")];
    waiting.forEach((group) => texts(group).forEach((text) => { text.style.visibility = "hidden"; }));
    let known = 0;
    const words = practise.words;
    const field = make("input", { type: "text", id: "room-name", autocomplete: "off" });
    const status = make("p", { role: "status", className: "room-count" });
    const mark = () => {
      waiting[0].classList.add("room-asked");
      inSight(waiting[0]);
    };

    function show() {
      const group = waiting.shift();
      group.classList.remove("room-asked");
      texts(group).forEach((text) => { text.style.visibility = ""; });
      const answer = said(group);
      const typed = new Set(words(field.value));
      const needed = words(answer);
      const right = needed.length > 0 && needed.filter((word) => typed.has(word)).length * 2 >= needed.length;
      known += right;
      status.textContent = `${field.value.trim() ? (right ? "Yes: " : "No: ") : ""}${answer}. ${known} of ${total - waiting.length} named, ${waiting.length} to come.`;
      field.value = "";
      if (!waiting.length) done(`${known} of ${total} named.`);
      else {
        mark();
        field.focus({ preventScroll: true });
      }
    }

    const form = make("form", { className: "room-ask", onsubmit: (event) => { event.preventDefault(); show(); } },
      make("label", { htmlFor: "room-name", textContent: "What stands at the mark? Type it, or say it and show" }), make("div", {}, field, button("Show", null, { type: "submit", className: "md-button md-button--primary" })));
    status.textContent = `${practise.count(total, "label")} hidden.`;
    stage.append(form, status);
    mark();
    go(field, top);
  }

  /** An empty sheet and the title; at the end the drawing is shown below the sheet, if that was drawn on. */
  function drawIt(stage, top, drawing, title, done) {
    drawing.hidden = true;
    let drawn = false;
    const sheet = practise.sketch([], (strokes) => { drawn = strokes.length > 0; });
    const task = make("p", { textContent: `Three minutes, talking. Draw “${title}” here or on paper.` });
    const show = button("Show the drawing", () => {
      drawing.hidden = false;
      done("Compare: redraw what was missing or wrong.", drawn ? sheet : null);
    }, { className: "md-button md-button--primary" });
    stage.append(task, sheet, make("p", { className: "room-buttons" }, show));
    go(task, top);
  }

  practise.tracing = async (view, index) => {
    const options = index.drawings.map(({ chapter, title }) => make("option", { value: chapter, textContent: title }));
    const chapters = make("select", { id: "trace-chapter", onchange: () => list() }, options);
    const last = store.get("settings", "tracing")?.chapter ?? Object.keys(index.families)[0];
    if (index.drawings.some(({ chapter }) => chapter === last)) chapters.value = last;
    const place = make("div", {});

    function list() {
      store.put("settings", "tracing", { chapter: chapters.value });
      const { drawings } = index.drawings.find(({ chapter }) => chapter === chapters.value);
      place.replaceChildren(make("ul", { className: "room-list" }, drawings.map(([key, title, anchor]) => make("li", {},
        button(title, () => open(key, title, anchor), { className: "room-link" }), ` ${practise.tracedPasses(key)} of 3 passes`))));
    }

    async function open(key, title, anchor) {
      const found = (await practise.data(`drawings/${chapters.value}`))[key];
      const drawing = make("div", {});
      const stage = make("div", {});
      const choose = make("div", { className: "room-buttons", role: "group", "aria-label": "Passes" }, PASSES.map((name, pass) =>
        button(`${pass + 1} ${name}`, () => run(pass), { className: "md-button room-small" })));

      function run(pass) {
        drawing.hidden = false;
        drawing.replaceChildren(practise.drawing(found.svg));
        stage.replaceChildren();
        const svg = drawing.querySelector("svg");
        [...choose.children].forEach((each, number) => each.setAttribute("aria-pressed", String(number === pass)));
        const done = (result = "", sheet = null) => {
          count(key, pass);
          const at = practise.tracedPasses(key);
          stage.replaceChildren(make("p", { role: "status", tabIndex: -1, textContent: `${result} Pass ${pass + 1} is counted: ${at} of 3 done.`.trim() }),
            make("p", { className: "room-buttons" }, pass < 2 ? button(`${pass + 2} ${PASSES[pass + 1]}`, () => run(pass + 1), { className: "md-button md-button--primary" }) : null, button("All drawings", () => { list(); go(chapters); })), sheet ?? "");
          go(stage.firstElementChild);
        };
        if (pass === 0) buildUp(stage, choose, svg, done);
        else if (pass === 1) nameLabels(stage, choose, svg, done);
        else drawIt(stage, choose, drawing, found.title, done);
      }

      drawing.append(practise.drawing(found.svg));
      const page = index.chapters.find(({ id }) => id === chapters.value)?.link;
      place.replaceChildren(make("h3", { textContent: title }), choose, stage, drawing, make("p", { className: "room-buttons" }, button("All drawings", () => { list(); go(chapters); }),
        page && anchor ? make("a", { href: `${page}#${anchor}`, textContent: "In the chapter", className: "room-link" }) : null));
      go(place.firstElementChild);
    }

    view.replaceChildren(make("h2", { textContent: "Tracing" }),
      make("p", { className: "room-hint", textContent: "Each drawing takes three passes: build it up, name its labels, draw it from its title. Pen and paper beside the screen work best." }),
      make("p", {}, make("label", { htmlFor: "trace-chapter", textContent: "Chapter" }), chapters), place);
    // A chapter's page leads to one of its drawings.
    const asked = new URLSearchParams(location.search);
    const { chapter, drawings } = index.drawings.find((each) => each.chapter === asked.get("chapter")) ?? {};
    const [key, title, figure] = drawings?.find(([, , anchor]) => anchor === asked.get("figure")) ?? [];
    if (chapter) chapters.value = chapter;
    list();
    if (key) await open(key, title, figure);
  };
})();
