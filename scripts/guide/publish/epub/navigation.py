"""The ways through the EPUB: its contents, and the pages of the printed book."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guide.article import Section
from guide.publish.epub.chapters import Draft
from guide.publish.references import chapter_anchor

_DEEPEST = 3
"""The level of headings that the contents go down to."""


@dataclass
class Entry:
    """A line of the contents."""

    title: str
    address: str
    level: int = 0
    below: list[Entry] = field(default_factory=list)


def sections_of(file: str, sections: Sequence[Section]) -> list[Entry]:
    """A chapter's sections, those of deeper headings below the ones that they belong to."""
    top = Entry("", file, 1)
    opened = [top]
    for section in sections:
        if section.level > _DEEPEST or not section.anchor:
            continue
        entry = Entry(section.text, f"{file}#{section.anchor}", section.level)
        while opened[-1].level >= section.level:
            opened.pop()
        opened[-1].below.append(entry)
        opened.append(entry)
    return top.below


def page_list(drafts: Sequence[Draft], openers: Mapping[str, str], numbers: Mapping[str, int]) -> list[tuple[int, str]]:
    """(page of the printed book, address of the first place that begins on it), in the order of reading.

    `openers` gives for chapters with a page before them, by id, the id in the book of that page and of its file. A page
    on which nothing begins that has a name is left out, and so is what stands elsewhere on paper: a drawing that waits
    for the next page must not take the text after it along.
    """
    places: list[tuple[int, str]] = []
    for draft in drafts:
        chapter = draft.chapter.id
        own = [(opener, f"{opener}.xhtml") for opener in [openers.get(chapter)] if opener]
        own.append((chapter, draft.file))
        own += [(chapter_anchor(chapter, name), f"{draft.file}#{name}") for name in draft.ids]
        places += [(numbers[name], address) for name, address in own if name in numbers]
    found: dict[int, str] = {}
    for number, address in _rising(places):
        found.setdefault(number, address)
    return list(found.items())


def _rising(places: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """As many of the places as can be kept when none may have a smaller number than the one before it."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (number, _) in enumerate(places):
        at = bisect_right(ends, number)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        last[at : at + 1] = [place]
    kept, place = [], last[-1] if last else -1
    while place >= 0:
        kept.append(places[place])
        place = before[place]
    return kept[::-1]
