"""Estimate blocks: what can be read, what each mistake is called, and where it is."""

from __future__ import annotations

import pytest

from guide.estimates import EstimateError, Evaluation, evaluate, parse
from guide.estimates.evaluate import Value
from guide.estimates.formula import (
    Call,
    Name,
    Negation,
    Number,
    Operation,
    compiled,
    holds,
    parse_comparison,
    parse_formula,
    walk,
)
from guide.estimates.functions import COMPUTE
from guide.estimates.units import ANYTHING, PLAIN, Dimension, describe, fits, parse_unit

GOOD = """\
title: Query traffic
users     = 400M user [50M .. 2B]      # assumed: monthly active users
share     = 4 % [1 .. 20]              # assumed: part of the users who search by photo on a day
per_user  = 2 request/user/day         # published: [@hu2018web] reports …
peak_over = 3                          # chosen: evening peak over the day's mean
daily     = users * share * per_user -> request/day     # Photo searches a day
peak      = daily * peak_over -> request/s              # Peak rate
assert peak <= 5000 request/s          # what one region's encoder pool takes
watch peak                             # show which input moves it most
"""


def evaluated(*texts: str, **options: object) -> Evaluation:
    return evaluate("visual-search", [parse(text) for text in texts], **options)


def block(*lines: str) -> str:
    return "\n".join(("title: A block", *lines))


def only_error(*texts: str, **options: object) -> EstimateError:
    errors = evaluated(*texts, **options).errors
    assert len(errors) == 1, [(e.code, e.message) for e in errors]
    return errors[0]


def test_a_good_block_is_read_whole() -> None:
    read = parse(GOOD)
    assert not read.errors
    users, share, per_user, peak_over = read.inputs
    assert (users.value, users.low, users.high, str(users.unit)) == (400e6, 50e6, 2e9, "user")
    assert (share.value, str(share.unit), share.kind, share.line) == (4, "%", "assumed", 2)
    assert (per_user.kind, per_user.note) == ("published", "[@hu2018web] reports …")
    assert (peak_over.unit.factor, peak_over.note) == (1, "evening peak over the day's mean")
    assert [(r.name, str(r.unit), r.label) for r in read.results] == [
        ("daily", "request/day", "Photo searches a day"), ("peak", "request/s", "Peak rate")]
    assert read.assertions[0].note == "what one region's encoder pool takes"
    assert read.watches[0].name == "peak"


def test_a_good_block_computes() -> None:
    values = evaluated(GOOD)
    assert not values.errors
    assert values.values["daily"].magnitude == pytest.approx(32e6)
    assert values.values["peak"].base * 3600 == pytest.approx(4e6)
    assert values.values["peak"].inputs == {"users", "share", "per_user", "peak_over"}
    assert values.values["peak"].depends == {"daily", "peak_over"}
    assert values.checked[0].holds


def test_later_blocks_and_earlier_ones_are_one_namespace() -> None:
    found = evaluated("title: One\nb = a * 2 -> GB # Twice", "title: Two\na = 3 GB # assumed: why")
    assert not found.errors
    assert found.values["b"].magnitude == 6


def other_chapter(chapter: str, name: str) -> Value:
    found = evaluate("numbers", [parse(block("ram = 256 GB # assumed: a server"))], used=["ram"])
    if chapter != "numbers":
        raise LookupError(chapter)
    return found.values[name]


def test_a_value_of_another_chapter() -> None:
    found = evaluated(block("half = numbers.ram / 2 -> GB # Half"), resolve=other_chapter)
    assert not found.errors
    assert found.values["half"].magnitude == 128
    assert evaluated(block("x = visual-search.y -> s # X", "y = 2 s # assumed: z")).values["x"].magnitude == 2


MISTAKES = {
    "block-title": ("users = 4 user # assumed: x\nb = users -> user # B", 0),
    "line-syntax": (block("users are many"), 1),
    "name-syntax": (block("2users = 4 user # assumed: x"), 1),
    "number-syntax": (block("users = 4,000 user # assumed: x"), 1),
    "reserved-name": (block("ceil = 4 user # assumed: x"), 1),
    "unknown-unit": (block("users = 4 usr # assumed: x"), 1),
    "unit-syntax": (block("a = 4 dollar/gpu*h # assumed: x"), 1),
    "range": (block("users = 4 user [5 .. 9] # assumed: x"), 1),
    "input-origin": (block("users = 4 user"), 1),
    "result-label": (block("a = 1 + 2"), 1),
    "formula-syntax": (block("a = (1 + 2 # A"), 1),
    "number-with-unit": (block("a = 3 + 24 h -> h # A"), 1),
    "unknown-name": (block("a = b + 1 # A"), 1),
    "unknown-function": (block("a = sinus(1) # A"), 1),
    "arguments": (block("a = amdahl(1) # A"), 1),
    "cycle": (block("a = b + 1 # A", "b = a + 1 # B"), 1),
    "units": (block("t = 1 s # assumed: x", "m = 1 GB # assumed: x", "a = t + m -> s # A"), 3),
    "result-unit": (block("t = 1 s # assumed: x", "a = 2 * t -> GB # A"), 2),
    "division-by-zero": (block("z = 0 # assumed: x", "a = 1 / z # A"), 2),
    "domain": (block("z = 0 # assumed: x", "a = log(z) # A"), 2),
    "unused-input": (block("z = 4 user # assumed: x"), 1),
    "duplicate-name": (block("a = 1 + 1 # A", "a = 1 + 2 # A"), 2),
    "watch": (block("t = 1 s # assumed: x", "b = t -> s # B", "watch t"), 3),
    "assertion": (block("t = 1 s # assumed: x", "assert t <= 200 ms"), 2),
    "show": (block("a = 1 + 1 # A", "show: b"), 2),
}


@pytest.mark.parametrize("code", MISTAKES)
def test_each_mistake_has_its_code_and_line(code: str) -> None:
    text, line = MISTAKES[code]
    error = only_error(text)
    assert (error.code, error.line, error.block) == (code, line, 0)
    assert error.message.endswith(".") and error.mend.endswith((".", "?"))


def test_a_mistake_in_the_second_block_says_so() -> None:
    error = only_error(block("a = 1 + 1 # A"), "title: Other\nb = c # B")
    assert (error.block, error.line, error.code) == (1, 1, "unknown-name")


def test_two_blocks_need_two_titles() -> None:
    assert only_error(block("a = 1 + 1 # A"), block("b = 1 + 1 # B")).code == "duplicate-title"


@pytest.mark.parametrize(("text", "code", "part"), [
    ("a = usres -> user # A\nusers = 4 user # assumed: x\nb = users -> user # B", "unknown-name", "Did you mean `users`?"),
    ("a = user * 3 # A", "unknown-name", "is a unit"),
    ("a = numbers.nothing # A", "unknown-name", "chapter"),
    ("a = 5TB # assumed: x", "formula-syntax", "space between a number and its unit"),
    ("a = 2 ^ 3 # A", "formula-syntax", "`**`"),
    ("t = 1 s # assumed: x\na = t ** t -> s # A", "units", "plain number"),
    ("t = 1 s # assumed: x\nn = 2 # assumed: x\na = t ** n -> s # A", "units", "plain numbers"),
    ("t = 1 s # assumed: x\na = log(t) # A", "units", "count"),
    ("t = 1 s # assumed: x\na = ceil(t) -> s # A", "units", "count"),
    ("t = 1 s # assumed: x\na = max(t, 1) -> s # A", "units", "same unit"),
    ("u = 3 user # assumed: x\na = 2 * u -> request # A", "result-unit", "`request/user`"),
    ("z = -1 # assumed: x\na = sqrt(z) # A", "domain", "inputs"),
    ("z = -1 # assumed: x\na = z ** 0.5 # A", "domain", "inputs"),
    ("p = 5 % # published: a paper", "input-origin", "[@key]"),
    ("a = 1 + 2 # assumed: x", "result-label", "label"),
    ("t = 1 s # assumed: x\nassert t <= 2", "units", "like with like"),
    ("t = 1 s # assumed: x\nassert t", "formula-syntax", "one comparison"),
    ("t = 1 s # assumed: x\nassert 0 s < t < 2 s", "formula-syntax", "plain numbers"),
    ("watch nothing", "unknown-name", "Define"),
    ("a = a + 1 # A", "cycle", "input"),
    ("t = 5 GB/ # assumed: x", "unit-syntax", "Join"),
    ("t = 5 dollar/(gpu*h # assumed: x", "unit-syntax", "gpu"),
])
def test_what_mends_it(text: str, code: str, part: str) -> None:
    error = only_error(block(*text.split("\n")))
    assert error.code == code
    assert part in error.mend


def test_a_broken_promise_shows_both_sides() -> None:
    error = only_error(GOOD.replace("5000 request/s", "1000 request/s"))
    assert "1,110\u00a0requests/s > 1,000\u00a0requests/s" in error.message
    assert "what one region's encoder pool takes" in error.message


def test_an_almost_kept_promise_shows_enough_digits() -> None:
    error = only_error(block("t = 200.04 ms # assumed: x", "u = t -> ms # U", "assert u <= 200 ms"))
    assert "200.04\u00a0ms > 200\u00a0ms" in error.message


def test_a_cycle_names_its_members() -> None:
    assert "`a` → `b` → `a`" in only_error(MISTAKES["cycle"][0]).message


def test_one_mistake_is_reported_once() -> None:
    """What rests on an unreadable line or a wrong formula is silent."""
    only_error(block("a = 5 usr # assumed: x", "b = a * 2 # B", "assert b <= 3", "watch b"))
    only_error(block("a = 5 user # assumed: x", "b = a *** 2 # B"))
    only_error(block("t = 1 s # assumed: x", "a = t -> GB # A", "b = a * 2 -> GB # B", "assert b <= 3 GB"))


def test_inputs_used_in_prose_are_used() -> None:
    assert not evaluated(block("z = 4 user # assumed: x"), used=["z"]).errors
    assert not evaluated(block("z = 4 user # assumed: x", "assert z <= 5 user")).errors


def test_rounding_noise_breaks_no_promise() -> None:
    assert not evaluated(block("a = 0.1 + 0.2 # A", "assert a <= 0.3", "assert a == 0.3", "assert a >= 0.3")).errors
    assert only_error(block("a = 0.1 + 0.2 # A", "assert a < 0.3")).code == "assertion"


@pytest.mark.parametrize(("text", "base"), [
    ("s", 1), ("ms", 1e-3), ("h", 3600), ("days", 86400), ("month", 730 * 3600), ("year", 365 * 86400), ("KB", 1e3), ("GiB", 2**30),
    ("TB", 1e12), ("bit", 0.125), ("Gbit/s", 1.25e8), ("%", 0.01), ("users", 1), ("queries", 1), ("TFLOP/s", 1e12),
    ("gpu*h", 3600), ("dollar/(gpu*h)", 1 / 3600), ("request/user/day", 1 / 86400), ("1/s", 1), ("s**2", 1), ("", 1),
])
def test_units(text: str, base: float) -> None:
    assert parse_unit(text).factor == pytest.approx(base)


def test_nouns_are_dimensions_of_their_own() -> None:
    assert parse_unit("user").dimension != parse_unit("image").dimension
    assert parse_unit("requests/s").dimension == parse_unit("request/day").dimension
    assert parse_unit("GB").dimension == parse_unit("GiB").dimension
    assert describe(parse_unit("dollar/(gpu*h)").dimension) == "`dollar/(gpu*s)`"
    assert describe(parse_unit("%").dimension) == "a plain number"


def test_formulas_bind_as_usual() -> None:
    assert parse_formula("a + b * 2") == Operation("+", Name("a"), Operation("*", Name("b"), Number(2)))
    assert parse_formula("2 ** 3 ** 2") == Operation("**", Number(2), Operation("**", Number(3), Number(2)))
    assert parse_formula("a - b - c") == Operation("-", Operation("-", Name("a"), Name("b")), Name("c"))
    assert parse_formula("my-chapter.x - y") == Operation("-", Name("my-chapter.x"), Name("y"))
    left, comparison, right = parse_comparison("2 * a >= 5 request/s * b")
    assert (left, comparison) == (Operation("*", Number(2), Name("a")), ">=")
    assert right == Operation("*", Number(5, parse_unit("request/s")), Name("b"))


@pytest.mark.parametrize(("text", "value"), [
    ("400M", 400e6), ("1.5k", 1500), ("2_000", 2000), ("1e9", 1e9), ("3B", 3e9), ("2T", 2e12), ("-4", -4), ("0.5", 0.5)])
def test_numbers(text: str, value: float) -> None:
    assert parse(block(f"a = {text} # assumed: x")).inputs[0].value == value


RESULTS = [f"{name} = {number} + 1 # R" for number, name in enumerate("abcdefg")]


@pytest.mark.parametrize(("line", "shown"), [
    ("show: a", "a"), ("show: c, a,b # the order is ours", "cab"), ("show: a, b, c, d, e, f", "abcdef")])
def test_what_a_strip_shows(line: str, shown: str) -> None:
    read = parse(block(line, *RESULTS))
    assert not read.errors and read.show == tuple(shown)
    assert parse(block(*RESULTS, line)) == parse(block(*RESULTS, line)) != parse(block(*RESULTS))


@pytest.mark.parametrize(("lines", "part", "line"), [
    (["show:"], "names no results", 1), (["show: ,"], "names no results", 1), (["show: a, b, c, d, e, f, g"], "names 7 results", 1),
    (["show: a, i"], "names the input `i`", 1), (["show: a, z"], "no result `z`", 1), (["show: a, b, a"], "`a` twice", 1),
    (["show: a", "show: b"], "second `show:` line", 2)])
def test_what_a_strip_cannot_show(lines: list[str], part: str, line: int) -> None:
    error = only_error(block(*lines, "i = 3 # assumed: x", *RESULTS), used=["i"])
    assert (error.code, error.line) == ("show", line)
    assert part in error.message and error.mend.endswith(".")


def test_a_misspelt_result_is_guessed_and_what_is_unreadable_is_silent() -> None:
    assert "`machines`" in only_error(block("show: machins", "machines = 1 + 1 # A")).mend
    assert only_error(block("show: a", "a = 1 + # A")).code == "formula-syntax"
    assert only_error(block("show: a", "a = nothing + 1 # A")).code == "unknown-name"
    assert only_error(block("show: b", "a = 1 + 1 # A"), "title: Other\nb = 1 + 1 # B").code == "show"


def test_mistakes_stand_in_the_order_of_their_lines() -> None:
    read = parse("show: z\na = 1 + # A\nb = 5 usr # assumed: x")
    assert [(e.code, e.line) for e in read.errors] == [("block-title", 0), ("show", 0), ("formula-syntax", 1), ("unknown-unit", 2)]


def test_a_price_that_is_not_in_its_file() -> None:
    error = only_error(block("a = prices.h100 * 2 -> dollar # A"), resolve=other_chapter)
    assert error.code == "unknown-name" and "prices file" in error.message and "entry" in error.mend


def test_what_an_input_keeps_of_its_line() -> None:
    values = evaluated(GOOD).values
    users, share, peak_over = values["users"], values["share"], values["peak_over"]
    assert (users.low, users.high, users.note) == (50e6, 2e9, "monthly active users")
    assert (share.low, share.high) == (pytest.approx(0.01), pytest.approx(0.2))
    assert (peak_over.low, peak_over.high) == (None, None)
    assert values["peak"].note == "" and values["peak"].low is None


def test_units_are_exact() -> None:
    time = ["ns", "us", "ms", "s", "min", "h", "day", "week"]
    assert [parse_unit(name).factor for name in time] == [1e-9, 1e-6, 1e-3, 1, 60, 3600, 86400, 604800]
    for prefixes, unit in (("KMGTPE", "B"), ("MGTPEZ", "flop")):
        start = 1 if unit == "B" else 2
        for power, prefix in enumerate(prefixes, start):
            assert parse_unit(prefix + unit).factor == 10.0 ** (3 * power)
    assert [parse_unit(f"{p}iB").factor for p in "KMGTP"] == [2.0 ** (10 * power) for power in range(1, 6)]
    assert [parse_unit(f"{p}bit").factor for p in ("", "k", "M", "G", "T")] == [10.0**e / 8 for e in (0, 3, 6, 9, 12)]
    assert [parse_unit(name).factor for name in ("W", "kW", "MW", "kWh", "MWh", "m", "km", "dollar", "%", "pp")] == [
        1, 1e3, 1e6, 3.6e6, 3.6e9, 1, 1e3, 1, 0.01, 0.01]
    assert parse_unit("year").factor == 12 * parse_unit("month").factor == 365 * 86400
    assert parse_unit("kWh").dimension == parse_unit("kW*h").dimension != parse_unit("kW").dimension


def test_dimensions() -> None:
    rate = parse_unit("request/s").dimension
    assert dict(rate) == {"[request]": 1, "[time]": -1} and len(rate) == 2
    assert rate * parse_unit("s").dimension == parse_unit("request").dimension
    assert rate / rate == PLAIN and hash(rate / rate) == hash(PLAIN)
    assert dict((rate**2) ** 0.5) == dict(rate) and rate**0 == PLAIN
    assert rate != dict(rate) and rate != rate * rate
    with pytest.raises(TypeError):
        rate["[time]"] = 3  # type: ignore[index]


def test_a_sample_size_fits_any_one_noun() -> None:
    anything, user, time = Dimension({ANYTHING: 1}), parse_unit("user").dimension, parse_unit("s").dimension
    assert fits(anything, user) and fits(anything, PLAIN) and fits(anything, anything)
    assert not fits(anything, time) and not fits(user, anything) and not fits(user, PLAIN) and not fits(user, time)
    assert fits(anything / time, user / time) and not fits(anything / time, user)
    assert fits(anything**2, user**2) and not fits(anything**2, user) and not fits(anything, user**2)
    assert not fits(anything, user * parse_unit("image").dimension)


@pytest.mark.parametrize(("line", "unit"), [
    ("a = t ** 2 -> s**2 # A", "s*s"), ("a = t ** -1 -> 1/s # A", "1/s"), ("a = t ** -2 * t -> 1/s # A", "1/s"), ("a = (t * t) ** 0.5 -> s # A", "s"),
    ("a = t * m / t -> GB # A", "GB"), ("a = 2 ** n # A", ""), ("a = n ** (n + 1) # A", "")])
def test_dimensions_of_formulas(line: str, unit: str) -> None:
    found = evaluated(block("t = 3 s # assumed: x", "m = 2 GB # assumed: x", "n = 2 # assumed: x", line), used=["t", "m", "n"])
    assert not found.errors and str(found.values["a"].unit) == unit


@pytest.mark.parametrize(("text", "message"), [
    ("a = t ** -1 -> s # A", "`1/s`"), ("a = t - m -> s # A", "subtracts"), ("a = t + m -> s # A", "adds"), ("a = t * m -> s # A", "`byte*s`"),
    ("a = 2 ** t # A", "exponent"), ("a = n / (t * m) # A", "`1/(byte*s)`"), ("a = t ** 2 -> s # A", "`s**2`")])
def test_what_is_said_of_wrong_dimensions(text: str, message: str) -> None:
    error = only_error(block("t = 3 s # assumed: x", "m = 2 GB # assumed: x", "n = 2 # assumed: x", text), used=["t", "m", "n"])
    assert message in error.message


@pytest.mark.parametrize(("text", "tree"), [
    ("a <= b + c", ("<=", Operation("+", Name("b"), Name("c")))), ("a + b == -c", ("==", Negation(Name("c")))),
    ("a != max(b, 1)", ("!=", Call("max", (Name("b"), Number(1)))))])
def test_comparisons_take_whole_formulas(text: str, tree: tuple) -> None:
    assert parse_comparison(text)[1:] == tree


@pytest.mark.parametrize(("comparison", "less", "equal", "more"), [
    ("<=", True, True, False), (">=", False, True, True), ("<", True, False, False), (">", False, False, True),
    ("==", False, True, False), ("!=", True, False, True)])
def test_comparisons(comparison: str, less: bool, equal: bool, more: bool) -> None:
    for scale in (1e-6, 1, 1e6, -1e6):
        low, high = sorted((2 * scale, 3 * scale))
        assert (holds(low, comparison, high), holds(high, comparison, low)) == (less, more)
        for noise in (0, 1e-12, -1e-12):
            assert holds(low, comparison, low * (1 + noise)) is equal
        assert holds(low, comparison, low + abs(low) * 1e-8) is less and holds(low, comparison, low - abs(low) * 1e-8) is more
    assert holds(0, comparison, 0) is equal


@pytest.mark.parametrize(("formula", "value"), [
    ("a + b - 1", 6), ("a - b", -3), ("-a * b", -10), ("b / a", 2.5), ("a ** 3", 8), ("-a ** 2", -4), ("2 ** -a", 0.25), ("max(a, b, 3)", 5),
    ("ceil(b / a)", 3), ("a * b - b * a", 0), ("c.a + 1", 3), ("7", 7)])
def test_compiled_formulas(formula: str, value: float) -> None:
    assert compiled(parse_formula(formula), COMPUTE, lambda name: name.removeprefix("c."))({"a": 2, "b": 5}) == value


def test_every_part_of_a_formula_is_walked() -> None:
    parts = list(walk(parse_formula("-a + max(b, 2 * c)")))
    assert [part.name for part in parts if isinstance(part, Name)] == ["a", "b", "c"]
    assert len(parts) == 8


@pytest.mark.parametrize("text", ["1,5 = 3", "a = b 2", "a = )", "a = (1", "a = max(1, 2", "a = 1 +", "a = * 2", "a = max(,)", "a = 2 <= 3"])
def test_unreadable_formulas(text: str) -> None:
    assert only_error(block(f"{text} # A")).code in ("formula-syntax", "name-syntax", "line-syntax")


@pytest.mark.parametrize("unit", ["s**", "s**x", "GB/", "GB*", "GB//s", "*GB", "(GB", "dollar/(gpu*h", "dollar/(gpu*", "dollar/gpu*h", "GB)", "/"])
def test_unreadable_units(unit: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse_unit(unit)
    assert caught.value.code == "unit-syntax" and unit in caught.value.message


@pytest.mark.parametrize(("unit", "said"), [("dollar/gpu*h", "unclear what the `*` after `/` belongs to"), ("dollar/gpu(h)", "`(` is out of place"), ("GB)", "`)` is out of place")])
def test_what_is_wrong_with_a_unit_is_said(unit: str, said: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse_unit(unit)
    assert said in caught.value.message


@pytest.mark.parametrize(("unit", "same"), [
    ("1", ""), ("1/s", "/s"), ("s**2", "s*s"), ("dollar/(gpu*h)", "dollar/gpu/h"), ("s**2/m", "s*s/m"), ("GB·s", "GB*s"), ("(GB*s)/m", "GB*s/m")])
def test_ways_to_write_a_unit(unit: str, same: str) -> None:
    assert (parse_unit(unit).factor, parse_unit(unit).dimension) == (parse_unit(same).factor, parse_unit(same).dimension)
