"""No value has a function's name.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate("max = 1 min  # assumed: a function's name"),)
GOOD = (fine_estimate('most = max(slot, greet) -> min  # The most'),)
