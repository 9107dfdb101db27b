/* A round: choosing it, and giving it under the clock. Scoring it is review.js. The round that is under way is kept at every
   change, so that a closed window loses nothing. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { make, button, go, store } = practise;
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const PAUSE = 600; // milliseconds of no typing after which notes are kept

  const underWay = () => store.get("open", "round")?.round ?? null;
  const keep = (round) => store.put("open", "round", { round });
  const elapsed = (round) => (round.spent + (round.since ? Date.now() - round.since : 0)) / MINUTE;

  // ---------- choosing ----------

  function choice(name, options, chosen) {
    return options.map(([value, text]) =>
      make("label", { className: "room-choice" }, make("input", { type: "radio", name, value, checked: value === chosen }), ` ${text}`));
  }

  /** A prompt by lot, of those that were answered least often; never the one answered last. */
  function drawn(prompts) {
    const done = Object.values(store.all("rounds")).sort((a, b) => a.started - b.started);
    const times = (id) => done.filter(({ prompt }) => prompt === id).length;
    const last = done.at(-1)?.prompt;
    const others = prompts.filter(({ id }) => id !== last || prompts.length === 1);
    const least = Math.min(...others.map(({ id }) => times(id)));
    const open = others.filter(({ id }) => times(id) === least);
    return open[Math.floor(Math.random() * open.length)];
  }

  function setup(view, index) {
    const settings = store.get("settings", "round") ?? {};
    const select = make("select", { name: "prompt", id: "room-prompt" }, make("option", { value: "", textContent: "Draw one for me" }),
      Object.entries(index.families).map(([family, title]) => make("optgroup", { label: title },
        index.prompts.filter((prompt) => prompt.family === family).map(({ id, title: name }) => make("option", { value: id, textContent: name })))));
    const form = make("form", { className: "room-form", onsubmit: (event) => {
      event.preventDefault();
      const given = new FormData(form);
      const prompt = index.prompts.find(({ id }) => id === given.get("prompt")) ?? drawn(index.prompts);
      const chosen = { level: given.get("level"), length: Number(given.get("length")) };
      store.put("settings", "round", chosen);
      begin(view, index, prompt, chosen).catch(() => practise.failed(view));
    } },
      make("p", {}, make("label", { htmlFor: "room-prompt", textContent: "Prompt" }), select),
      make("fieldset", {}, make("legend", { textContent: "Level" }), choice("level", index.levels.map((level) => [level, practise.capital(level)]), settings.level ?? "senior")),
      make("fieldset", {}, make("legend", { textContent: "Length" }), choice("length", index.clocks.map(({ length }) => [String(length), `${length} minutes`]), String(settings.length ?? index.clocks[0].length))),
      make("p", { className: "room-buttons" }, button("Start the round", null, { type: "submit", className: "md-button md-button--primary" })),
      make("p", { className: "room-hint", textContent: "The clock starts at once. Speak aloud; ask the interviewer by typing; note on the board what you would write there. You score yourself at the end." }));
    view.replaceChildren(make("h2", { textContent: "A round" }), form, earlier(view, index));
  }

  async function again(view, index, round) {
    try {
      const data = (await practise.data(`rounds/${round.family}`))[round.prompt];
      if (!view.isConnected) return;
      practise.look(view, index, data, round);
      go(view.querySelector("h2"));
    } catch { practise.failed(view); }
  }

  function earlier(view, index) {
    const done = practise.roundsDone();
    if (!done.length) return "";
    return make("section", {}, make("h3", { textContent: "Earlier rounds" }), make("ul", { className: "room-list" },
      done.map(([id, round]) => make("li", {},
        `${practise.inWords(practise.day(round.started))}: ${round.title}, ${round.level}, ${round.length} minutes. `,
        make("strong", { textContent: round.verdict ? `Score ${round.verdict}. ` : "Not scored. " }),
        whole(round) && index.prompts.some(({ id: known }) => known === round.prompt) ? [button("Compare again", () => again(view, index, round), { className: "room-link", "aria-label": `${round.title}: compare again` }), " "] : null,
        button("As Markdown", () => practise.exportRound(index, id, round), { className: "room-link", "aria-label": `${round.title} as Markdown` })))));
  }

  async function begin(view, index, prompt, { level, length }) {
    const data = (await practise.data(`rounds/${prompt.family}`))[prompt.id];
    if (!view.isConnected) return; // who has gone to another view begins nothing
    const now = Date.now();
    const round = {
      id: `${now}-${prompt.id}`, prompt: prompt.id, family: prompt.family, title: prompt.title, level, length, started: now, since: now, spent: 0,
      flip: data.flips?.length ? Math.floor(Math.random() * data.flips.length) : -1, said: [], told: [], notes: {}, strokes: [], step: 0, script: 0,
    };
    keep(round);
    give(view, index, data, round);
    go(view.querySelector("h2"));
  }

  // ---------- under the clock ----------

  function give(view, index, data, round) {
    const steps = Object.entries(index.steps);
    const clock = index.clocks.find(({ length }) => length === round.length) ?? index.clocks[0];
    const phases = practise.phases(clock, steps.map(([, name]) => name));
    const script = practise.script(clock, data, round.flip);
    const find = practise.asker(index.synonyms);
    const kept = data.kept ?? [];

    const name = make("strong", {});
    const left = make("span", {});
    const bar = make("progress", { max: clock.length, "aria-label": "Time of the round" });
    const marks = make("ol", { className: "room-marks", "aria-label": "Marks" }, clock.marks.map((minute, number) =>
      make("li", { textContent: `${["Task", "Model", "Path"][number]} by ${Math.round(minute)}` })));
    const now = make("span", { className: "room-now" });
    const pause = button("", () => {
      if (round.since) Object.assign(round, { spent: round.spent + Date.now() - round.since, since: null });
      else round.since = Date.now();
      keep(round);
      tick();
    }, { className: "md-button room-small" });

    const log = make("div", { className: "room-log", role: "log", tabIndex: 0, "aria-label": "What was said" });
    const WHO = { probe: "Interviewer", flip: "Interviewer", mark: "Clock", question: "You", answer: "Interviewer" };
    // On a phone the log is out of sight while one writes: the clock's bar repeats what the interviewer said last.
    const latest = make("button", { type: "button", className: "room-latest", hidden: true, onclick: () => go(field) });
    const show = ({ minute, kind, text }) => {
      log.prepend(make("p", { className: `room-said room-said--${kind}` }, make("span", { className: "room-who", textContent: `${WHO[kind]}, minute ${Math.floor(minute)}: ` }), text));
      if (kind === "question") return;
      latest.textContent = `${WHO[kind]}: ${text}`;
      latest.classList.toggle("room-latest--flip", kind === "flip");
      latest.hidden = false;
    };
    const say = (kind, text, minute = elapsed(round)) => {
      round.said.push({ minute, kind, text });
      show(round.said.at(-1));
    };

    const field = make("input", { type: "text", id: "room-ask", autocomplete: "off", enterKeyHint: "send" });
    const ask = make("form", { className: "room-ask", onsubmit: (event) => {
      event.preventDefault();
      const question = field.value.trim();
      if (!question) return;
      say("question", question);
      const fact = find(question, kept, round.told);
      const again = round.told.includes(fact) ? "As I said: " : "";
      say("answer", fact < 0 ? "I have nothing on that. Assume something, say so, and go on." : again + kept[fact].fact);
      if (fact >= 0 && !again) round.told.push(fact);
      field.value = "";
      keep(round);
    } }, make("label", { htmlFor: "room-ask", textContent: "Ask the interviewer" }), make("div", {}, field, button("Ask", null, { type: "submit", className: "md-button room-small" })));

    let typing;
    const notes = make("textarea", { id: "room-notes", rows: 7, oninput: () => {
      round.notes[steps[round.step][0]] = notes.value;
      clearTimeout(typing);
      typing = setTimeout(() => keep(round), PAUSE);
    } });
    const label = make("label", { htmlFor: "room-notes" });
    const tabs = make("div", { className: "room-steps", role: "group", "aria-label": "Notes of which step" }, steps.map(([, step], number) =>
      make("button", { type: "button", textContent: `${number + 1} ${step.split(" ")[0]}`, title: step, onclick: () => choose(number) })));

    function choose(number) {
      round.step = number;
      [...tabs.children].forEach((tab, at) => tab.setAttribute("aria-pressed", String(at === number)));
      label.textContent = `Your notes: ${steps[number][1]}`;
      notes.value = round.notes[steps[number][0]] ?? "";
    }

    function tick() {
      const minute = elapsed(round);
      const { phase, left: rest } = practise.phaseAt(phases, minute);
      name.textContent = phase.name;
      const over = Math.floor(minute - clock.length);
      left.textContent = over > 0 ? `${over} min over` : over === 0 ? "time is up" : `${rest} min left`;
      now.textContent = `${Math.floor(minute)} of ${clock.length} min`;
      bar.value = Math.min(minute, clock.length);
      const next = clock.marks.findIndex((mark) => minute < mark);
      [...marks.children].forEach((mark, number) => mark.classList.toggle("room-next", number === next));
      [...tabs.children].forEach((tab, number) => (number === phase.step ? tab.setAttribute("aria-current", "step") : tab.removeAttribute("aria-current")));
      pause.textContent = round.since ? "Pause" : "Go on";
      if (!round.since) return;
      let spoken = false;
      while (round.script < script.length && script[round.script].minute <= minute) {
        const { kind, text, minute: due } = script[round.script];
        say(kind, text, due);
        round.script += 1;
        spoken = true;
      }
      if (spoken) keep(round);
    }

    const flush = () => { clearTimeout(typing); keep(round); };
    const stop = () => {
      clearInterval(timer);
      removeEventListener("pagehide", flush);
      practise.leaving = null;
    };
    const end = () => {
      stop();
      if (round.since) Object.assign(round, { spent: round.spent + Date.now() - round.since, since: null });
      round.ended = true;
      flush();
      practise.review(view, index, data, round);
      go(view.querySelector("h2"));
    };
    const leave = make("p", { className: "room-buttons" },
      button("End the round and score it", end, { className: "md-button md-button--primary" }),
      button("Give it up", () => {
        leave.replaceChildren(make("span", { textContent: "Your notes of this round will be gone. " }),
          button("Give it up", () => {
            stop();
            store.put("open", "round", { round: null });
            practise.start(view, index);
            go(view.querySelector("h2"));
          }),
          button("Keep going", () => leave.replaceChildren(...before)));
        go(leave.querySelector("button"));
      }));
    const before = [...leave.children];

    const wide = matchMedia("(min-width: 60em)").matches;
    view.replaceChildren(
      make("h2", { textContent: round.title }),
      make("p", { className: "room-prompt", textContent: `“${data.prompt}”` }),
      make("div", { className: "room-clock" }, make("p", { role: "timer", "aria-label": "Clock" }, name, " ", left), pause, bar, marks, now, latest),
      make("div", { className: "room-columns" },
        make("section", {}, make("h3", { textContent: "Interviewer" }), ask, log),
        make("section", {}, make("h3", { textContent: "Your board" }), tabs, label, notes,
          make("details", { open: wide || round.strokes.length > 0 }, make("summary", { textContent: "Sketch" }), practise.sketch(round.strokes, (strokes) => { round.strokes = strokes; keep(round); })))),
      leave);
    round.said.forEach(show);
    choose(round.step);
    tick();
    const timer = setInterval(tick, SECOND);
    addEventListener("pagehide", flush);
    practise.leaving = () => { stop(); flush(); };
  }

  /** Whether a round that is kept has all that giving it needs: it may come from an imported file. */
  const whole = (round) => [round.said, round.told, round.strokes].every(Array.isArray) && Number.isFinite(round.spent) && typeof round.notes === "object" && round.notes !== null;

  /** The view of rounds: the one that is under way, or the choice of another. */
  practise.start = async (view, index) => {
    const round = underWay();
    if (!round || !whole(round)) return setup(view, index);
    const prompt = index.prompts.find(({ id }) => id === round.prompt);
    if (!prompt) { // of another edition: its notes are kept, though nobody can ask about it here
      const { id, ...rest } = round;
      store.put("rounds", id, { ...rest, scores: {}, verdict: 0 });
      store.put("open", "round", { round: null });
      return setup(view, index);
    }
    const data = (await practise.data(`rounds/${prompt.family}`))[prompt.id];
    if (!view.isConnected) return null;
    return round.ended ? practise.review(view, index, data, round) : give(view, index, data, round);
  };
})();
