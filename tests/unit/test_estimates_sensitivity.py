"""What is said of a watched result: which inputs move it, and which break its promises inside their ranges."""

from __future__ import annotations

import pytest

from guide.estimates import Evaluation, Value, evaluate, parse
from guide.estimates.calculator import calculator
from guide.estimates.sensitivity import lines, sensitivity


def evaluated(*rows: str, **options: object) -> Evaluation:
    found = evaluate("c", [parse("\n".join(("title: T", *rows)))], **options)
    assert not [e.message for e in found.errors if e.code != "assertion"]
    return found


def said(*rows: str, **options: object) -> list[str]:
    """What is said of the result `y`."""
    found = evaluated(*rows, **options)
    return [line.replace("\u00a0", " ") for line in lines(found, sensitivity(found, "y"))]


def given(name: str, value: str, range_: str = "") -> str:
    return f"{name} = {value} {range_} # assumed: x"


def test_elasticities_are_those_of_the_formula() -> None:
    found = sensitivity(evaluated(given("a", "3"), given("b", "5"), given("d", "7"), "y = a ** 2 * b ** -0.5 + 0 * d # Y"), "y")
    assert dict(found.elasticities) == {"a": pytest.approx(2), "b": pytest.approx(-0.5, abs=1e-4), "d": 0}
    assert [name for name, _ in found.elasticities] == ["a", "b", "d"]
    assert found.limits == () and found.value.name == "y"


@pytest.mark.parametrize(("formula", "expected"), [
    ("a * b", "Y: a rise of 1 % in a or b raises it by 1 %."),
    ("a / b", "Y: a rise of 1 % in a raises it by 1 %; in b lowers it by 1 %."),
    ("a * b ** 2 / (d ** 3)", "Y: a rise of 1 % in d lowers it by 3 %; in b raises it by 2 %."),
    ("a * b * d / e", "Y: a rise of 1 % in a, b or d raises it by 1 %."),
    ("a * b * d * e", "Y: a rise of 1 % in a, b, d or e raises it by 1 %."),
    ("a * b * d * e * f / g", "Y: a rise of 1 % in a, b, d or any of 2 others raises it by 1 %."),
    ("floor(a) + 0 * b", "Y: a change of 1 % in one input does not move it."),
    ("(a - 2) * b", "Y: a change of 1 % in one input does not move it."),
])
def test_the_first_one_or_two_groups_are_named(formula: str, expected: str) -> None:
    rows = [given(name, "2.5" if "floor" in formula else "2") for name in "abdefg"]
    assert said(*rows, f"y = {formula} # Y", used=list("abdefg")) == [expected]


def test_of_tied_inputs_the_one_with_the_wider_range_comes_first() -> None:
    rows = given("a", "2"), given("b", "2", "[1 .. 3]"), given("d", "2", "[1 .. 9]"), "y = a * b * d # Y"
    assert said(*rows) == ["Y: a rise of 1 % in d, b or a raises it by 1 %."]


def test_where_a_rise_and_a_fall_differ_the_rise_is_told() -> None:
    rounded = given("a", "2.005"), given("b", "2"), "y = ceil(a) * b + a # Y"  # a fall would save one of three
    assert said(*rounded) == ["Y: a rise of 1 % in b raises it by 0.75 %; in a raises it by 0.25 %."]


def test_where_a_small_change_has_no_value_nothing_is_said_of_the_input() -> None:
    found = evaluated(given("a", "1"), given("b", "2"), "y = b * sqrt(1 - a) + b # Y")
    assert [name for name, _ in sensitivity(found, "y").elasticities] == ["b"]


BREAKS = [
    # An upper bound, a lower one, and both in one range.
    ("[1 .. 100]", "y <= 20", "breaks when a reaches 20 (now 10)."),
    ("[1 .. 100]", "y >= 2", "breaks when a falls to 2 (now 10)."),
    ("[1 .. 100]", "abs(y - 11) <= 4", "breaks when a falls to 7 or reaches 15 (now 10)."),
    # At the range's own end, and just outside.
    ("[1 .. 20.1]", "y <= 20", "breaks when a reaches 20 (now 10)."),
    ("[1 .. 20]", "y <= 20", None),
    ("[2 .. 20]", "y >= 2", None),
    ("", "y <= 20", None),
    ("[-50 .. 50]", "y >= -3", "breaks when a falls to −3 (now 10)."),
    ("[0 .. 50]", "y > 0", "breaks when a falls to 0 (now 10)."),
    # The nearest of several.
    ("[1 .. 100]", "abs(y - 50) >= 10", "breaks when a reaches 40 (now 10)."),
    # Already broken: what would mend it.
    ("[1 .. 100]", "y >= 20", "is broken, and holds when a reaches 20 (now 10)."),
    ("[1 .. 15]", "y >= 20", None),
]


@pytest.mark.parametrize(("range_", "promise", "expected"), BREAKS)
def test_a_promise_breaks_inside_a_range_or_nothing_is_said(range_: str, promise: str, expected: str | None) -> None:
    _, *found = said(given("a", "10", range_), "y = a * 1 # Y", f"assert {promise}")
    assert [line.partition("” ")[2] for line in found] == ([expected] if expected else [])


@pytest.mark.parametrize("at", [1.0001, 1.02, 1.7, 3, 11, 97, 5_000, 99_999])
def test_the_limit_is_found_wherever_it_is(at: float) -> None:
    found = evaluated(given("a", "1", "[0.00001 .. 100000]"), "y = 3 * a # Y", f"assert y < {3 * at:.12g}", f"assert y > {3 / at:.12g}")
    up, down = sensitivity(found, "y").limits
    assert (up.below, down.above) == (None, None)
    assert up.above == pytest.approx(at, rel=1e-7) and down.below == pytest.approx(1 / at, rel=1e-7)


def test_a_search_ends_where_there_is_no_value() -> None:
    assert len(said(given("a", "2", "[1 .. 100]"), "y = sqrt(3 - a) # Y", "assert y <= 5")) == 1
    assert "falls to 1 " in said(given("a", "2", "[0 .. 100]"), "y = 1 / (5 - a) # Y", "assert 1 / y < 4")[1]


def test_a_promise_s_own_side_may_have_no_value() -> None:
    assert len(said(given("a", "2", "[1 .. 100]"), "y = a * 1 # Y", "assert sqrt(3 - y) <= 5")) == 1


def test_inputs_of_the_chain_in_the_order_of_their_strength() -> None:
    rows = (given("a", "10", "[1 .. 100]"), given("b", "3", "[1 .. 9]"), given("unranged", "1"), given("bound", "1000", "[1 .. 2000]"),
            "y = a * b ** 2 * unranged # Y", "z = 2 * y # Z", "other = a * 2 # Other", "assert z <= bound", "assert other <= 50")
    assert said(*rows) == [
        "Y: a rise of 1 % in b raises it by 2 %; in a or unranged raises it by 1 %.",
        "“z ≤ bound” breaks when b reaches 7.07 (now 3) or a reaches 55.6 (now 10)."]


def test_whole_things_break_at_whole_numbers() -> None:
    rows = given("m", "10 machine", "[0 .. 40]"), "y = m * 3 -> machine # Y"
    assert said(*rows, "assert y <= 34 machine")[1].endswith("breaks when m reaches 12 machines (now 10 machines).")
    assert said(*rows, "assert y >= 10 machine")[1].endswith("breaks when m falls to 3 machines (now 10 machines).")
    assert said(*rows, "assert y < 36 machine")[1].endswith("breaks when m reaches 12 machines (now 10 machines).")
    # 11.3 to 11.6 breaks it, 11 and 12 don't.
    assert len(said(*rows, "assert abs(m - 11.45 machine) >= 0.15 machine")) == 1
    for wide in ("[0.5 .. 40]", "[0 .. 4000]", ""):
        found = said(given("m", "10 machine", wide), "y = m * 3 -> machine # Y", "assert y <= 34 machine")
        assert ("11.3 machines" in found[1]) if wide else len(found) == 1


def test_borrowed_values_move_a_result_as_inputs_do() -> None:
    def other(chapter: str, name: str) -> Value:
        far = evaluate(chapter, [parse("title: P\nserver = 4 dollar [2 .. 9] # assumed: x\nfee = 2 * server -> dollar # Fee")], used=["server"])
        return far.values[name]

    rows = given("n", "3", "[1 .. 20]"), "half = prices.server / 2 -> dollar # Half", "y = n * half + far.fee -> dollar # Y"
    found = evaluated(*rows, "assert y <= 20 dollar", resolve=other)
    assert found.values["y"].inputs == {"n", "prices.server", "far.fee"}
    assert found.checked[0].inputs == found.values["y"].inputs
    assert said(*rows, "assert y <= 20 dollar", resolve=other) == [
        "Y: a rise of 1 % in fee raises it by 0.57 %; in n or server raises it by 0.43 %.",
        "“y ≤ $20” breaks when n reaches 6 (now 3) or server reaches $8 (now $4)."]


def test_what_rests_on_an_undefined_value_is_undefined() -> None:
    found = evaluated(given("a", "2"), given("b", "1"), "root = sqrt(a) # R", "y = min(1, root) # Y", "z = b * 2 # Z", "w = 1 / b # W",
                      "v = min(1, c.w) # V")
    a, b = (calculator(found).follow(name, found.values) for name in "ab")
    assert a(-1) is None and b(0) is None and b(1e308) is None, "no root, a division by zero, and infinity"
    assert calculator(found).follow("a", ["z", "v"])(-1) == {**calculator(found).present, "a": -1}
    assert a(9) == {"a": 9, "b": 1, "root": 3, "y": 1, "z": 2, "w": 1, "v": 1}
    assert b(4) == {"a": 2, "b": 4, "root": 2**0.5, "y": 1, "z": 8, "w": 0.25, "v": 0.25}
    assert calculator(found).present == {name: value.base for name, value in found.values.items()}


def test_only_what_is_asked_for_is_followed() -> None:
    found = evaluated(given("a", "2"), given("b", "1"), "x = a * b # X", "y = x + 1 # Y", "u = 1 / (a - 3) # U")
    follow = calculator(found).follow("a", ["y"])
    assert follow(5)["y"] == 6 and follow(3)["y"] == 4, "u, which has no value at 3, isn't asked for"
    assert calculator(found).follow("a", ["y", "u"])(3) is None
    assert calculator(found).needs("y") == {"x", "y"} and calculator(found).needs("a") == set()
