"""Formulas are LaTeX that pages and the printed book can show.

`$…$` in a line, `$$…$$` alone. Pages show MathML, paper shows outlines; both converters must understand it. A plain
dollar sign is written `\\\\$`.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import STEP, words

BAD = (
    bad("two subscripts", Replace(STEP, "recall $r$", "recall $r_a_b$"), line="r_a_b"),
    bad("an unknown command", Replace(STEP, "recall $r$", "recall $\\nosuch{r}$"), line="nosuch"),
    bad("an open brace, in a block", Replace(STEP, "\\frac{r\\,p}", "\\frac{r\\,p"), line="\\frac{"),
)
GOOD = (good("prices in dollars", words("From \\$5 to \\$10 a head. <!-- plain: prices that show dollar signs -->")),)
