"""A fence is in one of the guide's languages, or in a programming language.

The word after the mark says which. Without one the text is shown as it is.
"""

from __future__ import annotations

from guide.checks.core import bad, good
from guide.checks.core.small_book import block

BAD = (bad("a misspelt language", block("```estimat\ntitle: Nothing\n```\n"), line="```estimat\n"),)
GOOD = (good("code", block("```python\nhalf = 1 / 2\n```\n")), good("no language", block("```\nplain\n```\n")))
