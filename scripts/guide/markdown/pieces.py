"""A page's text piece by piece, in the order in which it is read: what readability is measured on."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from guide.markdown.facts import CITED, Piece, Quote
from guide.markdown.lines import line_of
from guide.markdown.prose import CITATION, SILENT, TEXTS, sentences, text_of

_TITLES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary"))
_KINDS = {"tr": "row", "figcaption": "caption"}
_MARKS = ("a", "abbr", "dfn", "em", "strong")


def pieces_of(root: HtmlElement) -> Iterator[Piece]:
    """Every paragraph, item, row and caption below `root` that says something, in order; no titles."""
    section = ""
    for element in root.iter(*TEXTS):
        if element.tag == "h2":
            section = element.get("id", "")
        around = list(element.iterancestors())
        if element.tag in _TITLES or any(e.tag in SILENT for e in around) or element.tag != "tr" and any(e.tag == "tr" for e in around):
            continue
        read = text_of(element)
        own = [e for e in element.iter("data", *_MARKS) if _holder(e) is element]
        quotes = tuple(Quote(e.get("data-value"), line_of(e)) for e in own if e.get("data-value"))
        written = "".join(read.written)
        text = CITATION.sub(CITED, written)
        if not text.strip() and not quotes:
            continue
        found = sum(1 for first, last in sentences(written, element.tag == "tr") if written[first:last].strip())
        marked = tuple((e.tag, " ".join(e.text_content().split())) for e in own if e.tag in _MARKS)
        yield Piece(section, _kind(element, around), _box(around), line_of(element), text, found, quotes, marked)


def _holder(element: HtmlElement) -> HtmlElement | None:
    """The piece that an element is part of: a row where there is one, else the nearest around it."""
    around = [e for e in element.iterancestors() if e.tag in TEXTS]
    return next((e for e in around if e.tag == "tr"), around[0] if around else None)


def _kind(element: HtmlElement, around: list[HtmlElement]) -> str:
    return next((_KINDS[e.tag] for e in (element, *around) if e.tag in _KINDS), "prose")


def _box(around: list[HtmlElement]) -> str:
    """The kind of the innermost fold or box that a piece stands in, as "derivation" or "glance"; "" outside."""
    for element in around:
        names = [name for name in element.get("class", "").split() if name != "admonition"]
        if element.tag == "details" or "admonition" in element.get("class", "").split():
            return names[0] if names else element.tag
    return ""
