"""A decision's cells are short, its threshold is a quantity, and its sentence can be said.

The matrix is read on phones and in columns of print: a cell has at most 45 characters. `flip_when` names a number, in
digits or as a word ("two", "half"): a threshold without one can't be met. The poster and the pocket edition have room
for 60 characters: a longer `flip_when` has a `flip` that says the same, with its number. `say` is a sentence of eight
words or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import DECISIONS
from guide.framework import COLUMNS
from guide.problems import Problem

LONGEST_CELL = 45
LONGEST_FLIP = 60
SHORTEST_SENTENCE = 8
BAD = (
    bad("a cell that is a sentence", Replace(DECISIONS, "money: one job a night", "money: a job a night on one machine, and electricity."), line="money: a job"),
    bad("a threshold without a number", Replace(DECISIONS, "flip_when: an error costs less than two reviews", "flip_when: errors get cheap"), line="flip_when: errors get cheap"),
    bad("a long threshold without a short one", Replace(DECISIONS, "flip_when: the law allows less than one month", "flip_when: the law of a country which is served allows less than 1 month"), line="flip_when: the law"),
    bad("a short threshold that is long", Replace(DECISIONS, "flip_when: the law allows less than one month", "flip_when: the law allows less than one month\n  flip: the law of the country that a site serves allows less than one month"), line="  flip: the law"),
    bad("a short threshold without a number", Replace(DECISIONS, "flip_when: the law allows less than one month", "flip_when: the law allows less than one month\n  flip: the law forbids it"), line="  flip: the law"),
    bad("a slogan", Replace(DECISIONS, "I'd retrain nightly behind a gate, since spammers adapt within days.", "I'd retrain it nightly, behind a gate."), line="say: I'd retrain it nightly"),
)
GOOD = (
    good("as much as fits", Replace(DECISIONS, "money: one job a night", "money: a job a night on one machine and electricity."),
        Replace(DECISIONS, "flip_when: the law allows less than one month", "flip_when: the law of a country that is served allows less than 1 month")),
    good("eight words", Replace(DECISIONS, "I'd retrain nightly behind a gate, since spammers adapt within days.", "I'd retrain nightly, since spammers adapt in days.")),
    good("digits", Replace(DECISIONS, "less than two reviews", "less than 2 reviews")),
    good("a short threshold beside a long one", Replace(DECISIONS, "flip_when: the law allows less than one month", "flip_when: the law of the country that a site serves allows less than one month\n  flip: under 1 month is allowed")),
)
_NUMBER = re.compile(
    r"\d|\b(?:an? order|dozen|double[sd]?|doubling|fifth|first|five|four|half|halve[sd]?|hundred|many times|million|none|nine|no|one|once"
    r"|quarter|second|seven|six|ten|tenth|third|thousand|three|twice|two|zero|eight)\b", re.I)  # fmt: skip


def find(subject: Subject) -> Iterator[Problem]:
    path = subject.book.project.relative(subject.book.project.decisions)
    for decision in subject.book.decisions:
        if decision.stand_in:
            continue
        for number, option in enumerate(decision.options):
            for field in COLUMNS:
                length = len(getattr(option, field))
                if length > LONGEST_CELL:
                    message = f"{decision.id!r}: the cell has {length} characters; {LONGEST_CELL} fit."
                    line = decision.line_of("options", number, field)
                    yield Problem(path, line, "decision-words", message, "shorten it; the chapter's prose has room.")
        for field in ("flip_when", "flip"):
            if (said := getattr(decision, field)) and not _NUMBER.search(said):
                message = f"{decision.id!r} flips at no number: {said!r}."
                yield Problem(path, decision.line_of(field), "decision-words", message, "name the quantity at which the choice turns.")
        if len(decision.threshold) > LONGEST_FLIP:
            message = f"{decision.id!r}: the poster has room for {LONGEST_FLIP} characters, and this has {len(decision.threshold)}."
            mend = "shorten it." if decision.flip else "say it shorter in a line `flip: …` below it."
            yield Problem(path, decision.line_of("flip" if decision.flip else "flip_when"), "decision-words", message, mend)
        if len(decision.say.split()) < SHORTEST_SENTENCE:
            message = f"{decision.id!r}: what to say has {len(decision.say.split())} words."
            yield Problem(path, decision.line_of("say"), "decision-words", message, "write a sentence with the choice and its reason.")
