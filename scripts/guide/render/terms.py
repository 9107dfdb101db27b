"""The glossary's terms in a page: the first use leads to the glossary, and the place that explains a term is marked."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

from guide.markdown.prose import is_comment
from guide.model import Term
from guide.render.context import Context

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


def mark_terms(root: HtmlElement, context: Context) -> frozenset[str]:
    """Makes the first use of each term on a page a link to the glossary, with the definition as its tooltip.

    In the section that a term's `see` names, its first use becomes a `<dfn>` with an id for each of the term's names:
    the search leads there. Where only the heading says it, the heading gets the ids. Returns the terms so explained.
    """
    marks = _Marks(context)
    if marks.glossary in ("", context.chapter.page):
        return frozenset()
    marks.visit(root)
    marks.mark_headings()
    return frozenset(marks.explained)


class _Marks:
    """The work on one page."""

    def __init__(self, context: Context) -> None:
        self._finder, self._page, self._link = context.shared.finder, context.chapter.page, context.link
        glossary = context.shared.pages_with.get("glossary")
        self.glossary = glossary.page if glossary else ""
        self._here = {t.term: t for t in context.book.terms if (t.see or "").partition("#")[0] == self._page}
        self._sections: dict[int, str] = {}
        self._headings: list[tuple[frozenset[str], HtmlElement]] = []
        self._seen: set[str] = set()
        self.explained: set[str] = set()

    def visit(self, element: HtmlElement) -> None:
        children = list(element)
        place = self._put(element, 0, element.text, None)
        for child in children:
            if child.tag in _HEADINGS:
                self._enter(child)
            elif not is_comment(child) and child.tag not in _LEFT_ALONE and _LEFT_ALONE_CLASSES.isdisjoint(child.get("class", "").split()):
                self.visit(child)
            place = self._put(element, place + 1, child.tail, child)

    def _enter(self, heading: HtmlElement) -> None:
        level = int(heading.tag[1])
        self._sections = {n: anchor for n, anchor in self._sections.items() if n < level}
        self._sections[level] = heading.get("id", "")
        self._headings.append((frozenset(self._sections.values()), heading))

    def mark_headings(self) -> None:
        """Marks the headings of sections that say their term nowhere else."""
        for term in self._here.values():
            _, _, anchor = term.see.partition("#")
            inside = (heading for sections, heading in self._headings if not anchor or anchor in sections)
            says = (h for h in inside if any(found == term for _, found in self._finder.find(h.text_content())))
            heading = next(says, None) if term.term not in self.explained else None
            if heading is not None:
                _named(heading, term)
                self.explained.add(term.term)

    def _put(self, parent: HtmlElement, place: int, text: str | None, before: HtmlElement | None) -> int:
        """Marks the terms of a text that stands in `parent` after `before`; the place after what was put in."""
        end = 0
        for match, term in self._finder.find(text) if text else ():
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

    def _mark(self, term: Term) -> HtmlElement | None:
        _, _, anchor = (term.see or "").partition("#")
        here = term.term in self._here and (not anchor or anchor in self._sections.values())
        if here and term.term not in self.explained:
            self.explained.add(term.term)
            self._seen.add(term.term)
            return _named(html.Element("dfn"), term)
        if term.term in self._seen:
            return None
        self._seen.add(term.term)
        return html.Element("a", {"class": "term", "href": self._link(f"{self.glossary}#{term.anchor}"), "title": term.definition})


def _named(element: HtmlElement, term: Term) -> HtmlElement:
    """Puts the places of all the term's names at an element's beginning."""
    for place, anchor in enumerate(term.anchors):
        mark = html.Element("span", {"id": anchor})
        if place == 0:
            mark.tail, element.text = element.text, None
        else:
            mark.tail, element[place - 1].tail = element[place - 1].tail, None
        element.insert(place, mark)
    return element


def _write(mark: HtmlElement, text: str) -> None:
    if len(mark):
        mark[-1].tail = text
    else:
        mark.text = text


def _follow(parent: HtmlElement, before: HtmlElement | None, text: str) -> None:
    """Sets the text before a mark: the parent's own when nothing stands before it, else that element's tail."""
    if before is None:
        parent.text = text
    else:
        before.tail = text
