"""Prerequisites are ids of other chapters.

A chapter's card says what to read first, with links. Use the id of a chapter in the navigation, which is its file's
name without the ending.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good, near
from guide.checks.core.small_book import CASE
from guide.problems import Problem

BAD = (
    bad("no such chapter", Replace(CASE, "prerequisites: [clarify-the-requirements]", "prerequisites: [clarify]"),
        line="prerequisites: [clarify]"),
    bad("the chapter itself", Replace(CASE, "prerequisites: [clarify-the-requirements]", "prerequisites: [comment-spam]"),
        line="prerequisites: [comment-spam]"),
)  # fmt: skip
GOOD = (good("two of them", Replace(CASE, "prerequisites: [clarify-the-requirements]", "prerequisites: [clarify-the-requirements, the-clock]")),)


def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    if not subject.known(book.project.config, *(book.project.docs / page.page for page in book.settings.nav)):
        return
    for chapter in book.chapters:
        for number, name in enumerate(chapter.front.prerequisites):
            message = f"the prerequisite {name!r} is {'the chapter itself' if name == chapter.id else 'no chapter'}."
            if name == chapter.id or name not in book.by_id:
                others = [other for other in book.by_id if other != chapter.id]
                mend = near(name, others, "use the id of a chapter in the navigation.")
                yield subject.of(chapter, "prerequisite")(chapter.front.line_of("prerequisites", number), message, mend)
