"""A diagram is one file below diagrams/, included by its own chapter with a caption; every file is shown.

Sources in files of their own can be drawn, checked and found. The fence holds one line, `--8<-- "chapter/name.mmd"`,
and `/// figure-caption`, the caption and `///` follow it. To show another chapter's drawing, link to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, Write, bad, good
from guide.checks.core.small_book import CLOCK, FIGURE, block, without
from guide.problems import Problem

_SPARE = "flowchart TB\n  accTitle: A spare one\n  accDescr: Nobody shows the two boxes of this drawing anywhere.\n  a[A]:::offline --> b[B]:::offline\n"
BAD = (
    bad("no such file", block(FIGURE.format("the-clock/hours.mmd")), line="hours.mmd"),
    bad("the source in the chapter", block("```mermaid\nflowchart TB\n  a --> b\n```\n/// figure-caption\nDrawn in the text.\n///\n"), line="flowchart TB"),
    bad("another chapter's", block(FIGURE.format("comment-spam/frame.mmd")), line="comment-spam/frame.mmd"),
    bad("no caption", without(CLOCK, "/// figure-caption\nThe middle of the round belongs to the model only when the label is already on the board.\n///\n"),
        line="minutes.mmd"),
    bad("nobody shows it", Write("diagrams/comment-spam/spare.mmd", _SPARE), line=1),
)  # fmt: skip
GOOD = (
    good("a new drawing", Write("diagrams/the-clock/spare.mmd", _SPARE), block(FIGURE.format("the-clock/spare.mmd"))),
)


def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    for chapter in book.chapters:
        at = subject.of(chapter, "diagram-include")
        for use in chapter.parsed.figures:
            if use.name not in book.diagrams:
                continue  # named when the page is rendered
            if use.name.partition("/")[0] != chapter.id and not chapter.front.stand_in:
                mend = f"a chapter shows diagrams of its own folder, diagrams/{chapter.id}/; link to the other chapter's."
                yield at(use.line, f"{use.name} belongs to another chapter.", mend)
            elif not use.captioned:
                mend = "add `/// figure-caption`, the caption and `///` after the fence."
                yield at(use.line, "the diagram has no caption.", mend)
    if not subject.known(book.project.config, *(book.project.docs / page.page for page in book.settings.nav)):
        return
    for name, diagram in book.diagrams.items():
        if name not in subject.shown:
            mend = "include it in its chapter, or delete it."
            yield Problem(book.project.relative(diagram.path), 1, "diagram-include", "no chapter shows this diagram.", mend)
