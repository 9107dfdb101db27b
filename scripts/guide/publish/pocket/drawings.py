"""Drawings on pages that fit a pocket: at the size of the book, never with labels below what the hand can read.

A drawing wider than the text is turned, so that it takes a strip of the page's height; the four frames of a board are
shown once more without their words, as small keys to what is drawn when.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from guide.diagrams import Drawn
from guide.publish.paper import svg_url

TEXT_MM = (126.0, 188.0)
"""Width and height of the block of text, as overrides/print/pocket.css has it."""

LEAST_PT = 7.0
"""The smallest label."""

_SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Picture:
    """A drawing as it stands on a page: its size in mm, and whether it is turned by a quarter."""

    drawn: Drawn
    width: float
    height: float
    turned: bool = False

    @property
    def element(self) -> HtmlElement:
        """An `<img>` of that size, with the drawing's words as its alternative text."""
        svg = turned(self.drawn.print_svg) if self.turned else self.drawn.print_svg
        return _image(svg, self.drawn, self.width, self.height)


def fitted(drawn: Drawn, high: float = TEXT_MM[1]) -> Picture:
    """The drawing at its natural size; turned if it is wider than the text, smaller only as far as its labels allow.

    `high` is the height in mm that it may have. Raises ValueError when it fits neither way.
    """
    width, height = drawn.print_size_mm
    least = min(1.0, LEAST_PT / drawn.smallest_print_pt)
    for wide, tall, is_turned in ((width, height, False), (height, width, True)):
        scale = min(1.0, TEXT_MM[0] / wide, high / tall)
        if scale >= least - 0.001:
            return Picture(drawn, wide * scale, tall * scale, is_turned)
    raise ValueError(f"the drawing {drawn.title!r} is {width:.0f} by {height:.0f} mm with labels that can be read")


def key(drawn: Drawn, width: float, height: float) -> HtmlElement:
    """The drawing's shapes without its words, as large as a box of so many mm allows."""
    wide, tall = drawn.print_size_mm
    scale = min(width / wide, height / tall)
    return _image(without_words(drawn.print_svg, 0.5 / scale), drawn, wide * scale, tall * scale)


def turned(svg: str) -> str:
    """The drawing turned to the left by a quarter: what was its top is at the left."""
    inner = etree.fromstring(svg.encode())
    _, _, width, height = inner.get("viewBox").split()
    inner.set("width", width)
    inner.set("height", height)
    outer = etree.Element(f"{{{_SVG}}}svg", {"viewBox": f"0 0 {height} {width}"}, nsmap={None: _SVG})
    group = etree.SubElement(outer, f"{{{_SVG}}}g", {"transform": f"translate(0 {width}) rotate(-90)"})
    group.append(inner)
    return etree.tostring(outer, encoding="unicode")


def without_words(svg: str, bolder: float = 1.0) -> str:
    """The drawing without its text, its lines so many times as wide."""
    root = etree.fromstring(svg.encode())
    for element in root.xpath("//*[local-name()='text' or local-name()='title' or local-name()='desc']"):
        element.getparent().remove(element)
    for element in root.xpath("//*[@stroke]"):
        element.set("stroke-width", f"{float(element.get('stroke-width', 1)) * max(bolder, 1.0):.3f}")
    return etree.tostring(root, encoding="unicode")


def _image(svg: str, drawn: Drawn, width: float, height: float) -> HtmlElement:
    alt = f"{drawn.title}. {drawn.description}"
    size = f"width:{width:.2f}mm;height:{height:.2f}mm"
    return html.Element("img", {"src": svg_url(svg), "alt": alt, "style": size})
