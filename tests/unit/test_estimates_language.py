"""Estimate blocks: what can be read, what each mistake is called, and where it is."""

from __future__ import annotations

import pytest

from guide.estimates import EstimateError, Evaluation, evaluate, parse
from guide.estimates.evaluate import Value
from guide.estimates.formula import Name, Number, Operation, parse_comparison, parse_formula
from guide.estimates.units import describe, parse_unit

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
