"""The pocket edition can be set: every drawing that it takes fits a page, and the PDF engine has no complaint.

It takes a case's two drawings of the design in five minutes, the last frame of its whiteboard sheet, and a step's
board, with labels of 7 points or more, so none may be larger than 126 by 188 mm; one that is wider than 126 mm is
turned. The engine names what it can't read in overrides/print/pocket.css.
"""

from __future__ import annotations

from guide.checks.core import Append, bad, good

BAD = (bad("a rule that isn't CSS", Append("overrides/print/pocket.css", "\np { nonsense: 1 }\n"), file="pocket.pdf", line=0, stage="build"),)
GOOD = (good("a rule", Append("overrides/print/pocket.css", "\np { orphans: 3 }\n"), stage="build"),)
