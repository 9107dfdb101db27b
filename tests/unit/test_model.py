"""The book, typed: what everything asks of it."""

from __future__ import annotations

import math

import pytest

from guide.framework import LAYERS, LEVELS, SECTIONS, STEPS
from guide.model import appendix_label
from guide.project import Project, find_project
from guide.sources import read_book
from tests.conftest import ROOT, Pages


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
        ("scoring", "Practice", "0"),
        ("practise", "Practice", "0"),
    ]
    assert [part for part, _ in book.parts] == ["The interview", "Framework", "Cases", "Reference", "Practice"]
    assert book.title == "A Small Guide to ML System Design"
    assert book.problems == ()


def test_a_chapter_knows_what_stands_in_it(small: Pages) -> None:
    case = small.book.by_id["comment-spam"]
    text = case.path.read_text(encoding="utf-8").split("\n")
    assert [name for name, _ in case.decisions][:2] == ["delete-or-ask", "retrain-when"]
    assert all(text[line - 1] == name for name, line in case.decisions)
    assert case.source_notes == {"dean2013tail": "hedged requests."}
    assert {b.language for b in case.blocks("estimate", "sources")} == {"estimate", "sources"} and case.blocks("metric") == []
    assert {h.text for h in case.headings if h.level == 2} <= {section.replace("'", "’") for section in SECTIONS["case"]}
    words, minutes = sum(len(sentence.split()) for sentence in case.front.spine), {}
    for layer in LAYERS:
        words += case.parsed.words[layer]
        minutes[layer] = max(1, math.ceil(words / 238))
    assert case.paths == minutes and case.minutes == minutes["study"] and min(case.parsed.words["study"], words) > 200


@pytest.mark.parametrize(("number", "label"), [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")])
def test_appendices_never_run_out(number: int, label: str) -> None:
    assert appendix_label(number) == label


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


def test_who_uses_what(small: Pages) -> None:
    assert {name: [c.id for c in users] for name, users in small.book.users.items()} == {
        decision.id: ["comment-spam"] for decision in small.book.decisions}  # fmt: skip
    citing = {key: [c.id for c in chapters] for key, chapters in small.book.citing.items()}
    assert citing["axelsson2000base"] == ["clarify-the-requirements", "comment-spam"] and citing["dean2013tail"] == ["the-clock", "comment-spam"]
    assert "franc2023optimal" not in citing


def test_settings_with_tags_of_other_tools_are_read(good_book: Project) -> None:
    assert read_book(good_book, environment={}).settings.site_url == ""
    mirrored = read_book(good_book, environment={"GUIDE_SITE_URL": "https://guide.example/"})
    assert mirrored.settings.site_url == "https://guide.example/"


def test_the_project_is_found_from_below(good_book: Project) -> None:
    assert find_project(good_book.docs / "cases").root == good_book.root.resolve()
    with pytest.raises(FileNotFoundError, match="no mkdocs.yml"):
        find_project(good_book.root.parent)


def test_the_contract_with_authors_is_the_documented_one() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "exactly the sections that `guide new case` writes" in text
    assert len(STEPS) == 7 and LEVELS == ("senior", "staff", "principal")
    assert all(" ".join(name.split()).lower().replace(" ", "-") == step for step, name in STEPS.items())
