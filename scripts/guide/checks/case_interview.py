"""A case can be interviewed with: probes at their minutes, scores, red flags, and two annotated transcripts.

The kit has its probes in a table of three columns whose first holds the minute, scores from 1 to 4 in a table of two
whose first holds the four numbers, and names the red flags. The study group's sheets are made of them. Of the
transcripts the first is `!!! transcript "Weak: …"`, the second `!!! transcript "Strong: …"`; six annotations or
more, as block quotes, say what the interviewer notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.box import has_unknown_box
from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE
from guide.problems import Problem

PROBES, NOTES = 2, 6
BAD = (
    bad("a probe without its minute", Replace(CASE, "| 30 | ", "| Late | "), line="## Interviewer's kit"),
    bad("no scores", Replace(CASE, "| 4 | A band", "| 5 | A band"), line="## Interviewer's kit"),
    bad("no red flag", Replace(CASE, "A red flag is accuracy as the metric.", "Accuracy is no metric."), line="## Interviewer's kit"),
    bad("no weak transcript", Replace(CASE, '"Weak: the threshold"', '"The threshold"'), line="## Two transcripts"),
    bad("too few annotations", Replace(CASE, "\n    > And the band follows from the threshold.\n", ""), Replace(CASE, "\n    > A habit isn't a reason.\n", ""), line="## Two transcripts"),
)  # fmt: skip
GOOD = (good("the plural", Replace(CASE, "A red flag is accuracy as the metric.", "Red flags: accuracy as the metric.")),)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        at, parts = subject.of(case, "case-interview"), subject.parts(case)
        if kit := parts.get("Interviewer's kit"):
            cells = {cell.text_content().strip() for cell in kit.all("td", "th")}
            if not {"1", "2", "3", "4"} <= cells:
                yield at(kit.heading.line, "the kit has no scores from 1 to 4.", "add a table that says what earns each of them.")
            probes = sum(1 for row in kit.all("tr") if len(row) == 3 and row[0].text_content().strip().isdigit())
            if probes < PROBES:
                mend = "add a table with the columns minute, probe and what to listen for."
                yield at(kit.heading.line, f"the kit has {probes or 'no'} probe{'s' * (probes != 1)} with a minute.", mend)
            if not re.search(r"red flags?", kit.text, re.I):
                yield at(kit.heading.line, "the kit names no red flags.", "say which answers end the discussion, as “red flags”.")
        if part := parts.get("Two transcripts"):
            titles = [box[0].text_content().split()[:1] for box in part.of_class("transcript") if len(box)]
            kinds = [title[0].strip(":,") for title in titles if title]
            notes = len([p for quote in part.all("blockquote") for p in quote.iter("p")])
            if has_unknown_box(part):
                continue  # one of them, which is named
            if kinds != ["Weak", "Strong"]:
                mend = 'write `!!! transcript "Weak: …"`, then `!!! transcript "Strong: …"`.'
                yield at(part.heading.line, f"the transcripts are {' and '.join(kinds) or 'missing'}.", mend)
            elif notes < NOTES:
                mend = f"annotate the exchanges {NOTES} times or more, with block quotes."
                yield at(part.heading.line, f"the transcripts have {notes or 'no'} annotations.", mend)
