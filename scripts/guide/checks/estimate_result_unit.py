"""A result's unit fits what its formula gives.

The message says what the formula gives. Bring a conversion in as an input (`2 request/user/day`), or drop a noun with
`count(…)`.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = slot / 2 -> item  # Half of it'),)
GOOD = (fine_estimate('half = slot / 2 -> h  # Half of it'),)
