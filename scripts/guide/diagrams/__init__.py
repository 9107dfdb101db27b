"""Diagrams: from Mermaid source to the drawings that the site and the book show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from guide.diagrams.render import DiagramError, Drawing, Renderer
from guide.diagrams.style import Style
from guide.diagrams.svg import for_print, for_site, smallest_text
from guide.diagrams.values import put_in, without_marks
from guide.fonts import DIAGRAM_FAMILY, FACES, advances
from guide.kept import Kept

if TYPE_CHECKING:
    from guide.model import Diagram

__all__ = ["DiagramError", "Drawer", "Drawn", "Renderer", "put_in"]

_PX_PER_MM = 96 / 25.4
_PT_PER_PX = 0.75
_GROWN = 1.14
"""By so much a label may be larger on paper than the rest of its drawing: it keeps within what was left for it."""
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|[\s<])")
Quote = Callable[[str], str]
Put = tuple[str, list[str]]
"""A text with its values put in, and what it quotes."""


@dataclass(frozen=True)
class Drawn:
    """A diagram as it is shown, its values put in. Sizes in print are of a drawing at its natural size there."""

    site_svg: str
    print_svg: str
    title: str
    description: str
    width: float
    height: float
    print_size_mm: tuple[float, float]
    smallest_print_pt: float
    """The size of the smallest label on paper, in points."""
    smallest_px: float
    """Its size in the drawing's own pixels."""
    mermaid: str
    """The source for official Mermaid, with the values and the roles' definitions in it."""


class Drawer:
    """Draws diagrams in one style, or takes those that are `kept`; making one costs nothing until the first is drawn."""

    def __init__(self, packages: Path, style: Style, kept: Kept | None = None) -> None:
        self._packages, self._style, self._kept = packages.resolve(), style, kept

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self._packages, self._style.print.text_px)

    @cached_property
    def _advances(self) -> dict[tuple[bool, bool], dict[str, float]]:
        """Widths of characters in em, by (bold, italic)."""
        return {
            (face.weight == 600, face.italic): advances(self._packages / face.file)
            for face in FACES
            if face.family == DIAGRAM_FAMILY
        }

    def _width(self, text: str, size: float, bold: bool, italic: bool) -> float:
        table = self._advances[bold, italic]
        return size * sum(table.get(char, 0.6) for char in text)

    def draw(self, diagram: Diagram, quote: Quote) -> Drawn:
        """Draws a diagram, its `${…}` replaced by `quote` and its apostrophes those of the text. Raises DiagramError."""
        texts = [put_in(text, quote) for text in (_APOSTROPHE.sub("’", diagram.source), diagram.title, diagram.description)]
        if self._kept is None:
            return self._drawn(diagram, *texts)
        key = self._kept.key("drawing", repr((diagram.folder, diagram.name, texts, self._style)))
        drawn = self._kept.get(key)
        if drawn is None:
            self._kept.put(key, drawn := self._drawn(diagram, *texts))
        return drawn

    def _drawn(self, diagram: Diagram, made: Put, *said: Put) -> Drawn:
        style, (source, expressions) = self._style, made
        drawing = self._renderer.render(source, f"{diagram.folder}-{diagram.name}")
        title, description = (without_marks(text) for text, _ in said)
        smallest = smallest_text(drawing.svg, style.print.text_px)
        scale = _print_scale(drawing, smallest, style)
        least = min(style.print.smallest_pt / (scale * _PT_PER_PX), _GROWN * smallest)
        return Drawn(
            for_site(drawing.svg, style, title, description, expressions),
            for_print(drawing.svg, style, DIAGRAM_FAMILY, self._width, least),
            title,
            description,
            drawing.width,
            drawing.height,
            (drawing.width * scale / _PX_PER_MM, drawing.height * scale / _PX_PER_MM),
            round(max(smallest, least) * scale * _PT_PER_PX, 4),
            smallest,
            self._mermaid(without_marks(source)),
        )

    def _mermaid(self, source: str) -> str:
        if source.lstrip().startswith(("flowchart", "graph", "stateDiagram")):
            source = f"{source.rstrip()}\n{self._style.class_definitions()}\n"
        return source


def _print_scale(drawing: Drawing, smallest: float, style: Style) -> float:
    """Drawing pixels to printed CSS pixels: the natural size, larger where the smallest label needs it, and never larger
    than the type area. `smallest` is that label's size in the drawing's pixels.

    A drawing that is hardly wider than a column becomes as wide, if its labels stay large enough.
    """
    limits = style.print
    least = limits.smallest_pt / (_GROWN * smallest) / _PT_PER_PX
    scale = max(limits.natural_pt / limits.text_px / _PT_PER_PX, least)
    column = limits.column_mm * _PX_PER_MM / drawing.width
    if least <= column < scale:
        scale = column
    return min(
        scale,
        limits.width_mm * _PX_PER_MM / drawing.width,
        limits.height_mm * _PX_PER_MM / drawing.height,
    )
