"""Every entry of the bibliography is cited.

The list of sources is what the book rests on, not what somebody has read. Cite the work where it carries a claim, in
a chapter, a decision or a price, or delete it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import DECISIONS, WORKS, without, words
from guide.problems import Problem

_CITED = "  sources: [franc2023optimal]\n"
BAD = (bad("a work that nobody cites", without(DECISIONS, _CITED), file=WORKS, line='"id": "franc2023optimal"'),)
GOOD = (good("cited in the text instead", without(DECISIONS, _CITED), words("See [@franc2023optimal].")),)


def find(subject: Subject) -> Iterator[Problem]:
    book, project = subject.book, subject.book.project
    pages = (project.docs / page.page for page in book.settings.nav)
    if not subject.known(project.config, project.decisions, project.prices, *pages):
        return
    cited = {*book.citing, *(key for d in book.decisions for key in d.sources), *(p.cited for p in book.prices)}
    cites = (*(c.key for chapter in book.chapters for c in chapter.citations), *(key for d in book.decisions for key in d.sources))
    known = all(key in book.works for key in cites)
    if any(d.stand_in for d in book.decisions) or not known:
        return  # the work may be cited there, or under a wrong key, which is named
    for work in book.works.values():
        if work.key not in cited:
            mend = "cite it where it carries a claim, or delete the entry."
            yield Problem(project.relative(project.bibliography), work.line, "uncited", f"nobody cites {work.key!r}.", mend)
