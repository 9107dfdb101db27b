"""The ledger's rows, and the search for numbers in prose that nothing vouches for."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.estimates import evaluate, parse
from guide.estimates.ledger import cited_rows, plain_without_reason, rows, untagged_numbers


def texts(markdown: str) -> list[str]:
    return [found.text for found in untagged_numbers(markdown)]


@pytest.mark.parametrize(("sentence", "number"), [
    ("It answers in 200 ms.", "200 ms"),
    ("It answers in 200\u00a0ms.", "200 ms"),
    ("Between 10–20 ms is fine.", "10–20 ms"),
    ("From 10 to 20 seconds.", "10 to 20 seconds"),
    ("We keep a 30-day window.", "30-day"),
    ("After 24 h it is gone.", "24 h"),
    ("That is 3 % of users.", "3 %"),
    ("That is 3% of users.", "3%"),
    ("About 40 per cent agree.", "40 per cent"),
    ("The index has 5.2 TB.", "5.2 TB"),
    ("One GPU has 80GB.", "80GB"),
    ("It costs $18,000 a month.", "$18,000"),
    ("It costs €2.50.", "€2.50"),
    ("At 34,700 requests/s it breaks.", "34,700 requests"),
    ("At 3 requests/s it idles.", "3 requests"),
    ("We see 20 per second.", "20 per second"),
    ("There are 400 million users.", "400 million users"),
    ("There are 1.2 billion of them.", "1.2 billion"),
    ("We rank 1,000 judged candidates.", "1,000 judged candidates"),
    ("It has 500 items.", "500 items"),
    ("It has 10k users.", "10k users"),
    ("At 34,700 QPS it breaks.", "34,700 QPS"),
    ("It gives 312 TFLOPS.", "312 TFLOPS"),
    ("> **Interviewer.** Within 200 ms, please.", "200 ms"),
    ("## A budget of 200 ms", "200 ms"),
    ("| p99 | 200 ms |", "200 ms"),
    ("!!! note \"The 200 ms budget\"", "200 ms"),
])
def test_found(sentence: str, number: str) -> None:
    assert texts(sentence) == [number]


@pytest.mark.parametrize("sentence", [
    "It answers in ${slo}, at ${peak -> request/day:2} a day.",
    "The paper reports 200 ms [@jing2015visual].",
    "It reported over 600 million searches a month in 2019 [@zhai2019unified, §2].",
    "It reported 600 million searches. [@zhai2019unified]",
    "| Jing et al. | 200 ms | [@jing2015visual] |",
    "Read `200 ms` as code.",
    "```\n200 ms\n```",
    "````\n```estimate\na = 200 ms # assumed: x\n```\n````",
    "Then $t = 200\\,\\text{ms} + 3\\,%$ follows.",
    "$$\nt = 200 ms\n$$",
    "See [the budget](budget.md#200-ms).",
    "See https://example.org/200%20ms.",
    '<span style="width: 20%">wide</span>',
    "<!-- 200 ms -->",
    "The interview has 45 minutes. <!-- plain: the interview's own length -->",
    "- One takes 45 minutes. <!-- plain: the interview's own length -->",
    "| a | 45 minutes | <!-- plain: the interview's own length -->",
    "| a | 45 minutes |\n|---|---|\n| b | 9 minutes |\n<!-- plain: the interview's plan -->",
    "| a | 45 minutes |\n|---|---|\n| b | 9 minutes |\n\n<!-- plain: the interview's plan -->",
    "| a | 45 minutes |\n|---|---|\n| b | 9 minutes |\n/// table-caption\nPlan.\n///\n<!-- plain: the interview's plan -->",
    "- 45 minutes\n- 60 minutes,\n  or 75 minutes\n\n<!-- plain: the interview's plans -->",
    "1. 45 minutes\n\n2. 60 minutes\n\n<!-- plain: the interview's plans -->",
    "A long\nparagraph of 45 minutes\n<!-- plain: the interview's own length -->",
    "---\ntitle: Within 200 ms\n---\nText.",
    "On 21 November 2026, in 2019 users and the 1990s.",
    "GPT-4, ResNet-50, Llama 3 70B, a 7B model, BM25, top 10 items, top-10, recall@10, p99, the 3rd, 24/7.",
    "Section 5, Figure 3, step 4, version 2.1, page 7, §4.2, level 5.",
    "Four frames, 2 stages, 5 boxes, 3 arms, 16 sections.",
    "A 64-bit identifier and an 8-bit code.",
    "The embedding has 256 dimensions, as in `[3, 640, 640]`.",
    "A ratio of 1.54 and a threshold of 0.5.",
])
def test_not_found(sentence: str) -> None:
    assert texts(sentence) == []


def test_a_citation_vouches_for_its_sentence_only() -> None:
    assert texts("It took 5 ms [@a2020b]. Ours takes 6 ms.") == ["6 ms"]
    assert texts("It took 5 ms, e.g. here [@a2020b]. Ours takes 6 ms.") == ["6 ms"]
    assert texts("It took 5 ms. [@a2020b] Ours takes 6 ms.") == ["6 ms"]
    assert texts("| 5 ms | [@a2020b] |\n| 6 ms | |") == ["6 ms"]
    assert texts("- 5 ms [@a2020b]\n- 6 ms") == ["6 ms"]


def test_a_plain_mark_covers_its_paragraph_only() -> None:
    assert texts("It took 5 ms.\n\nIt took 6 ms. <!-- plain: x -->") == ["5 ms"]
    assert texts("It took 5 ms.\n\n| 6 ms |\n<!-- plain: x -->\n\nIt took 7 ms.") == ["5 ms", "7 ms"]


def test_a_plain_mark_gives_a_reason() -> None:
    assert [f.line for f in plain_without_reason("Text.\n\nIt took 6 ms. <!-- plain: -->\n")] == [3]
    assert texts("It took 6 ms. <!-- plain: -->") == ["6 ms"]
    assert not plain_without_reason("It took 6 ms. <!-- plain: why --> `<!-- plain: -->`")


def test_places() -> None:
    found = untagged_numbers("---\ntitle: x\n---\n\nA line.\nThen 5 ms `code` and 6 ms.\n")
    assert [(f.line, f.column, f.text) for f in found] == [(6, 6, "5 ms"), (6, 22, "6 ms")]


BLOCK = """\
title: T
users = 4M user          # published: the report [@a2020b; @c2021d, p. 4]
share = 4 %              # assumed: a guess
limit = 5M user          # chosen: our plan
some  = users * share -> user   # Some of them
assert some <= limit"""


def test_rows() -> None:
    found = rows(evaluate("c", [parse(BLOCK)]), [11])
    assert [(r.kind, r.name, r.label, r.value.replace("\u00a0", " "), r.unit, r.citations, r.line) for r in found] == [
        ("published", "users", "users", "4 million users", "users", ("a2020b", "c2021d"), 12),
        ("assumed", "share", "share", "4 %", "%", (), 13),
        ("chosen", "limit", "limit", "5 million users", "users", (), 14),
        ("computed", "some", "Some of them", "160,000 users", "users", (), 15)]
    assert found[3].note.replace("\u00a0", " ") == "4 million users × 4 %"


def test_rows_of_published_numbers_in_prose() -> None:
    row, = cited_rows("c", "Text.\n\nIt took 5 ms [@a2020b]. Ours takes 6 ms.\n")
    assert (row.kind, row.value, row.citations, row.line, row.note) == (
        "published", "5 ms", ("a2020b",), 3, "It took 5 ms [@a2020b].")


def test_the_package_s_own_readme_line_is_the_language() -> None:
    """CONTRIBUTING's example evaluates as it says."""
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()
    example = text.split("```estimate\n")[1].split("```")[0]
    evaluation = evaluate("c", [parse(example)])
    assert not evaluation.errors
    assert evaluation.values["peak"].magnitude == pytest.approx(1111.1, rel=1e-4)
