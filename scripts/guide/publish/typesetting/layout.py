"""A chapter's blocks for the page: what flows and what floats, what takes one column and what the whole width, what may
break and what stays whole. Everything that the build decides of a block's form in the book is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from guide.publish.paper import all_of_class, has_class
from guide.publish.typesetting.columns import Block, Grid, Kind, Place, Plan, plan

WIDTH_MM, HEIGHT_MM = 172.0, 253.0
"""The block of text that all papers share."""

COLUMNS, GUTTER_MM = 2, 6.0
COLUMN_MM = (WIDTH_MM - GUTTER_MM) / COLUMNS

_FLOAT_GAP_MM = 4.2
"""Between a figure and text."""

_LEAST_COLUMN_MM = 28.0
_HOLE_MM = 25.0
_FLOATED_UP_TO = 0.72
"""Up to which height, as part of a page, a numbered table stands at a head or foot; a higher one breaks in the text."""

_WHOLE = ("matrix-decision", "strip", "digest", "metric-example", "maths-block", "worksheets-note")
"""Classes of blocks that never break."""

_LATE = ("strip", "digest", "listing", "metric-example")
"""Classes of blocks that may stand after the next paragraph, rather than leave a hole before them."""

_LINES_IN_COLUMN = 54
"""Characters of a listing that a column takes on one line."""

_CELL, _ROW, _HEAD_LINES = 22, 54, 2.5
"""Characters by which a cell asks for width at most, how many a column's table has for all cells of a row, and the lines
that a column's head may take."""

_GROUPS = ("decisions", "matrix", "matrix-group", "sheet")
"""Wrappers whose members are blocks by themselves."""

BLOCK = "data-block"
"""The attribute that numbers blocks, so that they are found in the measured page."""

_ONE_LINE = 54
"""Characters of running text on a line, about."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PX_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class Extent:
    """Where a block begins on the endless page that it is measured on, its height, where it may break (from its top),
    and the height of the table's head that its next part repeats. In CSS px."""

    top: float
    height: float
    breaks: tuple[float, ...] = ()
    again: float = 0.0


def number_blocks(chapter: HtmlElement) -> None:
    """Numbers the blocks of a chapter, so that their heights can be measured, and gives each the classes that say how it is set: `floats` out of the text, `wide` over all columns, `bound` to the next."""
    if has_class(chapter, "opening"):
        return  # a page that is designed as a whole
    for name in _GROUPS:
        for group in all_of_class(chapter, name):
            group.drop_tag()
    _pair_frames(chapter)
    _gather_opener(chapter)
    chapter.append(html.Element("div", {"class": "end"}))
    children = [child for child in chapter if isinstance(child.tag, str)]
    for number, (child, following) in enumerate(zip(children, [*children[1:], None], strict=True)):
        child.set(BLOCK, f"{number}")
        names = []
        if child.tag == "header" or _floats(child):
            names.append("floats")
        if _is_wide(child):
            names.append("wide")
        if following is not None and child.tag == "p" and (child.text_content().rstrip().endswith(":") or _is_short_start(child)):
            names.append("bound")
        if names:
            child.set("class", " ".join(filter(None, [child.get("class"), *names])))
    if columns_of(chapter) > 1:
        for table in [child for child in flowing(chapter) if has_class(child, "wide")]:
            _squeeze(table)


def _is_short_start(paragraph: HtmlElement) -> bool:
    """Whether a paragraph of one line follows a heading: alone, the two would look lost at a column's foot."""
    before = paragraph.getprevious()
    return before is not None and before.tag in _HEADINGS and len(paragraph.text_content()) < _ONE_LINE


def _pair_frames(chapter: HtmlElement) -> None:
    """Sets the frames of a whiteboard in pairs, so that what grows is seen at its own place; frames wider than a column
    stand alone."""
    for frames in all_of_class(chapter, "frames"):
        figures = frames.findall("figure")
        for pair in zip(figures[::2], figures[1::2], strict=False):
            if not any(map(_is_wide, pair)):
                row = html.Element("div", {"class": "frames"})
                pair[0].addprevious(row)
                row.extend(pair)
        frames.drop_tag()


def _gather_opener(chapter: HtmlElement) -> None:
    """Sets the chapter's facts into its head."""
    head = chapter.find("header")
    for facts in [e for e in chapter if has_class(e, "facts")]:
        if head is not None:
            head.append(facts)


def _floats(block: HtmlElement) -> bool:
    """Whether a block stands out of the text: what has a number to be called by, a pair of frames, a case's card, and a
    listing that needs the whole width. A table without a number stays with the words that lead to it."""
    return block.tag == "figure" or has_class(block, "frames") or has_class(block, "glance") or (has_class(block, "listing") and _is_wide(block))


def _is_wide(block: HtmlElement) -> bool:
    """Whether a block takes the whole width of a page."""
    if block.tag == "header" or has_class(block, "frames"):
        return True
    if has_class(block, "listing"):
        lines = [line for pre in block.iter("pre") for line in pre.text_content().splitlines()]
        return max(map(len, lines), default=0) > _LINES_IN_COLUMN
    if has_class(block, "figure"):
        return any(float(image.get("data-size").split()[0]) > COLUMN_MM for image in block.iter("img") if image.get("data-size"))
    if block.tag == "table" or (block.tag == "figure" and has_class(block, "table")):
        return any(map(is_wide_table, block.iter("table")))
    return False


def is_wide_table(table: HtmlElement) -> bool:
    """Whether a table needs the whole width, by its columns and the lengths of their cells: two columns never do."""
    columns = max((len(row) for row in table.iter("tr")), default=0)
    if columns <= 2:
        return False
    widths = [0.0] * columns
    for row in table.iter("tr"):
        head = row.getparent().tag == "thead"
        for number, cell in enumerate(row):
            length = len(cell.text_content().strip())
            widths[number] = max(widths[number], min(length / (_HEAD_LINES if head else 1), _CELL) + 1)
    return sum(widths) > _ROW


def movable(chapter: HtmlElement) -> bool:
    """Whether a section of the book is a chapter whose blocks are numbered."""
    return any(child.get(BLOCK) is not None for child in chapter)


def columns_of(chapter: HtmlElement) -> int:
    """How many columns a chapter has: one where it is made of cards or tables over the whole width that can't float."""
    whole = [child for child in chapter if has_class(child, "matrix-decision") or (child.tag == "table" and has_class(child, "wide"))]
    return 1 if len(whole) > len(chapter) / 5 else COLUMNS


def flowing(chapter: HtmlElement) -> list[HtmlElement]:
    return [child for child in chapter if not has_class(child, "floats")]


def floating(chapter: HtmlElement) -> list[HtmlElement]:
    return [child for child in chapter if has_class(child, "floats")]


def plan_chapter(chapter: HtmlElement, extents: Mapping[str, Extent], columns: int) -> Plan:
    """Where everything of a chapter stands. The numbers of the plan are those of the blocks.

    Raises ValueError for a float that is higher than a page.
    """
    px = _PX_PER_MM
    grid = Grid(columns, HEIGHT_MM * px, _FLOAT_GAP_MM * px, _LEAST_COLUMN_MM * px, _HOLE_MM * px)
    blocks = [_block(child, following, extents, grid) for child, following in _with_following(chapter, extents)]
    return plan(blocks, grid)


def _with_following(chapter: HtmlElement, extents: Mapping[str, Extent]) -> Iterable[tuple[HtmlElement, HtmlElement | None]]:
    """Every block, each with the next that flows and takes room."""
    flow = [child for child in flowing(chapter) if child.get(BLOCK) in extents]
    after = dict(zip(flow, [*flow[1:], None], strict=True))
    return [(child, after.get(child)) for child in chapter]


def _block(child: HtmlElement, following: HtmlElement | None, extents: Mapping[str, Extent], grid: Grid) -> Block:
    extent = extents.get(child.get(BLOCK))
    if extent is None:
        return Block("text", 0.0)
    kind = _kind(child)
    wide = has_class(child, "wide")
    if kind in ("float", "opener"):
        if extent.height > grid.height + 1:
            raise ValueError(f"{child.text_content().strip()[:60]!r} is higher than a page")
        return Block(kind, min(extent.height, grid.height), wide=wide)
    height = extents[following.get(BLOCK)].top - extent.top if following is not None else extent.height
    bound = kind == "head" or has_class(child, "bound")
    late = any(has_class(child, name) for name in _LATE)
    breaks = () if kind == "whole" else extent.breaks
    return Block(kind, extent.height, height - extent.height, wide, bound, late, breaks, extent.again if breaks else 0.0)


def _kind(child: HtmlElement) -> Kind:
    if has_class(child, "floats"):
        return "opener" if child.tag == "header" else "float"
    if child.tag in _HEADINGS:
        return "head"
    return "whole" if any(has_class(child, name) for name in _WHOLE) or has_class(child, "listing") else "text"


def unfloat_high(chapter: HtmlElement, extents: Mapping[str, Extent]) -> bool:
    """Lets tables that are too high to float flow with the text, where they break. Returns whether there are any."""
    high = [
        child
        for child in floating(chapter)
        if has_class(child, "table") and extents[child.get(BLOCK)].height > _FLOATED_UP_TO * HEIGHT_MM * _PX_PER_MM
    ]
    for child in high:
        _squeeze(child)
    return bool(high)


def _squeeze(table: HtmlElement) -> None:
    """Sets a table into a column."""
    names = table.get("class").split()
    table.set("class", " ".join([*(n for n in names if n not in ("floats", "wide")), *["squeezed"] * ("wide" in names)]))


def style_of(made: Plan, columns: int, page: tuple[float, float, float, float], floats: Sequence[int]) -> str:
    """The style sheet that gives each page of the engine the place of its column: text flows from one to the next.

    `page` gives width, height, left and top of the block of text on paper, in mm; `floats` are the numbers of the
    blocks that the engine's first pages hold, one each. A page's own number stands as the folio of each of its parts.
    """
    width, height, left, top = page
    own = (WIDTH_MM - GUTTER_MM * (columns - 1)) / columns
    rules = [f"@page :nth({number}) {{ {_heads(made.places[block].page)} }}" for number, block in enumerate(floats, 1)]
    for number, column in enumerate(made.columns, len(floats) + 1):
        above = top + column.top / _PX_PER_MM
        below = height - above - column.height / _PX_PER_MM
        before = left + column.number * (own + GUTTER_MM)
        margin = f"margin: {above:.4f}mm {width - before - own:.4f}mm {below:.4f}mm {before:.4f}mm;"
        rules.append(f"@page :nth({number}) {{ {margin} {_heads(column.page)} }}")
    return "\n".join(rules)


def _heads(page: int) -> str:
    return f'@bottom-left {{ content: "{page + 1}" }}' + ("" if page else " @top-left { content: none }")


__all__ = ["BLOCK", "Extent", "Place", "Plan", "columns_of", "movable", "number_blocks", "plan_chapter", "style_of"]
