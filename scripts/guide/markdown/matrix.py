"""The trade-off matrix as one table."""

from __future__ import annotations

from collections.abc import Callable

from guide.model import Book


def matrix_html(book: Book, link: Callable[[str], str]) -> str:
    return f"<p>{len(book.decisions)}</p>"
