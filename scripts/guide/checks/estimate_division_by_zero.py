"""No formula divides by zero.

Mend the formula, or the input that is zero.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('none = slot / (greet - greet)  # Nothing'),)
GOOD = (fine_estimate('ratio = slot / (greet + greet)  # A ratio'),)
