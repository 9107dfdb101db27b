/* Enlarges a figure in a native dialog, by click or keyboard. Without scripts the drawing is simply on the page. */
(() => {
  "use strict";

  function open(figure, opener) {
    const dialog = document.createElement("dialog");
    dialog.className = "figure-dialog md-typeset";
    const caption = figure.querySelector("figcaption");
    const name = figure.querySelector(".caption-label")?.textContent ?? "Figure";
    dialog.setAttribute("aria-label", name);

    const close = document.createElement("button");
    close.type = "button";
    close.className = "figure-dialog__close";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());

    const stage = document.createElement("div");
    stage.className = "figure-dialog__stage";
    stage.tabIndex = 0;
    const drawing = figure.querySelector("svg").cloneNode(true);
    const [, , width, height] = drawing.getAttribute("viewBox").split(/\s+/).map(Number);
    // Fill the window, but never beyond three times the drawing's own size.
    const scale = Math.max(1, Math.min(3, (innerWidth * 0.92) / width, (innerHeight * 0.78) / height));
    drawing.style.width = `${width * scale}px`;
    stage.append(drawing);
    dialog.append(close, stage);
    if (caption) {
      const text = document.createElement("p");
      text.className = "figure-dialog__caption";
      text.textContent = caption.textContent;
      dialog.append(text);
    }
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      opener.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
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
    drawing.addEventListener("click", () => open(figure, button));
    figure.prepend(button);
  }

  // What scrolls sideways must be reachable by keyboard.
  const focusable = () => {
    for (const box of document.querySelectorAll(".md-typeset .diagram, .md-typeset__scrollwrap, .md-typeset__table, .md-typeset pre > code, .estimate")) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  // Tables get their scrolling box from Material's script, and their width from fonts: both come later than this.
  addEventListener("load", focusable);
  document.fonts.ready.then(focusable);
  new ResizeObserver(focusable).observe(document.body);
})();
