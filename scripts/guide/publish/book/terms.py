"""The index of terms: where in the book each term of the glossary is used, as anchors that the index points at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement

from guide.model import Term
from guide.publish.paper import has_class
from guide.terms import Finder

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


@dataclass(frozen=True)
class Use:
    """A term met in running text: the number of the text among the chapter's, where in it, its position (in characters
    from the chapter's beginning), and the section."""

    text: int
    start: int
    position: int
    section: str


@dataclass
class Reading:
    """What one pass over a chapter gathers: how many characters it has, the positions of its ids, and the uses of each
    term."""

    length: int = 0
    ids: dict[str, int] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=dict)


Mark = tuple[int, int, str]
"""Where an anchor of the index is to stand: the number of the text, where in it, and the anchor's id."""


def _texts(root: HtmlElement, indexed: bool) -> Iterator[tuple[HtmlElement, bool, bool]]:
    """The texts of a chapter in order: the element that holds one, whether as its tail, and whether it is indexed."""
    active = indexed and root.tag not in _SKIPPED and not any(has_class(root, name) for name in _SKIPPED_CLASSES)
    yield root, False, active
    for child in root:
        if isinstance(child.tag, str):
            yield from _texts(child, active)
        yield child, True, active


def read(root: HtmlElement, indexed: bool, finder: Finder) -> Reading:
    """Reads a chapter; `indexed` says whether the index lists its text (a glossary's isn't)."""
    reading, section = Reading(), ""
    for number, (element, in_tail, active) in enumerate(_texts(root, indexed)):
        if not in_tail:
            if element.get("id"):
                reading.ids[element.get("id")] = reading.length
            if element.tag == "h2":
                section = element.get("id", "")
        text = (element.tail if in_tail else element.text) or ""
        for match, term in finder.find(text) if active else ():
            use = Use(number, match.start(), reading.length + match.start(), section)
            reading.uses.setdefault(term.term, []).append(use)
        reading.length += len(text)
    return reading


@dataclass(frozen=True)
class _Found:
    """A use in the book, its position counted from the book's beginning."""

    use: Use
    position: int
    chapter: int
    section: str


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


def mark(root: HtmlElement, marks: Iterable[Mark]) -> None:
    """Sets an empty element with an id before each use. From the last to the first of a text, so that offsets stay
    right. Empty, as a word may be divided between two pages and its place must be one."""
    texts = list(_texts(root, True))
    for number, start, anchor in sorted(marks, key=lambda m: -m[1]):
        element, in_tail, _ = texts[number]
        text = (element.tail if in_tail else element.text) or ""
        span = html.Element("span", {"id": anchor})
        span.tail = text[start:]
        if in_tail:
            element.tail = text[:start]
            element.getparent().insert(element.getparent().index(element) + 1, span)
        else:
            element.text = text[:start]
            element.insert(0, span)


def index_terms(
    chapters: Sequence[Reading], terms: Sequence[Term], explained: Mapping[str, str]
) -> tuple[list[Entry], list[list[Mark]]]:
    """The entries of the index, sorted, and the marks that each chapter needs for them.

    `chapters` are what was read of the book's, in order; `explained` gives the id of the place that explains a term.
    """
    ids: dict[str, int] = {}
    found: dict[str, list[_Found]] = {}
    begins = 0
    for number, reading in enumerate(chapters):
        ids |= {name: begins + position for name, position in reading.ids.items()}
        for term, uses in reading.uses.items():
            found.setdefault(term, []).extend(_Found(use, begins + use.position, number, use.section) for use in uses)
        begins += reading.length
    entries: list[Entry] = []
    marks: list[list[Mark]] = [[] for _ in chapters]
    for number, term in enumerate(terms):
        main = explained.get(term.term, "")
        main = main if main in ids else ""
        places = [(ids[main], main, True)] if main else []
        for one in _choose(found.get(term.term, []), ids.get(main)):
            anchor = f"term-{number}-{len(places)}"
            marks[one.chapter].append((one.use.text, one.use.start, anchor))
            places.append((one.position, anchor, False))
        if places:
            entries.append(Entry(term.term, tuple((anchor, strong) for _, anchor, strong in sorted(places))))
            # One that begins alike would stand beside what it refers to.
            others = (name for name in term.also if not term.term.casefold().startswith(name.casefold()))
            entries += [Entry(name, see=term.term) for name in others]
    return sorted(entries, key=_alphabetical), marks


def _alphabetical(entry: Entry) -> tuple[bool, str, str]:
    """Digits and symbols come first, whatever their code."""
    first = entry.name[0]
    return first.isascii() and first.isalpha(), entry.name.casefold(), entry.see
