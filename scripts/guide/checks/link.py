"""Links between chapters lead to files of the book.

A link is written from the file in which it stands, with `.md`: `[calibration](../framework/evaluate.md#calibration)`.
Besides pages only the bibliography can be taken as a file. A link has a text; to a figure, a table or a section it may
be empty, `[](#fig-system)`: the build writes the number or the title.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.links import broken_links
from guide.checks.core.small_book import HOME, estimate, words
from guide.problems import Problem

BAD = (
    bad("a file that isn't there", Replace(HOME, "(interview/the-clock.md)", "(interview/clock.md)"), line="(interview/clock.md)"),
    bad("a page's address in place of its file", Replace(HOME, "(interview/the-clock.md)", "(interview/the-clock/)"), line="(interview/the-clock/)"),
    bad("data that isn't published", Replace("docs/reference/sources.md", "../bibliography.json", "../decisions.yaml"), line="decisions.yaml"),
    bad("no address", words("See [this]()."), line="[this]()"),
    bad("a script as the address", words("See [this](javascript:alert)."), line="javascript"),
    bad("no text", words("See [](https://example.org/a)."), line="https://example.org/a"),
    estimate("spare = 1 min  # assumed: as [the step](clarify.md) has it", "twice = 2 * spare -> min  # Twice", at="spare = 1", what="in an estimate's note"),
)
GOOD = (good("a section's title", words("See [](../cases/comment-spam.md#the-prompt).")), good("another site", words("[Elsewhere](https://example.org/a.md).")), good("a query", words("[Write](mailto:a@example.org).")))


def find(subject: Subject) -> Iterator[Problem]:
    yield from broken_links(subject, "link")
