"""A chapter in layers has five to nine digests under "Trade-offs".

A digest says the choice with the case's own numbers, in four lines that can be carried; the card with all the options
is in the matrix. Fewer than five aren't a design, and more than nine nobody carries.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Append, Subject, bad, good
from guide.checks.core.small_book import DECISIONS, block, in_layers
from guide.framework import COLUMNS
from guide.problems import Problem

LEAST, MOST = 5, 9
_SECTION = "Trade-offs"
_IDS = ("keep-text", "appeals-where", "score-when", "one-model-or-many", "delete-or-ask", "retrain-when")


def _digests(*ids: str) -> str:
    lines = ("choice: {0}, as it is here.", "because: {0} is cheap.", "flips: at a tenth.", "say: I would start with {0}.")
    return f"## {_SECTION}\n\nThey are made once.\n\n" + "".join(
        "\n".join(("```digest", name, *(line.format(name) for line in lines), "```", "", "")) for name in ids
    )


def _decision(name: str) -> str:
    cells = "".join(f"      {column}: as it is\n" for column in COLUMNS)
    options = "".join(f"    - name: {option} of {name}\n{cells}" for option in ("One", "Two"))
    said = f"  default: One of {name}\n  flip_when: more than two\n  say: I would start with the one of {name} because it is cheap.\n"
    return f"\n- id: {name}\n  question: Which of {name}?\n  step: evaluate\n  area: ranking\n  options:\n{options}{said}"


_MORE = tuple(f"choice-{letter}" for letter in "abcd")
BAD = (
    bad("too few", *in_layers(), block(_digests(*_IDS[:4])), line="## Trade-offs"),
    bad("more than anybody carries", *in_layers(), block(_digests(*_IDS, *_MORE)), Append(DECISIONS, "".join(map(_decision, _MORE))), line="## Trade-offs"),
    bad("cards", *in_layers(), block(f"## {_SECTION}\n\n" + "\n".join(("```decisions", *_IDS, "```", ""))), line="## Trade-offs"),
)  # fmt: skip
GOOD = (
    good("five", *in_layers(), block(_digests(*_IDS[:5]))),
    good("nine", *in_layers(), block(_digests(*_IDS, *_MORE[:3])), Append(DECISIONS, "".join(map(_decision, _MORE[:3])))),
)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.in_layers():
        part = subject.parts(chapter).get(_SECTION)
        if part is None:
            continue
        count = sum(block.language == "digest" for block in part.blocks)
        if not LEAST <= count <= MOST:
            message = f"the section has {count or 'no'} digest{'s' * (count != 1)}."
            mend = f"show {LEAST} to {MOST} decisions, each in a `digest` fence."
            yield subject.of(chapter, "digests")(part.heading.line, message, mend)
