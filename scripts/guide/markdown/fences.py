"""Fenced blocks: found once, with their lines, before anything else reads the text.

A fence in one of the guide's own languages becomes a placeholder that rendering fills; any other is code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from guide.markdown import lines

LANGUAGES = (
    "mermaid", "estimate", "metric", "decisions", "digest", "listing", "sources", "bibliography", "matrix", "glossary",
    "contents", "ledger", "prices",
)  # fmt: skip
"""The guide's own fences."""

NOTE = "data-note"
"""The attribute that numbers a string inside a block until the page is a tree."""

_FENCE = re.compile(r"^(?P<prefix>[ \t]*(?:>[ \t]?)*[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")


@dataclass(frozen=True)
class Block:
    """A fence in one of the guide's languages: its text, and the line (from 1) of the text's first line."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Fault:
    """Something wrong with a page's Markdown, at a line of its file."""

    code: str
    line: int
    message: str
    mend: str
    column: int = 0


class Source(Preprocessor):
    """Takes fences out of the text, and gives every other line of text the mark of its number."""

    def __init__(self, md: Markdown, offset: int, texts_of: Callable[[Block], Iterable[tuple[str, int]]]) -> None:
        """`texts_of` gives the Markdown strings inside a block, each with its line."""
        super().__init__(md)
        self.offset, self._texts_of = offset, texts_of
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []
        self.texts: list[str] = []

    def run(self, source: list[str]) -> list[str]:
        made: list[str] = []
        number = 0
        while number < len(source):
            opened = _FENCE.match(source[number])
            if opened is None:
                text = source[number].translate(lines.RESERVED)
                made.append(lines.marked(text, self._line(number)))
                number += 1
                continue
            end = next((n for n in range(number + 1, len(source)) if _closes(source[n], opened)), None)
            if end is None:
                mend = f"write {opened['mark']} on a line of its own after the block's last line."
                message = f"the block opened here with {opened['mark']}{opened['info'].strip()} is never closed."
                self.faults.append(Fault("unclosed", self._line(number), message, mend))
                end = len(source)
            text = "\n".join(_without(line, opened["prefix"]) for line in source[number + 1 : end])
            placeholder = self.md.htmlStash.store(self._html(opened["info"].split(), text, self._line(number)))
            made += [opened["prefix"].rstrip() if ">" in opened["prefix"] else "", opened["prefix"] + placeholder, ""]
            number = end + 1
        return made + self._notes()

    def _notes(self) -> list[str]:
        """The strings inside blocks as paragraphs after the page's own text, each led by its number."""
        made: list[str] = []
        for block in self.blocks:
            for text, line in self._texts_of(block):
                if text and text not in self.texts:
                    made += ["", f'<i {NOTE}="{len(self.texts)}">{lines.mark(line)}</i>{text}', ""]
                    self.texts.append(text)
        return made

    def _line(self, number: int) -> int:
        return number + 1 + self.offset

    def _html(self, info: list[str], text: str, line: int) -> str:
        language = info[0] if info else ""
        if language in LANGUAGES:
            self.blocks.append(Block(language, text, line + 1))
            return f'<div data-block="{len(self.blocks) - 1}" {lines.LINE}="{line}"></div>'
        try:
            lexer = get_lexer_by_name(language or "text")
        except ClassNotFound:
            message, mend = f"no language is called {language!r}.", f"use one of {', '.join(LANGUAGES)}, or a programming language."
            self.faults.append(Fault("unknown-fence", line, message, mend))
            return f"<pre><code>{escape(text)}</code></pre>"
        return highlight(text, lexer, HtmlFormatter(cssclass="highlight", wrapcode=True))


def _closes(line: str, opened: re.Match[str]) -> bool:
    found = _FENCE.match(line)
    return bool(found) and found["mark"].startswith(opened["mark"]) and not found["info"].strip()


def _without(line: str, prefix: str) -> str:
    """A line of a fence without what stands before the fence: its indentation, its quotation marks."""
    shared = 0
    while shared < min(len(line), len(prefix)) and (line[shared] == prefix[shared] or line[shared].isspace()):
        shared += 1
    return line[shared:]
