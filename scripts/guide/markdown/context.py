"""What the extension knows of the page that is being made."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from guide.bibliography import Formatted, formatted
from guide.model import Book, Chapter
from guide.project import Project
from guide.sources import current_book


class Context:
    """The book and the chapter of one conversion."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.book: Book = current_book(project)
        self.chapter: Chapter | None = None

    @property
    def works(self) -> dict[str, Formatted]:
        return _works(self.book)

    def link(self, target: str) -> str:
        """`target` (`folder/page.md#anchor`, from `docs/`) as a link relative to the current page's file."""
        page, _, anchor = target.partition("#")
        here = posixpath.dirname(self.chapter.page) if self.chapter else ""
        if self.chapter and page == self.chapter.page:
            return f"#{anchor}"
        return posixpath.relpath(page, here or ".") + (f"#{anchor}" if anchor else "")


@lru_cache(maxsize=2)
def _works(book: Book) -> dict[str, Formatted]:
    return formatted(book.works.values())


class FindChapter(Preprocessor):
    """Looks the page's text up in the model."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)

    def run(self, lines: list[str]) -> list[str]:
        context: Context = self.md.guide
        context.book = current_book(context.project)
        context.chapter = context.book.chapter_of("\n".join(lines))
        return lines
