"""No source whatever raises anything out of the making of pages, and every problem of a page has a place.

Some mutations of a small book, the same at every run. A longer run, of other mutations each time:
`GUIDE_FUZZ=5000 python -m pytest tests/unit/test_fuzz_pages.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.addresses import file_address, folder_address
from guide.kept import Kept
from guide.markdown import parse
from guide.pages import parse_chapters, render_chapters
from guide.problems import BookError, Problem
from guide.project import Project
from guide.site.page import contents, page_html
from guide.sources import read_book
from guide.workers import Here
from tests.conftest import copy_fixture
from tests.fuzzed import MARKS, Changes, applied, files_of, mutations
from tests.unit.test_lines import HIDDEN

EXAMPLES = int(os.environ.get("GUIDE_FUZZ") or 120)
PATTERNS = ("docs/**/*.md", "docs/*.yaml", "docs/*.json", "diagrams/*.yaml", "diagrams/**/*.mmd")
OPTIONS = {
    "deadline": None, "derandomize": "GUIDE_FUZZ" not in os.environ, "database": None,
    "suppress_health_check": list(HealthCheck),
}  # fmt: skip


def check_places(root: Path, problems: tuple[Problem, ...], changed: Changes) -> None:
    for problem in problems:
        assert problem.message.endswith((".", "?", "!")) and problem.mend and problem.code, problem
        assert str(problem).isprintable() and "\n" not in str(problem), problem
        path = root / problem.path
        if path.is_file():
            count = len(path.read_bytes().decode("utf-8", errors="replace").splitlines()) + 1
            assert 1 <= problem.line <= max(2, count), f"{count} lines: {problem}"
        else:
            assert problem.path in changed, problem


def test_no_mutation_raises_anything_out_of_the_pages(tmp_path: Path) -> None:
    project = copy_fixture(tmp_path / "book")
    project.prices.write_text("- id: gpu_hour\n  value: 2.5 dollar/gpu/h\n  what: an hour\n  date: 2026-10\n  source: https://example.org/a\n", encoding="utf-8")
    liners = project.docs / "reference" / "one-liners.md"
    liners.write_text(liners.read_text(encoding="utf-8") + "\nAt ${prices.gpu_hour}.\n\n```ledger\n```\n\n```prices\n```\n\n"
                      "```digest\nretrain-when\nchoice: a\nbecause: b\nflips: c\nsay: d\n```\n", encoding="utf-8")  # fmt: skip
    kept, pool = Kept(Project(tmp_path / "kept")), Here()
    files = files_of(project.root, *PATTERNS)
    seen: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES, **OPTIONS)
    @given(mutations(files, most=2))
    def holds(changed: Changes) -> None:
        with applied(project.root, files, changed):
            try:
                book = read_book(project, environment={})
            except BookError:
                return
            book = parse_chapters(book, kept, pool)
            articles = render_chapters(book, kept, pool)
            problems = tuple(p for article in articles.values() for p in article.problems)
            # UTF-16 and other line ends make other lines of the bytes; reading names those files.
            named = {problem.path for problem in book.problems}
            check_places(project.root, tuple(p for p in problems if p.path not in named), changed)
            for article in articles.values():
                assert not HIDDEN.search(article.html + article.text) and "data-line" not in article.html
                page_html(article, folder_address), page_html(article, file_address), contents(article)
            seen.update({problem.code for problem in problems} or {"none"})

    holds()
    # Some are harmless, and many mistakes reach the rendering, whatever the small book has lately grown by.
    assert seen["none"] and seen.total() - seen["none"] >= 10, seen


_PIECES = st.lists(st.one_of(st.sampled_from(MARKS), st.sampled_from(["word ", "\n", "\n\n", "    ", "> ", "5 ms", "\t"])), max_size=25).map("".join)


@settings(max_examples=EXAMPLES * 2, **OPTIONS)
@given(_PIECES, st.integers(0, 50))
def test_any_text_is_parsed(text: str, offset: int) -> None:
    parsed = parse(text, offset)
    last = offset + text.count("\n") + 1
    facts = [*parsed.headings, *parsed.links, *parsed.citations, *parsed.quotes, *parsed.formulas, *parsed.talking_points, *parsed.numbers, *parsed.faults]
    assert [f for f in facts if not offset < f.line <= last + 1] == []
    assert not HIDDEN.search(repr(parsed))


@pytest.mark.parametrize("text", ["", "\n", "\u2063", "```", "$$", "${", "[@", "<", "&", "///", "!!!", "|", "\x00", "# ", "[^1]", "[^1]: ${x}"])
def test_the_shortest_texts_are_parsed(text: str) -> None:
    assert not HIDDEN.search(repr(parse(text)))
