"""A box or a fold is of a kind that the guide knows, and holds something.

Boxes: `!!! glance`, `!!! transcript`. Folds: `??? question`, `??? wrong`, `??? derivation`. The text after it is
indented by four spaces; what isn't indented stands outside.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Part, Replace, Subject, bad, good, near
from guide.checks.core.small_book import CASE, CLOCK
from guide.markdown.lines import line_of
from guide.markdown.structure import BOXES, FOLDS
from guide.problems import Problem

_OUTLINE = "    The second model. A request path whose budget adds up is worth more."
BAD = (
    bad("a misspelt box", Replace(CASE, '!!! transcript "Weak', '!!! transcrip "Weak'), line='!!! transcrip "Weak'),
    bad("a misspelt fold", Replace(CLOCK, "??? question", "??? qestion"), line="??? qestion"),
    bad("text that isn't indented", Replace(CLOCK, _OUTLINE, _OUTLINE.strip()), line="??? question"),
)
GOOD = (good("an open fold", Replace(CLOCK, "??? question", "???+ question")),)


def has_unknown_box(part: Part) -> bool:
    """Whether a section has a box of no known kind: it may be the one that another check misses."""
    return any(not set((box.get("class") or "").split()) & {*BOXES} for box in part.of_class("admonition"))


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        at, tree = subject.of(chapter, "box"), subject.tree(chapter)
        found = [(box, "box", BOXES) for box in tree.iter("div") if "admonition" in (box.get("class") or "").split()]
        found += [(fold, "fold", FOLDS) for fold in tree.iter("details")]
        lines = iter(point.line for point in chapter.parsed.talking_points)
        for element, what, kinds in found:
            line = next(lines, 0) if what == "fold" else line_of(element)
            names = [name for name in (element.get("class") or "").split() if name != "admonition"]
            if not set(names) & {*kinds}:
                mend = near(names[0] if names else "", kinds, f"use one of {', '.join(kinds)}.")
                yield at(line, f"no {what} is of the kind {' '.join(names)!r}.", mend)
            elif len(element) <= 1:
                mend = "indent the text after it by four spaces, below an empty line."
                yield at(line, f"the {what} holds nothing.", mend)
