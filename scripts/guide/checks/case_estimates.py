"""A case computes its numbers: three blocks, five promises, a watched result, twenty quotes.

Three `estimate` fences or more, with five `assert` lines and one `watch` between them; the text quotes values at least
twenty times. Fewer means that numbers are typed, or that nothing is sized.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE
from guide.problems import Problem

LEAST = {"estimate blocks": 3, "assertions": 5, "watched results": 1, "quoted values": 20}
BAD = (
    bad("too few promises", Replace(CASE, "assert labels >= 10000 item    # enough for a year's slices\n", ""),
        Replace(CASE, "assert corpus <= 100 GB        # one machine reads it in a night\n", ""), line="```estimate\ntitle: Comment traffic"),
    bad("nothing watched", Replace(CASE, "watch peak\n", ""), line="```estimate\ntitle: Comment traffic"),
)  # fmt: skip
GOOD = (good("one promise less", Replace(CASE, "assert corpus <= 100 GB        # one machine reads it in a night\n", "")),)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        blocks = case.blocks("estimate")
        lines = [line.split("#")[0].split()[:1] for block in blocks for line in block.text.split("\n")]
        counts = {
            "estimate blocks": len(blocks),
            "assertions": lines.count(["assert"]),
            "watched results": lines.count(["watch"]),
            "quoted values": len(case.parsed.quotes),
        }
        first = next((block.line - 1 for block in blocks), 1)
        for what, least in LEAST.items():
            if counts[what] < least:
                message = f"the case has {counts[what] or 'no'} {what if counts[what] != 1 else what[:-1]}."
                yield subject.of(case, "case-estimates")(first, message, f"a case has {least} or more.")
