"""Every fact that a case's prompt keeps back has words that bring it out, and every such entry has its fact.

In the practice room one types a question, and the fact comes out that the question asks for. For the facts of a case's
own prompt, docs/prompts/of-cases.yaml has the words; `fact` quotes a few words that stand in exactly one of the case's
facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good, near
from guide.checks.core.small_book import CASE, OF_CASES, without
from guide.kits import kept_facts
from guide.practise import PAGE as ROOM_PAGE
from guide.problems import Problem

BAD = (
    bad("a fact without words", without(OF_CASES, "- fact: costs ten times\n  case: comment-spam\n  words: [cost, mistake, wrong]\n"), file=CASE, line="## The prompt"),
    bad("words without a fact", Replace(OF_CASES, "fact: costs ten times", "fact: costs a hundred times"), line="fact: costs a hundred times"),
    bad("a case that there isn't", Replace(OF_CASES, "  case: comment-spam\n  words: [cost", "  case: comment-spams\n  words: [cost"), line="case: comment-spams"),
)
GOOD = (good("another quote of the fact", Replace(OF_CASES, "fact: costs ten times", "fact: what a missed one does")),)


def find(subject: Subject) -> Iterator[Problem]:
    book, project = subject.book, subject.book.project
    path = project.relative(project.asked_words)
    facts = {case.id: [fact.fact for fact in kept_facts(subject.tree(case))] for case in book.cases}
    worded: set[tuple[str, str]] = set()
    for entry in book.asked_words:
        if entry.stand_in:
            continue
        if entry.case not in facts:
            if subject.hidden(entry.case):
                continue
            mend = near(entry.case, facts, "name a case's id.")
            yield Problem(path, entry.line_of("case"), "prompt-words", f"there is no case {entry.case!r}.", mend)
            continue
        meant = [fact for fact in facts[entry.case] if entry.fact in fact]
        if len(meant) != 1:
            message = f"{entry.fact!r} stands in {len(meant) or 'none'} of the facts that {entry.case!r} keeps back."
            yield Problem(path, entry.line_of("fact"), "prompt-words", message, "quote a few words of one fact as the chapter has them.")
        worded |= {(entry.case, fact) for fact in meant}
    room = any(chapter.front.template == ROOM_PAGE for chapter in book.chapters)
    if not room or not subject.known(project.asked_words) or any(entry.stand_in for entry in book.asked_words):
        return
    # What an entry fails to name isn't to be asked for a second time.
    missed = {entry.case for entry in book.asked_words if not any(entry.fact in fact for fact in facts.get(entry.case, ()))}
    missed |= {entry.case for entry in book.asked_words} - facts.keys()
    for case in book.cases:
        heading = next((h.line for h in case.headings if h.anchor == "the-prompt"), 1)
        for fact in facts[case.id]:
            if (case.id, fact) not in worded and not missed:
                mend = f"add an entry to {path} that quotes it and has the words of a question."
                yield Problem(subject.path(case), heading, "prompt-words", f"nothing brings out {fact[:60]!r}, which is kept back.", mend)
