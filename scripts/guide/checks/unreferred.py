"""The text of a chapter in layers refers to each of its figures and captioned tables.

A drawing that no sentence sends readers to is passed over, and in print it may stand on another page. Write
`[](#fig-name)` or `[](#tab-name)` where the text speaks of it; the link's text becomes its number. The four frames of
the whiteboard sheet are the sheet: they need no reference. A table without a caption has no number and needs none.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CLOCK, in_layers
from guide.first_use import unreferred
from guide.problems import Problem

_BOTH = "[](#fig-minutes) lays them out, and [](#tab-marks) says what must stand on the board by when."
BAD = (
    bad("a figure", *in_layers(), Replace(CLOCK, "[](#fig-minutes) lays them out, and ", ""), line='--8<-- "the-clock/minutes.mmd"'),
    bad("a table", *in_layers(), Replace(CLOCK, ", and [](#tab-marks) says what must stand on the board by when", ""), line="| Mark | On the board |"),
)
GOOD = (
    good("both by links with words of their own", *in_layers(), Replace(CLOCK, _BOTH, "See [the figure](#fig-minutes) and [the marks](#tab-marks).")),
    good("in a chapter without layers", Replace(CLOCK, _BOTH, "Two marks are enough.")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.in_layers():
        at = subject.of(chapter, "unreferred")
        for use in unreferred(chapter):
            what = "figure" if use.name.startswith("fig-") else "table"
            yield at(use.line, f"no text refers to this {what}.", f"write `[](#{use.name})` where the text speaks of it, or leave it out.")
