"""Metrics: `metric` fences are well formed, their numbers are accepted, and their names are free."""

from __future__ import annotations

from collections.abc import Iterator

from guide.metrics import ExampleError, read_example
from guide.model import Book, Chapter
from guide.numbers import numbers
from guide.problems import Problem


def check_metrics(book: Book) -> Iterator[Problem]:
    for chapter in book.chapters:
        yield from _check_chapter(book, chapter)


def _check_chapter(book: Book, chapter: Chapter) -> Iterator[Problem]:
    path = book.project.relative(chapter.path)
    taken = set(numbers(book).evaluation(chapter.id).values)
    for fence in chapter.fences:
        if fence.language != "metric":
            continue
        try:
            example = read_example(fence.text)
        except ExampleError as error:
            yield Problem(path, fence.line + error.line, "metric", error.message, error.mend)
            continue
        if twice := next((name for name in example.values if name in taken), None):
            message = f"the name {twice!r} of this example or of one of its steps is taken in this chapter."
            yield Problem(path, fence.line, "metric", message, "give the example another name.")
        taken.update(example.values)
