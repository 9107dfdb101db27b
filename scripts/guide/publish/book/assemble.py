"""The whole book as one HTML document, from the built pages and the model."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from html import escape
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.publish import Edition
from guide.publish.book import front, references
from guide.publish.book.article import all_of_class, print_article, read_article
from guide.publish.book.layout import BLOCK, number_blocks
from guide.publish.book.terms import Entry, index_terms
from guide.publish.printing import metadata

LANGUAGE = "en-GB"
"""Of the hyphenation too."""


def _site_page(site: Path, page: str) -> Path:
    return site / references.page_address(page) / "index.html"


def _chapter(edition: Edition, chapter: Chapter, part: str, addresses: dict[str, str]) -> HtmlElement:
    """A page as a section of the book, its links pointing into the book."""
    book = edition.book
    path = _site_page(edition.site, chapter.page)
    try:
        article = read_article(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        mend = "build the site again."
        problem = Problem(
            book.project.relative(chapter.path), 0, "book-page", f"its page can't be read: {error}.", mend
        )
        raise BookError([problem]) from error
    print_article(article, book, chapter)
    references.prefix_ids(article, chapter.id)
    references.rewrite_links(article, chapter.page, addresses, front.site_address(book))
    references.gather_footnotes(article)
    references.add_url_notes(article)
    article.tag = "section"
    article.attrib.clear()
    article.set("class", f"chapter {chapter.front.kind if part else 'opening'} chapter-{chapter.id}")
    article.set("id", chapter.id)
    for title in list(article.iter("h1")):
        title.drop_tree()
    article.insert(0, front.chapter_head(chapter, part))
    return article


def _sections(chapter: HtmlElement) -> list[tuple[str, str]]:
    """(anchor, title) of a chapter's sections; the letters of an alphabet are none."""
    titles = [(heading.get("id"), heading.text_content().strip()) for heading in chapter.iter("h2")]
    return [(anchor, title) for anchor, title in titles if anchor and len(title) > 1]


def _figures(book: Book, chapter: Chapter, root: HtmlElement) -> list[tuple[Chapter, str, str, str]]:
    by_anchor = {references.chapter_anchor(d.folder, d.anchor): d for d in book.diagrams.values()}
    found = []
    for figure in all_of_class(root, "figure"):
        label = next(iter(all_of_class(figure, "caption-label")), None)
        diagram = by_anchor.get(figure.get("id", ""))
        if label is not None and diagram is not None:
            found.append((chapter, figure.get("id"), label.text_content().strip(" ."), diagram.title))
    return found


def _explained(book: Book) -> dict[str, str]:
    """The id of the place that explains each term."""
    chapters = {chapter.page: chapter.id for chapter in book.chapters}
    places = {}
    for term in book.terms:
        page, _, anchor = (term.see or "").partition("#")
        if page in chapters:
            places[term.term] = references.chapter_anchor(chapters[page], anchor)
    return places


@dataclass(frozen=True)
class Manuscript:
    """The assembled book. Its chapters, by id, are parts of its body and may still be laid out for a paper."""

    head: str
    body: HtmlElement
    chapters: dict[str, HtmlElement]

    def html(self) -> str:
        return _document(self.head, _serialised(self.body))

    def chapter_html(self, chapter_id: str) -> str:
        """One chapter alone, to be measured: its numbered blocks have their numbers as ids."""
        chapter = copy.deepcopy(self.chapters[chapter_id])
        for block in chapter.xpath(f".//*[@{BLOCK}]"):
            block.set("id", block.get(BLOCK))
        return _document(self.head, f"<body>{_serialised(chapter)}</body>")


def _serialised(element: HtmlElement) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _document(head: str, body: str) -> str:
    return f'<!doctype html>\n<html lang="{LANGUAGE}">{head}{body}</html>\n'


def assemble(edition: Edition) -> Manuscript:
    """The book as HTML that needs nothing but the style sheets. Raises BookError for what can't be printed."""
    book = edition.book
    opening = [("", chapter) for chapter in front.printed_opening(book)]
    chapters = opening + [(part, chapter) for part, members in front.printed_parts(book) for chapter in members]
    addresses = {references.page_address(chapter.page): chapter.id for _, chapter in chapters}
    roots = {chapter.id: _chapter(edition, chapter, part, addresses) for part, chapter in chapters}
    entries = index_terms(
        [(roots[chapter.id], not front.is_appendix(chapter)) for _, chapter in chapters], book.terms, _explained(book)
    )
    places = {anchor: section for root in roots.values() for anchor, section in references.sections(root).items()}
    for root in roots.values():
        references.add_page_numbers(root, places)
        number_blocks(root)
    return Manuscript(_head(edition), _body(edition, roots, entries), roots)


def _body(edition: Edition, roots: dict[str, HtmlElement], entries: list[Entry]) -> HtmlElement:
    book, styles = edition.book, edition.book.project.print_styles
    opening = front.printed_opening(book)
    members = [*opening, *(c for _, chapters in front.printed_parts(book) for c in chapters)]
    figures = [figure for chapter in members for figure in _figures(book, chapter, roots[chapter.id])]
    ends = [("diagrams", "Diagrams")] * bool(figures) + [("index", "Index of terms")] * bool(entries)
    body = html.Element("body")
    body.append(front.cover(edition, (styles / "cover.html").read_text(encoding="utf-8")))
    body.append(front.imprint(edition, (styles / "imprint.html").read_text(encoding="utf-8")))
    body.append(front.contents(book, {name: _sections(root) for name, root in roots.items()}, ends))
    if figures:
        body.append(front.list_of_diagrams(book, figures))
    body.extend(roots[chapter.id] for chapter in opening)
    for number, (part, chapters) in enumerate(front.printed_parts(book), 1):
        body.append(front.part_opener(number, part, chapters))
        body.extend(roots[chapter.id] for chapter in chapters)
    if entries:
        body.append(front.index(entries))
    body.append(front.colophon(edition, (styles / "colophon.html").read_text(encoding="utf-8")))
    return body


def _head(edition: Edition) -> str:
    book = edition.book
    topics = sorted({topic for chapter in book.chapters for topic in chapter.front.topics})
    keywords = escape(", ".join(["machine learning", "system design", "interview", *topics]))
    about = metadata(edition, book.title, book.settings.site_description)
    return f'<head><meta charset="utf-8">{about}<meta name="keywords" content="{keywords}"></head>'
