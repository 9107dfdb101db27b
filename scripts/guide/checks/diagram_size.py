"""The smallest label of a diagram can be read in print.

A drawing is scaled to fit the page, so long chains and many nodes make small type. Turn it (`TB` for `LR`) where the
mend says so; otherwise use fewer nodes, shorter labels, line breaks (`<br/>`), or two diagrams.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import FRAME
from guide.diagrams import DiagramError, Drawer
from guide.estimates import EstimateError
from guide.model import Diagram
from guide.numbers import Numbers
from guide.problems import Problem

_LONG = " --> ".join(f"n{number}[A label of many words]:::offline" for number in range(9))
BAD = (bad("too long a row", Replace(FRAME, '-->|"unsure"| person', f'-->|"unsure"| {_LONG} --> person'), line=1),)
GOOD = (good("the same turned", Replace(FRAME, "flowchart LR", "flowchart TB"), Replace(FRAME, '-->|"unsure"| person', f'-->|"unsure"| {_LONG.replace(" of many words", "")} --> person')),)
_DIRECTION = re.compile(r"^(\s*(?:flowchart|graph)\s+)(LR|RL|TB|TD|BT)\b", re.M)


def find(subject: Subject) -> Iterator[Problem]:
    least = subject.book.style.print.smallest_pt
    for diagram in subject.drawn():
        drawn = subject.articles[subject.shown[f"{diagram.key}.mmd"][0].page].drawings[diagram.key]
        if drawn.smallest_print_pt < least:
            message = f"its smallest label prints at {drawn.smallest_print_pt:.1f} pt ({drawn.width:.0f} × {drawn.height:.0f} px)."
            path = subject.book.project.relative(diagram.path)
            yield Problem(path, 1, "diagram-size", message, _advice(subject, diagram, least))


def _advice(subject: Subject, diagram: Diagram, least: float) -> str:
    """What to do; to turn the drawing only if that is enough."""
    advice = f"{least:g} pt is the least: use fewer nodes, shorter labels, or two diagrams."
    if match := _DIRECTION.search(diagram.source):
        other = "TB" if match[2] in ("LR", "RL") else "LR"
        turned = _DIRECTION.sub(rf"\g<1>{other}", diagram.source, count=1)
        points = _drawn_at(subject, replace(diagram, name=f"{diagram.name}-turned", source=turned))
        if points >= least:
            advice = f"with the direction {other} it prints at {points:.1f} pt; or use fewer nodes, or two diagrams."
    return advice


def _drawn_at(subject: Subject, diagram: Diagram) -> float:
    """The size of the smallest label in points; 0 when it can't be drawn."""
    book = subject.book
    numbers = Numbers(book)

    def quote(expression: str) -> str:
        try:
            return numbers.quote(diagram.folder, expression)
        except (EstimateError, LookupError):
            return "?"

    try:
        return Drawer(book.project.packages, book.style).draw(diagram, quote).smallest_print_pt
    except DiagramError:
        return 0.0
