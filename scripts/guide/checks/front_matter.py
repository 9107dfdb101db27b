"""Every chapter begins with front matter that is complete and valid.

The fields say what kind of chapter it is and what is asked of it; CONTRIBUTING.md lists them. The id is the name of
the chapter's file, of its folder below diagrams/, and of its values in other chapters (`chapter-id.name`).
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Move, Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, CLOCK, STEP, without
from guide.model import HOME
from guide.problems import Problem

BAD = (
    bad("none", Replace(CASE, "---\nid: comment-spam\n", "id: comment-spam\n"), line=1),
    bad("no description", Replace(CLOCK, "description: Where", "# Where"), line="id: the-clock"),
    bad("an unknown field", Replace(CASE, "task: Binary", "tsak: x\ntask: Binary"), line="tsak: x"),
    bad("a wrong level", Replace(CASE, "[senior, staff, principal]", "[junior]"), line="[junior]"),
    bad("a case without a prompt", without(CASE, "prompt: Design a spam filter for the comments under our articles.\n"), line=1),
    bad("not YAML", Replace(CLOCK, "title: The clock", "title: [The clock"), line="kind: guide"),
    bad("a day that no calendar has", Replace(CLOCK, "reviewed: 2026-11-21", "reviewed: 2026-13-41"), line="reviewed: 2026-13-41"),
    bad("an id that isn't the file's name", Replace(CLOCK, "id: the-clock", "id: clock"),
        Replace(CLOCK, '"the-clock/minutes.mmd"', '"clock/minutes.mmd"'), Move("diagrams/the-clock", "diagrams/clock"),
        Replace(STEP, "prerequisites: [the-clock]", "prerequisites: [clock]"), Replace(STEP, "${the-clock.work}", "${clock.work}"),
        Replace(STEP, "the-clock.work *", "clock.work *"), line="id: clock"),
)  # fmt: skip
GOOD = (good("marks with spaces after them", Replace(CLOCK, "---\nid: the-clock", "--- \nid: the-clock")),)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        if not chapter.front.stand_in and chapter.id != chapter.path.stem and chapter.page != HOME:
            mend = f"rename the file to {chapter.id}.md, or set `id: {chapter.path.stem}`."
            message = f"the id {chapter.id!r} differs from the file's name."
            yield subject.of(chapter, "front-matter")(chapter.front.line_of("id"), message, mend)
