"""A difference of two shares is in percentage points.

A share of 41 % against one of 40 % is one point more, and 2.5 % more. Declare a difference as `-> pp`, and only a ratio
as `-> %`.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (
    estimate('old = 40 %  # assumed: before', 'new = 41 %  # assumed: after', 'gain = new - old -> %  # What is gained'),
)
GOOD = (
    fine_estimate('old = 40 %  # assumed: before', 'new = 41 %  # assumed: after', 'gain = new - old -> pp  # What is gained'),
)
