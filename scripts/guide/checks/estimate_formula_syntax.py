"""A formula can be read.

It holds names, plain numbers, `+ - * / ** ( )` and functions; an assertion has one comparison (`==` for equality).
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('half = slot / -> min  # Half of it'), estimate('assert slot = 45 min'))
GOOD = (fine_estimate('half = (slot - greet) / 2 -> min  # Half of it'),)
