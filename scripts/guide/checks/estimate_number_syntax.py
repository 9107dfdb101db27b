"""Numbers are written without commas.

Write `50k`, `50000` or `50_000`; k, M, B and T are thousand, million, billion and trillion.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('many = 1,000 min  # assumed: a lot'),)
GOOD = (fine_estimate('many = 1_000 min  # assumed: a lot', 'more = 2 * many -> min  # More'),)
