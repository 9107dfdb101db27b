"""The `show:` line names results of its block.

One line after the title, with one to six names: the results that the argument needs. Inputs are no results.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import CLOCK

BAD = (
    bad("a name that there isn't", Replace(CLOCK, "title: The minutes of a round", "title: The minutes of a round\nshow: wrok"), line="show: wrok"),
    bad("an input", Replace(CLOCK, "title: The minutes of a round", "title: The minutes of a round\nshow: slot"), line="show: slot"),
)
GOOD = (good("a result", Replace(CLOCK, "title: The minutes of a round", "title: The minutes of a round\nshow: work")),)
