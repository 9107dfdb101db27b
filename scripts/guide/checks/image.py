"""The book holds diagrams, and no pictures.

A picture has neither the book's type nor its colours, can't be read aloud, and doesn't change with the numbers. Draw it
as a file below diagrams/.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import block, words
from guide.markdown.lines import line_of
from guide.problems import Problem

BAD = (
    bad("a picture", words("![A board](board.png)."), line="board.png"),
    bad("one of another site, as HTML", block('Look: <img src="https://example.org/a.png" alt="A board"> here.\n'), line="example.org"),
)
GOOD = (good("an exclamation before a link", words("Look! [Here](#what-to-cut).")),)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        for image in subject.tree(chapter).iter("img"):
            mend = f"draw it as diagrams/{chapter.id}/name.mmd and include that."
            yield subject.of(chapter, "image")(line_of(image), f"the page shows the picture {image.get('src', '')!r}.", mend)
