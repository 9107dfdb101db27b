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
_LARGE_GAP = 0.22
_ENOUGH = 0.7
"""Gaps as parts of a page: one that needs no remedy, one that lets a figure pass a heading; and the part of a gap
that the text after the figure must fill then."""

_LEAST = 0.045
"""What of a text must fit on a page to begin there: two lines and the space around them, as part of a page."""


@dataclass(frozen=True)
class Block:
    """A child of a chapter: its kind, its height with the space around it, and whether nothing may come between it
    and the next block."""

    kind: Kind
    height: float
    bound: bool = False


class _Pages:
    """The page breaks of an order of blocks, as the engine will make them."""

    def __init__(self, blocks: Sequence[Block], page: float) -> None:
        self._blocks = blocks
        self._page = page * (1 - _MARGIN)
        self.order: list[int] = []
        self.starts: list[float] = []
        self.used = 0.0

    def room(self) -> float:
        return self._page - self.used

    def fits(self, number: int) -> bool:
        return self._blocks[number].height <= self.room()

    def add(self, number: int, following: Sequence[int] = ()) -> None:
        block = self._blocks[number]
        self.order.append(number)
        if block.kind == "page":
            self.starts.append(0.0)
            self.used = self._page
            return
        if block.height > self.room() and self._moves_on(block, following):
            self.used = 0.0
        self.starts.append(self.used)
        self.used += block.height
        while self.used > self._page:
            self.used -= self._page

    def _moves_on(self, block: Block, following: Sequence[int]) -> bool:
        return block.kind in ("float", "whole") or self.room() < self._page * _LEAST

    def add_head(self, number: int, following: Sequence[int]) -> None:
        """A heading goes to the next page with the beginning of what it heads."""
        needed = self._blocks[number].height
        for follower in following:
            block = self._blocks[follower]
            if block.kind == "head":
                needed += block.height
                continue
            needed += min(block.height, self._page * _LEAST) if block.kind == "text" else block.height
            break
        if needed > self.room() and self.used > 0:
            self.used = 0.0
        self.order.append(number)
        self.starts.append(self.used)
        self.used += self._blocks[number].height

    def earlier_place(self, number: int) -> int | None:
        """The last place on the current page, between two texts, where a figure would have fitted."""
        height = self._blocks[number].height
        for place in range(len(self.order) - 1, 0, -1):
            kind, start = self._blocks[self.order[place]].kind, self.starts[place]
            if kind != "text" or start > self.used:
                return None
            before = self._blocks[self.order[place - 1]]
            if before.kind == "text" and not before.bound and start + height <= self._page:
                return place
            if start == 0:
                return None
        return None


def arrange(blocks: Sequence[Block], page: float) -> list[int]:
    """The order in which to set the blocks (numbers of `blocks`) on pages of a height.

    Only floats change their place: down past text, up past text on the same page; past a heading only where a large
    part of the page would stay empty. Floats keep their order among themselves.
    """
    pages = _Pages(blocks, page)
    waiting: list[int] = []
    position = 0
    while position < len(blocks) or waiting:
        bound = bool(pages.order) and blocks[pages.order[-1]].bound
        text_next = position < len(blocks) and blocks[position].kind in ("text", "head")
        if waiting and not (bound and text_next) and (pages.fits(waiting[0]) or not text_next):
            pages.add(waiting.pop(0))
            continue
        if position >= len(blocks):
            break
        block = blocks[position]
        if block.kind == "head":
            pages.add_head(position, range(position + 1, len(blocks)))
        elif block.kind == "float" and not pages.fits(position) and pages.room() > page * _SMALL_GAP:
            place = pages.earlier_place(position)
            if _text_after(blocks, position + 1) >= pages.room():
                waiting.append(position)
            elif place is not None:
                order = [*pages.order[:place], position, *pages.order[place:]]
                pages = _replayed(blocks, page, order)
            elif (
                pages.room() > page * _LARGE_GAP
                and _text_after(blocks, position + 1, past_heads=True) >= pages.room() * _ENOUGH
            ):
                waiting.append(position)
            else:
                pages.add(position)
        else:
            pages.add(position)
        position += 1
    return pages.order


def _replayed(blocks: Sequence[Block], page: float, order: Sequence[int]) -> _Pages:
    pages = _Pages(blocks, page)
    for place, number in enumerate(order):
        if blocks[number].kind == "head":
            pages.add_head(number, order[place + 1 :])
        else:
            pages.add(number)
    return pages


def _text_after(blocks: Sequence[Block], position: int, past_heads: bool = False) -> float:
    """Height of the text from a position up to the next block that is none."""
    height = 0.0
    for block in blocks[position:]:
        if block.kind != "text" and not (past_heads and block.kind == "head"):
            break
        height += block.height
    return height

