"""No sentence is left that `guide new` wrote as a hint.

The scaffold says under each heading what belongs there. Replace every one of its sentences, those of the front matter,
the caption and the diagram too.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, CLOCK, FRAME
from guide.new import HINTS
from guide.problems import Problem

BAD = (
    bad("under a heading", Replace(CASE, "Watch the share", f"{HINTS['Evaluate']} Watch the share"), line=HINTS["Evaluate"]),
    bad("in the front matter", Replace(CLOCK, "description: Where the minutes of a design round go, and which ones to protect.",
        f"description: {HINTS['description']}"), line=HINTS["description"]),
    bad("in a diagram", Replace(FRAME, "the unsure ones go to a person.", f"the unsure ones go to a person. {HINTS['accDescr']}"), line=HINTS["accDescr"]),
)  # fmt: skip
GOOD = (good("words of a hint", Replace(CASE, "Watch the share", "Senior, Staff and Principal watch the share")),)


def find(subject: Subject) -> Iterator[Problem]:
    for path, text in subject.book.texts.items():
        if not path.startswith(("docs/", "diagrams/")):
            continue
        for hint in HINTS.values():
            start = text.find(hint)
            if start >= 0:
                line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
                message = f"a hint of the scaffold is left: {hint[:50] + '…' if len(hint) > 50 else hint!r}"
                yield Problem(path, line, "scaffold", message if message.endswith(".") else f"{message}.", "write in its place what it asks for.", column)
