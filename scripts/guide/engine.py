"""What the site engine sees of a page: a mark, for which this Python-Markdown extension gives the page's finished HTML.

Any engine that runs Python-Markdown extensions makes the same pages; none has to know how they are made.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

_MARK = re.compile(r"<!-- guide: (\S+) -->")


def mark(page: str) -> str:
    """The text of a page's file for the engine."""
    return f"<!-- guide: {page} -->\n"


class MadePages(Extension):
    def __init__(self, **kwargs: object) -> None:
        self.config = {"pages": ["", "the folder with a JSON file a page: its HTML and its table of contents"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        find = _Find(md, Path(self.getConfig("pages")))
        md.preprocessors.register(find, "guide-find", 1000)
        # After everything else: nothing of the page is left to be done.
        md.postprocessors.register(_Answer(md, find), "guide-answer", -1000)


class _Find(Preprocessor):
    """Takes the page named by the mark; the converter is left with nothing to convert."""

    def __init__(self, md: Markdown, pages: Path) -> None:
        super().__init__(md)
        self._pages = pages
        self.page: dict = {}

    def run(self, lines: list[str]) -> list[str]:
        found = _MARK.search("\n".join(lines))
        if found is None:
            raise ValueError("the site is made by `guide build` or `guide serve`, which give the engine finished pages")
        self.page = json.loads((self._pages / f"{found[1]}.json").read_text(encoding="utf-8"))
        return ["."]


class _Answer(Postprocessor):
    def __init__(self, md: Markdown, find: _Find) -> None:
        super().__init__(md)
        self._find = find

    def run(self, text: str) -> str:
        self.md.toc_tokens = self._find.page["contents"]
        return self._find.page["html"]


def makeExtension(**kwargs: object) -> MadePages:
    return MadePages(**kwargs)
