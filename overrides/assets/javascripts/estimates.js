/* Estimates in the browser: a reader changes an input, and every number, promise and limit on the page follows.
   The arithmetic, the formatting and the sensitivity are twins of scripts/guide/estimates/; tests compare them. */
(function () {
  "use strict";

  const NBSP = "\u00a0";
  const MINUS = "\u2212";
  const TOLERANCE = 1e-9;
  const EXACT_DIGITS = 12;
  const STEP = 0.01;
  const POINTS_PER_DECADE = 20;
  const DECADES = 3;
  const HALVINGS = 60;
  const MOST_GROUPS = 4;

  // Wichura (1988), Algorithm AS241, as in Python's statistics.NormalDist: three regions, numerator and denominator.
  const QUANTILE = [
    [2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
     13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665],
    [5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
     5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0],
    [0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
     3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835],
    [1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
     0.6897673349851, 1.6763848301838038, 2.053191626637759, 1.0],
    [2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784, 0.026532189526576124,
     0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103],
    [2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05, 0.0007868691311456133,
     0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1.0],
  ];

  // ---------- arithmetic (functions.py, formula.py) ----------

  function polynomial(coefficients, x) {
    return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
  }

  function normQuantile(share) {
    if (!(share > 0 && share < 1)) return NaN;
    const q = share - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return (polynomial(QUANTILE[0], r) * q) / polynomial(QUANTILE[1], r);
    }
    const tail = Math.sqrt(-Math.log(q <= 0 ? share : 1 - share));
    const [region, r] = tail <= 5 ? [2, tail - 1.6] : [4, tail - 5];
    const x = polynomial(QUANTILE[region], r) / polynomial(QUANTILE[region + 1], r);
    return q < 0 ? -x : x;
  }

  function whole(value, rounding) {
    const nearest = Math.floor(value + 0.5);
    return Math.abs(value - nearest) <= 1e-9 * Math.max(1, Math.abs(value)) ? nearest : rounding(value);
  }

  function divide(left, right) {
    return right === 0 ? NaN : left / right;
  }

  function positive(logarithm) {
    return (x) => (x > 0 ? logarithm(x) : NaN);
  }

  function percentileOfSum(share) {
    const z = normQuantile(share);
    return (...meansAndSds) => {
      let mean = 0;
      let variance = 0;
      meansAndSds.forEach((value, index) => {
        if (index % 2) variance += value * value;
        else mean += value;
      });
      return mean + z * Math.sqrt(variance);
    };
  }

  function sampleSizeProportions(baseline, lift, alpha, power) {
    const other = baseline * (1 + lift);
    if (!(baseline > 0 && baseline < 1 && other > 0 && other < 1) || lift === 0) return NaN;
    const mean = (baseline + other) / 2;
    const spread =
      normQuantile(1 - alpha / 2) * Math.sqrt(2 * mean * (1 - mean)) +
      normQuantile(power) * Math.sqrt(baseline * (1 - baseline) + other * (1 - other));
    return whole((spread / (other - baseline)) ** 2, Math.ceil);
  }

  function sampleSizeMeans(sd, delta, alpha, power) {
    if (delta === 0) return NaN;
    const z = normQuantile(1 - alpha / 2) + normQuantile(power);
    return whole(2 * ((z * sd) / delta) ** 2, Math.ceil);
  }

  const FUNCTIONS = {
    ceil: (x) => whole(x, Math.ceil),
    floor: (x) => whole(x, Math.floor),
    abs: Math.abs,
    min: Math.min,
    max: Math.max,
    count: (x) => x,
    log: positive(Math.log),
    log2: positive(Math.log2),
    log10: positive(Math.log10),
    exp: Math.exp,
    sqrt: Math.sqrt,
    norm_quantile: normQuantile,
    littles_law: (rate, time) => rate * time,
    p95_of_sum: percentileOfSum(0.95),
    p99_of_sum: percentileOfSum(0.99),
    sd_from_p99: (mean, p99) => (p99 - mean) / normQuantile(0.99),
    sample_size_proportions: sampleSizeProportions,
    sample_size_means: sampleSizeMeans,
    bayes_precision: (recall, fpr, prevalence) =>
      divide(recall * prevalence, recall * prevalence + fpr * (1 - prevalence)),
    embedding_table_bytes: (rows, dimensions, each) => rows * dimensions * each,
    kv_cache_bytes: (layers, heads, size, tokens, each) => 2 * layers * heads * size * tokens * each,
    transformer_train_flops: (parameters, tokens) => 6 * parameters * tokens,
    transformer_inference_flops: (parameters, tokens) => 2 * parameters * tokens,
    amdahl: (fraction, speedup) => divide(1, 1 - fraction + divide(fraction, speedup)),
  };

  function finite(number) {
    return Number.isFinite(number) ? number : NaN;
  }

  function compute(formula, values) {
    if (typeof formula === "number") return formula;
    const [kind, first, second] = formula;
    switch (kind) {
      case "name":
        return values[first];
      case "literal":
        return first;
      case "neg":
        return -compute(first, values);
      case "call":
        return finite(FUNCTIONS[first](...formula.slice(2).map((argument) => compute(argument, values))));
      case "+":
        return compute(first, values) + compute(second, values);
      case "-":
        return compute(first, values) - compute(second, values);
      case "*":
        return compute(first, values) * compute(second, values);
      case "/":
        return divide(compute(first, values), compute(second, values));
      default: {
        const base = compute(first, values);
        return Number.isNaN(base) ? NaN : finite(base ** compute(second, values));
      }
    }
  }

  /** All values in base units after some inputs have changed; NaN where there is none. */
  function recompute(model, changed) {
    const values = {};
    for (const [name, entry] of Object.entries(model.values)) {
      if (entry.formula !== undefined) values[name] = finite(compute(entry.formula, values));
      else values[name] = name in changed ? changed[name] : entry.base;
    }
    return values;
  }

  function holds(left, comparison, right) {
    const equal = Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
    switch (comparison) {
      case "<=":
        return equal || left < right;
      case ">=":
        return equal || left > right;
      case "<":
        return !equal && left < right;
      case ">":
        return !equal && left > right;
      case "==":
        return equal;
      default:
        return !equal;
    }
  }

  /** Both sides of a promise, and whether it holds; undefined where a side has no value. */
  function check(assertion, values) {
    const left = finite(compute(assertion.left, values));
    const right = finite(compute(assertion.right, values));
    const known = !Number.isNaN(left) && !Number.isNaN(right);
    return { left, right, holds: known ? holds(left, assertion.comparison, right) : undefined };
  }

  // ---------- formatting (present.py) ----------

  function rounded(number, digits) {
    return Number(number.toExponential(digits - 1));
  }

  function choose(size, format) {
    if (format.home >= 0) {
      const home = format.steps[format.home];
      if (size === 0 || (size / home[0] >= 0.1 && rounded(size / home[0], format.digits) < 1000)) return home;
    }
    let chosen = format.steps[0];
    for (const step of format.steps) {
      if (rounded(size / chosen[0], format.digits) * chosen[0] >= step[0]) chosen = step;
    }
    return chosen;
  }

  function superscript(exponent) {
    return String(exponent).replace(/[0-9]/g, (char) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[char]);
  }

  /** A string of digits with the decimal point after so many of them: thousands separated, no trailing zeros. */
  function plain(digits, point) {
    const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
    const cut = Math.max(point, 1);
    const whole = padded.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ",");
    const fraction = padded.slice(cut).replace(/0+$/, "");
    return fraction ? `${whole}.${fraction}` : whole;
  }

  function numberText(number, digits = EXACT_DIGITS) {
    const [mantissa, power] = number.toExponential(digits - 1).split("e");
    const exponent = Number(power);
    const figures = mantissa.replace(".", "");
    if (exponent >= 15 || exponent < -9) {
      return `${plain(figures, 1)}${NBSP}${exponent >= 0 ? "×" : "÷"}${NBSP}10${superscript(Math.abs(exponent))}`;
    }
    return plain(figures, exponent + 1);
  }

  function text(base, format) {
    if (!Number.isFinite(base)) return "undefined";
    const size = Math.abs(base);
    const [scale, one, many] = choose(size, format);
    let number = numberText(size / scale, format.digits);
    if (format.before && /\.\d$/.test(number) && !many.startsWith(NBSP)) number += "0";
    const sign = base < 0 && number !== "0" ? MINUS : "";
    return sign + format.before + number + (number === "1" ? one : many);
  }

  const PRECEDENCE = { "+": 1, "-": 1, "*": 2, "/": 2 };
  const SYMBOLS = { "+": "+", "-": MINUS, "*": "×", "/": "÷" };

  function written(model, formula, nameText) {
    if (typeof formula === "number") return [numberText(formula), 5];
    const [kind, first, second] = formula;
    const inside = (part, needed) => {
      const [shown, binds] = written(model, part, nameText);
      if (needed >= 5 && part[0] === "name" && /^[\p{L}\p{N}_.,]+$/u.test(shown)) return shown;
      return binds < needed ? `(${shown})` : shown;
    };
    switch (kind) {
      case "name": {
        const shown = nameText(first);
        return [shown, shown.startsWith(MINUS) ? 0 : 4.5];
      }
      case "literal":
        return [text(first, model.formats[second]), 5];
      case "neg":
        return [MINUS + inside(first, 3), 3];
      case "call": {
        const parts = formula.slice(2).map((argument) => written(model, argument, nameText)[0]);
        return [`${model.functions[first]}(${parts.join("; ")})`, 5];
      }
      case "**":
        if (Number.isInteger(second)) return [inside(first, 5) + superscript(second), 4];
        return [`${inside(first, 5)}^${inside(second, 5)}`, 4];
      default: {
        const level = PRECEDENCE[kind];
        const divides = kind === "-" || kind === "/" || second[0] === "/";
        const strict = second[0] === "neg" ? 3.5 : level + (divides ? 0.5 : 0);
        return [`${inside(first, level)} ${SYMBOLS[kind]} ${inside(second, strict)}`, level];
      }
    }
  }

  /** A result's formula with the numbers put in. */
  function numbersText(model, values, formula) {
    return written(model, formula, (name) => text(values[name], model.formats[model.values[name].format]))[0];
  }

  const COMPARISONS = { "<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "<": "<", ">": ">" };
  const NEGATED = { "<=": ">", ">=": "<", "==": "!=", "!=": "==", "<": ">=", ">": "<=" };

  /** A promise with the numbers put in and the relation that is so. */
  function sidesText(model, assertion, found) {
    const symbol = COMPARISONS[found.holds === false ? NEGATED[assertion.comparison] : assertion.comparison];
    let formats = assertion.formats.map((number) => model.formats[number]);
    for (;;) {
      const [left, right] = [text(found.left, formats[0]), text(found.right, formats[1])];
      const least = Math.min(formats[0].digits, formats[1].digits);
      if (left !== right || "≤≥=".includes(symbol) || least >= EXACT_DIGITS) return `${left} ${symbol} ${right}`;
      formats = formats.map((format) => ({ ...format, digits: Math.min(format.digits + 1, EXACT_DIGITS) }));
    }
  }

  // ---------- sensitivity (sensitivity.py) ----------

  function hundredths(number) {
    return Math.floor(number * 100 + 0.5) / 100;
  }

  /** Names on which a value or a promise rests, directly or not. */
  function reached(model, depends) {
    const found = new Set();
    const waiting = [...depends];
    while (waiting.length) {
      const name = waiting.pop();
      if (found.has(name)) continue;
      found.add(name);
      waiting.push(...((model.values[name] || {}).depends || []));
    }
    return found;
  }

  function elasticities(model, changed, name) {
    const now = recompute(model, changed);
    const below = reached(model, [name]);
    const at = (input, base) => recompute(model, { ...changed, [input]: base })[name];
    const found = [];
    Object.entries(model.values).forEach(([input, entry], order) => {
      if (!entry.input || !below.has(input)) return;
      const base = now[input];
      let value = 0;
      if (now[name] && base) {
        value = (at(input, base * (1 + STEP)) - at(input, base * (1 - STEP))) / (2 * STEP * now[name]);
      }
      if (!Number.isFinite(value)) return;
      let swing = 0;
      if (entry.input.low !== undefined && now[name]) {
        swing = Math.abs(at(input, entry.input.high) - at(input, entry.input.low)) / Math.abs(now[name]);
        swing = Number.isFinite(swing) ? hundredths(swing) : 0;
      }
      found.push({ input, value, size: hundredths(Math.abs(value)), swing, order });
    });
    return found.sort((a, b) => b.size - a.size || b.swing - a.swing || a.order - b.order);
  }

  function limit(model, changed, assertion, input) {
    const entry = model.values[input];
    const base = input in changed ? changed[input] : entry.base;
    const cap = entry.input.cap !== undefined && base <= entry.input.cap ? entry.input.cap : Infinity;
    const state = (at) => check(assertion, recompute(model, { ...changed, [input]: at })).holds;
    const present = state(base);
    const bisect = (inside, outside) => {
      for (let round = 0; round < HALVINGS; round += 1) {
        const middle = (inside + outside) / 2;
        if (state(middle) === present) inside = middle;
        else outside = middle;
      }
      return outside;
    };
    const seek = (direction) => {
      let inside = base;
      for (let point = 1; point <= POINTS_PER_DECADE * DECADES; point += 1) {
        const outside = Math.min(base * 10 ** ((direction * point) / POINTS_PER_DECADE), cap);
        const found = state(outside);
        if (found === undefined || outside === inside) return undefined;
        if (found !== present) return bisect(inside, outside);
        inside = outside;
      }
      return undefined;
    };
    return { base, present, ends: [seek(-1), seek(1)].filter((end) => end !== undefined) };
  }

  function either(names) {
    return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
  }

  function movesText(model, name, found) {
    const { label } = model.values[name];
    const groups = new Map();
    for (const { input, value, size } of found) {
      if (!size) continue;
      const key = value < 0 ? -size : size;
      groups.set(key, [...(groups.get(key) || []), model.values[input].words]);
    }
    if (!groups.size) return `${label}: a change of 1${NBSP}% in one input does not move it.`;
    const parts = [...groups].slice(0, MOST_GROUPS).map(([size, names]) => {
      const verb = size > 0 ? "raises" : "lowers";
      return `${either(names)} ${verb} it by ${numberText(Math.abs(size))}${NBSP}%`;
    });
    return `${label}: a rise of 1${NBSP}% in ${parts.join("; in ")}.`;
  }

  function breaksText(model, changed, assertion, input) {
    const entry = model.values[input];
    const found = limit(model, changed, assertion, input);
    const format = model.formats[entry.format];
    const ends = found.ends.map((end) => text(end, { ...format, digits: 3 }));
    if (!ends.length) {
      const still = found.present ? "holds" : "stays broken";
      return `“${assertion.words}” ${still} whatever ${entry.words} is, within a factor of 1,000.`;
    }
    const verb = found.present ? "breaks" : "is broken, and holds";
    return `“${assertion.words}” ${verb} when ${entry.words} reaches ${ends.join(" or ")} (now ${text(found.base, format)}).`;
  }

  /** What moves a watched result and where it breaks promises, one sentence each. */
  function watchLines(model, changed, name) {
    const found = elasticities(model, changed, name);
    const lines = [movesText(model, name, found)];
    if (found.length && found[0].size) {
      const { input } = found[0];
      const now = recompute(model, changed);
      for (const assertion of model.assertions) {
        const concerned = assertion.inputs.includes(input) && reached(model, assertion.depends).has(name);
        if (concerned && check(assertion, now).holds !== undefined) {
          lines.push(breaksText(model, changed, assertion, input));
        }
      }
    }
    return lines;
  }

  // ---------- the link ----------

  /** `set=users:2e9,share:5`, in the units as written; other parameters and the anchor stay. */
  function linkTo(model, changed, address) {
    const url = new URL(address);
    const others = url.search.slice(1).split("&").filter((part) => part && !part.startsWith("set="));
    const pairs = Object.entries(changed).map(([name, base]) => {
      return `${name}:${Number((base / model.values[name].input.factor).toPrecision(EXACT_DIGITS))}`;
    });
    const search = [...others, ...(pairs.length ? [`set=${pairs.join(",")}`] : [])].join("&");
    url.search = search;
    return url.href;
  }

  function changesIn(model, address) {
    const changed = {};
    for (const pair of (new URL(address).searchParams.get("set") || "").split(",")) {
      const [name, number] = pair.split(":");
      const entry = Object.hasOwn(model.values, name) ? model.values[name] : undefined;
      const value = Number(number);
      if (entry && entry.input && number && Number.isFinite(value)) changed[name] = value * entry.input.factor;
    }
    return changed;
  }

  const pure = {
    FUNCTIONS, changesIn, check, compute, linkTo, numberText, numbersText, recompute, sidesText, text, watchLines,
  };
  if (typeof module !== "undefined" && module.exports) {
    module.exports = pure;
    return;
  }

  // ---------- the page ----------

  const SLIDER_STEPS = 1000;
  // A slider over more than this ratio moves in ratios, so that every decade gets its share.
  const LOGARITHMIC_FROM = 20;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function same(left, right) {
    return Object.is(left, right) || Math.abs(left - right) <= 1e-12 * Math.max(Math.abs(left), Math.abs(right));
  }

  function sliderScale({ low, high }) {
    if (low > 0 && high / low >= LOGARITHMIC_FROM) {
      return {
        at: (base) => (SLIDER_STEPS * Math.log(base / low)) / Math.log(high / low),
        from: (position) => low * (high / low) ** (position / SLIDER_STEPS),
      };
    }
    return {
      at: (base) => (SLIDER_STEPS * (base - low)) / (high - low),
      from: (position) => low + ((high - low) * position) / SLIDER_STEPS,
    };
  }

  /** The live page: state, and how it reaches the document. */
  function liven(script) {
    const model = JSON.parse(script.textContent);
    const originals = Object.fromEntries(Object.entries(model.values).map(([name, entry]) => [name, entry.base]));
    const written0 = new Map();
    const controls = new Map();
    const tools = [];
    let changed = {};
    let slow;

    const status = element("p", { class: "estimate-status", role: "status" });
    script.after(status);

    function write(node, content) {
      if (!written0.has(node)) written0.set(node, node.textContent);
      if (node.textContent !== content) node.textContent = content;
    }

    function original(node) {
      if (written0.has(node)) write(node, written0.get(node));
    }

    function show() {
      const values = recompute(model, changed);
      const differs = (name) => !same(values[name], originals[name]);
      for (const node of document.querySelectorAll("[data-value]")) {
        const expression = node.dataset.value;
        const entry = model.values[expression];
        const quote = model.quotes[expression] || (entry && { name: expression, format: entry.format });
        if (!quote || !(quote.name in values)) continue;
        if (differs(quote.name)) write(node, text(values[quote.name], model.formats[quote.format]));
        else original(node);
        node.classList.toggle("value-changed", differs(quote.name));
        if (node.localName === "data") node.setAttribute("value", String(values[quote.name]));
      }
      for (const node of document.querySelectorAll("[data-numbers]")) {
        const entry = model.values[node.dataset.numbers];
        if (entry.depends.some(differs)) write(node, numbersText(model, values, entry.formula));
        else original(node);
      }
      const broken = [];
      model.assertions.forEach((assertion, number) => {
        const found = check(assertion, values);
        const sides = sidesText(model, assertion, found);
        if (found.holds !== true) broken.push(`${assertion.words} (${sides})`);
        for (const item of document.querySelectorAll(`[data-assertion="${number}"]`)) {
          item.dataset.holds = String(found.holds === true);
          item.querySelector(".estimate-mark").textContent = found.holds === true ? "Holds" : "Broken";
          const node = item.querySelector("[data-sides]");
          if (assertion.depends.some(differs)) write(node, sides);
          else original(node);
        }
      });
      for (const [name, control] of controls) control.show(values[name]);
      const any = Object.keys(changed).length > 0;
      for (const { bar, link } of tools) {
        bar.hidden = !any;
        link.href = linkTo(model, changed, window.location.href);
      }
      return broken;
    }

    /** What takes longer or should not chatter: limits, the address, the spoken summary. */
    function settle(broken) {
      for (const name of new Set(model.watches)) {
        const items = [...document.querySelectorAll(`[data-watch="${name}"]`)];
        if (!items.length) continue;
        const lines = watchLines(model, changed, name).map((line) => {
          const item = items[0].cloneNode(false);
          item.textContent = line;
          return item;
        });
        items[0].before(...lines);
        items.forEach((item) => item.remove());
      }
      try {
        window.history.replaceState(window.history.state, "", linkTo(model, changed, window.location.href));
      } catch {
        // Some browsers refuse this for files; the link in the tools works everywhere.
      }
      const count = Object.keys(changed).length;
      const promises = broken.length ? `Broken: ${broken.join("; ")}.` : "Every promise holds.";
      status.textContent = count ? `${count} ${count === 1 ? "input" : "inputs"} changed. ${promises}` : "All inputs as in the text.";
    }

    function update() {
      const broken = show();
      clearTimeout(slow);
      slow = setTimeout(() => settle(broken), 300);
    }

    function set(name, base) {
      changed = { ...changed, [name]: base };
      if (same(base, originals[name])) delete changed[name];
      update();
    }

    function reset() {
      changed = {};
      update();
    }

    function control(row) {
      const name = row.dataset.input;
      const { input, words, format } = model.values[name];
      const unit = input.factor * input.step;
      const number = element("input", {
        type: "number", step: "any", inputmode: "decimal", class: "estimate-number",
        "aria-label": input.unit ? `${words}, ${input.unit}` : words,
      });
      const shown = (base) => String(Number((base / unit).toPrecision(EXACT_DIGITS)));
      const field = element("span", { class: "estimate-field" }, number);
      if (input.unit) field.append(element("span", { class: "estimate-unit", "aria-hidden": "true" }, input.unit));
      number.addEventListener("input", () => {
        const typed = number.valueAsNumber;
        number.setAttribute("aria-invalid", String(!Number.isFinite(typed)));
        if (Number.isFinite(typed)) set(name, typed * unit);
      });
      number.addEventListener("blur", () => controls.get(name).show(recompute(model, changed)[name]));
      let slider;
      let scale;
      if (input.low !== undefined) {
        scale = sliderScale(input);
        slider = element("input", { type: "range", min: "0", max: String(SLIDER_STEPS), class: "estimate-slider",
          "aria-label": words });
        slider.addEventListener("input", () => {
          // Three digits: nobody means 412.3456 million users.
          set(name, Number((scale.from(slider.valueAsNumber) / unit).toPrecision(3)) * unit);
        });
        field.append(slider);
      }
      const cell = row.querySelector(".estimate-value");
      cell.classList.add("estimate-live");
      cell.append(field);
      controls.set(name, {
        show(base) {
          // Don't rewrite what is being typed ("0." on the way to 0.5).
          if (document.activeElement !== number) {
            number.value = shown(base);
            number.removeAttribute("aria-invalid");
          }
          if (!slider) return;
          slider.value = String(Math.round(Math.min(SLIDER_STEPS, Math.max(0, scale.at(base)))));
          slider.setAttribute("aria-valuetext", text(base, model.formats[format]));
        },
      });
    }

    for (const section of document.querySelectorAll("section.estimate")) {
      const rows = section.querySelectorAll("[data-input]");
      rows.forEach((row) => control(row));
      if (!rows.length) continue;
      const button = element("button", { type: "button", class: "estimate-reset" }, "Reset");
      const link = element("a", { class: "estimate-link" }, "Link to these numbers");
      button.addEventListener("click", () => {
        const next = section.querySelector(".estimate-number");
        reset();
        next.focus(); // the button hides itself: keep the keyboard's place
      });
      const bar = element("p", { class: "estimate-tools" }, button, " ", link);
      bar.hidden = true;
      section.append(bar);
      tools.push({ bar, link });
    }

    changed = changesIn(model, window.location.href);
    if (Object.keys(changed).length) update();
    else show();
  }

  function start() {
    for (const script of document.querySelectorAll("script.estimate-model:not([data-live])")) {
      script.setAttribute("data-live", "");
      liven(script);
    }
  }

  // Material's instant navigation replaces the page without loading it.
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
