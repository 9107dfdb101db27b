"""A `metric` fence: a worked example, read and computed."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass

from .registry import METRICS, Metric
from .worked import Worked

_HEAD = re.compile(r"([A-Za-z]\w*)\s*=\s*(\w+)")
_FORM = "write `name = function`, `title: …` and a line `parameter = numbers` for each."


class ExampleError(ValueError):
    """A mistake in a `metric` fence; `line` counts from 0 at its first line."""

    def __init__(self, message: str, mend: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.mend, self.line = message, mend, line


@dataclass(frozen=True)
class Example:
    """A metric applied to a few cases."""

    name: str
    title: str
    metric: Metric
    arguments: dict[str, tuple[float, ...] | tuple[str, ...] | float]
    worked: Worked

    def step_name(self, label: str) -> str:
        """How prose quotes a step: ``auc_pairs_in_order``."""
        return f"{self.name}_{re.sub(r'[^a-z0-9]+', '_', label.lower()).strip('_')}"

    @property
    def values(self) -> dict[str, float]:
        """Everything that prose can quote, the result first."""
        return {self.name: self.worked.value, **{self.step_name(step): value for step, value in self.worked.steps}}


def read_example(source: str) -> Example:
    """Raises ExampleError for a fence that isn't well formed or that its metric refuses."""
    lines = [(number, line.strip()) for number, line in enumerate(source.split("\n")) if line.strip()]
    head = _HEAD.fullmatch(lines[0][1]) if lines else None
    if head is None:
        raise ExampleError("the first line does not say `name = function`.", _FORM)
    name, function = head.groups()
    if function not in METRICS:
        near = difflib.get_close_matches(function, METRICS, 1)
        raise ExampleError(f"there is no metric {function!r}.", f"did you mean {near[0]!r}?" if near else
                           "use a name of `METRICS` in scripts/guide/metrics/registry.py.", lines[0][0])  # fmt: skip
    metric, title, arguments = METRICS[function], "", {}
    for number, line in lines[1:]:
        if line.startswith("title:"):
            title = line.removeprefix("title:").strip()
            continue
        parameter, equals, text = (part.strip() for part in line.partition("="))
        if not equals:
            raise ExampleError(f"{line!r} is not a line of a metric.", _FORM, number)
        if parameter not in metric.parameters or parameter in arguments:
            what = "is given twice" if parameter in arguments else "is no parameter"
            mend = f"{function} takes {', '.join(metric.parameters)}."
            raise ExampleError(f"{parameter!r} {what} of {function}.", mend, number)
        arguments[parameter] = _argument(parameter, metric.parameters[parameter], text, number)
    if not title:
        raise ExampleError("the example has no title.", "add a line `title: …` that says what the cases are.")
    if missing := [parameter for parameter in metric.required if parameter not in arguments]:
        mend = f"add a line `{missing[0]} = …`; {function} takes {', '.join(metric.parameters)}."
        raise ExampleError(f"{function} lacks {missing[0]!r}.", mend)
    try:
        example = Example(name, title, metric, arguments, metric.function(**arguments))
        _need_shown(example)
    except (ValueError, ArithmeticError) as error:
        raise ExampleError(f"{function}: {error}.", "correct the example's numbers.") from error
    return example


def _need_shown(example: Example) -> None:
    """Raises ValueError or OverflowError unless prose can quote each of an example's values."""
    if len(example.values) <= len(example.worked.steps):
        raise ValueError("two of the steps have the same name")
    if not all(map(math.isfinite, example.values.values())):
        raise ValueError("a value is not finite")


def _argument(name: str, kind: str, text: str, line: int) -> tuple[float, ...] | tuple[str, ...] | float:
    words = tuple(text.split())
    if kind == "Words":
        return words
    numbers = tuple(_number(name, word, line) for word in words)
    if kind == "Numbers":
        return numbers
    if len(numbers) != 1:
        raise ExampleError(f"{name!r} takes one number, not {len(numbers)}.", f"write `{name} = 3`, say.", line)
    return numbers[0]


def _number(name: str, word: str, line: int) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ExampleError(f"{word!r} in {name} is not a number.", "separate plain numbers by spaces.", line)
    return number
