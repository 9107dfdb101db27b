"""The book's computed numbers: quoted across chapters, prices and examples among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from guide.estimates import EstimateError, parse
from guide.estimates.evaluate import Untold
from guide.estimates.sensitivity import lines, sensitivity
from guide.ledger import rows
from guide.markdown import parse as parse_markdown
from guide.model import Book, Price
from guide.numbers import Numbers, quoted_name, quotes_in
from tests.conftest import Pages

BookOf = Callable[..., Book]

TWO = """\
```estimate
title: T
users = 4M user [2M .. 8M]    # published: the report [@a2020b]
share = 4 %                   # assumed: a guess
limit = 5M user               # chosen: our plan
some  = users * share -> user # Some of them
assert some <= limit
```

Some ${some} of ${users}.
"""

METRIC = """\
```metric
ndcg4 = ndcg
title: Four judged items
grades = 3 2 0 1
k = 4
```
"""


@pytest.fixture
def book_of(small: Pages) -> BookOf:
    """A book of the chapters given as `name=Markdown`."""

    def make(prices: tuple[Price, ...] = (), **bodies: str) -> Book:
        first = small.book.by_id["the-clock"]
        chapters = tuple(
            replace(first, page=f"{name}.md", front=first.front.model_copy(update={"id": name.replace("_", "-")}), body=body, parsed=parse_markdown(body, 3))
            for name, body in bodies.items()
        )
        return replace(small.book, chapters=chapters, diagrams={}, prices=prices)

    return make


def price(**fields: str) -> Price:
    return Price(**{"id": "gpu_hour", "value": "2.5 dollar/gpu/h", "what": "an hour", "date": "2026-10", "source": "https://e.example/a", **fields})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_values_are_quoted_by_their_own_and_by_other_chapters(book_of: BookOf) -> None:
    numbers = Numbers(book_of(a=TWO, b_c="${a.some}"))
    assert plain(numbers.quote("a", "some")) == plain(numbers.quote("b-c", "a.some")) == "160,000 users"
    assert numbers.value("b-c", "a.some").base == numbers.value("a", "some:3").base == 160_000
    assert plain(numbers.quote("b-c", "a.some:1")) == "200,000 users"


def test_a_value_of_a_faulty_example_is_not_told_and_those_beside_it_are(book_of: BookOf) -> None:
    wrong = METRIC.replace("ndcg4", "wrong").replace("k = 4", "k = 0")
    numbers = Numbers(book_of(a=f"{METRIC}\n{wrong}"))
    assert numbers.value("a", "ndcg4").base == numbers.value("a", "a.ndcg4").base > 0
    for name in ("wrong", "wrong_dcg"):
        with pytest.raises(Untold):
            numbers.value("a", name)
    with pytest.raises(EstimateError, match="Nothing is called `wrongly`"):
        numbers.value("a", "wrongly")


@pytest.mark.parametrize(("chapter", "expression"), [
    ("a", "nothing"), ("b-c", "a.nothing"), ("b-c", "some"), ("a", "none.some"), ("a", "some -> kg"), ("a", "some -> ponies"), ("a", ""), ("a", "prices.none"), ("a", "1 +"),
])  # fmt: skip
def test_what_is_not_there_is_refused(book_of: BookOf, chapter: str, expression: str) -> None:
    numbers = Numbers(book_of(a=TWO, b_c="text"))
    for ask in (numbers.quote, numbers.value) if "->" not in expression else (numbers.quote,):
        with pytest.raises((EstimateError, LookupError)):
            ask(chapter, expression)


def test_chapters_that_borrow_in_a_circle_are_refused_and_the_others_are_not(book_of: BookOf) -> None:
    block = "```estimate\ntitle: T\nn = {}.m -> user # N\nm = n * 2 -> user # M\n```\n\n${{m}}"
    book = book_of(a=block.format("b"), b=block.format("a"), c=TWO)
    # A check names the circle; no chapter says that the other has no such value, whichever is asked first.
    for first in ("abc", "bac"):
        numbers = Numbers(book)
        assert [numbers.evaluation(name).errors for name in first] == [(), (), ()]
    with pytest.raises((EstimateError, LookupError)):
        numbers.quote("a", "m")
    with pytest.raises(LookupError, match="no chapter z"):
        numbers.evaluation("z")


def test_an_evaluation_is_made_once(book_of: BookOf) -> None:
    numbers = Numbers(book_of(a=TWO))
    assert numbers.evaluation("a") is numbers.evaluation("a")


def test_reading_times_can_be_borrowed(book_of: BookOf) -> None:
    body = "```estimate\ntitle: T\nt = a.minutes * 2 -> min # Twice\n```\n\n${t}"
    book = book_of(a="word " * 1000, b=body)
    assert plain(Numbers(book).quote("b", "t")) == f"{2 * book.by_id['a'].minutes} min"
    assert book.by_id["b"].parsed.borrowed == {"a.minutes"} and book.by_id["a"].minutes == 5


def test_used_names_are_those_that_anybody_quotes(book_of: BookOf) -> None:
    book = book_of(a=TWO, b="```estimate\ntitle: T\nx = a.share * 2 -> % # X\n```\n\n${a.limit:2} ${a.minutes} ${x} ${1 +}")
    assert Numbers(book).used(book.by_id["a"]) == {"some", "users", "share", "limit", "minutes"}
    assert Numbers(book).used(book.by_id["b"]) - {""} == {"x"}


def test_drawings_quote_for_the_chapter_of_their_folder(small: Pages) -> None:
    assert {"peak", "scan", "slo"} <= Numbers(small.book).used(small.book.by_id["comment-spam"])


def test_prices_are_values_with_their_ranges(book_of: BookOf) -> None:
    prices = (price(low="2", high="4 dollar/gpu/h"), price(id="disk", value="20 dollar/TB", source="a2020b"))
    numbers = Numbers(book_of(prices, a="${prices.gpu_hour}"))
    value = numbers.value("a", "prices.gpu_hour")
    assert (value.low, value.base, value.high) == pytest.approx((2 / 3600, 2.5 / 3600, 4 / 3600)) and value.kind == "published"
    assert value.note == "an hour (2026-10)", "its source stands on the page of the numbers"
    assert numbers.value("a", "prices.disk").low is None
    assert "2.5" in numbers.quote("a", "prices.gpu_hour")


@pytest.mark.parametrize("value", ["much", "2 ponies/h"])
def test_a_price_that_is_none_is_refused_like_one_that_is_not_there(book_of: BookOf, value: str) -> None:
    with pytest.raises((EstimateError, LookupError)):
        Numbers(book_of((price(value=value),), a="x")).quote("a", "prices.gpu_hour")


@pytest.mark.parametrize(("text", "expected"), [
    ("a ${x} b\n${ y:2 }\n\n${z}", [("x", 1), ("y:2", 2), ("z", 4)]), ("${a}${b}", [("a", 1), ("b", 1)]), ("${open\n}", []), ("", []),
])  # fmt: skip
def test_quotes_in_a_text_have_lines(text: str, expected: list[tuple[str, int]]) -> None:
    assert quotes_in(text) == expected


def test_names_of_quotes() -> None:
    assert [quoted_name(e) for e in ("x", "x:2", "x -> GB/s", "a-b.x:1 -> s")] == ["x", "x", "x", "a-b.x"]
    assert [quoted_name(e) for e in ("", "1 +", "x -> ponies", "a b")] == [None] * 4


# ---------- the ledger ----------


def test_rows_of_a_chapter(book_of: BookOf) -> None:
    book = book_of(a=TWO + "\nIt took 5 ms [@c2021d]. Ours takes 6 ms.\n")
    found = rows(book.by_id["a"], Numbers(book))
    assert [(r.kind, r.name, r.label, plain(r.value), r.line, r.works) for r in found] == [
        ("published", "users", "users", "4 million users", 6, ()), ("assumed", "share", "share", "4 %", 7, ()),
        ("chosen", "limit", "limit", "5 million users", 8, ()), ("computed", "some", "Some of them", "160,000 users", 9, ()),
        ("published", "", "", "5 ms", 15, ("c2021d",))]  # fmt: skip
    assert [(plain(r.note), r.markdown) for r in found] == [
        ("the report [@a2020b]", True), ("a guess", True), ("our plan", True), ("4 million users × 4 %", False), ("It took 5 ms .", False)]  # fmt: skip


def test_a_label_says_what_it_quotes_where_it_is_plain_text(book_of: BookOf) -> None:
    block = "```estimate\ntitle: T\nsize = 2 TB # chosen: x\nrate = 1 TB/s # chosen: y\ntime = size / rate -> s # Reading ${size}, not ${none}\nwatch time\n```"
    book = book_of(a=block)
    numbers = Numbers(book)
    assert plain(rows(book.by_id["a"], numbers)[2].label) == "Reading 2 TB, not ${none}"
    assert plain(lines(numbers.evaluation("a"), sensitivity(numbers.evaluation("a"), "time"))[0]).startswith("Reading 2 TB")


def test_rows_come_in_the_order_of_the_blocks(book_of: BookOf) -> None:
    body = "\n\n".join(f"```estimate\ntitle: T\n{n}2 = 2 user # assumed: x\n{n}1 = {n}2 * 2 -> user # Y\n```" for n in "ba")
    book = book_of(a=body)
    assert [(r.name, r.line) for r in rows(book.by_id["a"], Numbers(book))] == [("b2", 6), ("b1", 7), ("a2", 12), ("a1", 13)]


def test_the_documented_example_is_the_language() -> None:
    from guide.estimates import evaluate
    from tests.conftest import ROOT

    example = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```estimate\n")[1].split("```")[0]
    evaluation = evaluate("c", [parse(example)])
    assert not evaluation.errors and evaluation.values["peak"].magnitude == pytest.approx(1111.1, rel=1e-4)
