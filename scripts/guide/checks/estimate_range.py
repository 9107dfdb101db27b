"""An input lies inside its own range.

`[low .. high]` is what the slider offers: low ≤ value ≤ high, and not the same twice.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (
    estimate('spare = 1 min [2 .. 3]  # assumed: outside', 'rest = work - spare -> min  # The rest', at='spare = 1'),
)
GOOD = (fine_estimate('spare = 1 min [0 .. 3]  # assumed: inside', 'rest = work - spare -> min  # The rest'),)
