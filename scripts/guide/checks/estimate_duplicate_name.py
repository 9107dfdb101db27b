"""A name is defined once in a chapter.

All blocks of a chapter share their names, so that a later one may use an earlier one's results.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('greet = 4 min  # assumed: again'),)
GOOD = (fine_estimate('again = 2 * greet -> min  # Twice'),)
