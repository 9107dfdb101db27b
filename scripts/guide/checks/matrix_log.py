"""The PDF engine lays the trade-off matrix out without a complaint.

It names what it can't read in overrides/print/matrix.css.
"""

from __future__ import annotations

from guide.checks.core import Append, bad, good

BAD = (bad("a rule that isn't CSS", Append("overrides/print/matrix.css", "\np { nonsense: 1 }\n"), file="trade-off-matrix.pdf", line=0, stage="build"),)
GOOD = (good("a rule", Append("overrides/print/matrix.css", "\np { orphans: 3 }\n"), stage="build"),)
