"""The guide's dialect of Markdown: a chapter's text becomes HTML with placeholders, and facts with their lines.

This is the one reader of Markdown. What it makes depends on the text alone: values, citations, drawings and whatever
else other files say are put in by `guide.render`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markdown import Markdown

from guide.markdown.facts import Parsed
from guide.markdown.fences import Source
from guide.markdown.inline import CitationPattern, ValuePattern
from guide.markdown.passages import inline_texts
from guide.markdown.plain import LastQuote, PlainText
from guide.markdown.tables import CountedTable
from guide.markdown.tree import read_tree
from guide.maths import INK, Formula, draw_formula

__all__ = ["Parsed", "parse"]

_EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "smarty", "tables", "toc",
    "pymdownx.arithmatex", "pymdownx.blocks.caption", "pymdownx.details", "pymdownx.keys", "pymdownx.tabbed",
]  # fmt: skip
_CONFIGURATION = {
    "toc": {"toc_depth": "2-4", "marker": ""},
    "smarty": {"smart_dashes": False},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.blocks.caption": {"types": ["figure-caption", "table-caption"]},
    "pymdownx.tabbed": {"alternate_style": True},
}


Draw = Callable[[str, bool], Formula]
"""Draws TeX, in display or in text style. Raises ValueError for what can't be drawn."""

_DRAW: Draw = partial(draw_formula, colour=INK)


def parse(text: str, offset: int = 0, draw: Draw = _DRAW) -> Parsed:
    """A chapter's Markdown, before which `offset` lines stand in its file. Never raises: faults are part of the result.

    `draw` tries out each formula.
    """
    md = Markdown(extensions=_EXTENSIONS, extension_configs=_CONFIGURATION)
    # After white space is normalised (30) and before anything reads blocks.
    source = Source(md, offset, inline_texts)
    md.preprocessors.register(source, "guide-source", 29)
    md.parser.blockprocessors.register(CountedTable(md, source), "table", 75)  # in the place of the extension's own
    # Just below code spans (190), so that code stays code, and above formulas and links.
    md.inlinePatterns.register(ValuePattern(md), "guide-value", 189.95)
    md.inlinePatterns.register(CitationPattern(md), "guide-citation", 189.94)
    md.treeprocessors.register(PlainText(md), "guide-plain-text", 25)
    md.treeprocessors.register(LastQuote(md), "guide-last-quote", 7)  # just before the extension's own quotes (6)
    return read_tree(md.convert(text), source, draw)
