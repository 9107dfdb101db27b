"""An input says where it comes from.

It ends with `# assumed: why`, `# chosen: why` (a choice of the design) or `# published: … [@key] …`, which cites.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('spare = 1 min'), estimate('spare = 1 min  # published: somewhere'))
GOOD = (
    fine_estimate('spare = 1 min  # published: as measured [@dean2013tail]', 'rest = work - spare -> min  # The rest'),
)
