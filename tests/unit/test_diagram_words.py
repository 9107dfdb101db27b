"""What is said of a mistake in a drawing: the line, and a mend in the words of somebody who draws."""

from __future__ import annotations

import pytest

from guide.checks.core.flowchart import read_flowchart
from guide.diagrams.words import in_words

FLOW = "flowchart LR\n"
SEQUENCE = "sequenceDiagram\n"
GENERAL = "compare the line"


@pytest.mark.parametrize(
    ("source", "line", "at", "mend"),
    [
        (f"{FLOW}  a[One] --> end[Two]\n", 2, 2, "`end` is a reserved word"),
        (f"{FLOW}  subgraph S\n  a --> b\n  end\n", 4, 4, GENERAL),
        (f"{SEQUENCE}  A->>end: x\n", 2, 2, "a message is"),
        (f"{FLOW}  a[One]::offline\n", 2, 2, "three colons"),
        (f"{FLOW}  a[One] :::offline\n", 2, 2, "three colons"),
        (f"{FLOW}  a[One]:::offline\n", 2, 2, GENERAL),
        (f'{FLOW}  a["One] --> b\n  b --> c\n', 3, 2, "close the quotation mark"),
        (f"{FLOW}  a[One --> b\n  b --> c\n", 3, 2, "close the bracket ["),
        (f'{FLOW}  accTitle: A word and "half\n  a --> b\n', 3, 3, GENERAL),
        (f'{FLOW}  %% a "half\n  a --> b\n', 3, 3, GENERAL),
        (f"{FLOW}  a --> b\n  end\n", 3, 3, "no subgraph is open here"),
        (f"{FLOW}  subgraph S\n  a --> b\n", 3, 2, "write `end` on a line of its own"),
        (f"{FLOW}  subgraph S\n  a --> b\n  c --> d\n", 3, 3, GENERAL),
        (f"{SEQUENCE}  end\n", 2, 2, GENERAL),
        (f"{FLOW}  a[One (two)] --> b\n", 2, 2, "a bracket in a label needs quotes"),
        (f"{FLOW}  a(One [two]) --> b\n", 2, 2, "a bracket in a label needs quotes"),
        (f"{FLOW}  a{{One (two)}} --> b\n", 2, 2, "a bracket in a label needs quotes"),
        (f'{FLOW}  a["One (two)"] --> b\n', 2, 2, GENERAL),
        (f"{FLOW}  a[(One)] --> b\n", 2, 2, GENERAL),
        ("stateDiagram-v2\n  s: One [a (b)]\n", 2, 2, GENERAL),
        (f"{FLOW}  a -> b\n", 2, 2, "an arrow is `-->`"),
        (f"{FLOW}  a -->> b\n", 2, 2, "an arrow is `-->`"),
        ("stateDiagram-v2\n  a -> b\n", 2, 2, "an arrow is `-->`"),
        (f"{FLOW}  a -.-> b\n", 2, 2, GENERAL),
        (f'{FLOW}  a -- "x -> y" --> b\n', 2, 2, GENERAL),
        (f"{FLOW}  subgrph S\n", 2, 2, "did you mean 'subgraph'?"),
        ("graph LR\n  subgrph S\n", 2, 2, "did you mean 'subgraph'?"),
        (f"{SEQUENCE}  Note A: x\n", 2, 2, "write `Note over A: text`"),
        (f"{SEQUENCE}  participant A x y\n", 2, 2, GENERAL),
        (f"{SEQUENCE}  A->>B text\n", 2, 2, "with a colon before its text"),
        ("pie\n  One 12\n", 2, 2, 'a slice is `"Name" : 12`'),
        (f"{FLOW}  a ~~~~\n", 2, 2, GENERAL),
    ],
)  # fmt: skip
def test_a_mistake_has_its_line_and_its_mend(source: str, line: int, at: int, mend: str) -> None:
    said = in_words(source, "Parse error", line, 3)
    assert (said.line, said.column) == (at, 3 if at == line else 0)
    assert mend in said.mend, said
    assert repr(source.split("\n")[at - 1].strip() if at != line else source.split("\n")[at - 1][2:].strip()) in said.message


@pytest.mark.parametrize(
    ("source", "line", "mend"),
    [
        ("flowchat LR\n a --> b", 1, "did you mean 'flowchart'?"),
        ("\n%% first\nflowchat LR\n", 3, "did you mean"),
        ("zzz\n", 1, "start with one of flowchart, sequenceDiagram"),
        ("\n\n", 1, "start with one of"),
    ],
)
def test_a_kind_that_there_is_not(source: str, line: int, mend: str) -> None:
    said = in_words(source, "No diagram type detected", 0, 0)
    assert (said.line, said.column) == (line, 1) and mend in said.mend


def test_a_time_that_cannot_be_read_is_found_by_its_text() -> None:
    source = "gantt\n  dateFormat HH:mm\n  Scope :a, 25:99, 5m\n"
    said = in_words(source, "Invalid date:25:99", 0, 0)
    assert (said.line, said.column) == (3, 13) and "`dateFormat`" in said.mend and "'25:99'" in said.message
    assert GENERAL in in_words(source.replace("gantt", "timeline"), "Invalid date:25:99", 0, 0).mend


def test_what_breaks_off_at_the_end() -> None:
    said = in_words(f"{FLOW}  a -->", "Parse error", 2, 8)
    assert said.message == "the drawing can't be read: something is missing after 'a -->'."
    beyond = in_words(f"{FLOW}  a --> b", "Parse error", 9, 1)
    assert beyond.line == 2


def test_a_role_given_on_a_line_of_its_own_is_known() -> None:
    chart = read_flowchart(f"%% a remark\n{FLOW}  a[One] --> b[Two]\n  class a,stranger model\n")
    assert {name: (node.role, node.line) for name, node in chart.nodes.items()} == {"a": ("model", 3), "b": ("", 3)}
