"""Stretches of a chapter's page, as the pocket edition takes them: by the anchors of its sections, never by its order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from guide.article import Article
from guide.model import Chapter
from guide.publish import Publication, references
from guide.publish.paper import DrawFormula, all_of_class, on_paper, shorten_decisions
from guide.publish.pocket.drawings import Picture, fitted

_HEADS = ("h2", "h3", "h4")
_STUDIED = ("strip", "estimate", "spine", "step-elsewhere", "listing", "metric-example")
"""Classes of what a pocket has no room for: what is worked through, and what is said twice."""


@dataclass(frozen=True)
class Page:
    """A chapter on paper. Its ids are the book's; its links within the guide are `book:` and such an id."""

    chapter: Chapter
    article: Article
    root: HtmlElement

    def section(self, anchor: str) -> list[HtmlElement]:
        """Copies of what stands between a heading and the next of its level or above; [] when it isn't there."""
        heading = next((h for h in self.root.iter(*_HEADS) if h.get("id") == self.place(anchor)), None)
        if heading is None:
            return []
        found = []
        for element in heading.itersiblings():
            if element.tag in _HEADS and element.tag <= heading.tag:
                break
            if isinstance(element.tag, str):
                found.append(_copy(element))
        return found

    def place(self, anchor: str) -> str:
        """The id in the book of an anchor of this chapter."""
        return references.chapter_anchor(self.chapter.id, anchor)

    def picture(self, figure: HtmlElement) -> Picture:
        """The drawing of a figure, fitted to a page."""
        found = next(f for f in self.article.figures if self.place(f.anchor) == figure.get("id"))
        return fitted(self.article.drawings[found.diagram])

    def set_drawing(self, figure: HtmlElement) -> Picture:
        """Gives a figure its drawing as it stands in a pocket."""
        picture = self.picture(figure)
        (diagram,) = all_of_class(figure, "diagram")
        for child in list(diagram):
            diagram.remove(child)
        diagram.append(picture.element)
        return picture


def opened(publication: Publication, chapter: Chapter, draw: DrawFormula) -> Page:
    """A chapter's page on paper, without what is only studied. Estimates that stand whole become tables of results."""
    book = publication.book
    article = publication.articles[chapter.page]
    root = on_paper(article, book.project.relative(chapter.path), draw)
    for table in all_of_class(root, "estimate-results"):
        section = next(table.iterancestors("section"))
        if section.getparent() is root:
            section.addnext(made("div", "", _copy(table), class_="results"))
    for name in _STUDIED:
        for element in all_of_class(root, name):
            element.drop_tree()
    for box in root.find_class("table-scroll"):
        box.drop_tag()
    shorten_decisions(root)
    references.prefix_ids(root, chapter.id)
    references.rewrite_links(root, chapter.page, {other.page: other.id for other in book.chapters}, "")
    for element in root.xpath(".//*[@data-on]"):
        del element.attrib["data-on"]
    return Page(chapter, article, root)


def _copy(element: HtmlElement) -> HtmlElement:
    copied = deepcopy(element)
    copied.tail = None
    return copied


def made(tag: str, text: str = "", /, *children: HtmlElement, **attributes: str) -> HtmlElement:
    """An element; `class_` and `id` name attributes."""
    element = html.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    element.text = text or None
    element.extend(children)
    return element


def inner(element: HtmlElement, tag: str, **attributes: str) -> HtmlElement:
    """What an element holds, in an element of another kind."""
    taken = made(tag, "", **attributes)
    copied = _copy(element)
    taken.text = copied.text
    taken.extend(list(copied))
    return taken


def tables_of(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    return [table for element in elements for table in element.iter("table")]


def columns(table: HtmlElement, wanted: Sequence[int]) -> HtmlElement:
    """A copy of a table with some of its columns, counted from 0."""
    copied = _copy(table)
    for row in copied.iter("tr"):
        for number, cell in enumerate(list(row)):
            if number not in wanted:
                row.remove(cell)
    return copied


def first_sentence(paragraph: HtmlElement, tag: str) -> HtmlElement:
    """The first sentence of a paragraph, with its marks, in an element of another kind. It ends with a full stop where the
    paragraph leads to an example, which isn't taken."""
    taken = inner(paragraph, tag)
    ended = False
    for holder, name in _texts(taken):
        text = getattr(holder, name)
        if ended:
            setattr(holder, name, None)
        elif text and (end := re.search(r"[.!?][”’)]?(?=\s+[A-Z“(]|\s*$)|:\s*$", text)):
            setattr(holder, name, re.sub(r":\s*$", ".", text[: end.end()]))
            ended = True
            if name == "tail" or len(holder):
                _cut_after(holder, name, taken)
                break
    return taken


def _texts(root: HtmlElement) -> Iterable[tuple[HtmlElement, str]]:
    """The texts directly in an element, in order; what an element within it says is one with it."""
    yield root, "text"
    for child in root:
        yield child, "tail"


def _cut_after(holder: HtmlElement, name: str, root: HtmlElement) -> None:
    following = list(root) if name == "text" else list(holder.itersiblings())
    for element in following:
        root.remove(element)
