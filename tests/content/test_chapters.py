"""The real book passes every check, one case a chapter. What is asked of it stands in `guide.checks`."""

from __future__ import annotations

import pytest

from guide.checks import check_book
from guide.problems import Problem
from guide.project import Project
from guide.sources import read_book
from tests.conftest import ROOT, Pages

CHAPTERS = read_book(Project(ROOT)).chapters


@pytest.fixture(scope="module")
def problems(real: Pages) -> list[Problem]:
    return check_book(real.book, real.articles)


def test_there_are_chapters_of_every_kind() -> None:
    assert {c.front.kind for c in CHAPTERS} == {"case", "step", "guide", "reference"}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.id)
def test_a_chapter_has_no_problem(chapter, problems: list[Problem], real: Pages) -> None:
    place = real.book.project.relative(chapter.path)
    own = [str(p) for p in problems if p.path == place or p.path.startswith(f"diagrams/{chapter.id}/")]
    assert not own, "\n".join(own)


def test_the_rest_of_the_book_has_no_problem(problems: list[Problem], real: Pages) -> None:
    places = {real.book.project.relative(c.path) for c in CHAPTERS}
    folders = {f"diagrams/{c.id}" for c in CHAPTERS}
    rest = [str(p) for p in problems if p.path not in places and p.path.rpartition("/")[0] not in folders]
    assert not rest, "\n".join(rest)


def test_the_book_is_read_whole(real: Pages) -> None:
    """Checks of text look at paragraphs, numbers and drawings: there are as many as the book has."""
    assert not real.book.unread
    assert sum(len(c.parsed.numbers) for c in real.book.chapters) > 200
    assert sum(len(a.drawings) for a in real.articles.values()) > 100


def test_the_minutes_to_carry_are_divided_by_the_cases(real: Pages) -> None:
    """The one number of the list that a block can't count."""
    assert f"\ncases     = {len(real.book.cases)} " in real.book.by_id["what-to-print"].body
