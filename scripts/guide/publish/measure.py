"""What a PDF's pages are made of: how full they are, what fills them, the smallest type, the largest hole.

    python -m guide.publish.measure dist/guide.pdf [chapter's title …]

Poppler's `pdftoppm` and `pdftohtml` say where ink and text are, the structure that the PDF carries where drawings are.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from lxml import etree

from guide.kept import Kept
from guide.project import find_project
from guide.publish.printing import PAPERS, font_faces, sheet_of
from guide.publish.typesetting.typeset import Styles, frames_of

_DPI = 36
_EMPTY = 0.4
"""A page with more of its block of text empty than this is one to look at."""

_INK = 250
"""A grey level below which a dot is printed on."""

_BAND_PT = 8.0
"""White of this height across a column is space between blocks, not between lines; less is part of what it parts."""

_LEADING = 1.3
"""The height of a line of text, in its size."""

_LEAST_DRAWING_PT = 40.0
_ZOOM = 3
"""Poppler’s largest: it counts sizes in whole dots, so that thirds of a point are told apart, rounded down."""
_WORKSHEETS = "Worksheets"


@dataclass(frozen=True)
class Frame:
    """The block of text on a page, in points from its left and top."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class PageMeasure:
    """A page: the part of its block of text that is empty, its largest hole at a column's foot in mm."""

    number: int
    empty: float
    hole: float


@dataclass(frozen=True)
class Measured:
    """A stretch of pages. `shares` are parts of the area that words and drawings fill, by what they are."""

    title: str
    pages: Sequence[PageMeasure]
    shares: dict[str, float]
    smallest_pt: float
    smallest: str

    def lines(self) -> Iterator[str]:
        """The report."""
        count = len(self.pages)
        empty = sum(page.empty for page in self.pages) / count
        sparse = [page.number for page in self.pages if page.empty > _EMPTY]
        # The last page of a stretch ends where the text does.
        largest = max(self.pages[:-1] or self.pages, key=lambda page: page.hole)
        holes = [page.number for page in self.pages[:-1] if page.hole > 25]
        yield f"{self.title}: {count} pages, {empty:.1%} of the area empty"
        yield f"  more than {_EMPTY:.0%} empty: {len(sparse)} {sparse}"
        yield f"  holes of more than 25 mm: {len(holes)} {holes}; the largest {largest.hole:.0f} mm on page {largest.number}"
        yield "  " + ", ".join(f"{name} {share:.0%}" for name, share in self.shares.items())
        yield f"  smallest type {self.smallest_pt:.1f} pt: {self.smallest!r}"


def measure(path: Path, frames: Sequence[Frame], first: int, last: int, title: str, columns: int = 2) -> Measured:
    """Measures the pages from `first` to `last`, counted from 1. `frames` are those of right and left pages."""
    pages = [_page(path, number, frames[(number + 1) % 2], columns) for number in range(first, last + 1)]
    texts = texts_of(path, first, last)
    # Raised figures and signs are as small as their line allows.
    smallest = min((text for text in texts if len(text.words) > 3), key=lambda text: text.size)
    return Measured(title, pages, _shares(path, first, last, texts), smallest.size, smallest.words)


def _page(path: Path, number: int, frame: Frame, columns: int) -> PageMeasure:
    run = ["pdftoppm", "-r", f"{_DPI}", "-gray", "-f", f"{number}", "-l", f"{number}", str(path)]
    data = subprocess.run(run, capture_output=True, check=True).stdout
    _, width, _, pixels = _pgm(data)
    scale = _DPI / 72
    top, bottom = round(frame.top * scale), round(frame.bottom * scale)
    step = (frame.right - frame.left) / columns
    empty, hole = 0.0, 0.0
    for column in range(columns):
        left, right = (round((frame.left + step * n) * scale) for n in (column, column + 1))
        rows = [min(pixels[y * width + left : y * width + right]) < _INK for y in range(top, bottom)]
        runs = _white(rows)
        empty += sum(run for run in runs if run >= _BAND_PT * scale) / len(rows) / columns
        # A hole is what nothing follows in its column, or what a drawing at the foot leaves above it.
        hole = max(hole, max(runs, default=0) / scale / 72 * 25.4)
    return PageMeasure(number, empty, hole)


def _pgm(data: bytes) -> tuple[bytes, int, int, bytes]:
    kind, width, height, _, pixels = re.match(rb"(P5)\s+(\d+)\s+(\d+)\s+(\d+)\s(.*)", data, re.S).groups()
    return kind, int(width), int(height), pixels


def _white(rows: Sequence[bool]) -> list[int]:
    """The lengths of runs of rows without ink."""
    runs, length = [], 0
    for ink in [*rows, True]:
        if ink and length:
            runs.append(length)
        length = 0 if ink else length + 1
    return runs


@dataclass(frozen=True)
class Text:
    """A run of text: its page, its box in points from the page's left and top, its font's family and size, its words."""

    page: int
    left: float
    top: float
    width: float
    height: float
    family: str
    size: float
    words: str


def texts_of(path: Path, first: int, last: int) -> list[Text]:
    """The runs of text on some pages of a PDF, both counted from 1."""
    run = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", f"{_ZOOM}", "-f", f"{first}", "-l", f"{last}", str(path)]
    root = etree.fromstring(subprocess.run(run, capture_output=True, check=True).stdout, etree.XMLParser(recover=True, huge_tree=True))
    fonts = {font.get("id"): (font.get("family"), float(font.get("size")) / _ZOOM) for font in root.iter("fontspec")}
    return [
        Text(
            int(page.get("number")),
            *(float(text.get(name)) / _ZOOM for name in ("left", "top", "width", "height")),
            *fonts[text.get("font")],
            " ".join(text.xpath("string()").split()),
        )
        for page in root.iter("page")
        for text in page.iter("text")
    ]


def _shares(path: Path, first: int, last: int, texts: Sequence[Text]) -> dict[str, float]:
    """What fills the pages: text by its face (running text has serifs, code one width, the rest none), worksheets from
    the page after their heading on, and drawings."""
    area = dict.fromkeys(("prose", "tables", "drawings", "worksheets", "code"), 0.0)
    drawings: dict[int, list[Frame]] = {}
    with pikepdf.open(path) as pdf:
        worksheets = next((page for title, page in outline(pdf) if title == _WORKSHEETS and first <= page <= last), last) + 1
        for number in range(first, last + 1):
            drawings[number] = list(_drawings(pdf, number))
            area["drawings"] += sum((d.right - d.left) * (d.bottom - d.top) for d in drawings[number])
    for text in texts:
        middle = text.left + text.width / 2, text.top + text.height / 2
        if not any(d.left <= middle[0] <= d.right and d.top <= middle[1] <= d.bottom for d in drawings[text.page]):
            face = "code" if "Mono" in text.family else "prose" if "Serif" in text.family else "tables"
            area["worksheets" if face == "tables" and text.page >= worksheets else face] += text.width * text.size * _LEADING
    whole = sum(area.values()) or 1.0
    return {name: part / whole for name, part in area.items()}


def _drawings(pdf: pikepdf.Pdf, number: int) -> Iterator[Frame]:
    """The boxes of a page's drawings; a formula is part of its line."""
    page = pdf.pages[number - 1]
    tree = pdf.Root.StructTreeRoot.ParentTree
    place = page.obj.get("/StructParents")
    if place is None:
        return
    elements = pikepdf.NumberTree(tree)[int(place)]
    height = float(page.mediabox[3])
    for element in {e.objgen: e for e in elements if isinstance(e, pikepdf.Dictionary) and str(e.get("/S")) == "/Figure"}.values():
        left, y1, right, y2 = (float(edge) for edge in element.A.BBox)
        if abs(y2 - y1) > _LEAST_DRAWING_PT:
            yield Frame(left, height - max(y1, y2), right, height - min(y1, y2))


def outline(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """(title, page from 1) of every entry of a PDF's outline, in order."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def walk(item: pikepdf.Object | None) -> Iterator[tuple[str, int]]:
        while item is not None:
            yield str(item.Title), numbers[item.Dest[0].objgen]
            if "/First" in item:
                yield from walk(item.First)
            item = item.get("/Next")

    if "/Outlines" in pdf.Root:
        yield from walk(pdf.Root.Outlines.First)


def main(arguments: Sequence[str]) -> None:
    """Prints the measures of a book and of the chapters named, as the outline calls them."""
    path, *titles = arguments
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
        entries = list(outline(pdf))
        width = float(pdf.pages[-1].mediabox[2])
    tops = [(title, page) for title, page in entries if re.match(r"(Part |Appendices|[0-9]+\.|[A-Z]\.) ?", title)]
    frames = _frames(width)
    wanted = [("the whole", 1, count)]
    for title in titles:
        place = next((n for n, (entry, _) in enumerate(tops) if entry.endswith(title)), None)
        if place is None:
            sys.exit(f"no chapter is called {title!r}")
        last = tops[place + 1][1] - 1 if place + 1 < len(tops) else count
        wanted.append((title, tops[place][1], last))
    for title, first, last in wanted:
        for line in measure(Path(path), frames, first, last, title).lines():
            print(line)


def _frames(width: float) -> list[Frame]:
    """The block of text on right and on left pages of the book, by its paper."""
    sheet = min(PAPERS, key=lambda paper: abs(paper.width * 72 / 25.4 - width)).sheet
    project = find_project()
    found = frames_of([("", "")], Styles(font_faces(project), (sheet_of(project, sheet),)), Kept(project))
    return [
        Frame(f.left, f.top, f.left + f.text_width, f.top + f.text_height) for f in (found["right", ""], found["left", ""])
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
