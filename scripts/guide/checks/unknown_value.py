"""Quoted values exist.

`${name}` quotes a value of the chapter's estimates or metric examples, `${chapter-id.name}` another chapter's;
`${name -> unit}` converts it to a unit that fits, `${name:2}` gives two significant digits. Nothing else stands there.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import CLOCK, SERVING, STEP

BAD = (
    bad("in the text", Replace(CLOCK, "leaves ${work}", "leaves ${wrok}"), line="${wrok}"),
    bad("in a diagram", Replace(SERVING, "promise ${slo}", "promise ${sla}"), line="${sla}"),
    bad("of another chapter", Replace(STEP, "${the-clock.work}", "${clock.work}"), line="${clock.work}"),
    bad("a formula", Replace(CLOCK, "leaves ${work}", "leaves ${work + 1}"), line="${work + 1}"),
    bad("a unit that doesn't fit", Replace(CLOCK, "leaves ${work}", "leaves ${work -> item}"), line="${work -> item}"),
)
GOOD = (
    good("converted, with two digits", Replace(CLOCK, "leaves ${work}", "leaves ${work:2 -> h}")),
    good("another chapter's, converted", Replace(STEP, "${the-clock.work}", "${the-clock.work -> h}")),
)
