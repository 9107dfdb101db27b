/* What the practice room's scripts share: elements, days, and data that is loaded when something asks for it. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const DAY = 86_400_000; // milliseconds

  /** An element. `on…` are listeners; what isn't a property of the element is an attribute; null and false are left out. */
  practise.make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name in element && name !== "role") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  };

  practise.button = (text, onclick, properties = {}) =>
    practise.make("button", { type: "button", className: "md-button", textContent: text, onclick, ...properties });

  /** HTML that the build made, never anything that was typed or imported. */
  practise.built = (tag, html, className = "") => {
    const element = practise.make(tag, { className });
    element.innerHTML = html;
    return element;
  };

  const LEAST = 11; // pixels of a drawing's smallest label

  /** A drawing of the guide. On a narrow screen it keeps a size in which it can be read, and scrolls sideways. */
  practise.drawing = (svg) => {
    const element = practise.built("div", svg, "room-drawing");
    const drawn = element.querySelector("svg");
    const labels = [...drawn.querySelectorAll("text, tspan")].map((label) => Number(label.closest("[font-size]").getAttribute("font-size")));
    drawn.style.minWidth = `${Math.ceil(LEAST / Math.min(...labels) * drawn.viewBox.baseVal.width)}px`;
    Object.assign(element, { tabIndex: 0, role: "region", ariaLabel: "Drawing" });
    // The style sheet shades the edge behind which there is more, as in the chapters.
    const more = () => {
      const rest = element.scrollWidth - element.clientWidth;
      element.dataset.more = [element.scrollLeft > 1 && "left", element.scrollLeft < rest - 1 && "right"].filter(Boolean).join(" ");
    };
    element.addEventListener("scroll", more, { passive: true });
    new ResizeObserver(more).observe(element);
    return element;
  };

  /** The reader's own day, as 2026-11-22. */
  practise.day = (time = Date.now()) => {
    const date = new Date(time);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  /** The day that lies `count` days after another. */
  practise.later = (day, count) => {
    const [year, month, date] = day.split("-").map(Number);
    return practise.day(new Date(year, month - 1, date + count, 12).getTime());
  };

  /** Days from one to another; negative when the second comes first. */
  practise.between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

  practise.inWords = (day) =>
    new Date(`${day}T12:00`).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" });

  practise.capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  practise.count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

  /** Moves the reader to a heading or a field, which a screen reader then reads. The page scrolls to `top`, where what
      belongs to it begins. */
  practise.go = (element, top = element) => {
    if (!element.matches("a, button, input, select, textarea, summary")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    top.scrollIntoView({ block: "start", behavior: "instant" });
  };

  /** Lets the browser save a text as a file. */
  practise.save = (name, text, type) => {
    const address = URL.createObjectURL(new Blob([text], { type }));
    practise.make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };

  const asked = new Map();

  /** The data file of a name, fetched by a script element: a page opened from a folder may load nothing else. */
  practise.data = (name) => {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = practise.make("script", { src: `${practise.root}${name}.js` });
        script.addEventListener("load", () => resolve(window.practiseData[name]));
        script.addEventListener("error", () => {
          asked.delete(name); // it may come at the next try
          reject(new Error(`${name}.js`));
        });
        document.head.append(script);
      }));
    }
    return asked.get(name);
  };
})();
