"""A page cut into sections for the search, as Material's own plugin would cut it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from lxml import etree
from lxml.html import HtmlElement

from guide.article import SearchEntry

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KEPT = frozenset(("p", "code", "pre", "li", "ol", "ul", "sub", "sup"))
"""Elements whose tags stay in the text: the search's results show them."""

_SKIPPED = frozenset(("script", "style", "object", "svg", "annotation"))
_APART = frozenset(("td", "th", "tr", "caption", "dt", "dd", "div", "section", "summary", "figcaption", "blockquote"))
"""Elements whose text is no continuation of the text before them: without a space their words would grow together."""

_GAP = "\ue000"  # of private use: spaces of the text itself stay as they are
_EXCLUDED = "data-search-exclude"


def search_entries(root: HtmlElement, title: str) -> tuple[SearchEntry, ...]:
    """A page's sections: the part before the first heading, then one a heading."""
    found: list[SearchEntry] = []
    anchor, name, parts = "", title, []
    for heading, text in _pieces(root):
        if heading is None:
            parts.append(text)
            continue
        found.append(SearchEntry(anchor, name, _joined(parts)))
        anchor, name, parts = heading, text, []
    found.append(SearchEntry(anchor, name, _joined(parts)))
    for element in root.xpath(f".//*[@{_EXCLUDED}]"):
        del element.attrib[_EXCLUDED]
    return tuple(found)


def _joined(parts: list[str]) -> str:
    """The parts as one text, with at most one space for every run of gaps."""
    return re.sub(rf"\s*{_GAP}[\s{_GAP}]*", " ", "".join(parts)).strip()


def _pieces(root: HtmlElement) -> Iterator[tuple[str | None, str]]:
    """(anchor, title) of each heading, and (None, text) of what stands between, in order."""
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is root:
            continue
        out = element.tag in _SKIPPED or element.get(_EXCLUDED) is not None or element.tag in _HEADINGS
        if event == "start":
            if element.tag in _HEADINGS and not silent:
                yield element.get("id", ""), escape(" ".join(element.text_content().split()), quote=False)
            silent += out
            if not silent:
                kept = f"<{element.tag}>" if element.tag in _KEPT else ""
                yield None, kept + _GAP * (element.tag in _APART) + escape(element.text or "", quote=False)
        else:
            if not silent and element.tag in _KEPT:
                yield None, f"</{element.tag}>"
            silent -= out
            if not silent:
                yield None, _GAP * (element.tag in _APART) + escape(element.tail or "", quote=False)
