"""How a chapter fills its pages: text flows from column to column, figures and tables stand at a page's head or foot.

The PDF engine sets everything in the order of the document and knows no figures that float. Here the columns are
foreseen from the measured heights of the blocks: where each figure is called, where it stands, and what of each column
that leaves for text. Text flows into whatever is left, so that a foresight that errs by a line costs nothing. Heights
may be in any unit, the same for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "head", "whole", "float", "opener"]
"""text may break; head stays with what follows; whole doesn't break; float stands at a column's or a page's head or
foot; opener stands at the head of the first."""


_SPARE = 8
"""Pages whose columns are planned behind the last that is foreseen: the engine may break what it likes elsewhere."""

_SLACK = 0.01
"""Heights that differ by less are equal: they were measured in floating point."""


@dataclass(frozen=True)
class Block:
    """A child of a chapter: its kind, its height, and the space below it, which vanishes at a column's foot.

    A float that spans all columns is `wide`. Nothing may come between a `bound` block and the next. A text breaks at its
    `breaks`, heights from its top; its next part repeats a head of the height `again`. A `late` block may stand after
    the text that follows it.
    """

    kind: Kind
    height: float
    below: float = 0.0
    wide: bool = False
    bound: bool = False
    late: bool = False
    breaks: tuple[float, ...] = ()
    again: float = 0.0


@dataclass(frozen=True)
class Grid:
    """The columns of a page: how many, how high, the space between a figure and text, the least height for text in a
    column, and the largest hole at a column's foot that needs no remedy."""

    columns: int
    height: float
    gap: float
    least: float
    hole: float


@dataclass(frozen=True)
class Place:
    """Where a float stands: the page, from 0; the column, or None for all; at the head or the foot; and how far it is
    from the top of the page's text."""

    page: int
    column: int | None
    head: bool
    top: float


@dataclass(frozen=True)
class Column:
    """A column that text flows into: its page, its number on it, how far it begins below the page's top, its height."""

    page: int
    number: int
    top: float
    height: float


@dataclass(frozen=True)
class Plan:
    """The order of the blocks that flow, the places of those that don't, and the columns, some pages more than are needed."""

    order: tuple[int, ...]
    places: Mapping[int, Place]
    columns: tuple[Column, ...]


@dataclass
class _Floats:
    """What stands at the heads and feet of one page: (number of the block, its height), by column, None for all."""

    heads: dict[int | None, list[tuple[int, float]]] = field(default_factory=dict)
    feet: dict[int | None, list[tuple[int, float]]] = field(default_factory=dict)

    def taken(self, column: int | None, head: bool) -> list[tuple[int, float]]:
        return (self.heads if head else self.feet).setdefault(column, [])


class _Pages:
    """The pages' columns, given where floats stand."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._floats: dict[int, _Floats] = {}

    def add(self, number: int, height: float, page: int, column: int | None, head: bool) -> None:
        self._floats.setdefault(page, _Floats()).taken(column, head).append((number, height + self._grid.gap))

    def has(self, page: int, column: int | None, head: bool) -> bool:
        return page in self._floats and bool(self._floats[page].taken(column, head))

    def has_any(self, page: int) -> bool:
        return page in self._floats

    def _sum(self, page: int, column: int | None, head: bool) -> float:
        return sum(height for _, height in self._floats[page].taken(column, head)) if page in self._floats else 0.0

    def column(self, page: int, number: int) -> Column:
        """A column with the height that floats leave of it, 0 for one that they fill."""
        top = self._sum(page, None, True) + self._sum(page, number, True)
        height = self._grid.height - top - self._sum(page, None, False) - self._sum(page, number, False)
        return Column(page, number, top, max(height, 0.0))

    def columns(self) -> Iterator[Column]:
        """The columns that text flows into, without end."""
        page = 0
        while True:
            for number in range(self._grid.columns):
                column = self.column(page, number)
                if column.height >= self._grid.least:
                    yield column
            page += 1

    def places(self) -> dict[int, Place]:
        found = {}
        for page, floats in self._floats.items():
            for head in (True, False):
                for column, members in (floats.heads if head else floats.feet).items():
                    if head:
                        top = self._sum(page, None, True) if column is not None else 0.0
                    else:
                        below = self._sum(page, None, False) if column is not None else 0.0
                        top = self._grid.height - below - self._sum(page, column, False) + self._grid.gap
                    for number, height in members:
                        found[number] = Place(page, column, head, top)
                        top += height
        return found


@dataclass(frozen=True)
class _Flowed:
    order: list[int]
    calls: dict[int, tuple[Column, float]]
    """The column in which a float is called, and what of it is used there."""
    last: Column


def _flow(blocks: Sequence[Block], grid: Grid, pages: _Pages) -> _Flowed:
    """Sets the blocks that flow into the columns."""
    columns = pages.columns()
    column, used = next(columns), 0.0
    order: list[int] = []
    calls: dict[int, tuple[Column, float]] = {}
    waiting = [number for number in range(len(blocks))]
    while waiting:
        number = waiting.pop(0)
        block = blocks[number]
        if block.kind in ("float", "opener"):
            calls[number] = column, used
            continue
        room = column.height - used
        if room > grid.hole and not (order and blocks[order[-1]].bound):
            ahead = _ahead(blocks, waiting, number, room, grid)
            if ahead is not None:
                waiting.remove(ahead)
                waiting[0:0] = [ahead, number]
                continue
        order.append(number)
        need = _beginning(blocks, number, grid)
        if need > room + _SLACK and used > 0:
            column, used = next(columns), 0.0
        done = 0.0
        while used + block.height - done > column.height + _SLACK and block.kind != "whole":
            limit = done + column.height - used + _SLACK
            reached = max((place for place in block.breaks if done < place <= limit), default=0.0)
            # What nowhere breaks runs over.
            done = reached or max(limit, done + column.height / 2)
            column, used = next(columns), block.again
            if done >= block.height:
                break
        used += max(block.height - done, 0.0) + block.below
    return _Flowed(order, calls, column)


def _ahead(blocks: Sequence[Block], waiting: Sequence[int], number: int, room: float, grid: Grid) -> int | None:
    """The text to set before a block that doesn't fit and may stand later. Where words lead to the block, what follows
    would be read before them: then it stays."""
    behind = next((n for n in waiting if blocks[n].kind not in ("float", "opener")), None)
    if blocks[number].kind != "whole" or not blocks[number].late or behind is None or _beginning(blocks, number, grid) <= room:
        return None
    return behind if blocks[behind].kind == "text" and not blocks[behind].bound else None


def _beginning(blocks: Sequence[Block], number: int, grid: Grid) -> float:
    """The least of a block, and of what must stay with it, that can stand at a column's foot."""
    block = blocks[number]
    if block.kind == "whole":
        return min(block.height, grid.height)
    if block.kind == "text" and not block.bound:
        return min(block.breaks, default=min(block.height, grid.height))
    following = next((n for n in range(number + 1, len(blocks)) if blocks[n].kind != "float"), None)
    return block.height + (block.below + _beginning(blocks, following, grid) if following is not None else 0.0)


def plan(blocks: Sequence[Block], grid: Grid) -> Plan:
    """Places each float at the first head or foot, from the page that calls it on, that has room; floats keep their
    order. A float stays on the page of its call when what is called before still fits on that page with it."""
    pages = _Pages(grid)
    last = 0, 0
    for number, block in enumerate(blocks):
        if block.kind == "opener":
            pages.add(number, block.height, 0, None, True)
    for number, block in enumerate(blocks):
        if block.kind != "float":
            continue
        column, used = _flow(blocks, grid, pages).calls[number]
        if block.wide or grid.columns == 1:
            page, head = _wide(block.height, column, used, last[0], pages, grid)
            pages.add(number, block.height, page, None, head)
            last = max(last, (page, 0))
        else:
            page, own, head = _narrow(block.height, column, used, last, pages, grid)
            pages.add(number, block.height, page, own, head)
            last = max(last, (page, own))
    flowed = _flow(blocks, grid, pages)
    columns = []
    for column in pages.columns():
        if column.page > flowed.last.page + _SPARE:
            break
        columns.append(column)
    return Plan(tuple(flowed.order), pages.places(), tuple(columns))


def _from(page: int) -> Iterator[int]:
    while True:
        yield page
        page += 1


def _wide(height: float, call: Column, used: float, earliest: int, pages: _Pages, grid: Grid) -> tuple[int, bool]:
    """(page, whether at its head) of a float over all columns."""
    height += grid.gap
    for page in _from(max(call.page, earliest)):
        heights = [pages.column(page, number).height for number in range(grid.columns)]
        sides = [head for head in ((False, True) if page == 0 else (True, False)) if not pages.has(page, None, head)]
        if not sides:
            continue
        if page == call.page:
            before = sum(heights[: call.number]) + used
            left = [h - height if h - height >= grid.least else 0.0 for h in heights]
            if before + grid.least / 2 <= sum(left) and all(left):
                return page, sides[0]
        elif all(h - height >= grid.height / 4 for h in heights) or not pages.has_any(page):
            return page, sides[0]
    raise AssertionError


def _narrow(
    height: float, call: Column, used: float, earliest: tuple[int, int], pages: _Pages, grid: Grid
) -> tuple[int, int, bool]:
    """(page, column, whether at its head) of a float in one column."""
    height += grid.gap
    begin = max((call.page, call.number), earliest)
    for page in _from(begin[0]):
        for number in range(grid.columns):
            if (page, number) < begin:
                continue
            room = pages.column(page, number).height
            sides = [head for head in ((False, True) if page == 0 and number == 0 else (True, False)) if not pages.has(page, number, head)]
            if not sides:
                continue
            if (page, number) == (call.page, call.number):
                if used + height + grid.least / 2 <= room:
                    return page, number, sides[0]
            elif room - height >= grid.height / 4 or not pages.has_any(page):
                return page, number, sides[0]
    raise AssertionError
