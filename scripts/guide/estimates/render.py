"""Estimate blocks as HTML: complete without scripts, and marked up so that `estimates.js` can bring them to life."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape as escape_quoted

from .evaluate import Evaluation
from .language import Block, Input, Result
from .present import (
    NBSP,
    assertion_numbers,
    comparison_words,
    in_words,
    numbers_of,
    quote,
    text,
    value_format,
    value_text,
    words_of,
    words_of_unit,
)
from .sensitivity import lines, sensitivity

Inline = Callable[[str], str]
escape = partial(escape_quoted, quote=False)


def element_id(chapter: str, name: str) -> str:
    """The id of a value's row."""
    return f"est-{chapter}-{name}"


def quote_html(evaluation: Evaluation, expression: str) -> str:
    """A quoted value for prose: its text in an element that the browser can update.

    Raises:
        EstimateError: as `present.quote`.
    """
    shown = quote(evaluation, expression)
    name = expression.partition(":")[0].partition("->")[0].strip()
    return (f'<data class="value" data-value="{escape_quoted(expression.strip())}" value="{evaluation.value(name).base!r}">'
            f"{escape(shown)}</data>")


def render_block(block: Block, evaluation: Evaluation, inline: Inline = escape) -> str:
    """A block as a section with its tables, promises and limits; well-formed XML.

    Args:
        inline: renders the inline Markdown of notes and labels (citations, emphasis) to HTML.
    """
    number = next(n for n, candidate in enumerate(evaluation.blocks) if candidate is block)
    # A value's name has no hyphen, so a block's id can't meet a value's.
    name = f"est-{evaluation.chapter}-block-{number + 1}"
    parts = [
        f'<section class="estimate" id="{name}" data-estimate="{number}" aria-labelledby="{name}-title">',
        f'<p class="estimate-title" id="{name}-title">{inline(block.title)}</p>',
        _inputs(block, evaluation, inline),
        _results(block, evaluation, inline),
        _assertions(number, evaluation, inline),
        _watches(block, evaluation),
        "</section>",
    ]
    return "".join(parts)


def _inputs(block: Block, evaluation: Evaluation, inline: Inline) -> str:
    rows = "".join(_input(part, evaluation, inline) for part in block.inputs if part.name in evaluation.values)
    if not rows:
        return ""
    return ('<table class="estimate-inputs"><thead><tr><th scope="col">Input</th><th scope="col">Value</th>'
            f'<th scope="col">Where it comes from</th></tr></thead><tbody>{rows}</tbody></table>')


def _input(part: Input, evaluation: Evaluation, inline: Inline) -> str:
    value = evaluation.values[part.name]
    return (f'<tr id="{element_id(value.chapter, part.name)}" data-input="{part.name}">'
            f'<th scope="row">{escape(in_words(part.name))}</th>'
            f'<td class="estimate-value">{_data(part.name, value.base, value_text(value))}{_range(part, evaluation)}</td>'
            f'<td><span class="estimate-kind estimate-{part.kind}">{part.kind}</span> {inline(part.note)}</td></tr>')


def _range(part: Input, evaluation: Evaluation) -> str:
    if part.low is None or part.high is None:
        return ""
    form = value_format(evaluation.values[part.name])
    low, high = (text(end * part.unit.factor, form) for end in (part.low, part.high))
    # “1 to 8 requests/day”: the unit once, where both ends have it.
    for unit in (words_of_unit(part.unit), form.steps[0].one.strip(NBSP)):
        low = low.removesuffix(NBSP + unit) if unit else low
    return f' <span class="estimate-range">({escape(low)} to {escape(high)})</span>'


def _results(block: Block, evaluation: Evaluation, inline: Inline) -> str:
    rows = "".join(_result(part, evaluation, inline) for part in block.results if part.name in evaluation.values)
    if not rows:
        return ""
    return ('<table class="estimate-results"><thead><tr><th scope="col">Result</th><th scope="col">How</th>'
            f'<th scope="col">Value</th></tr></thead><tbody>{rows}</tbody></table>')


def _result(part: Result, evaluation: Evaluation, inline: Inline) -> str:
    value = evaluation.values[part.name]
    words = words_of(part.formula)
    numbers = numbers_of(part.formula, {**evaluation.others, **evaluation.values})
    return (f'<tr id="{element_id(value.chapter, part.name)}" data-result="{part.name}">'
            f'<th scope="row">{inline(part.label)} <var>{escape(in_words(part.name))}</var></th>'
            f'<td><span class="estimate-formula">{escape(words)}</span> '
            f'<span class="estimate-numbers">= <span data-numbers="{part.name}">{escape(numbers)}</span></span></td>'
            f'<td class="estimate-value">{_data(part.name, value.base, value_text(value))}</td></tr>')


def _data(name: str, base: float, shown: str) -> str:
    return f'<data class="value" data-value="{name}" value="{base!r}">{escape(shown)}</data>'


def _assertions(number: int, evaluation: Evaluation, inline: Inline) -> str:
    items = []
    for position, checked in enumerate(evaluation.checked):
        if checked.block == number:
            note = f' <span class="estimate-note">{inline(checked.assertion.note)}</span>' if checked.assertion.note else ""
            numbers = assertion_numbers(checked, {**evaluation.others, **evaluation.values})
            items.append(
                f'<li data-assertion="{position}" data-holds="{str(checked.holds).lower()}">'
                f'<span class="estimate-mark">{"Holds" if checked.holds else "Broken"}</span> '
                f'<span class="estimate-promise">{escape(comparison_words(checked))}</span> '
                f'<span class="estimate-numbers">(<span data-sides="{position}">{escape(numbers)}</span>)</span>{note}</li>')
    return f'<ul class="estimate-assertions">{"".join(items)}</ul>' if items else ""


def _watches(block: Block, evaluation: Evaluation) -> str:
    items = [
        f'<li data-watch="{watch.name}">{escape(line)}</li>'
        for watch in block.watches if watch.name in evaluation.values
        for line in lines(evaluation, sensitivity(evaluation, watch.name))
    ]
    return f'<ul class="estimate-watches">{"".join(items)}</ul>' if items else ""
