"""The whole book as pieces of HTML, each of which is set by itself: what stands in front, parts' openers, chapters,
what stands at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from lxml import html
from lxml.html import HtmlElement

from guide.article import Article
from guide.kept import Kept
from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.publish import Publication, references
from guide.publish.book import forms
from guide.publish.book.front import Front
from guide.publish.book.terms import Entry, Mark, Reading, index_terms, mark, read
from guide.publish.members import is_appendix, printed_members, printed_opening, printed_parts, site_address
from guide.publish.paper import DrawFormula, has_class, html_of, on_paper, plain_values, shorten_decisions
from guide.publish.printing import About, Templates, about
from guide.publish.typesetting.layout import movable, number_blocks
from guide.publish.typesetting.piece import Piece
from guide.terms import Finder, finder

_DESIGNED = ("cover",)
"""Sections whose pages have no margins."""

SOURCES, MATRIX = "reference/sources.md", "trade-off-matrix"
"""The page with every source's entry, and the id of the one with every decision's options."""

FRONT, END = "front", "end"
"""Ids of the pieces before and after the parts."""


@dataclass(frozen=True)
class Manuscript:
    """The assembled book: what it says of itself, and its pieces in order."""

    about: About
    pieces: tuple[Piece, ...]


def assemble(publication: Publication, draw: DrawFormula) -> Manuscript:
    """The book as HTML that needs nothing but the style sheets. Raises BookError for what can't be printed."""
    book = publication.book
    front = Front(publication, Templates(book.project))
    members = printed_members(book)
    drafts = _drafts(front, members, draw)
    entries, marks = index_terms([draft.reading for draft in drafts], book.terms, _explained(book))
    made = {draft.chapter.id: draft.made(own) for draft, own in zip(drafts, marks, strict=True)}
    pieces = tuple(_pieces(front, members, made, entries))
    _check(book, pieces)
    return Manuscript(describe(publication), pieces)


def describe(publication: Publication) -> About:
    """What the book says of itself."""
    book = publication.book
    topics = sorted({topic for chapter in book.chapters for topic in chapter.front.topics})
    keywords = ", ".join(["machine learning", "system design", "interview", *topics])
    return about(book.settings, publication.edition, book.title, book.settings.site_description, keywords)


def describe_chapter(publication: Publication, chapter: Chapter) -> About:
    """What a chapter's own PDF says of itself."""
    book = publication.book
    keywords = ", ".join(["machine learning", "system design", "interview", *chapter.front.topics])
    return about(book.settings, publication.edition, f"{chapter.title} · {book.title}", chapter.front.description, keywords)


class _Draft:
    """A chapter on its way into the book. What it becomes is kept: only one that isn't known is set for paper."""

    def __init__(self, chapter: Chapter, make: Callable[[], HtmlElement], key: str, terms: Finder, kept: Kept) -> None:
        self.chapter = chapter
        self._make, self._key, self._terms, self._kept = make, key, terms, kept

    @cached_property
    def _root(self) -> HtmlElement:
        return self._make()

    @cached_property
    def reading(self) -> Reading:
        """The terms that it uses."""
        key = self._kept.key("reading", self._key)
        found = self._kept.get(key)
        if found is None:
            self._kept.put(key, found := read(self._root, not is_appendix(self.chapter), self._terms))
        return found

    def made(self, marks: Sequence[Mark]) -> tuple[Piece, list[tuple[str, str]]]:
        """The chapter's piece, with the anchors of the index in it, and its sections."""
        key = self._kept.key("manuscript", self._key, repr(marks))
        found = self._kept.get(key)
        if found is None:
            root = self._root
            mark(root, marks)
            references.add_page_numbers(root, references.sections(root))
            number_blocks(root)
            found = _piece(self.chapter.id, [root], "" if self.chapter.part else "right"), _sections(root)
            self._kept.put(key, found)
        return found


def _drafts(front: Front, members: Sequence[tuple[str, Chapter]], draw: DrawFormula) -> list[_Draft]:
    pages = {chapter.page: chapter.id for _, chapter in members}
    kept, terms = front.publication.kept, finder(front.publication.book.terms)
    shared = repr((pages, terms.names, site_address(front.publication.book)))
    return [
        _Draft(chapter, partial(_chapter, front, chapter, part, pages, draw), _key(front, chapter, part, shared), terms, kept)
        for part, chapter in members
    ]


def _key(front: Front, chapter: Chapter, part: str, shared: str) -> str:
    """Everything that a chapter of the book is made of, besides the toolchain; `shared` is what all are made of."""
    article = front.publication.articles[chapter.page]
    drawings = [(name, d.print_svg, d.title, d.description, d.print_size_mm) for name, d in article.drawings.items()]
    head = html.tostring(front.chapter_head(chapter, part), encoding="unicode")
    return shared + repr((chapter.page, chapter.front, part, head, article.html, article.worksheets, drawings))


def _chapter(front: Front, chapter: Chapter, part: str, pages: Mapping[str, str], draw: DrawFormula) -> HtmlElement:
    """A page as a section of the book, its links pointing into the book."""
    book = front.publication.book
    article = front.publication.articles[chapter.page]
    root = on_paper(article, book.project.relative(chapter.path), draw)
    for box in root.find_class("table-scroll"):
        box.drop_tag()  # paper doesn't scroll: the table takes the width that it needs
    forms.set_strips(root)
    forms.lift_listings(root)
    forms.add_worksheets(root, article.worksheets)
    forms.keep_facts(root)
    if chapter.page != SOURCES and SOURCES in pages:
        forms.key_sources(root, SOURCES)
    if chapter.id != MATRIX:
        shorten_decisions(root)
    plain_values(root)
    references.prefix_ids(root, chapter.id)
    references.rewrite_links(root, chapter.page, pages, site_address(book))
    references.gather_footnotes(root)
    references.add_url_notes(root)
    root.tag = "section"
    root.set("class", f"chapter {chapter.front.kind if part else 'opening'} chapter-{chapter.id}")
    root.set("id", chapter.id)
    root.insert(0, front.chapter_head(chapter, part))
    return root


def _pieces(
    front: Front,
    members: Sequence[tuple[str, Chapter]],
    made: Mapping[str, tuple[Piece, list[tuple[str, str]]]],
    entries: Sequence[Entry],
) -> Iterator[Piece]:
    parts = printed_parts(front.publication.book)
    figures = _figures(front.publication.articles, members)
    ends = [("diagrams", "Diagrams")] * bool(figures) + [("index", "Index of terms")] * bool(entries)
    sections = {name: own for name, (_, own) in made.items()}
    first = [front.cover(), front.imprint(), front.contents(parts, sections, ends)]
    yield _piece(FRONT, first + [front.list_of_diagrams(figures)] * bool(figures), "right")
    for chapter in printed_opening(front.publication.book):
        yield made[chapter.id][0]
    for part in parts:
        yield _piece(part.anchor, [front.part_opener(part)], "right")
        for chapter in part.chapters:
            yield made[chapter.id][0]
    yield _piece(END, [front.index(entries)] * bool(entries) + [front.colophon()], "")


def _piece(name: str, sections: Iterable[HtmlElement], side: str) -> Piece:
    elements = list(sections)
    return Piece(
        name,
        html_of(elements),
        tuple(place for element in elements for _, place in references.numbers(element)),
        tuple(str(name) for element in elements for name in element.xpath("descendant-or-self::*/@id")),
        side,
        any(movable(element) for element in elements),
        any(has_class(element, name) for element in elements for name in _DESIGNED),
    )


def _sections(chapter: HtmlElement) -> list[tuple[str, str]]:
    """(anchor, title) of a chapter's sections; the letters of an alphabet are none."""
    titles = [(heading.get("id"), heading.text_content().strip()) for heading in chapter.iter("h2")]
    return [(anchor, title) for anchor, title in titles if anchor and len(title) > 1]


def _figures(
    articles: Mapping[str, Article], members: Sequence[tuple[str, Chapter]]
) -> list[tuple[Chapter, str, str, str]]:
    """(chapter, anchor, number as "3.2", title) of every figure, in the book's order."""
    return [
        (chapter, references.chapter_anchor(chapter.id, figure.anchor), _number(figure.label), figure.title)
        for _, chapter in members
        for figure in articles[chapter.page].figures
    ]


def _number(label: str) -> str:
    """A figure's number alone: "3.2" of "Figure 3.2"."""
    return label.split()[-1] if label.split() else label


def _explained(book: Book) -> dict[str, str]:
    """The id of the place that explains each term."""
    chapters = {chapter.page: chapter.id for chapter in book.chapters}
    places = {}
    for term in book.terms:
        page, _, anchor = (term.see or "").partition("#")
        if page in chapters:
            places[term.term] = references.chapter_anchor(chapters[page], anchor)
    return places


def _check(book: Book, pieces: Sequence[Piece]) -> None:
    """Raises BookError for a number whose page can't be known: its place isn't in the printed book."""
    known = {anchor for piece in pieces for anchor in piece.anchors}
    mend = "link to a place that the printed book holds."
    problems = [
        Problem(_source(book, piece.id), 0, "book-link", f"no place of the book is called {place!r}.", mend)
        for piece in pieces
        for place in piece.references
        if place not in known
    ]
    if problems:
        raise BookError(problems)


def _source(book: Book, piece: str) -> str:
    chapter = book.by_id.get(piece)
    return book.project.relative(chapter.path) if chapter else "overrides/print"
