"""A PDF as a reader of its structure has it: what every link shows, and where it leads."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pikepdf

NUMBER = re.compile(r"(\d+)(?:\)|\u2002·)?$")
"""A page's number at the end of a link's text, with what the style sheets set after it."""


class StructuredLink(NamedTuple):
    """A link: the text that it holds, and the name of the place that it leads to; "" for an address outside."""

    text: str
    place: str


class Structured:
    """A tagged PDF, read by its structure. Pages count from 1."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self.pages = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @cached_property
    def places(self) -> dict[str, int]:
        """The page of every named place."""
        names = self.pdf.Root.Names.Dests.Names
        return {str(names[i]): self.pages[names[i + 1][0].objgen] for i in range(0, len(names), 2)}

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """The text of every content item, by its page and its number."""
        known: dict[tuple[int, int], dict[int, str]] = {}
        found = {}
        for number, page in enumerate(self.pdf.pages, 1):
            fonts = {}
            for name, font in page.obj.Resources.get("/Font", {}).items():
                if font.objgen not in known:
                    known[font.objgen] = _unicode(font)
                fonts[name] = known[font.objgen]
            found |= {(number, item): text for item, text in _items(page, fonts)}
        return found

    def elements(self) -> Iterator[tuple[pikepdf.Object, tuple[str, ...]]]:
        """Every element of the structure, with the types of those around it, the nearest last."""
        stack = [(element, ()) for element in self.pdf.Root.StructTreeRoot.K]
        while stack:
            element, around = stack.pop()
            yield element, around
            inside = (*around, str(element.S))
            stack += [(kid, inside) for kid in _kids(element) if _is_element(kid)][::-1]

    def text(self, element: pikepdf.Object) -> str:
        """The text that an element holds, in reading order."""
        parts = []
        for kid in _kids(element):
            if isinstance(kid, int):
                # What shows nothing but spaces isn't drawn.
                parts.append(self.texts.get((self.pages[element.Pg.objgen], kid), ""))
            elif _is_element(kid):
                parts.append(self.text(kid))
        return "".join(parts)

    @cached_property
    def links(self) -> list[StructuredLink]:
        found = []
        for element, _ in self.elements():
            for kid in _kids(element):
                if not isinstance(kid, int) and kid.get("/Type") == "/OBJR":
                    found.append(StructuredLink(self.text(element), str(kid.Obj.get("/Dest", ""))))
        return found


    def unnumbered(self, places: Iterable[str]) -> Counter:
        """Of the places whose pages links are to show (each as often as it is shown), those that no link shows right.

        A link shows a place's page when it leads there and the page's number ends its text.
        """
        shown: Counter = Counter()
        for link in self.links:
            if link.place and (match := NUMBER.search(link.text)) and int(match[1]) == self.places[link.place]:
                shown[link.place] += 1
        return Counter(places) - shown


def _kids(element: pikepdf.Object) -> list:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is_element(kid: object) -> bool:
    return not isinstance(kid, int) and kid.get("/Type") != "/OBJR"


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    text = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9a-f]{4})> <((?:[0-9a-f]{4})+)>", text)
    return {int(glyph, 16): bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}


_OPERATORS = re.compile(rb"(?:<<([^\n]*)>>\s+BDC|\b(BMC)|\b(EMC)|/(\S+) [\d.]+ Tf|\[([^\]]*)\]\s*(?:TJ))\b")
"""Marked content begins (with its properties, or without) and ends; a font is chosen; glyphs are shown. As the project's
PDFs write them: strings are hexadecimal, so that nothing else looks like these."""

_MARKED = re.compile(rb"/MCID (\d+)")
_HEX = re.compile(rb"<([0-9a-fA-F]*)>")


def shown_glyphs(operators: bytes) -> bytes:
    """The numbers of glyphs, of two bytes each, between the brackets of an operator TJ."""
    return bytes.fromhex(b"".join(_HEX.findall(operators)).decode())


def _items(page: pikepdf.Page, fonts: Mapping[str, Mapping[int, str]]) -> Iterator[tuple[int, str]]:
    shown: dict[int, list[str]] = {}
    item, font = [], {}
    content = page.obj.Contents.read_bytes()
    found = list(_OPERATORS.finditer(content))
    assert len(found) == len(re.findall(rb"\b(?:BDC|BMC|EMC|Tf|TJ|Tj)\b", content)), "an operator is written otherwise"
    for operator in found:
        properties, plain, end, name, glyphs = operator.groups()
        if properties is not None or plain:
            number = _MARKED.search(properties or b"")
            item.append(int(number[1]) if number else None)
        elif end:
            item.pop()
        elif name:
            font = fonts["/" + name.decode()]
        elif item and item[-1] is not None:
            codes = shown_glyphs(glyphs)
            text = "".join(font.get(codes[i] << 8 | codes[i + 1], "") for i in range(0, len(codes), 2))
            shown.setdefault(item[-1], []).append(text)
    yield from ((number, "".join(parts)) for number, parts in shown.items())


def type_sizes(page: pikepdf.Page | pikepdf.Object) -> Iterator[float]:
    """The size in points of everything that a page writes, in its drawings and imposed pages too."""
    return _sizes(page, page.get("/Resources", pikepdf.Dictionary()), pikepdf.Matrix())


def _sizes(stream: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, placed: pikepdf.Matrix) -> Iterator[float]:
    matrix, saved, size, line = placed, [], 0.0, pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "q":
                saved.append(matrix)
            case "Q":
                matrix = saved.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "Tf":
                size = float(operands[1])
            case "BT":
                line = pikepdf.Matrix()
            case "Tm":
                line = pikepdf.Matrix(*map(float, operands))
            case "Tj" | "TJ":
                shown = line @ matrix
                yield size * math.hypot(shown.c, shown.d)
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    own = pikepdf.Matrix(*map(float, form.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                    yield from _sizes(form, form.get("/Resources", resources), own @ matrix)


_MM_PER_PT = 25.4 / 72
_PAINTING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s"))


def listing(path: Path) -> Iterator[str]:
    """A PDF as text: on each page what is written, painted and linked, from the page's left and top in mm, then the outline.

    Writing has the size of its type in points, and the type of the element of the structure that it belongs to. What
    draws the dots that lead to a number is said once.
    """
    with pikepdf.open(path) as pdf:
        roles = _roles(pdf)
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        named = {str(name): numbers[place[0].objgen] for name, place in _places(pdf)}
        for number, page in enumerate(pdf.pages, 1):
            width, height = (float(edge) for edge in page.mediabox[2:])
            yield f"page {number}, {width * _MM_PER_PT:.1f} × {height * _MM_PER_PT:.1f} mm"
            parents = roles.get(int(page.obj.get("/StructParents", -1)), {})
            last = ""
            for line in _listed(page, page.get("/Resources", pikepdf.Dictionary()), pikepdf.Matrix(), height, parents, {}):
                if not (line.endswith(" . ") and last.endswith(" . ")):
                    yield line.rstrip()
                last = line
            for figure in _figures(pdf, page):
                left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
                yield f"{_place(left, height - top)} {_place(right - left, top - bottom)} Figure: {figure.get('/Alt', '')}"
            for note in page.obj.get("/Annots", []):
                left, right = sorted(float(edge) for edge in (note.Rect[0], note.Rect[2]))
                bottom, top = sorted(float(edge) for edge in (note.Rect[1], note.Rect[3]))
                target = str(note.Dest) if "/Dest" in note else str(note.get("/A", {}).get("/URI", ""))
                where = f" on page {named[target]}" if target in named else ""
                yield f"{_place(left, height - top)} {_place(right - left, top - bottom)} link to {target}{where}"
        with pdf.open_outline() as outline:
            yield from _outlined(outline.root, numbers, 0)


def _places(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        names = pdf.Root.Names.Dests.Names
        yield from ((names[i], names[i + 1]) for i in range(0, len(names), 2))


def _outlined(entries: Iterable[pikepdf.OutlineItem], numbers: Mapping[tuple[int, int], int], depth: int) -> Iterator[str]:
    for entry in entries:
        yield f"{'  ' * depth}outline: {entry.title}, page {numbers[entry.destination[0].objgen]}"
        yield from _outlined(entry.children, numbers, depth + 1)


def _roles(pdf: pikepdf.Pdf) -> dict[int, dict[int, str]]:
    """The type of the element that each content item of each page belongs to; of a span that of what it is in."""
    found: dict[int, dict[int, str]] = {}
    for number, parents in pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items():
        if isinstance(parents, pikepdf.Array):
            found[number] = {item: _role(element) for item, element in enumerate(parents) if isinstance(element, pikepdf.Dictionary)}
    return found


def _figures(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[pikepdf.Object]:
    """The figures whose content a page has, in order."""
    number = page.obj.get("/StructParents")
    elements = [] if number is None else pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(number)]
    found = {element.objgen: element for element in elements if isinstance(element, pikepdf.Dictionary) and element.S == "/Figure"}
    return list(found.values())


def _role(element: pikepdf.Object) -> str:
    while str(element.S) in ("/Span", "/NonStruct") and "/P" in element and "/S" in element.P:
        element = element.P
    return str(element.S).removeprefix("/")


def _place(right: float, down: float) -> str:
    return f"{right * _MM_PER_PT:.1f} {down * _MM_PER_PT:.1f}"


def _listed(
    stream: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, placed: pikepdf.Matrix, height: float,
    parents: Mapping[int, str], fonts: dict[tuple[int, int], Mapping[int, str]], role: str = "",
) -> Iterator[str]:  # fmt: skip
    matrix, saved, size, line, font = placed, [], 0.0, pikepdf.Matrix(), {}
    marked, points = [role], []
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "q":
                saved.append(matrix)
            case "Q":
                matrix = saved.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "BDC":
                number = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
                marked.append(parents.get(int(number), "?") if number is not None else str(operands[0]).removeprefix("/"))
            case "BMC":
                marked.append(str(operands[0]).removeprefix("/"))
            case "EMC":
                marked.pop()
            case "Tf":
                size, own = float(operands[1]), resources.Font[str(operands[0])]
                font = fonts.setdefault(own.objgen, _unicode(own))
            case "BT":
                line = pikepdf.Matrix()
            case "Tm":
                line = pikepdf.Matrix(*map(float, operands))
            case "Tj" | "TJ":
                shown = line @ matrix
                strings = [operands[0]] if isinstance(operands[0], pikepdf.String) else operands[0]
                codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                text = "".join(font.get(codes[i] << 8 | codes[i + 1], "?") for i in range(0, len(codes), 2))
                yield f"{_place(shown.e, height - shown.f)} {size * math.hypot(shown.c, shown.d):.1f} {marked[-1]} {text}"
            case "m" | "l" | "c" | "v" | "y":
                ends = [float(end) for end in operands]
                points += [matrix.transform((x, y)) for x, y in zip(ends[::2], ends[1::2], strict=True)]
            case "re":
                x, y, w, h = map(float, operands)
                points += [matrix.transform(corner) for corner in ((x, y), (x + w, y + h))]
            case "n":
                points = []
            case painting if painting in _PAINTING and points:
                left, right = min(x for x, _ in points), max(x for x, _ in points)
                low, high = min(y for _, y in points), max(y for _, y in points)
                points = []
                yield f"{_place(left, height - high)} {_place(right - left, high - low)} {marked[-1]} painted {painting}"
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    own = pikepdf.Matrix(*map(float, form.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                    yield from _listed(form, form.get("/Resources", resources), own @ matrix, height, parents, fonts, marked[-1])
