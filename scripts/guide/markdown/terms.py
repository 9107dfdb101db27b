"""The glossary's terms in a page: the first use leads to the glossary, and the place that explains a term is marked."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from guide.model import Chapter, Term
from guide.terms import finder

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEFT_ALONE = frozenset(
    (*_HEADINGS, "a", "button", "cite", "code", "dfn", "kbd", "label", "math", "nav", "pre", "script", "style", "summary", "svg")
)
_LEFT_ALONE_CLASSES = frozenset(
    (
        "caption-label", "contents", "estimate-formula", "estimate-numbers", "estimate-promise", "estimate-watches",
        "facts", "glossary", "ledger", "maths", "metric-example", "sources", "tag",
    )
)  # fmt: skip
"""Elements that are controls, names of other things, or arithmetic that a script rewrites."""


class Terms(Treeprocessor):
    """Makes the first use of each term on a page a link to the glossary, with the definition as its tooltip.

    In the section that a term's `see` names, its first use becomes a `<dfn>` with an id for each of the term's names:
    the search leads there. Where only the heading says it, the heading gets the ids.
    """

    def run(self, root: ET.Element) -> None:
        context = self.md.guide
        self._finder = finder(context.book.terms)
        self._glossary = next((c for c in context.book.chapters if _holds_glossary(c)), None)
        if context.chapter is None or self._finder is None or self._glossary in (None, context.chapter):
            return
        self._sections: dict[int, str] = {}
        self._headings: dict[str, ET.Element] = {}
        self._seen: set[str] = set()
        self._explained: set[str] = set()
        self._visit(root)
        self._mark_headings()

    def _visit(self, element: ET.Element) -> None:
        children = list(element)
        place = self._put(element, 0, element.text, None)
        for child in children:
            if child.tag in _HEADINGS:
                self._enter(child)
            elif child.tag not in _LEFT_ALONE and not _LEFT_ALONE_CLASSES & {*child.get("class", "").split()}:
                self._visit(child)
            place = self._put(element, place + 1, child.tail, child)

    def _enter(self, heading: ET.Element) -> None:
        level = int(heading.tag[1])
        self._sections = {n: anchor for n, anchor in self._sections.items() if n < level}
        self._sections[level] = heading.get("id", "")
        self._headings[heading.get("id", "")] = heading

    def _mark_headings(self) -> None:
        context = self.md.guide
        for term in context.book.terms:
            page, _, anchor = (term.see or "").partition("#")
            if page == context.chapter.page and term.term not in self._explained and anchor in self._headings:
                _named(self._headings[anchor], term)

    def _put(self, parent: ET.Element, place: int, text: str | None, before: ET.Element | None) -> int:
        """Marks the terms of a text that stands in `parent` after `before`; the place after what was put in."""
        end = 0
        for match, term in self._finder.find(text or ""):
            mark = self._mark(term)
            if mark is None:
                continue
            _follow(parent, before, text[end : match.start()])
            _write(mark, match[0])
            end = match.end()
            parent.insert(place, mark)
            place, before = place + 1, mark
        if end:
            before.tail = text[end:]
        return place

    def _mark(self, term: Term) -> ET.Element | None:
        context = self.md.guide
        page, _, anchor = (term.see or "").partition("#")
        here = page == context.chapter.page and (not anchor or anchor in self._sections.values())
        if here and term.term not in self._explained:
            self._explained.add(term.term)
            self._seen.add(term.term)
            return _named(ET.Element("dfn"), term)
        if term.term in self._seen:
            return None
        self._seen.add(term.term)
        target = context.link(f"{self._glossary.page}#{term.anchor}")
        return ET.Element("a", {"class": "term", "href": target, "title": term.definition})


def _named(element: ET.Element, term: Term) -> ET.Element:
    """Puts the places of all the term's names at an element's beginning."""
    for place, anchor in enumerate(term.anchors):
        mark = ET.Element("span", {"id": anchor})
        if place == 0:
            mark.tail, element.text = element.text, None
        else:
            mark.tail, element[place - 1].tail = element[place - 1].tail, None
        element.insert(place, mark)
    return element


def _write(mark: ET.Element, text: str) -> None:
    if len(mark):
        mark[-1].tail = text
    else:
        mark.text = text


def _holds_glossary(chapter: Chapter) -> bool:
    return any(fence.language == "glossary" for fence in chapter.fences)


def _follow(parent: ET.Element, before: ET.Element | None, text: str) -> None:
    """Sets the text before a mark: the parent's own when nothing stands before it, else that element's tail."""
    if before is None:
        parent.text = text
    else:
        before.tail = text
