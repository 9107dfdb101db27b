"""An abbreviation in a chapter in layers is common, in the glossary, or explained where it is first used.

Two or more capitals, as in NDCG, RT-DETR or KV. Explained means: in italics, in bold or a link; in brackets after the
words that it shortens; with a comma, a colon, a bracket or a verb of explaining after it (“NCMEC, the centre that …”);
or, from three letters on, with those words in the same paragraph or row. A published system is known by its name: an
abbreviation whose sentence or row cites a work is left alone, and so are headings, code, formulas and the card. Those
that everybody knows (API, GPU, URL, …) stand in scripts/guide/abbreviations.py; those of the field belong in the
glossary.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, bad, good
from guide.checks.core.small_book import in_layers, words
from guide.first_use import unexplained
from guide.problems import Problem
from guide.terms import finder

BAD = (
    bad("nobody says what it is", *in_layers(), words("Keep the XQR for the end."), line="the XQR for"),
    bad("in a compound", *in_layers(), words("Keep the RT-XQR for the end."), line="the RT-XQR for"),
)
GOOD = (
    good("the words beside it", *in_layers(), words("Keep the extended question round (XQR) for the end.")),
    good("a comma and what it is", *in_layers(), words("Keep the XQR, a round of questions, for the end.")),
    good("a published system", *in_layers(), words("It was done so in XQR [@dean2013tail].")),
    good("one that everybody knows", *in_layers(), words("The API has two GPUs.")),
)


def find(subject: Subject) -> Iterator[Problem]:
    terms = finder(subject.book.terms)
    for chapter in subject.in_layers():
        at, path = subject.of(chapter, "abbreviation"), subject.path(chapter)
        for use in unexplained(chapter, terms):
            mend = "write the words that it shortens, say in half a sentence what it is, or add it to docs/glossary.yaml."
            yield at(use.line, f"nothing says what {use.name!r} is.", mend, subject.column(path, use.line, use.name))
