"""Publishers: each takes the model and the Articles and writes files of `dist/`. None reads another's output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guide.model import Book

if TYPE_CHECKING:
    from guide.article import Article
    from guide.project import Project


@dataclass(frozen=True)
class Edition:
    """What one build publishes: the book, the Article of each of its chapters by the chapter's id, the moment that the
    build is dated to in seconds since 1970 (SOURCE_DATE_EPOCH), and the name of the edition, which is the commit's
    short name or "working copy"."""

    book: Book
    articles: Mapping[str, Article]
    epoch: int
    name: str

    @property
    def project(self) -> Project:
        return self.book.project


Publisher = Callable[[Edition, Path, Executor], None]
"""Writes its files into the folder given, its work done by the pool. Raises BookError when the book can't be published."""
