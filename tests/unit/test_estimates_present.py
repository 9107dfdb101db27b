"""How values and formulas read."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from html import escape

import pytest

from guide.estimates import EstimateError, evaluate, parse, quote
from guide.estimates.formula import parse_formula
from guide.estimates.present import assertion_numbers, format_for, is_whole, numbers_of, text, words_of
from guide.estimates.render import render_block
from guide.estimates.units import parse_unit

BLOCK = """\
title: Query traffic & storage
users     = 400M user [50M .. 2B]      # assumed: monthly active users
share     = 4 % [1 .. 20]              # chosen: who search
per_user  = 2 request/user/day         # published: [@hu2018web] says 2 < 3
size      = 512 byte/image             # assumed: one vector
images    = 1.2B image                 # assumed: catalogue
price     = 2.5 dollar/(gpu*h)         # assumed: on demand
daily     = users * share * per_user -> request/day     # Searches a day
peak      = daily * 3 -> request/s                      # Peak rate
index     = images * size -> GB                         # Index
assert peak <= 1500 request/s          # one region
watch peak
"""


@pytest.fixture(scope="module")
def chapter():
    found = evaluate("visual-search", [parse(BLOCK)], used=["price"])
    assert not found.errors
    return found


@pytest.mark.parametrize(("number", "unit", "shown"), [
    (34722, "request/s", "34,700 requests/s"),
    (1, "request/s", "1 request/s"),
    (2.78e6, "request/day", "2.78 million requests/day"),
    (999_600, "user", "1 million users"),
    (5.2e3, "GB", "5.2 TB"),
    (999.9, "GB", "1 TB"),
    (0.05, "GB", "50 MB"),
    (0.5, "GB", "0.5 GB"),
    (512, "GiB", "512 GiB"),
    (2048, "GiB", "2 TiB"),
    (18250, "dollar/month", "$18,300/month"),
    (2.5, "dollar/(gpu*h)", "$2.50/GPU-hour"),
    (0.1, "dollar/Mtoken", "$0.10/million tokens"),
    (0.0021, "dollar/request", "$0.0021/request"),
    (1.2e6, "dollar", "$1.2 million"),
    (-3, "dollar", "−$3"),
    (4, "%", "4 %"),
    (8.6837, "%", "8.68 %"),
    (1.2e9, "image", "1.2 billion images"),
    (3, "query", "3 queries"),
    (1200, "gpu*h", "1,200 GPU-hours"),
    (1, "gpu*h", "1 GPU-hour"),
    (0.2, "ms", "0.2 ms"),
    (0.02, "ms", "20 µs"),
    (5000, "ms", "5 s"),
    (1500, "day", "4.11 years"),
    (1, "day", "1 day"),
    (24, "h", "24 h"),
    (3.15e23, "flop", "315 ZFLOP"),
    (312, "Tflop/s", "312 TFLOP/s"),
    (0, "user", "0 users"),
    (1.5384615, "", "1.54"),
    (2.5e6, "", "2.5 million"),
    (0.00002, "", "0.00002"),
    (3.1e17, "request", "310,000 trillion requests"),
    (34.7, "1/s", "34.7/s"),
    (0.0999, "GB", "99.9 MB"),
    (0.1, "GB", "0.1 GB"),
    (999.4, "MB", "999 MB"),
    (999.5, "MB", "1 GB"),
    (2, "kWh", "2 kWh"),
    (5000, "MWh", "5,000 MWh"),
    (2, "pp", "2 points"),
    (2000, "pp", "2,000 points"),
    (float("nan"), "s", "undefined"),
])
def test_results_read_well(number: float, unit: str, shown: str) -> None:
    made = parse_unit(unit)
    assert text(number * made.factor, format_for(made)).replace("\u00a0", " ") == shown


def test_a_number_and_its_unit_never_part() -> None:
    assert text(5.2e12, format_for(parse_unit("GB"))) == "5.2\u00a0TB"
    assert text(4e8, format_for(parse_unit("user"))) == "400\u00a0million\u00a0users"


@pytest.mark.parametrize(("expression", "shown"), [
    ("peak", "1,110 requests/s"),
    ("peak:1", "1,000 requests/s"),
    ("peak -> request/day", "96 million requests/day"),
    ("peak -> request/day:1", "100 million requests/day"),
    ("peak:4 -> request/h", "4 million requests/h"),
    ("peak -> 1/s", "1,110/s"),
    ("size -> byte", "512 bytes"),
    ("users", "400 million users"),
    ("users -> 1", "400 million"),
    ("index -> MB", "614,000 MB"),
    ("visual-search.index", "614 GB"),
])
def test_quotes(chapter, expression: str, shown: str) -> None:
    assert quote(chapter, expression).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(("expression", "code"), [
    ("peek", "unknown-name"), ("peak -> GB", "units"), ("peak -> user/s", "units"), ("users -> machine", "units"),
    ("peak -> nonsense", "unknown-unit"), ("peak:0", "quote-syntax"), ("peak * 2", "quote-syntax"), ("other.peak", "unknown-name")])
def test_quotes_that_cannot_be(chapter, expression: str, code: str) -> None:
    with pytest.raises(EstimateError) as caught:
        quote(chapter, expression)
    assert caught.value.code == code


@pytest.mark.parametrize(("formula", "shown"), [
    ("a * b / c", "a × b ÷ c"),
    ("a / (b * c)", "a ÷ (b × c)"),
    ("a * (b / c)", "a × (b ÷ c)"),
    ("a - (b - c)", "a − (b − c)"),
    ("(a + b) * c", "(a + b) × c"),
    ("a + (b + c)", "a + b + c"),
    ("a ** 2", "a²"),
    ("(a + b) ** 0.5", "(a + b)^0.5"),
    ("(a ** 2) ** 3", "(a²)³"),
    ("a ** 2 ** 3", "a^(2³)"),
    ("a ** b ** 2", "a^(b²)"),
    ("big_one ** 2", "(big one)²"),
    ("-(a ** 2) * b", "−a² × b"),
    ("(-a) ** 2", "(−a)²"),
    ("-(a + b)", "−(a + b)"),
    ("-(a * b)", "−(a × b)"),
    ("a - -b", "a − (−b)"),
    ("-a * b", "−a × b"),
    ("per_user * -a", "per user × (−a)"),
    ("ceil(a / b)", "round up(a ÷ b)"),
    ("other-chapter.big_one * 2", "big one × 2"),
])
def test_formulas_in_words(formula: str, shown: str) -> None:
    assert words_of(parse_formula(formula)) == shown


def test_numbers_put_in(chapter) -> None:
    shown = numbers_of(parse_formula("users * share * (1 - share) ** 2"), chapter.values).replace("\u00a0", " ")
    assert shown == "400 million users × 4 % × (1 − 4 %)²"


def test_a_block_is_complete_well_formed_and_addressable(chapter) -> None:
    html = render_block(chapter.blocks[0], chapter, lambda text: f"<i>{escape(text)}</i>")
    tree = ElementTree.fromstring(html)
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert "est-visual-search-peak" in ids
    words = "".join(tree.itertext()).replace("\u00a0", " ")
    for part in ("Query traffic & storage", "400 million users", "(50 million to 2 billion users)", "(1 to 20 %)",
                 "[@hu2018web] says 2 < 3", "users × share × per user", "= 400 million users × 4 % × 2 requests/user/day",
                 "Holds", "peak ≤ 1,500 requests/s", "(1,110 requests/s ≤ 1,500 requests/s)", "one region",
                 "Peak rate: a rise of 1 % in users, share or per user raises it by 1 %.",
                 "“peak ≤ 1,500 requests/s” breaks when users reaches 540 million users (now 400 million users) or "
                 "share reaches 5.4 % (now 4 %)."):
        assert part in words
    assert all(node.get("scope") for node in tree.iter("th"))


@pytest.mark.parametrize(("promise", "sides"), [
    ("t + t <= 3 * t", "4 s ≤ 6 s"),
    ("t + t <= 9000 ms", "4,000 ms ≤ 9,000 ms"),
    ("c.t <= 3 s", "2 s ≤ 3 s"),
    ("rate * 2 >= rate + rate", "6 requests/s ≥ 6 requests/s"),
    ("rate * t * 2 >= rate * t", "12 requests ≥ 6 requests"),
    ("gbs / t <= gbs / t * 2", "1.5 GB/s ≤ 3 GB/s"),
    ("area * 2 >= area", "8 m·m ≥ 4 m·m"),
    ("2 * p <= 5 pp", "4 points ≤ 5 points"),
    ("1 / t <= 3 / t", "0.5/s ≤ 1.5/s"),
])
def test_both_sides_of_a_promise(promise: str, sides: str) -> None:
    given = ("t = 2 s", "rate = 3 request/s", "gbs = 3 GB", "area = 4 m*m", "p = 2 pp")
    text_ = "\n".join(("title: T", *(f"{line} # assumed: x" for line in given), f"assert {promise}"))
    found = evaluate("c", [parse(text_)], used=["t", "rate", "gbs", "area", "p"])
    assert not found.errors
    shown = assertion_numbers(found.checked[0], found.values).replace("\u00a0", " ")
    assert shown == sides
    assert numbers_of(parse_formula("c.t * 2"), found.values) == "2\u00a0s × 2"


@pytest.mark.parametrize(("line", "whole"), [
    ("3 machine [1 .. 9]", True), ("3 machine [0 .. 1000]", True), ("3 machine [0 .. 1001]", False), ("3 machine", False),
    ("3 machine [1.5 .. 9]", False), ("3 machine [1 .. 9.5]", False), ("3.5 machine [1 .. 9]", False), ("3 [1 .. 9]", False),
    ("3 request/s [1 .. 9]", False), ("3 GB [1 .. 9]", False), ("3 gpu*h [1 .. 9]", False), ("1M user [999.5k .. 1.0004M]", True)])
def test_what_is_counted_in_whole_numbers(line: str, whole: bool) -> None:
    found = evaluate("c", [parse(f"title: T\na = {line} # assumed: x")], used=["a"])
    assert is_whole(found.values["a"]) is whole
