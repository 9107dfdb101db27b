"""A page is rendered anew when, and only when, something changes that it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from guide.checks.core.small_book import SPINE, in_layers
from guide.kept import Kept
from guide.model import Chapter
from guide.project import Project
from guide.render import Shared, dependencies, render
from tests.conftest import MakePages, Pages

CLOCK, STEP, CASE = "the-clock", "clarify-the-requirements", "comment-spam"
MATRIX, GLOSSARY, SOURCES, LINERS, HOME = "trade-off-matrix", "glossary", "sources", "one-liners", "home"
EVERY = {CLOCK, STEP, CASE, MATRIX, GLOSSARY, SOURCES, LINERS, HOME, "scoring", "practise"}

PRICES = """\
- id: gpu_hour
  value: 2.5 dollar/gpu/h
  what: an hour
  date: 2026-10
  source: https://example.org/a
- id: disk
  value: 20 dollar/TB
  what: a month
  date: 2026-10
  source: https://example.org/b
"""


def keys(pages: Pages) -> dict[str, str]:
    shared = pages.shared
    return {chapter.id: dependencies(chapter, shared) for chapter in pages.book.chapters}


@pytest.fixture
def rich(good_book: Project) -> Project:
    """The small book with what pages can take from elsewhere: a foreign value in a drawing and in a note, prices, a listing, a ledger."""
    change = _changer(good_book)
    change("diagrams/comment-spam/frame.mmd", '|"unsure"|', '|"${the-clock.greet:2 -> s}"|')
    change("docs/interview/the-clock.md", "close = 3 min   # assumed: your questions", "close = 3 min   # assumed: [](../cases/comment-spam.md#fig-frame)")
    good_book.prices.write_text(PRICES, encoding="utf-8")
    change("docs/interview/the-clock.md", "assert work", "cards = 1 gpu   # assumed: one\ncost = prices.gpu_hour * cards * slot -> dollar  # Cost\nassert work")
    change("docs/framework/clarify-the-requirements.md", "That is the [base rate]", "It costs ${the-clock.cost}. That is the [base rate]")
    change("docs/reference/one-liners.md", '"Which mistake costs more?"', "“Which mistake?” for ${prices.disk}")
    change("docs/interview/the-clock.md", "## What to cut\n", "## What to cut\n\n[](../reference/one-liners.md#say-at-each-step) has more.\n")
    (good_book.docs / "listings").mkdir()
    (good_book.docs / "listings" / "a.py").write_text("print(1)\n", encoding="utf-8")
    (good_book.docs / "listings" / "a.out").write_text("1\n", encoding="utf-8")
    change("docs/reference/one-liners.md", "## Say at each step", "```listing\na.py\n```\n\n```ledger\n```\n\n## Say at each step")
    return good_book


def _changer(project: Project) -> Callable[[str, str, str], None]:
    def change(path: str, old: str, new: str) -> None:
        file = project.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old)
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


CASE_FILE, LINERS_FILE, CLOCK_FILE, STEP_FILE = f"docs/cases/{CASE}.md", f"docs/reference/{LINERS}.md", f"docs/interview/{CLOCK}.md", f"docs/framework/{STEP}.md"

CHANGES = {
    "a paragraph": (CASE_FILE, "No cost was named.", "No cost was named, and no gain.", {CASE}),
    "a line more": (CASE_FILE, "## The prompt\n", "\n## The prompt\n", {CASE}),
    "a foreign value": (CLOCK_FILE, "greet = 2 min ", "greet = 1 min ", {CLOCK, STEP, CASE, LINERS}),
    "a value that nobody borrows": (STEP_FILE, "recall     = 90 %", "recall     = 91 %", {STEP, LINERS}),
    "a value quoted for the first time": (STEP_FILE, "Questions without", "With ${the-clock.close}, questions without", {STEP, CLOCK}),
    "a title": (CLOCK_FILE, "title: The clock", "title: The watch", EVERY),
    "a decision": ("docs/decisions.yaml", "flip_when: an error costs", "flip_when: one error costs", {CASE, MATRIX, SOURCES}),
    "a term's definition": ("docs/glossary.yaml", "A second copy of a slow", "Another copy of a slow", {CASE, GLOSSARY, LINERS}),
    "a question": ("docs/decisions.yaml", "question: When is the classifier trained again?", "question: When is it trained again?", {CASE, MATRIX, SOURCES, GLOSSARY}),
    "a heading": (CASE_FILE, "## Constraint flips", "## Constraint flips {.wide}", {CASE}),
    "a heading's text": (LINERS_FILE, "## Say at each step", "## Say at EACH step", {LINERS, GLOSSARY, CLOCK}),
    "a drawing": ("diagrams/the-clock/minutes.mmd", "Scope and label", "Scope, label", {CLOCK}),
    "a caption's line": (CASE_FILE, "## Develop the model\n", "## Develop the model\n\nMore.\n", {CASE}),
    "a drawing's title": ("diagrams/comment-spam/frame.mmd", "first frame", "frame one", {CASE}),
    "a figure's number": (CASE_FILE, '```mermaid\n--8<-- "comment-spam/serving.mmd"\n```\n/// figure-caption\nThe writer sees the comment at once; everyone else after the score.\n///\n', "", {CASE, CLOCK, HOME}),  # and the minutes of its caption
    "a work": ("docs/bibliography.json", "The Tail at Scale", "The Tail in Scale", {CASE, CLOCK, SOURCES, MATRIX, LINERS}),
    "a work that only a decision cites": ("docs/bibliography.json", "Optimal strategies for", "The best strategies for", {CASE, SOURCES, MATRIX, LINERS}),
    "a price borrowed through another chapter": ("docs/prices.yaml", "2.5 dollar/gpu/h", "2.4 dollar/gpu/h", {CLOCK, STEP, CASE, LINERS}),
    "a price quoted in prose": ("docs/prices.yaml", "20 dollar/TB", "21 dollar/TB", {LINERS}),
    "a listing": ("docs/listings/a.py", "print(1)", "print(0 + 1)", {LINERS}),
    "a listing's output": ("docs/listings/a.out", "1", "2", {LINERS}),
    "the style": ("diagrams/style.yaml", "text_px: 16", "text_px: 17", EVERY),
    "the order of the chapters": ("mkdocs.yml", "  - Framework:\n      - framework/clarify-the-requirements.md\n  - Cases:\n      - cases/comment-spam.md\n",
                                  "  - Cases:\n      - cases/comment-spam.md\n  - Framework:\n      - framework/clarify-the-requirements.md\n", EVERY),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_reaches_the_pages_concerned(rich: Project, make_pages: MakePages, tmp_path: Path, what: str) -> None:
    path, old, new, concerned = CHANGES[what]
    before = make_pages(rich)
    assert [p for article in before.articles.values() for p in article.problems] == []
    _changer(rich)(path, old, new)
    after = make_pages(rich)
    first, second = keys(before), keys(after)
    assert {name for name in first if first[name] != second[name]} == concerned
    # What was kept is what is made anew, and pages whose key stayed are the same.
    shared = after.shared
    for chapter in after.book.chapters:
        anew = render(chapter, shared)
        assert anew == after.articles[chapter.page], chapter.id
        if chapter.id not in concerned:
            assert anew == before.articles[chapter.page], chapter.id


def test_a_key_is_the_same_in_every_process(small: Pages, make_pages: MakePages) -> None:
    assert keys(small) == keys(make_pages(small.book.project))


def test_a_term_of_a_spine_concerns_its_page(good_book: Project, make_pages: MakePages) -> None:
    for edit in in_layers(*SPINE[:7], "A hedged request is sent when the first copy is slow."):
        edit.apply(good_book.root)
    before = keys(make_pages(good_book))
    _changer(good_book)("docs/glossary.yaml", "A second copy of a slow", "Another copy of a slow")
    assert before[CLOCK] != keys(make_pages(good_book))[CLOCK]


def test_what_can_not_be_read_concerns_every_page(small: Pages) -> None:
    broken = replace(small, book=replace(small.book, unread=frozenset({Path("docs/decisions.yaml")})))
    before, after = keys(small), keys(broken)
    assert {name for name in before if before[name] != after[name]} == EVERY


def test_the_layers_minutes_concern_the_ledger(rich: Project, make_pages: MakePages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = make_pages(rich)

    def with_minutes(carry: int) -> dict[str, str]:
        monkeypatch.setattr(Chapter, "paths", property(lambda _: {"carry": carry, "study": 9, "work": 12}))
        return keys(pages)

    assert with_minutes(5)[LINERS] != with_minutes(6)[LINERS]


def test_a_plural_of_a_term_concerns_a_page(good_book: Project, make_pages: MakePages) -> None:
    change = _changer(good_book)
    change("docs/glossary.yaml", "- term: Hedged request", "- term: Process\n  definition: What runs by itself.\n\n- term: Hedged request")
    change("docs/reference/one-liners.md", '"Which mistake costs more?"', "Which processes?")
    before = keys(make_pages(good_book))
    change("docs/glossary.yaml", "What runs by itself.", "What runs alone.")
    after = make_pages(good_book)
    assert {name for name, key in keys(after).items() if key != before[name]} == {LINERS, GLOSSARY}
    assert after.tree(LINERS).xpath(".//a[@class='term']/@title") == ["What runs alone."]


def test_other_code_makes_other_keys(small: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Kept(Project(tmp_path)), Kept(Project(tmp_path))
    assert first.key("article", "x") == second.key("article", "x") != first.key("parsed", "x") != first.key("parsed", "y")
    (tmp_path / "requirements.lock").write_text("other==1\n", encoding="utf-8")
    assert Kept(Project(tmp_path)).key("article", "x") != first.key("article", "x")


def test_shared_parts_are_made_once(small: Pages) -> None:
    shared = Shared(small.book, {}, small.kept)
    assert shared.numbers is shared.numbers and shared.finder is shared.finder and shared.templates is shared.templates
    assert {language: chapter.id for language, chapter in shared.pages_with.items()} == {
        "contents": HOME, "estimate": CLOCK, "mermaid": CLOCK, "sources": STEP, "decisions": CASE, "matrix": MATRIX,
        "glossary": GLOSSARY, "bibliography": SOURCES}  # fmt: skip
