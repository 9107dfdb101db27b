"""A unit is written with names, `*`, `/` and parentheses.

As in `request/s`, `gpu*h` or `dollar/(gpu*h)`. A result without `->` is a plain number.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = slot / 2 ->  # Half of it'), estimate('half = slot / 2 -> min/  # Half of it'))
GOOD = (fine_estimate('half = slot / 2 -> h  # Half of it'),)
