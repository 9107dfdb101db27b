"""A page holds no scripts, styles, frames or forms of its own.

HTML is for what Markdown has no mark for, as `<div class="frames" markdown>`; behaviour and looks belong to the theme.
"""

from __future__ import annotations

from guide.checks.core import bad, good
from guide.checks.core.small_book import block, words

BAD = (
    bad("a script", block('<script>alert("here")</script>\n'), line="<script>"),
    bad("an element that isn't one", words("The field <user_id> is a key."), line="<user_id>"),
    bad("a field", block("<input>\n"), line="<input>"),
    bad("a style", words('<span style="color:red">Red</span>.'), line="color:red"),
    bad("a handler", words('<span onclick="alert()">Press</span>.'), line="onclick"),
)
GOOD = (good("a sign", words("Press <kbd>Enter</kbd>.")),)
