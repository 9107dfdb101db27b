"""Evaluation: a chapter's blocks as one namespace, with units checked first and numbers computed after."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import EstimateError, Untold
from .formula import Call, Name, Negation, Node, Number, Operation, compute, holds, names_in, walk
from .functions import COMPUTE, FUNCTIONS, dimension_of_call
from .language import Assertion, Block, Input, Result
from .present import assertion_numbers, in_words
from .units import PLAIN, Dimension, Unit, describe, fits, is_unit


@dataclass(frozen=True)
class Value:
    """An evaluated input or result.

    Attributes:
        base: magnitude in base units (seconds, bytes, counts).
        unit: the unit its author declared.
        label: a result's label, or an input's name in words.
        kind: ``assumed``, ``chosen``, ``published`` or ``computed``.
        block: 0-based number of its block in the chapter; ``line`` counts inside the block.
        depends: names its formula refers to directly.
        inputs: names of all inputs it depends on, itself if it is one, and of the values of other chapters.
        low, high: ends of an input's range in base units; None without one.
        note: where an input comes from, in Markdown.
    """

    chapter: str
    name: str
    base: float
    unit: Unit
    label: str
    kind: str
    block: int
    line: int
    depends: frozenset[str] = frozenset()
    inputs: frozenset[str] = frozenset()
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def magnitude(self) -> float:
        """Its number in the declared unit."""
        return self.base / self.unit.factor


@dataclass(frozen=True)
class Checked:
    """An evaluated assertion: both sides in base units, and whether it holds."""

    assertion: Assertion
    block: int
    left: float
    right: float
    holds: bool
    dimension: Dimension
    depends: frozenset[str]
    inputs: frozenset[str]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """All that a chapter's blocks say. Two evaluations are equal only if the same object.

    Attributes:
        values: the chapter's own values in an order in which each follows what it needs.
        others: values of other chapters that its formulas use, by ``chapter-id.name``.
        errors: every mistake found, ordered by block and line; a value that depends on one is missing.
        failed: names whose values a mistake keeps from being known, or that were named once as unknown.
        kept: what others computed from it and don't want to compute again, by their own keys; lives as long as it does.
    """

    chapter: str
    blocks: tuple[Block, ...]
    values: Mapping[str, Value]
    others: Mapping[str, Value]
    checked: tuple[Checked, ...]
    errors: tuple[EstimateError, ...] = ()
    failed: frozenset[str] = frozenset()
    kept: dict[object, Any] = field(default_factory=dict, repr=False)

    def __getstate__(self) -> dict[str, object]:
        # What is kept holds functions, which don't travel to other processes.
        return {**self.__dict__, "kept": {}}

    def value(self, name: str) -> Value:
        """The value called ``name`` or ``chapter-id.name``.

        Raises:
            EstimateError: ``unknown-name``; Untold when a mistake that is named already is the reason.
        """
        plain = name.removeprefix(f"{self.chapter}.")
        if plain in self.values:
            return self.values[plain]
        if name in self.others:
            return self.others[name]
        if plain in self.failed:
            raise untold(name)
        raise unknown_name(name, self.values, quoted=True)


PRICES = "prices"
"""Whose value `prices.name` is: the prices file's, which `Resolve` is asked for as for a chapter's."""

Resolve = Callable[[str, str], Value]  # (chapter id or PRICES, name) -> value; LookupError when there is none


def _nobody_has(chapter: str, name: str) -> EstimateError:
    if chapter == PRICES:
        return EstimateError("unknown-name", f"The prices file has no entry for `{name}`.",
                             "Write an entry's id after `prices.`, or add the entry with its date and source.")
    return EstimateError("unknown-name", f"No chapter has a value called `{name}`.",
                         "Write the chapter's id, a full stop and the value's name; put spaces around a minus.")


def untold(name: str) -> Untold:
    """What is raised for a name that has no value because of a mistake elsewhere."""
    return Untold("unknown-name", f"`{name}` has no value.", "Mend the mistake that is named where it is defined.")


def unknown_name(name: str, known: Collection[str], quoted: bool = False) -> EstimateError:
    """The mistake of naming what is not there, with the nearest name that is."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        mend = f"Did you mean `{near[0]}`?"
    elif is_unit(name) and not quoted:
        mend = "It is a unit: make the quantity an input, so that it has a name and a reason."
    else:
        mend = "Define it in one of the chapter's estimate blocks, or write `chapter-id.name`."
    return EstimateError("unknown-name", f"Nothing is called `{name}`.", mend)


def evaluate(chapter: str, blocks: Sequence[Block], resolve: Resolve | None = None,
             used: Collection[str] = ()) -> Evaluation:
    """Evaluate a chapter's blocks. Mistakes are collected in ``errors``, never raised.

    Args:
        resolve: finds another chapter's value; raises LookupError when there is none.
        used: names that prose, diagrams or other chapters quote; such inputs count as used.
    """
    return _Chapter(chapter, blocks, resolve, frozenset(used)).evaluate()


class _Chapter:
    """The work of one evaluation."""

    def __init__(self, chapter: str, blocks: Sequence[Block], resolve: Resolve | None, used: frozenset[str]) -> None:
        self.chapter = chapter
        self.blocks = blocks
        self.resolve = resolve
        self.used = used
        self.errors: list[EstimateError] = []
        self.defined: dict[str, tuple[int, Input | Result]] = {}
        self.values: dict[str, Value] = {}
        self.others: dict[str, Value] = {}
        self.failed: set[str] = set()

    def evaluate(self) -> Evaluation:
        for number, block in enumerate(self.blocks):
            self.errors += [error.at(block=number) for error in block.errors]
            self.failed |= block.unread
        self._define()
        for name in self.defined:
            self._visit(name, ())
        checked = tuple(self._assertions())
        self._watches()
        self._unused()
        ordered = tuple(sorted(self.errors, key=lambda e: (e.block, e.line)))
        failed = frozenset(self.failed - self.values.keys())
        return Evaluation(self.chapter, tuple(self.blocks), self.values, self.others, checked, ordered, failed)

    def _report(self, error: EstimateError, block: int, line: int) -> None:
        if not isinstance(error, Untold):
            self.errors.append(error.at(line=line, block=block))

    def _define(self) -> None:
        titles: set[str] = set()
        for number, block in enumerate(self.blocks):
            if block.title and block.title in titles:
                self._report(EstimateError("duplicate-title", f"Two blocks are called “{block.title}”.",
                                           "Give each block of a chapter its own title."), number, 0)
            titles.add(block.title)
            for part in sorted((*block.inputs, *block.results), key=lambda p: p.line):
                if part.name in self.defined:
                    first, other = self.defined[part.name]
                    where = "this block" if first == number else f"the block “{self.blocks[first].title}”"
                    self._report(EstimateError("duplicate-name", f"`{part.name}` is already defined in {where}.",
                                               "A chapter is one namespace: choose another name."), number, part.line)
                else:
                    self.defined[part.name] = (number, part)

    def _visit(self, name: str, path: tuple[str, ...]) -> None:
        """Evaluate a name after what it depends on; ``path`` is how it was reached."""
        if name in self.values or name in self.failed:
            return
        block, part = self.defined[name]
        if name in path:
            circle = " → ".join(f"`{n}`" for n in (*path[path.index(name):], name))
            self._report(EstimateError("cycle", f"The formulas go round in a circle: {circle}.",
                                       "Make one of them an input."), block, part.line)
            self.failed |= set(path[path.index(name):])
            return
        try:
            if isinstance(part, Input):
                self.values[name] = self._given(part, block)
                return
            depends = self._depends(part.formula)
            for other in sorted(depends & self.defined.keys()):
                self._visit(other, (*path, name))
            if name in self.failed:
                return
            if self._known(depends):
                self.values[name] = self._result(part, block, depends)
                return
        except EstimateError as error:
            self._report(error, block, part.line)
        self.failed.add(name)

    def _given(self, part: Input, block: int) -> Value:
        low, high = (None if end is None else end * part.unit.factor for end in (part.low, part.high))
        return Value(self.chapter, part.name, part.value * part.unit.factor, part.unit, in_words(part.name), part.kind, block,
                     part.line, inputs=frozenset({part.name}), low=low, high=high, note=part.note)

    def _depends(self, *formulas: Node) -> frozenset[str]:
        """The names that formulas use, own ones unqualified.

        Raises:
            EstimateError: ``unknown-name`` or ``unknown-function``.
        """
        for formula in formulas:
            for part in walk(formula):
                if isinstance(part, Call) and part.function not in FUNCTIONS:
                    near = difflib.get_close_matches(part.function, FUNCTIONS, n=1)
                    raise EstimateError("unknown-function", f"There is no function `{part.function}`.",
                                        f"Did you mean `{FUNCTIONS[near[0]].usage}`?" if near else
                                        "The functions are listed by `guide check --list-functions`.")
        found = frozenset().union(*(names_in(formula) for formula in formulas))
        for name in sorted(found):
            self._find(name)
        return frozenset(name.removeprefix(f"{self.chapter}.") for name in found)

    def _find(self, name: str) -> None:
        chapter, dot, rest = name.rpartition(".")
        if not dot or chapter == self.chapter:
            if rest not in self.defined and rest not in self.failed:
                self.failed.add(rest)  # named once
                raise unknown_name(rest, self.defined)
        elif name not in self.others:
            try:
                if self.resolve is None:
                    raise LookupError(name)
                self.others[name] = self.resolve(chapter, rest)
            except LookupError as error:
                if name in self.failed:
                    raise untold(name) from error
                self.failed.add(name)
                raise _nobody_has(chapter, name) from error

    def _known(self, depends: frozenset[str]) -> bool:
        return all(name in self.values or name in self.others for name in depends)

    def _value(self, name: str) -> Value:
        return self.others[name] if name in self.others else self.values[name.removeprefix(f"{self.chapter}.")]

    def _compute(self, formula: Node) -> float:
        bases = {name: self._value(name).base for name in names_in(formula)}
        try:
            result = compute(formula, bases, COMPUTE)
        except ZeroDivisionError as error:
            raise EstimateError("division-by-zero", "The formula divides by zero.",
                                "Mend the formula, or the input that is zero.") from error
        except (ValueError, OverflowError) as error:
            raise EstimateError("domain", f"The formula has no value: {error}.",
                                "Mend the formula or its inputs.") from error
        if result - result != 0:  # infinite, or not a number
            raise EstimateError("domain", "The formula's value is not finite.", "Mend the formula or its inputs.")
        return result

    def _result(self, part: Result, block: int, depends: frozenset[str]) -> Value:
        found = dimension(part.formula, self._dimension_of)
        if not fits(found, part.unit.dimension):
            declared = f"`{part.unit}`" if str(part.unit) else "a plain number"
            raise EstimateError("result-unit",
                                f"`{part.name}` is declared as {declared}, but its formula gives {describe(found)}.",
                                _mend_result(found, part.unit.dimension))
        inputs = frozenset().union(*(self.values[n].inputs if n in self.values else {n} for n in depends))
        return Value(self.chapter, part.name, self._compute(part.formula), part.unit, part.label, "computed", block,
                     part.line, depends, inputs)

    def _dimension_of(self, name: str) -> Dimension:
        return self._value(name).unit.dimension

    def _assertions(self) -> list[Checked]:
        found: list[Checked] = []
        for number, block in enumerate(self.blocks):
            for assertion in block.assertions:
                try:
                    depends = self._depends(assertion.left, assertion.right)
                    if self._known(depends):
                        found.append(self._check(assertion, number, depends))
                except EstimateError as error:
                    self._report(error, number, assertion.line)
        for checked in found:
            if not checked.holds:
                self._report(_broken(checked, self.values, self.others), checked.block, checked.assertion.line)
        return found

    def _check(self, assertion: Assertion, block: int, depends: frozenset[str]) -> Checked:
        sides = [dimension(side, self._dimension_of) for side in (assertion.left, assertion.right)]
        if not (fits(sides[0], sides[1]) or fits(sides[1], sides[0])):
            raise EstimateError("units", f"`{assertion.text}` compares {describe(sides[0])} with {describe(sides[1])}.",
                                "Compare like with like.")
        left, right = self._compute(assertion.left), self._compute(assertion.right)
        inputs = frozenset().union(*(self.values[n].inputs if n in self.values else {n} for n in depends))
        return Checked(assertion, block, left, right, holds(left, assertion.comparison, right), sides[1],
                       depends, inputs)

    def _watches(self) -> None:
        for number, block in enumerate(self.blocks):
            for watch in block.watches:
                if watch.name in self.failed:
                    continue
                if watch.name not in self.defined:
                    self.failed.add(watch.name)
                    self._report(unknown_name(watch.name, self.defined), number, watch.line)
                elif isinstance(self.defined[watch.name][1], Input):
                    self._report(EstimateError("watch", f"`{watch.name}` is an input; only results are moved by inputs.",
                                               "Watch a result."), number, watch.line)

    def _unused(self) -> None:
        if any(block.errors for block in self.blocks):
            return  # a line that can't be read may be the one that uses it
        reached = set(self.used)
        for block in self.blocks:
            for node in formulas_of(block):
                reached |= {name.removeprefix(f"{self.chapter}.") for name in names_in(node)}
        missed = [name for name in reached if name not in self.defined]
        for name, (block, part) in self.defined.items():
            if isinstance(part, Input) and name not in reached and not difflib.get_close_matches(name, missed, n=1):
                self._report(EstimateError("unused-input", f"Nobody uses the input `{name}`.",
                                           f"Use it in a formula, quote it as `${{{name}}}`, or delete it."),
                             block, part.line)


def formulas_of(block: Block) -> list[Node]:
    """All formulas of a block, in the order of the text."""
    parts = sorted((*block.results, *block.assertions), key=lambda part: part.line)
    return [side for part in parts for side in ((part.formula,) if isinstance(part, Result) else (part.left, part.right))]


def foreign_names(blocks: Sequence[Block]) -> frozenset[str]:
    """The `chapter-id.name` of other chapters that the blocks' formulas use."""
    return frozenset(name for b in blocks for formula in formulas_of(b) for name in names_in(formula) if "." in name)


def borrowed(block: Block, evaluation: Evaluation) -> tuple[Value, ...]:
    """The values of other chapters and of the prices file that a block's formulas use, in the order of their use."""
    used = (part.name for formula in formulas_of(block) for part in walk(formula) if isinstance(part, Name))
    return tuple(evaluation.others[name] for name in dict.fromkeys(used) if name in evaluation.others)


def dimension(formula: Node, of: Callable[[str], Dimension]) -> Dimension:
    """The dimension of a formula whose names have the dimensions that ``of`` tells.

    Raises:
        EstimateError: ``units`` or ``arguments``.
    """
    match formula:
        case Number(_, unit):
            return unit.dimension
        case Name(name):
            return of(name)
        case Negation(operand):
            return dimension(operand, of)
        case Call(function, arguments):
            return dimension_of_call(function, tuple(dimension(a, of) for a in arguments))
        case Operation("**", left, right):
            return _power(dimension(left, of), right, dimension(right, of))
        case Operation(operator, left, right):
            first, second = dimension(left, of), dimension(right, of)
            if operator == "*":
                return first * second
            if operator == "/":
                return first / second
            if first != second:
                verb = "adds" if operator == "+" else "subtracts"
                raise EstimateError("units", f"The formula {verb} {describe(first)} and {describe(second)}.",
                                    "Only quantities of the same kind can be added; multiply by what converts them.")
            return first
    raise TypeError(f"not a formula: {formula!r}")


def _power(base: Dimension, exponent: Node, exponent_dimension: Dimension) -> Dimension:
    if exponent_dimension != PLAIN:
        raise EstimateError("units", f"An exponent is {describe(exponent_dimension)}.", "Use a plain number.")
    if base == PLAIN:
        return PLAIN
    sign, number = (-1, exponent.operand) if isinstance(exponent, Negation) else (1, exponent)
    if not isinstance(number, Number):
        raise EstimateError("units", f"{describe(base)} is raised to a power that is not written as a number.",
                            "Only plain numbers can be raised to a computed power.")
    return base ** (sign * number.value)


def _mend_result(found: Dimension, wanted: Dimension) -> str:
    missing = wanted / found
    if missing == PLAIN:
        return "Declare the unit that the formula gives."
    return f"Declare that unit, or bring in what is missing: {describe(missing)}."


def _broken(checked: Checked, values: Mapping[str, Value], others: Mapping[str, Value]) -> EstimateError:
    note = f" ({checked.assertion.note})" if checked.assertion.note else ""
    return EstimateError(
        "assertion", f"`{checked.assertion.text}`{note} does not hold: "
                     f"{assertion_numbers(checked, {**values, **others})}.",
        "Change the design or its inputs until it holds, or the promise if it was wrong.")
