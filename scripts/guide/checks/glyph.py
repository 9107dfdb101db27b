"""The book's fonts can draw every character.

A character outside IBM Plex would be printed as an empty box. Write it as a formula (`$\\\\Omega$`), or use another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import FRAME, STEP, TERMS, words
from guide.fonts import FACES, coverage
from guide.problems import Problem

BAD = (
    bad("in the text", words("☂ rains."), line="☂"),
    bad("in a diagram", Replace(FRAME, "comment(Comment)", "comment(☂ Comment)"), line="☂"),
    bad("in the glossary", Replace(TERMS, "The share of positives", "The ☂ share of positives"), line="☂"),
)
GOOD = (good("letters and signs of the type", words("Ångström ≤ µ → “so”.")), good("a formula", Replace(STEP, "recall $r$", "recall $\\Omega$")))
_COMMON = frozenset(map(chr, (*range(0x20, 0x7F), 0x0A, 0x09, 0xA0)))
"""Characters that every font has: for a text of these alone no font is opened."""


def find(subject: Subject) -> Iterator[Problem]:
    project = subject.book.project
    odd = {path: set(text) - _COMMON for path, text in subject.book.texts.items() if path.startswith(("docs/", "diagrams/"))}
    if not any(odd.values()):
        return
    drawn = coverage(project.packages.resolve() / face.file for face in FACES if face.family != "IBM Plex Mono")
    for path, chars in odd.items():
        missing = {char for char in chars - drawn if not char.isspace()}
        if not missing:
            continue
        text = subject.book.texts[path]
        for match in re.finditer(f"[{re.escape(''.join(sorted(missing)))}]", text):
            line, column = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
            message = f"the book's fonts can't draw {match[0]!r} (U+{ord(match[0]):04X})."
            mend = "use another character, or write it as a formula."
            yield Problem(path, line, "glyph", message, mend, column)
