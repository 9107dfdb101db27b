"""A book that is read again and again: what is the same on disk isn't read anew."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from guide.model import Book
from guide.project import Project
from guide.sources.book import read_book
from guide.sources.chapters import read_chapters
from guide.sources.text import Reader

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and its size in bytes."""


class Shelf:
    """Holds the book as it was last read."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._book: Book | None = None
        self._last_day: datetime.date | None = None
        self._stamps: dict[str, Stamp] = {}

    def read(self, last_day: datetime.date | None = None) -> Book:
        """The book as `read_book` reads it, and the same object when nothing has changed since the last time.

        When only chapters have changed, only they are read. All of a book that has mistakes is read: what stands in
        for them may depend on other files.
        """
        stamps = dict(self._look())
        changed = {path for path, _ in stamps.items() ^ self._stamps.items()}
        book, same_day = self._book, last_day == self._last_day
        self._book = None  # whatever is raised below, the next time begins anew
        chapters = {} if book is None else {str(chapter.path): chapter for chapter in book.chapters}
        if book is None or not same_day or book.problems or not changed <= chapters.keys() & stamps.keys():
            book = read_book(self._project, last_day)
        elif changed:
            reader = Reader(self._project)
            known = {chapter.page: chapter for path, chapter in chapters.items() if path not in changed}
            read = read_chapters(reader, book.settings.nav, last_day, known)
            book = replace(
                book, chapters=read, problems=tuple(reader.problems), unread=frozenset(reader.unread),
                texts={**book.texts, **reader.texts},
            )  # fmt: skip
        self._book, self._last_day, self._stamps = book, last_day, stamps
        return book

    def _look(self) -> Iterator[tuple[str, Stamp]]:
        """Every file that a book is read of, with its stamp."""
        roots = (self._project.docs, self._project.diagrams)
        paths = (os.path.join(folder, name) for root in roots for folder, _, names in os.walk(root) for name in names)
        for path in (str(self._project.config), *paths):
            try:
                seen = Path(path).stat()
            except OSError:
                continue
            yield path, (seen.st_mtime_ns, seen.st_size)
