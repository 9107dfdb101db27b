"""Functions that a formula calls exist.

`guide check --list-functions` lists them.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = half_of(slot) -> min  # Half of it'),)
GOOD = (fine_estimate('root = sqrt(4)  # A root'),)
