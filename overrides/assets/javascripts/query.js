/* What the search is asked. Material's own rule makes a prefix of every word, so that "chunk" ranks "chunked" as high as
   itself, and a word cut at a hyphen ("two-") becomes a prefix of everything, which takes seconds. Here each word is asked
   for as it is written first, then as a prefix, then with one wrong letter. Runs before Material's script. */
(() => {
  "use strict";
  const EXACT = 20, PREFIX = 3;
  const ASKED = 2; /* the type of Material's message that holds a query */
  const LONG = 6; /* letters from which a word is also found with one of them wrong */

  const BETWEEN = /[\s\u200b\-_,:!=@[\]()"`*+^~]+|\/(?!\w\b)|\.(?!\d)/; /* as in mkdocs.yml, and lunr's own signs */
  const AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

  /** Material's query (lunr's syntax) for what a reader has typed. Quoted and signed words keep their meaning. */
  function query(typed) {
    if (/"|(?:^|\s)[+-]\S/.test(typed)) return typed.replace(/[-+*:^~\s]+$/, "");
    return typed.split(BETWEEN).map((word) => word.replace(AROUND, "")).filter(Boolean).map((word) => {
      if (word.length === 1) return `${word}^1`;
      const wrong = word.length >= LONG ? ` ${word}~1` : "";
      return `${word}^${EXACT} ${word}*^${PREFIX}${wrong}`;
    }).join(" ");
  }

  const { Worker } = window;
  if (!Worker) return;
  window.Worker = new Proxy(Worker, {
    construct(target, given) {
      const worker = new target(...given);
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message, ...rest) =>
        post(message && message.type === ASKED ? { ...message, data: query(String(message.data)) } : message, ...rest);
      return worker;
    },
  });
})();
