"""All papers show the same pages.

A page has one number in A4 and Letter, so both sheets of overrides/print/ give it a block of text of one size, and the
engine must break pages at the same places.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good

_LETTER = "overrides/print/letter.css"

BAD = (bad("a smaller block on one paper", Replace(_LETTER, "margin: 12.6mm 21.95mm 13.8mm", "margin: 22.6mm 21.95mm 13.8mm"), line=0, stage="build"),)
GOOD = (good("the same block", Replace(_LETTER, "margin: 12.6mm 21.95mm 13.8mm", "margin: 13.1mm 21.95mm 13.3mm"), stage="build"),)
