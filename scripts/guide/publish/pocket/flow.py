"""Where a part's drawings and numbered tables stand between its paragraphs: as soon as their text calls them, but so that
they leave no hole at a page's foot; what doesn't fit the rest of a page waits for the paragraph that reaches the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes

from guide.kept import Kept
from guide.publish.pocket.drawings import TEXT_MM
from guide.publish.printing import Engine, listening, unhindered

MARK = "data-place"
"""Numbers a part's elements while they are measured."""

_ENDLESS = f"@page {{ size: {TEXT_MM[0]}mm 20000mm; margin: 0; @top-left {{ content: none }} @bottom-left {{ content: none }} }} .beside, .aside .diagram {{ float: none !important }}"
_PX_PER_MM = 96 / 25.4
_GAP_MM = 4.0
_SLACK_MM = 4.0
"""By so much the sum of heights may be wrong."""



@dataclass(frozen=True)
class Block:
    """An element of a part: its height in mm; whether it may wait, as a drawing does; whether it heads what follows;
    the width of a drawing that has text beside it, and how much of the height its caption takes of that text."""

    height: float
    waits: bool = False
    heads: bool = False
    beside: float = 0.0
    said: float = 0.0


def heights(html: str, count: int, styles: Sequence[str], kept: Kept) -> list[float]:
    """The heights in mm, with the space below them, of the `count` elements of `html` that are numbered with `MARK`."""
    key = kept.key("heights", html, *styles)
    found = kept.get(key)
    if found is None:
        kept.put(key, found := _measured(html, count, styles))
    return found


def _measured(html: str, count: int, styles: Sequence[str]) -> list[float]:
    with listening(), unhindered():
        page = Engine().lay_out(f"<body>{html}</body>", [*styles, _ENDLESS]).pages[0]
    tops = {}
    end = 0.0
    for box in page._page_box.descendants():
        if isinstance(box, boxes.BlockLevelBox) and box.element is not None and box.element.get(MARK) is not None:
            tops.setdefault(int(box.element.get(MARK)), box.border_box_y())
            end = max(end, box.border_box_y() + box.border_height())
    edges = [*(tops[number] for number in range(count)), end]
    return [(below - top) / _PX_PER_MM for top, below in zip(edges, edges[1:], strict=False)]


def order(blocks: Sequence[Block], start: float = 0.0) -> list[int]:
    """The numbers of the blocks as they are to stand; `start` is the height in mm of what stands before them."""
    found: list[int] = []
    waiting: list[int] = []
    y, beside_until, stretched = start, 0.0, 1.0

    def place(number: int) -> None:
        nonlocal y, beside_until, stretched
        block = blocks[number]
        found.append(number)
        if block.beside:
            stretched = TEXT_MM[0] / (TEXT_MM[0] - block.beside - _GAP_MM)
            beside_until = y + block.height - block.said
            y += block.said * stretched
        else:
            y += block.height

    def fits(number: int) -> bool:
        return y + blocks[number].height + _SLACK_MM <= TEXT_MM[1] and y >= beside_until

    for number, block in enumerate(blocks):
        if block.waits:
            if not waiting and fits(number):
                place(number)
            else:
                waiting.append(number)
            continue
        if block.heads and y < beside_until:
            y = beside_until
        after = y + _height(block.height, beside_until - y, stretched)
        over = after - TEXT_MM[1]
        if over > 0 and waiting and over + blocks[waiting[0]].height + _SLACK_MM > TEXT_MM[1]:
            # So high that it must begin a page: it does, and the text follows, with the heading that leads to it.
            y, beside_until = 0.0, 0.0
            head = found.pop() if found and blocks[found[-1]].heads else None
            place(waiting.pop(0))
            if head is not None:
                found.append(head)
                y = max(y, beside_until) + blocks[head].height
            after = y + _height(block.height, beside_until - y, stretched)
            over = after - TEXT_MM[1]
        found.append(number)
        y = after
        if over > 0:
            y, beside_until = over, 0.0
        while waiting and not block.heads and fits(waiting[0]):
            place(waiting.pop(0))
    return [*found, *waiting]


def _height(alone: float, beside: float, stretched: float) -> float:
    """The height of text that stands beside a drawing for so many mm, and is as wide as the page below it."""
    if beside <= 0:
        return alone
    if alone * stretched <= beside:
        return alone * stretched
    return beside + alone - beside / stretched
