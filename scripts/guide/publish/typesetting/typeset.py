"""One piece of the book as a PDF of its own, with everything that is needed to bind it with the others.

The pages are made before their numbers are known. In a page's operators a comment stands before each place of a
number; `binding.py` writes the digits there:

    %number visual-search--evaluate     the page of this place, in as many digits as there are noughts
    %folio 56000                        the page's own number, at the left of a block of so many thousandths of an em
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pydyf
from lxml import etree, html
from weasyprint import Document, Page
from weasyprint.formatting_structure import boxes

from guide.fonts import FACES
from guide.kept import Kept
from guide.publish import references
from guide.publish.paper import has_class, html_of
from guide.publish.printing import LANGUAGE, Engine, listening, unhindered
from guide.publish.tags import Tagged, Texts, compress, mend
from guide.publish.typesetting.impose import TEXT_PAGE, impose
from guide.publish.typesetting.layout import (
    BLOCK,
    WIDTH_MM,
    Extent,
    columns_of,
    floating,
    plan_chapter,
    style_of,
    unfloat_high,
)
from guide.publish.typesetting.piece import Piece

NUMBER_MARK = b"%number "
FOLIO_MARK = b"%folio "
NOUGHT = "0"

_LEFT_HAND = "html { break-before: left }"
_ONE_COLUMN = f"@page {{ size: {WIDTH_MM}mm 40000mm }}"
_MM_PER_PT = 25.4 / 72
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
    """How a piece is to be set: the style sheets, how many digits each number has, and whether the piece begins on a
    left-hand page. Chapters are set for pages of no side, and moved to theirs when the book is bound."""

    styles: Styles
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
"""The side that a page is on, "left", "right" or "" for whichever it comes to, and its name in the style sheets."""


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
    key = _key(piece, setting, measuring, kept)
    found = kept.get(key)
    if found is None:
        # Around the call, so that the collector begins again when the pages are garbage: they are full of cycles, and
        # so large that the next piece would find the memory taken.
        with unhindered():
            found = _set(piece, setting, measuring, kept, key, Engine())
        kept.put(key, found)
    return found


def _key(piece: Piece, setting: Setting, measuring: Styles, kept: Kept) -> str:
    digits = " ".join(map(str, setting.digits))
    return kept.key("piece", piece.id, piece.html, *setting.styles.sheets, *measuring.sheets, f"{setting.left} {digits}")


def pdf_key(key: str) -> str:
    """The key of the PDF of a piece that is kept under `key`."""
    return f"pages-{key}"


def _measured(piece: Piece, columns: int, styles: Styles, kept: Kept, engine: Engine) -> Mapping[str, Extent]:
    """Where on one endless page, as wide as a column, each numbered block and row begins, and how high it is."""
    key = kept.key("measured", piece.html, f"{columns}", *styles.sheets)
    extents = kept.get(key)
    if extents is None:
        root = _root(piece, [3] * len(piece.references))
        (section,) = root
        for child in floating(section):
            section.append(child)
        with listening():
            page = engine.lay_out(_document(root), [*styles.all(), _ONE_COLUMN if columns == 1 else ""]).pages[0]
        extents = _extents(page)
        kept.put(key, extents)
    return extents


def _extents(page: Page) -> dict[str, Extent]:
    extents: dict[str, Extent] = {}
    for box in page._page_box.descendants():
        if isinstance(box, boxes.BlockLevelBox) and box.element is not None and box.element.get(BLOCK) not in (None, *extents):
            top = box.border_box_y()
            breaks = tuple(sorted({place - top for place in _breaks(box) if place > top}))
            extents[box.element.get(BLOCK)] = Extent(top, box.border_height(), breaks, _repeated(box))
    return extents


def _breaks(box: boxes.Box) -> Iterator[float]:
    """Where a block may break: before a line, a row or a block within it, as the style sheets allow."""
    if box.style["break_inside"] in ("avoid", "avoid-page") or not isinstance(box, boxes.ParentBox):
        return
    inner = [child for child in box.children if child.is_in_normal_flow()]
    if inner and isinstance(inner[0], boxes.LineBox):
        for line in inner[box.style["orphans"] : len(inner) - box.style["widows"] + 1]:
            yield line.position_y
        return
    before = None
    for child in inner:
        if isinstance(child, boxes.LineBox):
            continue
        kept = before is None or _is_head(before) or "avoid" in (before.style["break_after"], child.style["break_before"])
        if not kept:
            yield child.border_box_y()
        if not _is_head(child):
            yield from _breaks(child)
        before = child


def _is_head(box: boxes.Box) -> bool:
    return isinstance(box, boxes.TableRowGroupBox) and box.is_header


def _repeated(box: boxes.Box) -> float:
    """The height of the first head of a table in a block, which stands anew where the table breaks."""
    return next((inner.border_height() for inner in box.descendants() if _is_head(inner)), 0.0)


def _root(piece: Piece, digits: Sequence[int]) -> html.HtmlElement:
    """The piece's sections in a `body`, with noughts for the numbers."""
    root = html.fragment_fromstring(piece.html, create_parent="body")
    for (element, _), count in zip(references.numbers(root), digits, strict=True):
        element.text = NOUGHT * count
    return root


def _document(body: html.HtmlElement) -> str:
    text = etree.tostring(body, encoding="unicode", method="html")
    return f'<!doctype html><html lang="{LANGUAGE}"><head><meta charset="utf-8"><title>-</title></head>{text}</html>'


def _set(piece: Piece, setting: Setting, measuring: Styles, kept: Kept, key: str, engine: Engine) -> SetPiece:
    root = _root(piece, setting.digits)
    with listening() as said:
        if piece.movable:
            made = _in_columns(piece, root, setting, measuring, kept, engine)
        else:
            made = engine.lay_out(_document(root), setting.styles.all() + [_LEFT_HAND] * setting.left)
        written = _Written(piece, made)
        file = io.BytesIO()
        made.write_pdf(file, finisher=written.finish, pdf_variant="pdf/ua-1")
    described = written.described(key, [*said, *_strangers(made)])
    if lost := [name for name in piece.anchors if name not in described.anchors]:
        raise ValueError(f"{piece.id}: no page shows {', '.join(lost[:5])}")
    kept.put(pdf_key(key), file.getvalue())
    return described


def _in_columns(
    piece: Piece, root: html.HtmlElement, setting: Setting, measuring: Styles, kept: Kept, engine: Engine
) -> Document:
    """The pages of a chapter: its columns and what floats are pages of the engine, which are set together."""
    (section,) = root
    columns = columns_of(section)
    extents = _measured(piece, columns, measuring, kept, engine)
    if unfloat_high(section, extents):
        piece = replace(piece, html=html_of(root))
        extents = _measured(piece, columns, measuring, kept, engine)
    made = plan_chapter(section, extents, columns)
    by_number = {int(child.get(BLOCK)): child for child in section}
    floats = sorted(made.places)
    for number in floats:
        size = "page-wide" if has_class(by_number[number], "wide") else "page-column"
        page = html.Element("section", {"class": f"{section.get('class')} {size}"})
        page.append(by_number[number])
        section.addprevious(page)
    section.set("class", f"{section.get('class')} {TEXT_PAGE}")
    for number in made.order:
        section.append(by_number[number])
    frame = _neutral(setting.styles, kept)
    mm = tuple(edge * _MM_PER_PT for edge in (frame.width, frame.height, frame.left, frame.top))
    document = engine.lay_out(_document(root), [*setting.styles.all(), style_of(made, columns, mm, floats)])
    return impose(document, made, columns, frame)


def _neutral(styles: Styles, kept: Kept) -> Frame:
    """The frame of pages without a side."""
    key = kept.key("neutral", *styles.sheets)
    found = kept.get(key)
    if found is None:
        with listening():
            document = Engine().lay_out("<body><section class='page-wide'>x</section></body>", styles.all())
        kept.put(key, found := _frame(document.pages[0]))
    return found


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

    def __init__(self, piece: Piece, document: Document) -> None:
        self._name, self._document, self._sideless = piece.id, document, piece.movable
        self._headings = _headings(piece.html)
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
                _comment(texts, page, item, FOLIO_MARK + self._folio_room(page))

    def _folio_room(self, page: int) -> bytes:
        """The width of the block of text above a page's folio, in thousandths of the folio's em."""
        box = self._document.pages[page]._page_box
        for margin in box.children:
            if isinstance(margin, boxes.MarginBox) and _text(margin) == str(page + 1):
                return b"%d" % round(1000 * box.width / margin.style["font_size"])
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
        outline = _in_order(outline, self._headings)
        kinds = [("", "") if self._sideless else _kind(page) for page in self._document.pages]
        frames = [_frame(page) for page in self._document.pages]
        return SetPiece(key, kinds, frames, anchors, outline, self._fonts, said)


def _headings(text: str) -> list[str]:
    """The headings of a piece, in the order of its text."""
    root = html.fragment_fromstring(text, create_parent="body")
    return [_plain(heading.get("data-mark") or heading.text_content()) for heading in root.iter("h1", "h2", "h3")]


def _plain(words: str) -> str:
    return "".join(words.split())


def _in_order(outline: Sequence[tuple], headings: Sequence[str]) -> list[tuple]:
    """The outline's entries in the order of the text, which a page that floats may have left. Of entries alike, the
    first that the pages show is the first of the text."""
    waiting: dict[str, list[int]] = {}
    for number, heading in enumerate(headings):
        waiting.setdefault(heading, []).append(number)
    places = [waiting[_plain(entry[1])].pop(0) if waiting.get(_plain(entry[1])) else None for entry in outline]
    if None in places:
        return list(outline)
    return [entry for _, entry in sorted(zip(places, outline, strict=True), key=lambda pair: pair[0])]


def frames_of(kinds: Iterable[PageKind], styles: Styles, kept: Kept) -> dict[PageKind, Frame]:
    """Where style sheets have the text on pages of some kinds; those without a side are found on both."""
    kinds = {(side, name) for given, name in kinds for side in ((given,) if given else ("left", "right"))}
    key = kept.key("frames", repr(sorted(kinds)), *styles.sheets)
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
