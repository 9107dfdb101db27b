/* Enlarges a figure in a native dialog, by click or keyboard. Without scripts the drawing is simply on the page. */
(() => {
  "use strict";

  const MARGIN = 24; // pixels that stay free before what the dialog opens at

  /** Where a drawing begins to say something: the label nearest to its first corner, as shares of its width and height. */
  function beginning(drawing) {
    const box = drawing.getBoundingClientRect();
    const places = [...drawing.querySelectorAll("text")].map((label) => {
      const { left, top } = label.getBoundingClientRect();
      return { x: left - box.left, y: top - box.top };
    });
    const first = places.sort((a, b) => a.x + a.y - b.x - b.y)[0] ?? { x: 0, y: 0 };
    return { x: first.x / box.width, y: first.y / box.height };
  }

  /** Opens the dialog; `point` is what the reader pointed at, as shares of the drawing's width and height. */
  function open(figure, opener, point) {
    const dialog = document.createElement("dialog");
    dialog.className = "figure-dialog md-typeset";
    const caption = figure.querySelector("figcaption")?.cloneNode(true);
    const name = figure.querySelector(".caption-label")?.textContent ?? "Figure";
    dialog.setAttribute("aria-label", name);

    const close = document.createElement("button");
    close.type = "button";
    close.className = "figure-dialog__close";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());

    const stage = document.createElement("div");
    stage.className = "figure-dialog__stage";
    stage.setAttribute("role", "group");
    stage.setAttribute("aria-label", "Drawing");
    const drawing = figure.querySelector("svg").cloneNode(true);
    const [, , width, height] = drawing.getAttribute("viewBox").split(/\s+/).map(Number);
    // Fill the window, but never beyond three times the drawing's own size.
    const scale = Math.max(1, Math.min(3, (innerWidth * 0.92) / width, (innerHeight * 0.78) / height));
    drawing.style.width = `${width * scale}px`;
    stage.append(drawing);
    dialog.append(close, stage);
    if (caption) {
      caption.querySelector(".figure-zoom")?.remove();
      const text = document.createElement("p");
      text.className = "figure-dialog__caption";
      text.textContent = caption.textContent;
      dialog.append(text);
    }
    const tracing = document.querySelector("script[data-tracing]")?.dataset.tracing;
    if (tracing && figure.id && caption) {
      const trace = document.createElement("a");
      trace.className = "figure-dialog__trace";
      trace.href = `${tracing}&figure=${figure.id}`;
      trace.textContent = "Trace it in three passes";
      dialog.append(trace);
    }
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      opener.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    // A stop of the Tab key where there is something to move.
    new ResizeObserver(() => {
      stage.tabIndex = stage.scrollWidth > stage.clientWidth || stage.scrollHeight > stage.clientHeight ? 0 : -1;
    }).observe(stage);
    close.focus();
    const { x, y } = point ?? beginning(drawing);
    const before = point ? { x: stage.clientWidth / 2, y: stage.clientHeight / 2 } : { x: MARGIN, y: MARGIN };
    stage.scrollTo(x * width * scale - before.x, y * height * scale - before.y);
  }

  for (const figure of document.querySelectorAll("figure.figure")) {
    const drawing = figure.querySelector(".diagram > svg");
    if (!drawing) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "figure-zoom";
    button.textContent = "Enlarge";
    button.setAttribute("aria-label", `Enlarge ${figure.querySelector(".caption-label")?.textContent ?? "figure"}`);
    button.addEventListener("click", () => open(figure, button));
    drawing.addEventListener("click", (event) => {
      const box = drawing.getBoundingClientRect();
      open(figure, button, { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
    });
    // In the caption's line: over the drawing it would hide a part of it.
    (figure.querySelector("figcaption") ?? figure).prepend(button);
  }
})();
