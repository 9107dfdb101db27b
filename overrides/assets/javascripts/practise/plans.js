/* The plans as lists that one ticks: a date for the first day, and each entry with its own date and a box. */
(() => {
  "use strict";
  const { practise } = window;
  const { make, store } = practise;
  const PLANS = { "tab-two-days": "The two days", "tab-two-weeks": "The two weeks", "tab-reviews": "The six weeks" };

  const name = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  /** The first and the last day of the plan that a cell names: "Day 1, first half", "8–9", "Steps 1–3, day 3". */
  function days(text) {
    const found = /(?:^|day )(\d+)(?:–(\d+))?(?!.*day \d)/i.exec(text.trim());
    return found ? [Number(found[1]), Number(found[2] ?? found[1])] : null;
  }

  function entries(table) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent);
    const rows = [...table.querySelectorAll("tbody tr")];
    // A table of reviews has an entry in each cell, the others one in each row.
    const columns = heads.length > 2 ? heads : heads.slice(0, 1);
    return rows.flatMap((row) => columns.flatMap((head, column) => {
      const cell = row.cells[column];
      const text = cell.textContent.trim();
      if (!days(text)) return [];
      const what = row.cells[0].textContent.trim().replace(/, day \d+$/, "");
      return [{ cell, key: column ? `${name(what)}/${name(head)}` : name(what), title: column ? `${what}, ${head}` : text }];
    }));
  }

  function plan(figure, title) {
    const items = entries(figure.querySelector("table"));
    const start = make("input", { type: "date", id: `${figure.id}-start`, value: store.get("plans", figure.id)?.start ?? "" });
    const trouble = make("p", { role: "status" });
    for (const item of items) {
      const key = `${figure.id}/${item.key}`;
      item.text = item.cell.textContent; // before the date stands there, too
      item.date = make("small", {});
      const box = make("input", { type: "checkbox", checked: Boolean(store.get("ticks", key)?.day), "aria-label": `${item.title}: done`, onchange: () => {
        store.put("ticks", key, { day: box.checked ? practise.day() : null });
        trouble.textContent = store.trouble;
      } });
      item.cell.prepend(box, " ");
      item.cell.append(item.date);
    }
    function fill() {
      for (const { text, date } of items) {
        const [first, last] = days(text);
        const at = (day) => practise.inWords(practise.later(start.value, day - 1)).replace(/ \d{4}$/, "");
        date.textContent = !start.value ? "" : first === last ? ` (${at(first)})` : ` (${at(first)} to ${at(last)})`;
      }
    }
    start.addEventListener("change", () => {
      store.put("plans", figure.id, { start: start.value });
      trouble.textContent = store.trouble;
      fill();
    });
    figure.before(make("p", { className: "plan-start" }, make("label", { htmlFor: start.id, textContent: `${title} start on ` }), start), trouble);
    fill();
  }

  for (const [id, title] of Object.entries(PLANS)) {
    const figure = document.getElementById(id);
    if (figure) plan(figure, title);
  }
})();
