"""A drawing as one picture that needs no style sheet and no font: for readers of which neither is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from guide.fonts import DIAGRAM_FAMILY, FACES

_SVG = "http://www.w3.org/2000/svg"
_TEXT, _PATH, _GROUP = (f"{{{_SVG}}}{tag}" for tag in ("text", "path", "g"))
_PLACES = frozenset(("x", "y", "text-anchor", "font-size", "font-weight", "font-style", "class", "data-value"))
"""Attributes of a text that its outlines don't need."""


@dataclass(frozen=True)
class Type:
    """How a run of text is set: `size` in px."""

    size: float
    bold: bool = False
    italic: bool = False

    def within(self, element: ET.Element) -> Type:
        """The type of an element that stands in text of this type."""
        weight, slant = element.get("font-weight"), element.get("font-style")
        return Type(
            float(element.get("font-size", self.size)),
            self.bold if weight is None else weight in ("bold", "600", "700"),
            self.italic if slant is None else slant == "italic",
        )


@dataclass
class _Run:
    text: str
    type: Type
    paint: dict[str, str]


class Pictures:
    """Draws text with the very font that it was measured with; a font is read when it is first needed.

    `packages` is the folder of front-end packages, which holds the fonts.
    """

    def __init__(self, packages: Path) -> None:
        self._packages = packages
        self._fonts: dict[tuple[bool, bool], _Font] = {}

    def _font(self, type: Type) -> _Font:
        style = type.bold, type.italic
        if style not in self._fonts:
            faces = (f for f in FACES if f.family == DIAGRAM_FAMILY and (f.weight == 600, f.italic) == style)
            self._fonts[style] = _Font(self._packages / next(faces).file)
        return self._fonts[style]

    def picture(self, svg: str, colours: Mapping[str, str]) -> str:
        """A drawing made for the site (`Drawn.site_svg`) with literal colours, by their names, on their background,
        and its text as outlines."""
        root = ET.fromstring(re.sub(r"var\(--d-([\w-]+)\)", lambda match: colours[match[1]], svg))
        self._outline(root, Type(16))
        for element in root.iter():
            element.attrib.pop("class", None)
        left, top, width, height = root.get("viewBox").split()
        root.insert(0, ET.Element(f"{{{_SVG}}}rect", {"x": left, "y": top, "width": width, "height": height,
                                                      "fill": colours["background"]}))  # fmt: skip
        ET.register_namespace("", _SVG)
        return ET.tostring(root, encoding="unicode")

    def _outline(self, element: ET.Element, type: Type) -> None:
        type = type.within(element)
        for place, child in enumerate(list(element)):
            if child.tag == _TEXT:
                group = ET.Element(_GROUP, {name: value for name, value in child.attrib.items() if name not in _PLACES and "}" not in name})
                group.extend(self._drawn(child, type.within(child)))
                element[place] = group
            else:
                self._outline(child, type)

    def _drawn(self, text: ET.Element, type: Type) -> Iterator[ET.Element]:
        """A path for each run of a text. Lines are its spans with a place of their own."""
        lines: list[tuple[float, float, str, list[_Run]]] = []

        def start(element: ET.Element, anchor: str) -> None:
            lines.append((float(element.get("x", text.get("x", 0))), float(element.get("y", text.get("y", 0))), anchor, []))

        def read(element: ET.Element, type: Type, paint: dict[str, str], anchor: str) -> None:
            if element.text:
                lines[-1][3].append(_Run(element.text, type, paint))
            for span in element:
                own = {name: value for name, value in span.attrib.items() if name not in _PLACES and "}" not in name}
                inner = span.get("text-anchor", anchor)
                if span.get("x") is not None or span.get("y") is not None:
                    start(span, inner)
                read(span, type.within(span), {**paint, **own}, inner)
                if span.tail:
                    lines[-1][3].append(_Run(span.tail, type, paint))

        anchor = text.get("text-anchor", "start")
        start(text, anchor)
        read(text, type, {}, anchor)
        for x, y, anchored, runs in lines:
            fonts = [self._font(run.type) for run in runs]
            widths = [font.width(run.text) * run.type.size for font, run in zip(fonts, runs, strict=True)]
            x -= sum(widths) * {"middle": 0.5, "end": 1.0}.get(anchored, 0.0)
            for font, run, width in zip(fonts, runs, widths, strict=True):
                if path := font.path(run.text, x, y, run.type.size):
                    yield ET.Element(_PATH, {"d": path, **run.paint})
                x += width


class _Font:
    def __init__(self, path: Path) -> None:
        font = TTFont(path)
        self._units, self._metrics = font["head"].unitsPerEm, font["hmtx"]
        self._names, self._glyphs = font.getBestCmap(), font.getGlyphSet()

    def _name(self, char: str) -> str:
        return self._names.get(ord(char), ".notdef")

    def width(self, text: str) -> float:
        """In em, without kerning, as drawings are measured."""
        return sum(self._metrics[self._name(char)][0] for char in text) / self._units

    def path(self, text: str, x: float, y: float, size: float) -> str:
        """The outlines of a text that starts at (x, y), `size` px high; "" for spaces."""
        pen = SVGPathPen(self._glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
        scale = size / self._units
        for char in text:
            self._glyphs[self._name(char)].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            x += self._metrics[self._name(char)][0] * scale
        return pen.getCommands()
