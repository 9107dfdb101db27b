"""The Markdown inside data blocks: notes, labels and titles that may cite, quote and emphasise."""

from __future__ import annotations

from collections.abc import Iterator

from guide import estimates
from guide.markdown.fences import Block
from guide.metrics import ExampleError, read_example


def inline_texts(block: Block) -> Iterator[tuple[str, int]]:
    """Every Markdown string of a block with its line in the file."""
    if block.language == "estimate":
        yield from _of_estimate(block)
    elif block.language == "metric":
        try:
            yield read_example(block.text).title, block.line
        except ExampleError:
            return  # the check names it
    elif block.language in ("sources", "digest"):
        for number, line in enumerate(block.text.split("\n"), block.line):
            _, _, text = line.partition(":")
            if text.strip():
                yield text.strip(), number


def _of_estimate(block: Block) -> Iterator[tuple[str, int]]:
    parsed = estimates.parse(block.text)
    yield parsed.title, block.line
    for part in parsed.inputs:
        yield part.note, block.line + part.line
    for part in parsed.results:
        yield part.label, block.line + part.line
    for part in parsed.assertions:
        yield part.note, block.line + part.line


def strip_words(block: Block) -> tuple[int, int]:
    """How many words of an estimate block are read on its strip, and how many more when it is opened."""
    parsed = estimates.parse(block.text)
    if not parsed.show:
        return 0, 0
    labels = [part.label for part in parsed.results if part.name in parsed.show]
    shown = len(" ".join([parsed.title, *labels]).split()) + len(parsed.show) + 3 * len(parsed.assertions)
    return shown, len(block.text.split())
