"""Where things stand: marks without width carry the number of each source line through the conversion.

Python-Markdown forgets lines. So the first word of every line of text is followed by its number, written in characters
that have no width and mean nothing to any syntax; when the page is a tree, every element learns its line from the marks
around it, and the marks are taken out again.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

_OPEN, _ZERO, _ONE, _CLOSE = "\u2063", "\u2061", "\u2062", "\u2064"
MARK = re.compile(f"{_OPEN}([{_ZERO}{_ONE}]+){_CLOSE}")
RESERVED = str.maketrans("", "", _OPEN + _ZERO + _ONE + _CLOSE)
"""Takes the characters of marks out of a text: in a source they mean nothing."""

LINE = "data-line"
"""The attribute that keeps an element's line until its problems have been found."""

_BY_EXTENSIONS = frozenset(("data-tabs",))
"""Attributes that the converter's extensions write without a seal."""

_COMMENT = re.compile(r"\s*<!--(?=\s)")
_TAG = re.compile(r" {0,3}<[A-Za-z][\w-]*(?=[\s/>])")
_LEFT_ALONE = re.compile(r"\s*(?:///|<(?!(?:a|abbr|b|br|em|i|kbd|mark|small|span|strong|sub|sup)\b)|\*\[|\[[^\]^]+\]:|(?:[-*_]\s*){3,}\Z)")
_BEFORE_TEXT = re.compile(
    r"\s*(?:>\s*)*(?:(?:(?:[-*+]|\d+[.)]|#{1,6}|:)\s+|\[\^[^\]]+\]:\s*|(?:!!!|\?\?\?\+?|===)[^\"]*\"|\|\s*)\s*)*"
)
_CONSTRUCT_OR_WORD = re.compile(
    r"`+[^`]*`+|\$\{[^}]*\}|\[@[^\]]*\]|\$[^$\n]*\$|\]\([^)]*\)|<[^>]*>|\{[^}]*\}|https?://\S+"
    r"|(?P<word>[^\W_]+)(?=[\s.,;:!?)|\"”]|$)"
)

_INLINE = ("`", "$", "[@", "](")
"""How the inline marks begin that may be followed by the number of a line without a plain word."""

_FLOW = frozenset(
    ("p", "li", "tr", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "summary", "blockquote", "div",
     "table", "figure", "ul", "ol", "dl", "details", "section", "thead", "tbody", "pre")
)  # fmt: skip
"""Elements with which a new run of text begins: marks in one say nothing of the next."""

_BLOCKS = _FLOW | {"td", "th"}


def mark(line: int) -> str:
    """A line's number as characters without width."""
    return _OPEN + f"{line:b}".replace("0", _ZERO).replace("1", _ONE) + _CLOSE


def marked(text: str, line: int) -> str:
    """A line of Markdown with its number after its first plain word, or else after its first inline mark; as it is where
    it has neither. An HTML tag at the line's beginning says it itself."""
    if comment := _COMMENT.match(text):
        return comment[0] + mark(line) + text[comment.end() :]
    if tag := _TAG.match(text):
        text = f'{tag[0]} {LINE}="{sealed(line)}"{text[tag.end() :]}'
    if _LEFT_ALONE.match(text):
        return text
    start, after = _BEFORE_TEXT.match(text).end(), 0
    for found in _CONSTRUCT_OR_WORD.finditer(text, start):
        if found["word"]:
            after = found.end()
            break
        # Attributes in braces belong to what they follow; nothing may follow two dollars that end a block.
        ends_a_block = found[0] == "$$" and not text[found.end() :].strip()
        if not after and found[0].startswith(_INLINE) and not ends_a_block and not text.startswith("{", found.end()):
            after = found.end()
    return text[:after] + mark(line) + text[after:] if after else text


def sealed(value: object) -> str:
    """The value of a `data-` attribute that the dialect itself writes: no author can write such a one."""
    return f"{_CLOSE}{value}"


def take_seals(root: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Takes the seals off the values of `data-` attributes below `root`, and takes away attributes without one: with them
    an author would speak for the dialect. Returns these, each with its element."""
    found = []
    for element in root.iter(etree.Element):
        for name in [name for name in element.attrib if name.startswith("data-") and name not in _BY_EXTENSIONS]:
            if element.get(name).startswith(_CLOSE):
                element.set(name, element.get(name).removeprefix(_CLOSE))
            else:
                del element.attrib[name]
                found.append((element, name))
    return found


def number_of(found: re.Match[str]) -> int:
    """The line that a mark says."""
    return int(found[1].replace(_ZERO, "0").replace(_ONE, "1"), 2)


def take_lines(root: HtmlElement, first: int = 1) -> dict[HtmlElement, int]:
    """Gives every element below `root` its line as `data-line`, and takes the marks out of all texts and attributes.

    `first` is the line that the page begins on. Returns the lines of comments, which can't have attributes.
    """
    comments: dict[HtmlElement, int] = {}
    waiting: list[tuple[HtmlElement, int]] = []
    line, newlines = first, 0

    def place(element: HtmlElement) -> None:
        nonlocal line
        found = next((found for value in element.values() if (found := MARK.search(value))), None)
        if found or element.get(LINE, "").isdecimal():
            line = number_of(found) if found else int(element.get(LINE))
            element.set(LINE, str(line))
            return
        element.set(LINE, str(line))
        waiting.append((element, newlines))

    def read(text: str, between: bool) -> str:
        nonlocal line, newlines
        if between and not text.strip():
            return text  # set between elements by the converter; the source has no such line ends
        end = 0
        for found in MARK.finditer(text):
            newlines += text.count("\n", end, found.start())
            line = number_of(found)
            # What stands in the same run before its first mark learns its line from it.
            for element, before in waiting:
                element.set(LINE, str(line - (newlines - before)))
            waiting.clear()
            newlines, end = 0, found.end()
        passed = text.count("\n", end)
        newlines += passed
        line += passed
        return MARK.sub("", text) if end else text

    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            if element.tag in _FLOW:
                waiting[:] = [(e, n) for e, n in waiting if e.tag in _FLOW]
                # Where no mark follows, this is the likeliest line: a row or an item begins one.
                line += element.tag in ("tr", "li")
            place(element)
            if element.text:
                element.text = read(element.text, element.tag in _BLOCKS)
            for name, value in element.items():
                if _OPEN in value:
                    element.set(name, MARK.sub("", value))
            continue
        if event == "comment":
            text = element.text or ""
            found = MARK.search(text)
            comments[element] = number_of(found) - text.count("\n", 0, found.start()) if found else line
            element.text = MARK.sub("", text)
            newlines, line = newlines + text.count("\n"), line + text.count("\n")
        if element is not root and element.tail:
            element.tail = read(element.tail, element.tag in _BLOCKS)
    return comments


def line_of(element: HtmlElement) -> int:
    """The source line where an element begins; that of the nearest one around it that knows its own."""
    while element is not None:
        if found := element.get(LINE):
            return int(found)
        element = element.getparent()
    return 0
