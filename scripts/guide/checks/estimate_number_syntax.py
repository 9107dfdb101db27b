"""Numbers are written without commas, and can be computed with.

Write `50k`, `50000` or `50_000`; k, M, B and T are thousand, million, billion and trillion. A number with more than
some 300 digits is infinite to a computer.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (
    estimate('many = 1,000 min  # assumed: a lot'),
    estimate('many = 1 min [0 .. 1e999]  # assumed: a lot', what="a range without an end"),
)
GOOD = (fine_estimate('many = 1_000 min  # assumed: a lot', 'more = 2 * many -> min  # More'),)
