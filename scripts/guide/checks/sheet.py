"""A case's whiteboard sheet has a card and four frames; it fits one page, and so do the one-liners.

The sheet is printed and pinned up: the card `!!! glance "At a glance"` of the prompt's section, and, in the section
"Whiteboard sheet", four drawings inside `<div class="frames" markdown>` … `</div>`. When it doesn't fit, shorten the
card, the table or the list beside the drawings, or draw lower or narrower frames: their labels have 5.5 points or
more. The build also stops at whatever the PDF engine complains of in these sheets, the tracing workbook and those of
the study group.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.box import has_unknown_box
from guide.checks.core import Append, Replace, Subject, bad, good
from guide.checks.core.small_book import CASE
from guide.problems import Problem

FRAMES = 4
BAD = (
    bad("a case without a card", Replace(CASE, '!!! glance "At a glance"', '!!! transcript "At a glance"'), line="## The prompt"),
    bad("a case without frames", Replace(CASE, '<div class="frames" markdown>', "<div markdown>"), line="## Whiteboard sheet"),
    bad("three frames", Replace(CASE, '```mermaid\n--8<-- "comment-spam/frame.mmd"\n```\n/// figure-caption\nThree boxes and a person.\n///\n', ""),
        Replace(CASE, "/// figure-caption\nThe writer sees", '/// figure-caption\nThe first frame.\n///\n\n```mermaid\n--8<-- "comment-spam/frame.mmd"\n```\n/// figure-caption\nThe writer sees'),
        line="## Whiteboard sheet"),
    bad("frames that fill more than a page", Append("overrides/print/sheets.css", "\n.frames { padding-top: 26cm }\n"),
        file=CASE, line="## Whiteboard sheet", stage="build"),
    bad("a mistake in its styles", Append("overrides/print/sheets.css", "\np { nonsense: 1 }\n"),
        file="whiteboard-sheets.pdf", line=0, stage="build"),
)  # fmt: skip
GOOD = (good("a table beside the frames", Replace(CASE, "</div>\n\n## Sources", "</div>\n\n| Say | When |\n|---|---|\n| Both costs | First |\n\n## Sources")),)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        at, parts = subject.of(case, "sheet"), subject.parts(case)
        if (prompt := parts.get("The prompt")) and not (prompt.of_class("glance") or has_unknown_box(prompt)):
            mend = 'write `!!! glance "At a glance"` with a table of two columns, indented, in this section.'
            yield at(prompt.heading.line, "the case has no card for its whiteboard sheet.", mend)
        if sheet := parts.get("Whiteboard sheet"):
            frames = sum(1 for frame in sheet.of_class("frames") for _ in frame.iter("figure"))
            if frames != FRAMES:
                mend = 'put four drawings with captions inside `<div class="frames" markdown>` … `</div>`.'
                yield at(sheet.heading.line, f"the sheet has {frames or 'no'} frames.", mend)
