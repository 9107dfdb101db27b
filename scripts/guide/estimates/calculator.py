"""A chapter's arithmetic, prepared: what becomes of its values when an input changes.

A sensitivity asks thousands of times, so formulas are compiled once and only what follows from the change is computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from .evaluate import Evaluation
from .formula import Computed, Node, compiled
from .functions import COMPUTE

_NO_VALUE = (ZeroDivisionError, ValueError, OverflowError)

Follow = Callable[[float], Mapping[str, float] | None]


def formulas(evaluation: Evaluation) -> dict[str, Node]:
    """The formulas of all results that have a value, each after those it needs."""
    written = {result.name: result.formula for block in evaluation.blocks for result in block.results}
    return {name: written[name] for name, value in evaluation.values.items() if value.kind == "computed"}


def calculator(evaluation: Evaluation) -> Calculator:
    """The evaluation's calculator, made once."""
    if Calculator not in evaluation.kept:
        evaluation.kept[Calculator] = Calculator(evaluation)
    return evaluation.kept[Calculator]


class Calculator:
    """What an evaluation's formulas give for other inputs, all in base units.

    Attributes:
        present: every value as authored, by name; other chapters' by ``chapter-id.name``.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.present = {name: value.base for name, value in (*evaluation.others.items(), *evaluation.values.items())}
        self._evaluation = evaluation
        self._own = partial(_unqualified, f"{evaluation.chapter}.")
        self._compiled = {name: self.compiled(formula) for name, formula in formulas(evaluation).items()}
        self._uses = {name: evaluation.values[name].depends for name in self._compiled}
        self._needs: dict[str, frozenset[str]] = {}

    def compiled(self, formula: Node) -> Computed:
        """A formula over the chapter's names as a function of a mapping such as `present`."""
        return compiled(formula, COMPUTE, self._own)

    def needs(self, name: str) -> frozenset[str]:
        """The results on which a value rests, itself if it is one."""
        if name not in self._needs:
            below = (self.needs(used) for used in self._uses.get(name, ()))
            self._needs[name] = frozenset().union(*below, {name} & self._compiled.keys())
        return self._needs[name]

    def follow(self, given: str, wanted: Iterable[str]) -> Follow:
        """A function from a value of the input ``given`` to the values of ``wanted`` and of all they rest on.

        It gives None where one of them has no value. The mapping that it gives is overwritten by the next call.
        """
        needed = frozenset().union(*(self.needs(name) for name in wanted))
        inputs = self._evaluation.values
        steps = [(n, formula) for n, formula in self._compiled.items() if n in needed and given in inputs[n].inputs]
        values = dict(self.present)

        def at(base: float) -> Mapping[str, float] | None:
            values[given] = base
            try:
                for name, formula in steps:
                    values[name] = result = formula(values)
                    if result - result != 0:
                        return None
            except _NO_VALUE:
                return None
            return values

        return at


def value_or_nan(formula: Computed, values: Mapping[str, float]) -> float:
    """The formula's value, or not-a-number where it has none."""
    try:
        result = formula(values)
    except _NO_VALUE:
        return math.nan
    return result if math.isfinite(result) else math.nan


def _unqualified(prefix: str, name: str) -> str:
    return name.removeprefix(prefix)
