"""What a parsed page holds, each thing with its line: what checks, numbers and outputs ask of a chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Parsed:
    """A chapter's Markdown as HTML with placeholders, and what it holds.

    `estimates` are the estimate blocks as their language reads them. `inline` gives the HTML of every Markdown string inside the page's data blocks (notes, labels, titles), by its
    source. `classes` are those of the page's elements. `passages` is the plain text under each heading ("" before the
    first), by anchor; a heading's text includes that of the headings below it. `words` counts what is read on each
    layer, tables and strips included.
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
    inline: Mapping[str, str] = field(default_factory=dict)
    estimates: tuple[EstimateBlock, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
