"""Every chapter begins with front matter that is complete and valid.

The fields say what kind of chapter it is and what is asked of it; CONTRIBUTING.md lists them. The id is the name of
the chapter's file, of its folder below diagrams/, and of its values in other chapters (`chapter-id.name`).
"""

from __future__ import annotations

from guide.checks.core import Move, Replace, bad, good
from guide.checks.core.small_book import CASE, CLOCK, STEP, without

BAD = (
    bad("none", Replace(CASE, "---\nid: comment-spam\n", "id: comment-spam\n"), line=1),
    bad("no description", Replace(CLOCK, "description: Where", "# Where"), line="id: the-clock"),
    bad("an unknown field", Replace(CASE, "task: Binary", "tsak: x\ntask: Binary"), line="tsak: x"),
    bad("a wrong level", Replace(CASE, "[senior, staff, principal]", "[junior]"), line="[junior]"),
    bad("a case without a prompt", without(CASE, "prompt: Design a spam filter for the comments under our articles.\n"), line=1),
    bad("not YAML", Replace(CLOCK, "title: The clock", "title: [The clock"), line="kind: guide"),
    bad("a day that no calendar has", Replace(CLOCK, "reviewed: 2026-11-21", "reviewed: 2026-13-41"), line="reviewed: 2026-13-41"),
    bad("an id that isn't the file's name", Replace(CLOCK, "id: the-clock", "id: clock"), line="id: clock"),
    bad("a file that isn't called as all else is", Replace(CLOCK, "id: the-clock", "id: clock"),
        Replace(CLOCK, '"the-clock/minutes.mmd"', '"clock/minutes.mmd"'), Move("diagrams/the-clock", "diagrams/clock"),
        Replace(STEP, "prerequisites: [the-clock]", "prerequisites: [clock]"), Replace(STEP, "${the-clock.work}", "${clock.work}"),
        Replace(STEP, "the-clock.work *", "clock.work *"), line="id: clock"),
    bad("another folder's kind", Replace(CASE, "kind: case", "kind: step"), line="kind: step"),
    bad("a case elsewhere", Replace(CLOCK, "kind: guide", "kind: case"), line="kind: case"),
    bad("the same topic twice", Replace(CASE, "[classification, moderation]", "[moderation, moderation]"), line="[moderation, moderation]"),
    bad("an empty field", Replace(CASE, "task: Binary classification with a review band", 'task: ""'), line='task: ""'),
)  # fmt: skip
GOOD = (good("marks with spaces after them", Replace(CLOCK, "---\nid: the-clock", "--- \nid: the-clock")),)

