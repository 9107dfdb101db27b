"""The book's computed numbers: every chapter's estimate blocks and metric examples, quoted in prose and diagrams."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from guide import estimates, scan
from guide.estimates import EstimateError, Evaluation, Value
from guide.estimates.browser import page_model as estimate_model
from guide.estimates.browser import page_model_json
from guide.estimates.ledger import Row, cited_rows, rows
from guide.estimates.present import EXACT_DIGITS, quote_format, text
from guide.estimates.render import render_block
from guide.metrics import Example, ExampleError, read_example
from guide.model import Book, Chapter
from guide.problems import Problem


def _quoted(book: Book) -> dict[str, set[str]]:
    """The names that prose and diagrams quote, by the chapter that defines them."""
    used: dict[str, set[str]] = {chapter.id: set() for chapter in book.chapters}
    for chapter in book.chapters:
        blocks = [estimates.parse(fence.text) for fence in chapter.fences if fence.language == "estimate"]
        for name in estimates.foreign_names(blocks):
            home, _, own = name.rpartition(".")
            used.setdefault(home, set()).add(own)

    def note(home: str, text: str) -> None:
        for match in scan.QUOTE.finditer(text):
            try:
                chapter, _, name = estimates.parse_quote(match["expression"]).name.rpartition(".")
            except EstimateError:
                continue  # named by check_estimates
            used.setdefault(chapter or home, set()).add(name)

    for chapter in book.chapters:
        note(chapter.id, chapter.prose)
    for diagram in book.diagrams.values():
        note(diagram.folder, diagram.source)
    return used


class Numbers:
    """Evaluations of a book's chapters, made when asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._used = _quoted(book)
        self._done: dict[str, Evaluation] = {}
        self._open: set[str] = set()
        self._examples: dict[str, dict[str, Value]] = {}

    def evaluation(self, chapter: str) -> Evaluation:
        """The evaluated blocks of a chapter. Raises LookupError for an unknown chapter or a circle of chapters."""
        if chapter not in self._done:
            if chapter in self._open:
                raise LookupError(f"the chapters' estimates go round in a circle at {chapter}")
            source = self._book.by_id.get(chapter)
            if source is None:
                raise LookupError(f"there is no chapter {chapter}")
            self._open.add(chapter)
            try:
                blocks = [estimates.parse(f.text) for f in source.fences if f.language == "estimate"]
                self._done[chapter] = estimates.evaluate(chapter, blocks, self._value, self._used[chapter])
            finally:
                self._open.discard(chapter)
        return self._done[chapter]

    def _value(self, chapter: str, name: str) -> Value:
        if name == estimates.READING_TIME and chapter in self._book.by_id:
            minutes = self._book.by_id[chapter].minutes
            unit = estimates.parse_unit("min")
            return Value(chapter, name, minutes * unit.factor, unit, "reading time", "computed", 0, 0)
        return self.evaluation(chapter).values[name]

    def example_value(self, chapter: str, expression: str) -> Value | None:
        """The value of a metric example or of its step that `expression` quotes; None when it quotes none."""
        home, _, own = estimates.parse_quote(expression).name.rpartition(".")
        source = self._book.by_id.get(home or chapter)
        if source is not None and source.id not in self._examples:
            self._examples[source.id] = {n: v for line, e in examples(source) for n, v in _values(source.id, e, line).items()}
        return self._examples[source.id].get(own) if source is not None else None

    def quote(self, chapter: str, expression: str) -> str:
        """`expression` as prose shows it. Raises EstimateError or LookupError when there is no such value."""
        home, _, _ = estimates.parse_quote(expression).name.rpartition(".")
        if value := self.example_value(chapter, expression):
            return _example_text(value, expression)
        if home and home != chapter:
            return estimates.quote(self.evaluation(home), expression.replace(f"{home}.", "", 1))
        return estimates.quote(self.evaluation(chapter), expression)


EXAMPLE_DIGITS = 4
"""Of a metric's value in its table, one more than an estimate shows, since readers check it by hand."""


def examples(chapter: Chapter) -> list[tuple[int, Example]]:
    """The chapter's metric examples, each with its first line; faulty ones are named by check_metrics."""
    found = []
    for fence in chapter.fences:
        if fence.language == "metric":
            try:
                found.append((fence.line, read_example(fence.text)))
            except ExampleError:
                continue
    return found


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


@lru_cache(maxsize=2)
def numbers(book: Book) -> Numbers:
    return Numbers(book)


def quote_or_mark(book: Book, chapter: Chapter | None, expression: str) -> str:
    """A value's text, or the expression itself between marks when it can't be had: `guide check` names it."""
    try:
        return numbers(book).quote(chapter.id if chapter else "", expression)
    except (EstimateError, LookupError):
        return f"⟨{expression}⟩"


def put_in(book: Book, chapter: Chapter, text: str) -> str:
    """`text` of a chapter with its quotes replaced by their values."""
    return scan.QUOTE.sub(lambda match: quote_or_mark(book, chapter, match["expression"].strip()), text)


def base_value(book: Book, chapter: Chapter | None, expression: str) -> float | None:
    """The number behind a quote, in base units; None when it can't be had."""
    try:
        name = estimates.parse_quote(expression).name
        home, _, own = name.rpartition(".")
        if value := numbers(book).example_value(chapter.id if chapter else "", expression):
            return value.base
        return numbers(book).evaluation(home or (chapter.id if chapter else "")).value(own).base
    except (EstimateError, LookupError):
        return None


def block_html(book: Book, chapter: Chapter | None, source: str) -> str:
    """An estimate fence as tables. `source` is the fence's text."""
    if chapter is None:
        raise LookupError("an estimate block stands outside a chapter")
    texts = [fence.text.strip() for fence in chapter.fences if fence.language == "estimate"]
    evaluation = numbers(book).evaluation(chapter.id)
    return render_block(evaluation.blocks[texts.index(source.strip())], evaluation)


def page_model(book: Book, chapter: Chapter) -> str:
    """What the page's script needs to recompute the chapter, as JSON; "" when it has no estimates."""
    evaluation = numbers(book).evaluation(chapter.id)
    if not evaluation.values:
        return ""
    texts = [chapter.prose, *(d.source for d in book.diagrams.values() if d.folder == chapter.id)]
    quoted = (match["expression"].strip() for text in texts for match in scan.QUOTE.finditer(text))
    quotes = [quote for quote in quoted if estimates.parse_quote(quote).name in evaluation.values]
    return page_model_json(estimate_model(evaluation, quotes))


def ledger(book: Book, chapter: Chapter) -> list[Row]:
    """Every number of a chapter: those of its blocks, its metric examples' results, and those that its prose cites."""
    starts = [fence.line for fence in chapter.fences if fence.language == "estimate"]
    cited = cited_rows(chapter.id, chapter.path.read_text(encoding="utf-8"))
    return rows(numbers(book).evaluation(chapter.id), starts) + _example_rows(chapter) + cited


def _example_rows(chapter: Chapter) -> list[Row]:
    return [
        Row(chapter.id, "computed", e.name, e.metric.label, example_text(e, e.name), "", e.title, (), line)
        for line, e in examples(chapter)
    ]


def check_estimates(book: Book) -> list[Problem]:
    """Every mistake in estimate blocks and in the quotes of their values."""
    problems = []
    known = numbers(book)
    for chapter in book.chapters:
        path = book.project.relative(chapter.path)
        starts = [f.line for f in chapter.fences if f.language == "estimate"]
        for error in known.evaluation(chapter.id).errors:
            line = starts[error.block] + error.line
            problems.append(Problem(path, line, f"estimate-{error.code}", error.message, error.mend))
        problems += _check_quotes(known, chapter.id, chapter.prose, path, chapter.offset)
    # The diagrams of a folder without a chapter are named by another check.
    for diagram in (d for d in book.diagrams.values() if d.folder in book.by_id):
        problems += _check_quotes(known, diagram.folder, diagram.source, book.project.relative(diagram.path), 0)
    return problems


def _check_quotes(known: Numbers, chapter: str, text: str, path: str, offset: int) -> list[Problem]:
    problems = []
    for match in scan.QUOTE.finditer(text):
        try:
            known.quote(chapter, match["expression"].strip())
        except (EstimateError, LookupError) as error:
            message = f"${{{match['expression']}}}: {str(error).strip(chr(39))}"
            mend = getattr(error, "mend", "") or "correct the name, or define it in an estimate block."
            line = scan.line_at(text, match.start(), offset)
            problems.append(Problem(path, line, "unknown-value", message.rstrip(".") + ".", mend))
    return problems
