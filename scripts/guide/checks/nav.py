"""Every Markdown file is in the navigation once, and every file of the navigation is there.

The navigation in mkdocs.yml decides what is a page, in which order, and in which part of the book. A file that it
doesn't name is read by nobody; a name without a file is a hole. Add the page to `nav`, or delete the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, Write, bad, good
from guide.checks.core.small_book import CONFIG, PAGE
from guide.problems import Problem

BAD = (
    bad("a file that the navigation doesn't name", Write("docs/extra.md", PAGE.format(id="extra")), line=1),
    bad("a name without a file", Replace(CONFIG, "  - Framework:", "  - interview/gone.md\n  - Framework:"),
        line="interview/gone.md"),
    bad("a page twice", Replace(CONFIG, "  - Framework:", "  - index.md\n  - Framework:"), line="  - index.md"),
)  # fmt: skip
GOOD = (
    good("a new page and its place", Write("docs/extra.md", PAGE.format(id="extra")),
         Replace(CONFIG, "  - Framework:", "  - extra.md\n  - Framework:")),
)  # fmt: skip


def find(subject: Subject) -> Iterator[Problem]:
    book, project = subject.book, subject.book.project
    if not subject.known(project.config):
        return
    listed = {chapter.path for chapter in book.chapters} | book.unread
    for path in sorted(project.docs.rglob("*.md")):
        if path not in listed:
            name = path.relative_to(project.docs).as_posix()
            mend = f"add {name} to nav in mkdocs.yml, or delete the file."
            yield Problem(project.relative(path), 1, "nav", "the file is not in the navigation.", mend)
