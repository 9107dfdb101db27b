"""Five folds under "Commonly answered wrong" say what many people answer.

Each `??? wrong "…"` stands alone: the answer, why it is wrong, what to say instead. They belong to the layer that is
carried, so there are five, and they stand in "Talking points" under `### Commonly answered wrong`.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import block, in_layers
from guide.problems import Problem

EXACTLY = 5
_SECTION, _TITLE = "Talking points", "Commonly answered wrong"


def _points(count: int, title: str = f"### {_TITLE}\n\n") -> str:
    folds = (f'??? wrong "Is number {n} enough? [evaluate, senior]"\n\n    No: {n} of them are not.\n\n' for n in range(count))
    return f"## {_SECTION}\n\nThe sentences to know.\n\n{title}{''.join(folds)}"


BAD = (
    bad("four", *in_layers(), block(_points(4)), line="### Commonly answered wrong"),
    bad("without the heading", *in_layers(), block(_points(5, "")), line="## Talking points"),
    bad("below another heading", *in_layers(), block(_points(5, f"### More\n\nWords.\n\n#### {_TITLE}\n\n")), line="## Talking points"),
)
GOOD = (good("five", *in_layers(), block(_points(5))),)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.in_layers():
        part = subject.parts(chapter).get(_SECTION)
        if chapter.front.kind == "step" or part is None:
            continue
        at = subject.of(chapter, "commonly-wrong")
        inside = [h for h in chapter.headings if h.line > part.heading.line and h.level < 4]
        place = next((n for n, h in enumerate(inside) if h.text == _TITLE), None)
        if place is None:
            yield at(part.heading.line, f"the section has no `### {_TITLE}`.", f"write it, with {EXACTLY} folds `??? wrong`.")
            continue
        first, last = inside[place].line, min((h.line for h in inside[place + 1 :]), default=float("inf"))
        folds = [p for p in chapter.parsed.talking_points if p.kind == "wrong" and first < p.line < last]
        if len(folds) != EXACTLY:
            message = f"{len(folds) or 'no'} fold{'s' * (len(folds) != 1)} `??? wrong` stand{'s' * (len(folds) == 1)} here, not {EXACTLY}."
            yield at(first, message, "choose the five answers that cost most.")
