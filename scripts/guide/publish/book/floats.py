"""Where figures stand: a figure that doesn't fit on its page lets the text after it go first, or moves up.

The PDF engine sets everything in the order of the document, so that a figure too tall for the rest of a page leaves
that rest white. Here the page breaks are foreseen from the measured heights of the blocks, and the order is changed
before the pages are made. Heights may be in any unit, the same for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "head", "float", "whole", "page"]
"""text may break across pages; head stays with what follows; float may move and doesn't break; whole doesn't break
and doesn't move; page starts a new page and ends it."""

_MARGIN = 0.015
"""Part of a page's height kept free: measured heights and real pages differ a little."""

_SMALL_GAP = 0.1
_LARGE_GAP = 0.2
_ENOUGH = 0.7
"""Gaps as parts of a page: one that needs no remedy, one that lets a figure pass a heading or a table break; and the
part of a gap that what follows must fill for a figure to pass a heading."""

_LEAST = 0.045
"""What of a text must fit on a page to begin there: two lines and the space around them, as part of a page."""


@dataclass(frozen=True)
class Block:
    """A child of a chapter: its kind and its height with the space around it.

    Nothing may come between a `bound` block and the next; a `breakable` one that is to stay whole may break where it
    would leave a large gap.
    """

    kind: Kind
    height: float
    bound: bool = False
    breakable: bool = False


@dataclass(frozen=True)
class Arrangement:
    """The order in which to set the blocks, as their numbers, and which of those that are to stay whole will break."""

    order: tuple[int, ...]
    broken: frozenset[int]


class _Pages:
    """The page breaks of an order of blocks, as the engine will make them."""

    def __init__(self, blocks: Sequence[Block], page: float) -> None:
        self._blocks = blocks
        self._page = page * (1 - _MARGIN)
        self.order: list[int] = []
        self.broken: set[int] = set()
        self._starts: list[float] = []
        self._used = 0.0

    @property
    def room(self) -> float:
        return self._page - self._used

    @property
    def bound(self) -> bool:
        return bool(self.order) and self._blocks[self.order[-1]].bound

    def fits(self, number: int) -> bool:
        return self._blocks[number].height <= self.room

    def add(self, number: int) -> None:
        block = self._blocks[number]
        if block.kind == "page":
            self._set(number, 0.0, self._page)
            return
        whole = block.kind in ("float", "whole") and number not in self.broken
        if block.height > self.room and (whole or self.room < self._page * _LEAST):
            self._used = 0.0
        self._set(number, self._used, self._used + block.height)

    def _set(self, number: int, start: float, end: float) -> None:
        self.order.append(number)
        self._starts.append(start)
        self._used = end
        while self._used > self._page:
            self._used -= self._page

    def add_head(self, number: int, following: Sequence[int]) -> None:
        """A heading goes to the next page with the beginning of what it heads."""
        needed = self._blocks[number].height
        for follower in following:
            block = self._blocks[follower]
            needed += min(block.height, self._page * _LEAST) if block.kind == "text" else block.height
            if block.kind != "head":
                break
        if needed > self.room:
            self._used = 0.0
        self._set(number, self._used, self._used + self._blocks[number].height)

    def earlier_place(self, number: int) -> int | None:
        """The last place on the current page, between two texts, where a figure would have fitted."""
        height = self._blocks[number].height
        start = self._used
        for place in range(len(self.order) - 1, 0, -1):
            before = self._blocks[self.order[place - 1]]
            if self._blocks[self.order[place]].kind != "text" or self._starts[place] >= start:
                return None
            start = self._starts[place]
            if before.kind == "text" and not before.bound and start + height <= self._page:
                return place
        return None


def _replay(blocks: Sequence[Block], page: float, order: Sequence[int], broken: set[int]) -> _Pages:
    pages = _Pages(blocks, page)
    pages.broken = broken
    for place, number in enumerate(order):
        if blocks[number].kind == "head":
            pages.add_head(number, order[place + 1 :])
        else:
            pages.add(number)
    return pages


def arrange(blocks: Sequence[Block], page: float) -> Arrangement:
    """How to set the blocks on pages of a height.

    Only floats change their place: down past text, up past text on the same page; past a heading only where a large
    part of the page would stay empty. Floats keep their order among themselves.
    """
    pages = _Pages(blocks, page)
    waiting: list[int] = []
    position = 0
    while position < len(blocks) or waiting:
        block = blocks[position] if position < len(blocks) else None
        if waiting and not pages.bound and (pages.fits(waiting[0]) or _stops(block, pages, position)):
            pages.add(waiting.pop(0))
            continue
        if block.kind == "head":
            pages.add_head(position, range(position + 1, len(blocks)))
        elif block.kind == "float" and waiting:
            waiting.append(position)
        elif block.kind == "float" and not pages.fits(position) and pages.room > page * _SMALL_GAP:
            place = pages.earlier_place(position)
            large = pages.room > page * _LARGE_GAP
            if _text_after(blocks, position + 1) >= pages.room:
                waiting.append(position)
            elif place is not None:
                order = [*pages.order[:place], position, *pages.order[place:]]
                pages = _replay(blocks, page, order, pages.broken)
            elif large and _flow_after(blocks, position + 1, pages.room) >= pages.room * _ENOUGH:
                waiting.append(position)
            else:
                _set_here(pages, position, block.breakable and large)
        else:
            gap = block.kind == "whole" and not pages.fits(position) and pages.room > page * _LARGE_GAP
            _set_here(pages, position, block.breakable and gap)
        position += 1
    return Arrangement(tuple(pages.order), frozenset(pages.broken))


def _set_here(pages: _Pages, number: int, breaks: bool) -> None:
    if breaks:
        pages.broken.add(number)
    pages.add(number)


def _stops(block: Block | None, pages: _Pages, position: int) -> bool:
    """Whether figures that wait must be set before the next block."""
    return block is None or block.kind == "page" or (block.kind == "whole" and not pages.fits(position))


def _text_after(blocks: Sequence[Block], position: int) -> float:
    """Height of the text from a position up to the next block that is none."""
    height = 0.0
    for block in blocks[position:]:
        if block.kind != "text":
            break
        height += block.height
    return height


def _flow_after(blocks: Sequence[Block], position: int, room: float) -> float:
    """Height of what can be set in a room while figures wait: text, headings with text, blocks that fit."""
    height = 0.0
    for block in blocks[position:]:
        if height >= room or block.kind == "page" or (block.kind == "whole" and height + block.height > room):
            break
        if block.kind != "float":
            height += block.height
    return height
