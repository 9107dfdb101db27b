"""A case has at least ten diagrams, of four kinds or more.

Kinds are Mermaid's: flowcharts, sequences, states, charts, timelines and so on. One kind for everything means that
something is drawn that a table or a sentence would say better.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Delete, Replace, Subject, Write, bad, good
from guide.checks.core.small_book import CASE
from guide.problems import Problem

LEAST, KINDS = 10, 4
_FIGURES = (
    ("labels", "Only the upheld appeal turns a removal around; silence labels nothing."),
    ("load", "The evening fills the band that the morning empties."),
)


def _without(name: str, caption: str) -> Replace:
    return Replace(CASE, f'```mermaid\n--8<-- "comment-spam/{name}.mmd"\n```\n/// figure-caption\n{caption}\n///\n', "")


_FLOW = """flowchart TB
  accTitle: Where the {0} goes
  accDescr: A comment goes to a person, who reads it and keeps it as it is.
  comment([Comment]):::external --> person[/Person/]:::human
"""

BAD = (
    bad("too few", *(_without(name, caption) for name, caption in _FIGURES), *(Delete(f"diagrams/comment-spam/{name}.mmd") for name, _ in _FIGURES), file=CASE, line=1),
    bad("of three kinds", *(Write(f"diagrams/comment-spam/{name}.mmd", _FLOW.format(name)) for name in ("features", "threshold")), file=CASE, line=1),
)
GOOD = (
    good("ten", _without(*_FIGURES[0]), Delete("diagrams/comment-spam/labels.mmd")),
    good("of four kinds", Write("diagrams/comment-spam/features.mmd", _FLOW.format("features"))),
)


def find(subject: Subject) -> Iterator[Problem]:
    for case in subject.of_kind("case"):
        at = subject.of(case, "case-diagrams")
        shown = [subject.book.diagrams.get(use.name) for use in case.parsed.figures]
        kinds = {(diagram.source.split() or [""])[0] for diagram in shown if diagram}
        if len(shown) < LEAST:
            yield at(1, f"the case has {len(shown) or 'no'} diagram{'s' * (len(shown) != 1)}.", f"draw {LEAST} or more, each of something that prose can't show.")
        elif len(kinds) < KINDS:
            yield at(1, f"its diagrams are of {len(kinds)} kinds.", f"use {KINDS} or more, as flowchart, sequenceDiagram, stateDiagram-v2 and xychart-beta.")
