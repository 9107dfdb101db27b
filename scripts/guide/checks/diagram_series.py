"""Every series of a chart has as many values as its axis has names.

Mermaid draws a series with fewer values as a broken line in the browser and another way at build time. Give a line that
leaves the chart its values all the same, and the axis the room for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Subject, Write, bad, good
from guide.checks.core.small_book import BARS
from guide.problems import Problem

_CHART = (
    "xychart-beta\n  accTitle: The minutes of a round\n  accDescr: Two bars over the length of a round, and a line that rises over both.\n"
    '  x-axis "round" ["short", "long, or not"]\n  bar [18.5, 27]\n  line {}\n'
)
BAD = (
    bad("a value too few", Write(BARS, _CHART.format("[20]")), line="line [20]"),
    bad("a value too many", Write(BARS, _CHART.format('"cost" [20, 28, 40]')), line="20, 28, 40"),
)
GOOD = (good("as many", Write(BARS, _CHART.format('"cost" [20, 28]'))),)
_NAMES = re.compile(r'^\s*x-axis\b[^\n\[]*\[(.*)\]', re.M)
_NAME = re.compile(r'"[^"]*"|[^\s,"][^,"]*')
_SERIES = re.compile(r'^\s*(?:bar|line)\b[^\n\[]*\[(.*)\]')


def find(subject: Subject) -> Iterator[Problem]:
    for diagram in subject.drawn():
        axis = _NAMES.search(diagram.source) if diagram.source.lstrip().startswith("xychart") else None
        if axis is None:
            continue
        places = len(_NAME.findall(axis[1]))
        for number, line in enumerate(diagram.source.split("\n"), 1):
            series = _SERIES.match(line)
            if series and (values := series[1].count(",") + 1) != places:
                message = f"a series of {values} over an axis of {places}."
                yield Problem(subject.book.project.relative(diagram.path), number, "diagram-series", message, "give one value for each name of the axis.")
