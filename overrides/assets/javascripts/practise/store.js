/* What the reader did, kept in this browser alone: one entry of its storage, as JSON with the format's number.

   The state is sections of records, `state[section][id]`, each with `at`, the moment it was last changed. Two states are
   merged record by record, the later one winning: so do two windows, and so does an import. What can't be stored is kept
   in memory for as long as the page lives, and `trouble` says why. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});
  const KEY = "guide-practise";
  const FORMAT = 1;

  const TROUBLES = {
    blocked: "This browser doesn’t let the page store anything. You can practise all the same; export your progress before you close the page.",
    full: "The browser’s storage is full, so what you do from now on lasts until you close the page. Export your progress, make room, and import it again.",
    newer: "What is stored here was written by a newer edition of the guide. It is left untouched, and what you do in this edition lasts until you close the page. Export it, and import it in the newer edition.",
    unreadable: "What is stored here can’t be read. It is left untouched, and what you do now lasts until you close the page. Save the stored text as a file, then erase it to store anew.",
  };

  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** A state with only what is well formed: sections of records that know when they were changed. */
  function sound(given) {
    const state = { format: FORMAT };
    let dropped = 0;
    for (const [section, records] of Object.entries(given)) {
      if (!isRecord(records)) continue;
      state[section] = {};
      for (const [id, record] of Object.entries(records)) {
        if (isRecord(record) && Number.isFinite(record.at)) state[section][id] = record;
        else dropped += 1;
      }
    }
    return { state, dropped };
  }

  /** Both states in one, and how many records of the second were later than those of the first, or new to it. */
  function merge(first, second) {
    const state = { ...first };
    let taken = 0;
    for (const [section, records] of Object.entries(second)) {
      if (!isRecord(records)) continue;
      state[section] = { ...first[section] };
      for (const [id, record] of Object.entries(records)) {
        if (id in state[section] && state[section][id].at >= record.at) continue;
        state[section][id] = record;
        taken += 1;
      }
    }
    return { state, taken };
  }

  /** The state in a text, or why there is none: `unreadable`, `newer`. */
  function parse(text) {
    let given;
    try { given = JSON.parse(text); } catch { return { trouble: "unreadable" }; }
    if (!isRecord(given) || !Number.isInteger(given.format) || given.format < 1) return { trouble: "unreadable" };
    if (given.format > FORMAT) return { trouble: "newer" };
    return sound(given);
  }

  function stored() {
    let text;
    try { text = localStorage.getItem(KEY); } catch { return { trouble: "blocked" }; }
    return text === null ? { state: { format: FORMAT } } : parse(text);
  }

  let state = { format: FORMAT };
  let trouble = null;
  const listeners = new Set();

  function set(next) {
    if (next === trouble) return;
    trouble = next;
    listeners.forEach((listener) => listener());
  }

  function load() {
    const found = stored();
    if (found.state) state = found.state;
    set(found.trouble ?? null);
  }

  /** Writes the state, merged with what another window wrote meanwhile. */
  function write() {
    const found = stored();
    if (found.trouble) return set(found.trouble);
    state = merge(found.state, state).state;
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
    } catch (error) {
      return set(error.name === "QuotaExceededError" ? "full" : "blocked");
    }
    return set(null);
  }

  practise.store = {
    FORMAT,
    merge,
    /** Why nothing is stored, as a sentence; "" when all is well. */
    get trouble() { return trouble ? TROUBLES[trouble] : ""; },
    /** The text that is stored and can't be used, to be saved as a file; null when there is none. */
    get foreign() {
      return ["newer", "unreadable"].includes(trouble) ? localStorage.getItem(KEY) : null;
    },
    /** Calls `listener` whenever the trouble changes, or another window has written. */
    watch: (listener) => listeners.add(listener),
    all: (section) => state[section] ?? {},
    get: (section, id) => state[section]?.[id],
    put(section, id, record) {
      state = { ...state, [section]: { ...state[section], [id]: { ...record, at: Date.now() } } };
      write();
    },
    exported: (edition) => JSON.stringify({ ...state, edition, exported: new Date().toISOString() }),
    /** Takes what is later in an export; a sentence about it, and whether it worked. */
    import(text) {
      const found = parse(text);
      if (found.trouble === "newer") return { done: false, said: "This file was written by a newer edition of the guide, which this one can’t read. Nothing was changed." };
      if (!found.state) return { done: false, said: "This is no export of the practice room. Nothing was changed." };
      const merged = merge(state, found.state);
      state = merged.state;
      write();
      const left = found.dropped ? ` ${practise.count(found.dropped, "entry", "entries")} of it could not be read and were left out.` : "";
      const taken = merged.taken ? `${practise.count(merged.taken, "entry", "entries")} of the file were new or later and were taken.` : "The file holds nothing that isn’t here already.";
      return { done: true, said: taken + left };
    },
    erase() {
      state = { format: FORMAT };
      try { localStorage.removeItem(KEY); } catch { /* nothing is stored then */ }
      load();
    },
  };

  addEventListener("storage", ({ key, newValue }) => {
    if (key !== KEY && key !== null) return;
    // Erased in another window: this one mustn't bring it back.
    if (newValue === null) state = { format: FORMAT };
    else if (!trouble) load();
    listeners.forEach((listener) => listener());
  });
  load();
})();
