"""A case says what each level adds, and has six talking points for all three of them.

Senior, Staff and Principal are named under "What each level adds"; the tags of the points under "Talking points" name
each level at least once.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE
from guide.checks.talking_points import TAGGED
from guide.framework import LEVELS
from guide.problems import Problem

LEAST = 6
BAD = (
    bad("a level that nobody mentions", Replace(CASE, "a Principal asks who", "and they ask who"), line="## What each level adds"),
    bad("a level without a point", Replace(CASE, "[frame-it-as-an-ml-task, principal]", "[frame-it-as-an-ml-task, staff]"), line="## Talking points"),
    bad("too few points", Replace(CASE, '??? question "Which alarm wakes somebody? [monitor-and-maintain, staff]"', '??? derivation "Which alarm wakes somebody?"'),
        Replace(CASE, '??? question "Would you train one model for all sites? [develop-the-model, staff]"', '??? derivation "Would you train one model for all sites?"'),
        line="## Talking points"),
)  # fmt: skip
GOOD = (good("six", Replace(CASE, '??? question "Which alarm wakes somebody? [monitor-and-maintain, staff]"', '??? derivation "Which alarm wakes somebody?"')),)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        at, parts = subject.of(case, "case-levels"), subject.parts(case)
        if part := parts.get("What each level adds"):
            lacking = [level.capitalize() for level in LEVELS if level.capitalize() not in part.text]
            if lacking:
                mend = "say what somebody of that level adds."
                yield at(part.heading.line, f"the section never says {' nor '.join(lacking)}.", mend)
        if part := parts.get("Talking points"):
            points = [point for point in case.parsed.talking_points if point.kind in TAGGED]
            lacking = [level for level in LEVELS if not any(level in point.tags for point in points)]
            if len(points) < LEAST:
                yield at(part.heading.line, f"the case has {len(points) or 'no'} talking points.", f"write {LEAST} or more: `??? question`.")
            elif lacking:
                yield at(part.heading.line, f"no talking point is for {' or '.join(lacking)}.", "write one, tagged with the level.")
