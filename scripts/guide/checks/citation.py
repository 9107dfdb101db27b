"""Citations name entries of the bibliography.

In chapters `[@key]`, in the `sources` of a decision the bare key. Keys are those of docs/bibliography.json.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good, near
from guide.checks.core.small_book import CASE, CLOCK, DECISIONS, words
from guide.problems import Problem

BAD = (
    bad("in the text", words("See [@dean2031tail]."), line="@dean2031tail"),
    bad("the second of two", Replace(CASE, "derive [@axelsson2000base]", "derive [@axelsson2000base, p. 190; @nobody2000x]"), line="@nobody2000x"),
    bad("a key as the place in a work", words("See [@dean2013tail, brown2001interval]."), line="brown2001interval"),
    bad("a source listed twice", Replace(CASE, "dean2013tail: hedged requests.", "dean2013tail: hedged requests.\ndean2013tail:"), line="dean2013tail:\n"),
    bad("in a list of sources", Replace(CASE, "dean2013tail: hedged requests.", "dean2013tail: hedged requests.\nnobody2000x: nothing."), line="nobody2000x"),
    bad("in an estimate", Replace(CLOCK, "# assumed: your questions", "# published: as always [@nobody2000x]"), line="@nobody2000x"),
    bad("in a decision", Replace(DECISIONS, "sources: [franc2023optimal]", "sources: [franc2023optimal, nobody2000x]"), line="sources: [franc2023optimal, nobody2000x]"),
)
GOOD = (good("a place in the work", words("See [@dean2013tail, §2].")),)


def find(subject: Subject) -> Iterator[Problem]:
    book, works = subject.book, subject.book.works
    if not subject.known(book.project.bibliography) or not works:
        return
    for chapter in book.chapters:
        for citation in chapter.citations:
            if citation.key not in works:
                mend = near(citation.key, works, "add the entry to docs/bibliography.json.")
                yield subject.of(chapter, "citation")(citation.line, f"{citation.key!r} is not in the bibliography.", mend)
            elif citation.locator in works:
                message = f"{citation.locator!r} stands where a place in {citation.key!r} belongs."
                mend = f"write `[@{citation.key}; @{citation.locator}]`."
                yield subject.of(chapter, "citation")(citation.line, message, mend)
        for block in chapter.blocks("sources"):
            listed: set[str] = set()
            for number, line in enumerate(block.text.split("\n"), block.line):
                key = line.partition(":")[0].strip()
                if key and key in listed:
                    yield subject.of(chapter, "citation")(number, f"{key!r} is listed twice.", "keep one of the two lines.")
                listed.add(key)
    path = book.project.relative(book.project.decisions)
    for decision in book.decisions:
        for number, key in enumerate(decision.sources):
            if key not in works:
                message = f"{decision.id!r} cites {key!r}, which is not in the bibliography."
                mend = near(key, works, "add the entry to docs/bibliography.json.")
                yield Problem(path, decision.line_of("sources", number), "citation", message, mend)
