"""Names in formulas are defined.

In the chapter's blocks, in another chapter (`chapter-id.name`), or in the prices file (`prices.id`).
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (
    estimate('half = slott / 2 -> min  # Half of it'),
    estimate('half = clock.work / 2 -> min  # Half of it'),
    estimate('cost = prices.gpu * 2 -> dollar  # The cost'),
)
GOOD = (fine_estimate('half = clarify-the-requirements.minutes / 2 -> min  # Half of it'),)
