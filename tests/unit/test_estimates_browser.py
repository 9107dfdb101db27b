"""The browser's arithmetic, formatting and sensitivity are Python's: compared over random inputs, in Node."""

from __future__ import annotations

import dataclasses
import json
import math
import random
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from guide.estimates import Evaluation, Value, evaluate, parse, quote
from guide.estimates.browser import page_model, page_model_json
from guide.estimates.formula import compute, parse_formula
from guide.estimates.functions import COMPUTE, FUNCTIONS
from guide.estimates.present import assertion_numbers, format_for, is_whole, numbers_of, text, value_text
from guide.estimates.sensitivity import lines, sensitivity
from guide.estimates.units import parse_unit
from guide.kept import Kept
from guide.model import Book
from guide.numbers import Numbers
from guide.pages import parse_chapters
from guide.project import Project
from guide.workers import Here

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "overrides/assets/javascripts/estimates.js"
RELATIVE = 1e-9

EVERYTHING = """\
title: Everything the language has
users = 400M user [50M .. 2B]          # assumed: x
share = 4 % [1 .. 20]                  # assumed: x
rate = 2 request/user/day              # assumed: x
budget = 200 ms [50 .. 500]            # chosen: x
sd = 20 ms                             # assumed: x
items = 1.2B item [1M .. 5B]           # assumed: x
each = 2 byte                          # chosen: x
ram = 256 GiB/machine                  # chosen: x
price = 2.5 dollar/(gpu*h)             # assumed: x
gpus = 16 gpu [1 .. 64]                # chosen: x
debt = -3 dollar                       # assumed: x
layers = 80 layer                      # chosen: x
context = 131072 token                 # chosen: x
peak = users * share * rate * 3 -> request/s                                    # Peak
inside = littles_law(peak, budget) -> request                                   # Inside
tail = p99_of_sum(budget, sd, budget / 2, sd) -> ms                             # Tail
less = p95_of_sum(budget, sd) - sd_from_p99(budget, budget + sd) -> s           # Less
table = embedding_table_bytes(items, 64, each) -> GB                            # Table
machines = ceil(table / ram) + floor(table / ram) -> machine                    # Machines
cache = kv_cache_bytes(layers, 8, 128, context, each) -> GB                     # Cache
compute = transformer_train_flops(70B, context) + transformer_inference_flops(70B, context) -> flop   # Compute
cost = gpus * price * (1 + ratio) -> dollar/month                               # Cost
ratio = per_hour                                                                # Ratio
per_hour = 0.5                                                                  # assumed: x
precision = bayes_precision(0.95, share, 0.1 * share) -> %                      # Precision
gain = amdahl(share, 2)                                                         # Gain
arm = sample_size_proportions(share, 0.02, 0.05, 0.8) -> user                   # Arm
arm2 = sample_size_means(sd, budget / 100, 0.05, 0.8) -> user                   # Arm 2
logs = log(count(items)) + log2(items) * log10(items) - exp(-share) / sqrt(share)   # Logs
power = (1 - share) ** 7.5 + -share ** 2 * (2 - -share)                         # Power
least = min(budget, sd * 2, tail) -> ms                                         # Least
most = max(abs(debt), 1 * debt) -> dollar                                       # Most
assert tail <= 500 ms
assert machines <= 4 machine           # a rack
assert peak / users >= 0.1 request/user/day
assert share != 3 %
assert 2 * gain > 1
watch machines, tail, cost
watch arm
"""


def node(program: str, data: object) -> object:
    code = f"const e = require({json.dumps(str(SCRIPT))});" \
           f"const data = JSON.parse(require('fs').readFileSync(0, 'utf8'));" \
           f"process.stdout.write(JSON.stringify((() => {{ {program} }})(), " \
           f"(key, value) => Number.isNaN(value) ? 'NaN' : value));"
    done = subprocess.run(["node", "-e", code], input=json.dumps(data), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def chapters() -> list[str]:
    """The test's own block, and each chapter with estimate blocks."""
    return ["everything", *sorted(file.stem for file in (ROOT / "docs").rglob("*.md") if "```estimate" in file.read_text())]


CHAPTERS = chapters()


_PARSED: list[Book] = []


@pytest.fixture(scope="module", autouse=True)
def parsed(book: Book, project: Project) -> None:
    """The real book, its chapters parsed by whoever was first."""
    _PARSED[:] = [parse_chapters(book, Kept(project), Here())]


@cache
def numbers() -> Numbers:
    return Numbers(_PARSED[0])


@cache
def original(chapter: str) -> Evaluation:
    return evaluate(chapter, [parse(EVERYTHING)]) if chapter == "everything" else numbers().evaluation(chapter)


def quotes_of(chapter: str) -> list[str]:
    """What the chapter's text quotes."""
    return [] if chapter == "everything" else [quoted.expression for quoted in _PARSED[0].by_id[chapter].parsed.quotes]


def evaluation_of(chapter: str, changed: dict[str, float] | None = None) -> Evaluation:
    """A chapter's evaluation, with some inputs (in their own units) changed."""
    known, changed = original(chapter), changed or {}
    blocks = []
    for block in known.blocks:
        inputs = tuple(dataclasses.replace(i, value=changed.get(i.name, i.value)) for i in block.inputs)
        blocks.append(dataclasses.replace(block, inputs=inputs))
    return evaluate(chapter, blocks, lambda home, name: known.others[f"{home}.{name}"], known.values)


def random_inputs(evaluation: Evaluation, chance: random.Random) -> dict[str, float]:
    """New values for all inputs, in their own units, inside their ranges or within half and double."""
    found = {}
    for block in evaluation.blocks:
        for given in block.inputs:
            low, high = (given.value / 2, given.value * 2) if given.low is None or given.high is None else (given.low, given.high)
            drawn = chance.uniform(low, high)
            # The page's own inputs take whole numbers where the text counts things.
            found[given.name] = round(drawn) if is_whole(evaluation.values[given.name]) else float(f"{drawn:.6g}")
    return found


def another(authored: Evaluation, chance: random.Random) -> tuple[dict[str, float], Evaluation]:
    """Random inputs, as many as leave every result with a value, and the evaluation with them."""
    for attempt in range(60):
        drawn = sorted(random_inputs(authored, chance).items())
        # Fewer each time: one may be outside a function's domain, where Python reports and the browser shows “undefined”.
        changed = dict(chance.sample(drawn, max(1, len(drawn) >> (attempt // 4))))
        now = evaluation_of(authored.chapter, changed)
        if set(now.values) == set(authored.values):
            return changed, now
    raise AssertionError("no input can be changed")


def close(left: object, right: object) -> bool:
    if "NaN" in (left, right) or None in (left, right):
        return left == right
    return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=1e-300)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_both_compute_the_same_over_random_inputs(chapter: str) -> None:
    authored = evaluation_of(chapter)
    chance = random.Random(20261121)
    here = [evaluation_of(chapter, random_inputs(authored, chance)) for _ in range(12)]
    runs = [{name: value.base for name, value in run.values.items() if value.kind != "computed"} for run in here]
    there = node("return data.runs.map((run) => e.recompute(data.model, run));", {"model": page_model(authored), "runs": runs})
    assert sum(len(run.values) for run in here) > 6 * len(authored.values), "most of the random inputs have values"
    for run, browser in zip(here, there, strict=True):
        for name in authored.values:
            mine = run.values[name].base if name in run.values else "NaN"
            assert close(mine, browser[name]), (name, mine, browser[name])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_both_write_the_same_texts(chapter: str) -> None:
    """Values, formulas with the numbers put in, promises, limits and quotes, as authored and after changes."""
    authored = evaluation_of(chapter)
    model = page_model(authored, quotes_of(chapter))
    chance = random.Random(7)
    rounds = [({}, authored), *(another(authored, chance) for _ in range(5))]
    answers = node("""
        const { model } = data, format = (n) => model.formats[n];
        const results = Object.entries(model.values).filter(([, entry]) => entry.formula !== undefined);
        return data.rounds.map((changed) => {
          const values = e.recompute(model, changed);
          return {
            values: Object.fromEntries(Object.entries(model.values).map(([n, v]) => [n, e.text(values[n], format(v.format))])),
            numbers: Object.fromEntries(results.map(([n, v]) => [n, e.numbersText(model, values, v.formula)])),
            sides: model.assertions.map((a) => e.sidesText(model, a, e.check(a, values))),
            holds: model.assertions.map((a) => e.check(a, values).holds),
            watches: Object.fromEntries(model.watches.map((n) => [n, e.watchLines(model, changed, n)])),
            quotes: Object.fromEntries(Object.entries(model.quotes).map(([q, v]) => [q, e.text(values[v.name], format(v.format))])),
          };
        });""", {"model": model, "rounds": [{name: now.values[name].base for name in changed} for changed, now in rounds]})
    for (_, now), there in zip(rounds, answers, strict=True):
        everything = {**now.others, **now.values}
        written = {result.name: result.formula for block in now.blocks for result in block.results}
        assert there["values"] == {name: value_text(value) for name, value in everything.items()}
        assert there["numbers"] == {n: numbers_of(f, everything) for n, f in written.items() if n in now.values}
        assert there["holds"] == [checked.holds for checked in now.checked]
        assert there["sides"] == [assertion_numbers(checked, everything) for checked in now.checked]
        assert there["watches"] == {w: lines(now, sensitivity(now, w)) for w in model["watches"]}
        assert there["quotes"] == {q: quote(now, q) for q in model["quotes"]}


def input_names(evaluation: Evaluation) -> list[str]:
    return [name for name, entry in page_model(evaluation)["values"].items() if "low" in entry.get("input", {})]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_step_of_a_slider_moves_it_by_at_least_a_digit_and_ends_at_the_range_s_end(chapter: str) -> None:
    evaluation = evaluation_of(chapter)
    walks = node("""
        const walks = [];
        for (const name of data.names) for (const positions of [1, -1, 100, -100]) {
          const { base, input } = data.model.values[name];
          const walk = [base];
          for (let count = 0; count < 3000; count += 1) {
            const next = e.stepped(input, walk[walk.length - 1], positions);
            if (next === walk[walk.length - 1]) break;
            walk.push(next);
          }
          walks.push([name, positions, walk[1] ?? base, walk.length, walk[walk.length - 1],
                      walk.slice(1).every((x, i) => (x - walk[i]) * positions > 0)]);
        }
        return walks;""", {"model": page_model(evaluation), "names": input_names(evaluation)})
    everything = {**evaluation.others, **evaluation.values}
    for name, positions, first, count, last, steady in walks:
        value = everything[name]
        assert steady and last == (value.high if positions > 0 else value.low), (name, positions, last)
        if count > 2:
            assert text(first, format_for(value.unit, 3)) != text(value.base, format_for(value.unit, 3)), (name, first)


READ = """\
title: T
users = 400M user [50M .. 2B]      # assumed: x
share = 4 % [1 .. 20]              # assumed: x
growth = 30 % [10 .. 200]          # assumed: x
gain = 1.5 pp                      # assumed: x
debt = -3 dollar                   # assumed: x
drift = 2 [-4 .. 4]                # assumed: x
factor = 2                         # assumed: x
gpus = 16 gpu [1 .. 64]            # assumed: x
crowd = 16 gpu [1 .. 6400]         # assumed: x
some = users * share / gpus -> user/gpu       # Some
rest = 1 / (drift - 3)             # Rest
"""
TYPED = [
    ("users", " 500 ", 500), ("users", "1 500", 1500), ("users", "0", 0), ("users", "-1", "can’t be below 0"), ("users", "+.5e2", 50), ("users", "5.", 5),
    ("users", "1,5", "full stop"), ("users", "", "Type a number"), ("users", "1e", "not a number"), ("users", "Infinity", "not a number"),
    ("users", "1e31", "too large"), ("share", "100", 100), ("share", "100.1", "above 100"), ("growth", "150", 150), ("growth", "-1", "below 0"),
    ("gain", "-2", -2), ("gain", "\u22122", -2), ("debt", "-9", -9), ("drift", "-3", -3), ("drift", "3", "“Rest” has no value"), ("factor", "-1", "below 0"),
    ("gpus", "3", 3), ("gpus", "2.5", "whole number"), ("gpus", "0", "“Some” has no value"), ("crowd", "2.5", 2.5),
]


@pytest.mark.parametrize(("name", "typed", "expected"), TYPED)
def test_what_a_reader_types(name: str, typed: str, expected: float | str) -> None:
    evaluation = evaluate("c", [parse(READ)], used=["growth", "gain", "debt", "factor", "crowd"])
    assert not evaluation.errors
    unit = evaluation.values[name].unit.factor
    read = node("return e.readTyped(data.model, {}, data.name, data.typed, data.unit);",
                {"model": page_model(evaluation), "name": name, "typed": typed, "unit": unit})
    if isinstance(expected, str):
        assert expected in read["problem"] and read["problem"].endswith(".")
    else:
        assert read == {"base": pytest.approx(expected * unit)}


def test_what_is_already_undefined_is_no_objection() -> None:
    model = page_model(evaluate("c", [parse(READ)]))
    assert node("return e.readTyped(data.model, {drift: 3}, 'users', '7', 1);", {"model": model}) == {"base": 7}


def test_quotes_that_the_page_can_write_anew() -> None:
    def other(chapter: str, name: str) -> Value:
        return evaluate(chapter, [parse("title: P\nh100 = 2 dollar/(gpu*h) [1 .. 6] # published: [@x]")], used=["h100"]).values[name]

    evaluation = evaluate("c", [parse("title: T\na = 3 gpu # assumed: x\nb = a * prices.h100 -> dollar/day # B\nassert b <= 2 * prices.h100 * 99 gpu")], other)
    model = page_model(evaluation, ["b", "c.b:2", "prices.h100", "far.x", "nothing", "b -> nonsense", "1 + 1", "a -> 1"])
    assert set(model["quotes"]) == {"b", "c.b:2", "prices.h100", "a -> 1"}
    assert model["quotes"]["c.b:2"]["name"] == "b"
    price = model["values"]["prices.h100"]
    assert price["borrowed"] == "prices" and price["input"]["low"] == 1 / 3600 and price["input"]["unit"] == "dollar/GPU-hour"
    assert "borrowed" not in model["values"]["a"] and "input" not in model["values"]["b"]
    assert model["values"]["b"]["depends"] == ["a", "prices.h100"]
    assert model["assertions"][0]["inputs"] == ["a", "prices.h100"]
    moved = node("return e.recompute(data.model, {'prices.h100': 1 / 3600}).b;", {"model": model})
    assert moved == pytest.approx(evaluation.values["b"].base / 2)
    link = node("return e.linkTo(data.model, {'prices.h100': 3 / 3600}, 'https://x.example/a');", {"model": model})
    assert link == "https://x.example/a?set=prices.h100:3"
    assert node("return e.changesIn(data.model, data.link);", {"model": model, "link": link}) == {"prices.h100": pytest.approx(3 / 3600)}


def test_the_chapters_quotes_and_borrowed_values_are_among_what_is_compared() -> None:
    models = [page_model(original(chapter), quotes_of(chapter)) for chapter in CHAPTERS]
    assert sum(len(model["quotes"]) for model in models) > 1000
    assert any("borrowed" in entry for model in models for entry in model["values"].values())


def test_the_test_s_own_block_uses_every_function() -> None:
    evaluation = evaluation_of("everything")
    assert [e.message for e in evaluation.errors if e.code != "assertion"] == []
    assert set(FUNCTIONS) - set(page_model(evaluation)["functions"]) == {"norm_quantile"}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_functions_agree_on_and_off_their_domain(function) -> None:
    chance = random.Random(3)
    count = len(function.parameters) * (2 if function.repeats else 1)
    calls = [[chance.choice((chance.random(), chance.uniform(-3, 3), 10 ** chance.uniform(-9, 9), 0.0, 1.0)) for _ in range(count)]
             for _ in range(300)]
    names = [f"x{n}" for n in range(count)]
    formula = parse_formula(f"{function.name}({', '.join(names)})")
    there = node("return data.calls.map((c) => e.compute(['call', data.name, ...c], {}));", {"name": function.name, "calls": calls})
    for arguments, browser in zip(calls, there, strict=True):
        try:
            mine = compute(formula, dict(zip(names, arguments, strict=True)), COMPUTE)
        except (ValueError, ZeroDivisionError, OverflowError):
            mine = "NaN"
        assert close(mine, browser), (arguments, mine, browser)


def test_both_format_any_number_the_same() -> None:
    chance = random.Random(11)
    forms = [format_for(parse_unit(unit), digits, keep)
             for unit in ("", "request/s", "byte", "GiB", "ms", "day", "month", "flop", "%", "dollar/month", "gpu*h", "users", "Gbit/s")
             for digits in (1, 2, 3, 12) for keep in (False, True)]
    numbers = [0.0, 0.5, 1.0, 2.5, 0.125, 999.5, 999_500.0, 1e15, 1e21, 9.995e-5, float("inf")]
    numbers += [chance.choice((-1, 1)) * 10 ** chance.uniform(-12, 24) for _ in range(200)]
    numbers += [float(chance.randrange(100_000)) / chance.choice((1, 2, 4, 8)) for _ in range(200)]
    model = page_model_formats(forms)
    finite = [number if math.isfinite(number) else "inf" for number in numbers]
    there = node("return data.formats.map((f) => data.numbers.map((n) => e.text(n === 'inf' ? Infinity : n, f)));",
                 {"formats": model, "numbers": finite})
    assert there == [[text(number, form) for number in numbers] for form in forms]


def page_model_formats(forms) -> list[dict]:
    return [{"steps": [[s.scale, s.one, s.many] for s in form.steps], "home": form.home, "before": form.before,
             "digits": form.digits} for form in forms]


def test_the_link_carries_changes_and_keeps_the_rest() -> None:
    model = page_model(evaluation_of("everything"))
    address = "file:///guide/index.html?q=photo&set=users:1#deploy-and-serve"
    made = node("return e.linkTo(data.model, data.changed, data.address);",
                {"model": model, "changed": {"users": 2e9, "share": 0.07}, "address": address})
    assert made == "file:///guide/index.html?q=photo&set=users:2000000000,share:7#deploy-and-serve"
    read = "return e.changesIn(data.model, data.address);"
    back = node(read, {"model": model, "address": made})
    assert back == pytest.approx({"users": 2e9, "share": 0.07})
    bad = "https://x.example/?set=users:many,peak:3,nobody:1,share,__proto__:4,budget:,items:%20,layers:-1"
    assert node(read, {"model": model, "address": bad}) == {}
    unchanged = node("return e.linkTo(data.model, {}, data.address);", {"model": model, "address": address})
    assert unchanged == "file:///guide/index.html?q=photo#deploy-and-serve"


def test_the_model_can_stand_in_a_page() -> None:
    assert "<" not in page_model_json({"note": "</script><b>"})
    assert json.loads(page_model_json({"note": "</script>"})) == {"note": "</script>"}


def test_the_script_keeps_a_strict_content_security_policy() -> None:
    source = SCRIPT.read_text()
    assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b|https?://", source)
