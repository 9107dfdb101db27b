"""A chapter's blocks for the page: what may break, what stays whole, and the order that leaves no page half empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import html
from lxml.html import HtmlElement

from guide.publish.book.floats import Block, Kind, arrange
from guide.publish.paper import all_of_class, has_class

_WHOLE_UP_TO = {"table": 0.5, "estimate": 0.6, "metric-example": 0.5, "decision": 0.8, "matrix-decision": 0.8, "glance": 0.6, "fold": 0.12}
"""Up to which height, as part of a page, a block of a class is kept on one page where that leaves no large gap."""

_LEAST_TEXT = 0.045
"""What of a text must fit where it breaks: two lines and the space around them, as part of a page."""

_ROWS = ("tr", "dl")
"""What of a block made of tables may begin a page."""

_GROUPS = ("decisions", "matrix", "matrix-group")
"""Wrappers whose members are blocks by themselves."""

BLOCK = "data-block"
"""The attribute that numbers blocks and rows, so that they are found in the measured page."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ONE_LINE = 85
"""Characters of running text on a line, about."""


def number_blocks(chapter: HtmlElement) -> None:
    """Numbers the blocks of a chapter, and the rows of their tables, so that heights can be measured."""
    for name in _GROUPS:
        for group in all_of_class(chapter, name):
            group.drop_tag()
    chapter.append(html.Element("div", {"class": "end"}))
    children = list(chapter)
    for number, (child, following) in enumerate(zip(children, [*children[1:], None], strict=True)):
        child.set(BLOCK, f"{number}")
        for place, row in enumerate(child.iterdescendants(*_ROWS)):
            row.set(BLOCK, f"{number}.{place}")
        if _introduces(child, following) or (child.tag == "p" and _is_short_start(child)):
            child.set("class", f"{child.get('class', '')} bound".strip())


def _introduces(block: HtmlElement, following: HtmlElement | None) -> bool:
    """Whether a paragraph ends in the block after it (a list, an example, a formula), or a formula in its example."""
    if following is None:
        return False
    if block.tag == "p":
        return block.text_content().rstrip().endswith(":") or has_class(following, "maths-block")
    return has_class(block, "maths-block") and has_class(following, "metric-example")


def _is_short_start(paragraph: HtmlElement) -> bool:
    """Whether a paragraph of one line follows a heading: alone, the two would look lost at a page's foot."""
    before = paragraph.getprevious()
    return before is not None and before.tag in _HEADINGS and len(paragraph.text_content()) < _ONE_LINE


def movable(chapter: HtmlElement) -> bool:
    """Whether a chapter has blocks whose place depends on the pages."""
    return any(has_class(child, name) for child in chapter for name in ("figure", *_WHOLE_UP_TO))


def lay_out(chapter: HtmlElement, tops: Mapping[str, float], page: float) -> None:
    """Orders a chapter's blocks for pages of a height, and marks those that aren't to break.

    `tops` gives where each numbered block and row begins when the chapter is set on one endless page, in the unit of
    `page`.
    """
    # In the order of the manuscript, whatever an earlier layout made of it.
    children = sorted(chapter, key=lambda child: int(child.get(BLOCK)))
    blocks = []
    for child, following in zip(children, children[1:], strict=False):
        top = tops[child.get(BLOCK)]
        height = tops[following.get(BLOCK)] - top
        kind, breakable = _kind(child, height / page)
        rows = [(row, tops[row.get(BLOCK)] - top) for row in child.iterdescendants(*_ROWS)] if _table_of(child) else []
        breaks = _breaks(rows)
        again = rows[1][1] - rows[0][1] if breaks and _has_head(rows[0][0]) else 0.0
        bound = kind == "head" or has_class(child, "bound")
        blocks.append(Block(kind, height, bound, breakable and bool(breaks), _LEAST_TEXT * page, breaks, again))
    made = arrange(blocks, page)
    for number in made.order:
        unbreakable = blocks[number].kind in ("whole", "float") and not blocks[number].breakable
        _mark(children[number], "whole", unbreakable or number in made.kept)
        _mark(children[number], "broken", number in made.broken)
        children[-1].addprevious(children[number])


def _breaks(rows: Sequence[tuple[HtmlElement, float]]) -> tuple[float, ...]:
    """Where a block with tables may break: before what follows its first table, and before rows that the style sheet
    doesn't hold together, the first three of a table and the last two."""
    places = []
    for row, top in rows[1:]:
        before, after = (sum(1 for _ in row.itersiblings("tr", preceding=p)) for p in (True, False))
        begins = row.getparent().tag != "tbody" or (before == 0 and not _has_head(row))
        if begins or (before >= 3 and after >= 1):
            places.append(top)
    return tuple(places)


def _has_head(row: HtmlElement) -> bool:
    return next(row.iterancestors("table")).find("thead") is not None


def _mark(element: HtmlElement, name: str, wanted: bool) -> None:
    names = [n for n in (element.get("class") or "").split() if n != name] + [name] * wanted
    if names:
        element.set("class", " ".join(names))
    else:
        element.attrib.pop("class", None)


def _kind(element: HtmlElement, height: float) -> tuple[Kind, bool]:
    """How a block behaves, and whether it may break where need be; `height` as part of a page."""
    if element.tag in _HEADINGS:
        return "head", False
    if has_class(element, "sheet") or has_class(element, "wide"):
        return "page", False
    if element.tag == "header" or has_class(element, "facts") or has_class(element, "maths-block"):
        return "whole", False
    if has_class(element, "figure"):
        return "float", False
    name = _table_of(element)
    if not name or height > _WHOLE_UP_TO[name]:
        return "text", False
    # Only what has a number to be called by may leave its place.
    return ("float" if element.tag == "figure" else "whole"), True


def _table_of(element: HtmlElement) -> str:
    """The class, of those that are kept whole, of a block made of tables; "" for any other."""
    return "table" if element.tag == "table" else next((name for name in _WHOLE_UP_TO if has_class(element, name)), "")
