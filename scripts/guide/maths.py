"""Formulas: TeX becomes MathML for pages, and an SVG of outlines for paper, as the PDF engine draws no MathML."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

INK = "#1b2430"
"""The colour of text, and so of formulas."""

_UNITS = 100.0
"""Size at which formulas are drawn; every length is then divided by it."""

_DRAWING = threading.Lock()
"""Held while a formula is drawn: the library reads its font through one file position, and publishers are threads."""


@dataclass(frozen=True)
class Formula:
    """A drawn formula. Lengths are in em of the text around it; `depth` is how far it reaches below the baseline."""

    svg: str
    width: float
    height: float
    depth: float


def mathml(tex: str, display: bool) -> str:
    """LaTeX as a MathML element without a namespace, well-formed. Raises ValueError when it isn't LaTeX."""
    try:
        found = re.sub(r'\sxmlns="[^"]*"', "", convert(tex, display="block" if display else "inline"))
        # The converter's 1 is neither of the two words that MathML knows.
        found = found.replace('movablelimits="1"', 'movablelimits="true"')
        ET.fromstring(found)
    except Exception as error:  # the converter raises whatever it meets
        raise ValueError(f"{type(error).__name__} {error}".strip()) from error
    if unknown := re.search(r"<m[ion]>(\\\w+)", found):
        raise ValueError(f"{unknown[1]} is not known")
    return found


def draw_formula(tex: str, display: bool, colour: str) -> Formula:
    """Draws LaTeX, in display or in text style.

    Raises ValueError when it isn't LaTeX that can be drawn.
    """
    import ziamath  # slow to import, and pages don't need it

    with _DRAWING:
        # Older SVG: one path a glyph instead of symbols that are referred to.
        ziamath.config.svg2 = False
        ziamath.config.precision = 2
        try:
            drawn = ziamath.Latex(tex, size=_UNITS, inline=not display, margin=0, color=colour)
            svg = drawn.svgxml()
        except Exception as error:  # ziamath and the converter below it raise whatever they meet
            raise ValueError(f"the formula {tex!r} can't be drawn: {error}") from error
    _, top, width, height = (float(number) for number in svg.get("viewBox").split())
    return Formula(ET.tostring(svg, encoding="unicode"), width / _UNITS, height / _UNITS, (top + height) / _UNITS)
