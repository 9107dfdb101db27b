"""Numbers with a unit in a page's prose: which are cited, marked as plain, or neither."""

from __future__ import annotations

import pytest

from guide.markdown import parse


def texts(markdown: str) -> list[str]:
    """The numbers that nothing vouches for."""
    return [found.text for found in parse(markdown).numbers if not found.citations and not found.plain]


def every(markdown: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(found.text, found.citations, found.plain) for found in parse(markdown).numbers]


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
])  # fmt: skip
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
    "On 21 November 2026, in 2019 users and the 1990s.",
    "GPT-4, ResNet-50, Llama 3 70B, a 7B model, BM25, top 10 items, top-10, recall@10, p99, the 3rd, 24/7.",
    "Section 5, Figure 3, step 4, version 2.1, page 7, §4.2, level 5.",
    "Four frames, 2 stages, 5 boxes, 3 arms, 16 sections.",
    "A 64-bit identifier and an 8-bit code.",
    "The embedding has 256 dimensions, as in `[3, 640, 640]`.",
    "A ratio of 1.54 and a threshold of 0.5.",
])  # fmt: skip
def test_not_found(sentence: str) -> None:
    assert texts(sentence) == []



@pytest.mark.parametrize(("text", "number"), [
    ("At 2019 requests a day.", None), ("In 1900 users.", None), ("At 1899 requests.", "1899 requests"), ("2019 ms later.", "2019 ms"),
    ("After 2019 s of it.", None), ("After 2019 h of it.", None), ("After 2019 min.", "2019 min"), ("2020/s it is.", None), ("2100/s it is.", "2100/s"),
    ("We have 20 items.", "20 items"), ("We have 19 items.", None), ("We have 19k items.", "19k items"), ("We have 2,000 good old items.", "2,000 good old items"),
    ("We have 200 good items.", None), ("We have 200 items.", "200 items"), ("top 200 items", None), ("version 200 items", None), ("@200 items", None),
    ("3 items/s and 3 items", "3 items"), ("a 70B model", None), ("70 billion of it", "70 billion"), ("70bn of it", None), ("1.2 thousand of it", "1.2 thousand"),
    ("$5 only", "$5"), ("€ 2.5k", "€ 2.5k"), ("a1 ms", None), ("a #5 ms", None), ("-5 ms", None), ("5 ms2", None), ("5 mss", None), ("5 s’s", None),
    ("10 to 20 ms", "10 to 20 ms"), ("10–20 ms", "10–20 ms"), ("10k to 20k users", "10k to 20k users"), ("1,234.5 GB", "1,234.5 GB"),
    ("30-day", "30-day"), ("30-days", "30-days"), ("64-bit", None), ("8 kWh", "8 kWh"), ("8 kW", "8 kW"), ("5 Gbit/s", "5 Gbit/s"),
])  # fmt: skip
def test_edges(text: str, number: str | None) -> None:
    assert texts(text) == ([number] if number else [])


def test_a_citation_vouches_for_its_sentence_only() -> None:
    assert texts("It took 5 ms [@a2020b]. Ours takes 6 ms.") == ["6 ms"]
    assert texts("It took 5 ms, e.g. here [@a2020b]. Ours takes 6 ms.") == ["6 ms"]
    assert texts("It took 5 ms. [@a2020b] Ours takes 6 ms.") == ["6 ms"]
    assert texts("It took 5 ms. [@a2020b] [@c2021d] Ours takes 6 ms.") == ["6 ms"]
    assert texts("| 5 ms | [@a2020b] |\n|---|---|\n| 6 ms | |") == ["6 ms"]
    assert texts("- 5 ms [@a2020b]\n- 6 ms") == ["6 ms"]
    assert texts("It took 5 ms by A. Name [@a2020b]. Ours 6 ms? [@a2020b] Then 7 ms! “So” 8 ms.") == ["7 ms", "8 ms"]
    assert texts("It took 5 ms vs. Ours [@a2020b].") == [] and texts("It took 5 ms, so. Ours [@a2020b].") == ["5 ms"]
    assert texts("It took 5 ms. ours [@a2020b].") == []
    assert texts("It took 5 ms by A et al. [@a2020b] Ours takes 6 ms.") == ["6 ms"]


def test_keys_and_sentences_are_known() -> None:
    parsed = parse("First. It took 5 ms in `code` and $x$ [@a2020b, §3; @c2021d]. Then 6 ms.\n\n| 7 ms | so |\n|---|---|\n| a | [@e2022f] 8 ms |")
    assert [(n.text, n.citations) for n in parsed.numbers] == [("5 ms", ("a2020b", "c2021d")), ("6 ms", ()), ("7 ms", ()), ("8 ms", ("e2022f",))]
    assert [n.sentence for n in parsed.numbers][1:] == ["Then 6 ms.", "7 ms | so |", "a | 8 ms |"]
    assert parsed.numbers[0].sentence.startswith("It took 5 ms in")


def test_a_plain_mark_covers_its_paragraph_only() -> None:
    assert texts("It took 5 ms.\n\nIt took 6 ms. <!-- plain: x -->") == ["5 ms"]
    assert texts("It took 5 ms.\n\n| 6 ms |\n|---|\n<!-- plain: x -->\n\nIt took 7 ms.") == ["5 ms", "7 ms"]
    assert every("It took 6 ms [@a2020b]. <!-- plain: x -->") == [("6 ms", ("a2020b",), True)]
    assert texts("It took 5 ms.\n\n<!-- plain: x -->\n\nIt took 6 ms.") == ["6 ms"]
    assert texts("It took 5 ms.\n\n## A heading\n\n<!-- plain: x -->") == []
    assert texts("- 5 ms <!-- plain: x -->\n- 6 ms") == ["6 ms"]
    assert texts("It took 6 ms. <!-- another: x -->") == ["6 ms"]


def test_a_plain_mark_gives_a_reason() -> None:
    marks = parse("<!-- note -->\n\nText.\n\nIt took 6 ms. <!-- plain: -->\n\nAnd 7 ms. <!-- plain: the\nreason -->\n\n`<!-- plain: -->`").plain_marks
    assert [(" ".join(reason.split()), line) for reason, line in marks] == [("", 5), ("the reason", 7)]
    assert texts("It took 6 ms. <!-- plain: -->") == ["6 ms"]
    own = "A.\n\n- 5 ms\n- 6 ms\n\n<!-- plain: a -->\n\n| a |\n|---|\n| b |\n<!-- plain: b -->\n\n<!--\nplain: c -->\n\n> T\n> u <!-- plain: d -->\n"
    assert parse(own, 3).plain_marks == (("a", 9), ("b", 14), ("c", 16), ("d", 20))


def test_numbers_have_lines() -> None:
    found = parse("A line.\nThen 5 ms `code`\nand 6\nms.\n\n- item\n- 7 ms\n\n  and 8 ms", 10).numbers
    assert [(n.text, n.line) for n in found] == [("5 ms", 12), ("6 ms", 13), ("7 ms", 17), ("8 ms", 19)]


def test_a_number_is_read_once() -> None:
    assert texts("> - 5 ms\n>\n>     - 6 ms\n\n| 7 ms |\n|---|\n| 8 ms |\n\nTerm\n: 9 ms") == ["5 ms", "6 ms", "7 ms", "8 ms", "9 ms"]
