/* Which fact a question asks for. A fact has entries of one or more words; a question that holds all words of an entry
   brings the fact out. Words count without their endings, and synonyms as one word. */
(() => {
  "use strict";
  const practise = (window.practise ??= {});

  /** A word without the endings that questions vary: prices, priced, pricing → pric. */
  function stem(word) {
    let short = word.replace(/ies$/, "y");
    if (!short.endsWith("ss") && !short.endsWith("us")) short = short.replace(/s$/, "");
    if (short.length > 4) short = short.replace(/ing$/, "");
    if (short.length > 3) short = short.replace(/ed$/, "");
    return short.length > 2 ? short.replace(/e$/, "").replace(/([^aeiou])\1$/, "$1") : short;
  }

  const words = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(stem);

  practise.words = words;

  /** Reads questions with some groups of synonyms: the first word of a group stands for the others. */
  practise.asker = (groups) => {
    const meant = new Map(groups.flatMap(([first, ...others]) => others.map((word) => [stem(word), stem(first)])));
    // A "latency budget" is a latency: no question about money.
    const read = (text) => words(text.replace(/\b(latency|time) budget/gi, "$1")).map((word) => meant.get(word) ?? word);

    /** The number of the fact that a question brings out, -1 if none. Of two the one that more words point to; of equals
        the first that hasn't been told. */
    return (question, facts, told = []) => {
      const asked = new Set(read(question));
      const points = facts.map(({ words: entries }) =>
        Math.max(0, ...entries.map(read).filter((entry) => entry.every((word) => asked.has(word))).map((entry) => new Set(entry).size)));
      const most = Math.max(0, ...points);
      if (!most) return -1;
      const best = points.flatMap((count, number) => (count === most ? [number] : []));
      return best.find((number) => !told.includes(number)) ?? best[0];
    };
  };
})();
