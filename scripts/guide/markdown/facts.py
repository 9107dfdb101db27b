"""What a parsed page holds, each thing with its line: what checks, numbers and outputs ask of a chapter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from guide.estimates import Block as EstimateBlock
from guide.markdown.fences import Block
from guide.markdown.structure import Fault


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link or image as written: its target, and whether it has a text of its own."""

    target: str
    line: int


@dataclass(frozen=True)
class Citation:
    key: str
    locator: str
    line: int


@dataclass(frozen=True)
class Quote:
    """A computed value's expression, as written between `${` and `}`."""

    expression: str
    line: int


@dataclass(frozen=True)
class FigureUse:
    """A diagram's fence: the `folder/name.mmd` that it includes ("" when it includes none), and whether a caption follows."""

    name: str
    line: int
    captioned: bool

    @property
    def anchor(self) -> str:
        return "fig-" + self.name.rpartition("/")[2].removesuffix(".mmd")


@dataclass(frozen=True)
class TableUse:
    """A table with a caption and an anchor."""

    anchor: str
    line: int


@dataclass(frozen=True)
class Formula:
    tex: str
    display: bool
    line: int


@dataclass(frozen=True)
class TalkingPoint:
    """A fold of a kind (`question`, `wrong`, `derivation`): its title, and the words in brackets at the title's end."""

    kind: str
    title: str
    tags: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class ProseNumber:
    """A typed number with a unit.

    Attributes:
        text: the number with its unit, as written.
        citations: keys of the works cited in its sentence or table row.
        sentence: that sentence or row as plain text.
        plain: whether a `<!-- plain: reason -->` covers it.
    """

    text: str
    line: int
    citations: tuple[str, ...]
    sentence: str
    plain: bool


def words_in(text: str) -> frozenset[str]:
    """The words of a text, each once, in small letters."""
    return frozenset(word.casefold() for word in set(re.findall(r"\w+", text)))


CITED = "\ue001"
"""What a citation is in the text of a piece: one character of private use."""


@dataclass(frozen=True)
class Piece:
    """A paragraph, item, table row or caption, as it is read.

    Attributes:
        section: the anchor of the `##` section that it stands in; "" before the first.
        box: the kind of the box or fold that it stands in, as `glance` or `derivation`; "" outside.
        text: without values, code and formulas, each citation as `CITED`; its line ends are those of the source.
        sentences: how many it has; a row is one.
        marked: its links, emphasised and bold words, each as (tag, text).
    """

    section: str
    kind: Literal["prose", "row", "caption"]
    box: str
    line: int
    text: str
    sentences: int
    quotes: tuple[Quote, ...] = ()
    marked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Parsed:
    """A chapter's Markdown as HTML with placeholders, and what it holds.

    `estimates` are the estimate blocks as their language reads them. `inline` gives the HTML of every Markdown string inside the page's data blocks (notes, labels, titles), by its
    source. `classes` are those of the page's elements. `passages` is the plain text under each heading ("" before the
    first), by anchor; a heading's text includes that of the headings below it. `pieces` is the same text piece by
    piece, in the order in which it is read. `words` counts what is read on each
    layer, tables and strips included. `vocabulary` is every word of its HTML and of the strings inside its blocks, tags
    included; `borrowed` the other chapters' values, as `chapter-id.name`, that its formulas use.
    """

    html: str = ""
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[FigureUse, ...] = ()
    tables: tuple[TableUse, ...] = ()
    formulas: tuple[Formula, ...] = ()
    talking_points: tuple[TalkingPoint, ...] = ()
    numbers: tuple[ProseNumber, ...] = ()
    plain_marks: tuple[tuple[str, int], ...] = ()
    anchors: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    passages: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    inline: Mapping[str, str] = field(default_factory=dict)
    estimates: tuple[EstimateBlock, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    borrowed: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
