"""Every assertion of a block holds.

An `assert` is a promise of the design. When it no longer holds, change the design or its inputs, or the promise if it
was wrong; the message shows both sides with their numbers.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('assert work >= 44 min'),)
GOOD = (fine_estimate('assert work >= 30 min   # enough for half of it'),)
