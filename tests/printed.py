"""A PDF as a reader of its structure has it: what every link shows, and where it leads."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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
        return {(number, item): text for number, page in enumerate(self.pdf.pages, 1) for item, text in _items(page)}

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


def _items(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    fonts = {name: _unicode(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    shown: dict[int, list[str]] = {}
    item, font = [], {}
    for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf TJ"):
        match str(operator):
            case "BDC" | "BMC":
                item.append(operands[1].get("/MCID") if len(operands) > 1 else None)
            case "EMC":
                item.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "TJ" if item and item[-1] is not None:
                codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                glyphs = (int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2))
                shown.setdefault(int(item[-1]), []).append("".join(font.get(glyph, "") for glyph in glyphs))
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
