"""Offline and online nodes never share a subgraph.

What runs while nobody waits and what runs while somebody does are separate in the system, and so in its drawing. Put
them into two subgraphs; what passes between them crosses the border.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.flowchart import Flowchart
from guide.checks.core.small_book import SYSTEM
from guide.problems import Problem

_INSIDE = '    labels[(Removals<br/>and appeals)]:::store -->|"nightly"| train[Train]:::offline\n'
BAD = (
    bad("a part of the request path among the training", Replace(SYSTEM, _INSIDE, f"{_INSIDE}    labels --> cache(Cache):::online\n"),
        line="subgraph Offline"),
    bad("one in a subgraph of its own inside the other", Replace(SYSTEM, _INSIDE, f"{_INSIDE}    subgraph Inner\n      cache(Cache):::online\n    end\n"),
        line="subgraph Offline"),
)  # fmt: skip
GOOD = (good("a store, which is neither", Replace(SYSTEM, _INSIDE, f"{_INSIDE}    train --> kept[(Weights)]:::store\n")),)


def find(subject: Subject) -> Iterator[Problem]:
    for diagram in subject.drawn():
        chart = subject.flowchart(diagram)
        path = subject.book.project.relative(diagram.path)
        for group, (title, line) in chart.groups.items() if chart else ():
            # Of nested groups only the innermost that mixes them is at fault.
            inner = any(other != group and chart.inside(other, group) and _mixed(chart, other) for other in chart.groups)
            if _mixed(chart, group) and not inner:
                mend = "put them into two subgraphs, side by side."
                yield Problem(path, line, "diagram-group", f"the subgraph {title!r} holds offline and online nodes.", mend)


def _mixed(chart: Flowchart, group: int) -> bool:
    return {"offline", "online"} <= {node.role for node in chart.nodes.values() if chart.inside(node.group, group)}
