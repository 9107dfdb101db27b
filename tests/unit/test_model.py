"""The one reader."""

from __future__ import annotations

import math
import os
import time

import pytest

from guide.model import LEVELS, SECTIONS, STEPS
from guide.project import Project, find_project
from guide.sources import current_book, read_book
from tests.conftest import ROOT


def test_chapters_come_in_the_order_of_the_navigation(good_book: Project) -> None:
    book = read_book(good_book)
    assert [(c.id, c.part, c.label) for c in book.chapters] == [
        ("home", "", "0"),
        ("the-clock", "The interview", "1"),
        ("clarify-the-requirements", "Framework", "2"),
        ("comment-spam", "Cases", "3"),
        ("trade-off-matrix", "Reference", "A"),
        ("glossary", "Reference", "B"),
        ("sources", "Reference", "C"),
        ("one-liners", "Reference", "D"),
    ]
    assert [part for part, _ in book.parts] == ["The interview", "Framework", "Cases", "Reference"]
    assert book.title == "A Small Guide to ML System Design"
    assert book.problems == ()


def test_a_chapter_knows_what_stands_in_it(good_book: Project) -> None:
    case = read_book(good_book).by_id["comment-spam"]
    text = case.path.read_text(encoding="utf-8").split("\n")
    assert [name for name, _ in case.diagrams] == [f"comment-spam/{n}.mmd" for n in ("system", "serving", "frame")]
    assert all("--8<--" in text[line - 1] for _, line in case.diagrams)
    assert [name for name, _ in case.decisions] == ["delete-or-ask", "retrain-when"]
    assert all(text[line - 1] == name for name, line in case.decisions)
    assert [(c.key, c.locator) for c in case.citations] == [
        ("axelsson2000base", None), ("dean2013tail", "§3"), ("dean2013tail", None),
    ]  # fmt: skip
    assert all(c.key in text[c.line - 1] for c in case.citations)
    assert [name for name, _ in case.tables] == ["tab-answers"]
    assert all(text[line - 1] == f"/// table-caption | #{name}" for name, line in case.tables)
    assert case.source_notes == {"dean2013tail": "hedged requests."}
    assert [h.text for h in case.headings if h.level == 2] == list(SECTIONS["case"])
    assert all(text[h.line - 1] == f"## {h.text}" for h in case.headings)
    assert case.minutes == math.ceil(len(case.prose.split()) / 238) == 2


def test_diagrams_speak(good_book: Project) -> None:
    diagram = read_book(good_book).diagrams["comment-spam/frame.mmd"]
    assert (diagram.folder, diagram.name, diagram.anchor) == ("comment-spam", "frame", "fig-frame")
    assert diagram.title == "The whiteboard, first frame"
    assert diagram.description == "A comment goes to the classifier; the unsure ones go to a person."


def test_a_long_description_may_stand_in_braces(good_book: Project) -> None:
    path = good_book.diagrams / "comment-spam" / "frame.mmd"
    text = path.read_text(encoding="utf-8").replace(
        "accDescr: A comment goes to the classifier; the unsure ones go to a person.",
        "accDescr {\n    A comment goes to the classifier;\n    the unsure ones go to a person.\n  }",
    )
    path.write_text(text, encoding="utf-8")
    diagram = read_book(good_book).diagrams["comment-spam/frame.mmd"]
    assert diagram.description == "A comment goes to the classifier; the unsure ones go to a person."


def test_data_files_know_their_lines(good_book: Project) -> None:
    book = read_book(good_book)
    decisions = good_book.decisions.read_text(encoding="utf-8").split("\n")
    assert all(decisions[d.line - 1] == f"- id: {d.id}" for d in book.decisions)
    terms = good_book.glossary.read_text(encoding="utf-8").split("\n")
    assert all(terms[t.line - 1] == f"- term: {t.term}" for t in book.terms)
    works = good_book.bibliography.read_text(encoding="utf-8").split("\n")
    assert all(f'"id": "{w.key}"' in works[w.line - 1] for w in book.works.values())
    assert [t.anchor for t in book.terms] == ["term-base-rate", "term-review-band", "term-hedged-request"]


def test_who_uses_what(good_book: Project) -> None:
    book = read_book(good_book)
    assert [c.id for c in book.users_of("delete-or-ask")] == ["comment-spam"]
    assert [c.id for c in book.citing("dean2013tail")] == ["the-clock", "comment-spam"]
    assert book.citing("franc2023optimal") == []


def test_a_chapter_and_a_diagram_are_known_by_their_text(good_book: Project) -> None:
    book = read_book(good_book)
    assert all(book.chapter_of(f"\n{c.body}\n\n") is c for c in book.chapters)
    assert all(book.diagram_of(f"{d.source}\n") is d for d in book.diagrams.values())
    assert book.chapter_of("Something else") is None


def test_settings_with_tags_of_other_tools_are_read(good_book: Project) -> None:
    assert read_book(good_book, environment={}).settings.site_url == "https://example.org/ml-system-design-guide/"
    mirrored = read_book(good_book, environment={"GUIDE_SITE_URL": "https://guide.example/"})
    assert mirrored.settings.site_url == "https://guide.example/"


def test_the_current_book_is_read_again_when_a_file_changes(good_book: Project) -> None:
    first = current_book(good_book)
    assert current_book(good_book) is first
    path = good_book.glossary
    path.write_text(path.read_text(encoding="utf-8").replace("Base rate", "Prior"), encoding="utf-8")
    os.utime(path, (time.time() + 5, time.time() + 5))
    assert [t.term for t in current_book(good_book).terms][0] == "Prior"


def test_the_project_is_found_from_below(good_book: Project) -> None:
    assert find_project(good_book.docs / "cases").root == good_book.root.resolve()
    with pytest.raises(FileNotFoundError, match="no mkdocs.yml"):
        find_project(good_book.root.parent)


def test_the_contract_with_authors_is_the_documented_one() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(SECTIONS["case"]) == 16 and "sixteen sections" in text
    assert len(SECTIONS["step"]) == 11 and "its own eleven" in text
    assert len(STEPS) == 7 and LEVELS == ("senior", "staff", "principal")
    assert all(" ".join(name.split()).lower().replace(" ", "-") == step for step, name in STEPS.items())
