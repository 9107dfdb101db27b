"""Only quantities of the same kind are added or compared.

Minutes and items can be multiplied, not added; multiply by what converts the one into the other.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import CASE

BAD = (
    bad("apples and pears", Replace(CASE, "watch peak\n", "watch peak\nodd = users + slo -> ms  # Odd\n"), line="odd = users"),
)
GOOD = (good("converted", Replace(CASE, "watch peak\n", "watch peak\neven = scan + slo -> s  # Even\n")),)
