"""A line of a block is an input, a result, an assertion or a watch.

`name = number unit  # assumed: why`, `name = formula -> unit  # label`, `assert …` or `watch name`; text belongs to the
prose around the block.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('forty-five minutes in all'),)
GOOD = (fine_estimate('watch work'),)
