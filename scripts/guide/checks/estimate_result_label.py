"""A result has a label.

A few words for the table, after `#`. It is computed, so it is neither assumed nor chosen nor published.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = slot / 2 -> min'), estimate('half = slot / 2 -> min  # assumed: half of it'))
GOOD = (fine_estimate('half = slot / 2 -> min  # Half of it'),)
