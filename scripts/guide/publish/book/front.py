"""What stands around the chapters: cover, imprint, contents, list of diagrams, part openers, index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import html
from lxml.html import HtmlElement

from guide.framework import STEPS
from guide.model import Book, Chapter
from guide.publish import Publication
from guide.publish.book.terms import Entry
from guide.publish.paper import svg_url
from guide.publish.printing import Templates, edition_date

_RESERVED_HOST = "example.org"
_SHORT_PART = 6
"""So many chapters a part's opener lists in its lower half."""

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def site_address(book: Book) -> str:
    """The site's address with a final slash, "" while the settings still have the reserved example."""
    address = book.settings.site_url
    return "" if not address or _RESERVED_HOST in address else address.rstrip("/") + "/"


@dataclass(frozen=True)
class Part:
    """A part of the printed book; `number` counts from 1."""

    number: int
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def anchor(self) -> str:
        return f"part-{self.number}"

    @property
    def label(self) -> str:
        """ "Part II", or "Appendices" for a part that has nothing else."""
        return "Appendices" if all(map(is_appendix, self.chapters)) else f"Part {roman(self.number)}"


def roman(number: int) -> str:
    """A number from 1 to 39 as a Roman numeral."""
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def printed_parts(book: Book) -> list[Part]:
    """The parts with the chapters that the printed book holds."""
    parts = [(title, tuple(chapter for chapter in chapters if chapter.front.print)) for title, chapters in book.parts]
    return [Part(number, *part) for number, part in enumerate((p for p in parts if p[1]), 1)]


def printed_opening(book: Book) -> list[Chapter]:
    """The pages that the printed book holds before its first part."""
    return [chapter for chapter in book.opening if chapter.front.print]


def is_appendix(chapter: Chapter) -> bool:
    return chapter.front.kind == "reference"


@dataclass(frozen=True)
class Front:
    """Makes what stands around the chapters, from the templates of `overrides/print/`."""

    publication: Publication
    templates: Templates

    def _made(self, name: str, **values: object) -> HtmlElement:
        return html.fragment_fromstring(self.templates.fill(name, **values).strip())

    def _page(self, name: str, **values: object) -> HtmlElement:
        """A page that speaks of the book as a whole."""
        book, edition = self.publication.book, self.publication.edition
        return self._made(
            name,
            title=book.title,
            description=book.settings.site_description,
            author=book.settings.site_author,
            edition=edition.name,
            date=edition_date(edition),
            year=edition.moment.year,
            **values,
        )

    def cover(self) -> HtmlElement:
        return self._page("cover.html", drawing=svg_url(self.cover_drawing(STEPS.values())))

    def cover_drawing(self, steps: Iterable[str]) -> str:
        """The cover's drawing as SVG: the framework's steps as a stair."""
        names = list(steps)
        left, bottom, run, rise = 22.0, 150.0, 25.2, 19.5
        stairs = [
            {"x": left + n * run, "y": bottom - n * rise, "lines": _two_lines(name)} for n, name in enumerate(names)
        ]
        rises = [f"v{-rise:g}"] * (len(names) - 1) + [""]
        path = f"M{left:g} {bottom:g} " + " ".join(f"h{run:g}{up}" for up in rises)
        end = (left + len(names) * run, bottom - (len(names) - 1) * rise)
        return self.templates.fill("stair.svg", steps=stairs, path=path, start=(left, bottom), end=end)

    def imprint(self) -> HtmlElement:
        return self._page("imprint.html", address=site_address(self.publication.book))

    def colophon(self) -> HtmlElement:
        return self._page("colophon.html")

    def contents(
        self, parts: Sequence[Part], sections: Mapping[str, Sequence[tuple[str, str]]], ends: Sequence[tuple[str, str]]
    ) -> HtmlElement:
        """The contents: the opening pages, parts, chapters with leaders, and under each its sections run on.

        `sections` are (anchor, title) by chapter id; `ends` (anchor, title) of what stands after the parts.
        """
        opening = printed_opening(self.publication.book)
        return self._made("contents.html", opening=opening, parts=parts, sections=sections, ends=ends)

    def list_of_diagrams(self, figures: Sequence[tuple[Chapter, str, str, str]]) -> HtmlElement:
        """`figures` gives (chapter, anchor, number as "3.2", title) in the book's order."""
        chapters = [
            (chapter, [figure[1:] for figure in own]) for chapter, own in groupby(figures, key=lambda figure: figure[0])
        ]
        return self._made("diagrams.html", chapters=chapters)

    def part_opener(self, part: Part) -> HtmlElement:
        return self._made("part.html", part=part, long=len(part.chapters) > _SHORT_PART)

    def chapter_head(self, chapter: Chapter, part: str) -> HtmlElement:
        label = f"{'Appendix' if is_appendix(chapter) else 'Chapter'} {chapter.label}"
        return self._made("opener.html", chapter=chapter, part=part, label=label)

    def index(self, entries: Sequence[Entry]) -> HtmlElement:
        letters = [(letter, list(own)) for letter, own in groupby(entries, key=_initial)]
        return self._made("index.html", letters=letters)


def _initial(entry: Entry) -> str:
    first = entry.name[0]
    return first.upper() if first.isascii() and first.isalpha() else "0–9, symbols"


def _two_lines(words: str, most: int = 15) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
