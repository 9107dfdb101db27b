"""Making all pages: each once, in other processes where that pays, the kept ones not at all."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from guide.kept import Kept
from guide.pages import _shares, parse_chapters, render_chapters
from guide.problems import BookError
from guide.project import Project
from guide.sources import read_book
from guide.workers import MOST, Here, uncollected, workers


class Counting(Here):
    """Counts what is handed to other processes."""

    def __init__(self) -> None:
        self.runs: list[str] = []

    def submit(self, function: Callable, /, *arguments: object, **named: object) -> Future:
        self.runs.append(function.__name__)
        return super().submit(function, *arguments, **named)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(Project(tmp_path / "kept"))


def make(project: Project, kept: Kept, pool: Executor) -> dict:
    book = parse_chapters(read_book(project), kept, pool)
    return render_chapters(book, kept, pool)


def test_pages_are_made_once(good_book: Project, kept: Kept) -> None:
    pool = Counting()
    first = make(good_book, kept, pool)
    assert pool.runs == ["_parse_many"] * 2 + ["render_many"] * 2, "a lot for each of two processes"
    assert list(first) == [chapter.page for chapter in read_book(good_book).chapters]
    pool.runs.clear()
    assert make(good_book, kept, pool) == first and pool.runs == []


def test_a_few_pages_are_made_here_and_many_elsewhere(good_book: Project, kept: Kept) -> None:
    pool = Counting()
    before = make(good_book, kept, pool)
    pool.runs.clear()
    paths = [good_book.docs / page for page in ("reference/one-liners.md", "interview/the-clock.md", "reference/sources.md")]
    for path in paths[:1]:
        path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    after = make(good_book, kept, pool)
    assert pool.runs == [] and "More." in after["reference/one-liners.md"].html
    assert {page for page in before if before[page] != after[page]} == {"reference/one-liners.md"}
    pool.runs.clear()
    for path in paths:
        path.write_text(path.read_text(encoding="utf-8") + "\nStill more.\n", encoding="utf-8")
    make(good_book, kept, pool)
    assert pool.runs == ["_parse_many"] * 2 + ["render_many"] * 2


def test_processes_make_the_same_pages(good_book: Project, kept: Kept, tmp_path: Path) -> None:
    here = make(good_book, kept, Here())
    with workers(2) as pool:
        there = make(good_book, Kept(Project(tmp_path / "other")), pool)
    assert there == here


def test_a_mistake_in_the_work_is_not_swallowed(good_book: Project, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guide.pages.parse", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        parse_chapters(read_book(good_book), kept, Here())


@pytest.mark.parametrize(("sizes", "loads"), [([5, 4, 3, 2, 1], [8, 7]), ([9, 1, 1, 1], [9, 3]), ([3, 3, 3], [6, 3]), ([1, 9, 1, 5, 4], [10, 10])])
def test_lots_are_of_about_the_same_size(sizes: list[int], loads: list[int]) -> None:
    by_page = {f"p{n}": size for n, size in enumerate(sizes)}
    lots = _shares(list(by_page), by_page)
    assert sorted((sum(map(by_page.get, lot)) for lot in lots), reverse=True) == loads
    assert sorted(page for lot in lots for page in lot) == sorted(by_page)


def test_the_pool_has_a_process_a_core_and_not_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, size in ((1, 1), (2, 2), (64, MOST), (None, 1)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        with workers() as pool:
            assert pool._max_workers == size
    with workers(7) as pool:
        assert pool._max_workers == 7


def test_a_process_that_is_killed_is_told_in_one_line() -> None:
    """As by a system without memory."""
    with pytest.raises(BookError) as raised, workers(1) as pool:
        pool.submit(os._exit, 9).result()
    (problem,) = raised.value.problems
    assert problem.code == "setup" and "memory" in problem.message


def test_the_collector_is_as_it_was_after_what_is_uncollected() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="in it"), uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
        raise ValueError("in it")
    assert gc.isenabled()
