"""The ledger of claims: a row for each number of a chapter, saying whether it is computed, published or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guide.scan import CITATION, CITED_WORK

from .calculator import formulas
from .evaluate import Evaluation
from .present import in_words, numbers_of, value_text, words_of_unit
from .prose import plain_without_reason, prose_numbers, untagged_numbers

__all__ = ["Row", "cited_rows", "plain_without_reason", "rows", "untagged_numbers"]


@dataclass(frozen=True)
class Row:
    """A number of a chapter.

    Attributes:
        kind: ``computed``, ``published``, ``assumed`` or ``chosen``.
        name: its name in the blocks; empty for a published number in prose.
        value: how it reads; ``unit`` is its unit in the plural, empty for a plain number.
        note: an input's note, a result's formula with the numbers put in, or the sentence; Markdown.
        line: 1-based line in the chapter's file.
    """

    chapter: str
    kind: str
    name: str
    label: str
    value: str
    unit: str
    note: str
    citations: tuple[str, ...]
    line: int


def rows(evaluation: Evaluation, starts: Sequence[int]) -> list[Row]:
    """The rows of a chapter's blocks, in the order of the text.

    Args:
        starts: for each block the 1-based line in the file of its first line (after the fence's).
    """
    notes = {part.name: part.note for block in evaluation.blocks for part in block.inputs}
    written = formulas(evaluation)
    everything = {**evaluation.others, **evaluation.values}
    found = []
    for value in sorted(evaluation.values.values(), key=lambda v: (v.block, v.line)):
        note = notes.get(value.name) or numbers_of(written[value.name], everything)
        label = value.label if value.kind == "computed" else in_words(value.name)
        found.append(Row(value.chapter, value.kind, value.name, label, value_text(value), words_of_unit(value.unit), note,
                         _keys(note) if value.kind != "computed" else (), starts[value.block] + value.line))
    return found


def cited_rows(chapter: str, markdown: str) -> list[Row]:
    """A row for each published number that prose gives with its citation."""
    return [
        Row(chapter, "published", "", "", number.found.text, "", number.sentence, number.citations, number.found.line)
        for number in prose_numbers(markdown) if number.citations
    ]


def _keys(note: str) -> tuple[str, ...]:
    return tuple(work["key"] for cited in CITATION.finditer(note) for work in CITED_WORK.finditer(cited[1]))
