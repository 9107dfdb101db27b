"""A name is made of letters, digits and underscores, and starts with a letter.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('2nd = slot -> min  # The second'),)
GOOD = (fine_estimate('second_2 = slot -> min  # The second'),)
