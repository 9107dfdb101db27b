"""Links to sections, figures, tables, decisions, terms and sources lead to anchors that exist.

A section's anchor is its title in small letters with hyphens, or what `{#name}` after the title says; a figure's is
`fig-` and the diagram's file name, a table's is what its caption says.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.links import broken_links
from guide.checks.core.small_book import CASE, CLOCK, HOME, STEP, words
from guide.problems import Problem

BAD = (
    bad("a section that isn't there", Replace(HOME, "#the-prompt", "#prompt"), line="#prompt"),
    bad("a section of this page", words("[Cut](#where-to-cut)."), line="#where-to-cut"),
    bad("a figure", Replace(CASE, "[](#fig-system)", "[](#fig-overview)"), line="#fig-overview"),
    bad("a table", Replace(CASE, "[](#tab-answers)", "[](#tab-questions)"), line="#tab-questions"),
    bad("a decision", Replace(CASE, "Watch the share", "[Retrain](../reference/trade-off-matrix.md#retrain) and watch the share"), line="#retrain)"),
    bad("a term", Replace(STEP, "#term-base-rate", "#term-prevalence"), line="#term-prevalence"),
)
GOOD = (
    good("an anchor of one's own", Replace(CLOCK, "## What to cut\n", "## What to cut {#cuts}\n"), words("[Cut](#cuts).")),
    good("a decision in the matrix", words("[When](../reference/trade-off-matrix.md#retrain-when).")),
)


def find(subject: Subject) -> Iterator[Problem]:
    yield from broken_links(subject, "anchor")
