"""A case flips at least four constraints.

Each a row of a table, an item of a list, a heading or a paragraph that begins in bold: what changes in the design when
the constraint does, and what doesn't.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE
from guide.problems import Problem

LEAST = 4
BAD = (
    bad("too few", Replace(CASE, "**A second language.** Every", "Every"), Replace(CASE, "**No history.** Features", "Features"), line="## Constraint flips"),
)
GOOD = (
    good("a list", Replace(CASE, "**No history.** Features replace the text; the path doesn't change.\n\n**Paid spammers.** The", "- No history\n- No text\n- No editors\n- No time\n\nThe")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        part = subject.parts(case).get("Constraint flips")
        if not part:
            continue
        bold = [p for p in part.all("p") if not (p.text or "").strip() and len(p) and p[0].tag == "strong"]
        count = max(len(part.rows()), len(part.all("li")), len(part.all("h3")), len(bold))
        if count < LEAST:
            mend = f"change {LEAST} or more, one at a time, and say what stays."
            yield subject.of(case, "case-flips")(part.heading.line, f"the case flips {count or 'no'} constraints.", mend)
