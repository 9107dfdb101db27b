"""The index of terms: where in the book each term of the glossary is used, as anchors that the index points at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement

from guide.model import Term
from guide.publish.paper import has_class
from guide.terms import Finder, finder

APART = 7000
"""Characters between two places of one entry: more than a page holds, so that no page number stands twice."""

MOST_PLACES = 6
_OFTEN = 3
_SKIPPED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "cite", "code", "pre", "svg", "img"))
_SKIPPED_CLASSES = ("sources", "footnote", "facts", "caption-label", "tag")


@dataclass(frozen=True)
class Entry:
    """A line of the index: its places in the book's order as (anchor, whether the term is explained there), or the
    entry that it refers to."""

    name: str
    places: tuple[tuple[str, bool], ...] = ()
    see: str = ""


@dataclass
class _Found:
    """A term met in running text: where the text is kept, where in it, and the position in the book."""

    element: HtmlElement
    in_tail: bool
    start: int
    position: int
    chapter: int
    section: str


@dataclass
class _Reading:
    """What one pass over the chapters gathers. Positions count characters from the book's beginning."""

    position: int = 0
    section: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    found: dict[str, list[_Found]] = field(default_factory=dict)


def _read(root: HtmlElement, chapter: int, indexed: bool, reading: _Reading, finder: Finder) -> None:
    def scan(element: HtmlElement, in_tail: bool, active: bool) -> None:
        text = (element.tail if in_tail else element.text) or ""
        for match, term in finder.find(text) if active else ():
            place = reading.position + match.start()
            found = _Found(element, in_tail, match.start(), place, chapter, reading.section)
            reading.found.setdefault(term.term, []).append(found)
        reading.position += len(text)

    def walk(element: HtmlElement, active: bool) -> None:
        if element.get("id"):
            reading.ids[element.get("id")] = reading.position
        if element.tag == "h2":
            reading.section = element.get("id", "")
        active = active and element.tag not in _SKIPPED and not any(has_class(element, n) for n in _SKIPPED_CLASSES)
        scan(element, False, active)
        for child in element:
            if isinstance(child.tag, str):
                walk(child, active)
            scan(child, True, active)

    walk(root, indexed)


def _choose(found: list[_Found], main: int | None) -> list[_Found]:
    """The uses that an entry lists: the first of each chapter, then those that begin a section full of them."""
    in_section = Counter((use.chapter, use.section) for use in found)
    firsts = list({use.chapter: use for use in reversed(found)}.values())[::-1]
    begins = {(use.chapter, use.section): use for use in reversed(found)}
    busy = [use for key, use in sorted(begins.items(), key=lambda b: -in_section[b[0]]) if in_section[key] >= _OFTEN]
    chosen: list[_Found] = []
    taken = [] if main is None else [main]
    for use in firsts + busy:
        if len(taken) < MOST_PLACES and all(abs(use.position - place) >= APART for place in taken):
            chosen.append(use)
            taken.append(use.position)
    return chosen


def _mark(marks: Iterable[tuple[_Found, str]]) -> None:
    """Sets an empty element with an id before each use. From the last to the first of a text, so that offsets stay
    right. Empty, as a word may be divided between two pages and its place must be one."""
    for use, anchor in sorted(marks, key=lambda m: -m[0].start):
        text = (use.element.tail if use.in_tail else use.element.text) or ""
        span = html.Element("span", {"id": anchor})
        span.tail = text[use.start :]
        if use.in_tail:
            use.element.tail = text[: use.start]
            use.element.getparent().insert(use.element.getparent().index(use.element) + 1, span)
        else:
            use.element.text = text[: use.start]
            use.element.insert(0, span)


def index_terms(
    chapters: Sequence[tuple[HtmlElement, bool]], terms: Sequence[Term], explained: dict[str, str]
) -> list[Entry]:
    """Sets anchors into the chapters and returns the entries of the index, sorted.

    `chapters` are the book's, in order, each with whether its text is indexed (a glossary's isn't); `explained` gives
    the id of the place that explains a term.
    """
    found = finder(terms)
    reading = _Reading()
    for number, (root, indexed) in enumerate(chapters):
        reading.section = ""
        _read(root, number, indexed, reading, found)
    entries, marks = [], []
    for number, term in enumerate(terms):
        main = explained.get(term.term, "")
        main = main if main in reading.ids else ""
        places = [(reading.ids[main], main, True)] if main else []
        for use in _choose(reading.found.get(term.term, []), reading.ids.get(main)):
            anchor = f"term-{number}-{len(places)}"
            marks.append((use, anchor))
            places.append((use.position, anchor, False))
        if places:
            entries.append(Entry(term.term, tuple((anchor, strong) for _, anchor, strong in sorted(places))))
            # One that begins alike would stand beside what it refers to.
            others = (name for name in term.also if not term.term.casefold().startswith(name.casefold()))
            entries += [Entry(name, see=term.term) for name in others]
    _mark(marks)
    return sorted(entries, key=_alphabetical)


def _alphabetical(entry: Entry) -> tuple[bool, str, str]:
    """Digits and symbols come first, whatever their code."""
    first = entry.name[0]
    return first.isascii() and first.isalpha(), entry.name.casefold(), entry.see
