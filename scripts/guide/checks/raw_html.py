"""A page holds no scripts, styles, frames or forms of its own.

HTML is for what Markdown has no mark for, as `<div class="frames" markdown>`; behaviour and looks belong to the theme.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import CLOCK, block, words

BAD = (
    bad("a script", block('<script>alert("here")</script>\n'), line="<script>"),
    bad("an element that isn't one", words("The field <user_id> is a key."), line="<user_id>"),
    bad("a field", block("<input>\n"), line="<input>"),
    bad("a style", words('<span style="color:red">Red</span>.'), line="color:red"),
    bad("a placeholder of the dialect's own", block('<div data-block="99" markdown="1">\n\nText.\n\n</div>\n'), line="data-block"),
    bad("a string's number", words('<i data-note="x">Press</i>.'), line="data-note"),
    bad("a citation's works", Replace(CLOCK, "[@dean2013tail]", '[@dean2013tail]{: data-works="x" }'), line="data-works"),
    bad("a handler", words('<span onclick="alert()">Press</span>.'), line="onclick"),
)
GOOD = (good("a sign", words("Press <kbd>Enter</kbd>.")),)
