"""Blocks, strips and worksheets as XHTML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from html import escape
from xml.etree.ElementTree import Element

import pytest

from guide.estimates import Evaluation, Value, evaluate, parse
from guide.estimates.render import origin_words, render_block, strip_html, templates, worksheet_html

FIRST = "title: First\nx = 3 GB # assumed: x\nlast = x / 2 -> GB # Last"
BLOCK = """\
title: Traffic & <storage>
show: bill, peak
users = 4M user [1M .. 9M]        # assumed: “<b>” & more
share = 5 %                       # published: [@a2020b] says 2 < 3
peak  = users * share * 3 / visual-search.pace -> user/s   # Peak *rate*
bill  = peak * prices.host * x * other.spare -> dollar*GB*user/s   # The <bill>
rest  = users * 2 -> user         # Not shown
assert peak <= 9M user/s          # one & only
assert rest <= 1 user             # broken
watch peak
"""


def other(chapter: str, name: str) -> Value:
    text = {
        "prices": "host = 2.5 dollar [1 .. 6] # published: list of *x* & y [@p]",
        "other": "spare = 3 [1 .. 9] # assumed: own note",
        "visual-search": "n = 2 s # assumed: x\npace = 2 * n -> s # Pace",
    }[chapter]
    return evaluate(chapter, [parse(f"title: T\n{text}")], used=["host", "spare", "n"]).values[name]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    found = evaluate("case", [parse(FIRST), parse(BLOCK)], other)
    assert [e.code for e in found.errors] == ["assertion"]
    return found


def italic(markdown: str) -> str:
    return re.sub(r"\*(\w+)\*", r"<em>\1</em>", escape(markdown))


def linked(value: Value) -> str:
    return f'<a href="{value.chapter}.md#est-{value.chapter}-{value.name}">{value.chapter}</a>'


MADE = {
    "block": lambda b, e: render_block(b, e, italic, linked, templates()),
    "strip": lambda b, e: strip_html(b, e, "W<8>.2", italic, linked, templates()),
    "worksheet": lambda b, e: worksheet_html(b, e, "W<8>.2", italic, linked, templates()),
}


def made(kind: str, evaluation: Evaluation, block: int = 1) -> Element:
    return ElementTree.fromstring(MADE[kind](evaluation.blocks[block], evaluation))


def words(node: Element) -> str:
    return " ".join("".join(node.itertext()).replace("\u00a0", " ").split())


def find(node: Element, path: str) -> Element:
    found = node.find(path)
    assert found is not None, path
    return found


@pytest.mark.parametrize("kind", MADE)
def test_everything_is_there_once_well_formed_and_escaped(kind: str, evaluation: Evaluation) -> None:
    tree = made(kind, evaluation)
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {"est-case-users", "est-case-share", "est-case-peak", "est-case-bill", "est-case-rest"} <= set(ids)
    assert all(tree.find(f".//*[@id='{node.get('aria-labelledby')}']") is not None for node in tree.iter() if node.get("aria-labelledby"))
    said = words(tree)
    for part in ("Traffic & <storage>", "users", "4 million users", "1 to 9 million users", "“<b>” & more", "[@a2020b] says 2 < 3",
                 "users × share × 3 ÷ pace", "The <bill>", "one & only", "150,000 users/s ≤ 9 million users/s",
                 "peak ≤ 9 million users/s", "rest ≤ 1 user", "Broken", "Peak *rate*: a rise of 1 % in users or share raises it by 1 %"):
        assert part in said, part
    assert [node.text for node in tree.iter("em")].count("rate") == 1 + (kind == "strip")
    assert all(node.get("scope") for node in tree.iter("th"))
    assert all(float(node.get("value")) == evaluation.values[node.get("data-value")].base
               for node in tree.iter("data") if "." not in node.get("data-value"))


@pytest.mark.parametrize("kind", MADE)
def test_borrowed_values_are_inputs_with_their_origin(kind: str, evaluation: Evaluation) -> None:
    rows = {words(find(row, "th")): row for row in made(kind, evaluation).iter("tr") if row.find("td") is not None and row.find("th") is not None}
    pace, host, spare = rows["pace"], rows["host"], rows["spare"]
    assert words(host).startswith("host$2.50") and words(host).endswith("borrowed from prices: list of x & y [@p]")
    assert words(spare).endswith("borrowed from other"), "another chapter tells its own story"
    assert find(pace, ".//a").get("href") == "visual-search.md#est-visual-search-pace"
    assert "$1 to $6" in words(host) and "1 to 9" in words(spare)
    assert [row.get("id") for row in (pace, host, spare)] == [None] * 3, "the value's place is in its own chapter"
    if kind != "worksheet":
        assert [row.get("data-input") for row in (pace, host, spare)] == ["visual-search.pace", "prices.host", "other.spare"]
    assert list(rows).index("share") < list(rows).index("pace") < list(rows).index("host")
    assert "x" not in rows, "a value of the chapter's own is no borrowed one"


def test_a_strip_shows_what_it_says_in_its_order_and_the_promises(evaluation: Evaluation) -> None:
    strip = made("strip", evaluation)
    assert (strip.tag, strip.get("class"), strip.get("id"), strip.get("data-strip")) == ("section", "strip", "strip-2", "1")
    fold = find(strip, "details")
    assert fold.get("open") is None and [child.tag for child in fold] == ["summary", "section"]
    summary = find(fold, "summary")
    assert all(node.tag in ("summary", "span", "data", "em") for node in summary.iter()), "phrases only"
    results = [words(node) for node in summary.iter("span") if node.get("class") == "strip-result"]
    assert results == ["The <bill> 3.38 million dollar·GB·users/s", "Peak rate 150,000 users/s"]
    assert "Not shown" not in words(summary)
    checks = [node for node in summary.iter("span") if node.get("class") == "strip-check"]
    assert [(node.get("data-assertion"), node.get("data-holds"), words(node)) for node in checks] == [
        ("0", "true", "Holds: one & only (150,000 users/s ≤ 9 million users/s)"), ("1", "false", "Broken: broken (8 million users > 1 user)")]
    assert words(summary).startswith("W<8>.2 Traffic & <storage>")
    body = find(fold, "section")
    assert (body.get("class"), body.get("id"), body.get("data-estimate")) == ("estimate", "est-case-block-2", "1")
    assert "Traffic" not in words(body), "the title is said once"


@pytest.mark.parametrize(("note", "said"), [("", "Peak ≤ 9 GB"), ("# and it fits", "it fits"), ("# the report [@a2020b]", "Peak ≤ 9 GB"), ("# *all* of it", "all of it")])
def test_a_strip_says_a_promise_by_its_note_or_by_its_labels(note: str, said: str) -> None:
    found = evaluate("case", [parse(f"title: T\nshow: peak\ndisk = 2 GB # assumed: x\npeak = disk * 2 -> GB # Peak\nassert peak <= 9 GB {note}")])
    strip = ElementTree.fromstring(strip_html(found.blocks[0], found, "W1.1", inline=lambda text: text.replace("*all*", "<em>all</em>")))
    (check,) = (node for node in strip.iter("span") if node.get("class") == "strip-check")
    assert words(check) == f"Holds: {said} (4 GB ≤ 9 GB)"


def test_a_whole_block_says_its_formulas_with_numbers_and_a_worksheet_does_not(evaluation: Evaluation) -> None:
    shown = "= 4 million users × 5 % × 3 ÷ 4 s"
    assert shown in words(made("block", evaluation)) and shown in words(made("strip", evaluation))
    assert shown not in words(made("worksheet", evaluation))
    block = made("block", evaluation)
    assert find(block, ".//*[@data-numbers='peak']").text.replace("\u00a0", " ") == shown[2:]
    assert words(find(block, "p")) == "Traffic & <storage>"


def test_a_worksheet_is_one_table_whose_head_repeats_the_title(evaluation: Evaluation) -> None:
    sheet = made("worksheet", evaluation)
    assert (sheet.get("class"), sheet.get("id")) == ("worksheet", "worksheet-2")
    table, = sheet.iter("table")
    assert [child.tag for child in table] == ["thead", "tbody", "tbody", "tbody"]
    head, columns = find(table, "thead")
    assert words(head) == "W<8>.2 Traffic & <storage>" and find(head, "th").get("colspan") == "4"
    assert [words(cell) for cell in columns] == ["Input", "Value", "Range", "Where it comes from"]
    inputs, results, notes = table.findall("tbody")
    assert [[words(cell) for cell in row] for row in inputs][:2] == [
        ["users", "4 million users", "1 to 9 million users", "assumed “<b>” & more"],
        ["share", "5 %", "–", "published [@a2020b] says 2 < 3"]]
    assert words(results[0]) == "Peak rate peak= users × share × 3 ÷ pace150,000 users/s"
    assert find(results[0], "th").find("br") is not None
    assert sum(int(cell.get("colspan", 1)) for cell in results[0]) == len(columns)
    assert [node.get("class") for node in notes.iter("ul")] == ["estimate-assertions", "estimate-watches"]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(("text", "tables"), [
    ("title: T\na = 3 # assumed: x", 1), ("title: T\nb = 3 * 2 # B", 1), ("title: T\nassert 1 <= 2", 0), ("title: T", 0)])
def test_a_block_of_one_kind_has_no_empty_parts(kind: str, text: str, tables: int) -> None:
    evaluation = evaluate("c", [parse(text)], used=["a"])
    tree = made(kind, evaluation, 0)
    assert len(list(tree.iter("table"))) == (1 if kind == "worksheet" else tables)
    assert not [node for tag in ("tbody", "ul") for node in tree.iter(tag) if not len(node)]
    assert ("Input" in words(tree)) == ("a =" in text)


def test_what_is_wrong_is_left_out() -> None:
    text = "title: T\nshow: a, b\na = 1 + 1 # A\nb = nothing + 1 # B\na = 1 + 2 # again\nwatch b"
    evaluation = evaluate("c", [parse(text)])
    assert words(made("strip", evaluation, 0)).count("1 + 1") == 2, "formula, and with numbers"
    assert "again" not in words(made("block", evaluation, 0)) and "nothing" not in words(made("block", evaluation, 0))


def test_origins_without_links() -> None:
    assert origin_words(other("prices", "host")) == "the prices file"
    assert origin_words(other("visual-search", "pace")) == "visual search"
    evaluation = evaluate("case", [parse(BLOCK + "x = 1 GB # assumed: x")], other)
    assert "borrowed from visual search" in words(ElementTree.fromstring(render_block(evaluation.blocks[0], evaluation)))
