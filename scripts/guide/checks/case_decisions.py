"""A case shows at least five decisions under "Trade-offs".

As cards (a `decisions` fence) or as digests, with what is particular to the case in the prose around them.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Append, Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, CLOCK
from guide.problems import Problem

LEAST = 5
BAD = (
    bad("too few", Replace(CASE, "keep-text\nappeals-where\n", ""), Append(CLOCK, "\n```decisions\nkeep-text\nappeals-where\n```\n"), line="## Trade-offs"),
    bad("in another section", Replace(CASE, "keep-text\nappeals-where\n", ""),
        Replace(CASE, "## Sources\n", "```decisions\nkeep-text\nappeals-where\n```\n\n## Sources\n"), line="## Trade-offs"),
)  # fmt: skip
GOOD = (
    good("five", Replace(CASE, "keep-text\n", ""), Append(CLOCK, "\n```decisions\nkeep-text\n```\n")),
    good("one as a digest", Replace(CASE, "keep-text\nappeals-where\n```\n", "keep-text\n```\n\n```digest\nappeals-where\nchoice: the same editors.\nbecause: the editors know the case.\nflips: a tenth upheld.\nsay: I would start with the same editors.\n```\n")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        parts = subject.parts(case)
        part = parts.get("Trade-offs")
        if not part:
            continue
        after = [other.heading.line for other in parts.values() if other.heading.line > part.heading.line]
        shown = {name for name, line in case.decisions if part.heading.line < line < min(after, default=line + 1)}
        if len(shown) < LEAST:
            message = f"the section shows {len(shown) or 'no'} decisions."
            mend = f"show {LEAST} or more of docs/decisions.yaml, in a `decisions` fence or as digests."
            yield subject.of(case, "case-decisions")(part.heading.line, message, mend)
