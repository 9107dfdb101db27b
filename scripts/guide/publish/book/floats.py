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

_TRAILING = 0.01
"""Space below a block that vanishes at a page's foot, as part of a page: that of a paragraph, the least of all."""

_SMALL_GAP = 0.1
_LARGE_GAP = 0.2
_ENOUGH = 0.7
"""Gaps as parts of a page: one that needs no remedy, one that lets a figure pass a heading or a table break; and the
part of a gap that what follows must fill for a figure to pass a heading."""


@dataclass(frozen=True)
class Block:
    """A child of a chapter: its kind and its height with the space around it.

    Nothing may come between a `bound` block and the next; a `breakable` one that is to stay whole may break where it
    would leave a large gap. A text breaks anywhere if `least` of it fits on the page, but a table only at its
    `breaks`, heights from its top, and the next page repeats a head of the height `again`.
    """

    kind: Kind
    height: float
    bound: bool = False
    breakable: bool = False
    least: float = 0.0
    breaks: tuple[float, ...] = ()
    again: float = 0.0


@dataclass(frozen=True)
class Arrangement:
    """The order in which to set the blocks, as their numbers, and what becomes of breakable ones that don't fit: those
    kept whole on the next page, and those broken."""

    order: tuple[int, ...]
    kept: frozenset[int]
    broken: frozenset[int]


class _Pages:
    """The page breaks of an order of blocks, as the engine will make them."""

    def __init__(self, blocks: Sequence[Block], page: float) -> None:
        self._blocks = blocks
        self._page = page
        self._foot = page * (1 + _TRAILING)
        self.order: list[int] = []
        self.broken: set[int] = set()
        self.kept: set[int] = set()
        self._starts: list[float] = []
        self._used = 0.0
        self.number = 1

    @property
    def room(self) -> float:
        return self._page - self._used

    @property
    def tolerated(self) -> float:
        """The room that may stay empty at a page's foot."""
        return self._page * _LARGE_GAP

    @property
    def bound(self) -> bool:
        return bool(self.order) and self._blocks[self.order[-1]].bound

    def fits(self, number: int, used: float | None = None) -> bool:
        """Whether a block fits on a page of which a part is used: by default, on the current one."""
        used = self._used if used is None else used
        return used + self._blocks[number].height <= self._foot

    def stays(self, number: int) -> bool:
        """Whether a block begins on the current page."""
        block = self._blocks[number]
        if block.kind == "head":
            return self._with_what_follows(number) <= self.room
        if block.kind in ("float", "whole") and number not in self.broken:
            return self.fits(number)
        return self.fits(number) or self.room >= _beginning(block)

    def rest(self, number: int) -> float:
        """What a block leaves used of the last page that it is on."""
        return self._end(self._blocks[number])[0]

    def _end(self, block: Block) -> tuple[float, int]:
        """(what a block leaves used of its last page, pages turned within it)."""
        if self._used + block.height <= self._foot:
            return self._used + block.height, 0
        if not block.breaks:
            turned, used = divmod(self._used + block.height, self._page)
            return used, int(turned)
        done, room, turned = 0.0, self.room, 0
        while block.height - done > room:
            done = max((place for place in block.breaks if done < place <= done + room), default=done + room)
            room = self._foot - block.again
            turned += 1
        return block.height - done + block.again, turned

    def add(self, number: int) -> None:
        block = self._blocks[number]
        if block.kind == "page" or not self.stays(number):
            self._turn()
            if block.breakable:
                self.kept.add(number)
        self.order.append(number)
        self._starts.append(self._used)
        if block.kind == "page":
            self._used = self._page
            return
        self._used, turned = self._end(block)
        self.number += turned

    def _turn(self) -> None:
        if self._used > 0:
            self._used = 0.0
            self.number += 1

    def _with_what_follows(self, number: int) -> float:
        """Height of a heading and the beginning of what it heads."""
        height = 0.0
        for block in self._blocks[number:]:
            breaks = block.kind == "text" or block.breakable
            height += min(block.height, _beginning(block)) if breaks else block.height
            if block.kind != "head":
                break
        return height

    def earlier_place(self, number: int) -> int | None:
        """The last place on the current page, between two texts, where a figure would have fitted."""
        start = self._used
        for place in range(len(self.order) - 1, 0, -1):
            before = self._blocks[self.order[place - 1]]
            if self._blocks[self.order[place]].kind != "text" or self._starts[place] >= start:
                return None
            start = self._starts[place]
            if before.kind == "text" and not before.bound and self.fits(number, start):
                return place
        return None

    def with_earlier(self, number: int, place: int) -> _Pages:
        """The pages with one more block, set at a place of the order."""
        again = _Pages(self._blocks, self._page)
        again.broken = self.broken
        for other in (*self.order[:place], number, *self.order[place:]):
            again.add(other)
        return again


def _beginning(block: Block) -> float:
    """The least of a block that can stand at a page's foot."""
    return min(block.breaks, default=block.least)


def arrange(blocks: Sequence[Block], page: float) -> Arrangement:
    """How to set the blocks on pages of a height.

    Only floats change their place: down past text, up past text on the same page; past a heading only where a large
    part of the page would stay empty. Floats keep their order among themselves.
    """
    pages = _Pages(blocks, page)
    waiting: list[int] = []
    since = 0
    position = 0
    while position < len(blocks) or waiting:
        if (
            waiting
            and not pages.bound
            and (pages.fits(waiting[0]) or _must_be_set(waiting[0], pages, blocks, position, pages.number > since))
        ):
            pages.add(waiting.pop(0))
            since = pages.number
            continue
        block = blocks[position]
        large = pages.room > pages.tolerated
        if block.kind == "float" and waiting:
            waiting.append(position)
        elif block.kind == "float" and not pages.fits(position) and pages.room > page * _SMALL_GAP:
            place = pages.earlier_place(position)
            if _text_after(blocks, position + 1) >= pages.room or (
                large and place is None and _flow_after(blocks, position + 1, pages.room) >= pages.room * _ENOUGH
            ):
                waiting.append(position)
                since = pages.number
            elif place is not None:
                pages = pages.with_earlier(position, place)
            else:
                _set_here(pages, position, block.breakable and large)
        else:
            _set_here(pages, position, block.breakable and large and not pages.fits(position))
        position += 1
    return Arrangement(tuple(pages.order), frozenset(pages.kept), frozenset(pages.broken))


def _set_here(pages: _Pages, number: int, breaks: bool) -> None:
    if breaks:
        pages.broken.add(number)
    pages.add(number)


def _must_be_set(number: int, pages: _Pages, blocks: Sequence[Block], position: int, long_waited: bool) -> bool:
    """Whether a figure that waits is set before the next block, at the top of the next page."""
    if position >= len(blocks) or blocks[position].kind == "page":
        return True
    if blocks[position].kind == "float":
        return False
    if not pages.stays(position):
        return True
    # The next block ends the page: it goes first unless the figure would then wait for yet another page.
    ends = blocks[position].height > pages.room
    return ends and not pages.fits(number, pages.rest(position)) and (long_waited or pages.room <= pages.tolerated)


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
