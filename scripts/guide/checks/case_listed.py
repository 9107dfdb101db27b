"""A page that says `lists: cases` in its front matter names every case.

The map, the plans and the list of what to print go through all cases: a new one is easily forgotten there. Link to the
case, or quote one of its values, as its minutes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import HOME
from guide.model import Chapter
from guide.numbers import quoted_name
from guide.problems import Problem

_LISTS = Replace(HOME, "template: home.html\n", "template: home.html\nlists: cases\n")
_LINK = "[comment spam](cases/comment-spam.md#the-prompt)"

BAD = (bad("a case left out", _LISTS, Replace(HOME, _LINK, "comment spam"), line="lists: cases"),)
GOOD = (
    good("a link to its page", _LISTS, Replace(HOME, _LINK, "[comment spam](cases/comment-spam.md)")),
    good("a value", _LISTS, Replace(HOME, _LINK, "comment spam, ${comment-spam.daily}")),
)


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        if chapter.front.lists != "cases":
            continue
        named = _linked(subject, chapter) | _quoted(chapter)
        for case in subject.book.cases:
            if case.page not in named and case.id not in named:
                mend = f"link to {posixpath.relpath(case.page, posixpath.dirname(chapter.page) or '.')} where the others stand."
                yield subject.of(chapter, "case-listed")(chapter.front.line_of("lists"), f"{case.title!r} isn't among the cases of this page.", mend)


def _linked(subject: Subject, chapter: Chapter) -> set[str]:
    """The pages that a chapter links to."""
    folder = posixpath.dirname(chapter.page)
    return {posixpath.normpath(posixpath.join(folder, link.target.partition("#")[0])) for link in subject.links(chapter)}


def _quoted(chapter: Chapter) -> set[str]:
    """The ids of the chapters whose values a chapter quotes, in its text or in its blocks."""
    names = {quoted_name(quote.expression) or "" for quote in chapter.parsed.quotes} | chapter.parsed.borrowed
    return {name.rpartition(".")[0] for name in names}
