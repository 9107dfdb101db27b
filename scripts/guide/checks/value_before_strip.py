"""A result isn't quoted before the strip of the block that computes it.

Readers of a chapter in layers meet a number first where its strip shows it, with its check and its worksheet; before
that nobody can know where it comes from. Move the block up, or say the sentence without its number. The card and "The
design in five minutes" sum up, and a derivation proves: they are free. So are inputs, since quoting one states it, and
values of other chapters, which link there. A `metric` fence shows its values as a strip does.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CLOCK, in_layers, words
from guide.first_use import early_values
from guide.problems import Problem

_FENCE = "```estimate\ntitle: The minutes of a round\n"
BAD = (
    bad("in a sentence", *in_layers(), Replace(CLOCK, _FENCE, f"Plan for ${{work}}.\n\n{_FENCE}"), line="Plan for"),
    bad("in a table", *in_layers(), Replace(CLOCK, _FENCE, f"| Part | Time |\n|---|---|\n| Design | ${{work}} |\n\n{_FENCE}"), line="| Design |"),
)
GOOD = (
    good("after the strip, with an input before it", *in_layers(), words("There are ${work}.")),
    good("in a derivation", *in_layers(), Replace(CLOCK, _FENCE, f'??? derivation "Why so few"\n\n    It is ${{work}}.\n\n{_FENCE}')),
)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.in_layers():
        at, path = subject.of(chapter, "value-before-strip"), subject.path(chapter)
        for use in early_values(chapter):
            mend = "move the block above it, or say it without the number."
            column = subject.column(path, use.line, f"${{{use.name}")
            yield at(use.line, f"`${{{use.name}}}` is quoted before its block on line {use.shown} shows it.", mend, column)
