"""Every page of a book, made once: chapters are parsed, then rendered, each in a process where that saves time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import TypeVar

from guide.article import Article
from guide.bibliography import Formatted, formatted
from guide.checks import check_book
from guide.edition import Edition, edition_of
from guide.formulas import Formulas
from guide.kept import Kept
from guide.markdown import Parsed, parse
from guide.model import Book, Chapter
from guide.packages import require_packages
from guide.problems import BookError, Problem
from guide.project import Project
from guide.render import Shared, dependencies, render
from guide.sources import read_book
from guide.workers import uncollected

_FEW = 2
"""So many pages are made in this process: starting others takes longer."""

Thing = TypeVar("Thing")
Report = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A book and its pages."""

    book: Book
    articles: Mapping[str, Article]
    edition: Edition


@uncollected()
def make_pages(
    project: Project, kept: Kept, pool: Executor, report: Report = lambda _: None, strict: bool = True
) -> tuple[Made, list[Problem]]:
    """Reads the book and makes its pages. Raises BookError with every mistake of the sources when `strict`, and else
    only when there is no book to be read."""
    require_packages(project)
    edition = edition_of(project, os.environ, time.time())
    made = made_of(read_book(project, edition.last_day), edition, kept, pool, report)
    problems = check_book(made.book, made.articles)
    if problems and strict:
        raise BookError(problems)
    return made, problems


@uncollected()
def made_of(book: Book, edition: Edition, kept: Kept, pool: Executor, report: Report = lambda _: None) -> Made:
    """The pages of a book that was read. Mistakes of its chapters are in their articles."""
    report(f"making the pages of {len(book.chapters)} chapters and {len(book.diagrams)} diagrams")
    book = parse_chapters(book, kept, pool)
    return Made(book, render_chapters(book, kept, pool), edition)


def parse_chapters(book: Book, kept: Kept, pool: Executor) -> Book:
    """The book with every chapter parsed."""
    keys = {c.page: kept.key("parsed", str(c.offset), c.body) for c in book.chapters}
    by_page = {chapter.page: chapter for chapter in book.chapters}

    def here(pages: Sequence[str]) -> dict[str, Parsed]:
        return _parse_many([by_page[page] for page in pages], kept)

    def there(pages: Sequence[str]) -> Future[dict[str, Parsed]]:
        return pool.submit(_parse_many, [by_page[page] for page in pages], kept)

    parsed = _all(keys, {c.page: len(c.body) for c in book.chapters}, here, there, kept)
    return replace(book, chapters=tuple(replace(c, parsed=parsed[c.page]) for c in book.chapters))


def render_chapters(book: Book, kept: Kept, pool: Executor) -> dict[str, Article]:
    """The article of every chapter, by page. The book's chapters are parsed already."""
    works = _works(book, kept)
    shared = Shared(book, works, kept)
    keys = {c.page: kept.key("article", dependencies(c, shared)) for c in book.chapters}

    def here(pages: Sequence[str]) -> dict[str, Article]:
        return {page: render(book.by_page[page], shared) for page in pages}

    def there(pages: Sequence[str]) -> Future[dict[str, Article]]:
        return pool.submit(render_many, book, works, pages, kept)

    return _all(keys, {c.page: len(c.parsed.html) for c in book.chapters}, here, there, kept)


@uncollected()
def _parse_many(chapters: Sequence[Chapter], kept: Kept) -> dict[str, Parsed]:
    draw = Formulas(kept)
    return {chapter.page: parse(chapter.body, chapter.offset, draw) for chapter in chapters}


def _works(book: Book, kept: Kept) -> dict[str, Formatted]:
    """The book's works, formatted: kept, as the formatter takes its time."""
    key = kept.key("works", repr(book.works))
    found = kept.get(key)
    if found is None:
        kept.put(key, found := formatted(book.works.values()))
    return found


@uncollected()
def render_many(book: Book, works: Mapping[str, Formatted], pages: Sequence[str], kept: Kept) -> dict[str, Article]:
    """The articles of some pages."""
    shared = Shared(book, works, kept)
    return {page: render(book.by_page[page], shared) for page in pages}


def _all(
    keys: Mapping[str, str],
    sizes: Mapping[str, int],
    here: Callable[[Sequence[str]], dict[str, Thing]],
    there: Callable[[Sequence[str]], Future[dict[str, Thing]]],
    kept: Kept,
) -> dict[str, Thing]:
    """What is kept for each page, and what has to be made anew, in the pages' order.

    `here` makes some pages in this process, `there` in another one.
    """
    found = {page: kept.get(key) for page, key in keys.items()}
    missing = [page for page, made in found.items() if made is None]
    if len(missing) <= _FEW:
        runs = [here(missing)] if missing else []
    else:
        submitted = [there(lot) for lot in _shares(missing, sizes)]
        runs = [run.result() for run in submitted]
    for run in runs:
        for page, made in run.items():
            kept.put(keys[page], made)
            found[page] = made
    return found


def _shares(pages: Sequence[str], sizes: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The pages in two lots of about the same size, the largest pages first."""
    lots: tuple[list[str], list[str]] = ([], [])
    for page in sorted(pages, key=sizes.get, reverse=True):
        min(lots, key=lambda lot: sum(sizes[other] for other in lot)).append(page)
    return lots
