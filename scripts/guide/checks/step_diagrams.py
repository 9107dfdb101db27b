"""A step has at least three diagrams and an estimate.

The flow of the step, what stands on the board, and a method or an example; the arithmetic of its examples is computed.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Delete, Replace, Subject, bad, good
from guide.checks.core.small_book import STEP
from guide.problems import Problem

LEAST = 3
_FIGURES = (
    ("flow", "The arrow back is drawn once; a second time costs the round."),
    ("lost", "A question that changes nothing is crossed out before it is asked."),
)


def _figure(name: str, caption: str) -> str:
    return f'```mermaid\n--8<-- "clarify-the-requirements/{name}.mmd"\n```\n/// figure-caption\n{caption}\n///\n'


BAD = (
    bad("too few drawings", *(Replace(STEP, _figure(name, caption), "") for name, caption in _FIGURES), *(Delete(f"diagrams/clarify-the-requirements/{name}.mmd") for name, _ in _FIGURES),
        line=1),
)  # fmt: skip
GOOD = (good("three", Replace(STEP, _figure(*_FIGURES[0]), ""), Delete("diagrams/clarify-the-requirements/flow.mmd")),)


def find(subject: Subject) -> Iterator[Problem]:
    for step in subject.of_kind("step"):
        at, count = subject.of(step, "step-diagrams"), len(step.parsed.figures)
        if count < LEAST:
            yield at(1, f"the step has {count or 'no'} diagrams.", f"draw {LEAST} or more.")
        if not step.blocks("estimate"):
            yield at(1, "the step computes nothing.", "add an `estimate` fence with the numbers of an example.")
