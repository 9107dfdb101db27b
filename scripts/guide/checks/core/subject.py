"""What a check of the sources looks at: the book, its articles, and parts of both that several checks ask for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import html
from lxml.html import HtmlElement

from guide.article import Article
from guide.checks.core.flowchart import Flowchart, read_flowchart
from guide.markdown.facts import FigureUse, Heading, Link
from guide.markdown.fences import Block
from guide.markdown.lines import line_of
from guide.model import Book, Chapter, Diagram
from guide.problems import Problem


def near(name: str, names: Iterable[str], otherwise: str, form: str = "{!r}") -> str:
    """The mend of a wrong name: the nearest of `names`, else what to do `otherwise`."""
    found = difflib.get_close_matches(name, list(names), 1)
    return f"did you mean {form.format(found[0])}?" if found else otherwise


@dataclass(frozen=True)
class Part:
    """A section of a chapter: its `##` heading, and what stands below it, as parsed."""

    heading: Heading
    elements: tuple[HtmlElement, ...]
    blocks: tuple[Block, ...]
    figures: tuple[FigureUse, ...]

    @property
    def text(self) -> str:
        return " ".join(" ".join(e.text_content() for e in self.elements).split())

    def all(self, *tags: str) -> list[HtmlElement]:
        return [found for element in self.elements for found in element.iter(*tags)]

    def of_class(self, name: str) -> list[HtmlElement]:
        return [e for e in self.all() if isinstance(e.tag, str) and name in (e.get("class") or "").split()]

    def rows(self) -> list[HtmlElement]:
        """The rows of its tables, without those of their heads."""
        return [row for body in self.all("tbody") for row in body.iter("tr")]


class Subject:
    """A book that was read, and its pages as far as they could be made."""

    def __init__(self, book: Book, articles: Mapping[str, Article]) -> None:
        self.book, self.articles = book, articles
        self._trees: dict[str, HtmlElement] = {}
        self._parts: dict[str, dict[str, Part]] = {}
        self._flowcharts: dict[str, Flowchart | None] = {}

    def path(self, chapter: Chapter) -> str:
        """The chapter's file as messages name it."""
        return self.book.project.relative(chapter.path)

    def of(self, chapter: Chapter, code: str) -> Callable[..., Problem]:
        """Makes problems of a chapter: `at(line, message, mend, column=0)`."""
        path = self.path(chapter)
        return lambda line, message, mend, column=0: Problem(path, line, code, message, mend, column)

    def known(self, *paths) -> bool:
        """Whether the whole content of some files is known."""
        return not self.book.unread.intersection(paths)

    def hidden(self, chapter: str) -> bool:
        """Whether a chapter of this id may be meant though the book hasn't it as such: something is wrong with its file,
        or the navigation can't be read."""
        return not self.known(self.book.project.config) or any(p.path.endswith(f"/{chapter}.md") for p in self.book.problems)

    def column(self, path: str, line: int, text: str) -> int:
        """Where `text` stands in a line; 0 when it doesn't, or not only once."""
        lines = self._lines.get(path, ())
        found = lines[line - 1] if 0 < line <= len(lines) else ""
        return found.index(text) + 1 if found.count(text) == 1 else 0

    def line_with(self, path: str, text: str) -> int:
        """The first line of a file that holds `text`; 1 when none does."""
        return next((number for number, line in enumerate(self._lines.get(path, ()), 1) if text in line), 1)

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {path: text.split("\n") for path, text in self.book.texts.items()}

    def tree(self, chapter: Chapter) -> HtmlElement:
        """The parsed page; checks leave it as it is."""
        if chapter.page not in self._trees:
            self._trees[chapter.page] = html.fragment_fromstring(chapter.parsed.html, create_parent="div")
        return self._trees[chapter.page]

    def parts(self, chapter: Chapter) -> dict[str, Part]:
        """The chapter's `##` sections by their names."""
        if chapter.page not in self._parts:
            self._parts[chapter.page] = dict(self._cut(chapter))
        return self._parts[chapter.page]

    def _cut(self, chapter: Chapter) -> Iterator[tuple[str, Part]]:
        heads = [heading for heading in chapter.headings if heading.level == 2]
        starts: dict[str, list[HtmlElement]] = {}
        current: list[HtmlElement] = []
        for element in self.tree(chapter):
            if element.tag == "h2":
                current = starts.setdefault(element.get("id", ""), [])
            else:
                current.append(element)
        for heading, end in zip(heads, [*(h.line for h in heads[1:]), float("inf")], strict=False):
            yield section_name(heading), Part(
                heading,
                tuple(starts.get(heading.anchor, ())),
                tuple(b for b in chapter.parsed.blocks if heading.line < b.line < end),
                tuple(f for f in chapter.parsed.figures if heading.line < f.line < end),
            )

    def of_kind(self, kind: str) -> list[Chapter]:
        return [chapter for chapter in self.book.chapters if chapter.front.kind == kind]

    def in_layers(self) -> list[Chapter]:
        """The chapters that are written in layers: those with a spine."""
        return [chapter for chapter in self.book.chapters if chapter.front.spine]

    def links(self, chapter: Chapter) -> Iterator[Link]:
        """Every link of the chapter, but for images."""
        images = {(image.get("src"), line_of(image)) for image in self.tree(chapter).iter("img")}
        yield from (link for link in chapter.parsed.links if (link.target, link.line) not in images)

    def flowchart(self, diagram: Diagram) -> Flowchart | None:
        """The diagram as a flowchart; None when it is of another kind."""
        if diagram.key not in self._flowcharts:
            self._flowcharts[diagram.key] = read_flowchart(diagram.source)
        return self._flowcharts[diagram.key]

    def drawn(self) -> Iterator[Diagram]:
        """The diagrams that chapters show and that can be drawn; of others the mistake is named."""
        for name, (chapter, _) in self.shown.items():
            article, diagram = self.articles.get(chapter.page), self.book.diagrams[name]
            if article and diagram.key in article.drawings:
                yield diagram

    @cached_property
    def shown(self) -> dict[str, tuple[Chapter, FigureUse]]:
        """Who shows each diagram first, by the diagram's path from diagrams/."""
        found: dict[str, tuple[Chapter, FigureUse]] = {}
        for chapter in self.book.chapters:
            for use in chapter.parsed.figures:
                if use.name in self.book.diagrams:
                    found.setdefault(use.name, (chapter, use))
        return found


def section_name(heading: Heading) -> str:
    return heading.text.replace("’", "'")
