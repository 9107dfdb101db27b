"""How chapters in layers read: the pieces of a page, what is used too early, and the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from guide.first_use import early_terms, early_values, unexplained, unlisted, unreferred
from guide.markdown import parse
from guide.model import Book, Chapter, Term
from guide.project import Project
from guide.reading import Counts, reading_report, table
from guide.sources import read_book
from guide.terms import finder
from tests.conftest import run_guide

TERMS = finder((
    Term(term="Tombstone", definition="A mark that something is deleted."),
    Term(term="Key-value cache", also=("KV cache",), definition="What attention keeps."),
    Term(term="NDCG", definition="A metric of ranked lists."),
))  # fmt: skip
BLOCK = """
```estimate
title: Traffic
show: peak
users = 3 user   # assumed: few
peak  = 2 * users -> user   # At peak
half  = users / 2 -> user   # Half
```
"""


@pytest.fixture
def chapter(good_book: Project) -> Chapter:
    return read_book(good_book).by_id["comment-spam"]


def written(chapter: Chapter, *parts: str) -> Chapter:
    """The chapter with another text, whose lines are counted from 1."""
    return replace(chapter, parsed=parse("\n".join(dedent(part) for part in parts)))


def names(uses) -> list[tuple[str, int]]:
    return [(use.name, use.line) for use in uses]


# ---------- pieces ----------


def test_pieces_come_in_reading_order_with_section_kind_and_box() -> None:
    text = """\
    ## One

    Two *marked* words. And [a link](x.md)!

    - item

    | A | B |
    |---|---|
    | c | ${d} |
    /// table-caption | #tab-a
    What to see.
    ///

    ??? question "Why? [evaluate, staff]"

        Because.

    ## Two

    !!! glance "Card"

        Short.
    """
    pieces = parse(dedent(text)).pieces
    found = [(p.section, p.kind, p.box, " ".join(p.text.split()), p.line) for p in pieces]
    assert found == [
        ("one", "prose", "", "Two marked words. And a link!", 3),
        ("one", "prose", "", "item", 5),
        ("one", "row", "", "A | B |", 7),
        ("one", "row", "", "c | |", 9),
        ("one", "caption", "", "What to see.", 11),
        ("one", "prose", "question", "Because.", 16),
        ("two", "prose", "glance", "Card", 20),
        ("two", "prose", "glance", "Short.", 22),
    ]
    assert pieces[0].sentences == 2 and pieces[0].marked == (("em", "marked"), ("a", "a link"))
    assert [q.expression for q in pieces[3].quotes] == ["d"]


# ---------- values ----------


def test_a_result_before_its_strip_is_early_and_an_input_is_not(chapter: Chapter) -> None:
    text = "## A\n\n${peak}, ${peak:2}, ${users} and ${half -> 1}.\n", BLOCK, "After it ${peak}.\n"
    found = early_values(written(chapter, *text))
    assert sorted(names(found)) == [("half", 3), ("peak", 3)] and {use.shown for use in found} == {6}


@pytest.mark.parametrize(
    "before",
    [
        "## The design in five minutes\n\n${peak}\n\n## B\n",
        '## A\n\n!!! glance "Card"\n\n    ${peak}\n',
        '## A\n\n??? derivation "Why"\n\n    ${peak}\n',
        "## A\n\n${other.peak} and ${prices.peak}\n",
    ],
)
def test_what_sums_up_or_proves_may_be_early(chapter: Chapter, before: str) -> None:
    assert early_values(written(chapter, before, BLOCK)) == []


def test_a_metric_example_shows_its_value(chapter: Chapter) -> None:
    example = "```metric\nhit = recall\ntitle: Four\nlabels = 1 0 1 0\npredictions = 1 0 0 0\n```\n"
    assert names(early_values(written(chapter, "${hit}\n\n", example))) == [("hit", 1)]
    assert early_values(written(chapter, example, "\n${hit}\n")) == []


def test_a_quoted_result_off_the_strip_is_counted_once_a_section(chapter: Chapter) -> None:
    found = unlisted(written(chapter, "## A\n", BLOCK, "${half}, ${half}, ${peak}, ${users}\n\n## B\n\n${half}\n"))
    assert [(use.name, use.section) for use in found] == [("half", "a"), ("half", "b")]


# ---------- terms ----------


@pytest.mark.parametrize(
    ("first", "early"),
    [
        ("Then tombstones go.", True),
        ("Then TOMBSTONES go.", True),
        ("| a | tombstone |\n|---|---|\n| b | c |", True),
        ("A *tombstone* goes.", False),
        ("A **tombstone** goes.", False),
        ("A [tombstone](x.md) goes.", False),
        ("A tombstone, a mark of deletion, goes.", False),
        ("A tombstone is a mark.", False),
        ("A mark (tombstone) goes.", False),
        ("### Tombstones", False),
        ('??? derivation "Why"\n\n    Then tombstones go.', False),
    ],
)
def test_a_term_is_introduced_where_it_is_first_used(chapter: Chapter, first: str, early: bool) -> None:
    found = early_terms(written(chapter, "## A\n", first, "\n\nA *tombstone* is a mark.\n"), TERMS)
    assert [(use.name.casefold().rstrip("s"), use.line) for use in found] == ([("tombstone", 3)] if early else [])


def test_a_term_that_the_chapter_never_introduces_has_its_link(chapter: Chapter) -> None:
    assert early_terms(written(chapter, "Then tombstones go.\n\nThe tombstones go again.\n"), TERMS) == []


def test_a_term_is_early_once(chapter: Chapter) -> None:
    text = "Tombstones go.\n\nTombstones go.\n\nA *tombstone* is a mark.\n\nA *tombstone* goes.\n"
    (found,) = early_terms(written(chapter, text), TERMS)
    assert (found.line, found.shown) == (1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "We use XYZ here.",
        "We use XYZs here.",
        "We use RT-XYZ here.",
        "| a | XYZ |\n|---|---|\n| b | c |",
        "It was found [@dean2013tail]. We use XYZ here. So it was [@dean2013tail].",
        "We use KV here.",
    ],
)
def test_an_abbreviation_that_nothing_explains_is_found_once(chapter: Chapter, text: str) -> None:
    assert len(unexplained(written(chapter, f"{text}\n\n{text}\n"), TERMS)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The API has GPUs and two IDs.",
        "NDCG and the KV cache hold.",
        "The KV cache holds; KV is short.",
        "A bound (XYZ) holds.",
        "XYZ (a bound) holds.",
        "XYZ, a bound, holds.",
        "XYZ is a bound.",
        "*XYZ* holds, and XYZ again.",
        "[XYZ](x.md) holds.",
        "The Xenial Yearly Zone has rules, and XYZ binds.",
        "It holds, as in XYZ [@dean2013tail].",
        "It holds, as in XYZ. [@dean2013tail]",
        "| XYZ | found [@dean2013tail] |\n|---|---|\n| b | c |",
        "The TAKE IT DOWN Act binds.",
        "The ABCD EFGH Act binds.",
        "Write `XYZ` or $XYZ$ for SigLIP and H100.",
        "## XYZ",
    ],
)
def test_an_abbreviation_that_is_known_or_explained_is_not_found(chapter: Chapter, text: str) -> None:
    assert unexplained(written(chapter, text + "\n"), TERMS) == []


# ---------- figures ----------


@pytest.mark.parametrize("section", ["The design in five minutes", "The step in five minutes", "What to leave on the board"])
def test_what_sums_a_chapter_up_may_quote_what_comes_later(chapter: Chapter, section: str) -> None:
    assert not early_values(written(chapter, f"## {section}\n\nIt is ${{peak}}.\n", BLOCK))
    assert early_values(written(chapter, "## Questions to ask\n\nIt is ${peak}.\n", BLOCK))


def test_figures_and_captioned_tables_want_a_reference(chapter: Chapter) -> None:
    figure = '```mermaid\n--8<-- "x/{}.mmd"\n```\n/// figure-caption\nWhat to see.\n///\n'
    one_table = "| A |\n|---|\n| b |\n/// table-caption | #tab-a\nWhat to see.\n///\n\n| C |\n|---|\n| d |\n"
    text = "## A\n", figure.format("one"), figure.format("two"), one_table, "## Whiteboard sheet\n", figure.format("frame")
    assert names(unreferred(written(chapter, *text))) == [("fig-one", 4), ("fig-two", 11), ("tab-a", 17)]
    assert names(unreferred(written(chapter, *text, "[](#fig-one) and [the other](#tab-a)\n"))) == [("fig-two", 11)]


# ---------- the report ----------


def in_layers(book: Book, chapter: Chapter) -> Book:
    front = chapter.front.model_copy(update={"spine": ("A sentence.",)})
    return replace(book, chapters=(replace(chapter, front=front),), terms=())


def test_the_report_counts_sections_and_adds_them_up(good_book: Project, chapter: Chapter) -> None:
    text = "## A\n\nTwo words ${peak}. One more, XYZ here.\n\n| in a table |\n|---|\n| ${users} |\n", BLOCK, "## B\n\nA.\n"
    folded = '\n??? question "Why? [evaluate, staff]"\n\n    Not counted at all.\n'
    book = in_layers(read_book(good_book), written(chapter, *text, folded))
    first, second, total = reading_report(book)
    assert (first.section, second.section, total.section) == ("A", "B", "")
    assert first.counts == Counts(words=7, values=1, sentences=2, early_values=1, abbreviations=1)
    assert second.counts == Counts(words=1, sentences=1)
    assert total.counts == first.counts + second.counts
    assert first.counts.density == pytest.approx(100 / 7) and first.counts.length == 3.5
    assert Counts().density == Counts().length == 0


def test_only_chapters_in_layers_are_in_it(good_book: Project, chapter: Chapter) -> None:
    book = read_book(good_book)
    assert reading_report(book) == []
    layered = in_layers(book, written(chapter, "## A\n\nWords.\n"))
    assert reading_report(layered, "comment-spam") == reading_report(layered)
    with pytest.raises(LookupError):
        reading_report(layered, "the-clock")


def test_the_tables_columns_are_aligned(good_book: Project, chapter: Chapter) -> None:
    book = in_layers(read_book(good_book), written(chapter, "## A\n\nWords.\n\n## A longer name\n\nMore words.\n"))
    head, *lines = table(reading_report(book))
    assert head == "comment-spam" and lines.pop() == ""
    assert len({len(line) for line in lines}) == 1 and lines[-1].startswith("the chapter ")


def test_the_command_prints_it(good_book: Project) -> None:
    none = run_guide(good_book.root, "check", "--report", "reading")
    assert none.returncode == 0 and "No chapter is written in layers" in none.stdout
    path = good_book.docs / "interview" / "the-clock.md"
    _put(path, "reviewed: 2026-11-21", "reviewed: 2026-11-21\nspine: [First this.]")
    one = run_guide(good_book.root, "check", "--report", "reading", "the-clock")
    assert one.returncode == 0 and one.stdout.startswith("the-clock\n") and "\nWhat to cut " in one.stdout
    for wrong in (("--report", "reading", "nobody"), ("--report", "speed"), ("the-clock",)):
        assert run_guide(good_book.root, "check", *wrong).returncode == 2


def _put(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
