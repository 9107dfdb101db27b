"""Every row of a table has as many cells as its head.

A cell too many would be lost, and one too few moves what follows it under the wrong head. A bar that belongs to a
cell's text is written `\\|`, in a formula too; between backticks it may stand as it is.
"""

from __future__ import annotations

from guide.checks.core import bad, good
from guide.checks.core.small_book import block

_HEAD = "| A | B |\n|---|---|\n"
BAD = (
    bad("a cell too many", block(f"{_HEAD}| one | two |\n| three | four | five |\n"), line="| three"),
    bad("a cell too few", block(f"{_HEAD}| one |\n"), line="| one |"),
    bad("a bar in a formula", block(f"{_HEAD}| one | $P(a|b)$ |\n"), line="$P(a|b)$"),
)
GOOD = (
    good("an empty cell", block(f"{_HEAD}| one | |\n")),
    good("bars that belong to the text", block(f"{_HEAD}| `a|b` | c\\|d |\n")),
)
