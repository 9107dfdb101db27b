"""The book's pages as a PDF, and where blocks stand on a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pydyf
from weasyprint import Document

from guide.fonts import FACES
from guide.publish.printing import lay_out, listening


def positions(document: str, styles: Sequence[str]) -> dict[str, float]:
    """How far below the first page's top each element with an id begins, in CSS px."""
    with listening():
        page = lay_out(document, styles).pages[0]
    return {name: y for name, (_, y, *_) in page.anchors.items()}


def _name_links(document: Document) -> None:
    """Gives each link the text that it shows as its description; the engine writes the address."""
    for page in document.pages:
        for _, _, _, box in page.links:
            text = " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
            if box.link_annotation and text:
                box.link_annotation["Contents"] = pydyf.String(text)


def _one_place_each(pdf: pydyf.PDF) -> None:
    """Keeps the first of the places that share a name: the engine names every part of what runs over several pages."""
    if "Names" not in pdf.catalog:
        return
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    dests = pdf.catalog["Names"]["Dests"]
    first: dict[str, tuple[pydyf.String, pydyf.Array]] = {}
    for name, place in zip(dests["Names"][::2], dests["Names"][1::2], strict=True):
        known = first.get(name.string)
        if known is None or pages[place[0]] < pages[known[1][0]]:
            first[name.string] = (name, place)
    dests["Names"] = pydyf.Array([part for pair in first.values() for part in pair])


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    _name_links(document)
    _one_place_each(pdf)


def _strangers(document: Document) -> list[str]:
    """Characters that no face of the book can draw: the engine took a font of the machine for them."""
    known = {face.family for face in FACES}
    return [
        f"no font of the book draws {' '.join(sorted(set(map(str, font.to_unicode.values()))))}; it took {font.family}."
        for font in document.fonts.values()
        if font.family not in known
    ]


def write_book(document: str, styles: Sequence[str], target: Path) -> list[str]:
    """Writes `document` (HTML) as PDF/UA-1. Returns what the engine logged: nothing, for a good book."""
    with listening() as said:
        made = lay_out(document, styles)
        made.write_pdf(target, finisher=_finish, pdf_variant="pdf/ua-1", pdf_identifier=True)
    return [*said, *_strangers(made)]
