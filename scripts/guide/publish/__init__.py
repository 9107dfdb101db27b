"""Publishers: each reads the model and the built pages and writes files of `dist/`. None reads Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guide.model import Book


@dataclass(frozen=True)
class Edition:
    """What one build publishes: the book, where its pages are, and the moment it is dated to.

    `site` holds the built pages, `offline` the pages built to be opened from a folder; `epoch` is in seconds since
    1970 (SOURCE_DATE_EPOCH), `commit` the short name of the commit or "working copy".
    """

    book: Book
    site: Path
    offline: Path
    epoch: int
    commit: str


Publisher = Callable[[Edition, Path], None]
"""Writes its files into the folder given. Raises BookError when the book can't be published."""
