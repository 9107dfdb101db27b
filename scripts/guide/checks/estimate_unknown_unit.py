"""Units are known.

Units of time, size, money, energy and rate, and nouns that count; CONTRIBUTING.md, "Numbers", says which.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('spare = 2 fortnite  # assumed: a game'),)
GOOD = (fine_estimate('spare = 2 week  # assumed: a holiday', 'twice = 2 * spare -> day  # Two of them'),)
