/* The minutes of a round: which step they belong to, and what the interviewer says at which of them. Nothing here knows
   the page. Minutes are numbers from the round's beginning. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const SHORT = 45; // probes and flips are written for the short round

  const MARKS = ["The first mark: task and target should be on the board.", "The second mark: the model should be on the board.", "The third mark: request path and release should be on the board."];

  /** The parts of a round: opening, the steps, closing, each with its first and last minute. */
  practise.phases = (clock, names) => {
    const parts = [["Opening", clock.opening, -1], ...clock.steps.map((minutes, step) => [names[step], minutes, step]), ["Your questions", clock.closing, -1]];
    let now = 0;
    return parts.map(([name, minutes, step]) => ({ name, step, start: now, end: (now += minutes) }));
  };

  /** The part in which a minute lies, and the whole minutes that are left of it; the last part goes on. */
  practise.phaseAt = (phases, minute) => {
    const phase = phases.find(({ end }) => minute < end) ?? phases.at(-1);
    return { phase, left: Math.max(0, Math.ceil(phase.end - minute)) };
  };

  /** What is said in a round without being asked, in the order of its minutes: probes, one flip, the marks. */
  practise.script = (clock, { probes = [], flips = [] }, flip) => {
    const scaled = (minute) => Math.round((minute * clock.length) / SHORT);
    const changed = flips[flip];
    const quiet = Math.round(clock.length * 0.62); // for a flip that names no minute: there is a design, and time to change it
    return [
      ...probes.map(({ minute, ask }) => ({ minute: scaled(minute), kind: "probe", text: ask })),
      ...(changed ? [{ minute: changed.minute ? scaled(changed.minute) : quiet, kind: "flip", text: changed.minute ? changed.say : `One thing has changed: ${changed.say} What changes, and what stays?` }] : []),
      ...clock.marks.map((minute, number) => ({ minute, kind: "mark", text: MARKS[number] })),
      { minute: clock.length, kind: "mark", text: "Time. Close with one sentence: the weakest part, and what you would do about it." },
    ].sort((a, b) => a.minute - b.minute);
  };

  /** The rule of the guide: the mean of the two lowest scores, rounded down, and at most the conversation's plus one. */
  practise.verdict = (scores) => {
    const sorted = Object.values(scores).sort((a, b) => a - b);
    return Math.min(Math.floor((sorted[0] + sorted[1]) / 2), (scores.conversation ?? 4) + 1);
  };

  /** When to repeat something first met on a day: after two days, then each gap twice the one before. */
  practise.repeats = (day) => [2, 6, 14].map((days) => practise.later(day, days));
})();
