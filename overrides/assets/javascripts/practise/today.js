/* A line on the home page for those who practise here: what is due, and how the last round went. */
(() => {
  "use strict";
  const { practise } = window;
  const line = document.getElementById("practise-today");
  if (!line) return;
  const { make, count, store } = practise;

  const open = store.get("open", "round")?.round;
  const cards = practise.dueCards().length;
  const repeats = practise.dueRepeats().length;
  const [last] = practise.roundsDone();
  const due = [cards && count(cards, "card"), repeats && count(repeats, "thing to repeat", "things to repeat")].filter(Boolean).join(" and ");
  if (!open && !due && !last && !practise.metCards().length) return;
  const link = (view, text) => make("a", { href: `${line.dataset.room}?view=${view}`, textContent: text });
  line.append(
    open ? link("round", `A round is open: ${open.title}`) : link(repeats ? "progress" : "cards", due ? `Due today: ${due}` : "Nothing is due today"),
    last ? `. Last round: ${last[1].title}, ${practise.inWords(practise.day(last[1].started))}${last[1].verdict ? `, score ${last[1].verdict}` : ""}.` : ".",
  );
  line.hidden = false;
})();
