"""A case rests on at least eight sources, and lists them.

Eight works cited in the text, opened and used; the section "Sources" has a `sources` fence, in which a note may say
what a work is good for.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, words
from guide.problems import Problem

LEAST = 8
BAD = (
    bad("too few", Replace(CASE, " [@breck2019data]", ""), Replace(CASE, " [@card2020little]", ""), words("See [@breck2019data; @card2020little]."),
        line="## Sources"),
    bad("no list", Replace(CASE, "```sources\ndean2013tail: hedged requests.\n```\n", "They stand on their own page.\n"), line="## Sources"),
)  # fmt: skip
GOOD = (
    good("a list without notes", Replace(CASE, "dean2013tail: hedged requests.\n", "")),
    good("eight", Replace(CASE, " [@breck2019data]", ""), words("See [@breck2019data].")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        at, part = subject.of(case, "case-sources"), subject.parts(case).get("Sources")
        if not part:
            continue
        count = len({citation.key for citation in case.citations})
        if not any(block.language == "sources" for block in part.blocks):
            yield at(part.heading.line, "the section has no list.", "write a `sources` fence; every cited work is listed.")
        elif count < LEAST:
            yield at(part.heading.line, f"the case cites {count or 'no'} works.", f"rest it on {LEAST} or more primary sources.")
