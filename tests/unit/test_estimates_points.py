"""Shares and points: what may be called per cent, and what is a difference of two shares."""

from __future__ import annotations

import pytest

from guide.estimates import EstimateError, Value, evaluate, parse, quote
from guide.estimates.points import points_errors

GIVEN = """\
title: T
a = 41 % # assumed: x
b = 40 % # assumed: x
p = 2 pp # assumed: x
q = 0.5 pp # assumed: x
n = 3 # assumed: x
users = 5M user # assumed: x
"""


def found(line: str) -> list[EstimateError]:
    evaluation = evaluate("c", [parse(GIVEN + line)], other, used=["a", "b", "p", "q", "n", "users"])
    assert not [e.message for e in evaluation.errors if e.code != "assertion"]
    errors = points_errors(evaluation)
    assert all((e.code, e.line, e.block) == ("points", 7, 0) for e in errors)
    return errors


def other(chapter: str, name: str) -> Value:
    return evaluate("far", [parse("title: T\nshare = 9 % # assumed: x")], used=["share"]).values[name]


IN_POINTS = ["a - b", "-b + a", "a - far.share", "p + q", "p - q", "-p", "p * n", "n * p", "p * a", "p / 2", "a * b - b * b",
             "(a + b) / 2 - b", "abs(a - b)", "max(p, q)", "max(0, a - b)", "a - (1 - b)", "a + b - b - a", "(a - b) * 2",
             "c.a - b", "bayes_precision(a, b, a) - b", "(n + p) * p"]
IN_PER_CENT = ["a", "a + b", "1 - a", "a ** 2", "a + p", "a - p", "p + a", "a + (b - a)", "a - (b - a)", "a + b - a",
               "min(a, b)", "bayes_precision(a, b, a)", "1 - a * b", "a * b + b", "p + b + a * b", "1 - 2 * b"]
# Shares, or by how much a share changes.
PRODUCTS = ["a * b", "a / 2", "2 * a", "a * (1 - b)", "a * b + a * b", "p + a * b", "a * b - p"]
IN_EITHER = ["(a - b) / b", "a / b - 1", "1 - a / b", "a / n", "(a - b) / n", "1 + a", "1 - a - b", "0.7 - a", "n - a", "n * n", "0.3 * 1", "(1 - a) - (1 - b)", "sqrt(a)",
             "1 - p", "a * b / a", "p * q", "p / q", "p ** 2", "users / users", "count(users) / n", "a + b - 1", "norm_quantile(a)",
             "1 + a - b", "p + n"]


@pytest.mark.parametrize("formula", IN_POINTS)
def test_a_difference_of_shares_is_in_points(formula: str) -> None:
    assert not found(f"x = {formula} -> pp # X")
    for wrong in (" -> %", ""):
        error, = found(f"x = {formula}{wrong} # X")
        assert "`x`" in error.message and "-> pp" in error.mend


@pytest.mark.parametrize("formula", IN_PER_CENT)
def test_a_share_is_in_per_cent(formula: str) -> None:
    assert not found(f"x = {formula} -> % # X")
    assert not found(f"x = {formula} # X")
    error, = found(f"x = {formula} -> pp # X")
    assert "gives a share" in error.message


@pytest.mark.parametrize("formula", PRODUCTS)
def test_a_product_of_shares_may_be_a_change_and_is_still_a_share(formula: str) -> None:
    for unit in (" -> pp", " -> %", ""):
        assert not found(f"x = {formula}{unit} # X")
    assert not found(f"assert {formula} <= 900 pp") and not found(f"assert {formula} <= 900 %")
    assert found(f"x = b - ({formula}) -> % # X") or "p" in formula


@pytest.mark.parametrize("formula", IN_EITHER)
@pytest.mark.parametrize("unit", [" -> pp", " -> %", ""])
def test_what_may_be_either_is_left_to_its_author(formula: str, unit: str) -> None:
    assert not found(f"x = {formula}{unit} # X")


@pytest.mark.parametrize("line", [
    "x = users * (a - b) -> user # X", "x = users * p -> user # X", "x = users * a - users * b -> user # X",
    "x = ceil(users * p) -> user # X", "x = max(users, users) - users -> user # X"])
def test_points_of_something_are_that_something(line: str) -> None:
    assert not found(line)


@pytest.mark.parametrize(("promise", "fine"), [
    ("a - b <= 1 pp", True), ("a - b <= p", True), ("p >= q", True), ("a >= b", True), ("a >= b + 1 pp", True), ("a <= 100 % - b", True),
    ("a - b <= 2", True), ("users >= 3 user", True), ("p < 3 pp + q", True), ("a >= 30 %", True), ("2 * a >= 30 %", True),
    ("a - b <= 2 %", False), ("2 % >= a - b", False), ("a > p", False), ("a >= b + 1 %", False), ("a >= b - 1 %", False),
    ("p - a < 1", False), ("max(a, p) < 1", False),
])
def test_promises(promise: str, fine: bool) -> None:
    errors = found(f"assert {promise}")
    assert len(errors) == (not fine)
    assert all("pp" in e.mend or "points" in e.mend for e in errors)


def test_mistakes_of_several_blocks_in_order_and_only_of_what_stands() -> None:
    blocks = ["title: A\na = 2 % # assumed: x\nb = 1 % # assumed: x\nassert a - b <= 3 %\nc = a - b -> % # C\nc = a - b -> % # again",
              "title: B\nd = a - b -> % # D\ne = nothing - a -> % # E\nassert nothing - a <= 1 %"]
    errors = points_errors(evaluate("c", [parse(text) for text in blocks]))
    assert [(e.block, e.line) for e in errors] == [(0, 3), (0, 4), (1, 1)]


@pytest.mark.parametrize(("value", "shown"), [("1", "1 point"), ("1.2", "1.2 points"), ("0", "0 points"), ("-1", "−1 point")])
def test_how_points_read(value: str, shown: str) -> None:
    evaluation = evaluate("c", [parse(f"title: T\np = {value} pp # assumed: x\nq = p * 1 -> pp # Q")])
    assert quote(evaluation, "p").replace("\u00a0", " ") == quote(evaluation, "q").replace("\u00a0", " ") == shown


@pytest.mark.parametrize("expression", ["p -> %", "a -> pp"])
def test_points_are_never_quoted_as_a_share(expression: str) -> None:
    evaluation = evaluate("c", [parse(GIVEN)], used=["a", "b", "p", "q", "n", "users"])
    with pytest.raises(EstimateError) as caught:
        quote(evaluation, expression)
    assert caught.value.code == "units"
    assert quote(evaluation, "p -> pp").replace("\u00a0", " ") == "2 points"
