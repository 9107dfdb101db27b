"""Ids of chapters, decisions and terms, and anchors within a chapter, are unique.

A link to a name that two things have leads to one of them, nobody knows which. A figure or a decision is shown once in
a chapter; refer to it again with `[](#fig-name)`, or with a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.checks.core import Append, Replace, Subject, Write, bad, good
from guide.checks.core.small_book import CASE, CONFIG, DECISIONS, FIGURE, PAGE, TERMS, block
from guide.problems import Problem

_TERM = "\n- term: {}\n  definition: Something else that is worth a sentence.\n"
_TABLE = "| A | B |\n|---|---|\n| 1 | 2 |\n\n/// table-caption | #{}\nThe same name twice.\n///\n"
BAD = (
    bad("two chapters", Write("docs/more/the-clock.md", PAGE.format(id="the-clock")),
        Replace(CONFIG, "  - Reference:", "  - more/the-clock.md\n  - Reference:"), line="id: the-clock"),
    bad("a term", Append(TERMS, _TERM.format("base rate")), line="- term: base rate"),
    bad("another name of a term", Append(TERMS, _TERM.format("Prevalence")), line="- term: Prevalence"),
    bad("a decision", Replace(DECISIONS, "id: retrain-when", "id: delete-or-ask"), Replace(CASE, "\nretrain-when\n", "\n"),
        line="- id: delete-or-ask\n  question: When"),
    bad("a decision shown twice", Replace(CASE, "\nretrain-when\n", "\nretrain-when\ndelete-or-ask\n"), line="\ndelete-or-ask\n```"),
    bad("a figure shown twice", block(FIGURE.format("the-clock/minutes.mmd")),
        line='--8<-- "the-clock/minutes.mmd"\n```\n/// figure-caption\nHere it'),
    bad("two tables", block(_TABLE.format("tab-marks")), line="| A | B |\n|---|---|\n| 1 | 2 |"),
    bad("two headings", block("### Late {#late}\n\n### Too late {#late}\n"), line="### Too late"),
)  # fmt: skip
GOOD = (
    good("the same heading twice: the second has an anchor of its own", block("### Late\n\nWords.\n\n### Late\n\nMore.\n")),
    good("a table with a name of its own", block(_TABLE.format("tab-others"))),
)


def _repeated(entries: Iterable[tuple[str, str, int]], what: str, mend: str = "choose another.") -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, path, line in entries:
        if name in seen:
            message = f"the {what} {name!r} is already used in {seen[name]}."
            yield Problem(path, line, "duplicate-id", message, mend)
        else:
            seen[name] = f"{path}:{line}"


def find(subject: Subject) -> Iterator[Problem]:
    book, relative = subject.book, subject.book.project.relative
    chapters = ((c.id, relative(c.path), c.front.line_of("id")) for c in book.chapters if not c.front.stand_in)
    yield from _repeated(chapters, "chapter id")
    decisions, glossary = relative(book.project.decisions), relative(book.project.glossary)
    yield from _repeated(((d.id, decisions, d.line) for d in book.decisions), "decision id")
    names = ((name.casefold(), glossary, term.line) for term in book.terms for name in dict.fromkeys(map(str.casefold, term.names)))
    yield from _repeated(names, "term")
    for chapter in book.chapters:
        path, parsed = subject.path(chapter), chapter.parsed
        figures = ((use.anchor, path, use.line) for use in parsed.figures if use.name)
        yield from _repeated(figures, "figure", "include it once; refer to it with `[](#fig-…)`.")
        yield from _repeated(((table.anchor, path, table.line) for table in parsed.tables), "table id")
        yield from _repeated(((h.anchor, path, h.line) for h in parsed.headings), "anchor")
        shown = ((name, path, line) for name, line in chapter.decisions if name in book.decision_by_id)
        yield from _repeated(shown, "decision", "show it once; the prose may refer to it.")
