"""Diagrams: from Mermaid source to the drawings that the site and the book show."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from guide.diagrams.render import DiagramError, Drawing, Renderer, renderer
from guide.diagrams.style import Style
from guide.diagrams.svg import for_print, for_site, smallest_text
from guide.diagrams.values import put_in, without_marks
from guide.fonts import DIAGRAM_FAMILY, FACES, advances
from guide.model import Book, Diagram

__all__ = ["LIVE_VARIABLE", "DiagramError", "Drawn", "Renderer", "draw", "drawable", "live_diagrams", "mermaid_source", "put_in"]

LIVE_VARIABLE = "GUIDE_DIAGRAMS"
"""Environment variable; "live" leaves every diagram to official Mermaid in the browser."""

_PX_PER_MM = 96 / 25.4
_PT_PER_PX = 0.75
Quote = Callable[[str], str]


@dataclass(frozen=True)
class Drawn:
    """A diagram as it is shown, its values put in. Sizes in print are of a drawing scaled to the style's type area."""

    diagram: Diagram
    drawing: Drawing
    expressions: list[str]
    style: Style
    packages: Path
    title: str
    description: str

    @property
    def site_svg(self) -> str:
        return for_site(self.drawing.svg, self.style, self.title, self.description, self.expressions)

    @property
    def print_svg(self) -> str:
        def width(text: str, size: float, bold: bool, italic: bool) -> float:
            weight = 600 if bold else 400
            face = next(
                f for f in FACES if f.family == DIAGRAM_FAMILY and f.weight == weight and f.italic == italic
            )  # fmt: skip
            table = advances(self.packages / face.file)
            return size * sum(table.get(char, 0.6) for char in text)

        return for_print(self.drawing.svg, self.style, DIAGRAM_FAMILY, width)

    @property
    def print_scale(self) -> float:
        """Drawing pixels to printed CSS pixels: as large as fits, never above the style's largest type."""
        limits = self.style.print
        return min(
            limits.largest_pt / (limits.text_px * _PT_PER_PX),
            limits.width_mm * _PX_PER_MM / self.drawing.width,
            limits.height_mm * _PX_PER_MM / self.drawing.height,
        )

    @property
    def print_size_mm(self) -> tuple[float, float]:
        scale = self.print_scale / _PX_PER_MM
        return self.drawing.width * scale, self.drawing.height * scale

    @property
    def smallest_print_pt(self) -> float:
        """The size of the smallest label on paper, in points."""
        return smallest_text(self.drawing.svg, self.style.print.text_px) * self.print_scale * _PT_PER_PX


@lru_cache(maxsize=4096)
def _drawing(packages: Path, text_px: float, source: str, prefix: str) -> Drawing:
    return renderer(packages, text_px).render(source, prefix)


def draw(book: Book, diagram: Diagram, quote: Quote) -> Drawn:
    """Draws a diagram, its `${…}` replaced by `quote`. Raises DiagramError."""
    style = book.style
    source, expressions = put_in(diagram.source, quote)
    prefix = f"{diagram.folder}-{diagram.name}"
    packages = book.project.packages.resolve()
    drawing = _drawing(packages, style.print.text_px, source, prefix)
    title, description = (without_marks(put_in(text, quote)[0]) for text in (diagram.title, diagram.description))
    return Drawn(diagram, drawing, expressions, style, packages, title, description)


def live_diagrams() -> bool:
    """Whether official Mermaid draws every diagram in the reader's browser."""
    return os.environ.get(LIVE_VARIABLE) == "live"


def drawable(book: Book, diagram: Diagram) -> bool:
    """Whether the build-time renderer can draw the diagram."""
    try:
        draw(book, diagram, lambda _: "0")
    except DiagramError:
        return False
    return True


def mermaid_source(book: Book, diagram: Diagram, quote: Quote) -> str:
    """The diagram for official Mermaid: values put in as plain text, the roles defined in its own words."""
    source = without_marks(put_in(diagram.source, quote)[0])
    if source.lstrip().startswith(("flowchart", "graph", "stateDiagram")):
        source = f"{source.rstrip()}\n{book.style.class_definitions()}\n"
    return source
