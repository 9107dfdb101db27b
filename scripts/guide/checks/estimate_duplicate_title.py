"""Each block of a chapter has a title of its own.

The page's list of worksheets and the search show it.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import STEP

BAD = (
    bad("two blocks", Replace(STEP, "title: A filter at low prevalence", "title: The step's share\nshow: precision"), line="title: The step's share\nshow"),
)
GOOD = (
    good("a title of another chapter's block", Replace(STEP, "title: A filter at low prevalence", "title: The minutes of a round")),
)
