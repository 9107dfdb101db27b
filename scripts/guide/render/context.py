"""What rendering knows besides the page itself."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from guide.bibliography import Formatted
from guide.diagrams import Drawer, Drawn
from guide.estimates import Untold
from guide.kept import Kept
from guide.markdown.facts import words_in
from guide.model import Book, Chapter, Term
from guide.numbers import Numbers, quoted_name
from guide.problems import Problem
from guide.terms import Finder, finder, first_word, forms
from guide.typography import curled, unbroken


class Shared:
    """What all pages of a book are rendered with, each part made when first asked for.

    `works` are the book's works, formatted; drawings are taken from what is `kept`.
    """

    def __init__(self, book: Book, works: Mapping[str, Formatted], kept: Kept) -> None:
        self.book, self.works, self._kept = book, works, kept

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.book)

    @cached_property
    def finder(self) -> Finder:
        return finder(self.book.terms)

    @cached_property
    def beginnings(self) -> list[tuple[Term, frozenset[str]]]:
        """The terms, each with the words that its names may begin with in a text."""
        firsts = ((term, filter(None, map(first_word, term.names))) for term in self.book.terms)
        return [(term, frozenset(form for first in found for form in forms(first))) for term, found in firsts]

    def words(self, text: str) -> frozenset[str]:
        """The words of a long text, which are kept."""
        key = self._kept.key("words", text)
        found = self._kept.get(key)
        if found is None:
            self._kept.put(key, found := words_in(text))
        return found

    @cached_property
    def drawer(self) -> Drawer:
        return Drawer(self.book.project.packages, self.book.style, self._kept)

    @cached_property
    def templates(self) -> Environment:
        """Templates escape every value; what is HTML already says so by being `Markup`."""
        made = Environment(loader=PackageLoader("guide", "templates"), autoescape=True, undefined=StrictUndefined,
                           trim_blocks=True, lstrip_blocks=True, finalize=_set_text)  # fmt: skip
        made.filters["unbroken"] = unbroken
        return made

    @cached_property
    def pages_with(self) -> dict[str, Chapter]:
        """The first page that holds a fence of each language."""
        return {block.language: c for c in reversed(self.book.chapters) for block in reversed(c.parsed.blocks)}


@dataclass
class Context:
    """One page's rendering: what it is made with, and what goes wrong."""

    shared: Shared
    chapter: Chapter
    problems: list[Problem] = field(default_factory=list)
    drawings: dict[str, Drawn] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """Names that were quoted in vain."""

    @property
    def book(self) -> Book:
        return self.shared.book

    @property
    def numbers(self) -> Numbers:
        return self.shared.numbers

    @property
    def path(self) -> str:
        return self.book.project.relative(self.chapter.path)

    def report(self, code: str, line: int, message: str, mend: str, column: int = 0, path: str = "") -> None:
        """Notes a mistake: of this page's file, unless another `path` is named."""
        self.problems.append(Problem(path or self.path, line, code, message, mend, column))

    def asks_first(self, expression: str, error: Exception) -> bool:
        """Whether a quote that failed is to be named: not when a mistake elsewhere is the reason, nor twice for a name."""
        name = quoted_name(expression) if getattr(error, "code", "unknown-name") == "unknown-name" else None
        known = isinstance(error, Untold) or name in self.unknown
        self.unknown |= {name} - {None}
        return not known

    def link(self, target: str) -> str:
        """`target` (`folder/page.md#anchor`, from `docs/`) as an Article's link: a place on this page is `#anchor`."""
        page, _, anchor = target.partition("#")
        return f"#{anchor}" if page == self.chapter.page and anchor else target

    def absolute(self, href: str) -> str:
        """A link as an author writes it, relative to the page's file, as an Article's link."""
        path, _, anchor = href.partition("#")
        if not path:
            return href
        page = posixpath.normpath(posixpath.join(posixpath.dirname(self.chapter.page), path))
        return self.link(page + (f"#{anchor}" if anchor else ""))

    def inline(self, text: str, chapter: Chapter | None = None) -> Markup:
        """A Markdown string of a data block as HTML, its placeholders still to be filled."""
        known = (chapter or self.chapter).parsed.inline
        return Markup(known[text] if text in known else escape(text, quote=False))

    def html(self, template: str, **values: Any) -> str:
        return self.shared.templates.get_template(template).render(link=self.link, **values).strip()

    def element(self, template: str, **values: Any) -> HtmlElement:
        """A template's one element."""
        return html.fragment_fromstring(self.html(template, **values))


def _set_text(value: Any) -> Any:
    """Typewritten text of data with the quotation marks of set text; HTML stays as it is."""
    return curled(value) if type(value) is str else value


