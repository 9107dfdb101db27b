/* Estimates in the browser: a reader changes an input, and every number, promise and limit on the page follows.
   The arithmetic, the formatting and the sensitivity are twins of scripts/guide/estimates/; tests compare them. */
(function () {
  "use strict";

  const NBSP = "\u00a0";
  const MINUS = "\u2212";
  const TOLERANCE = 1e-9;
  const EXACT_DIGITS = 12;
  const STEP = 0.01;
  const ALIKE = 0.2;
  const POINTS = 24;
  const WIDE = 20;
  const HALVINGS = 40;
  const MOST_NAMED = 3;
  const FEW = 2;
  const NOISE = 1e-6;

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

  const prepared = new WeakMap();

  /** What doesn't change from one question to the next: the values in their order, and what each rests on. */
  function prepare(model) {
    if (!prepared.has(model)) {
      const entries = Object.entries(model.values);
      const rests = new Map();
      for (const [name, entry] of entries) {
        const found = new Set([name]);
        for (const used of entry.depends || []) rests.get(used).forEach((below) => found.add(below));
        rests.set(name, found);
      }
      prepared.set(model, { entries, rests });
    }
    return prepared.get(model);
  }

  /** A function from a value of one input to all values, undefined where one of those wanted has none. */
  function follow(model, now, given, wanted) {
    const { entries, rests } = prepare(model);
    const needed = new Set(wanted.flatMap((name) => [...rests.get(name)]));
    const steps = entries.filter(([name, entry]) => {
      return entry.formula !== undefined && needed.has(name) && rests.get(name).has(given);
    });
    const values = { ...now };
    return (base) => {
      values[given] = base;
      for (const [name, entry] of steps) values[name] = finite(compute(entry.formula, values));
      return wanted.some((name) => Number.isNaN(values[name])) ? undefined : values;
    };
  }

  function elasticities(model, now, name) {
    const { entries, rests } = prepare(model);
    const found = [];
    entries.forEach(([input, entry], order) => {
      if (!entry.input || !rests.get(name).has(input)) return;
      const followed = follow(model, now, input, [name]);
      const at = (base) => (followed(base) || { [name]: NaN })[name];
      const base = now[input];
      let value = 0;
      if (now[name] && base) {
        const rise = (at(base * (1 + STEP)) - now[name]) / (STEP * now[name]);
        const fall = (now[name] - at(base * (1 - STEP))) / (STEP * now[name]);
        value = Math.abs(rise - fall) <= ALIKE * Math.max(Math.abs(rise), Math.abs(fall)) ? (rise + fall) / 2 : rise;
      }
      if (!Number.isFinite(value)) return;
      let swing = 0;
      if (entry.input.low !== undefined && now[name]) {
        swing = Math.abs(at(entry.input.high) - at(entry.input.low)) / Math.abs(now[name]);
        swing = Number.isFinite(swing) ? hundredths(swing) : 0;
      }
      found.push({ input, value, size: hundredths(Math.abs(value)), swing, order });
    });
    return found.sort((a, b) => b.size - a.size || b.swing - a.swing || a.order - b.order);
  }

  /** The value nearest to the present one, on the way to `end`, at which a promise's state is another. */
  function seek(state, present, base, end, whole) {
    const ratio = base ? end / base : 0;
    const wide = ratio > 0 && Math.max(ratio, 1 / ratio) >= WIDE;
    const at = (share) => (wide ? base * ratio ** share : base + (end - base) * share);
    let inside = base;
    for (let point = 1; point <= POINTS; point += 1) {
      let outside = point === POINTS ? end : at(point / POINTS);
      const found = state(outside);
      if (found === undefined) return undefined;
      if (found !== present) {
        for (let round = 0; round < HALVINGS; round += 1) {
          const middle = (inside + outside) / 2;
          if (state(middle) === present) inside = middle;
          else outside = middle;
        }
        if (!whole) return outside;
        const rounded = end > base ? Math.ceil(outside - NOISE) : Math.floor(outside + NOISE);
        return state(rounded) === !present ? rounded : undefined;
      }
      inside = outside;
    }
    return undefined;
  }

  /** Where an input, moved alone inside its range, changes a promise's state: nearest below and above. */
  function limit(model, now, assertion, input) {
    const { low, high, whole } = model.values[input].input;
    if (low === undefined) return [];
    const followed = follow(model, now, input, assertion.depends);
    const state = (base) => {
      const values = followed(base);
      return values && check(assertion, values).holds;
    };
    const base = now[input];
    const present = check(assertion, now).holds;
    const inRange = (found) => found !== undefined && found >= low && found <= high;
    return [
      ["falls to", base > low ? seek(state, present, base, low, whole) : undefined],
      ["reaches", base < high ? seek(state, present, base, high, whole) : undefined],
    ].filter(([, found]) => inRange(found));
  }

  function either(parts) {
    return parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} or ${parts[parts.length - 1]}`;
  }

  function few(names) {
    if (names.length <= MOST_NAMED + 1) return names;
    return [...names.slice(0, MOST_NAMED), `any of ${names.length - MOST_NAMED} others`];
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
    const listed = [...groups];
    const parts = listed.slice(0, listed[0][1].length <= FEW ? 2 : 1).map(([size, names]) => {
      const verb = size > 0 ? "raises" : "lowers";
      return `${either(few(names))} ${verb} it by ${numberText(Math.abs(size))}${NBSP}%`;
    });
    return `${label}: a rise of 1${NBSP}% in ${parts.join("; in ")}.`;
  }

  function breaksText(model, now, assertion, inputs) {
    const parts = [];
    for (const input of inputs) {
      const { format, words } = model.values[input];
      const form = model.formats[format];
      const ends = limit(model, now, assertion, input).map(([verb, end]) => `${verb} ${text(end, { ...form, digits: 3 })}`);
      if (ends.length) parts.push(`${words} ${ends.join(" or ")} (now ${text(now[input], form)})`);
    }
    if (!parts.length) return undefined;
    const verb = check(assertion, now).holds ? "breaks" : "is broken, and holds";
    return `“${assertion.words}” ${verb} when ${either(parts)}.`;
  }

  /** What moves a watched result, and what breaks its promises inside the inputs' ranges, one sentence each. */
  function watchLines(model, changed, name) {
    const { entries, rests } = prepare(model);
    const now = recompute(model, changed);
    const found = elasticities(model, now, name);
    const below = entries.filter(([input, entry]) => entry.input && rests.get(name).has(input)).map(([input]) => input);
    const inOrder = [...new Set([...found.map(({ input }) => input), ...below])];
    const concerned = model.assertions.filter((assertion) => {
      return assertion.depends.some((used) => rests.get(used).has(name)) && check(assertion, now).holds !== undefined;
    });
    const broken = concerned.map((assertion) => {
      return breaksText(model, now, assertion, inOrder.filter((input) => assertion.inputs.includes(input)));
    });
    return [movesText(model, name, found), ...broken.filter((line) => line !== undefined)];
  }

  // ---------- what a reader types, and how a slider moves ----------

  const WRITTEN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const TOO_LARGE = 1e30;

  /** What is wrong with a value of an input, in a sentence; "" when nothing is. */
  function objection(model, changed, name, base) {
    const { input, words } = model.values[name];
    const said = words.charAt(0).toUpperCase() + words.slice(1);
    if (!(Math.abs(base) <= TOO_LARGE)) return "The number is too large.";
    if (input.floor !== undefined && base < input.floor) return `${said} can’t be below 0.`;
    if (input.cap !== undefined && base > input.cap * (1 + TOLERANCE)) return `${said} is a share: it can’t be above 100${NBSP}%.`;
    if (input.whole && !Number.isInteger(Number((base / input.factor).toPrecision(EXACT_DIGITS)))) {
      return `${said} can only be a whole number.`;
    }
    const before = recompute(model, changed);
    const after = recompute(model, { ...changed, [name]: base });
    const lost = Object.keys(after).find((other) => Number.isNaN(after[other]) && !Number.isNaN(before[other]));
    return lost ? `With this, “${model.values[lost].label}” has no value.` : "";
  }

  /** A typed number, in the unit of its field: `{base}` in base units, or `{problem}` in a sentence. */
  function readTyped(model, changed, name, typed, unit) {
    const bare = typed.trim().replace(/[\s\u00a0\u202f]+/g, "").replace(/^\u2212/, "-");
    if (!bare) return { problem: "Type a number." };
    if (bare.includes(",")) return { problem: "Write a full stop before the decimals and no commas, as in 1.5." };
    if (!WRITTEN.test(bare)) return { problem: `“${typed.trim()}” is not a number.` };
    const base = Number(bare) * unit;
    const problem = objection(model, changed, name, base);
    return problem ? { problem } : { base };
  }

  const SLIDER_STEPS = 1000;
  // A slider over more than this ratio moves in ratios, so that every decade gets its share.
  const LOGARITHMIC_FROM = 20;
  // Nobody means 412.3456 million users.
  const SLIDER_DIGITS = 3;

  /** A slider's position for a value, and the value at a position. */
  function sliderScale({ low, high }) {
    if (low > 0 && high / low >= LOGARITHMIC_FROM) {
      return {
        at: (base) => (base > 0 ? (SLIDER_STEPS * Math.log(base / low)) / Math.log(high / low) : 0),
        from: (position) => low * (high / low) ** (position / SLIDER_STEPS),
      };
    }
    return {
      at: (base) => (SLIDER_STEPS * (base - low)) / (high - low),
      from: (position) => low + ((high - low) * position) / SLIDER_STEPS,
    };
  }

  /** The value at a slider's position, as round as it is shown, inside the range. */
  function slid(input, position) {
    const unit = input.factor * input.step;
    const found = sliderScale(input).from(position);
    const round = input.whole
      ? Math.round(found / input.factor) * input.factor
      : Number((found / unit).toPrecision(SLIDER_DIGITS)) * unit;
    return Math.min(Math.max(round, input.low), input.high);
  }

  /** The value so many positions away from another: at least one digit of what is shown, at most the range's end. */
  function stepped(input, base, positions) {
    const direction = Math.sign(positions);
    const end = direction > 0 ? input.high : input.low;
    if ((end - base) * direction <= 0) return base;
    const unit = input.factor * input.step;
    const position = sliderScale(input).at(base) + positions;
    let moved = slid(input, Math.min(Math.max(position, 0), SLIDER_STEPS));
    if ((moved - base) * direction <= TOLERANCE * Math.abs(base)) {
      const size = Math.abs(base / unit);
      const digit = size ? 10 ** (Math.floor(Math.log10(size)) - SLIDER_DIGITS + 1) * unit : (input.high - input.low) / SLIDER_STEPS;
      moved = Number(((base + direction * (input.whole ? input.factor : digit)) / unit).toPrecision(EXACT_DIGITS)) * unit;
    }
    return direction > 0 ? Math.min(moved, end) : Math.max(moved, end);
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
      const [name, number = ""] = pair.split(":");
      const entry = Object.hasOwn(model.values, name) ? model.values[name] : undefined;
      if (!entry || !entry.input) continue;
      const { base } = readTyped(model, changed, name, number, entry.input.factor);
      if (base !== undefined) changed[name] = base;
    }
    return changed;
  }

  const pure = {
    FUNCTIONS, changesIn, check, compute, linkTo, numberText, numbersText, readTyped, recompute, sidesText, stepped, text,
    watchLines,
  };
  if (typeof module !== "undefined" && module.exports) {
    module.exports = pure;
    return;
  }

  // ---------- the page ----------

  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 100, PageDown: -100, End: Infinity, Home: -Infinity };

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function same(left, right) {
    return Object.is(left, right) || Math.abs(left - right) <= 1e-12 * Math.max(Math.abs(left), Math.abs(right));
  }

  /** The folds around a node, the innermost first. */
  function foldsAround(node) {
    const found = [];
    for (let fold = node.parentElement.closest("details"); fold; fold = fold.parentElement.closest("details")) found.push(fold);
    return found;
  }

  function isOpen(node) {
    return foldsAround(node).every((fold) => fold.open);
  }

  /** The live page: state, and how it reaches the document. */
  function liven(script) {
    const model = JSON.parse(script.textContent);
    const originals = Object.fromEntries(Object.entries(model.values).map(([name, entry]) => [name, entry.base]));
    const written0 = new Map();
    const controls = [];
    const tools = [];
    let changed = {};
    let problem = "";
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
          for (const node of item.querySelectorAll("[data-sides]")) {
            if (assertion.depends.some(differs)) write(node, sides);
            else original(node);
          }
        }
      });
      for (const control of controls) control.show(values[control.name]);
      const any = Object.keys(changed).length > 0;
      for (const { bar, link } of tools) {
        bar.hidden = !any;
        link.href = linkTo(model, changed, window.location.href);
      }
      return broken;
    }

    /** Writes what moves the watched results of opened blocks. */
    function watch() {
      for (const name of new Set(model.watches)) {
        for (const list of document.querySelectorAll(".estimate-watches")) {
          const items = [...list.querySelectorAll(`[data-watch="${name}"]`)];
          if (!items.length || !isOpen(list)) continue;
          const lines = watchLines(model, changed, name).map((line) => {
            const item = items[0].cloneNode(false);
            item.textContent = line;
            return item;
          });
          items[0].before(...lines);
          items.forEach((item) => item.remove());
        }
      }
    }

    /** What takes longer or should not chatter: limits, the address, the spoken summary. */
    function settle(broken) {
      watch();
      try {
        window.history.replaceState(window.history.state, "", linkTo(model, changed, window.location.href));
      } catch {
        // Some browsers refuse this for files; the link in the tools works everywhere.
      }
      const count = Object.keys(changed).length;
      const promises = broken.length ? `Broken: ${broken.join("; ")}.` : "Every promise holds.";
      const summary = count ? `${count} ${count === 1 ? "input" : "inputs"} changed. ${promises}` : "All inputs as in the text.";
      status.textContent = problem || summary;
    }

    function update() {
      const broken = show();
      clearTimeout(slow);
      slow = setTimeout(() => settle(broken), 300);
    }

    function set(name, base) {
      problem = "";
      changed = { ...changed, [name]: base };
      if (same(base, originals[name])) delete changed[name];
      update();
    }

    function reset() {
      changed = {};
      problem = "";
      controls.forEach((control) => control.forgive());
      update();
    }

    function control(row) {
      const name = row.dataset.input;
      const { input, words, format, borrowed } = model.values[name];
      const unit = input.factor * input.step;
      const now = () => (name in changed ? changed[name] : originals[name]);
      const said = element("span", { class: "estimate-problem", id: `estimate-problem-${controls.length}` });
      said.hidden = true;
      // Not type="number": browsers drop its commas silently, and the wheel changes it.
      const number = element("input", {
        type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", class: "estimate-number",
        "aria-label": input.unit ? `${words}, ${input.unit}` : words,
      });
      const shown = (base) => String(Number((base / unit).toPrecision(EXACT_DIGITS)));
      const field = element("span", { class: "estimate-field" }, number);
      if (input.unit) field.append(element("span", { class: "estimate-unit", "aria-hidden": "true" }, input.unit));

      function forgive() {
        number.removeAttribute("aria-invalid");
        number.removeAttribute("aria-describedby");
        said.hidden = true;
      }

      function refuse(sentence) {
        problem = `${sentence} The page keeps ${text(now(), model.formats[format])}.`;
        number.setAttribute("aria-invalid", "true");
        number.setAttribute("aria-describedby", said.id);
        said.textContent = problem;
        said.hidden = false;
        update();
      }

      function accept(base) {
        forgive();
        set(name, base);
      }

      function move(base) {
        const sentence = objection(model, changed, name, base);
        if (sentence) refuse(sentence);
        else accept(base);
      }

      number.addEventListener("input", () => {
        const typed = readTyped(model, changed, name, number.value, unit);
        if (typed.problem) refuse(typed.problem);
        else accept(typed.base);
      });
      number.addEventListener("blur", () => made.show(now()));
      number.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !number.hasAttribute("aria-invalid")) return;
        forgive();
        problem = "";
        number.value = shown(now());
        update();
      });

      let slider;
      if (input.low !== undefined) {
        slider = element("input", {
          type: "range", min: "0", max: String(SLIDER_STEPS), class: "estimate-slider", "aria-label": words,
        });
        let position = 0;
        slider.addEventListener("input", () => {
          const wanted = slider.valueAsNumber;
          const base = slid(input, wanted);
          // A small move is one digit, not none.
          move(same(base, now()) && wanted !== position ? stepped(input, now(), Math.sign(wanted - position)) : base);
        });
        slider.addEventListener("keydown", (event) => {
          if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          const positions = KEYS[event.key];
          if (Number.isFinite(positions)) move(stepped(input, now(), positions));
          else move(positions > 0 ? input.high : input.low);
        });
        slider.place = (base) => {
          position = Math.round(Math.min(SLIDER_STEPS, Math.max(0, sliderScale(input).at(base))));
          slider.value = String(position);
          slider.setAttribute("aria-valuetext", text(base, model.formats[format]));
        };
        field.append(slider);
      }
      const made = {
        name,
        forgive,
        show(base) {
          // Don't rewrite what is being typed ("0." on the way to 0.5), nor what is refused.
          const refused = number.hasAttribute("aria-invalid");
          if (document.activeElement !== number && !refused) number.value = shown(base);
          if (slider) slider.place(base);
        },
      };
      const cell = row.querySelector(".estimate-value");
      cell.classList.add("estimate-live");
      cell.append(field);
      if (borrowed) cell.append(element("span", { class: "estimate-here" }, "A change here changes this page only."));
      cell.append(said);
      controls.push(made);
      made.show(now());
    }

    /** Gives an opened block its fields; a closed one, of which a page has many, costs nothing. */
    function equip(section) {
      if (section.hasAttribute("data-live") || !isOpen(section)) return;
      section.setAttribute("data-live", "");
      const rows = section.querySelectorAll("[data-input]");
      if (!rows.length) return;
      rows.forEach((row) => control(row));
      const button = element("button", { type: "button", class: "estimate-reset" }, "Reset");
      const link = element("a", { class: "estimate-link", href: linkTo(model, changed, window.location.href) }, "Link to these numbers");
      button.addEventListener("click", () => {
        const next = section.querySelector(".estimate-number");
        reset();
        next.focus(); // the button hides itself: keep the keyboard's place
      });
      const bar = element("p", { class: "estimate-tools" }, button, " ", link);
      bar.hidden = !Object.keys(changed).length;
      section.append(bar);
      tools.push({ bar, link });
    }

    changed = changesIn(model, window.location.href);
    for (const section of document.querySelectorAll("section.estimate")) {
      equip(section);
      for (const fold of foldsAround(section)) {
        fold.addEventListener("toggle", () => {
          equip(section);
          if (written0.size) watch();
        });
      }
    }
    if (Object.keys(changed).length) update();
  }

  /** Opens the folds around what the address names, as a link to a value in a closed block. */
  function openTarget() {
    const target = window.namedPlace();
    const closed = target ? foldsAround(target).filter((fold) => !fold.open) : [];
    closed.forEach((fold) => {
      fold.open = true;
    });
    if (closed.length) target.scrollIntoView();
  }

  function start() {
    for (const script of document.querySelectorAll("script.estimate-model:not([data-live])")) {
      script.setAttribute("data-live", "");
      liven(script);
    }
    openTarget();
  }

  window.addEventListener("hashchange", openTarget);
  // A second click on the same link changes no address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href*='#']");
    if (link && link.hash && link.href.split("#")[0] === window.location.href.split("#")[0]) setTimeout(openTarget);
  });

  // Material's instant navigation replaces the page without loading it.
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
