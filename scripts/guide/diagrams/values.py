"""Computed values inside diagrams: `${peak}` in a label becomes text that still knows its name.

The layout engine only sees characters. So a value is put in with its number in front of it, written in characters
that have no width and no ink; after the layout they are found again, wherever the label went.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from guide.markdown.inline import QUOTE

_OPEN, _ZERO, _ONE, _TEXT, _CLOSE = "\u2063", "\u2061", "\u2062", "\u2064", "\u2060"
_MARKED = re.compile(f"{_OPEN}([{_ZERO}{_ONE}]+){_TEXT}(.*?){_CLOSE}", re.S)
SPACE = "\ue000"
"""Stands for a space inside a value: a character of private use, because the layout breaks lines at every white space."""
INVISIBLE = frozenset(_OPEN + _ZERO + _ONE + _TEXT + _CLOSE)


def put_in(source: str, quote: Callable[[str], str]) -> tuple[str, list[str]]:
    """`source` with every `${expression}` replaced by `quote(expression)`, marked, and the list of expressions."""
    expressions: list[str] = []

    def mark(match: re.Match) -> str:
        digits = f"{len(expressions):b}".replace("0", _ZERO).replace("1", _ONE)
        expressions.append(match["expression"].strip())
        return _OPEN + digits + _TEXT + re.sub(r"\s", SPACE, quote(expressions[-1])) + _CLOSE

    return QUOTE.sub(mark, source), expressions


def split(text: str) -> list[tuple[str, int | None]]:
    """A laid-out text as runs: (text, None) as written, (text, n) for the value of the n-th expression."""
    runs: list[tuple[str, int | None]] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            runs.append((text[end : match.start()], None))
        digits = match[1].replace(_ZERO, "0").replace(_ONE, "1")
        runs.append((match[2].replace(SPACE, "\u00a0"), int(digits, 2)))
        end = match.end()
    if end < len(text):
        runs.append((text[end:], None))
    return runs


def without_marks(text: str) -> str:
    return "".join(char for char in text if char not in INVISIBLE).replace(SPACE, "\u00a0")
