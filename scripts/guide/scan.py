"""Finding things in a chapter's Markdown with their lines, without rendering it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.extensions.toc import slugify, unique

_FENCE = re.compile(r"^(?P<indent>[ ]*)(?P<mark>`{3,}|~{3,})[ ]*(?P<info>[^`\n]*)$")
_HEADING = re.compile(r"^(#{1,6})[ ]+(.+?)[ ]*#*$")
_EXPLICIT_ID = re.compile(r"\{[^}\n]*#([\w-]+)[^}\n]*\}[ ]*$", re.M)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
CITATION = re.compile(r"\[(@[^\]\s][^\]]*)\]")
CITED_WORK = re.compile(r"@(?P<key>[\w:.-]*\w)(?:,\s*(?P<locator>[^;]+))?")
QUOTE = re.compile(r"\$\{(?P<expression>[^{}\n]+)\}")
FORMULA = re.compile(r"(?<![\\$])\$\$(?P<block>[^$]+?)\$\$|(?<![\\$])\$(?!\s)(?P<inline>[^$\n]+?)(?<![\s\\])\$(?!\d)")
LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its first info word, its text, and the line (from 1) of the text's first line."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str
    line: int


def fences(body: str, offset: int = 0) -> Iterator[Fence]:
    """Every fenced block of `body`; `offset` lines stand before it in its file."""
    mark = None
    for number, line in enumerate(body.split("\n"), 1 + offset):
        found = _FENCE.match(line)
        if mark is None and found:
            mark, indent, language = found["mark"], len(found["indent"]), (found["info"].split() or [""])[0]
            start, lines = number + 1, []
        elif mark is not None:
            if found and found["mark"].startswith(mark) and not found["info"].strip():
                yield Fence(language, "\n".join(lines), start)
                mark = None
            else:
                lines.append(line[indent:] if line[:indent].isspace() else line)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _without_fences(body: str) -> str:
    """`body` with fenced blocks blanked out; every position stays where it was."""
    lines, mark = [], None
    for line in body.split("\n"):
        found = _FENCE.match(line)
        if mark is None and found:
            mark = found["mark"]
            lines.append(" " * len(line))
        elif mark is not None:
            if found and found["mark"].startswith(mark) and not found["info"].strip():
                mark = None
            lines.append(" " * len(line))
        else:
            lines.append(line)
    return "\n".join(lines)


def prose(body: str) -> str:
    """`body` with fenced blocks, code spans and comments blanked out; every position stays where it was."""
    text = _without_fences(body)
    for pattern in (_COMMENT, _CODE_SPAN):
        text = pattern.sub(lambda m: _blank(m[0]), text)
    return text


def line_at(text: str, position: int, offset: int = 0) -> int:
    """The line (from 1) of a position in `text`."""
    return text.count("\n", 0, position) + 1 + offset


def headings(body: str, offset: int = 0) -> list[Heading]:
    """The headings of `body` with the anchors that Python-Markdown gives them."""
    text = _COMMENT.sub(lambda m: _blank(m[0]), _without_fences(body))
    used = set(_EXPLICIT_ID.findall(text))
    found = []
    for number, line in enumerate(text.split("\n"), 1 + offset):
        if match := _HEADING.match(line):
            words = re.sub(r"\s*\{[^}]*\}\s*$", "", match[2])
            words = re.sub(r"[*`]", "", LINK.sub(r"\g<text>", words))
            explicit = _EXPLICIT_ID.search(match[2])
            anchor = explicit[1] if explicit else unique(slugify(words, "-"), used)
            found.append(Heading(len(match[1]), words, anchor, number))
    return found


def words(body: str) -> int:
    """Words a reader reads: prose, tables and captions, not fences or markup."""
    return len(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", prose(body)))
