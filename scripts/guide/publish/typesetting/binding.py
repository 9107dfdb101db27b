"""Pieces bound into one PDF: pages one after another, one tree of structure, one of each font, the pages' numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import weasyprint
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from guide.fonts import FACES, Face
from guide.kept import Kept
from guide.publish.printing import LANGUAGE, About, save
from guide.publish.typesetting.typeset import Frame, PageKind, SetFont, SetPiece, pdf_key

_MARK = re.compile(rb"%(number|folio) ([^\n]+)\n\[([^\n]*)\] TJ")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_FONT = re.compile(rb"/([A-Z]{6}) [-0-9.]+ Tf|%(?:number|folio) [^\n]+\n\[[^\n]*\] TJ")
_SAME_PT = 0.1
_FONTS_FIRST = "/AFonts"
"""A key of the catalogue that sorts before its others. qpdf writes objects in the order in which it meets them: without
it the fonts, which every page needs, lie in as many compressed streams as there are pieces that brought one, and a
reader that keeps few such streams (Poppler) opens them again for each page."""
_PRODUCER = f"WeasyPrint {weasyprint.VERSION}, pikepdf {pikepdf.__version__}"


@dataclass(frozen=True)
class Bound:
    """A piece at its place: the number of its first page (from 1), how it was set, and the frames of its pages on the
    paper that it is bound on."""

    start: int
    piece: SetPiece
    frames: Sequence[Frame]

    def moved(self, page: int) -> tuple[float, float]:
        """How far right and up everything on a page goes for its text to lie in the frame of its paper, in points."""
        old, new = self.piece.frames[page], self.frames[page]
        return new.left - old.left, (new.height - new.top) - (old.height - old.top)

    def point(self, page: int, x: float, y: float) -> tuple[float, float]:
        right, up = self.moved(page)
        return x + right, y + up


def on_paper(bound: Bound, frames: Mapping[PageKind, Frame]) -> Bound:
    """A piece on a paper, whose pages have the same block of text elsewhere. Raises ValueError if they haven't."""
    sides = ("left", "right")
    own = [frames[side or sides[(bound.start + n) % 2], name] for n, (side, name) in enumerate(bound.piece.kinds)]
    for old, new in zip(bound.piece.frames, own, strict=True):
        if abs(old.text_width - new.text_width) > _SAME_PT or abs(old.text_height - new.text_height) > _SAME_PT:
            raise ValueError(f"the papers' style sheets differ in the block of text: {old} and {new}")
    return Bound(bound.start, bound.piece, own)


def places(pieces: Sequence[SetPiece], sides: Sequence[str]) -> list[Bound]:
    """Where each piece begins; one that is to begin on a right-hand page has a blank one before it where need be."""
    bound, following = [], 1
    for piece, side in zip(pieces, sides, strict=True):
        start = following + (side == "right" and following % 2 == 0)
        bound.append(Bound(start, piece, piece.frames))
        following = start + piece.pages
    return bound


def page_numbers(bound: Sequence[Bound]) -> dict[str, int]:
    """The page of every place of the book."""
    return {name: one.start + page for one in bound for name, (page, *_) in one.piece.anchors.items()}


@dataclass
class _Fonts:
    """One of each font for all pieces, with the glyphs that any of them shows."""

    pdf: Pdf
    faces: Mapping[Face, Path]
    kept: Kept
    made: dict[str, pikepdf.Object] = field(default_factory=dict)
    digits: dict[bytes, list[bytes]] = field(default_factory=dict)
    """The glyphs of the ten digits, by the font's name in a page's operators."""
    digit_width: dict[bytes, int] = field(default_factory=dict)

    def make(self, pieces: Sequence[SetPiece]) -> None:
        fonts: dict[str, SetFont] = {}
        glyphs: dict[str, dict[int, tuple[str, int]]] = {}
        for piece in pieces:
            for font in piece.fonts:
                fonts[font.name] = font
                own = glyphs.setdefault(font.name, {})
                own |= {int(glyph): (text, width) for glyph, (text, width) in font.glyphs.items()}
        for name, font in sorted(fonts.items()):
            face = next(f for f in FACES if (f.family, f.weight, f.italic) == (font.family, font.weight, font.italic))
            key = name.partition("+")[0].encode()
            complete = TTFont(self.faces[face], lazy=True)
            codes, widths = complete.getBestCmap(), complete["hmtx"]
            units = complete["head"].unitsPerEm
            own = glyphs[name]
            self.digits[key] = []
            for digit in "0123456789":
                glyph = codes[ord(digit)]
                number = complete.getGlyphID(glyph)
                width = round(widths[glyph][0] * 1000 / units)
                own[number] = (digit, width)
                self.digits[key].append(b"%04x" % number)
                self.digit_width[key] = width
            self.made[key.decode()] = self._font(font, own, self.faces[face])

    def _font(self, font: SetFont, glyphs: Mapping[int, tuple[str, int]], file: Path) -> pikepdf.Object:
        data = self._subset(file, sorted(glyphs))
        stream = self.pdf.make_stream(data, Length1=len(data))
        widest = max(width for _, width in glyphs.values())
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + font.name),
            FontFamily=String(font.family),
            FontBBox=Array([0, font.descriptor["Descent"], widest, font.descriptor["Ascent"]]),
            ItalicAngle=0,
            CapHeight=font.descriptor["Ascent"],
            FontFile2=stream,
            **font.descriptor,
        )
        widths = Array()
        for glyph in sorted(glyphs):
            if glyph - 1 not in glyphs:
                widths.extend([glyph, Array()])
            widths[-1].append(glyphs[glyph][1])
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/" + font.name),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=Name.Identity,
            W=widths,
            FontDescriptor=self.pdf.make_indirect(descriptor),
        )
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/" + font.name),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self.pdf.make_indirect(descendant)]),
                ToUnicode=self.pdf.make_stream(_to_unicode(glyphs)),
            )
        )

    def _subset(self, file: Path, glyphs: Sequence[int]) -> bytes:
        """A TrueType font with these glyphs only, which keep their numbers."""
        key = self.kept.key("font", file.name, " ".join(map(str, glyphs)))
        found = self.kept.get(key)
        if found is None:
            options = subset.Options(
                retain_gids=True, hinting=False, notdef_outline=True, layout_features=[], name_IDs=[], glyph_names=False
            )
            options.drop_tables += ["GSUB", "GPOS", "GDEF"]
            font = subset.load_font(file, options)
            subsetter = subset.Subsetter(options)
            subsetter.populate(gids=glyphs)
            subsetter.subset(font)
            font["head"].modified = font["head"].created
            font.recalcTimestamp = False
            made = io.BytesIO()
            font.save(made)
            self.kept.put(key, found := made.getvalue())
        return found


def _to_unicode(glyphs: Mapping[int, tuple[str, int]]) -> bytes:
    """The CMap that says which text each glyph stands for."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    known = [(glyph, text) for glyph, (text, _) in sorted(glyphs.items()) if text]
    for start in range(0, len(known), 100):
        block = known[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


class _Numbers:
    """Writes pages' numbers into operators."""

    def __init__(self, fonts: _Fonts, numbers: Mapping[str, int]) -> None:
        self._fonts, self._numbers = fonts, numbers

    def write(self, operators: bytes, page: int) -> bytes:
        """A page's operators with its numbers in the places that were kept for them."""
        font = b""

        def replaced(match: re.Match[bytes]) -> bytes:
            nonlocal font
            if match[1]:
                font = match[1]
                return match[0]
            kind, what, shown = _MARK.fullmatch(match[0]).groups()
            kept = len(b"".join(_GLYPHS.findall(shown))) // 4
            number = str(page if kind == b"folio" else self._numbers[what.decode()])
            glyphs = b"".join(self._fonts.digits[font][int(digit)] for digit in number)
            if kind == b"number" and len(number) != kept:
                raise ValueError(f"{what.decode()} is on page {number}, and {kept} digits were left for it")
            # It is set at the left, and belongs at the outer edge.
            shift = len(number) * self._fonts.digit_width[font] - int(what) if kind == b"folio" and page % 2 else 0
            return b"[" + (b"%d" % shift if shift else b"") + b"<" + glyphs + b">] TJ"

        return _FONT.sub(replaced, operators)


def bind(
    bound: Sequence[Bound], numbers: Mapping[str, int], about: About, faces: Mapping[Face, Path], kept: Kept, target: Path
) -> None:
    """Writes a PDF/UA-1 of pieces with the numbers given. Raises ValueError for a number that its place doesn't fit."""
    with Pdf.new() as pdf:
        fonts = _Fonts(pdf, faces, kept)
        fonts.make([one.piece for one in bound])
        pdf.Root[_FONTS_FIRST] = Dictionary({f"/{name}": font for name, font in fonts.made.items()})
        writer = _Numbers(fonts, numbers)
        structure = _Structure(pdf, {name for one in bound for name in one.piece.anchors})
        first = bound[0].start
        sources = []
        for one in bound:
            while first + len(pdf.pages) < one.start:
                pdf.add_blank_page(page_size=(one.frames[0].width, one.frames[0].height))
            source = pikepdf.open(io.BytesIO(_pages_of(one.piece, kept)))
            sources.append(source)
            begin = len(pdf.pages)
            # Names of places are made anew for the whole.
            pdf.add_pages_from(source)
            own = [pdf.pages[number] for number in range(begin, len(pdf.pages))]
            # All pages and drawings of a piece refer to one dictionary of fonts.
            shared = own[0].obj.Resources.Font
            for name in list(shared):
                shared[name] = fonts.made[name.removeprefix("/")]
            for number, page in enumerate(own):
                written = writer.write(page.obj.Contents.read_bytes(), one.start + number)
                page.obj.Contents.write(_moved(page, written, one.moved(number), one.frames[number]))
            structure.add(source, own, one)
        structure.finish()
        _name_places(pdf, bound, first)
        _outline(pdf, bound, first)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=first)]))
        _describe(pdf, about)
        save(pdf, target)
        for source in sources:
            source.close()


def _pages_of(piece: SetPiece, kept: Kept) -> bytes:
    data = kept.get(pdf_key(piece.key))
    if data is None:
        raise OSError("what was set couldn't be kept below .build/: is the disk full?")
    return data


def _moved(page: pikepdf.Page, operators: bytes, by: tuple[float, float], frame: Frame) -> bytes:
    """Gives a page the size of a frame, and moves what is on it. Returns its operators."""
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        page.obj[name] = Array([0, 0, frame.width, frame.height])
    if by == (0, 0):
        return operators
    for note in page.obj.get("/Annots", []):
        note.Rect = _shifted(note.Rect, by)
    return b"q 1 0 0 1 %.4f %.4f cm\n" % by + operators + b"\nQ"


def _shifted(box: Array, by: tuple[float, float]) -> Array:
    return Array([round(float(edge) + by[number % 2], 4) for number, edge in enumerate(box)])


class _Structure:
    """The tree of the structure, of which every piece has a stretch."""

    def __init__(self, pdf: Pdf, places: Collection[str]) -> None:
        self._pdf, self._places = pdf, places
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._parents: list[pikepdf.Object] = []
        self._ids: list[pikepdf.Object] = []
        self._next = 0

    def add(self, source: Pdf, pages: Sequence[pikepdf.Page], bound: Bound) -> None:
        """Takes over the structure of a piece whose pages are in the PDF already."""
        theirs = source.Root.StructTreeRoot
        # The elements are all reached from the parents; copying one copies what it refers to.
        nums = self._pdf.copy_foreign(theirs.ParentTree).Nums
        document = self._pdf.copy_foreign(theirs.K[0])
        for element in document.K:
            element.P = self._document
            self._document.K.append(element)
        offset = self._next
        for number, page in enumerate(pages):
            _shift_figures(nums[2 * number + 1], bound.moved(number))
            page.obj.StructParents = int(page.obj.StructParents) + offset
            for note in list(page.obj.get("/Annots", [])):
                if "/Dest" in note and str(note.Dest) not in self._places:
                    _unlink(page, note, nums)
                else:
                    note.StructParent = int(note.StructParent) + offset
        for number in range(0, len(nums), 2):
            nums[number] = int(nums[number]) + offset
        last = int(nums[-2])
        self._parents.append(self._pdf.make_indirect(Dictionary(Limits=Array([int(nums[0]), last]), Nums=nums)))
        self._next = last + 1
        if "/IDTree" in theirs:
            names = self._pdf.copy_foreign(theirs.IDTree).Names
            limits = Array([names[0], names[-2]])
            self._ids.append(self._pdf.make_indirect(Dictionary(Limits=limits, Names=names)))

    def finish(self) -> None:
        root = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._pdf.make_indirect(Dictionary(Kids=Array(self._parents))),
                ParentTreeNextKey=self._next,
            )
        )
        self._document.P = root
        if self._ids:
            kids = sorted(self._ids, key=lambda kid: bytes(kid.Limits[0]))
            root.IDTree = self._pdf.make_indirect(Dictionary(Kids=Array(kids)))
        self._pdf.Root.StructTreeRoot = root


def _shift_figures(elements: Array, by: tuple[float, float]) -> None:
    """Moves the boxes of a page's drawings, which are among the elements of its content items."""
    figures = {e.objgen: e for e in elements if isinstance(e, Dictionary) and Name.Figure == e.S} if by != (0, 0) else {}
    for figure in figures.values():
        figure.A.BBox = _shifted(figure.A.BBox, by)


def _unlink(page: pikepdf.Page, note: pikepdf.Object, nums: Array) -> None:
    """Makes plain text of a link to what the PDF doesn't hold. `nums` gives the element of each link by its number."""
    page.obj.Annots = Array([other for other in page.obj.Annots if other.objgen != note.objgen])
    place = 2 * int(note.StructParent) + 1
    element = nums[place]
    element.S = Name.Span
    kids = [kid for kid in element.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)]
    element.K = Array(kids)
    nums[place] = None


def _destination(pdf: Pdf, page: int, x: float, y: float) -> Array:
    return Array([pdf.pages[page].obj, Name.XYZ, round(x, 3), round(y, 3), 0])


def _name_places(pdf: Pdf, bound: Sequence[Bound], first: int) -> None:
    """Names the places of the PDF, for its links."""
    found = {
        name: _destination(pdf, one.start - first + page, *one.point(page, x, y))
        for one in bound
        for name, (page, x, y) in one.piece.anchors.items()
    }
    names = Array()
    for name in sorted(found, key=str.encode):
        names.extend([String(name), found[name]])
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))


def _outline(pdf: Pdf, bound: Sequence[Bound], first: int) -> None:
    with pdf.open_outline() as outline:
        stack: list[tuple[int, OutlineItem]] = []
        for one in bound:
            for level, title, page, x, y, is_open in one.piece.outline:
                item = OutlineItem(title, _destination(pdf, one.start - first + page, *one.point(page, x, y)))
                item.is_closed = not is_open
                while stack and stack[-1][0] >= level:
                    stack.pop()
                (stack[-1][1].children if stack else outline.root).append(item)
                stack.append((level, item))


def _describe(pdf: Pdf, about: About) -> None:
    named = about.named
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfuaid:part"] = "1"
        metadata["dc:title"] = about.title
        metadata["dc:creator"] = [named["author"]] if "author" in named else []
        metadata["dc:description"] = named["description"]
        metadata["dc:language"] = {LANGUAGE}
        metadata["pdf:Keywords"] = named.get("keywords", "")
        metadata["pdf:Producer"] = _PRODUCER
        metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = named["dcterms.created"]
    date = "D:" + re.sub(r"\D", "", named["dcterms.created"]) + "Z"
    info = {"Title": about.title, "Author": named.get("author", ""), "Subject": named["description"]}
    info |= {"Keywords": named.get("keywords", ""), "Producer": _PRODUCER, "CreationDate": date, "ModDate": date}
    for name, value in info.items():
        if value:
            pdf.docinfo[f"/{name}"] = value
