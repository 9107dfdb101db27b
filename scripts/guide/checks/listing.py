"""Listings are Python files below docs/listings/, and the lines that they name are there.

A `listing` fence names one file, so that the code that is shown is the code that the tests run. CONTRIBUTING.md says how
a fence selects a part of it.
"""

from __future__ import annotations

from guide.checks.core import Write, bad, good
from guide.checks.core.small_book import block

_CODE = '"""Half of something."""\n\n\ndef half(x: float) -> float:\n    return x / 2\n'
BAD = (bad("no such file", block("```listing\nthe-clock/half.py\n```\n"), line="the-clock/half.py"),)
GOOD = (good("a file of its own", Write("docs/listings/the-clock/half.py", _CODE), block("```listing\nthe-clock/half.py\n```\n")),)
