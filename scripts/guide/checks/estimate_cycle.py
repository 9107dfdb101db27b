"""No formula depends on its own result, and no two chapters wait for each other's.

The message names the circle. Make one of its values an input. A chapter's blocks are computed as a whole, so chapters
that borrow from each other make a circle even where their values don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guide.checks.core import Replace, Subject, bad
from guide.checks.core.small_book import CASE, CLOCK, estimate, fine_estimate
from guide.model import Chapter
from guide.numbers import lenders
from guide.problems import Problem

_BORROWS = "double = clarify-the-requirements.part * 2 -> min  # Twice the step"
BAD = (
    estimate("egg = hen -> min  # The egg", "hen = egg -> min  # The hen", at="egg = hen"),
    estimate(_BORROWS, what="two chapters that borrow from each other"),
    bad("three chapters that borrow in a circle",
        Replace(CLOCK, "assert work >= 40", "pause = comment-spam.reply -> min  # A pause\nassert work >= 40"),
        Replace(CASE, "assert scan <= slo", "reply = clarify-the-requirements.part -> min  # A reply\nassert scan <= slo"),
        line="pause = "),
)  # fmt: skip
GOOD = (
    fine_estimate("egg = slot -> min  # The egg", "hen = egg -> min  # The hen"),
    fine_estimate("read = clarify-the-requirements.minutes * 2 -> min  # The step read twice"),
)


def find(subject: Subject) -> Iterator[Problem]:
    lent = {chapter.id: lenders(chapter) for chapter in reversed(subject.book.chapters)}
    named: set[str] = set()
    for chapter in subject.book.chapters:
        circle = _circle(chapter.id, lent)
        if circle and named.isdisjoint(circle):
            named.update(circle)
            steps = [f"`{one}` borrows `{lent[one][other]}`" for one, other in zip(circle, (*circle[1:], chapter.id), strict=True)]
            line = _line(chapter, lent[chapter.id][(*circle, chapter.id)[1]])
            yield subject.of(chapter, "estimate-cycle")(
                line, f"The chapters' estimates go round in a circle: {', '.join(steps)}.", "Make one of these values an input."
            )


def _circle(start: str, lent: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The shortest way from a chapter through those that it borrows from back to itself; empty when there is none."""
    ways, seen = [(start,)], set()
    for way in ways:
        for lender in lent.get(way[-1], ()):
            if lender == start:
                return way
            if lender not in seen:
                seen.add(lender)
                ways.append((*way, lender))
    return ()


def _line(chapter: Chapter, name: str) -> int:
    """The first line of the chapter's blocks whose formula borrows a value."""
    borrows = re.compile(rf"[^#]*(?<![\w.-]){re.escape(name)}\b")
    lines = (line for block in chapter.blocks("estimate") for line in enumerate(block.text.split("\n"), block.line))
    return next(number for number, line in lines if borrows.match(line))
