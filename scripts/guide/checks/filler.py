"""The text has no filler, and nothing that is still to be written.

"Leverage", "seamless" or "it is important to note" say nothing that the sentence doesn't say without them; TODO and
"coming soon" are promises to the author. Delete the word, or write what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import FRAME, TERMS, words
from guide.problems import Problem

BAD = (
    bad("in the text", words("Leverage the clock."), line="Leverage"),
    bad("in a diagram", Replace(FRAME, "comment(Comment)", "comment(TODO)"), line="TODO"),
    bad("in the glossary", Replace(TERMS, "A second copy", "A seamless copy"), line="seamless"),
)
GOOD = (good("a term of statistics", words("A doubly robust estimate.")),)
_NEVER = re.compile(
    r"\b(?:leverag\w+|delv(?:e|es|ing)|seamless\w*|(?<!doubly )robust\w*|crucial\w*|it(?:['’]s| is) important to note|in today['’]s world"
    r"|TODO|FIXME|lorem ipsum|coming soon|to be written|as an AI)\b",
    re.I,
)  # fmt: skip

_STEMS = ("leverag", "delv", "seamless", "robust", "crucial", "important to note", "today", "todo", "fixme", "lorem", "coming soon",
          "to be written", "as an ai")  # fmt: skip
"""One of them is in every match: looking for these first takes a tenth of the time."""


def find(subject: Subject) -> Iterator[Problem]:
    project = subject.book.project
    titles = project.relative(project.bibliography)  # what others wrote is theirs
    for path, text in subject.book.texts.items():
        if path == titles or not path.startswith(("docs/", "diagrams/")):
            continue
        small = text.lower()
        here = [stem for stem in _STEMS if stem in small]
        for number, line in enumerate(text.split("\n") if here else (), 1):
            small = line.lower()
            for match in _NEVER.finditer(line) if any(stem in small for stem in here) else ():
                mend = "delete it, or say what is meant."
                yield Problem(path, number, "filler", f"{match[0]!r} says nothing.", mend, match.start() + 1)
