"""The PDF engine sets the booklet's first sheet without a complaint.

It names what it can't read in overrides/print/booklet.html and booklet.css.
"""

from __future__ import annotations

from guide.checks.core import Append, bad, good

BAD = (bad("a rule that isn't CSS", Append("overrides/print/booklet.css", "\np { nonsense: 1 }\n"), file="pocket-booklet-a4.pdf", line=0, stage="build"),)
GOOD = (good("a rule", Append("overrides/print/booklet.css", "\np { orphans: 3 }\n"), stage="build"),)
