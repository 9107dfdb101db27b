"""Every fact of a chapter stands on the line that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.markdown import Parsed, parse
from guide.markdown.inline import QUOTE
from guide.markdown.lines import MARK, mark, marked
from guide.model import Chapter
from tests.conftest import Pages

HIDDEN = re.compile("[\u2061-\u2064]")
"""The characters that marks are written in."""


def misplaced(parsed: Parsed, lines: list[str]) -> Iterator[str]:
    """Facts that don't stand on their line of a file."""

    def at(number: int) -> str:
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def squeezed(text: str) -> str:
        return re.sub(r"\s", "", text)

    for heading in parsed.headings:
        alone = parse(at(heading.line)).headings
        if [(h.level, h.text) for h in alone] != [(heading.level, heading.text)]:
            yield f"{heading.line}: heading {heading.text!r} on {at(heading.line)!r}"
    for quote in parsed.quotes:
        if quote.expression not in [m["expression"].strip() for m in QUOTE.finditer(at(quote.line))]:
            yield f"{quote.line}: quote {quote.expression!r} on {at(quote.line)!r}"
    for citation in parsed.citations:
        if not re.search(rf"(?:@|^\s*){re.escape(citation.key)}(?![\w])", at(citation.line)):
            yield f"{citation.line}: citation {citation.key!r} on {at(citation.line)!r}"
    for link in parsed.links:
        # The text of a link may go on over line ends; its address then stands further down.
        rest = "\n".join(lines[link.line - 1 : link.line + 4])
        if not any(f"({link.target}" in tail.partition(")")[0] + ")" for tail in _tails(at(link.line), rest)):
            yield f"{link.line}: link {link.target!r} on {at(link.line)!r}"
    for figure in parsed.figures:
        if f'"{figure.name}"' not in at(figure.line):
            yield f"{figure.line}: figure {figure.name!r} on {at(figure.line)!r}"
    for formula in parsed.formulas:
        if not squeezed("\n".join(lines[formula.line - 1 : formula.line + 9])).count(squeezed(formula.tex)) or "$" not in at(formula.line):
            yield f"{formula.line}: formula {formula.tex!r} on {at(formula.line)!r}"
    for point in parsed.talking_points:
        if not re.match(rf'\s*\?\?\?\+? {point.kind}\b.*"', at(point.line)) or point.title[:1] not in at(point.line):
            yield f"{point.line}: fold {point.title!r} on {at(point.line)!r}"
    for number in parsed.numbers:
        if number.text.split()[0] not in at(number.line).replace("\u00a0", " "):
            yield f"{number.line}: number {number.text!r} on {at(number.line)!r}"
    for block in parsed.blocks:
        if f"{block.language}" not in at(block.line - 1):
            yield f"{block.line}: block {block.language!r} after {at(block.line - 1)!r}"
        for number, line in enumerate(block.text.split("\n"), block.line):
            if line.strip() and line.strip() not in at(number):
                yield f"{number}: line {line!r} of a block on {at(number)!r}"
    for reason, line in parsed.plain_marks:
        if "plain:" not in at(line) or reason.split("\n")[0] not in "\n".join(lines[line - 1 : line + 3]):
            yield f"{line}: mark {reason!r} on {at(line)!r}"
    for table in parsed.tables:
        below = "\n".join(lines[table.line - 1 :])
        if "|" not in at(table.line) or f"| #{table.anchor}" not in below:
            yield f"{table.line}: table {table.anchor!r} on {at(table.line)!r}"


def _tails(line: str, rest: str) -> Iterator[str]:
    """What may be the address of each link that begins on `line`: from its `](` on."""
    for match in re.finditer(r"\[", line):
        depth = 0
        for place in range(match.start(), len(rest)):
            depth += (rest[place] == "[") - (rest[place] == "]")
            if depth == 0:
                yield rest[place + 1 :]
                break


def of(chapter: Chapter) -> list[str]:
    return list(misplaced(chapter.parsed, chapter.path.read_text(encoding="utf-8").split("\n")))


def test_facts_of_the_small_book_stand_on_their_lines(small: Pages) -> None:
    assert [problem for chapter in small.book.chapters for problem in of(chapter)] == []


def test_facts_of_the_real_book_stand_on_their_lines(real: Pages) -> None:
    assert [f"{c.page}:{problem}" for c in real.book.chapters for problem in of(c)] == []
    facts = [c.parsed for c in real.book.chapters]
    for kind in ("headings", "quotes", "citations", "links", "figures", "formulas", "talking_points", "numbers", "blocks",
                 "plain_marks", "tables"):  # fmt: skip
        assert any(getattr(parsed, kind) for parsed in facts), kind


def test_no_mark_is_left(small: Pages) -> None:
    for article in small.articles.values():
        assert not HIDDEN.search(repr(article)) and "data-line" not in article.html and "data-note" not in article.html
    for chapter in small.book.chapters:
        assert not HIDDEN.search(repr(chapter.parsed))


def test_no_mark_is_left_in_the_real_book(real: Pages) -> None:
    for article in real.articles.values():
        assert not HIDDEN.search(repr(article)), article.page
        assert "data-line" not in article.html and "data-note" not in article.html and "data-block" not in article.html
    for chapter in real.book.chapters:
        assert not HIDDEN.search(repr(chapter.parsed)), chapter.page


PLACES = [
    ("A line\nand ${x}.", 2),
    ("${x} first\nand a line.", 1),
    ("${x}\n${y}", 1),
    ("> quoted\n> ${x} there", 2),
    ("> - in a list\n>   ${x}", 2),
    ("- one\n- ${x}\n- three", 2),
    ("- one\n\n    ${x} below it\n\n- three", 3),
    ("1. one\n2. two ${x}", 2),
    ("| a | b |\n|---|---|\n| c | d |\n| ${x} | e |", 4),
    ("| a | b |\n|---|---|\n| ${y} | |\n| ${x} | |", 4),
    ("Term\n: ${x} explained\n", 2),
    ("!!! note \"Said\"\n\n    Text\n    with ${x}.", 4),
    ("??? question \"Why? [a, b]\"\n\n    ${x} as it is.", 3),
    ('=== "One"\n\n    A\n\n=== "Two"\n\n    ${x} b', 7),
    ("## A heading\n\n### Of ${x}\n\nText.", 3),
    ("A long\nand *emphasised\nand longer ${x}* text", 3),
    ("<div markdown>\n\nA ${x} there\n\n</div>", 3),
    ("```python\n${y}\n```\n\nAfter ${x}", 5),
    ("```estimate\ntitle: T\nn = 2 # assumed: as ${x} says\n```", 3),
    ("```sources\na2020b: says ${x}\n```", 2),
    ("    indented code\n\nText ${x}", 3),
    ("- a\n- b\n\nText\n\n- ${x}", 6),
    ("Words[^1].\n\n[^1]: A note\n    on ${x}.", 4),
]


@pytest.mark.parametrize(("text", "line"), PLACES, ids=range(len(PLACES)))
@pytest.mark.parametrize("offset", [0, 12])
def test_a_quote_stands_where_it_was_written(text: str, line: int, offset: int) -> None:
    found = [q.line for q in parse(text, offset).quotes if q.expression == "x"]
    assert found == [line + offset]


def test_a_fold_knows_its_line_with_and_without_a_text_before() -> None:
    text = 'Text\n\n??? question "Why? [evaluate, staff]"\n\n    Since.\n\n??? wrong "No"\n\n    Never.\n'
    found = parse(text).talking_points
    assert [(p.kind, p.title, p.tags, p.line) for p in found] == [
        ("question", "Why? [evaluate, staff]", ("evaluate", "staff"), 3), ("wrong", "No", (), 7)]  # fmt: skip


def test_characters_of_marks_in_a_source_mean_nothing() -> None:
    """They could be taken for the number of a line."""
    found = parse(f"A{mark(77)} line\n\n${{x}} \u2063\u2064")
    assert [q.line for q in found.quotes] == [3] and "A line" in found.html and not HIDDEN.search(found.html)


@pytest.mark.parametrize("text", [
    "/// figure-caption", "---", "***", "===", "*[GPU]: a processor", "[key]: https://example.org", "<!--words-->", "",
    "https://example.org/words", "|---|---|", "|:--|--:|", "`code`{.x}", "$$",
])  # fmt: skip
def test_a_line_without_plain_words_stays_as_it_is(text: str) -> None:
    assert marked(text, 5) == text


@pytest.mark.parametrize(("text", "word"), [
    ("Plain words here.", "Plain"), ("- item", "item"), ("12. item", "item"), ("> > quoted - text", "quoted"),
    ("## Title here", "Title"), (": definition", "definition"), ("| cell | b |", "cell"), ("[^1]: note", "note"),
    ('!!! note "Title"', "Title"), ('??? question "Why?"', "Why"), ("`code` word", "word"), ("${x} word", "word"),
    ("**bold** word", "word"), ("[@key2020x] word", "word"), ("[](#fig-x) word", "word"), ("snake_case word", "snake_case"),
    ("a/b c", "a/b"), ("$x y$ word", "word"), ("[text](target word) more", "more"), ("a-b. c", "a-b"),
    ("$$r$$", "$$"), ("`code only`", "`code only`"), ("- ${x}: ${y}", "${x}"), ("| [@key2020x] | |", "[@key2020x]"), ("$x$", "$x$"),
    ("[](#fig-x)", "[](#fig-x)"), ("https://example.org/a word", "word"), ("{.x} word", "word"), ("<!-- words -->", "<!--"),
])  # fmt: skip
def test_a_mark_follows_the_first_plain_word(text: str, word: str) -> None:
    made = marked(text, 5)
    assert MARK.sub("", made) == text
    assert made[: MARK.search(made).start()].endswith(word)


_WORDS = st.sampled_from(["word", "a", "${x}", "`code`", "*stress*", "[@k2020x]", "[l](#a)", "$x$", "5 ms", "“q”", "a/b", "(b)"])
_LINES = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)
_PREFIXES = st.sampled_from(["", "- ", "1. ", "> ", "## ", "| ", "    "])


@given(st.lists(st.tuples(_PREFIXES, _LINES, st.integers(0, 2)), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_values_of_any_text_keep_their_lines(parts: list[tuple[str, str, int]]) -> None:
    """Every quote that became a value names a line that quotes; no mark is left."""
    lines = [line for prefix, text, gap in parts for line in (prefix + text, *[""] * gap)]
    parsed = parse("\n".join(lines))
    assert not HIDDEN.search(repr(parsed))
    for quote in parsed.quotes:
        # What stands on a line without any plain word takes the line of its paragraph.
        near = lines[max(0, quote.line - 3) : quote.line + 3]
        assert 1 <= quote.line <= len(lines) and any("${x}" in line for line in near)
