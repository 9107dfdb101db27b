"""No two chapters share a title, a description or a paragraph, no two decisions a question, no two terms a definition.

What two chapters need belongs to one of them; the other links to it. Titles and descriptions are what searches and
lists show, so each is the chapter's own. Paragraphs of fewer than twelve words don't count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Append, Replace, Subject, bad, good
from guide.checks.core.small_book import DECISIONS, STEP, TERMS, block
from guide.model import Chapter
from guide.problems import Problem

_LONG = "The decision and its costs stand on the board before any box.\n"
_SHORT = "The decision and its costs stand there before the first box.\n"
_HERE = Replace(STEP, "## Drill\n\n", f"## Drill\n\n{_LONG}\n")
BAD = (
    bad("a paragraph", _HERE, block(_LONG), line=_LONG),
    bad("a description", Replace(STEP, "description: From a one-sentence prompt to a decision, its costs and its limits.",
        "description: Where the minutes of a design round go, and which ones to protect."), line="description: Where"),
    bad("a title", Replace(STEP, "title: Clarify the requirements", "title: The clock"), line="title: The clock"),
    bad("a sentence to say", Replace(DECISIONS, "say: I'd retrain nightly behind a gate, since spammers adapt within days.",
        "say: I'd let people decide between the two thresholds, because a wrong deletion costs us a reader."), line="say: I'd let people decide between the two thresholds, because a wrong deletion costs us a reader.\n\n- id: score"),
    bad("a definition", Replace(TERMS, "definition: The range of scores in which a person decides.", "definition: The share of positives before anything is predicted."),
        line="definition: The share of positives before anything is predicted.\n  see: cases"),
    bad("a term in another spelling", Append(TERMS, "\n- term: Base-rate\n  definition: The same share, spelt with a hyphen.\n"), line="- term: Base-rate"),
    bad("a question", Replace(DECISIONS, "question: When is the classifier trained again?", "question: Who removes a comment, the model or a person?"),
        line="question: Who removes a comment, the model or a person?\n  step: monitor"),
)  # fmt: skip
GOOD = (good("a short paragraph", block(_SHORT), Replace(STEP, "## Drill\n\n", f"## Drill\n\n{_SHORT}\n")),)
_SHORTEST = 12


def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    seen: dict[tuple[str, str], str] = {}
    for chapter in book.chapters:
        at = subject.of(chapter, "repeated-text")
        for field in ("title", "description") if not chapter.front.stand_in else ():
            first = seen.setdefault((field, getattr(chapter.front, field).casefold()), chapter.id)
            if first != chapter.id:
                yield at(chapter.front.line_of(field), f"the {field} is also that of {first!r}.", "say what is this chapter's own.")
        for words, text in _paragraphs(subject, chapter):
            first = seen.setdefault(("paragraph", words), chapter.id)
            if first != chapter.id:
                line = subject.line_with(subject.path(chapter), text.strip().split("\n")[0][:30])
                mend = "say it in one of the two, and link to it."
                yield at(line, f"the paragraph stands in {first!r} too.", mend)
    path = book.project.relative(book.project.decisions)
    for decision in book.decisions:
        first = seen.setdefault(("question", decision.question.casefold()), decision.id)
        if first != decision.id and not decision.stand_in:
            message = f"the question of {decision.id!r} is also that of {first!r}."
            yield Problem(path, decision.line_of("question"), "repeated-text", message, "make them one decision, or say how they differ.")
        first = seen.setdefault(("say", decision.say.casefold()), decision.id)
        if first != decision.id and not decision.stand_in:
            message = f"what to say of {decision.id!r} is also what to say of {first!r}."
            yield Problem(path, decision.line_of("say"), "repeated-text", message, "say what is this decision's own.")
    path = book.project.relative(book.project.glossary)
    for term in book.terms:
        first = seen.setdefault(("definition", term.definition.casefold()), term.term)
        if first != term.term and not term.stand_in:
            message = f"the definition of {term.term!r} is also that of {first!r}."
            yield Problem(path, term.line_of("definition"), "repeated-text", message, "make the one an `also` of the other.")
        first = seen.setdefault(("anchor", term.anchor), term.term)
        if first != term.term and first.casefold() != term.term.casefold():
            message = f"{term.term!r} and {first!r} differ only by signs."
            yield Problem(path, term.line, "repeated-text", message, "make the one an `also` of the other.")


def _paragraphs(subject: Subject, chapter: Chapter) -> Iterator[tuple[str, str]]:
    """The words of every long paragraph of running text, and its text."""
    for paragraph in subject.tree(chapter).iter("p"):
        if next(paragraph.iter("data"), None) is not None:
            continue  # its numbers are the chapter's own
        text = paragraph.text_content()
        words = re.findall(r"[^\W_]+", text.casefold())
        if len(words) >= _SHORTEST:
            yield " ".join(words), text
