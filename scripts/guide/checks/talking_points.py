"""A talking point says to which step and to which level it belongs.

The fold's title ends with the step's id and the level in brackets: `??? question "Why …? [evaluate, staff]"`. They
become tags, and readers filter by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good, near
from guide.checks.core.small_book import CASE, CLOCK
from guide.framework import LEVELS, STEPS
from guide.problems import Problem

TAGGED = ("question", "wrong")
"""The kinds of folds that are talking points."""

BAD = (
    bad("no level", Replace(CASE, "one half? [evaluate, staff]", "one half? [evaluate]"), line="one half? [evaluate]"),
    bad("no step", Replace(CLOCK, "[clarify-the-requirements, senior]", "[senior]"), line="left? [senior]"),
    bad("no tags", Replace(CLOCK, " [clarify-the-requirements, senior]", ""), line="minutes are left?"),
    bad("an unknown tag", Replace(CASE, "one half? [evaluate, staff]", "one half? [evaluate, staff, hard]"), line="hard]"),
)
GOOD = (good("two levels", Replace(CASE, "one half? [evaluate, staff]", "one half? [evaluate, staff, principal]")),)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        at = subject.of(chapter, "talking-points")
        for point in chapter.parsed.talking_points:
            if point.kind not in TAGGED:
                continue
            unknown = [name for name in point.tags if name not in STEPS and name not in LEVELS]
            for name in unknown:
                mend = near(name, (*STEPS, *LEVELS), f"use one of {', '.join((*STEPS, *LEVELS))}.")
                yield at(point.line, f"{name!r} is no step and no level.", mend)
            if not unknown and not (set(point.tags) & STEPS.keys() and set(point.tags) & set(LEVELS)):
                mend = 'end the title with `[step-id, level]`, as in "Why …? [evaluate, staff]".'
                yield at(point.line, "the talking point lacks its step or level.", mend)
