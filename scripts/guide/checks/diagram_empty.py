"""A diagram draws something.

A file with nothing but its kind, title and description is drawn as an empty box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Subject, Write, bad, good
from guide.checks.core.small_book import FRAME
from guide.problems import Problem

_HEAD = "flowchart LR\n  accTitle: The whiteboard, first frame\n  accDescr: A comment goes to the classifier; the unsure ones go to a person.\n"
BAD = (bad("only its head", Write(FRAME, _HEAD), line=1), bad("a remark below it", Write(FRAME, f"{_HEAD}  %% to come\n"), line=1))
GOOD = (good("a single box", Write(FRAME, f"{_HEAD}  comment(Comment):::online\n")),)
_NOTHING = re.compile(r"^\s*(?:%%.*|accTitle\s*:.*|accDescr\s*:.*|direction\s.*)?$")


def find(subject: Subject) -> Iterator[Problem]:
    for name in subject.shown:
        diagram = subject.book.diagrams[name]
        if not diagram.source.strip():
            continue  # it couldn't be read, which is named, or can't be drawn
        text = re.sub(r"accDescr\s*\{[^}]*\}", "", diagram.source)
        lines = [line for line in text.split("\n") if not _NOTHING.match(line)]
        if len(lines) <= 1:
            path = subject.book.project.relative(diagram.path)
            yield Problem(path, 1, "diagram-empty", "the diagram draws nothing.", "draw it, or delete it with its fence.")
