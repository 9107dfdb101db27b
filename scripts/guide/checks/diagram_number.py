"""A number with a unit in a diagram is quoted, as `${name}`, never typed.

A typed number stays when the estimate changes, and the drawing then contradicts the text. Labels
quote values as prose does. Numbers without a unit (top 10, step 2) are names, and an axis says its own positions.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.flowchart import labels
from guide.checks.core.small_book import SERVING, SYSTEM
from guide.markdown.prose import quantities
from guide.problems import Problem

BAD = (
    bad("a rate on an edge", Replace(SYSTEM, '-->|"${peak}"|', '-->|"5 requests/s"|'), line="5 requests/s"),
    bad("a time in a message", Replace(SERVING, "text, at most ${scan}", "text, at most 40 ms"), line="40 ms"),
    bad("in a label", Replace(SYSTEM, "Removals<br/>and appeals", "Removals<br/>2 TB a day"), line="2 TB"),
)
GOOD = (
    good("a number that is a name", Replace(SYSTEM, "Removals<br/>and appeals", "Removals<br/>top 10")),
    good("a quote with a unit", Replace(SYSTEM, '-->|"${peak}"|', '-->|"${peak -> item/min}"|')),
)
_TIMED = ("gantt", "timeline")
"""Kinds of diagrams whose source says times to the layout."""


def find(subject: Subject) -> Iterator[Problem]:
    for diagram in subject.drawn():
        if diagram.source.lstrip().startswith(_TIMED):
            continue
        path = subject.book.project.relative(diagram.path)
        for text, line in labels(diagram.source):
            for number in quantities(text.replace("<br/>", " · ")):
                mend = "quote it from an estimate block as `${name}`."
                column = subject.column(path, line, number)
                yield Problem(path, line, "diagram-number", f"{number!r} is typed into the drawing.", mend, column)
