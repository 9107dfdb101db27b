"""A `metric` fence as a table: the cases in columns, then the steps, then the result."""

from __future__ import annotations

from html import escape
from typing import Any

from guide import numbers
from guide.estimates.present import MINUS, in_words, number_text
from guide.estimates.render import element_id
from guide.metrics import Example, read_example

Argument = tuple[float, ...] | tuple[str, ...] | float


def metric(source: str, context: Any) -> str:
    """Raises ExampleError for a fence that `guide check` names."""
    example = read_example(source)
    chapter = context.chapter.id if context.chapter else ""
    lists = {name: values for name, values in example.arguments.items() if isinstance(values, tuple)}
    # Scalars, steps and the result span the columns of the longest list.
    width = max([1, *map(len, lists.values())])
    rows = [_argument(name, value, width) for name, value in example.arguments.items()]
    rows += [_value(label, example, example.step_name(label), width) for label, _ in example.worked.steps]
    rows.append(_result(chapter, example, width))
    title = escape(example.title, quote=False)
    return (
        f'<div class="metric-example"><table><caption>{title}</caption><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _argument(name: str, value: Argument, width: int) -> str:
    values = value if isinstance(value, tuple) else (value,)
    last = width - len(values) + 1
    cells = "".join(
        f"<td{_span(last) if place == len(values) else ''}>{_data(_typed(each))}</td>" for place, each in enumerate(values, 1)
    )
    return f'<tr><th scope="row">{escape(in_words(name))}</th>{cells or f"<td{_span(width)}></td>"}</tr>'


def _value(label: str, example: Example, name: str, width: int) -> str:
    shown = numbers.example_text(example, name)
    return f'<tr class="metric-step"><th scope="row">{escape(label)}</th><td{_span(width)}>{_data(shown)}</td></tr>'


def _result(chapter: str, example: Example, width: int) -> str:
    shown = numbers.example_text(example, example.name)
    return (
        f'<tr class="metric-result" id="{element_id(chapter, example.name)}"><th scope="row">{escape(example.metric.label)}</th>'
        f"<td{_span(width)}>{_data(shown)}</td></tr>"
    )


def _data(shown: str) -> str:
    """Text that holds no marks."""
    return f"<data>{escape(shown, quote=False)}</data>"


def _span(columns: int) -> str:
    return f' colspan="{columns}"' if columns > 1 else ""


def _typed(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return (MINUS if value < 0 else "") + number_text(abs(value))
