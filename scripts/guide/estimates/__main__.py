"""Print every value, promise and mistake of chapters' estimate blocks: ``python -m guide.estimates FILE.md …``."""

from __future__ import annotations

import sys
from pathlib import Path

from guide import scan

from .errors import EstimateError
from .evaluate import Evaluation, Value, evaluate
from .functions import FUNCTIONS
from .language import parse
from .present import assertion_numbers, comparison_words, numbers_of, quote, quotes_in, value_text, words_of


def _fences(markdown: str) -> list[scan.Fence]:
    return [fence for fence in scan.fences(markdown) if fence.language == "estimate"]


def evaluate_markdown(chapter: str, markdown: str, resolve=None, used=()) -> Evaluation:
    return evaluate(chapter, [parse(fence.text) for fence in _fences(markdown)], resolve, used)


def _resolver(folder: Path):
    def resolve(chapter: str, name: str) -> Value:
        for file in folder.rglob(f"{chapter}.md"):
            return evaluate_markdown(chapter, file.read_text(), resolve).values[name]
        raise LookupError(chapter)
    return resolve


def _show(file: Path) -> bool:
    markdown = file.read_text()
    docs = next((p for p in file.resolve().parents if p.name == "docs"), file.parent)
    diagrams = docs.parent / "diagrams" / file.stem
    quoted = quotes_in(markdown) + [q for d in sorted(diagrams.glob("*.mmd")) for q in quotes_in(d.read_text())]
    used = {q.partition(":")[0].partition("->")[0].strip() for q in quoted}
    evaluation = evaluate_markdown(file.stem, markdown, _resolver(docs), used)
    starts = [fence.line for fence in _fences(markdown)]
    for number, block in enumerate(evaluation.blocks):
        print(f"\n{file}:{starts[number]}: {block.title}")
        for part in sorted((*block.inputs, *block.results), key=lambda p: p.line):
            if value := evaluation.values.get(part.name):
                print(f"  {value.name:24} {value_text(value)}")
                if formula := getattr(part, "formula", None):
                    print(f"  {'':24}   = {words_of(formula)}\n  {'':24}   = {numbers_of(formula, {**evaluation.values, **evaluation.others})}")
        for checked in evaluation.checked:
            if checked.block == number:
                print(f"  {'holds ' if checked.holds else 'BROKEN'} {comparison_words(checked)}: "
                      f"{assertion_numbers(checked, {**evaluation.values, **evaluation.others})}")
    print()
    wrong = len(evaluation.errors)
    for error in evaluation.errors:
        print(f"{file}:{starts[error.block] + error.line}: {error.code}: {error.message} {error.mend}")
    others = _resolver(docs)
    for expression in dict.fromkeys(quoted):
        try:
            chapter, _, name = expression.partition(":")[0].partition("->")[0].strip().rpartition(".")
            if chapter and chapter != evaluation.chapter:
                others(chapter, name)
            else:
                quote(evaluation, expression)
        except (EstimateError, LookupError) as error:
            if name in {n for b in evaluation.blocks for n in (*b.unread, *(r.name for r in b.results))} - set(evaluation.values):
                continue  # its block's error is reported already
            line = next((i for i, row in enumerate(markdown.splitlines(), 1) if f"${{{expression}}}" in row), 0)
            print(f"{file}:{line}: ${{{expression}}}: {error} {getattr(error, 'mend', '')}")
            wrong += 1
    return wrong == 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--list-functions"]:
        for function in FUNCTIONS.values():
            print(f"{function.usage}\n    {function.summary}\n    {function.source}".rstrip())
    else:
        sys.exit(not all([_show(Path(name)) for name in sys.argv[1:]]))
