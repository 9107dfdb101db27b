"""A prompt's numbers are computed: its block is right, its quotes name something, and no text types a number.

`numbers` is an estimate block without a title. Inputs are assumed, chosen, or borrowed from a chapter or the prices;
what is published belongs into a chapter, with its source. Texts quote the block as `${name}`, so that a fact, a probe
and a model point can't disagree.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import PROMPTS
from guide.estimates import EstimateError, Untold
from guide.markdown.inline import QUOTE
from guide.markdown.prose import quantities
from guide.model import Prompt
from guide.numbers import Numbers, quotes_in
from guide.problems import Problem
from guide.prompts import Filled, filled, texts

BAD = (
    bad("a quote of nothing", Replace(PROMPTS, "fact: Editors read ${capacity}", "fact: Editors read ${room}"), line="${room}"),
    bad("a quote of nothing in a title", Replace(PROMPTS, "title: Spam in reviews", "title: Spam in ${room} reviews"), line="title:"),
    bad("a typed number", Replace(PROMPTS, "fact: Editors read ${capacity}", "fact: Editors read 900 items a day"), line="900 items"),
    bad("a result with the wrong unit", Replace(PROMPTS, "-> item/day   # What", "-> h   # What"), line="-> h"),
    bad("a promise that doesn't hold", Replace(PROMPTS, "assert held <= capacity", "assert held >= capacity"), line="assert held"),
    bad("a published input", Replace(PROMPTS, "# assumed: reviews written", "# published: [@dean2013tail] reviews written"), line="# published"),
)
GOOD = (good("a quote with two digits", Replace(PROMPTS, "fact: Editors read ${capacity}", "fact: Editors read ${capacity:2}")),)

def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    numbers = Numbers(book)
    for prompt in book.prompts:
        path = book.project.relative(book.project.prompts / f"{prompt.family}.yaml")
        if not prompt.stand_in:
            yield from (Problem(path, line, "prompt-numbers", f"{prompt.id!r}: {said}", mend) for line, said, mend in faults(prompt, filled(prompt, numbers)))


def faults(prompt: Prompt, made: Filled) -> Iterator[tuple[int, str, str]]:
    """(line, what is wrong, how to mend it)."""
    first = prompt.line_of("numbers") + 1  # the block's first line follows its key
    for error in made.evaluation.errors:
        yield first + error.line, str(error), error.mend
    for part in (part for block in made.evaluation.blocks for part in block.inputs if part.kind == "published"):
        yield first + part.line, f"`{part.name}` is published.", "borrow it from the chapter that cites it, as `chapter-id.name`, or assume it."
    for place, text in texts(prompt):
        for expression, _ in quotes_in(text):
            try:
                made.quote(expression)
            except (EstimateError, LookupError) as error:
                if not made.evaluation.errors and not isinstance(error, Untold):
                    yield prompt.line_of(*place), f"${{{expression}}}: {str(error).strip(chr(39))}", getattr(error, "mend", "") or "correct the name."
        for number in quantities(QUOTE.sub(" ", text)):
            yield prompt.line_of(*place), f"{number!r} is typed.", "define it in `numbers` and quote it as `${name}`."
