"""The design in five minutes ends with a table of ten numbers to remember.

Under `### Ten numbers to remember` stands a table with a head and ten rows: the number, quoted from a block, and what
it decides. Whoever carries only these can derive the rest at the board.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import block, in_layers
from guide.problems import Problem

ROWS = 10
_TITLE = "Ten numbers to remember"
_SECTION = "The design in five minutes"


def _five_minutes(rows: int, title: str = _TITLE) -> str:
    table = "".join(f"| {number} | a decision |\n" for number in range(rows))
    return f"## {_SECTION}\n\nIt is one round.\n\n### {title}\n\n| Number | What it decides |\n|---|---|\n{table}"


BAD = (
    bad("nine", *in_layers(), block(_five_minutes(9)), line="### Ten numbers"),
    bad("under another name", *in_layers(), block(_five_minutes(10, "Numbers")), line="## The design in five minutes"),
)
GOOD = (good("ten", *in_layers(), block(_five_minutes(10))),)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.in_layers():
        part = subject.parts(chapter).get(_SECTION)
        if part is None:
            continue
        at = subject.of(chapter, "ten-numbers")
        heading = next((e for e in part.elements if e.tag == "h3" and e.text_content() == _TITLE), None)
        if heading is None:
            yield at(part.heading.line, f"the section has no `### {_TITLE}`.", f"end it with a table of {ROWS} rows: the number, and what it decides.")
            continue
        line = next((h.line for h in chapter.headings if h.anchor == heading.get("id")), part.heading.line)
        tables = [element for element in part.elements[part.elements.index(heading) :] for element in element.iter("tbody")]
        rows = [len(list(body.iter("tr"))) for body in tables]
        if rows != [ROWS]:
            found = " and ".join(map(str, rows)) or "no"
            yield at(line, f"the table has {found} rows, not {ROWS}.", "keep the ten that one would need at the board.")
