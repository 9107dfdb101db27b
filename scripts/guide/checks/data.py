"""Data files: decisions and glossary."""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.links import broken
from guide.model import Book, Chapter, Term
from guide.problems import Problem
from guide.terms import finder


def check_decisions(book: Book) -> Iterator[Problem]:
    path = book.project.relative(book.project.decisions)
    works_known = book.project.bibliography not in book.unread
    # A decision may then be shown under a wrong name, which is named below.
    misnamed = any(name not in book.decision_by_id for chapter in book.chapters for name, _ in chapter.decisions)
    for decision in book.decisions:
        names = [option.name for option in decision.options]
        if not decision.stand_in and decision.default not in names:
            message = f"{decision.id!r}: the default {decision.default!r} is not one of its options."
            yield Problem(path, decision.line, "decision-data", message, f"use one of {', '.join(names)}.")
        if not (misnamed or book.users_of(decision.id)):
            mend = "show it in a chapter's `decisions` fence, or delete it."
            yield Problem(path, decision.line, "decision-data", f"no chapter shows {decision.id!r}.", mend)
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
        if term.stand_in or not term.see:
            continue
        if found := broken(book, "glossary.yaml", term.see):
            mend = "write the address from docs/, as `cases/visual-search.md#evaluate`."
            yield Problem(path, term.line, "glossary-data", f"{term.term!r}: {found[1]}", mend)
        elif not _explains(book, term):
            message = f"{term.see!r} never says {term.term!r}, nor any other of its names."
            mend = "point `see` at the section that explains it, or add under `also` the name that the section uses."
            yield Problem(path, term.line, "glossary-data", message, mend)


def _explains(book: Book, term: Term) -> bool:
    """Whether the place that a term's `see` names uses one of its names."""
    page, _, anchor = term.see.partition("#")
    chapter = next(c for c in book.chapters if c.page == page)
    return any(found == term for _, found in finder(book.terms).find(_section(chapter, anchor)))


def _section(chapter: Chapter, anchor: str) -> str:
    """The text of a section with all below it, its heading included; the whole chapter's for another anchor."""
    lines = chapter.prose.split("\n")
    start = next((h for h in chapter.headings if h.anchor == anchor), None)
    if start is None:
        return chapter.prose
    after = (h for h in chapter.headings if h.line > start.line and h.level <= start.level)
    end = next((h.line - chapter.offset - 1 for h in after), len(lines))
    return "\n".join(lines[start.line - chapter.offset - 1 : end])
