"""What pages say of the files that are published with them: how many pages and sheets of paper, how large.

The site is made while the book is set, so what its pages say of that is put in at the end: it is right without a script,
and nothing waits for anything.
"""

from __future__ import annotations

import re
from math import ceil
from pathlib import Path

import pikepdf

from guide.addresses import folder_address
from guide.model import Book
from guide.outputs import size_of
from guide.site.page import PDF_MARK

_MARK = re.compile(r"<!-- facts of ([\w.-]+) -->")
_BOOKLET = "booklet"


def name_pdfs(book: Book, site: Path, chapters: Path) -> None:
    """Puts links to the PDFs of `chapters`, with their pages and sizes, into the heads of the pages of a built `site`."""
    for chapter in book.chapters:
        page, file = site / folder_address(chapter.page) / "index.html", chapters / f"{chapter.id}.pdf"
        text = page.read_text(encoding="utf-8")
        if PDF_MARK not in text:
            continue
        link = ""
        if file.is_file():
            with pikepdf.open(file) as pdf:
                pages = len(pdf.pages)
            root = "../" * folder_address(chapter.page).count("/")
            words = f"{pages} page{'s' * (pages > 1)}, {size_of(file)}"
            link = f'<p class="chapter-pdf"><a href="{root}downloads/{chapters.name}/{file.name}" download>This chapter as a PDF</a> ({words})</p>'
        page.write_text(text.replace(PDF_MARK, link), encoding="utf-8")


def say_facts(site: Path, dist: Path) -> None:
    """Puts the facts of published files where the pages of a built site, or of the offline copy, have marks for them.

    A mark is `<!-- facts of guide.pdf -->`; where there is no such file nothing is said.
    """
    known: dict[str, str] = {}

    def said(mark: re.Match) -> str:
        file = dist / mark[1]
        if mark[1] not in known:
            known[mark[1]] = facts(file) if file.is_file() else ""
        return known[mark[1]]

    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if _MARK.search(text):
            page.write_text(_MARK.sub(said, text), encoding="utf-8")


def facts(file: Path) -> str:
    """Pages, sheets of paper printed on both sides and size, as far as a file has them.

    A booklet's sides are pages of its file already.
    """
    if file.suffix != ".pdf":
        return size_of(file)
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
    sheets = ceil(pages / 2)
    unit = "side" if _BOOKLET in file.name else "page"
    return f"{_count(pages, unit)}, {_count(sheets, 'sheet')} of paper, {size_of(file)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
