"""A fence is in one of the guide's languages, or in a programming language.

The word after the mark says which; without one the text is shown as it is. After one of the guide's languages nothing
else stands. A `contents` fence names parts of the navigation, or nothing; what lists the whole book is empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good, near
from guide.checks.core.small_book import block
from guide.problems import Problem

BAD = (
    bad("a misspelt language", block("```estimat\ntitle: Nothing\n```\n"), line="```estimat\n"),
    bad("a language that nobody knows", block("```unheard-of\nwords\n```\n"), line="```unheard-of"),
    bad("words after the language", block("```estimate title: Two\n```\n"), line="```estimate title"),
    bad("a part that isn't in the navigation", block("```contents\nCase\n```\n"), line="\nCase\n"),
    bad("something in a list of the whole book", block("```bibliography\ndean2013tail\n```\n"), line="\ndean2013tail\n"),
    bad("nothing to decide", block("```decisions\n```\n"), line="```decisions"),
)
GOOD = (
    good("code", block("```python\nhalf = 1 / 2\n```\n")),
    good("no language", block("```\nplain\n```\n")),
    good("a part", block("```contents\nCases\n```\n")),
)


def find(subject: Subject) -> Iterator[Problem]:
    parts = {part for part, _ in subject.book.parts}
    if not subject.known(subject.book.project.config):
        return
    for chapter in subject.book.chapters:
        for listed in chapter.blocks("contents"):
            for number, line in enumerate(listed.text.split("\n"), listed.line):
                if line.strip() and line.strip() not in parts:
                    mend = near(line.strip(), parts, "name a part of the navigation in mkdocs.yml.")
                    yield subject.of(chapter, "unknown-fence")(number, f"the navigation has no part {line.strip()!r}.", mend)
