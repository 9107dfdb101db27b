"""The PDF engine lays the book out without a complaint.

It names what it can't read in overrides/print/ or can't find in the book.
"""

from __future__ import annotations

from guide.checks.core import Append, bad, good

BAD = (bad("a rule that isn't CSS", Append("overrides/print/text.css", "\np { nonsense: 1 }\n"), file="overrides/print", line=0, stage="build"),)
GOOD = (good("a rule", Append("overrides/print/text.css", "\np { orphans: 3 }\n"), stage="build"),)
