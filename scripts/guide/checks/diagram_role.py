"""A flowchart's node has the shape of its role.

Shape and border tell roles apart in grey print and for colour-blind readers; the shapes stand in diagrams/style.yaml
(`id[(text)]` is a store, `id[[text]]` a model, …). A node without a role is a plain step, in any shape.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import FRAME
from guide.problems import Problem

BAD = (
    bad("another role's shape", Replace(FRAME, "person[/Editor/]:::human", "person[(Editor)]:::human"), line="person[("),
)
GOOD = (
    good("no role", Replace(FRAME, "person[/Editor/]:::human", "person[Anybody]")),
    good("the role in a line of its own", Replace(FRAME, "person[/Editor/]:::human", "person[/Editor/]\n  class person human")),
    good("a node named again", Replace(FRAME, "person[/Editor/]:::human", "person[/Editor/]:::human\n  person --> comment")),
    good("brackets in quotes", Replace(FRAME, "model[[Classifier]]", 'model[["Classifier (small)"]]')),
)


def find(subject: Subject) -> Iterator[Problem]:
    roles = subject.book.style.roles
    if not subject.known(subject.book.project.style):
        return
    shapes = {role: " ".join(style.shape.removeprefix("id").split("text")) for role, style in roles.items()}
    for diagram in subject.drawn():
        chart = subject.flowchart(diagram)
        path = subject.book.project.relative(diagram.path)
        for node in chart.nodes.values() if chart else ():
            if node.shape and node.role in shapes and node.shape != shapes[node.role]:
                right = roles[node.role].shape.replace("id", node.name, 1).replace("text", node.text or "text")
                message = f"{node.name!r} is a {node.role!r} in the shape of another role."
                yield Problem(path, node.line, "diagram-role", message, f"write `{right}:::{node.role}`.")
