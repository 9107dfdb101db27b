/* What was done so far: rounds and what they left to repeat, cards, drawings, chapters by their layers; and the file that
   carries it to another browser. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { make, button, go, store } = practise;

  function repeats(redraw) {
    const due = practise.dueRepeats();
    const next = practise.nextRepeat();
    return make("section", {}, make("h3", { textContent: "To repeat" }),
      due.length
        ? make("ul", { className: "room-list" }, due.map(([id, repeat, date]) => make("li", {}, `${repeat.text} (${repeat.title}; due ${practise.inWords(date)}) `,
          button("Done today", () => { store.put("repeats", id, { ...repeat, done: [...(repeat.done ?? []), practise.day()] }); redraw(); }, { className: "room-link" }))))
        : make("p", { textContent: next ? `Nothing is due. Next: ${practise.inWords(next)}.` : "Nothing yet: each round leaves one thing to repeat." }));
  }

  function rounds() {
    const done = practise.roundsDone();
    if (!done.length) return make("p", { textContent: "No round yet." });
    return make("ul", { className: "room-list" }, done.map(([, round]) =>
      make("li", { textContent: `${practise.inWords(practise.day(round.started))}: ${round.title}, ${round.level}, ${round.verdict ? `score ${round.verdict}` : "not scored"}` })));
  }

  function layers(index) {
    const names = index.layers;
    const rows = index.chapters.map((chapter) => {
      const offered = Object.keys(names).filter((layer) => layer in chapter.minutes);
      const cells = Object.keys(names).map((layer) => {
        if (!offered.includes(layer)) return make("td", {});
        const key = `${chapter.id}/${layer}`;
        const date = store.get("read", key)?.day;
        const note = make("small", { textContent: date ? ` ${date}` : ` ${chapter.minutes[layer]} min` });
        return make("td", {}, make("label", {}, make("input", { type: "checkbox", checked: Boolean(date), "aria-label": `${chapter.title}, ${names[layer]}: read`, onchange: ({ target }) => {
          store.put("read", key, { day: target.checked ? practise.day() : null });
          note.textContent = target.checked ? ` ${practise.day()}` : ` ${chapter.minutes[layer]} min`;
        } }), note));
      });
      return make("tr", {}, make("th", { scope: "row" }, make("a", { href: chapter.link, textContent: chapter.title })), cells);
    });
    return make("div", { className: "room-scroll", tabIndex: 0, role: "region", "aria-label": "Read" }, make("table", {},
      make("thead", {}, make("tr", {}, make("th", { scope: "col", textContent: "Chapter" }), Object.values(names).map((name) => make("th", { scope: "col", textContent: name })))),
      make("tbody", {}, rows)));
  }

  function carry(view, index) {
    const said = make("p", { role: "status" });
    const file = make("input", { type: "file", id: "room-import", accept: ".json,application/json", onchange: async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      const { done, said: result } = store.import(await chosen.text());
      file.value = "";
      if (done) practise.progress(view, index);
      tell(result);
    } });
    /** What was done, and the focus there if the view was made anew. */
    const tell = (result) => {
      const place = view.querySelector(".room-carry [role=status]");
      place.textContent = result;
      if (document.activeElement !== document.body) return;
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    };
    const erase = make("p", { className: "room-buttons" });
    const offer = () => erase.replaceChildren(button("Erase everything", () => {
      erase.replaceChildren(make("span", { textContent: "Rounds, dates, ticks: all of it, in this browser? " }),
        button("Erase", () => { store.erase(); practise.progress(view, index); tell("Everything is erased."); }, { className: "md-button room-danger" }),
        button("Keep it", () => { offer(); go(erase.firstElementChild); }));
      go(erase.querySelector("button"));
    }));
    offer();
    return make("section", { className: "room-carry" }, make("h3", { textContent: "Your data" }),
      make("p", { textContent: "It lives in this browser only. The file takes it to another device or edition; importing keeps the later of each entry." }),
      make("p", { className: "room-buttons" }, button("Export", () => practise.save(`practise-${practise.day()}.json`, store.exported(index.edition), "application/json")),
        store.foreign ? button("Save the stored text", () => practise.save("practise-stored.json", store.foreign, "application/json")) : null),
      make("p", {}, make("label", { htmlFor: "room-import", textContent: "Import a file" }), file), erase, said);
  }

  practise.progress = (view, index) => {
    const day = store.get("days", practise.day()) ?? { seen: 0 };
    const traced = Object.keys(store.all("traced"));
    const drawings = index.drawings.reduce((sum, { drawings: own }) => sum + own.length, 0);
    view.replaceChildren(make("h2", { textContent: "Progress" }),
      repeats(() => { practise.progress(view, index); go(view.querySelector("h3")); }),
      make("section", {}, make("h3", { textContent: "Rounds" }), rounds()),
      make("section", {}, make("h3", { textContent: "Cards" }), make("p", { textContent: `${practise.dueCards().length} due today, ${day.seen} answered today; ${practise.metCards().length} of ${index.cards} met so far.` })),
      make("section", {}, make("h3", { textContent: "Drawings" }), make("p", { textContent: `${traced.filter((key) => practise.tracedPasses(key) === 3).length} of ${drawings} with all three passes, ${traced.length} begun.` })),
      make("section", {}, make("h3", { textContent: "Read" }), make("p", { className: "room-hint", textContent: "Tick a layer when you have read it." }), layers(index)),
      carry(view, index));
  };
})();
