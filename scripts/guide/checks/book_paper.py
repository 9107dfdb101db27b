"""All papers show the same pages.

A page has one number in A4 and Letter, so both sheets of overrides/print/ give it a block of text of one size, and the
engine must break pages at the same places.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good

_LETTER = "overrides/print/letter.css"

BAD = (bad("a smaller block on one paper", Replace(_LETTER, "margin: 22mm 22.9mm 22mm 28mm", "margin: 32mm 22.9mm 22mm 28mm"), line=0, stage="build"),)
GOOD = (good("the same block", Replace(_LETTER, "margin: 22mm 22.9mm 22mm 28mm", "margin: 23mm 22.9mm 21mm 28mm"), stage="build"),)
