"""A term that a chapter in layers introduces in italics isn't used before that.

What the build knows: the terms of the glossary, the word in italics that introduces one of them (“A *tombstone* is a
mark that …”), and the order of the source. The first use, in a sentence, a table or a caption, may come earlier only
where it explains itself: in italics, in bold, as a link, in brackets, or with a comma, a colon, a bracket or a verb of
explaining after it (“tombstones, marks of deletion, …”, “a tombstone is …”). A term that the chapter never introduces
has the glossary's link at its first use, and is left alone. So are the card, headings and derivations.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import block, in_layers, words
from guide.first_use import early_terms
from guide.problems import Problem
from guide.terms import finder

_EARLY = "Mind the review band of the night.\n"
_INTRODUCED = words("In a *review band* people decide.")
BAD = (bad("used, then introduced", *in_layers(), block(_EARLY), _INTRODUCED, line=_EARLY),)
GOOD = (
    good("introduced at once", *in_layers(), block("Mind the *review band* of the night.\n"), _INTRODUCED),
    good("explained in passing", *in_layers(), block("Mind the review band, in which people decide.\n"), _INTRODUCED),
    good("never introduced: the glossary's link is there", *in_layers(), block(_EARLY)),
)


def find(subject: Subject) -> Iterator[Problem]:
    terms = finder(subject.book.terms)
    for chapter in subject.in_layers():
        at, path = subject.of(chapter, "term-before-introduction"), subject.path(chapter)
        for use in early_terms(chapter, terms):
            mend = "explain it in half a sentence here, in italics, or use other words."
            column = subject.column(path, use.line, use.name)
            yield at(use.line, f"{use.name!r} is used before line {use.shown} introduces it.", mend, column)
