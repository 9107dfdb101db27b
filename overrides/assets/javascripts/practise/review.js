/* The end of a round: one's own notes beside the model points, six scores by their anchors, one thing to repeat with its
   dates, and the round as Markdown. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { make, button, built, go, store } = practise;

  const fold = (summary, ...children) => make("details", {}, make("summary", { textContent: summary }), ...children);
  const list = (items) => make("ul", {}, items.map((item) => (item instanceof Node ? make("li", {}, item) : make("li", { textContent: item }))));

  /** The points of a step that are expected at a level. */
  function expected(points, index, level) {
    const reach = index.levels.indexOf(level);
    return points.filter((point) => !point.level || index.levels.indexOf(point.level) <= reach);
  }

  function comparison(index, data, round) {
    return Object.entries(index.steps).map(([step, name], number) => {
      const points = expected(data.points[step] ?? [], index, round.level);
      const alone = points.filter(({ question }) => !question);
      const asked = points.filter(({ question }) => question);
      return make("section", { className: "room-compare" },
        make("h4", { textContent: `${number + 1} ${name}` }),
        make("div", { className: "room-columns" },
          make("div", {}, make("p", { className: "room-kicker", textContent: "You noted" }), make("p", { className: "room-own", textContent: round.notes[step] || "Nothing." })),
          make("div", {}, make("p", { className: "room-kicker", textContent: "Model points" }),
            alone.length ? list(alone.map(({ text }) => built("span", text))) : null,
            points.length ? null : make("p", { textContent: "None beyond the chapter’s." }),
            asked.map(({ question, text }) => fold(question, built("div", text))))));
    });
  }

  function interviewer(data, round) {
    const kept = data.kept ?? [];
    const missed = kept.filter((_, number) => !round.told.includes(number));
    const flip = data.flips?.[round.flip];
    return [
      make("h3", { textContent: "What was kept back" }),
      make("p", { textContent: `You asked for ${round.told.length} of ${practise.count(kept.length, "fact")}.` }),
      missed.length ? list(missed.map(({ fact, question, latest }) => `${fact}${question ? ` (${question})` : ""}${latest ? ` Said at the latest ${latest.replace(/^when they /, "when you ")}.` : ""}`)) : null,
      make("h3", { textContent: "What the interviewer listened for" }),
      make("dl", {}, (data.probes ?? []).map(({ ask, listen }) => make("div", {}, make("dt", { textContent: ask }), make("dd", { textContent: listen })))),
      flip ? [make("h3", { textContent: "The change in the middle" }), make("p", { textContent: flip.say }), built("div", flip.answer)] : null,
    ];
  }

  function board(data, round) {
    const own = round.strokes.length ? practise.shown(round.strokes) : make("p", { textContent: "No sketch." });
    if (!data.board) return round.strokes.length ? [make("h3", { textContent: "Your sketch" }), own] : null;
    const model = make("div", {});
    practise.data(`drawings/${data.family}`).then((drawings) => model.replaceChildren(practise.drawing(drawings[data.board].svg)), () => model.remove());
    return [make("h3", { textContent: "The board" }), make("div", { className: "room-columns" }, own, model)];
  }

  function scoring(index, data, round, changed) {
    const scores = round.scores ?? {};
    return Object.entries(index.signals).map(([signal, name]) =>
      make("fieldset", { className: "room-score" }, make("legend", { textContent: name }),
        index.rubric[signal].map((anchor, at) => make("label", { className: "room-choice" },
          make("input", { type: "radio", name: `score-${signal}`, value: String(at + 1), checked: scores[signal] === at + 1, onchange: () => {
            round.scores = { ...round.scores, [signal]: at + 1 };
            changed();
          } }), ` ${at + 1}: ${anchor}`)),
        data.hints?.[signal] ? make("p", { className: "room-hint", textContent: `A 4 here: ${data.hints[signal]}` }) : null));
  }

  const minutes = (round) => Math.round(round.spent / 60_000);

  /** A round beside what the case says of it: all but the scores. */
  function compared(index, data, round) {
    return [
      ...interviewer(data, round).flat().filter(Boolean),
      make("h3", { textContent: "Your notes and the model points" }),
      ...comparison(index, data, round),
      ...(board(data, round) ?? []),
      ...(data.levels?.[round.level] ? [make("h3", { textContent: `What a ${practise.capital(round.level)} answer adds` }), list(data.levels[round.level])] : []),
      ...(data.anchors?.length ? [make("h3", { textContent: "This case’s scores" }), make("ol", {}, data.anchors.map((anchor) => make("li", { textContent: anchor })))] : []),
      data.flags ? make("p", { textContent: data.flags }) : "",
      make("p", {}, "The chapter to read: ", make("a", { href: data.page, textContent: index.families[data.family] }), "."),
    ];
  }

  /** Shows a kept round once more, with the scores that it got. */
  practise.look = (view, index, data, round) => {
    const given = Object.entries(index.signals).filter(([signal]) => index.rubric[signal]?.[round.scores?.[signal] - 1]); // an imported round may hold anything
    view.replaceChildren(
      make("h2", { textContent: `${round.title}: how it went` }),
      make("p", { textContent: `${practise.inWords(practise.day(round.started))}, ${minutes(round)} of ${round.length} minutes, ${practise.capital(round.level)} level. ${data.differs ?? ""}` }),
      ...compared(index, data, round),
      make("h3", { textContent: "Your scores" }),
      given.length ? list(given.map(([signal, name]) => `${name}: ${round.scores[signal]}, ${index.rubric[signal][round.scores[signal] - 1]}`)) : make("p", { textContent: "Not scored." }),
      round.verdict ? make("p", {}, make("strong", { textContent: `Score ${round.verdict} of 4. ` }), `To repeat: ${round.repeat}.`) : "",
      make("p", { className: "room-buttons" }, button("Back to the rounds", () => { practise.start(view, index); go(view.querySelector("h2")); })));
  };

  /** Shows the end of a round; it is finished when its scores are kept. */
  practise.review = (view, index, data, round) => {
    const signals = Object.keys(index.signals);
    const verdict = make("p", { className: "room-verdict", role: "status" });
    const repeat = make("input", { type: "text", id: "room-repeat", autocomplete: "off", value: round.repeat ?? "", oninput: () => { round.repeat = repeat.value; } });
    const problem = make("p", { className: "room-problem", role: "alert" });

    function lowest() {
      const known = signals.filter((signal) => round.scores?.[signal]);
      return known.sort((a, b) => round.scores[a] - round.scores[b])[0];
    }
    function changed() {
      problem.textContent = "";
      store.put("open", "round", { round });
      const left = signals.filter((signal) => !round.scores?.[signal]).length;
      verdict.textContent = left ? `${practise.count(left, "signal")} to score.` : `Your score is ${practise.verdict(round.scores)} of 4: the mean of the two lowest, rounded down, and at most the conversation’s plus one.`;
      const low = lowest();
      repeat.placeholder = low ? `Your lowest is ${index.signals[low].toLowerCase()}` : "";
    }
    function finish() {
      const missing = signals.find((signal) => !round.scores?.[signal]);
      if (missing) { // said where the reader is led to, which is far from the button
        const first = view.querySelector(`[name="score-${missing}"]`);
        first.closest("fieldset").querySelector("legend").after(problem);
        problem.textContent = `Score ${index.signals[missing].toLowerCase()} first.`;
        return go(first, first.closest("fieldset"));
      }
      const today = practise.day();
      const { id, since, script, step, ended, ...rest } = round;
      const low = lowest();
      const text = (round.repeat ?? "").trim() || index.signals[low];
      const done = { ...rest, minutes: minutes(round), kept: data.kept?.length ?? 0, verdict: practise.verdict(round.scores), repeat: text, finished: Date.now() };
      store.put("rounds", id, done);
      store.put("repeats", id, { title: round.title, text, signal: low, dates: practise.repeats(today), done: [] });
      store.put("open", "round", { round: null });
      return finished(view, index, id, done);
    }

    view.replaceChildren(
      make("h2", { textContent: `${round.title}: how it went` }),
      make("p", { textContent: `${minutes(round)} of ${round.length} minutes, ${practise.capital(round.level)} level. ${data.differs ?? ""}` }),
      make("p", { className: "room-hint" }, "Compare first, then ", make("a", { href: "#room-scores", textContent: "score yourself" }), "."),
      ...compared(index, data, round),
      make("h3", { id: "room-scores", textContent: "Score yourself" }),
      make("p", { textContent: "For each signal take the anchor that you could quote yourself for. When in doubt, the lower one." }),
      ...scoring(index, data, round, changed), verdict,
      make("h3", { textContent: "One thing to repeat" }),
      make("p", {}, make("label", { htmlFor: "room-repeat", textContent: "What would you do differently? One thing." }), repeat),
      make("p", { className: "room-hint", textContent: `It comes back on ${practise.repeats(practise.day()).map(practise.inWords).join("; ")}.` }),
      problem,
      make("p", { className: "room-buttons" }, button("Keep the round", finish, { className: "md-button md-button--primary" })));
    changed();
  };

  function finished(view, index, id, round) {
    view.replaceChildren(
      make("h2", { textContent: "The round is kept" }),
      make("p", {}, make("strong", { textContent: `Score ${round.verdict} of 4. ` }), `To repeat: ${round.repeat}.`),
      make("p", { textContent: `On ${practise.repeats(practise.day()).map(practise.inWords).join("; ")}; the room reminds you under Progress.` }),
      make("p", { className: "room-buttons" },
        button("Save as Markdown", () => practise.exportRound(index, id, round), { className: "md-button md-button--primary" }),
        button("Another round", () => { practise.start(view, index); go(view.querySelector("h2")); })));
    go(view.querySelector("h2"));
  }

  /** Text as a paragraph of Markdown: what would be markup is escaped. */
  const escaped = (text) => String(text).replace(/([\\`*_[\]<>#|~])/g, "\\$1");

  /** A round as Markdown, its sketch as SVG inside it. */
  practise.markdown = (index, round, prompt) => {
    const lines = [
      `# ${escaped(round.title)}`, "",
      `${practise.day(round.started)}, ${round.level}, ${round.minutes ?? "?"} of ${round.length} minutes. Score ${round.verdict || "none"}.`, "",
      ...(prompt ? [`> ${escaped(prompt)}`, ""] : []),
      "## Scores", "", "| Signal | Score | Anchor |", "|---|---|---|",
      ...Object.entries(index.signals).map(([signal, name]) => `| ${name} | ${round.scores?.[signal] ?? "–"} | ${escaped(index.rubric[signal]?.[round.scores?.[signal] - 1] ?? "")} |`), "",
      `To repeat: ${escaped(round.repeat ?? "")}`, "", "## Board", "",
      ...Object.entries(index.steps).flatMap(([step, name], number) => (round.notes?.[step] ? [`### ${number + 1} ${name}`, "", escaped(round.notes[step]).replace(/\n/g, "  \n"), ""] : [])),
      ...(round.strokes?.length ? [practise.svgOf(round.strokes), ""] : []),
      "## What was said", "",
      ...(round.said ?? []).map(({ minute, kind, text }) => `- Minute ${Math.floor(minute)}, ${{ question: "I asked", mark: "clock" }[kind] ?? "interviewer"}: ${escaped(text)}`), "",
      `Facts asked for: ${round.told?.length ?? 0} of ${round.kept ?? "?"}.`, "",
    ];
    return lines.join("\n");
  };

  practise.exportRound = (index, id, round) => {
    const prompt = index.prompts.find((each) => each.id === round.prompt)?.prompt;
    practise.save(`round-${practise.day(round.started)}-${round.prompt}.md`, practise.markdown(index, round, prompt), "text/markdown");
  };
})();
