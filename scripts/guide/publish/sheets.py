"""`whiteboard-sheets.pdf`, a page a case, and `one-liners.pdf`: what is printed on one sheet and pinned up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement
from markupsafe import Markup

from guide.formulas import Formulas
from guide.framework import SHEET
from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.publish import Publication
from guide.publish.fitting import Sheet, largest
from guide.publish.paper import all_of_class, frame_keys, on_paper
from guide.publish.printing import (
    PAPERS,
    Templates,
    about,
    font_faces,
    imprint,
    refuse_complaints,
    sheet_of,
    write_pdf,
)

ONE_LINERS = "one-liners"
"""Id of the page with the sentences to say."""

_READABLE_PT = 5.5
"""The least size of a frame's labels, which are traced from an arm's length less than they are read."""

_FRAME_MM = 64.8
"""The most that a frame is wide: four stand in a row on either paper."""


def publish(publication: Publication, target: Path) -> None:
    """Writes the sheets on every paper. Raises BookError for a sheet that doesn't fit its page."""
    book, project, kept, pool = publication.book, publication.book.project, publication.kept, publication.pool
    draw, templates = Formulas(kept), Templates(project)
    cases = [_whiteboard(publication, templates, case, draw) for case in book.cases if case.front.print]
    sentences = [_sentences(publication, templates, book.by_id[ONE_LINERS], draw)] if ONE_LINERS in book.by_id else []
    styles = [font_faces(project), sheet_of(project, "sheets.css")]
    fitting = {}
    kinds = ("whiteboard-sheets", "Whiteboard sheets", cases, " landscape"), (ONE_LINERS, "One-liners", sentences, "")
    for name, title, sheets, turned in kinds:
        for paper in PAPERS if sheets else ():
            own = [*styles, f"@page {{ size: {paper.name}{turned} }}"]
            fitting[f"{name}{paper.ending}.pdf"] = title, sheets, own, [pool.submit(largest, s, own, kept) for s in sheets]
    written = {}
    for file, (title, sheets, own, runs) in fitting.items():
        sizes = [run.result() for run in runs]
        if problems := [_too_long(book, sheet) for sheet, size in zip(sheets, sizes, strict=True) if size is None]:
            raise BookError(problems)
        document = _document(publication, templates, title, sheets, sizes)
        written[file] = pool.submit(write_pdf, document, own, target / file, kept)
    mend = "change what it names, in the case's sheet or in overrides/print/sheets.css."
    refuse_complaints(written, "sheet", mend)


def _too_long(book: Book, sheet: Sheet) -> Problem:
    chapter = book.by_id[sheet.chapter]
    heading = next((h.line for h in chapter.headings if h.anchor == SHEET), 1)
    mend = "shorten its table, its list or the card, or draw lower or narrower frames."
    path = book.project.relative(chapter.path)
    return Problem(path, heading, "sheet", "the sheet doesn't fit one page at the least readable size.", mend)


def _document(
    publication: Publication, templates: Templates, title: str, sheets: Sequence[Sheet], sizes: Sequence[float]
) -> str:
    book, edition = publication.book, publication.edition
    named = ", ".join(book.by_id[sheet.chapter].title for sheet in sheets)
    body = templates.fill(
        "sheets.html",
        **imprint(book, edition),
        sheets=[Markup(sheet.sized(size)) for sheet, size in zip(sheets, sizes, strict=True)],
    )
    description = f"{title}: {named}." if named != title else f"{book.title}: {title.lower()}."
    return templates.document(about(book.settings, edition, f"{title} · {book.title}", description), body)


def _article(publication: Publication, chapter: Chapter, draw: Formulas) -> HtmlElement:
    """The chapter's page for paper, with plain words where it has links: a pinned sheet leads nowhere."""
    article = on_paper(publication.articles[chapter.page], publication.book.project.relative(chapter.path), draw)
    for link in list(article.iter("a", "dfn")):
        link.drop_tag()
    for element in article.xpath(".//*[@id]"):
        del element.attrib["id"]
    return article


def _html(element: HtmlElement) -> Markup:
    return Markup(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _whiteboard(publication: Publication, templates: Templates, case: Chapter, draw: Formulas) -> Sheet:
    """A case's card, the numbers to say, its four frames and its notes."""
    article = _article(publication, case, draw)
    section = all_of_class(article, "sheet")[0]
    section.find("h2").drop_tree()
    card = all_of_class(article, "glance")[0]
    for title in all_of_class(card, "admonition-title"):
        title.drop_tree()
    tables = section.findall("table")
    frames = all_of_class(section, "frames")[0]
    # What a paragraph says of the frames is seen here.
    notes = [element for element in section if element is not frames and element not in tables and element.tag != "p"]
    for number, label in enumerate(all_of_class(frames, "caption-label"), 1):
        label.text = f"{number}."
    made = templates.fill(
        "whiteboard.html",
        title=case.title,
        prompt=case.front.prompt or "",
        card=_html(card),
        beside=Markup("").join(map(_html, [*tables, *notes])),
        frames=_html(frames),
    )
    widest = max(float(image.get("data-size").split()[0]) for image in frames.iter("img"))
    page = publication.articles[case.page]
    smallest = min(page.drawings[key].smallest_print_pt for key in frame_keys(page))
    most = min(1.0, _FRAME_MM / widest)
    return Sheet(case.id, made, "drawings", least=_READABLE_PT / smallest, most=most)


def _sentences(publication: Publication, templates: Templates, page: Chapter, draw: Formulas) -> Sheet:
    article = _article(publication, page, draw)
    parts, kept = [], True
    for element in article:
        if element.tag == "h2":
            kept = element.text_content().strip() != "Sources"
        if kept:
            parts.append(_html(element))
    lines = Markup("").join(parts)
    made = templates.fill("one-liners.html", title=page.title, description=page.front.description, lines=lines)
    return Sheet(page.id, made, "type", least=7.0, most=11.0)
