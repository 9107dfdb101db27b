"""The ledger of claims: a row for each number of a chapter, saying whether it is computed, published or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guide.estimates import Evaluation
from guide.estimates.calculator import formulas
from guide.estimates.present import in_words, numbers_of, value_text
from guide.model import Chapter
from guide.numbers import Numbers, example_text


@dataclass(frozen=True)
class Row:
    """A number of a chapter.

    Attributes:
        kind: ``computed``, ``published``, ``assumed`` or ``chosen``.
        name: its name in the blocks; empty for a published number in prose.
        value: how it reads, with its unit.
        note: an input's note (Markdown, `markdown` is true), a result's formula with the numbers put in, or the
            sentence.
        line: 1-based line in the chapter's file.
        works: keys of the works cited with it.
    """

    kind: str
    name: str
    label: str
    value: str
    note: str
    markdown: bool
    line: int
    works: tuple[str, ...] = ()


def rows(chapter: Chapter, numbers: Numbers) -> list[Row]:
    """Every number of a chapter: those of its blocks, its metric examples' results, and those that its prose cites."""
    return [
        *_of_blocks(numbers.evaluation(chapter.id), [block.line for block in chapter.blocks("estimate")]),
        *(
            Row("computed", e.name, e.metric.label, example_text(e, e.name), e.title, True, line)
            for line, e in numbers.examples(chapter)
        ),
        *(Row("published", "", "", n.text, n.sentence, False, n.line, n.citations) for n in chapter.parsed.numbers if n.citations),
    ]


def _of_blocks(evaluation: Evaluation, starts: Sequence[int]) -> list[Row]:
    notes = {part.name: part.note for block in evaluation.blocks for part in block.inputs}
    written = formulas(evaluation)
    everything = {**evaluation.others, **evaluation.values}
    found = []
    for value in sorted(evaluation.values.values(), key=lambda v: (v.block, v.line)):
        note = notes.get(value.name)
        label = value.label if value.kind == "computed" else in_words(value.name)
        shown = note or numbers_of(written[value.name], everything)
        line = starts[value.block] + value.line
        found.append(Row(value.kind, value.name, label, value_text(value), shown, bool(note), line))
    return found
