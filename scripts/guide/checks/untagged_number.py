"""A number with a unit in prose is computed, cited in its sentence, or marked as plain with a reason.

Every number is computed (`${name}` from an estimate block), published (with `[@key]` in the same sentence or table row)
or assumed (an input of a block); then it is right everywhere when it changes. For the rare one that is neither, as the
interview's own length, end the paragraph, or follow the table, with `<!-- plain: why -->`.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import STEP, block, words
from guide.markdown.prose import quantities
from guide.problems import Problem

BAD = (
    bad("typed into the text", words("A round lasts 45 minutes."), line="45 minutes"),
    bad("in a table", block("| Stage | Time |\n|---|---|\n| Embed | 40 ms |\n"), line="40 ms"),
    bad("cited in another sentence", words("It took 90 ms. Somebody said so [@dean2013tail]."), line="90 ms"),
    bad("in front matter", Replace(STEP, "task: From prompt to requirements", "task: Requirements in 5 minutes"), line="task: Requirements"),
    bad("marked without a reason", Replace(STEP, "<!-- plain: the drill's own clock -->", "<!-- plain: -->"), line="<!-- plain: -->"),
)
GOOD = (
    good("cited", words("It took 90 ms [@dean2013tail].")),
    good("marked, with a reason", block("A round lasts 45 minutes. <!-- plain: the usual length of a round -->\n")),
    good("numbers that are names", words("In 2013, the top 10 of figure 3 had 2 stages.")),
    good("in code", words("Write `45 minutes`.")),
)
_FIELDS = ("title", "description", "prompt", "task")


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        at, path = subject.of(chapter, "untagged-number"), subject.path(chapter)
        unexplained = [line for reason, line in chapter.parsed.plain_marks if not reason]
        for line in unexplained:
            mend = "say why the number stands by itself: `<!-- plain: the round's own length -->`."
            yield at(line, "the mark `<!-- plain -->` gives no reason.", mend)
        for field in _FIELDS if not chapter.front.stand_in else ():
            for number in quantities(getattr(chapter.front, field) or ""):
                mend = "say it without the number: nothing can be quoted in front matter."
                yield at(chapter.front.line_of(field), f"{number!r} in {field!r} is neither computed nor cited.", mend)
        for number in chapter.parsed.numbers:
            if not number.citations and not number.plain and number.line not in unexplained:
                mend = "quote it from an estimate block as `${name}`, cite it, or end the paragraph with `<!-- plain: reason -->`."
                column = subject.column(path, number.line, number.text)
                yield at(number.line, f"{number.text!r} is neither computed nor cited.", mend, column)
