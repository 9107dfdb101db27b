/* What is due: cards by their dates, and what finished rounds left to repeat. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const { store } = practise;

  /** Cards that were answered once; those that this edition no longer has wait for one that does. */
  practise.metCards = () => {
    const gone = new Set(store.get("settings", "gone")?.ids);
    return Object.entries(store.all("cards")).flatMap(([id, { reps, due }]) => (reps > 0 && !gone.has(id) && !Number.isNaN(Date.parse(due)) ? [{ id, due: Date.parse(due) }] : []));
  };

  /** The ids of the cards that are due by the end of the day, those due longest first. */
  practise.dueCards = (time = Date.now()) => {
    const end = new Date(time);
    end.setHours(24, 0, 0, 0);
    return practise.metCards().filter(({ due }) => due < end.getTime()).sort((a, b) => a.due - b.due).map(({ id }) => id);
  };

  const next = ({ dates, done }) => dates?.[done?.length ?? 0];

  /** The repeats that are due by a day: [id, the repeat, its due date]. */
  practise.dueRepeats = (day = practise.day()) =>
    Object.entries(store.all("repeats")).flatMap(([id, repeat]) => (next(repeat) <= day ? [[id, repeat, next(repeat)]] : []));

  /** The next date on which something is to be repeated; undefined without one. */
  practise.nextRepeat = () => Object.values(store.all("repeats")).map(next).filter(Boolean).sort()[0];

  practise.roundsDone = () => Object.entries(store.all("rounds")).sort(([, a], [, b]) => b.started - a.started);
})();
