"""Every formula has a finite value.

A logarithm or a root of a negative number has none, and a number may grow beyond what a computer holds.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('none = log(0 - 1)  # No logarithm'),)
GOOD = (fine_estimate('little = log(2)  # A logarithm'),)
