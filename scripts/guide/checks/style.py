"""diagrams/style.yaml has every colour, role and size, and no others.

It is the one style of all drawings: colours as `"#rrggbb"` for the light and the dark palette, roles with their shape
and border, and the sizes of type in print.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import STYLE

BAD = (
    bad("a colour by its name", Replace(STYLE, 'text: { light: "#1b2430"', "text: { light: black"), line="text: { light: black"),
    bad("an unknown size", Replace(STYLE, "  smallest_pt:", "  tiniest_pt: 5\n  smallest_pt:"), line="tiniest_pt"),
)
GOOD = (good("another colour", Replace(STYLE, 'text: { light: "#1b2430"', 'text: { light: "#000000"')),)
