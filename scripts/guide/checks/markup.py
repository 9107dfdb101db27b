"""Nothing that looks like the guide's markup is left as text.

A value, a citation, a caption's mark, a box, a fence, a link or a table that isn't written quite right is printed as it
stands. The message says which it is; in code (between backticks) anything may stand.
"""

from __future__ import annotations

from guide.checks.core import bad, good
from guide.checks.core.small_book import block, words

BAD = (
    bad("a value that isn't closed", words("It takes ${work of the round."), line="${work of"),
    bad("a citation that isn't closed", words("See [@dean2013tail and others."), line="[@dean2013tail and"),
    bad("a caption's mark with a wrong name", block("/// caption\nWords to see.\n///\n"), line="/// caption"),
    bad("a reference to nowhere", words("See [this][gone]."), line="[this][gone]"),
    bad("a table without a line under its head", block("| A | B |\n| 1 | 2 |\n"), line="| A | B |"),
)
GOOD = (good("the same in code", words("Write `${work` or `[@key`.")),)
