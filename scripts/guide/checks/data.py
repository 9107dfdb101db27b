"""Data files: decisions and glossary."""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.links import broken
from guide.model import Book
from guide.problems import Problem


def check_decisions(book: Book) -> Iterator[Problem]:
    path = book.project.relative(book.project.decisions)
    works_known = book.project.bibliography not in book.unread
    for decision in book.decisions:
        names = [option.name for option in decision.options]
        if names and decision.default not in names:
            message = f"{decision.id!r}: the default {decision.default!r} is not one of its options."
            yield Problem(path, decision.line, "decision-data", message, f"use one of {', '.join(names)}.")
        for key in (k for k in decision.sources if works_known and k not in book.works):
            mend = "add the entry to docs/bibliography.json or correct the key."
            yield Problem(path, decision.line, "citation", f"{decision.id!r} cites the unknown {key!r}.", mend)
    for chapter in book.chapters if book.project.decisions not in book.unread else ():
        for name, line in chapter.decisions:
            if name not in book.decision_by_id:
                mend = "add it to docs/decisions.yaml or correct the id."
                place = book.project.relative(chapter.path)
                yield Problem(place, line, "unknown-decision", f"there is no decision {name!r}.", mend)


def check_glossary(book: Book) -> Iterator[Problem]:
    path = book.project.relative(book.project.glossary)
    for term in book.terms:
        if term.see and (found := broken(book, "glossary.yaml", term.see)):
            mend = "write the address from docs/, as `cases/visual-search.md#evaluate`."
            yield Problem(path, term.line, "glossary-data", f"{term.term!r}: {found[1]}", mend)
