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

  /** Reads questions with some groups of synonyms: the first word of a group stands for the others, which may be two
      words in a row. */
  practise.asker = (groups) => {
    const meant = new Map(groups.flatMap(([first, ...others]) => others.map((text) => [words(text).join(" "), stem(first)])));
    const read = (text) => {
      const found = words(text), said = [];
      for (let at = 0; at < found.length; at++) {
        // Two words before one: a "latency budget" means latency, though a budget alone means money.
        const both = meant.get(`${found[at]} ${found[at + 1]}`);
        said.push(both ?? meant.get(found[at]) ?? found[at]);
        if (both) at++;
      }
      return said;
    };

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
