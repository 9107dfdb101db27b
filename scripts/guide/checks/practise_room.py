"""The practice room finds its clock and its rubric in the book.

The page with the template practise.html runs rounds by the minutes of one chapter's blocks, `open_45`, `clarify_45` to
`monitor_45`, `close_45`, and the same with 60; and scores them by the table whose rows are the six signals, each with
four anchors, captioned as `#tab-rubric`.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import ROOM, SCORING
from guide.practise import PAGE
from guide.practise.clock import home_of_clock, rubric
from guide.problems import Problem

BAD = (
    bad("no minutes for a step", Replace(SCORING, "serve_45    = 6 min   # chosen: the sixth\n", "path_45     = 6 min   # chosen: the sixth\n"),
        Replace(SCORING, "evaluate_45 + serve_45", "evaluate_45 + path_45"), file=ROOM, line="template: practise.html"),
    bad("a signal without a row", Replace(SCORING, "| System | Boxes", "| Path | Boxes"), file=ROOM, line="template: practise.html"),
)  # fmt: skip
GOOD = (good("another order of the signals", Replace(SCORING, "| Evaluation | Accuracy | Offline only | Both | Disagreement |\n| System | Boxes | A path | A budget | A bad day |\n",
                                                     "| System | Boxes | A path | A budget | A bad day |\n| Evaluation | Accuracy | Offline only | Both | Disagreement |\n")),)  # fmt: skip


def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    pages = (book.project.docs / page.page for page in book.settings.nav)
    if not subject.known(book.project.config, *pages):
        return
    for chapter in (c for c in book.chapters if c.front.template == PAGE):
        at, line = subject.of(chapter, "practise-room"), chapter.front.line_of("template")
        if home_of_clock(book) is None:
            yield at(line, "no chapter's blocks have the minutes of the rounds.", "define `open_45`, `clarify_45` … `close_45` and the same with 60 in one chapter.")
        if not rubric(book):
            yield at(line, "no table has the rubric's six signals with four anchors each.", "caption it `| #tab-rubric` and name its rows after the signals.")
