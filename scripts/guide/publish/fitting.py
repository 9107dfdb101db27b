"""A sheet of one page: the largest size of its drawings, or of its type, at which the page holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml import html
from weasyprint import Page

from guide.kept import Kept
from guide.publish.paper import all_of_class, html_of, set_frames
from guide.publish.printing import Engine, listening, unhindered

_STEPS = 7
"""Halvings of the range in which the largest size that fits is looked for."""


@dataclass(frozen=True)
class Sheet:
    """One page: the id of its chapter, its HTML, and the range of the size that is fitted to the page: the scale of
    the drawings, or the size of the type, in pt, of what has the class `lines`."""

    chapter: str
    html: str
    fitted: Literal["drawings", "type"]
    least: float
    most: float

    def sized(self, size: float) -> str:
        """The HTML at a size."""
        root = html.fragment_fromstring(self.html, create_parent="div")
        if self.fitted == "drawings":
            set_frames([image for image in root.iter("img") if image.get("data-size")], size)
        else:
            all_of_class(root, "lines")[0].set("style", f"font-size:{size:.2f}pt")
        return html_of(root)


def largest(sheet: Sheet, styles: Sequence[str], kept: Kept) -> float | None:
    """The largest size at which a sheet fills one page and no more; None when it never does."""
    key = kept.key("sheet", sheet.html, f"{sheet.least} {sheet.most}", *styles)
    if (found := kept.get(key)) is None:
        kept.put(key, found := (_largest(sheet, styles),))
    return found[0]


def _largest(sheet: Sheet, styles: Sequence[str]) -> float | None:
    engine, low, high = Engine(), sheet.least, sheet.most
    if low > high or len(pages := _pages(sheet, low, engine, styles)) != 1:
        return None
    if sheet.fitted == "drawings":
        sheet = _emptied(sheet, pages[0])
    for _ in range(_STEPS - 1):
        size = (low + high) / 2
        low, high = (size, high) if len(_pages(sheet, size, engine, styles)) == 1 else (low, size)
    return low


def _pages(sheet: Sheet, size: float, engine: Engine, styles: Sequence[str]) -> Sequence[Page]:
    with listening(), unhindered():
        return engine.lay_out(f"<body><section>{sheet.sized(size)}</section></body>", styles).pages


def _emptied(sheet: Sheet, page: Page) -> Sheet:
    """The same sheet with empty boxes, as high, for the columns beside its drawings: balancing them takes nearly all of
    a layout, and comes out the same for every size of the drawings."""
    root = html.fragment_fromstring(sheet.html, create_parent="div")
    (body,) = page._page_box.all_children()[0].children
    (section,) = (box for box in body.children if box.element_tag == "section")
    for element, box in zip(root, section.children, strict=True):
        if box.style["column_count"] != "auto" and not any(image.get("data-size") for image in element.iter("img")):
            element.set("style", f"columns:auto;box-sizing:border-box;height:{box.border_height()}px")
            element[:], element.text = [], None
    return replace(sheet, html=html_of(root))
