"""A page, rendered once: what every output takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guide.diagrams import Drawn
from guide.problems import Problem


@dataclass(frozen=True)
class Section:
    """A heading of the page."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption. `diagram` is its key in `Article.drawings`, `label` reads "Figure 8.2"."""

    anchor: str
    label: str
    title: str
    diagram: str


@dataclass(frozen=True)
class Table:
    """A numbered table; `label` reads "Table 8.1"."""

    anchor: str
    label: str


@dataclass(frozen=True)
class SearchEntry:
    """A section for the search: where it begins ("" for the page's head), its title, and its text as plain HTML."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Article:
    """A chapter's page without a theme.

    `html` has no title (`h1`). Its links within the guide are `folder/page.md#anchor` from `docs/`, or `#anchor` on
    the same page; every output turns them into addresses of its own. A drawing's place is an empty
    `<div class="diagram" data-diagram="folder/name">`, into which each output puts its variant of `drawings`.

    Attributes:
        page: the file below `docs/`.
        model: the estimates for the page's script, as JSON; "" when it has none.
        explained: the terms of the glossary that the page marks as explained.
        worksheets: the estimate blocks that the page shows as strips, as HTML for print, in order.
    """

    page: str
    id: str
    title: str
    html: str
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    anchors: frozenset[str] = frozenset()
    drawings: Mapping[str, Drawn] = field(default_factory=dict)
    search: tuple[SearchEntry, ...] = ()
    explained: frozenset[str] = frozenset()
    worksheets: tuple[str, ...] = ()
    model: str = ""
    text: str = ""
    minutes: int = 0
    problems: tuple[Problem, ...] = ()
