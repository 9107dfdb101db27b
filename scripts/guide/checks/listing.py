"""A listing is a Python file below docs/listings/, with what it prints beside it.

A `listing` fence names the file, so that the code that is shown is the code that a test runs. Its output stands beside
it in a file of the same name that ends in `.out`. It has at most fifteen lines, without imports and empty lines: what
is longer isn't read.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, Write, bad, good
from guide.checks.core.small_book import CLOCK, block
from guide.problems import Problem
from guide.render.blocks import listing_files

LONGEST = 15

_SOURCE = '"""Half of something."""\n\n\ndef half(x: float) -> float:\n    return x / 2\n'
_SHOWN = block("```listing\nthe-clock/half.py\n```\n")


def _roots(count: int) -> tuple[Write, Write]:
    """A listing of so many lines, with its output."""
    code = "import math\n\n" + "".join(f"print(math.sqrt({n}))\n" for n in range(count))
    return Write("docs/listings/the-clock/half.py", code), Write("docs/listings/the-clock/half.out", "0.0\n")


BAD = (
    bad("no such file", block("```listing\nthe-clock/half.py\n```\n"), line="the-clock/half.py"),
    bad("no output", Write("docs/listings/the-clock/half.py", _SOURCE), block("```listing\nthe-clock/half.py\n```\n"), file=CLOCK, line="the-clock/half.py"),
    bad("too long to be read", *_roots(16), _SHOWN, file=CLOCK, line="the-clock/half.py"),
)
GOOD = (
    good("fifteen lines and an import", *_roots(15), _SHOWN),
    good("a file of its own", Write("docs/listings/the-clock/half.py", _SOURCE), Write("docs/listings/the-clock/half.out", "0.5\n"), block("```listing\nthe-clock/half.py\n```\n")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        for block_ in chapter.blocks("listing"):
            code = subject.book.texts.get(listing_files(block_)[0]) or ""
            lines = [line for line in code.split("\n") if line.strip() and not line.startswith(("import ", "from "))]
            if len(lines) > LONGEST:
                message = f"docs/listings/{block_.text.strip()} has {len(lines)} lines of code; {LONGEST} are read."
                yield subject.of(chapter, "listing")(block_.line, message, "show the one idea, and leave out what it doesn't need.")
