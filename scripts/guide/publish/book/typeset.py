"""One piece of the book as a PDF of its own, with everything that is needed to bind it with the others.

The pages are made before their numbers are known. In a page's operators a comment stands before each place of a
number; `binding.py` writes the digits there:

    %number visual-search--evaluate     the page of this place, in as many digits as there are noughts
    %folio right                        the page's own number, at the left, the right or the centre of its box
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pydyf
from lxml import etree, html
from weasyprint import Document, Page
from weasyprint.formatting_structure import boxes

from guide.fonts import FACES
from guide.kept import Kept
from guide.publish.book import references
from guide.publish.book.layout import BLOCK
from guide.publish.book.layout import lay_out as arrange
from guide.publish.book.manuscript import Piece
from guide.publish.printing import LANGUAGE, Engine, listening, unhindered
from guide.publish.tags import Tagged, Texts, compress, mend

NUMBER_MARK = b"%number "
FOLIO_MARK = b"%folio "
NOUGHT = "0"

_LEFT_HAND = "html { break-before: left }"
_PT_PER_PX = 0.75


@dataclass(frozen=True)
class Styles:
    """Style sheets of the book: where its fonts are, and the sheets' text."""

    fonts: str
    sheets: tuple[str, ...]

    def all(self) -> list[str]:
        return [self.fonts, *self.sheets]


@dataclass(frozen=True)
class Setting:
    """How a piece is to be set: the style sheets, the height of the text in CSS px, how many digits each number has,
    and whether the piece begins on a left-hand page."""

    styles: Styles
    height: float
    digits: tuple[int, ...]
    left: bool


@dataclass(frozen=True)
class Frame:
    """A page and the block of text on it, in points from the page's left and top."""

    width: float
    height: float
    left: float
    top: float
    text_width: float
    text_height: float


PageKind = tuple[str, str]
"""The side that a page is on, "left" or "right", and its name in the style sheets."""


@dataclass(frozen=True)
class SetFont:
    """A font as a piece uses it: its name in the PDF, the face's family, weight and slant, what PDFs say of its shape,
    and the text and the width (in thousandths of an em) of each glyph that is used."""

    name: str
    family: str
    weight: int
    italic: bool
    descriptor: Mapping[str, int]
    glyphs: Mapping[str, tuple[str, int]]


@dataclass(frozen=True)
class SetPiece:
    """A piece as it was set: the key of its PDF, the kind and the frame of each page, and what stands where. Pages
    count from 0, places are in points.

    `outline` gives (level, title, page, x, y, whether it is open); `anchors` (page, x, y); `said` what the engine
    complained of.
    """

    key: str
    kinds: Sequence[PageKind]
    frames: Sequence[Frame]
    anchors: Mapping[str, tuple[int, float, float]]
    outline: Sequence[tuple[int, str, int, float, float, bool]]
    fonts: Sequence[SetFont]
    said: Sequence[str]

    @property
    def pages(self) -> int:
        return len(self.frames)


def typeset(piece: Piece, setting: Setting, measuring: Styles, kept: Kept) -> SetPiece:
    """Sets a piece, or takes what is kept."""
    key = _key(piece, setting, kept)
    found = kept.get(key)
    if found is None:
        engine = Engine()
        tops = _measured(piece, measuring, kept, engine) if piece.movable else {}
        found = _set(piece, setting, tops, kept, key, engine)
        kept.put(key, found)
        # What was just finished is full of cycles, and so large that the next piece would find the memory taken.
        gc.collect()
    return found


def _key(piece: Piece, setting: Setting, kept: Kept) -> str:
    digits = " ".join(map(str, setting.digits))
    return kept.key("piece", piece.id, piece.html, *setting.styles.sheets, f"{setting.height} {setting.left} {digits}")


def pdf_key(key: str) -> str:
    """The key of the PDF of a piece that is kept under `key`."""
    return f"pages-{key}"


def _measured(piece: Piece, styles: Styles, kept: Kept, engine: Engine) -> Mapping[str, float]:
    """How far below the top of one endless page each numbered block begins, in CSS px."""
    key = kept.key("measured", piece.html, *styles.sheets)
    tops = kept.get(key)
    if tops is None:
        root = _root(piece, [3] * len(piece.references))
        with listening(), unhindered():
            page = engine.lay_out(_document(root), styles.all()).pages[0]
        tops = _tops(page)
        kept.put(key, tops)
    return tops


def _tops(page: Page) -> dict[str, float]:
    tops: dict[str, float] = {}
    for box in page._page_box.descendants():
        if isinstance(box, (boxes.BlockLevelBox, boxes.TableRowBox)) and box.element is not None:
            name = box.element.get(BLOCK)
            if name:
                tops.setdefault(name, box.border_box_y())
    return tops


def _root(piece: Piece, digits: Sequence[int]) -> html.HtmlElement:
    """The piece's sections in a `body`, with noughts for the numbers."""
    root = html.fragment_fromstring(piece.html, create_parent="body")
    for (element, _), count in zip(references.numbers(root), digits, strict=True):
        element.text = NOUGHT * count
    return root


def _document(body: html.HtmlElement) -> str:
    text = etree.tostring(body, encoding="unicode", method="html")
    return f'<!doctype html><html lang="{LANGUAGE}"><head><meta charset="utf-8"><title>-</title></head>{text}</html>'


def _set(
    piece: Piece, setting: Setting, tops: Mapping[str, float], kept: Kept, key: str, engine: Engine
) -> SetPiece:
    root = _root(piece, setting.digits)
    if piece.movable:
        for section in root:
            arrange(section, tops, setting.height)
    styles = setting.styles.all() + [_LEFT_HAND] * setting.left
    with listening() as said, unhindered():
        made = engine.lay_out(_document(root), styles)
        written = _Written(piece.id, made)
        file = io.BytesIO()
        made.write_pdf(file, finisher=written.finish, pdf_variant="pdf/ua-1")
    kept.put(pdf_key(key), file.getvalue())
    return written.described(key, [*said, *_strangers(made)])


def _strangers(document: Document) -> list[str]:
    """Characters that no face of the book can draw: the engine took a font of the machine for them."""
    known = {face.family for face in FACES}
    return [
        f"no font of the book draws {' '.join(sorted(set(map(str, font.to_unicode.values()))))}; it took {font.family}."
        for font in document.fonts.values()
        if font.family not in known
    ]


class _Written:
    """A piece while its PDF is written."""

    def __init__(self, name: str, document: Document) -> None:
        self._name, self._document = name, document
        self._fonts: list[SetFont] = []

    def finish(self, document: Document, pdf: pydyf.PDF) -> None:
        """Mends the structure, marks the places of numbers, and leaves out what is made anew when pieces are bound."""
        marked = self._numbers(document)
        _point_into_the_book(document)
        found, texts = mend(document, pdf, f"{self._name}/", marked)
        self._mark(found, texts)
        self._fonts = _take_fonts(document, pdf)
        for name in ("Outlines", "Names"):
            pdf.catalog.pop(name, None)
        compress(pdf, 1)

    def _numbers(self, document: Document) -> dict[bytes, str]:
        """The places that numbers point at, by the references of their links."""
        return {
            box.link_annotation.reference: address.removeprefix(references.SCHEME)
            for page in document.pages
            for _, address, _, box in page.links
            if box.element_tag == "span" and references.NUMBER in (box.element.get("class") or "").split()
        }

    def _mark(self, found: Tagged, texts: Texts) -> None:
        for (page, item), place in found.shown.items():
            _comment(texts, page, item, NUMBER_MARK + place.encode())
        for page, item in found.running:
            if texts.text(page, item) == str(page + 1):
                _comment(texts, page, item, FOLIO_MARK + self._folio_side(page).encode())

    def _folio_side(self, page: int) -> str:
        """Where in its box the folio of a page stands."""
        box = self._document.pages[page]._page_box
        for margin in box.children:
            if isinstance(margin, boxes.MarginBox) and _text(margin) == str(page + 1):
                return next((side for side in ("left", "right") if margin.at_keyword.endswith(side)), "center")
        raise ValueError(f"page {page + 1} of {self._name} shows its number outside its margins")

    def described(self, key: str, said: Sequence[str]) -> SetPiece:
        anchors: dict[str, tuple[int, float, float]] = {}
        outline = []
        for number, page in enumerate(self._document.pages):
            for name, (x, y, *_) in page.anchors.items():
                # What runs over several pages has its anchor on each of them.
                anchors.setdefault(name, (number, *_point(page, x, y)))
            for level, title, (x, y), state in page.bookmarks:
                outline.append((level, title, number, *_point(page, x, y), state == "open"))
        kinds = [_kind(page) for page in self._document.pages]
        frames = [_frame(page) for page in self._document.pages]
        return SetPiece(key, kinds, frames, anchors, outline, self._fonts, said)


def frames_of(kinds: Iterable[PageKind], styles: Styles, kept: Kept) -> dict[PageKind, Frame]:
    """Where style sheets have the text on pages of some kinds."""
    key = kept.key("frames", repr(sorted(set(kinds))), *styles.sheets)
    found = kept.get(key)
    if found is None:
        kept.put(key, found := _frames_of(kinds, styles))
    return found


def _frames_of(kinds: Iterable[PageKind], styles: Styles) -> dict[PageKind, Frame]:
    pages = "".join(
        f'<div style="break-before:{side};page:{name or "auto"}">x</div>' for side, name in sorted(set(kinds))
    )
    with listening():
        # What stands first begins on the first page, whatever its side.
        document = Engine().lay_out(f"<body><div>x</div>{pages}</body>", styles.all())
    return {_kind(page): _frame(page) for page in document.pages if not page._page_box.page_type.blank}


def _kind(page: Page) -> PageKind:
    return page._page_box.page_type.side, page._page_box.page_type.name or ""


def _frame(page: Page) -> Frame:
    box = page._page_box
    edges = (page.width, page.height, box.content_box_x(), box.content_box_y(), box.width, box.height)
    return Frame(*(round(edge * _PT_PER_PX, 4) for edge in edges))


def _point(page: object, x: float, y: float) -> tuple[float, float]:
    return x * _PT_PER_PX, (page.height - y) * _PT_PER_PX


def _text(box: boxes.Box) -> str:
    return "".join(child.text for child in box.descendants() if isinstance(child, boxes.TextBox))


def _comment(texts: Texts, page: int, item: int, comment: bytes) -> None:
    """Sets a comment before the operator that shows a content item's text."""
    stream = texts.stream(page)
    for number in texts.place(page, item):
        if isinstance(stream[number], bytes) and stream[number].endswith(b"] TJ"):
            stream[number] = comment + b"\n" + stream[number]


def _point_into_the_book(document: Document) -> None:
    """Makes links to places of the book of what the engine takes for addresses."""
    for page in document.pages:
        for _, address, _, box in page.links:
            note = box.link_annotation
            if note and address.startswith(references.SCHEME) and "A" in note:
                del note["A"]
                note["Dest"] = pydyf.String(address.removeprefix(references.SCHEME))


def _take_fonts(document: Document, pdf: pydyf.PDF) -> list[SetFont]:
    """The fonts of a document, which are taken out of it: bound pieces share one of each."""
    used: dict[str, dict[str, tuple[str, int]]] = {}
    shapes = {}
    for font in document.fonts.values():
        glyphs = used.setdefault(font.hash, {})
        glyphs |= {str(glyph): (text, font.widths[glyph]) for glyph, text in font.to_unicode.items()}
        shapes[font.hash] = font
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and "Length1" in thing.extra:
            thing.stream = [b""]
    return [
        SetFont(
            font.name.decode().removeprefix("/"),
            font.family,
            font.weight,
            bool(font.style),
            {"Flags": font.flags, "Ascent": font.ascent, "Descent": font.descent, "StemV": font.stemv, "StemH": font.stemh},
            used[key],
        )
        for key, font in sorted(shapes.items())
    ]
