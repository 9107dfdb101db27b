"""A digest says of a decision what the case needs: each of its lines once.

A `digest` fence begins with the id of a decision; then come its lines as `key: text`, in Markdown, with the case's own
numbers. The matrix has the whole card.
"""

from __future__ import annotations

from guide.checks.core import bad, good
from guide.checks.core.small_book import block
from guide.render.blocks import DIGEST

_LINES = [f"{key}: something of this case" for key in DIGEST]
_WHOLE = "\n".join(("```digest", "keep-text", *_LINES, "```", ""))
BAD = (
    bad("a line is missing", block(_WHOLE.replace(f"{_LINES[-1]}\n", "")), line="\nkeep-text\n"),
    bad("a misspelt key", block(_WHOLE.replace("```\n", "reason: none\n```\n")), line="reason: none"),
)
GOOD = (good("a whole one", block(_WHOLE)),)
