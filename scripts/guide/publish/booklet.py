"""`pocket-booklet-a4.pdf` and `-letter.pdf`: the pocket edition two pages on a side, to be printed, folded and stapled.

The sheets are divided into signatures of about equal size that a hand can fold; each is folded by itself, and the folded
signatures lie one on another. A first sheet says how, for as many signatures as there are. Pages keep their size: on
Letter, whose half is narrower than A5, only their margins get narrower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from guide.problems import BookError, Problem
from guide.publish import Publication
from guide.publish.printing import PAPERS, Paper, Templates, about, font_faces, save, sheet_of, write_pdf

MOST_SHEETS = 5
"""Sheets in a signature: more are hard to fold by hand, and their inner pages stand out."""

PAGES_A_SHEET = 4
_PAPER_MM = 0.1
"""The thickness of a sheet of 80 g/m²."""

_MM = 72 / 25.4


Side = tuple[int | None, int | None]
"""The pages, from 1, at the left and right of a sheet's side; None for a blank one."""


@dataclass(frozen=True)
class Signature:
    """Sheets that are folded together: their numbers, from 1, and their pages."""

    number: int
    first_sheet: int
    sheets: int
    first_page: int
    last_page: int

    @property
    def last_sheet(self) -> int:
        return self.first_sheet + self.sheets - 1

    @property
    def sides(self) -> list[Side]:
        """Front and back of each sheet, the outermost first."""
        first, last = self.first_page, self.first_page + PAGES_A_SHEET * self.sheets - 1

        def page(number: int) -> int | None:
            return number if number <= self.last_page else None

        return [
            side
            for n in range(0, 2 * self.sheets, 2)
            for side in ((page(last - n), page(first + n)), (page(first + n + 1), page(last - n - 1)))
        ]


def signatures(pages: int, most: int = MOST_SHEETS) -> list[Signature]:
    """How many sheets of four pages are folded together: as few signatures as possible, of about the same size."""
    sheets = -(-pages // PAGES_A_SHEET)
    count = -(-sheets // most)
    found: list[Signature] = []
    sheet = 1
    for number in range(count):
        own = sheets // count + (number < sheets % count)
        first = PAGES_A_SHEET * (sheet - 1) + 1
        found.append(Signature(number + 1, sheet, own, first, min(pages, first + PAGES_A_SHEET * own - 1)))
        sheet += own
    return found


def file_of(paper: Paper) -> str:
    """The name of the booklet's file."""
    return f"pocket-booklet-{paper.name.lower()}.pdf"


def publish(publication: Publication, pages: Path, target: Path) -> None:
    """Imposes the PDF at `pages` for every paper. Raises BookError when the layout engine complains of anything."""
    project = publication.book.project
    with pikepdf.open(pages) as source:
        folded = signatures(len(source.pages))
        for paper in PAPERS:
            styles = [font_faces(project), sheet_of(project, "booklet.css"), f"@page {{ size: {paper.name} landscape }}"]
            file = target / file_of(paper)
            said = write_pdf(_instructions(publication, pages.name, len(source.pages), folded), styles, file, publication.kept)
            if said:
                mend = "change what it names in overrides/print/booklet.html or booklet.css."
                raise BookError(Problem(file.name, 0, "booklet", f"the PDF engine says: {line}", mend) for line in said)
            _impose(source, folded, paper, file)


def _instructions(publication: Publication, name: str, pages: int, folded: Sequence[Signature]) -> str:
    book, edition = publication.book, publication.edition
    templates = Templates(book.project)
    sheets = sum(signature.sheets for signature in folded)
    thickest = max(signature.sheets for signature in folded)
    body = templates.fill(
        "booklet.html",
        title=book.title,
        edition=edition.name,
        file=name,
        pages=pages,
        sheets=sheets,
        blank=PAGES_A_SHEET * sheets - pages,
        signatures=folded,
        creep=f"{_PAPER_MM * (thickest - 1):.1f}",
        thickness=round(2 * _PAPER_MM * sheets),
    )
    description = f"{pages} pages on {sheets} sheets, to be printed on both sides and folded."
    return templates.document(about(book.settings, edition, f"Pocket edition as a booklet · {book.title}", description), body)


def _impose(source: pikepdf.Pdf, folded: Sequence[Signature], paper: Paper, file: Path) -> None:
    """Adds the sheets' sides behind the instructions, which are at `file`.

    The sides are one picture to readers of the structure, who have the pages in the PDF that they are taken from.
    """
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        size = (paper.height * _MM, paper.width * _MM)  # it lies on its long side
        pdf.add_blank_page(page_size=size)
        forms = {number: pdf.copy_foreign(page.as_form_xobject()) for number, page in enumerate(source.pages, 1)}
        for side in (side for signature in folded for side in signature.sides):
            page = pdf.add_blank_page(page_size=size)
            shown, operators = Dictionary(), [b"/Artifact BMC"]
            for half, number in enumerate(side):
                if number is not None:
                    shown[f"/P{number}"] = forms[number]
                    x, y = _corner(source.pages[number - 1], half, paper)
                    operators.append(b"q 1 0 0 1 %.4f %.4f cm /P%d Do Q" % (x, y, number))
            page.obj.Resources = Dictionary(XObject=shown)
            page.obj.Contents = pdf.make_stream(b"\n".join([*operators, b"EMC"]))
        pdf.Root.PageLayout = Name.SinglePage
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name.None_)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            del metadata["pdfuaid:part"]
        save(pdf, file)


def _corner(page: pikepdf.Page, half: int, paper: Paper) -> tuple[float, float]:
    """Where a page's lower left corner lies on a side, so that the page is in the middle of its half."""
    width, height = (float(edge) for edge in page.mediabox[2:])
    return (half + 0.5) * paper.height * _MM / 2 - width / 2, (paper.width * _MM - height) / 2
