"""Terms are complete, and each points to the section that explains it and uses one of its names.

`see` is a page from docs/ with a section, as `framework/evaluate.md#interleaving`. The first use of the term there
is where the search leads. A name counts in the text, not in code, links or formulas; add under `also` the form that
the section uses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, Write, bad, good
from guide.checks.core.links import broken
from guide.checks.core.small_book import TERMS, without
from guide.problems import Problem

BAD = (
    bad("the section doesn't say it", Replace(TERMS, "#trade-offs", "#two-transcripts"), line="#two-transcripts"),
    bad("leads to no section", Replace(TERMS, "#trade-offs", "#tradeoffs"), line="#tradeoffs"),
    bad("leads to no page", Replace(TERMS, "see: framework/clarify", "see: framework/clarifying"), line="see: framework/clarifying"),
    bad("no definition", without(TERMS, "  definition: A second copy of a slow request, sent to another replica.\n"), line="- term: Hedged"),
    bad("a mapping in place of a list", Write(TERMS, "term: Base rate\n"), line=1),
)
GOOD = (good("a whole page", Replace(TERMS, "see: cases/comment-spam.md#trade-offs", "see: cases/comment-spam.md")),)


def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    path = book.project.relative(book.project.glossary)
    marked = any(chapter.blocks("glossary") for chapter in book.chapters)
    names = Counter(name.casefold() for term in book.terms for name in term.names)
    for term in book.terms:
        if term.stand_in or not term.see:
            continue
        page = term.see.partition("#")[0]
        if found := broken(subject, "glossary.yaml", term.see):
            mend = found.mend if found.code == "anchor" else "write the address from docs/, as `cases/visual-search.md#evaluate`."
            yield Problem(path, term.line_of("see"), "glossary-data", f"{term.term!r}: {found.message}", mend)
        elif any(names[name.casefold()] > 1 for name in term.names):
            continue  # another term takes its place, which is named
        elif marked and page in subject.articles and term.term not in subject.articles[page].explained:
            message = f"{term.see!r} never says {term.term!r}, nor any other of its names."
            mend = "point `see` at the section that explains it, or add under `also` the name that the section uses."
            yield Problem(path, term.line_of("see"), "glossary-data", message, mend)
