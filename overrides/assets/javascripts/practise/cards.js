/* Cards by their dates: the book's flashcards, scheduled by FSRS. A card is known by the id that it has in the Anki deck. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { make, button, built, go, store } = practise;
  const GRADES = [[1, "Again"], [2, "Hard"], [3, "Good"], [4, "Easy"]]; // as FSRS rates
  const NEW_A_DAY = 20;
  const FIELDS = ["stability", "difficulty", "elapsed_days", "scheduled_days", "reps", "lapses", "state", "learning_steps"];

  const scheduler = () => FSRS.fsrs({ enable_fuzz: false });

  /** The card that FSRS knows for an id; a new one where nothing, or nothing usable, is kept. */
  function memory(id) {
    const kept = store.get("cards", id);
    if (!kept || !FIELDS.every((field) => Number.isFinite(kept[field])) || Number.isNaN(Date.parse(kept.due))) return FSRS.createEmptyCard(new Date());
    return { ...Object.fromEntries(FIELDS.map((field) => [field, kept[field]])), due: new Date(kept.due), last_review: kept.last_review ? new Date(kept.last_review) : undefined };
  }

  const isNew = (id) => !store.get("cards", id)?.reps;
  const today = () => store.get("days", practise.day()) ?? { seen: 0, fresh: 0, again: 0 };

  /** How long until a date, in the largest unit that fits. */
  function gap(due) {
    const minutes = Math.max(1, Math.round((due - Date.now()) / 60_000));
    if (minutes < 60) return `${minutes} min`;
    if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h`;
    const days = Math.round(minutes / 1440);
    return days < 60 ? practise.count(days, "day") : `${Math.round(days / 30)} months`;
  }

  function rate(id, grade) {
    const fresh = isNew(id);
    const { card } = scheduler().next(memory(id), new Date(), grade);
    const kept = Object.fromEntries(FIELDS.map((field) => [field, card[field]]));
    store.put("cards", id, { ...kept, due: card.due.toISOString(), last_review: card.last_review?.toISOString() ?? null });
    const day = today();
    store.put("days", practise.day(), { seen: day.seen + 1, fresh: day.fresh + fresh, again: day.again + (grade === 1) });
  }

  /** The cards of a choice: those due, then new ones as far as the day has room for them. */
  function queue(cards) {
    const ids = cards.map(({ id }) => id);
    const fresh = ids.filter(isNew);
    const known = new Set(ids);
    return { due: practise.dueCards().filter((id) => known.has(id)), fresh: fresh.slice(0, Math.max(0, NEW_A_DAY - today().fresh)), unseen: fresh.length };
  }

  practise.cards = async (view, index) => {
    const cards = await practise.data("cards");
    const by = new Map(cards.map((card) => [card.id, card]));
    const gone = Object.keys(store.all("cards")).filter((id) => !by.has(id));
    if (gone.join() !== (store.get("settings", "gone")?.ids ?? []).join()) store.put("settings", "gone", { ids: gone });
    const choice = { kind: "", step: "", case: "", level: "", ...store.get("settings", "cards") };
    delete choice.at;

    const select = (name, title, options) => {
      const made = make("select", { id: `cards-${name}`, onchange: () => { choice[name] = made.value; store.put("settings", "cards", choice); arrange(); } },
        make("option", { value: "", textContent: "All" }), Object.entries(options).map(([value, text]) => make("option", { value, textContent: text })));
      made.value = choice[name];
      if (made.selectedIndex < 0) made.value = choice[name] = "";
      return make("p", {}, make("label", { htmlFor: `cards-${name}`, textContent: title }), made);
    };
    const levels = Object.fromEntries(index.levels.map((level) => [level, level.charAt(0).toUpperCase() + level.slice(1)]));
    const filters = make("div", { className: "room-filters" },
      select("kind", "Kind", index.kinds), select("step", "Step", index.steps), select("case", "Case", index.families), select("level", "Level", levels));
    const status = make("p", { role: "status", className: "room-count" });
    const stage = make("div", { className: "room-stage" });

    function chosen() {
      return cards.filter((card) =>
        (!choice.kind || card.kind === choice.kind) && (!choice.step || card.steps.includes(choice.step)) &&
        (!choice.case || card.cases.includes(choice.case)) && (!choice.level || card.levels.includes(choice.level)));
    }

    function tell() {
      const { due, fresh, unseen } = queue(chosen());
      const day = today();
      status.textContent = `${due.length} due, ${fresh.length} new today (${unseen} unseen), ${day.seen} answered today.`;
      return { due, fresh };
    }

    function arrange() {
      const { due, fresh } = tell();
      if (due.length || fresh.length) stage.replaceChildren(make("p", { className: "room-buttons" }, button("Start", () => next(), { className: "md-button md-button--primary" })));
      else rest();
    }

    function rest() {
      const { unseen } = queue(chosen());
      stage.replaceChildren(make("p", { textContent: unseen ? "Nothing is due, and the day’s new cards are done. Come back tomorrow, or choose other cards." : "Nothing is due in this choice." }));
    }

    function next() {
      const { due, fresh } = tell();
      const id = due.find((each) => Date.parse(store.get("cards", each).due) <= Date.now()) ?? fresh[0] ?? due[0];
      if (!id) {
        rest();
        return go(stage.firstElementChild);
      }
      return ask(by.get(id));
    }

    function drawings(root) {
      for (const place of root.querySelectorAll("[data-diagram]")) {
        const key = place.dataset.diagram;
        practise.data(`drawings/${key.split("/")[0]}`).then((found) => place.replaceChildren(practise.drawing(found[key].svg)), () => { place.textContent = "(The drawing could not be loaded.)"; });
      }
      return root;
    }

    function ask(card) {
      const show = button("Show the answer", () => answer(card), { className: "md-button md-button--primary" });
      stage.replaceChildren(make("article", { className: "room-card" },
        make("p", { className: "room-kicker", textContent: card.topic }), drawings(built("div", card.front, "room-front"))), make("p", { className: "room-buttons" }, show));
      stage.querySelector(".room-front").tabIndex = -1;
      show.focus({ preventScroll: true });
      const { top, bottom } = stage.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) stage.scrollIntoView(); // the question first, below the head
    }

    function answer(card) {
      const ahead = scheduler().repeat(memory(card.id), new Date());
      const article = stage.querySelector("article");
      const back = drawings(built("div", card.back, "room-back"));
      article.append(make("hr", {}), back, make("p", { className: "room-hint" }, make("a", { href: card.link, textContent: "Where the guide says it" })));
      stage.lastElementChild.replaceWith(make("p", { className: "room-buttons room-grades" }, GRADES.map(([grade, name]) =>
        button("", () => { rate(card.id, grade); next(); }, { "data-grade": String(grade) })).map((each, at) => {
        each.append(make("span", { textContent: `${at + 1} ${GRADES[at][1]}` }), make("small", { textContent: gap(ahead[GRADES[at][0]].card.due) }));
        return each;
      })));
      go(back);
    }

    const keys = (event) => {
      if (event.target.matches("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey) return;
      stage.querySelector(`[data-grade="${event.key}"]`)?.click();
    };
    stage.addEventListener("keydown", keys);

    view.replaceChildren(make("h2", { textContent: "Cards" }),
      make("p", { className: "room-hint", textContent: "Say the answer aloud, then look. The better you knew it, the later it comes back. Keys: Enter shows, 1 to 4 answer." }),
      filters, status, stage);
    arrange();
  };
})();
