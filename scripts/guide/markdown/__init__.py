"""The guide's dialect of Markdown, as one Python-Markdown extension.

`mkdocs.yml` names only `guide.markdown`; it brings the extensions that chapters use, configured, and the guide's own:
diagrams, figure and table numbers, citations, computed values, decisions, glossary, sources, formulas. Nothing here
depends on MkDocs, so any engine that runs Python-Markdown extensions makes the same pages.
"""

from __future__ import annotations

from pathlib import Path

from markdown import Extension, Markdown

from guide.markdown.context import Context, FindChapter
from guide.markdown.fences import fence_definitions
from guide.markdown.inline import CitationPattern, ValuePattern
from guide.markdown.steps import Steps
from guide.markdown.terms import Terms
from guide.markdown.trees import (
    DataBlocks,
    EmptyHeads,
    EstimateModel,
    Figures,
    Frontispiece,
    Maths,
    PlainText,
    TalkingPoints,
)
from guide.project import find_project


class GuideExtension(Extension):
    def __init__(self, **kwargs: object) -> None:
        self.config = {"root": ["", "the project's root; by default found from the working folder upwards"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        root = self.getConfig("root")
        project = find_project(Path(root) if root else None)
        md.guide = Context(project)
        md.registerExtensions(
            [
                "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "smarty", "tables",
                "pymdownx.arithmatex", "pymdownx.blocks.caption", "pymdownx.details", "pymdownx.highlight",
                "pymdownx.keys", "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tabbed",
            ],  # fmt: skip
            {
                "pymdownx.arithmatex": {"generic": True},
                "pymdownx.blocks.caption": {"types": ["figure-caption", "table-caption"]},
                "smarty": {"smart_dashes": False},
                "pymdownx.snippets": {"base_path": [str(project.diagrams)], "check_paths": False},
                "pymdownx.superfences": {"custom_fences": fence_definitions()},
                "pymdownx.tabbed": {"alternate_style": True},
            },
        )
        # The chapter is known by its text, so it is looked up before any other preprocessor changes the text.
        md.preprocessors.register(FindChapter(md), "guide-chapter", 1000)
        # Just below code spans (190), so that code stays code, and above formulas and links.
        md.inlinePatterns.register(ValuePattern(md), "guide-value", 189.95)
        md.inlinePatterns.register(CitationPattern(md), "guide-citation", 189.94)
        # Blocks made of data join the tree before inline patterns run (20): their text may cite and quote.
        md.treeprocessors.register(DataBlocks(md), "guide-data", 30)
        md.treeprocessors.register(PlainText(md), "guide-plain-text", 25)
        md.treeprocessors.register(EmptyHeads(md), "guide-empty-heads", 24)
        # Numbers and tags are given after them, and before the table of contents (5) and the engine's links (0).
        md.treeprocessors.register(Figures(md), "guide-figures", 15)
        md.treeprocessors.register(Maths(md), "guide-maths", 14)
        md.treeprocessors.register(TalkingPoints(md), "guide-talking-points", 13)
        md.treeprocessors.register(Frontispiece(md), "guide-frontispiece", 12)
        md.treeprocessors.register(EstimateModel(md), "guide-estimate-model", 11)
        # After the table of contents (5), which gives headings their anchors, and before the engine's links (0).
        md.treeprocessors.register(Steps(md), "guide-steps", 4)
        md.treeprocessors.register(Terms(md), "guide-terms", 3)


def makeExtension(**kwargs: object) -> GuideExtension:
    return GuideExtension(**kwargs)
