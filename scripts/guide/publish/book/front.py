"""What stands around the chapters: cover, imprint, contents, list of diagrams, part openers, index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import html
from lxml.html import HtmlElement

from guide.framework import STEPS
from guide.model import Chapter
from guide.publish import Publication
from guide.publish.book.terms import Entry
from guide.publish.members import Part, is_appendix, printed_opening
from guide.publish.opening import imprint, page_of_the_whole, stair
from guide.publish.paper import svg_url
from guide.publish.printing import Templates

_SHORT_PART = 6
"""So many chapters a part's opener lists in its lower half."""

@dataclass(frozen=True)
class Front:
    """Makes what stands around the chapters, from the templates of `overrides/print/`."""

    publication: Publication
    templates: Templates

    def _made(self, name: str, **values: object) -> HtmlElement:
        return html.fragment_fromstring(self.templates.fill(name, **values).strip())

    def _page(self, name: str, **values: object) -> HtmlElement:
        return page_of_the_whole(self.publication, self.templates, name, **values)

    def cover(self) -> HtmlElement:
        return self._page("cover.html", drawing=svg_url(stair(self.templates, STEPS.values())))

    def imprint(self) -> HtmlElement:
        return imprint(self.publication, self.templates)

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
