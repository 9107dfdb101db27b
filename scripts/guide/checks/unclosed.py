"""Whatever opens is closed: fences, captions, `<div>` and remarks.

A fence ends with its own mark on a line of its own; a caption with `///`; `<div …>` with `</div>`. What isn't closed
swallows the text after it, up to the end of the page.
"""

from __future__ import annotations

from guide.checks.core import Append, Replace, bad, good
from guide.checks.core.small_book import CASE, CLOCK, block

BAD = (
    bad("the last fence", Append(CLOCK, "\n```python\nhalf = 1 / 2\n"), line="```python"),
    bad("a fence in the middle", Replace(CLOCK, "a different interview\n```\n", "a different interview\n"), line="```estimate"),
    bad("a caption", Replace(CLOCK, "already on the board.\n///\n", "already on the board.\n"), line="/// figure-caption"),
    bad("a remark", block("<!-- to be said later\n\nWords.\n"), line="<!-- to be"),
    bad("the frames", Replace(CASE, "</div>\n\n## Sources", "## Sources"), line='<div class="frames" markdown>'),
)
GOOD = (
    good("a fence inside a fence", block("````\n```\n````\n")),
    good("a heading in a box", block('<div class="frames" markdown>\n\n#### Inside\n\nWords.\n\n</div>\n')),
)
