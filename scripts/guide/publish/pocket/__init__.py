"""`pocket.pdf`: what to carry, on A5: the clock, two or three pages a step, some six a case, the matrix as digests,
numbers, metrics and sentences to say.

It takes the same Articles as the book and is set and bound as the book is: each part by itself, in a pool of processes,
and kept; the numbers of pages that a part refers to are written when all are set. Of the book it is told only on which
pages its places are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement
from markupsafe import Markup

from guide.formulas import Formulas
from guide.framework import STEPS
from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.project import Project
from guide.publish import Publication
from guide.publish.paper import has_class
from guide.publish.pocket import lists
from guide.publish.pocket.cases import case
from guide.publish.pocket.flow import MARK, Block, heights, order
from guide.publish.pocket.parts import Page, made, opened
from guide.publish.pocket.steps import step
from guide.publish.printing import Templates, about, font_faces, font_files, imprint, sheet_of
from guide.publish.references import NUMBER, numbers, place_of
from guide.publish.typesetting.binding import Bound, bind, page_numbers, places
from guide.publish.typesetting.piece import Piece
from guide.publish.typesetting.typeset import Setting, Styles, typeset

FILE = "pocket.pdf"
TITLE = "Pocket edition"

INTERVIEW, PLANS, MATRIX, NUMBERS = "the-interview", "how-to-study", "trade-off-matrix", "numbers"
METRICS, ONE_LINERS = "metrics", "one-liners"
"""Ids of the chapters that lists are taken from; a book without one has no such list."""

FRONT = "pocket"
"""Id of the title page with the contents."""

_CLOCK, _FIRST, _DECISIONS = "clock", "first-case", "decisions"
_ROUNDS = 8
_HEAD_MM = 12.5
"""The height of a part's title."""

_WAITING = ("figure", "row", "table")
"""Classes of what may stand after the paragraph that calls it."""

_LABELLED = re.compile(r"(?:Figure|Table)\s")
_NO_PAGE = frozenset(("h1", "h2", "h3", "h4", "cite"))

Make = Callable[[Page], Sequence[HtmlElement]]


@dataclass(frozen=True)
class Part:
    """What stands under one title. `group` is said in the contents, `label` above the title; `chapter` is where the
    book has the whole."""

    id: str
    title: str
    group: str
    elements: tuple[HtmlElement, ...]
    chapter: Chapter | None = None
    label: str = ""


def publish(publication: Publication, book_pages: Mapping[str, int], target: Path) -> Path:
    """Writes the pocket edition into `target`; returns its path. `book_pages` are the pages of the book's places.

    Raises BookError for a drawing that fits no page, or when the layout engine complains of anything.
    """
    book, edition, kept = publication.book, publication.edition, publication.kept
    project = book.project
    bound = _set(publication, pieces(publication, book_pages))
    description = f"What to carry of {book.title}: clock, steps, cases, decisions, numbers."
    described = about(book.settings, edition, f"{TITLE} · {book.title}", description)
    bind(bound, page_numbers(bound), described, font_files(project), kept, target / FILE)
    return target / FILE


def _set(publication: Publication, parts: Sequence[Piece]) -> list[Bound]:
    """The pieces at their places, with room for the right number of digits everywhere."""
    kept, pool = publication.kept, publication.pool
    styles = _styles(publication.book.project)
    asked = {piece.id: Setting(styles, (2,) * len(piece.references), False) for piece in parts}
    set_ = {}
    for _ in range(_ROUNDS):
        runs = {p.id: pool.submit(typeset, p, asked[p.id], styles, kept) for p in parts if p.id not in set_}
        set_ |= {name: run.result() for name, run in runs.items()}
        bound = places([set_[piece.id] for piece in parts], [piece.side for piece in parts])
        found = page_numbers(bound)
        for piece in parts:
            setting = Setting(styles, tuple(len(str(found[place])) for place in piece.references), False)
            if setting != asked[piece.id]:
                asked[piece.id] = setting
                del set_[piece.id]
        if len(set_) == len(parts):
            break
    else:
        mend = "change the text or overrides/print/pocket.css a little: its pages would be counted for ever."
        raise BookError([Problem(FILE, 0, "pocket", "the page numbers don't come to rest.", mend)])
    mend = "change what it names, in the chapter or in overrides/print/pocket.css."
    if said := [(piece.id, line) for piece in parts for line in set_[piece.id].said]:
        raise BookError(Problem(FILE, 0, "pocket", f"the PDF engine says of {name}: {line}", mend) for name, line in said)
    return bound


def _styles(project: Project) -> Styles:
    return Styles(font_faces(project), (sheet_of(project, "pocket.css"),))


def pieces(publication: Publication, book_pages: Mapping[str, int]) -> list[Piece]:
    """The pocket edition as pieces of HTML that are set one by one."""
    book, edition = publication.book, publication.edition
    parts = list(_parts(publication))
    templates = Templates(book.project)
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.group, []).append(part)
    front = templates.fill(
        "pocket-front.html",
        **imprint(book, edition),
        groups=groups,
        clock=next((part.id for part in parts if part.id == _CLOCK), ""),
        first=next((part.id for part in parts if part.id == _FIRST), ""),
        steps=next((part.id for part in parts if part.group == _STEPS), ""),
    )
    roots = {FRONT: html.fragment_fromstring(front.strip())}
    for part in _in_order(publication, parts, templates):
        page = book_pages.get(part.chapter.id) if part.chapter else None
        whole = templates.fill("pocket.html", part=part, page=page, body=Markup("").join(map(_html, part.elements)))
        roots[part.id] = html.fragment_fromstring(whole.strip())
    point(roots, {part.chapter.id: part.id for part in parts if part.chapter}, book_pages)
    return [
        Piece(
            name,
            _html(root),
            tuple(place for _, place in numbers(root)),
            tuple(str(anchor) for anchor in root.xpath("descendant-or-self::*/@id")),
            "",
            False,
        )
        for name, root in roots.items()
    ]


def _parts(publication: Publication) -> Iterator[Part]:
    book, draw = publication.book, Formulas(publication.kept)

    def part(chapter: Chapter, group: str, make: Make, label: str = "", name: str = "", title: str = "") -> Part:
        elements = _made(book, opened(publication, chapter, draw), make)
        return Part(name or chapter.id, title or chapter.title, group, elements, chapter, label)

    if INTERVIEW in book.by_id:
        yield part(book.by_id[INTERVIEW], _ROUND, lists.clock, name=_CLOCK, title="The clock")
    if PLANS in book.by_id:
        yield part(book.by_id[PLANS], _ROUND, lists.nearest, name=_FIRST, title="Which case first")
    for number, name in enumerate(STEPS, 1):
        if name in book.by_id:
            yield part(book.by_id[name], _STEPS, step, f"Step {number}")
    for chapter in book.cases:
        if chapter.front.print:
            yield part(chapter, "Cases", case, "Case")
    if book.decisions:
        yield Part(_DECISIONS, "Decisions", _LOOKED_UP, tuple(lists.matrix(book)), book.by_id.get(MATRIX))
    for name, make in ((NUMBERS, lists.numbers), (METRICS, lists.metrics), (ONE_LINERS, lists.sentences)):
        if name in book.by_id:
            yield part(book.by_id[name], _LOOKED_UP, make)


_ROUND, _STEPS, _LOOKED_UP = "The round", "The seven steps, in an evening", "To look up"
"""The groups of the contents that are named more than once."""


def _made(book: Book, page: Page, make: Make) -> tuple[HtmlElement, ...]:
    try:
        return tuple(make(page))
    except ValueError as error:
        mend = "draw it lower or narrower: turned by a quarter, it may be 188 mm long and 126 mm wide."
        raise BookError([Problem(book.project.relative(page.chapter.path), 0, "pocket", f"{error}.", mend)]) from error


def _in_order(publication: Publication, parts: Sequence[Part], templates: Templates) -> list[Part]:
    """The parts with their drawings where they leave no holes."""
    styles = _styles(publication.book.project).all()
    runs = {}
    for part in parts:
        if any(has_class(element, name) for element in part.elements for name in _WAITING):
            for number, element in enumerate(part.elements):
                element.set(MARK, str(number))
            whole = templates.fill("pocket.html", part=part, page=1, body=Markup("").join(map(_html, part.elements)))
            runs[part.id] = publication.pool.submit(heights, whole, len(part.elements), styles, publication.kept)
    return [replace(part, elements=_ordered(part.elements, runs[part.id].result())) if part.id in runs else part for part in parts]


def _ordered(elements: Sequence[HtmlElement], high: Sequence[float]) -> tuple[HtmlElement, ...]:
    blocks = []
    for element, height in zip(elements, high, strict=True):
        del element.attrib[MARK]
        blocks.append(_block(element, height))
    return tuple(elements[number] for number in order(blocks, _HEAD_MM))


def _block(element: HtmlElement, height: float) -> Block:
    waits = any(has_class(element, name) for name in _WAITING)
    if has_class(element, "beside"):
        return Block(height, waits, beside=_mm("width", element))
    if has_class(element, "aside"):
        (drawing,) = element.iter("img")
        return Block(height, waits, beside=_mm("width", drawing), said=height - _mm("height", drawing))
    return Block(height, waits, element.tag in ("h2", "h3"))


def _mm(edge: str, element: HtmlElement) -> float:
    found = re.search(rf"{edge}:([\d.]+)mm", element.get("style", ""))
    return float(found[1]) if found else 0.0


def point(roots: Mapping[str, HtmlElement], chapters: Mapping[str, str], book_pages: Mapping[str, int]) -> None:
    """Gives links to places of other parts room for the page there, and takes away ids that nothing leads to.

    Links to what isn't in a pocket become plain words, after a figure or a table with its page in the book. `chapters`
    gives the part of a chapter, by its id.
    """
    homes = {str(name): part for part, root in roots.items() for name in root.xpath("descendant-or-self::*/@id")}
    used = set(roots)
    for part, root in roots.items():
        given = set()
        for link in list(root.iter("a")):
            place = chapters.get(place_of(link), place_of(link))
            numbered = has_class(link, "numbered")
            if place not in homes and place in book_pages and place not in given and _LABELLED.match(link.text_content()):
                link.tail = f" (book, p.\N{NO-BREAK SPACE}{book_pages[place]}){link.tail or ''}"
                given.add(place)
            if place not in homes or has_class(link, "term") or not (numbered or link.text_content().strip()):
                link.drop_tag()
                continue
            used.add(place)
            link.set("href", f"book:{place}")
            around = _NO_PAGE.intersection(e.tag for e in link.iterancestors())
            if not numbered:
                link.attrib.pop("class", None)
            if numbered or (homes[place] != part and place not in given and not around):
                if not numbered:
                    link.set("class", "page")
                link.append(made("span", "", class_=NUMBER))
                given.add(place)
    for root in roots.values():
        for element in root.xpath("descendant-or-self::*[@id]"):
            if element.get("id") not in used:
                del element.attrib["id"]


def _html(element: HtmlElement) -> Markup:
    return Markup(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
