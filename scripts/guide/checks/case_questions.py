"""A case clarifies at least eight questions, in a table.

Each with the answer that is assumed, and how the design changes when it is another. They stand in "Clarify the
requirements", before the estimate.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE
from guide.problems import Problem

LEAST = 8
BAD = (bad("too few", Replace(CASE, '| Which languages? | One | Several: a threshold for each |\n| What is spam? | Advertising, and links to traps | Insults too: another model |\n', ""), line="## Clarify the requirements"),)
GOOD = (
    good("eight", Replace(CASE, "| Which languages? | One | Several: a threshold for each |\n", "")),
    good("two tables", Replace(CASE, "| Which languages?", "\nAnd four more.\n\n| Question | Answer | If it differs |\n|---|---|---|\n| Which languages?")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        part = subject.parts(case).get("Clarify the requirements")
        if part and (count := len(part.rows())) < LEAST:
            mend = f"write {LEAST} or more rows of a table, each with the answer assumed and how the design changes otherwise."
            yield subject.of(case, "case-questions")(part.heading.line, f"the case clarifies {count or 'no'} question{'s' * (count != 1)} in a table.", mend)
