"""Diagrams use the roles of diagrams/style.yaml, and no styling of their own.

Colours and borders come from the one style, so that all drawings agree, in the dark palette and in grey print too. Say
what a node is with `:::role`. `classDef`, `style`, `linkStyle`, `click` and `%%{init}%%` aren't
allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Append, Replace, Subject, bad, good, near
from guide.checks.core.small_book import FRAME, SERVING
from guide.diagrams.style import STAGES
from guide.problems import Problem

BAD = (
    bad("a role that there isn't", Replace(FRAME, "person[/Editor/]:::human", "person[/Editor/]:::person"), line=":::person"),
    bad("a class that there isn't", Append(FRAME, "  class comment fancy\n"), line="class comment fancy"),
    bad("a class of its own", Append(FRAME, "  classDef human fill:#fff\n"), line="classDef"),
    bad("a style of its own", Append(FRAME, "  style person fill:#fff\n"), line="style person"),
    bad("a link's style", Append(FRAME, "  linkStyle 0 stroke:#fff\n"), line="linkStyle"),
    bad("a place to click", Append(FRAME, '  click person "https://example.org"\n'), line="click person"),
    bad("a theme of its own", Replace(FRAME, "flowchart LR", '%%{init: {"theme": "dark"}}%%\nflowchart LR'), line=1),
)
GOOD = (good("three colons in another kind of diagram", Replace(SERVING, "G: comment", "G: comment:::new")),)
_OWN_STYLE = re.compile(r"^[ \t]*(?:classDef|style|linkStyle|click)\b|\A---$|%%\{\s*\w+", re.M)
_ROLE = re.compile(r":::([\w-]+)|^\s*class\s+[\w,\s-]+?\s([\w-]+)\s*;?\s*$", re.M)


def find(subject: Subject) -> Iterator[Problem]:
    roles = subject.book.style.roles
    if not subject.known(subject.book.project.style):
        return
    for diagram in subject.book.diagrams.values():
        path, source = subject.book.project.relative(diagram.path), diagram.source
        for match in _OWN_STYLE.finditer(source):
            mend = "delete it and say the role with `:::role`; diagrams/style.yaml draws it."
            line = source.count("\n", 0, match.start()) + 1
            yield Problem(path, line, "diagram-class", f"the diagram styles itself with {match[0].strip()!r}.", mend)
        if not source.lstrip().startswith(("flowchart", "graph", "state")):
            continue
        for match in _ROLE.finditer(source):
            role, group = match[1] or match[2], 1 if match[1] else 2
            if role not in roles and role not in STAGES:
                line = source.count("\n", 0, match.start(group)) + 1
                mend = near(role, roles, f"use one of {', '.join(roles)}.")
                yield Problem(path, line, "diagram-class", f"there is no role {role!r}.", mend)
