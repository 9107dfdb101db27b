"""A spine has eight sentences that a reader should be able to retell.

They are the test of the chapter: somebody who has read its shortest layer once must get seven of them right. So each is
one whole sentence, of eight words or more, that begins with a capital and ends with a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import SPINE, in_layers
from guide.new import HINTS
from guide.problems import Problem

EXACTLY, SHORTEST = 8, 8
BAD = (
    bad("seven", *in_layers(*SPINE[:7]), line="spine:"),
    bad("a heading", *in_layers(*SPINE[:7], "The index and its two versions on every machine"), line="The index and"),
    bad("too short to say anything", *in_layers(*SPINE[:7], "Taps are easy."), line="Taps are easy."),
    bad("two in one", *in_layers(*SPINE[:7], "Taps bring their vector along with them. Photos of cameras don't."), line="Taps bring"),
)
GOOD = (good("a decimal, a name and a quotation", *in_layers(*SPINE[:7], "At 0.5 % of all searches St. Nicholas answers with \"no match at all\".")),)
_SENTENCE = re.compile(r"[\"'“‘$]*[A-Z0-9].*[.!?][\"'”’]*", re.S)
_TWO = re.compile(r"[^\W\d_]{3,}[.!?][\"'”’]*\s+[\"'“‘]*[A-Z]")


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        at, spine = subject.of(chapter, "spine"), chapter.front.spine
        if not spine or chapter.front.stand_in or spine == (HINTS["spine"],):
            continue
        if len(spine) != EXACTLY:
            mend = "say in eight what the chapter comes to, in the order in which one would tell it."
            yield at(chapter.front.line_of("spine"), f"the spine has {len(spine)} sentence{'s' * (len(spine) != 1)}, not {EXACTLY}.", mend)
        for number, sentence in enumerate(spine):
            fault = _fault(sentence)
            if fault:
                yield at(chapter.front.line_of("spine", number), f"{sentence[:40]!r} {fault}.", "write one whole sentence that can be retold.")


def _fault(sentence: str) -> str:
    if not _SENTENCE.fullmatch(sentence):
        return "doesn't begin with a capital and end with a full stop"
    if len(sentence.split()) < SHORTEST:
        return f"has {len(sentence.split())} words"
    return "is more than one sentence" if _TWO.search(sentence) else ""
