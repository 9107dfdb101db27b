"""The practice room's data: prompts with their numbers, cases as rounds, the clock, and the files that the page asks for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from guide.addresses import file_address, folder_address
from guide.cards import cards
from guide.checks.core import Replace
from guide.checks.core.small_book import SCORING
from guide.framework import SIGNALS, STEPS
from guide.kits import kept_facts, kit_of
from guide.model import Book
from guide.practise.clock import clocks, home_of_clock, rubric
from guide.practise.rounds import Round, rounds
from guide.project import Project
from guide.prompts import filled
from guide.site.room import files, room_of, room_scripts, write_scripts
from tests.conftest import MakePages, Pages


def made(pages: Pages) -> dict[str, Round]:
    return {each.id: each for each in rounds(pages.book, pages.articles, cards(pages.book, pages.articles))}


def data(pages: Pages, address=folder_address) -> dict:
    book = pages.book
    return files(book, pages.articles, "first", room_of(book), clocks(home_of_clock(book), pages.shared.numbers), address)


# ---------- what cases say ----------


@pytest.mark.parametrize(
    ("prompt", "facts"),
    [
        ("<p>“Sell.” The interviewer keeps two facts back until asked. Seats are few. And people leave <cite>(Law, Art. 3)</cite>.</p>",
         [("Seats are few.", ""), ("People leave.", "")]),
        ("<p>The interviewer keeps two facts back, and each has a question.</p><ul><li><em>What counts?</em> Views.</li><li>Nothing else.</li></ul>",
         [("Views.", "What counts?"), ("Nothing else.", "")]),
        ("<p>Facts:</p><table><thead><tr><th>Minute</th><th>Question</th><th>The fact</th></tr></thead><tbody><tr><td>3</td><td>“How?”</td><td>So</td></tr></tbody></table>",
         [("So", "How?")]),
        ("<p>Facts:</p><table><thead><tr><th>Ask</th><th>The fact</th></tr></thead><tbody><tr><td>“How?”</td><td>So</td></tr></tbody></table>",
         [("So", "How?")]),
        ("<p>Nothing is kept.</p><table><thead><tr><th>Scale</th><th>Size</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", []),
    ],
)  # fmt: skip
def test_the_forms_in_which_cases_keep_facts_back(prompt: str, facts: list[tuple[str, str]]) -> None:
    root = html.fragment_fromstring(f"<h2 id='the-prompt'>The prompt</h2>{prompt}<h2 id='next'>N</h2><p>The interviewer keeps one fact back. Not here.</p>", create_parent="div")
    assert [(fact.fact, fact.question) for fact in kept_facts(root)] == facts


def test_a_table_of_the_kit_is_read_once(small: Pages) -> None:
    kit = kit_of(small.tree("comment-spam"))
    assert [probe.minute for probe in kit.probes] == [8, 30] and [number for number, _ in kit.anchors] == ["1", "2", "3", "4"]


def test_every_case_of_the_guide_is_a_round(real: Pages) -> None:
    found = made(real)
    for case in real.book.cases:
        each = found[case.id]
        assert 4 <= len(each.kept) <= 6 and all(fact.words for fact in each.kept), case.id
        assert 5 <= len(each.probes) <= 7 and all(probe.listen for probe in each.probes), case.id
        assert len(each.flips) >= 4 and len(each.anchors) == 4 and each.flags and each.board, case.id
        assert each.points.keys() == STEPS.keys() and len(each.levels) == 3, case.id
    assert found.keys() >= {prompt.id for prompt in real.book.prompts}


# ---------- prompts ----------


def test_a_prompt_quotes_its_own_numbers_and_others(small: Pages) -> None:
    (prompt,) = small.book.prompts
    each = filled(prompt, small.shared.numbers)
    assert each.text("read ${capacity}") == "read 900\u00a0items/day"
    assert each.text("“${comment-spam.daily}”, ${nothing}") == "“100,000\u00a0items/day”, ?"
    borrowing = prompt.model_copy(update={"numbers": prompt.numbers.replace("50k item/day ", "0.5 ").replace("written  = 0.5", "part = 0.5") + "\nwritten = part * comment-spam.daily -> item/day # Written\n"})
    assert filled(borrowing, small.shared.numbers).quote("written") == "50,000\u00a0items/day"


def test_a_chapters_value_that_only_a_prompt_borrows_is_used(small: Pages) -> None:
    (prompt,) = small.book.prompts
    text = f"{prompt.numbers}\nmore = comment-spam.pace * 2 -> s/item # Slower\n"
    book = replace(small.book, prompts=(prompt.model_copy(update={"numbers": text}),))
    numbers = replace(small, book=book).shared.numbers
    assert "pace" in numbers.used(book.by_id["comment-spam"])


def test_a_case_says_first_what_its_sections_begin_with(small: Pages) -> None:
    """Its sentence in quotation marks; a paragraph without them is no model answer. Columns of levels have their rows' names."""
    page = small.book.by_id["comment-spam"].page
    article = small.articles[page]
    text = article.html
    start = text.index('id="evaluate"')
    end = text.index("</h2>", start) + len("</h2>")
    said = f"{text[:end]}<nav>Step</nav><p>“I’d draw a sample.” A table follows.</p>{text[end:]}"
    table = "<table><thead><tr><td></td><th>Senior</th><th>Staff</th></tr></thead><tbody><tr><th>Computes</th><td>One</td><td>Two</td></tr></tbody></table>"
    start = said.index("</h2>", said.index('id="what-each-level-adds"')) + len("</h2>")
    said = f"{said[:start]}<figure>{table}</figure>{said[start:]}"
    changed = replace(small, articles={**small.articles, page: replace(article, html=said)})
    each = made(changed)["comment-spam"]
    assert each.points["evaluate"][0].text == "“I’d draw a sample.”"
    assert each.levels == {"senior": ["Computes: One"], "staff": ["Computes: Two"]}
    assert not [p for step in ("monitor-and-maintain", "frame-it-as-an-ml-task") for p in each.points[step] if not p.question]


def test_a_prompt_as_a_round(small: Pages) -> None:
    each = made(small)["spam-in-reviews"]
    assert (each.family, each.page, each.twist) == ("comment-spam", "cases/comment-spam.md", "product")
    assert each.kept[0].fact == "Editors read 900\u00a0items/day and no more." and each.kept[0].latest
    assert each.points["clarify-the-requirements"][1].text == "Editors read 900\u00a0items/day; 500\u00a0items/day are held."
    assert each.hints.keys() == SIGNALS.keys() - {"conversation"}
    assert each.flips[0].minute == 28 and "The queue comes after" in each.flips[0].answer


# ---------- the clock ----------


def test_the_clock_and_its_marks(small: Pages) -> None:
    short, long = clocks(home_of_clock(small.book), small.shared.numbers)
    assert (short.length, short.opening, sum(short.steps.values()), short.closing) == (45, 2, 40, 3)
    assert short.marks == [12, 27, 38] and long.marks == [16, 36, 50]
    assert rubric(small.book)["system"] == ["Boxes", "A path", "A budget", "A bad day"]


def test_the_guides_clock_agrees_with_its_chapter(real: Pages) -> None:
    home = home_of_clock(real.book)
    assert home.id == "the-interview"
    numbers = real.shared.numbers
    for clock in clocks(home, numbers):
        marks = [numbers.value(home.id, f"{name}_mark_{clock.length}").base / 60 for name in ("frame", "model", "serve")]
        assert clock.marks == marks and clock.opening + sum(clock.steps.values()) + clock.closing == clock.length
    assert list(rubric(real.book)) == list(SIGNALS)


def test_a_book_without_a_room_or_a_clock_has_no_files(small: Pages) -> None:
    book: Book = small.book
    without = replace(book, chapters=tuple(chapter for chapter in book.chapters if chapter.id != "practise"))
    late = replace(book, chapters=tuple(chapter for chapter in book.chapters if chapter.id != "scoring"))
    for each in (without, late):
        assert room_scripts(each, small.articles, "first", folder_address) == {}
    assert rubric(late) == {}


def test_a_clock_with_a_mistake_makes_no_room(good_book: Project, make_pages: MakePages) -> None:
    Replace(SCORING, "open_45     = 2 min   # assumed: greeting", "open_45     = nope -> min   # Greeting").apply(good_book.root)
    pages = make_pages(good_book)
    assert room_scripts(pages.book, pages.articles, "first", folder_address) == {}


# ---------- the files ----------


def test_the_cards_are_those_of_anki(small: Pages) -> None:
    found = cards(small.book, small.articles)
    shown = data(small)["cards"]
    assert [card["id"] for card in shown] == [card.id for card in found]
    question = next(card for card in shown if card["kind"] == "question" and card["cases"])
    assert question["levels"] and question["steps"] and question["link"].startswith("../cases/comment-spam/#")


@pytest.mark.parametrize(("address", "link"), [(folder_address, "../cases/comment-spam/"), (file_address, "cases/comment-spam.html")])
def test_links_lead_from_the_rooms_page(small: Pages, address, link: str) -> None:
    found = data(small, address)
    assert found["rounds/comment-spam"]["comment-spam"]["page"] == link
    assert link in {chapter["link"] for chapter in found["index"]["chapters"]}
    assert ".md" not in json.dumps(found)


def test_the_files_are_scripts(small: Pages, tmp_path: Path) -> None:
    write_scripts(room_scripts(small.book, small.articles, "first", folder_address), tmp_path)
    names = {path.relative_to(tmp_path / "assets" / "practise").as_posix() for path in tmp_path.rglob("*.js")}
    assert names >= {"index.js", "cards.js", "rounds/comment-spam.js", "drawings/comment-spam.js"}
    text = (tmp_path / "assets" / "practise" / "index.js").read_text(encoding="utf-8")
    head, _, body = text.partition(" = ")
    assert head == '(window.practiseData ??= {})["index"]'
    assert json.loads(body.rstrip(";\n"))["edition"] == "first"
