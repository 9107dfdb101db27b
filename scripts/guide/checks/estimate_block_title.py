"""An estimate block begins with its title.

`title: What it estimates`, in a few words: the page shows it above the table.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import CLOCK, without

BAD = (bad("no title", without(CLOCK, "title: The minutes of a round\n"), line="slot  = 45 min"),)
GOOD = (good("another title", Replace(CLOCK, "title: The minutes of a round", "title: Three parts of a round")),)
