"""A case or a step has its `##` sections, complete, in order, and none of them empty.

Readers find the same thing at the same place in every case, and outputs take sections by name. `guide new case` writes
them all. What else needs a heading is a `###` of the section that it belongs to. The chapter's title is in its front
matter, never a `#` in the text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, CLOCK, STEP, step_in_layers, without
from guide.checks.core.subject import section_name
from guide.framework import ADDED, REPLACED, SECTIONS
from guide.model import Chapter
from guide.problems import Problem

_FAILURES = "## Failure modes\n\nQuestions without a consequence use up the clock.\n\n"
_LEVELS = "## What each level adds\n\nA Senior asks, a Staff engineer derives a threshold, a Principal moves a requirement.\n\n"
BAD = (
    bad("one is missing", without(CASE, "## Monitor and maintain\n"), line=1),
    bad("one too many", Replace(STEP, "## Drill\n", "## Homework\n\nTry it.\n\n## Drill\n"), line="## Homework"),
    bad("a wrong name", Replace(STEP, "## Failure modes\n", "## Failure Modes\n"), line="## Failure Modes"),
    bad("out of order", Replace(STEP, _FAILURES + _LEVELS, _LEVELS + _FAILURES), line="## Failure modes"),
    bad("an empty one", without(STEP, "Questions without a consequence use up the clock.\n"), line="## Failure modes"),
    bad("a step in layers with a section of the old form", *step_in_layers(), Replace(STEP, "## Drill\n", "## Worked examples\n\nTry it.\n\n## Drill\n"), line="## Worked examples"),
    bad("a step in layers without its example", *step_in_layers(), Replace(STEP, "## The running example", "### The running example"), line=1),
    bad("the title in the body", Replace(CLOCK, "## What to cut", "# The clock, again\n\n## What to cut"), line="# The clock, again"),
)  # fmt: skip
GOOD = (
    good("a section's own headings", Replace(STEP, "## Drill\n", "### Homework\n\nTry it.\n\n## Drill\n")),
    good("a step in layers", *step_in_layers()),
    good("a straight apostrophe or a curled one", Replace(CASE, "## Interviewer's kit", "## Interviewer’s kit")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        at = subject.of(chapter, "sections")
        for heading in chapter.headings:
            if heading.level == 1:
                mend = "start at `##`: the title comes from the front matter."
                yield at(heading.line, f"the title {heading.text!r} stands in the body.", mend)
        if chapter.front.kind in SECTIONS:
            yield from _of_kind(subject, chapter, _expected(chapter))


def _expected(chapter: Chapter) -> tuple[str, ...]:
    """Those of its kind; some belong only to a chapter in layers, which its spine says, as far as that can be read, and some
    only to the others."""
    layered = chapter.front.spine or chapter.front.stand_in and any(h.text in ADDED for h in chapter.headings)
    return tuple(name for name in SECTIONS[chapter.front.kind] if name not in (REPLACED if layered else ADDED))


def _of_kind(subject: Subject, chapter: Chapter, expected: tuple[str, ...]) -> Iterator[Problem]:
    at, kind = subject.of(chapter, "sections"), chapter.front.kind
    found = [(section_name(heading), heading) for heading in chapter.headings if heading.level == 2]
    names = [name for name, _ in found]
    missing = [name for name in expected if name not in names]
    meant: dict[str, str] = {}
    for name in names:
        if name not in expected and (close := difflib.get_close_matches(name, missing, 1)):
            meant[name] = close[0]
            missing.remove(close[0])
    for name in missing:
        yield at(1, f"the section {name!r} is missing.", f"add `## {name}`; a {kind} has {len(expected)} sections.")
    for name, heading in found:
        if name not in expected:
            mend = f"did you mean `## {meant[name]}`?" if name in meant else "make it a `###` of the section it belongs to."
            yield at(heading.line, f"{heading.text!r} is no section of a {kind}.", mend)
        elif not (part := subject.parts(chapter)[name]).text and not part.blocks:
            yield at(heading.line, f"the section {name!r} is empty.", "write it; the contributor's guide says what belongs there.")
    known = [(name, heading) for name, heading in found if name in expected]
    for (before, _), (name, heading) in zip(known, known[1:], strict=False):
        if expected.index(name) < expected.index(before):
            yield at(heading.line, f"{name!r} comes after {before!r}.", f"move it: the order is {', '.join(expected)}.")
