"""Fenced blocks: found once, with their lines, before anything else reads the text.

A fence in one of the guide's own languages becomes a placeholder that rendering fills; any other is code.
"""

from __future__ import annotations

import difflib
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
from guide.markdown.structure import Fault, Line, repaired

LANGUAGES = (
    "mermaid", "estimate", "metric", "decisions", "choices", "digest", "listing", "sources", "bibliography", "matrix", "glossary",
    "contents", "ledger", "prices",
)  # fmt: skip
"""The guide's own fences."""

_LISTS = ("bibliography", "matrix", "glossary", "ledger", "prices")
"""Fences that list something of the whole book, and hold nothing themselves."""

_IDS = ("decisions", "choices", "digest", "listing", "sources", "metric")
"""Fences of a few short lines: of one that is never closed, the lines after an empty one are the page's."""

_FILLED = ("decisions", "choices")
"""Fences that say nothing when they are empty, and of which nobody else asks for more."""

NOTE = "data-note"
"""The attribute that numbers a string inside a block until the page is a tree."""

_SHORT_FENCE = re.compile(r"^(?P<prefix>[ \t]*)(?P<mark>``|~~)(?P<info>[a-z]+[ \t]*)$", re.I)
_ANY_MARK = re.compile(r"[ \t]*(?:`{2,}|~{2,})[ \t]*")
_NOT_INSIDE = re.compile(r"\s*///|#{2,6}\s")
_FENCE = re.compile(r"^(?P<prefix>[ \t]*(?:>[ \t]?)*[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")


@dataclass(frozen=True)
class Block:
    """A fence in one of the guide's languages: its text, and the line (from 1) of the text's first line."""

    language: str
    text: str
    line: int


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
        made: list[Line] = []
        number = 0
        while number < len(source):
            opened = self._opening(source[number], self._line(number))
            if opened is None:
                made.append(Line(source[number].translate(lines.RESERVED), self._line(number)))
                number += 1
                continue
            end, after = self._end(source, number, opened)
            text = "\n".join(_without(line, opened["prefix"]) for line in source[number + 1 : end])
            placeholder = self.md.htmlStash.store(self._html(opened["info"].split(), text, self._line(number)))
            lead = Line(opened["prefix"].rstrip() if ">" in opened["prefix"] else "", self._line(number))
            made += [lead, Line(opened["prefix"] + placeholder, self._line(number)), Line("", self._line(number))]
            number = after
        made, faults = repaired(made)
        self.faults += faults
        return [line.text if line.block else lines.marked(line.text, line.number) for line in made] + self._notes()

    def _opening(self, text: str, line: int) -> re.Match[str] | None:
        """The fence that begins on a line; one whose mark is too short is named, and read as if it weren't."""
        short = _SHORT_FENCE.match(text)
        if short and short["info"].strip().lower() in LANGUAGES:
            mend = "write three backticks, ```, before the language and after the block."
            self.faults.append(Fault("markup", line, f"the fence's mark {short['mark']} is too short.", mend))
            return _FENCE.match(f"{short['prefix']}```{short['info']}")
        return _FENCE.match(text)

    def _end(self, source: list[str], start: int, opened: re.Match[str]) -> tuple[int, int]:
        """(line after the block's last, line from which the page goes on). One that isn't closed ends where something
        stands that it can't hold."""
        own = bool(_language(opened["info"]))
        mend = f"write {opened['mark']} on a line of its own after the block's last line."
        message = f"the block opened here with {opened['mark']}{opened['info'].strip()} is never closed."
        wrong = 0  # the first line that may have been meant to close it
        for number in range(start + 1, len(source)):
            if _closes(source[number], opened):
                return number, number + 1
            other = _FENCE.match(source[number])
            nested = other and other["mark"].startswith(opened["mark"]) and _known(other["info"])
            if nested or own and _NOT_INSIDE.match(source[number]):
                break
            wrong = wrong or number * bool(own and _ANY_MARK.fullmatch(source[number]))
        else:
            rest = range(start + 1, len(source))
            ends = (n for n in rest if own and not source[n].strip() or re.match(r"##\s", source[n]))
            number = next(ends, len(source))
        self.faults.append(Fault("unclosed", self._line(start), message, mend))
        if wrong:
            return wrong, wrong + 1
        if _language(opened["info"]) in _IDS and (empty := _first_empty(source[start:number])):
            return start + empty, start + empty
        return number, number

    def _notes(self) -> list[str]:
        """The strings inside blocks as paragraphs after the page's own text, each led by its number."""
        made: list[str] = []
        for block in self.blocks:
            for text, line in self._texts_of(block):
                if text and text not in self.texts:
                    made += ["", f'<i {NOTE}="{lines.sealed(len(self.texts))}">{lines.mark(line)}</i>{text}', ""]
                    self.texts.append(text)
        return made

    def _line(self, number: int) -> int:
        return number + 1 + self.offset

    def _html(self, info: list[str], text: str, line: int) -> str:
        language = info[0] if info else ""
        own = _language(language)
        if own and own != language:
            self.faults.append(Fault("unknown-fence", line, f"no language is called {language!r}.", f"did you mean {own!r}?"))
            language = own
        if own and info[1:]:
            message = f"{' '.join(info[1:])!r} stands after the language {language!r}."
            self.faults.append(Fault("unknown-fence", line, message, "write it on a line of its own below."))
            text, line = f"{' '.join(info[1:])}\n{text}", line - 1
        if own in _LISTS and text.strip():
            self.faults.append(Fault("unknown-fence", line + 1, f"a `{own}` fence lists what the whole book has.", "leave it empty."))
        if own in _FILLED and not text.strip():
            self.faults.append(Fault("unknown-fence", line, f"the `{own}` fence is empty.", "fill it, or delete it."))
        if own:
            self.blocks.append(Block(language, text, line + 1))
            number, first = lines.sealed(len(self.blocks) - 1), lines.sealed(line + bool(info[1:]))
            return f'<div data-block="{number}" {lines.LINE}="{first}"></div>'
        try:
            lexer = get_lexer_by_name(language or "text")
        except ClassNotFound:
            message, mend = f"no language is called {language!r}.", f"use one of {', '.join(LANGUAGES)}, or a programming language."
            self.faults.append(Fault("unknown-fence", line, message, mend))
            return f'<div class="highlight"><pre><code>{escape(text)}</code></pre></div>'
        return highlight(text, lexer, HtmlFormatter(cssclass="highlight", wrapcode=True))


def _known(info: str) -> bool:
    """Whether the word after a fence's mark is one of the guide's languages, or a programming language."""
    try:
        return bool(info.strip()) and bool(_language(info) or get_lexer_by_name(info.split()[0]))
    except ClassNotFound:
        return False


def _first_empty(texts: list[str]) -> int:
    """The first empty line; 0 when there is none."""
    return next((number for number, text in enumerate(texts) if not text.strip()), 0)


def _language(info: str) -> str:
    """The guide's language that the word after a fence's mark means, be it misspelt; "" for any other."""
    word = (info.split() or [""])[0]
    plain = word.strip("{}.").lower()
    if plain in LANGUAGES:
        return plain
    try:
        get_lexer_by_name(plain or "text")
    except ClassNotFound:
        return next(iter(difflib.get_close_matches(plain, LANGUAGES, 1, 0.75)), "")
    return ""


def _closes(line: str, opened: re.Match[str]) -> bool:
    found = _FENCE.match(line)
    return bool(found) and found["mark"].startswith(opened["mark"]) and not found["info"].strip()


def _without(line: str, prefix: str) -> str:
    """A line of a fence without what stands before the fence: its indentation, its quotation marks."""
    shared = 0
    while shared < min(len(line), len(prefix)) and (line[shared] == prefix[shared] or line[shared].isspace()):
        shared += 1
    return line[shared:]
