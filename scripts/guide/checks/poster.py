"""Every decision fits the poster, one sheet of A3, at a size that can be read.

`matrix-poster.pdf` gives each its question, its options and its threshold. When they don't fit, shorten `short`, `flip`
and the options' names in docs/decisions.yaml, or take out a decision that says what another does. The build also stops
at whatever the PDF engine complains of.
"""

from __future__ import annotations

from guide.checks.core import Append, bad, good
from guide.checks.core.small_book import DECISIONS

_CSS = "overrides/print/poster.css"
BAD = (
    bad("more than a sheet holds", Append(_CSS, "\n.entry { padding-bottom: 29cm }\n"), file=DECISIONS, line=0, stage="build"),
    bad("a rule that isn't CSS", Append(_CSS, "\np { nonsense: 1 }\n"), file="matrix-poster.pdf", line=0, stage="build"),
)
GOOD = (good("a rule", Append(_CSS, "\np { orphans: 3 }\n"), stage="build"),)
