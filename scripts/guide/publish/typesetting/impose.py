"""Pages of the book from pages of the layout engine, each of which is a column of text, or a figure.

The engine's boxes keep their places: a column's page is as large as the paper, its margins leave the column. What
floats is moved to the head or the foot that it was given. The whole is drawn and tagged as the engine does any page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint import Document, Page
from weasyprint.formatting_structure import boxes

from guide.publish.typesetting.columns import Plan
from guide.publish.typesetting.layout import BLOCK, GUTTER_MM, WIDTH_MM

if TYPE_CHECKING:
    from guide.publish.typesetting.typeset import Frame

TEXT_PAGE = "page-text"
"""The class of the section whose pages are columns of text."""

_HEADS = ("h2", "h3", "h4")
_FILLED_FROM_MM, _MOST_ADDED_MM = 8.0, 6.0
"""The least room at a column's foot that is spread over it, and the most that a space gets of it."""

_PX_PER_MM = 96 / 25.4
_PX_PER_PT = 96 / 72


def impose(document: Document, plan: Plan, columns: int, frame: Frame) -> Document:
    """The document's pages on paper. `frame` is the block of text of a page without a side.

    The engine's first pages hold one float each, those after them a column each. Raises ValueError for a float that
    runs over a page.
    """
    count = len(plan.places)
    left = frame.left * _PX_PER_PT
    step = (WIDTH_MM + GUTTER_MM) / columns * _PX_PER_MM
    heads: dict[int, list] = {}
    feet: dict[int, list] = {}
    flows: dict[int, list] = {}
    floats = sorted(plan.places)
    for number, page in zip(floats, document.pages[:count], strict=True):
        box = page._page_box
        if _block(box) != number:
            raise ValueError(f"block {number} runs over its page")
        place = plan.places[number]
        _move(box.children[0], (place.column or 0) * step, place.top)
        (heads if place.head else feet).setdefault(place.page, []).append((place.column if place.column is not None else -1, place.top, box))
    shown = document.pages[count:]
    for page, column in zip(shown, plan.columns, strict=False):
        flows.setdefault(column.page, []).append(page._page_box)
    if any(page._page_box.page_type.name != TEXT_PAGE.removeprefix("page-") for page in shown):
        raise ValueError("text stands on the page of a figure")
    if len(shown) > len(plan.columns):
        raise ValueError(f"{len(shown)} columns, and {len(plan.columns)} were foreseen")
    for page in shown[:-1]:
        _fill(page._page_box)
    pages = []
    for number in range(max([*heads, *feet, *flows]) + 1):
        above, below = ([box for *_, box in sorted(m.get(number, []), key=lambda f: f[:2])] for m in (heads, feet))
        flow = flows.get(number, [])
        base = (flow or above or below)[0]
        inner = [child for box in (*above, *flow, *below) for child in box.children if not isinstance(child, boxes.MarginBox)]
        running = [child for child in base.children if isinstance(child, boxes.MarginBox)]
        for margin in running:
            margin.translate(left - base.margin_left)
        base.children = [*inner, *running]
        _reframe(base, frame)
        pages.append(base)
    return document.copy([Page(box) for box in pages])


def _move(box: boxes.Box, right: float, down: float) -> None:
    """Moves a box with all that it holds, and the colours behind it, which the engine has laid out already."""
    box.translate(right, down)
    for inner in (box, *box.descendants()):
        if getattr(inner, "background", None):
            layers = [
                layer._replace(
                    painting_area=_moved(layer.painting_area, right, down),
                    clipped_boxes=[_moved(box, right, down) for box in layer.clipped_boxes],
                )
                for layer in inner.background.layers
            ]
            inner.background = inner.background._replace(layers=layers)


def _moved(area: Sequence, right: float, down: float) -> tuple:
    """An area of the engine's, which begins with the place of its corner."""
    x, y, *size = area
    return (x + right, y + down, *size)


def _fill(column: boxes.PageBox) -> None:
    """Spreads what is left at a column's foot, because what follows doesn't break, over the spaces around its blocks:
    between paragraphs none is added."""
    section = column.children[0].children[0].children[-1]
    blocks = [box for box in section.children if box.is_in_normal_flow() and box.element is not None]
    if not blocks:
        return
    left = column.content_box_y() + column.height - (blocks[-1].border_box_y() + blocks[-1].border_height())
    before = [box for above, box in pairwise(blocks) if not (above.element_tag == box.element_tag == "p") and above.element_tag not in _HEADS]
    if left < _FILLED_FROM_MM * _PX_PER_MM or not before:
        return
    space, down = min(left / len(before), _MOST_ADDED_MM * _PX_PER_MM), 0.0
    for box in blocks:
        down += space if box in before else 0.0
        if down:
            _move(box, 0.0, down)


def _reframe(page: boxes.PageBox, frame: Frame) -> None:
    """Gives a page the block of text of the paper, whatever its first column left of it."""
    width, height = page.margin_width(), page.margin_height()
    page.margin_left, page.width = frame.left * _PX_PER_PT, frame.text_width * _PX_PER_PT
    page.margin_top, page.height = frame.top * _PX_PER_PT, frame.text_height * _PX_PER_PT
    page.margin_right = width - page.margin_left - page.width
    page.margin_bottom = height - page.margin_top - page.height


def _block(box: boxes.Box) -> int | None:
    """The number of the block that a float's page holds."""
    for inner in box.descendants():
        if inner.element is not None and inner.element.get(BLOCK) and "." not in inner.element.get(BLOCK):
            return int(inner.element.get(BLOCK))
    return None
