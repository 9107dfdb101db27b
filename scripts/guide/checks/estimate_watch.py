"""What is watched is a result of the chapter.

`watch name` says which inputs move a result most; an input moves by itself.
"""

from __future__ import annotations

from guide.checks.core.small_book import estimate, fine_estimate

BAD = (estimate('watch slot'),)
GOOD = (fine_estimate('watch work'),)
