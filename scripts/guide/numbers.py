"""The book's computed numbers: every chapter's estimate blocks and metric examples, quoted in prose and diagrams."""

from __future__ import annotations

import re
from dataclasses import replace

from guide import estimates
from guide.estimates import EstimateError, Evaluation, Value
from guide.estimates.present import EXACT_DIGITS, quote_format, text
from guide.markdown.inline import QUOTE
from guide.metrics import Example, ExampleError, read_example
from guide.model import Book, Chapter
from guide.sources import amount

EXAMPLE_DIGITS = 4
"""Of a metric's value in its table, one more than an estimate shows, since readers check it by hand."""


def quotes_in(text: str) -> list[tuple[str, int]]:
    """The expressions of all quotes in a text, each with its line (from 1)."""
    return [(m["expression"].strip(), text.count("\n", 0, m.start()) + 1) for m in QUOTE.finditer(text)]


class Numbers:
    """Evaluations of a book's chapters, made when asked for and kept as long as this object."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._done: dict[str, Evaluation] = {}
        self._open: set[str] = set()
        self._failed: dict[str, set[str]] = {}
        self._examples: dict[str, list[tuple[int, Example]]] = {}
        self._example_values: dict[str, dict[str, Value]] = {}
        self._used = self._quoted()

    def used(self, chapter: Chapter) -> set[str]:
        """The names that prose, drawings and other chapters quote of a chapter: what it defines for nobody is a mistake."""
        return self._used[chapter.id]

    def _quoted(self) -> dict[str, set[str]]:
        """The names that prose, diagrams, prompts and other chapters' formulas quote, by the chapter that defines them."""
        used: dict[str, set[str]] = {chapter.id: set() for chapter in self._book.chapters}

        def note(home: str, expression: str) -> None:
            chapter, _, name = (quoted_name(expression) or "").rpartition(".")
            used.setdefault(chapter or home, set()).add(name)

        for chapter in self._book.chapters:
            for name in chapter.parsed.borrowed:
                home, _, own = name.rpartition(".")
                used.setdefault(home, set()).add(own)
            for quoted in chapter.parsed.quotes:
                note(chapter.id, quoted.expression)
        for prompt in self._book.prompts:
            for name in estimates.foreign_names([estimates.parse(prompt.numbers)]):
                home, _, own = name.rpartition(".")
                used.setdefault(home, set()).add(own)
        for diagram in self._book.diagrams.values():
            for expression, _ in quotes_in(diagram.source):
                note(diagram.folder, expression)
        return used

    def evaluation(self, chapter: str) -> Evaluation:
        """The evaluated blocks of a chapter.

        Raises LookupError for an unknown chapter, and Untold for one that is being evaluated: chapters that borrow from
        each other in a circle are found by a check, since which of them is asked first differs between processes.
        """
        if chapter not in self._done:
            if chapter in self._open:
                raise estimates.untold(chapter)
            source = self._book.by_id.get(chapter)
            if source is None and any(path.stem == chapter for path in self._book.unread):
                raise estimates.untold(chapter)
            if source is None:
                raise LookupError(f"there is no chapter {chapter}")
            self._open.add(chapter)
            try:
                self._done[chapter] = estimates.evaluate(chapter, source.parsed.estimates, self._value, self._used[chapter])
            finally:
                self._open.discard(chapter)
            values = self._done[chapter].values.items()
            self._done[chapter] = replace(self._done[chapter], values={name: self._named(value) for name, value in values})
        return self._done[chapter]

    def _price(self, name: str) -> Value:
        price = next(price for price in self._book.prices if price.id == name)
        number, written = amount(price)
        unit = estimates.parse_unit(written)
        # The unit may stand at the ends of the range, too.
        ends = (end and amount(price.model_copy(update={"value": end}))[0] * unit.factor for end in (price.low, price.high))
        note = f"{price.what} ({price.date})"
        return Value(estimates.PRICES, name, number * unit.factor, unit, price.what, "published", 0, price.line,
                     frozenset(), frozenset(), *ends, note)  # fmt: skip

    def _named(self, value: Value) -> Value:
        """A value whose label says what it quotes, for where it stands as plain text: in the ledger, and in sentences on
        what moves a result. A quote of nothing stays; the page's renderer names it."""

        def said(found: re.Match[str]) -> str:
            try:
                return self.quote(value.chapter, found["expression"])
            except (EstimateError, LookupError):
                return found[0]

        return replace(value, label=QUOTE.sub(said, value.label))

    def _value(self, chapter: str, name: str) -> Value:
        if chapter == estimates.PRICES:
            try:
                return self._price(name)
            except (StopIteration, ValueError):
                if self._book.project.prices in self._book.unread:
                    raise estimates.untold(name) from None
                raise LookupError(f"docs/prices.yaml has no {name}") from None
        if name in estimates.READING_TIMES and chapter in self._book.by_id:
            minutes = self._book.by_id[chapter].paths[estimates.READING_TIMES[name]]
            unit = estimates.parse_unit("min")
            return Value(chapter, name, minutes * unit.factor, unit, "reading time", "computed", 0, 0)
        evaluation = self.evaluation(chapter)
        if name in evaluation.failed and name not in evaluation.values:
            raise estimates.untold(name)
        return evaluation.values[name]

    def examples(self, chapter: Chapter) -> list[tuple[int, Example]]:
        """The chapter's metric examples, each with its first line; faulty ones are named when the page is rendered."""
        if chapter.id not in self._examples:
            found = self._examples[chapter.id] = []
            failed = self._failed[chapter.id] = set()
            for block in chapter.blocks("metric"):
                try:
                    found.append((block.line, read_example(block.text)))
                except ExampleError:
                    failed.add(block.text.strip().partition("=")[0].strip())
        return self._examples[chapter.id]

    def example_value(self, chapter: str, expression: str) -> Value | None:
        """The value of a metric example or of its step that `expression` quotes; None when it quotes none."""
        home, _, own = estimates.parse_quote(expression).name.rpartition(".")
        source = self._book.by_id.get(home or chapter)
        if source is None:
            return None
        if source.id not in self._example_values:
            values = {n: v for line, e in self.examples(source) for n, v in _values(source.id, e, line).items()}
            self._example_values[source.id] = values
        if own not in self._example_values[source.id] and any(own == n or own.startswith(f"{n}_") for n in self._failed[source.id]):
            raise estimates.untold(own)
        return self._example_values[source.id].get(own)

    def value(self, chapter: str, expression: str) -> Value:
        """What `expression`, written in a chapter, quotes. Raises EstimateError or LookupError when there is nothing."""
        if found := self.example_value(chapter, expression):
            return found
        name = estimates.parse_quote(expression).name
        home, _, own = name.rpartition(".")
        if home == estimates.PRICES:
            return self._value(home, own)
        return self.evaluation(home or chapter).value(own)

    def quote(self, chapter: str, expression: str) -> str:
        """`expression` as prose shows it. Raises EstimateError or LookupError when there is no such value."""
        if value := self.example_value(chapter, expression):
            return _example_text(value, expression)
        quoted = estimates.parse_quote(expression)
        home, _, own = quoted.name.rpartition(".")
        if home == estimates.PRICES:
            value = self._value(home, own)
            return text(value.base, quote_format(value, quoted))
        if home and home != chapter:
            return estimates.quote(self.evaluation(home), expression.replace(f"{home}.", "", 1))
        return estimates.quote(self.evaluation(chapter), expression)


def _values(chapter: str, example: Example, line: int = 0) -> dict[str, Value]:
    """What prose can quote of an example; only its result has the metric's unit."""
    labels = [example.metric.label, *(label for label, _ in example.worked.steps)]
    units = [estimates.parse_unit(example.metric.unit), *(estimates.parse_unit("") for _ in example.worked.steps)]
    return {
        name: Value(chapter, name, base, unit, label, "computed", 0, line)
        for (name, base), unit, label in zip(example.values.items(), units, labels, strict=True)
    }


def _example_text(value: Value, expression: str) -> str:
    form = quote_format(value, quoted := estimates.parse_quote(expression))
    digits = EXACT_DIGITS if value.base == int(value.base) else EXAMPLE_DIGITS
    return text(value.base, form if quoted.digits else replace(form, digits=digits))


def example_text(example: Example, name: str) -> str:
    """A value of an example as its table shows it."""
    return _example_text(_values("", example)[name], name)


def lenders(chapter: Chapter) -> dict[str, str]:
    """The other chapters whose estimates a chapter's own wait for, each with a value that is borrowed from it."""
    found: dict[str, str] = {}
    for name in sorted(chapter.parsed.borrowed):
        home, _, own = name.rpartition(".")
        if home not in (chapter.id, estimates.PRICES) and own not in estimates.READING_TIMES:
            found.setdefault(home, name)
    return found


def quoted_name(expression: str) -> str | None:
    """The name that an expression quotes, as it is written; None when it can't be read."""
    try:
        return estimates.parse_quote(expression).name
    except EstimateError:
        return None
