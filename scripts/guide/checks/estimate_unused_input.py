"""Every input is used.

In a formula, in an assertion, or quoted as `${name}` in prose, a diagram or another chapter. Otherwise delete it.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('spare = 1 min  # assumed: nobody needs it'),)
GOOD = (fine_estimate('spare = 1 min  # assumed: somebody needs it', 'assert work >= spare   # of course'),)
