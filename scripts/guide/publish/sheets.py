"""`whiteboard-sheets.pdf`, a page a case, and `one-liners.pdf`: what is printed on one sheet and pinned up."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.publish import Edition
from guide.publish.book.article import SHEET, all_of_class, print_article, read_article, set_frames
from guide.publish.book.references import page_address
from guide.publish.printing import LICENCE, edition_date, font_faces, lay_out, listening, metadata, sheet_of, write_pdf

ONE_LINERS = "one-liners"
"""Id of the page with the sentences to say."""

PAPERS = {"A4": "", "letter": "-letter"}
"""Page size, in CSS's words → what its files' names end in."""

_WIDTH_MM = 186.0
_STEPS = 7
"""Halvings of the range in which the largest size that fits is looked for."""


@dataclass(frozen=True)
class Sheet:
    """One page: its chapter, and its HTML for a size between `least` and `most` (what the size is of, `make` knows)."""

    chapter: Chapter
    make: Callable[[float], str]
    least: float
    most: float


def publish(edition: Edition, target: Path) -> None:
    """Writes the sheets on every paper. Raises BookError for a sheet that doesn't fit its page."""
    book = edition.book
    cases = [_whiteboard(edition, case) for case in book.cases if case.front.print]
    sentences = [_sentences(edition, book.by_id[ONE_LINERS])] if ONE_LINERS in book.by_id else []
    for name, title, sheets in (("whiteboard-sheets", "Whiteboard sheets", cases), (ONE_LINERS, "One-liners", sentences)):
        for paper, ending in PAPERS.items() if sheets else ():
            _write(edition, title, sheets, paper, target / f"{name}{ending}.pdf")


def _write(edition: Edition, title: str, sheets: Sequence[Sheet], paper: str, target: Path) -> None:
    project = edition.book.project
    styles = [font_faces(project), sheet_of(project, "sheets.css"), f"@page {{ size: {paper} }}"]
    document = _document(edition, title, sheets, _largest(edition, sheets, styles))
    if said := write_pdf(document, styles, target):
        mend = "change what it names, in the case's sheet or in overrides/print/sheets.css."
        raise BookError(Problem(target.name, 0, "sheet", f"the PDF engine says: {line}", mend) for line in said)


def _largest(edition: Edition, sheets: Sequence[Sheet], styles: Sequence[str]) -> list[float]:
    """The largest size of each sheet at which it fills one page and no more."""
    low, high = [sheet.least for sheet in sheets], [sheet.most for sheet in sheets]
    for step in range(_STEPS):
        sizes = low if step == 0 else [(a + b) / 2 for a, b in zip(low, high, strict=True)]
        pages = _pages(_document(edition, "", sheets, sizes), len(sheets), styles)
        if step == 0 and (problems := [_too_long(edition.book, s) for s, n in zip(sheets, pages, strict=True) if n > 1]):
            raise BookError(problems)
        low = [size if n == 1 else old for size, n, old in zip(sizes, pages, low, strict=True)]
        high = [old if n == 1 else size for size, n, old in zip(sizes, pages, high, strict=True)]
    return low


def _too_long(book: Book, sheet: Sheet) -> Problem:
    heading = next((h.line for h in sheet.chapter.headings if h.anchor == SHEET), 1)
    mend = "shorten its table, its list or the card, or draw lower frames."
    path = book.project.relative(sheet.chapter.path)
    return Problem(path, heading, "sheet", "the sheet doesn't fit one page at the least readable size.", mend)


def _pages(document: str, count: int, styles: Sequence[str]) -> list[int]:
    """How many pages each sheet takes."""
    with listening():
        pages = lay_out(document, styles).pages
    # What runs over several pages has its anchor on each of them.
    starts = [next(n for n, page in enumerate(pages) if f"sheet-{sheet}" in page.anchors) for sheet in range(count)]
    return [end - start for start, end in zip(starts, [*starts[1:], len(pages)], strict=True)]


def _document(edition: Edition, title: str, sheets: Sequence[Sheet], sizes: Sequence[float]) -> str:
    book = edition.book
    description = f"{title}: {', '.join(sheet.chapter.title for sheet in sheets)}."
    sections = "".join(
        f'<section id="sheet-{number}">{sheet.make(size)}</section>'
        for number, (sheet, size) in enumerate(zip(sheets, sizes, strict=True))
    )
    edge = f"{book.title} · edition {edition.commit} of {edition_date(edition)} · {LICENCE}"
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"{metadata(edition, f'{title} · {book.title}', description)}</head>"
        f'<body><p class="edition">{escape(edge)}</p>{sections}</body></html>'
    )


def _article(edition: Edition, chapter: Chapter) -> HtmlElement:
    """The chapter's page for paper, with plain words where it has links: a pinned sheet leads nowhere."""
    page = edition.site / page_address(chapter.page) / "index.html"
    article = read_article(page.read_text(encoding="utf-8"))
    print_article(article, edition.book, chapter)
    for link in list(article.iter("a", "dfn")):
        link.drop_tag()
    for element in article.xpath(".//*[@id]"):
        del element.attrib["id"]
    return article


def _html(element: HtmlElement) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _whiteboard(edition: Edition, case: Chapter) -> Sheet:
    """A case's card, the numbers to say, its four frames and its notes. The size is the height of the drawings, mm."""
    article = _article(edition, case)
    section = all_of_class(article, "sheet")[0]
    section.find("h2").drop_tree()
    card = all_of_class(article, "glance")[0]
    for title in all_of_class(card, "admonition-title"):
        title.drop_tree()
    tables = section.findall("table")
    frames = all_of_class(section, "frames")[0]
    notes = [element for element in section if element is not frames and element not in tables]
    for number, label in enumerate(all_of_class(frames, "caption-label"), 1):
        label.text = f"{number}."
    head = f"<header><h1>{escape(case.title)}</h1><p>“{escape(case.front.prompt or '')}”</p></header>"
    beside = "".join(map(_html, [*tables, *notes]))
    above = f'<div class="above"><div class="card">{_html(card)}</div><div class="say">{beside}</div></div>'

    def make(drawings: float) -> str:
        drawn = copy.deepcopy(frames)
        set_frames([image for image in drawn.iter("img") if image.get("data-size")], _WIDTH_MM, drawings)
        return f"{head}{above}{_html(drawn)}"

    return Sheet(case, make, least=100.0, most=190.0)


def _sentences(edition: Edition, page: Chapter) -> Sheet:
    """The one-liners. The size is that of the type, pt."""
    article = _article(edition, page)
    parts, kept = [], True
    for element in article:
        if element.tag == "h2":
            kept = element.text_content().strip() != "Sources"
        if kept and element.tag != "h1":
            parts.append(_html(element))
    head = f"<header><h1>{escape(page.title)}</h1><p>{escape(page.front.description)}</p></header>"
    return Sheet(page, lambda size: f'<div class="lines" style="font-size:{size:.2f}pt">{head}{"".join(parts)}</div>', 7.0, 11.0)
