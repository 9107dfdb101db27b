"""A listing is a Python file below docs/listings/, with what it prints beside it.

A `listing` fence names the file, so that the code that is shown is the code that a test runs. Its output stands beside
it in a file of the same name that ends in `.out`.
"""

from __future__ import annotations

from guide.checks.core import Write, bad, good
from guide.checks.core.small_book import CLOCK, block

_SOURCE = '"""Half of something."""\n\n\ndef half(x: float) -> float:\n    return x / 2\n'
BAD = (
    bad("no such file", block("```listing\nthe-clock/half.py\n```\n"), line="the-clock/half.py"),
    bad("no output", Write("docs/listings/the-clock/half.py", _SOURCE), block("```listing\nthe-clock/half.py\n```\n"), file=CLOCK, line="the-clock/half.py"),
)
GOOD = (good("a file of its own", Write("docs/listings/the-clock/half.py", _SOURCE), Write("docs/listings/the-clock/half.out", "0.5\n"), block("```listing\nthe-clock/half.py\n```\n")),)
