"""The model of a chapter's estimates for `estimates.js`: plain data, every unit already resolved to base units."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .calculator import formulas
from .errors import EstimateError
from .evaluate import Checked, Evaluation, Value
from .formula import Call, Name, Negation, Node, Number, Operation, walk
from .present import (
    EXACT_DIGITS,
    PERCENT,
    PERCENTAGE_POINT,
    Format,
    comparison_words,
    format_for,
    function_words,
    in_words,
    is_whole,
    parse_quote,
    quote_format,
    side_formats,
    value_format,
    words_of_unit,
)


class _Formats:
    """Formats by number, each stored once."""

    def __init__(self) -> None:
        self._numbers: dict[Format, int] = {}

    def number(self, form: Format) -> int:
        return self._numbers.setdefault(form, len(self._numbers))

    def listed(self) -> list[dict]:
        return [{"steps": [[step.scale, step.one, step.many] for step in form.steps], "home": form.home,
                 "before": form.before, "digits": form.digits} for form in self._numbers]


def page_model(evaluation: Evaluation, quotes: Iterable[str] = ()) -> dict:
    """All that the browser needs to recompute a chapter.

    Args:
        quotes: the expressions quoted on the page (prose and diagrams), so that each can be written anew. Those that
            name nothing that the page computes or borrows are left out.

    Returns:
        JSON-ready data. A formula is a number, ``["name", n]``, ``["literal", base, format]``, ``["neg", f]``,
        ``["call", function, f, …]`` or ``[operator, left, right]``. A value that can be moved has an ``input``; one
        of another chapter, or of the prices file, says in ``borrowed`` whose it is.
    """
    formats = _Formats()
    written = formulas(evaluation)
    values = {}
    for name, value in (*evaluation.others.items(), *evaluation.values.items()):
        entry: dict = {"base": value.base, "format": formats.number(value_format(value)), "words": in_words(name),
                       "label": value.label}
        if name in written:
            entry["formula"] = _formula(written[name], evaluation, formats)
            entry["depends"] = sorted(value.depends)
        else:
            entry["input"] = _input(value)
        if name in evaluation.others:
            entry["borrowed"] = value.chapter
        values[name] = entry
    used = {part.function for formula in _all(evaluation) for part in walk(formula) if isinstance(part, Call)}
    model = {
        "chapter": evaluation.chapter,
        "values": values,
        "assertions": [_assertion(checked, evaluation, formats) for checked in evaluation.checked],
        "watches": [watch.name for block in evaluation.blocks for watch in block.watches if watch.name in evaluation.values],
        "quotes": {expression.strip(): _quote(expression, evaluation, formats) for expression in quotes
                   if _is_known(expression, evaluation)},
        "functions": {name: function_words(name) for name in sorted(used)},
    }
    return {**model, "formats": formats.listed()}


def page_model_json(model: dict) -> str:
    """The model as text that can stand inside ``<script type="application/json">``."""
    return json.dumps(model, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _all(evaluation: Evaluation) -> list[Node]:
    return [*formulas(evaluation).values(), *(side for c in evaluation.checked for side in (c.assertion.left, c.assertion.right))]


def _input(value: Value) -> dict:
    """How a value can be moved: in the unit its author wrote, with `million` and such where it is shown with it.

    ``floor`` and ``cap`` bound what a reader may type, ``low`` and ``high`` are the slider's ends (base units), and
    ``whole`` says that only whole numbers make sense.
    """
    unit, number = value.unit, value.magnitude
    step = 1.0
    if not unit.above or format_for(unit, keep=True).steps[1:]:
        step = next((size for size in (1e12, 1e9, 1e6) if abs(number) >= size), 1.0)
    word = {1e12: "trillion", 1e9: "billion", 1e6: "million"}.get(step, "")
    # In the link a value stands in the unit as written, so that it survives a change of presentation.
    found: dict = {"factor": unit.factor, "step": step, "unit": " ".join(filter(None, (word, words_of_unit(unit))))}
    ends = [value.base]
    if value.low is not None and value.high is not None:
        found |= {"low": value.low, "high": value.high}
        ends += [value.low, value.high]
    if min(ends) >= 0 and unit != PERCENTAGE_POINT:
        found["floor"] = 0.0
    if unit == PERCENT and max(ends) <= 1:
        found["cap"] = 1.0
    if is_whole(value):
        found["whole"] = True
    return found


def _formula(node: Node, evaluation: Evaluation, formats: _Formats) -> float | list:
    match node:
        case Number(value, unit):
            if not str(unit):
                return value
            return ["literal", value * unit.factor, formats.number(format_for(unit, EXACT_DIGITS, keep=True))]
        case Name(name):
            return ["name", name.removeprefix(f"{evaluation.chapter}.")]
        case Negation(operand):
            return ["neg", _formula(operand, evaluation, formats)]
        case Call(function, arguments):
            return ["call", function, *(_formula(a, evaluation, formats) for a in arguments)]
        case Operation(operator, left, right):
            return [operator, _formula(left, evaluation, formats), _formula(right, evaluation, formats)]
    raise TypeError(f"not a formula: {node!r}")


def _assertion(checked: Checked, evaluation: Evaluation, formats: _Formats) -> dict:
    forms = side_formats(checked, {**evaluation.others, **evaluation.values})
    made = checked.assertion
    return {"left": _formula(made.left, evaluation, formats), "comparison": made.comparison,
            "right": _formula(made.right, evaluation, formats), "formats": [formats.number(form) for form in forms],
            "words": comparison_words(checked), "depends": sorted(checked.depends), "inputs": sorted(checked.inputs)}


def _is_known(expression: str, evaluation: Evaluation) -> bool:
    try:
        quoted = parse_quote(expression)
        quote_format(evaluation.value(quoted.name), quoted)
    except EstimateError:
        return False  # named where it stands
    return True


def _quote(expression: str, evaluation: Evaluation, formats: _Formats) -> dict:
    quoted = parse_quote(expression)
    value = evaluation.value(quoted.name)
    return {"name": quoted.name.removeprefix(f"{evaluation.chapter}."), "format": formats.number(quote_format(value, quoted))}
