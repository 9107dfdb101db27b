"""A diagram has a title and a description that stand in for it.

`accTitle` names what is drawn, in two words or more; `accDescr` says in a sentence of eight words or more what somebody
who can't see it has to know: what leads to what, and where it splits.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import FRAME, SYSTEM
from guide.problems import Problem

_DESCRIPTION = "A comment goes to the classifier; the unsure ones go to a person."
BAD = (
    bad("no title", Replace(FRAME, "  accTitle: The whiteboard, first frame\n", ""), line=1),
    bad("no description", Replace(SYSTEM, "  accDescr: Offline", "  %% Offline"), line=1),
    bad("a title of one word", Replace(FRAME, "The whiteboard, first frame", "Frame"), line="accTitle: Frame"),
    bad("a description that says little", Replace(FRAME, _DESCRIPTION, "The first frame."), line="accDescr: The first frame."),
)
GOOD = (good("a description of several lines", Replace(FRAME, f"accDescr: {_DESCRIPTION}", f"accDescr {{\n    {_DESCRIPTION}\n  }}")),)
_WORDS = {"accTitle": 2, "accDescr": 8}


def find(subject: Subject) -> Iterator[Problem]:
    for name in subject.shown:
        diagram = subject.book.diagrams[name]
        path = subject.book.project.relative(diagram.path)
        for field, value in (("accTitle", diagram.title), ("accDescr", diagram.description)) if diagram.source.strip() else ():
            line = next((n for n, text in enumerate(diagram.source.split("\n"), 1) if field in text and value), 1)
            if not value:
                mend = f"add a line `{field}: …` under the first line, saying what the drawing shows."
                yield Problem(path, line, "diagram-alt", f"the diagram has no {field}.", mend)
            elif len(value.split()) < _WORDS[field]:
                mend = f"say what the drawing shows in {_WORDS[field]} words or more."
                yield Problem(path, line, "diagram-alt", f"its {field} has only {(count := len(value.split()))} word{'s' * (count != 1)}.", mend)
