"""No formula depends on its own result.

The message names the circle. Make one of its values an input.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('egg = hen -> min  # The egg', 'hen = egg -> min  # The hen', at='egg = hen'),)
GOOD = (fine_estimate('egg = slot -> min  # The egg', 'hen = egg -> min  # The hen'),)
