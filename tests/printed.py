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
