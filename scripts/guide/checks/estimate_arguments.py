"""A function gets as many arguments as it takes.

`guide check --list-functions` shows each with what it takes.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = sqrt(slot, greet)  # Half of it'),)
GOOD = (fine_estimate('longer = max(slot, greet) -> min  # The longer'),)
