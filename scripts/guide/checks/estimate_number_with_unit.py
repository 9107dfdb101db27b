"""A quantity in a formula has a name.

Formulas hold names and plain numbers; make the quantity an input of its own, so that it has a reason and a slider.
Assertions may hold quantities.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = slot - 5 min -> min  # A number without a name'),)
GOOD = (fine_estimate('assert work >= 5 min   # a quantity without a name'),)
