"""Drawings for reading systems: labels as outlines, as few of them give a drawing a font, and a light ground of their
own, so that they can be read on a dark page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from guide.fonts import DIAGRAM_FAMILY, FACES
from guide.project import Project

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OWN = ("x", "y", "text-anchor", "font-size", "font-weight", "font-style", "font-family", _SPACE)
"""Attributes of text that its outlines don't need."""

_MARGIN = 12.0
"""Ground around a drawing, in its own pixels."""


@dataclass(frozen=True)
class _Look:
    """What a label inherits: its size in px, and its face."""

    size: float = 16.0
    bold: bool = False
    italic: bool = False
    anchor: str = "start"

    def under(self, element: ET.Element) -> _Look:
        return _Look(
            float(element.get("font-size", self.size)),
            element.get("font-weight", "600" if self.bold else "400") in ("bold", "600", "700"),
            element.get("font-style", "italic" if self.italic else "normal") == "italic",
            element.get("text-anchor", self.anchor),
        )


@dataclass
class _Typeface:
    """One face: widths and outlines of characters, in its own units."""

    path: Path
    _outlines: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(self.path, lazy=True)

    @cached_property
    def units(self) -> int:
        return self._font["head"].unitsPerEm

    @cached_property
    def _glyphs(self) -> dict[int, str]:
        return self._font.getBestCmap()

    def width(self, char: str) -> float:
        return self._font["hmtx"][self._glyph(char)][0]

    def outline(self, char: str) -> str:
        """The `d` of the character's path, its y upwards; "" for one that leaves no ink."""
        if char not in self._outlines:
            glyphs = self._font.getGlyphSet()
            pen = SVGPathPen(glyphs)
            glyphs[self._glyph(char)].draw(pen)
            self._outlines[char] = pen.getCommands()
        return self._outlines[char]

    def _glyph(self, char: str) -> str:
        if ord(char) not in self._glyphs:
            raise ValueError(f"{DIAGRAM_FAMILY} has no {char!r}")
        return self._glyphs[ord(char)]


class Outliner:
    """Turns the labels of drawings into outlines of the diagrams' typeface."""

    def __init__(self, project: Project) -> None:
        self._faces = {
            (face.weight == 600, face.italic): _Typeface(project.packages / face.file)
            for face in FACES
            if face.family == DIAGRAM_FAMILY
        }

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """How wide a line of text is, in the unit of `size`."""
        face = self._faces[bold, False]
        return sum(map(face.width, text)) * size / face.units

    def outlined(self, svg: str) -> str:
        """A drawing that needs no font. Raises ValueError for a character that the typeface hasn't."""
        root = ET.fromstring(svg)
        return _written(self._outline(root))

    def on_ground(self, svg: str, colour: str) -> str:
        """The same on a ground of its own, which reaches a little beyond the drawing."""
        root = self._outline(ET.fromstring(svg))
        left, top, width, height = map(float, root.get("viewBox").split())
        left, top, width, height = left - _MARGIN, top - _MARGIN, width + 2 * _MARGIN, height + 2 * _MARGIN
        root.set("viewBox", f"{left:g} {top:g} {width:g} {height:g}")
        root.set("width", f"{width:g}")
        root.set("height", f"{height:g}")
        place = {"x": f"{left:g}", "y": f"{top:g}", "width": f"{width:g}", "height": f"{height:g}"}
        root.insert(0, ET.Element(f"{{{_SVG}}}rect", {**place, "rx": "6", "fill": colour, "stroke": "none"}))
        return _written(root)

    def _outline(self, root: ET.Element) -> ET.Element:
        root.attrib.pop("role", None)
        root.attrib.pop("class", None)
        used: dict[tuple[bool, bool, str], str] = {}
        self._walk(root, _Look(), used)
        if used:
            shapes = ET.Element(f"{{{_SVG}}}defs")
            for (bold, italic, char), name in used.items():
                ET.SubElement(shapes, f"{{{_SVG}}}path", {"id": name, "d": self._faces[bold, italic].outline(char)})
            root.insert(0, shapes)
        return root

    def _walk(self, element: ET.Element, look: _Look, used: dict[tuple[bool, bool, str], str]) -> None:
        look = look.under(element)
        for place, child in enumerate(list(element)):
            if child.tag == f"{{{_SVG}}}text":
                element[place] = self._text(child, look.under(child), used)
            else:
                self._walk(child, look, used)
        for name in ("font-size", "font-family", "font-weight", "font-style", "text-anchor"):
            element.attrib.pop(name, None)

    def _text(self, text: ET.Element, look: _Look, used: dict[tuple[bool, bool, str], str]) -> ET.Element:
        group = ET.Element(f"{{{_SVG}}}g", {name: value for name, value in text.attrib.items() if name not in _OWN})
        group.tail = text.tail
        if "stroke-width" in group.attrib:
            # A stroke is scaled with the outlines.
            group.set(
                "stroke-width", f"{float(group.get('stroke-width')) * self._faces[False, False].units / look.size:g}"
            )
        for words, own, x, y in _runs(text, look):
            face = self._faces[own.bold, own.italic]
            widths = [face.width(char) for char in words]
            left = x - sum(widths) * own.size / face.units * {"middle": 0.5, "end": 1.0}.get(own.anchor, 0.0)
            scale = own.size / face.units
            line = ET.SubElement(
                group, f"{{{_SVG}}}g", {"transform": f"translate({left:.2f} {y:g}) scale({scale:g} {-scale:g})"}
            )
            reached = 0.0
            for char, width in zip(words, widths, strict=True):
                if face.outline(char):
                    name = used.setdefault((own.bold, own.italic, char), f"g{len(used)}")
                    ET.SubElement(line, f"{{{_SVG}}}use", {f"{{{_XLINK}}}href": f"#{name}", "x": f"{reached:g}"})
                reached += width
        return group


def _runs(text: ET.Element, look: _Look) -> Iterator[tuple[str, _Look, float, float]]:
    """(words, their look, x, y) of each run of a label, as the drawings have them: each with a place of its own."""
    x, y = float(text.get("x", 0)), float(text.get("y", 0))
    if (text.text or "").strip():
        yield text.text, look, x, y
    for run in text:
        if (run.text or "").strip():
            yield run.text, look.under(run), float(run.get("x", x)), float(run.get("y", y))


def _written(root: ET.Element) -> str:
    # Registered at every writing: the PDF engine claims the empty prefix for a namespace of its own when imported.
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return ET.tostring(root, encoding="unicode")
