"""A caption says what to see, in a sentence.

"Training and serving share nothing but the weights" helps a reader; "The diagram of the system" doesn't. It has three
words or more, and doesn't begin with what it stands under ("This figure …", "A table …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CLOCK
from guide.markdown.lines import line_of
from guide.problems import Problem

_CAPTION = "The middle of the round belongs to the model only when the label is already on the board."
_MARKS = "Two marks are enough to notice that you are late."
BAD = (
    bad("two words", Replace(CLOCK, _CAPTION, "The minutes."), line='--8<-- "the-clock/minutes.mmd"'),
    bad("what it is", Replace(CLOCK, _CAPTION, "This figure shows the minutes of a round."), line='--8<-- "the-clock/minutes.mmd"'),
    bad("what a table is", Replace(CLOCK, _MARKS, "A table of the marks and their times."), line="| Mark | On the board |"),
)
GOOD = (
    good("a figure of speech", Replace(CLOCK, _CAPTION, "The figures grow from the left to the right.")),
    good("three words", Replace(CLOCK, _CAPTION, "Framing takes longest.")),
)
_WORDS = 3
_SELF = re.compile(r"(?:a|an|the|this)\s+(?:diagram|drawing|figure|picture|chart|graph|table)\b", re.I)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        at = subject.of(chapter, "caption")
        lines = {use.anchor: use.line for use in chapter.parsed.figures}
        lines |= {table.anchor: table.line for table in chapter.parsed.tables}
        for figure in subject.tree(chapter).iter("figure"):
            caption = figure.find("figcaption")
            if caption is None or next(caption.iter("h2", "h3", "h4"), None) is not None:
                continue  # none, which is named elsewhere, or one that isn't closed
            text = " ".join(caption.text_content().split())
            line = lines.get(figure.get("id", "")) or line_of(figure)
            if len(text.split()) < _WORDS:
                yield at(line, f"the caption says only {text!r}.", "say in a sentence what to see.")
            elif _SELF.match(text):
                yield at(line, f"the caption says what it stands under: {text.split('.')[0]!r}.", "say what to see, not what it is.")
