"""A chapter's blocks for the page: what may break, what stays whole, and the order that leaves no page half empty."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import html
from lxml.html import HtmlElement

from guide.publish.book.article import all_of_class, has_class
from guide.publish.book.floats import Block, Kind, arrange

_WHOLE_UP_TO = {"table": 0.5, "estimate": 0.6, "decision": 0.8, "matrix-decision": 0.8, "glance": 0.6, "fold": 0.12}
"""Up to which height, as part of a page, a block of a class is kept on one page where that leaves no large gap."""

_LEAST_TEXT = 0.045
_LEAST_TABLE = 0.13
_REPEATED = 0.06
"""What of a text (two lines) and of a table (caption, head, three rows) must fit where it breaks, and what a break costs
a table, in a repeated head and in rows that stay whole: parts of a page."""

_GROUPS = ("decisions", "matrix", "matrix-group")
"""Wrappers whose members are blocks by themselves."""

_END = "end"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ONE_LINE = 85
"""Characters of running text on a line, about."""


def number_blocks(chapter: HtmlElement) -> None:
    """Gives every block of a chapter an id, and marks its end, so that heights can be measured."""
    for name in _GROUPS:
        for group in all_of_class(chapter, name):
            group.drop_tag()
    chapter.append(html.Element("div", {"class": "end", "id": end_of(chapter.get("id"))}))
    children = list(chapter)
    for number, (child, following) in enumerate(zip(children, [*children[1:], None], strict=True)):
        if not child.get("id"):
            child.set("id", f"{chapter.get('id')}--block-{number}")
        if child.tag == "p" and (_introduces(child, following) or _is_short_start(child)):
            child.set("class", f"{child.get('class', '')} bound".strip())


def end_of(chapter_id: str) -> str:
    """The id of a chapter's end."""
    return f"{chapter_id}--{_END}"


def _introduces(paragraph: HtmlElement, following: HtmlElement | None) -> bool:
    """Whether a paragraph ends in the block after it: a list, an example, a formula."""
    if following is None:
        return False
    return paragraph.text_content().rstrip().endswith(":") or has_class(following, "maths-block")


def _is_short_start(paragraph: HtmlElement) -> bool:
    """Whether a paragraph of one line follows a heading: alone, the two would look lost at a page's foot."""
    before = paragraph.getprevious()
    return before is not None and before.tag in _HEADINGS and len(paragraph.text_content()) < _ONE_LINE


def movable(chapter: HtmlElement) -> bool:
    """Whether a chapter has blocks whose place depends on the pages."""
    return any(has_class(child, name) for child in chapter for name in ("figure", *_WHOLE_UP_TO))


def lay_out(chapter: HtmlElement, tops: Mapping[str, float], page: float) -> None:
    """Orders a chapter's blocks for pages of a height, and marks those that aren't to break.

    `tops` gives where each block begins when the chapter is set on one endless page, in the unit of `page`.
    """
    # In the order of the manuscript, whatever an earlier layout made of it.
    children = sorted(chapter, key=lambda child: (child.get("id") == end_of(chapter.get("id")), tops[child.get("id")]))
    heights = [tops[b.get("id")] - tops[a.get("id")] for a, b in zip(children, children[1:], strict=False)]
    blocks = []
    for child, height in zip(children, heights, strict=False):
        kind, breakable = _kind(child, height / page)
        least, again = (_LEAST_TABLE, _REPEATED) if next(child.iter("table"), None) is not None else (_LEAST_TEXT, 0.0)
        bound = kind == "head" or has_class(child, "bound")
        blocks.append(Block(kind, height, bound, breakable, least * page, again * page))
    made = arrange(blocks, page)
    for number in made.order:
        unbreakable = blocks[number].kind in ("whole", "float") and not blocks[number].breakable
        _mark(children[number], "whole", unbreakable or number in made.kept)
        children[-1].addprevious(children[number])


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
    name = "table" if element.tag == "table" else next((n for n in _WHOLE_UP_TO if has_class(element, n)), "")
    if not name or height > _WHOLE_UP_TO[name]:
        return "text", False
    # Only what has a number or a name to be called by may leave its place.
    return ("float" if element.tag == "figure" else "whole"), True
