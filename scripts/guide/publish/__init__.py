"""Publishers: each takes the book and its articles and writes files of `dist/`.

Two read what was made before them: the booklets are the pocket edition's pages, and the offline copy packs the site's own
pages with files of `dist/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from guide.article import Article
from guide.edition import Edition
from guide.kept import Kept
from guide.model import Book


@dataclass(frozen=True)
class Publication:
    """What one build publishes: the book, its articles by page, the edition, and what the work is done with."""

    book: Book
    articles: Mapping[str, Article]
    edition: Edition
    kept: Kept
    pool: Executor


Publisher = Callable[[Publication, Path], None]
"""Writes its files into the folder given. Raises BookError when the book can't be published."""
