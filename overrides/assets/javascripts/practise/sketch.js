/* A sheet to draw on, with a pen, a finger or a mouse: strokes as lists of whole numbers in a sheet of fixed size, so that
   they are kept with the round and drawn the same on every screen. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { make, button } = practise;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 1000;
  const HEIGHT = 720;
  const STEP = 5; // how far a pen must move for a new point

  const path = (stroke) => {
    const points = [];
    for (let at = 0; at + 1 < stroke.length; at += 2) points.push(`${Number(stroke[at])} ${Number(stroke[at + 1])}`);
    return points.length === 1 ? `M${points[0]}h1` : `M${points.join("L")}`;
  };

  /** A sketch as a file of its own, or to stand in Markdown. */
  practise.svgOf = (strokes) =>
    `<svg xmlns="${SVG}" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="none" stroke="#222" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff" stroke="none"/>${strokes.map((stroke) => `<path d="${path(stroke)}"/>`).join("")}</svg>`;

  function drawn(strokes) {
    const sheet = document.createElementNS(SVG, "svg");
    sheet.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    sheet.setAttribute("class", "room-sheet");
    for (const stroke of strokes) line(sheet, stroke);
    return sheet;
  }

  function line(sheet, stroke) {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("d", path(stroke));
    sheet.append(made);
    return made;
  }

  /** A sketch to look at. */
  practise.shown = (strokes) => {
    const sheet = drawn(strokes);
    sheet.setAttribute("role", "img");
    sheet.setAttribute("aria-label", "Your sketch");
    return sheet;
  };

  /** A sheet to draw on. `keep(strokes)` is called after every change. */
  practise.sketch = (given, keep) => {
    let strokes = given.map((stroke) => [...stroke]);
    let wiped = null; // what the last "Clear" took away
    const sheet = drawn(strokes);
    sheet.setAttribute("role", "img");
    sheet.setAttribute("aria-label", "Sketch area: draw with a pen, a finger or a mouse. Without one, describe the boxes and arrows in the notes.");
    let stroke = null;
    let shown = null;

    function point(event) {
      const box = sheet.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT].map(Math.round);
    }

    function changed() {
      keep(strokes);
      undo.disabled = !strokes.length && !wiped;
      clear.disabled = !strokes.length;
    }

    sheet.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      stroke = point(event);
      shown = line(sheet, stroke);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!stroke || !event.isPrimary) return;
      // What the browser gathered between two frames: without it quick strokes have corners.
      for (const each of event.getCoalescedEvents?.() ?? [event]) {
        const [x, y] = point(each);
        if (Math.hypot(x - stroke.at(-2), y - stroke.at(-1)) >= STEP) stroke.push(x, y);
      }
      shown.setAttribute("d", path(stroke));
    });
    for (const type of ["pointerup", "pointercancel"]) {
      sheet.addEventListener(type, () => {
        if (!stroke) return;
        strokes = [...strokes, stroke];
        stroke = null;
        wiped = null;
        changed();
      });
    }

    const undo = button("Undo", () => {
      if (wiped) {
        strokes = wiped;
        wiped = null;
        strokes.forEach((each) => line(sheet, each));
      } else {
        strokes = strokes.slice(0, -1);
        sheet.lastElementChild?.remove();
      }
      changed();
    });
    const clear = button("Clear", () => {
      wiped = strokes;
      strokes = [];
      sheet.replaceChildren();
      changed();
    });
    undo.disabled = clear.disabled = !strokes.length;
    return make("div", { className: "room-sketch" }, sheet, make("p", { className: "room-buttons" }, undo, clear));
  };
})();
