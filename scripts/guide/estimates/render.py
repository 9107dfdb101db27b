"""Estimate blocks as XHTML: complete without scripts, and marked up so that `estimates.js` can bring them to life.

`render_block` gives a whole block; `strip_html` the strip of a block that says what it shows, which opens to the whole;
`worksheet_html` the compact form for print. In one document a block is either a whole block or strip, or a worksheet,
since the rows of both carry the ids that links to values lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape as escape_quoted

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .evaluate import PRICES, Checked, Evaluation, Value, borrowed
from .language import Block, Input, Result
from .present import (
    NBSP,
    assertion_numbers,
    comparison_labels,
    comparison_words,
    in_words,
    numbers_of,
    text,
    value_format,
    value_text,
    words_of,
    words_of_unit,
)
from .sensitivity import lines, sensitivity

Inline = Callable[[str], str]
Origin = Callable[[Value], str]
escape = partial(escape_quoted, quote=False)


def origin_words(value: Value) -> str:
    """Where a borrowed value comes from, as text: the chapter's id in words."""
    return escape("the prices file" if value.chapter == PRICES else value.chapter.replace("-", " "))


def templates() -> Environment:
    """The templates' environment, for callers that have none of their own; made anew by each call."""
    return Environment(loader=PackageLoader("guide", "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)


def element_id(chapter: str, name: str) -> str:
    """The id of a value's row."""
    return f"est-{chapter}-{name}"


def render_block(block: Block, evaluation: Evaluation, inline: Inline = escape, origin: Origin = origin_words,
                 made_with: Environment | None = None) -> str:
    """A whole block as a section with its tables, promises and limits; well-formed XML.

    Args:
        inline: renders the inline Markdown of titles, notes and labels (citations, emphasis) to HTML.
        origin: where a borrowed value comes from, as HTML: a link to the chapter, say.
        made_with: the caller's environment, which finds the package's templates.
    """
    return _made(made_with, "block", block=_block(block, evaluation, inline, origin))


def strip_html(block: Block, evaluation: Evaluation, label: str, inline: Inline = escape, origin: Origin = origin_words,
               made_with: Environment | None = None) -> str:
    """A block as the strip of what it shows; it opens to the whole block, without scripts, too.

    Args:
        label: the block's number in the book, as ``W8.3``.
        inline, origin, made_with: as for `render_block`.
    """
    made = _block(block, evaluation, inline, origin)
    by_name = {row["value"]["name"]: row for row in made["results"]}
    shown = [by_name[name] for name in block.show if name in by_name]
    return _made(made_with, "strip", block=made, shown=shown, label=label)


def worksheet_html(block: Block, evaluation: Evaluation, label: str, inline: Inline = escape, origin: Origin = origin_words,
                   made_with: Environment | None = None) -> str:
    """A block for print: a line an input, two lines a result, its promises, and what breaks them inside the ranges.

    The head repeats on each page, and the formulas are not repeated with their numbers.

    Args:
        label: the block's number in the book, as ``W8.3``.
        inline, origin, made_with: as for `render_block`.
    """
    return _made(made_with, "worksheet", block=_block(block, evaluation, inline, origin), label=label)


def _made(environment: Environment | None, template: str, **data: object) -> str:
    return (environment or templates()).get_template(f"estimates/{template}.html").render(**data).strip()


def number_of(block: Block, evaluation: Evaluation) -> int:
    """A block's 0-based place in its chapter."""
    return next(n for n, candidate in enumerate(evaluation.blocks) if candidate is block)


def _block(block: Block, evaluation: Evaluation, inline: Inline, origin: Origin) -> dict:
    """What the templates show of a block. What is HTML is `Markup`; the rest is text."""
    number = number_of(block, evaluation)

    def marked(source: str) -> Markup:
        return Markup(inline(source))

    everything = {**evaluation.others, **evaluation.values}
    own = (part for part in (*block.inputs, *block.results) if _defines(part, number, evaluation))
    parts = sorted(own, key=lambda part: part.line)
    return {
        # A value's name has no hyphen, so a block's id can't meet a value's.
        "id": f"est-{evaluation.chapter}-block-{number + 1}",
        "number": number,
        "title": marked(block.title),
        "inputs": [
            *(_input(evaluation.values[part.name], marked) for part in parts if isinstance(part, Input)),
            *(_borrowed(value, marked, Markup(origin(value))) for value in borrowed(block, evaluation)),
        ],
        "results": [_result(part, everything, evaluation.chapter, marked) for part in parts if isinstance(part, Result)],
        "promises": [
            {"position": position, "holds": checked.holds, "words": comparison_words(checked),
             "sides": assertion_numbers(checked, everything),
             "says": _says(checked, everything, marked),
             "note": marked(checked.assertion.note) if checked.assertion.note else ""}
            for position, checked in enumerate(evaluation.checked) if checked.block == number
        ],
        "watches": [
            {"name": watch.name, "lines": lines(evaluation, sensitivity(evaluation, watch.name))}
            for watch in block.watches if watch.name in evaluation.values
        ],
    }


def _says(checked: Checked, values: Mapping[str, Value], marked: Callable[[str], Markup]) -> Markup:
    """What a strip says of a promise: its note, unless that leads elsewhere, as a strip's head opens it and holds no link."""
    note = checked.assertion.note.removeprefix("and ")
    return marked(comparison_labels(checked, values) if not note or "[" in note else note)


def _defines(part: Input | Result, number: int, evaluation: Evaluation) -> bool:
    """Whether a line gives its name's value: not when it is wrong, nor when the name was given before."""
    value = evaluation.values.get(part.name)
    return value is not None and (value.block, value.line) == (number, part.line)


def _data(name: str, value: Value) -> dict:
    return {"name": name, "base": repr(value.base), "text": value_text(value)}


def _input(value: Value, marked: Callable[[str], Markup]) -> dict:
    return {"id": element_id(value.chapter, value.name), "value": _data(value.name, value), "words": in_words(value.name),
            "range": range_text(value), "kind": value.kind, "note": marked(value.note)}


def _borrowed(value: Value, marked: Callable[[str], Markup], origin: Markup) -> dict:
    """As an input, without an id: the value's place is in its own chapter."""
    name = f"{value.chapter}.{value.name}"
    note = Markup("from {}").format(origin)
    if value.chapter == PRICES and value.note:
        note += Markup(": ") + marked(value.note)
    return {"id": "", "value": _data(name, value), "words": in_words(name), "range": range_text(value), "kind": "borrowed",
            "note": note}


def range_text(value: Value) -> str:
    """Both ends of a value's range, as “1 to 8 million requests/day”; empty when it has none."""
    if value.low is None or value.high is None:
        return ""
    form = value_format(value)
    low, high = (text(end, form) for end in (value.low, value.high))
    # “1 to 8 million requests/day”: the unit once, where both ends have it.
    for unit in (high.partition(NBSP)[2], words_of_unit(value.unit), form.steps[0].one.strip(NBSP)):
        low = low.removesuffix(NBSP + unit) if unit else low
    return f"{low} to {high}"


def _result(part: Result, everything: Mapping[str, Value], chapter: str, marked: Callable[[str], Markup]) -> dict:
    return {"id": element_id(chapter, part.name), "value": _data(part.name, everything[part.name]), "words": in_words(part.name),
            "label": marked(part.label), "formula": words_of(part.formula), "numbers": numbers_of(part.formula, everything)}
