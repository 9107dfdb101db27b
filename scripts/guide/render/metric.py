"""A `metric` fence as a table: the cases in columns, then the steps, then the result."""

from __future__ import annotations

from lxml.html import HtmlElement

from guide.estimates.present import MINUS, in_words, number_text
from guide.estimates.render import element_id
from guide.metrics import Example
from guide.numbers import example_text
from guide.render.context import Context


def metric_table(example: Example, context: Context) -> HtmlElement:
    """The example's table. Scalars, steps and the result span the columns of the longest list."""
    arguments = {name: v if isinstance(v, tuple) else (v,) for name, v in example.arguments.items()}
    width = max([1, *(len(values) for values in arguments.values())])
    rows = []
    for name, values in arguments.items():
        cells = [(_typed(value), 1) for value in values[:-1]] or []
        cells.append((_typed(values[-1]), width - len(values) + 1) if values else ("", width))
        rows.append(("", "", in_words(name), cells))
    for label, _ in example.worked.steps:
        rows.append(("metric-step", "", label, [(example_text(example, example.step_name(label)), width)]))
    place = element_id(context.chapter.id, example.name)
    rows.append(("metric-result", place, example.metric.label, [(example_text(example, example.name), width)]))
    return context.element("metric.html", title=context.inline(example.title), rows=rows)


def _typed(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return (MINUS if value < 0 else "") + number_text(abs(value))
