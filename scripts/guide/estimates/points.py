"""Shares and points: what the difference of two shares is called.

A share (``%``) of 41 % against one of 40 % is one percentage point more, and 2.5 % more. So a result that subtracts
two shares is declared in points (``pp``), and only a ratio in per cent. Arithmetic and dimensions know no difference:
both are plain numbers. This module asks of each formula what kind of plain number it gives.

What is certain is checked, what may be either is left to its author: a ratio, a product of plain numbers, the rest of
a whole after several parts (`1 - a - b`). A product of shares is a share, and may also be by how much a share changes:
of 90 %, a tenth lost is 9 points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from .errors import EstimateError
from .evaluate import Evaluation, dimension
from .formula import Call, Name, Negation, Node, Number, Operation
from .language import Assertion
from .present import PERCENT, PERCENTAGE_POINT
from .units import PLAIN, Dimension, Unit


class Kind(Enum):
    """What a formula gives."""

    SHARE = "a share"
    POINTS = "percentage points"
    NUMBER = "a plain number"  # a ratio, a factor, a typed number: fits shares and points alike
    QUANTITY = "a quantity"  # it has a unit


def points_errors(evaluation: Evaluation) -> list[EstimateError]:
    """Every result and promise that mixes up shares and points, as mistakes with the code ``points``."""
    units = {name: value.unit for name, value in (*evaluation.others.items(), *evaluation.values.items())}
    kinds = _Kinds(lambda name: units[name if name in units else name.removeprefix(f"{evaluation.chapter}.")])
    found = []
    checked = {(c.block, c.assertion.line): c.assertion for c in evaluation.checked}
    for number, block in enumerate(evaluation.blocks):
        parts = [part for part in block.results if _stands(evaluation, part.name, number, part.line)]
        for part in sorted((*parts, *block.assertions), key=lambda part: part.line):
            if isinstance(part, Assertion) and (number, part.line) not in checked:
                continue
            try:
                if isinstance(part, Assertion):
                    kinds.compared(part)
                else:
                    kinds.declared(part.name, part.formula, part.unit)
            except EstimateError as error:
                found.append(error.at(line=part.line, block=number))
    return found


def _stands(evaluation: Evaluation, name: str, block: int, line: int) -> bool:
    value = evaluation.values.get(name)
    return value is not None and (value.block, value.line) == (block, line)


def kind_of(unit: Unit) -> Kind:
    """What a value declared in a unit is."""
    if unit.dimension != PLAIN:
        return Kind.QUANTITY
    return {PERCENT: Kind.SHARE, PERCENTAGE_POINT: Kind.POINTS}.get(unit, Kind.NUMBER)


_RELATIVE = "A relative change is `(a - b) / b -> %`, and what is left of a part `a * (1 - b) -> %`."


class _Kinds:
    """The kinds of formulas whose names have the units that ``of`` tells."""

    def __init__(self, of: Callable[[str], Unit]) -> None:
        self._of = of

    def declared(self, name: str, formula: Node, unit: Unit) -> None:
        """Raises EstimateError when a result is declared as what its formula does not give."""
        found, wanted = self.kind(formula), kind_of(unit)
        if found is Kind.POINTS and wanted in (Kind.SHARE, Kind.NUMBER):
            declared = "in `%`" if wanted is Kind.SHARE else "as a plain number"
            raise EstimateError("points", f"`{name}` is declared {declared}, but a share less a share is in percentage points.",
                                f"Declare it `-> pp`: it then reads “1.2 points”. {_RELATIVE}")
        if found is Kind.SHARE and wanted is Kind.POINTS and not self._may_be_points(formula):
            raise EstimateError("points", f"`{name}` is declared in `pp`, but its formula gives a share.",
                                "Declare it `-> %`; only a difference of two shares is in points.")

    def compared(self, assertion: Assertion) -> None:
        """Raises EstimateError when an assertion compares a share with points."""
        sides = {self.kind(side): side for side in (assertion.left, assertion.right)}
        if sides.keys() >= {Kind.SHARE, Kind.POINTS} and not self._may_be_points(sides[Kind.SHARE]):
            raise EstimateError("points", f"`{assertion.text}` compares a share with percentage points.",
                                "Write a bound of a difference of shares in `pp`, as in `assert a - b <= 1 pp`, "
                                "and one of a share in `%`.")

    def kind(self, node: Node) -> Kind:
        """What a formula gives.

        Raises:
            EstimateError: ``points``: it adds or compares what can't be.
        """
        match node:
            case Number(_, unit):
                return kind_of(unit)
            case Name(name):
                return kind_of(self._of(name))
            case Negation() | Operation("+" | "-"):
                return self._sum(node)
            case Operation(operator, left, right):
                return self._product(node, operator, self.kind(left), self.kind(right))
            case Call(function, arguments):
                return self._called(node, function, {self.kind(argument) for argument in arguments})
        raise TypeError(f"not a formula: {node!r}")

    def _may_be_points(self, node: Node) -> bool:
        """Whether what counts as a share is a product of shares, or made of such products and points only."""
        match node:
            case Operation("*" | "/"):
                return True
            case Negation() | Operation("+" | "-"):
                return all(self._may_be_points(part) for _, part in _terms(node))
        return self.kind(node) is Kind.POINTS

    def _sum(self, node: Node) -> Kind:
        terms = [(sign, part, self.kind(part)) for sign, part in _terms(node)]

        def count(kind: Kind, sign: int) -> int:
            return sum(1 for s, part, k in terms if (k, s) == (kind, sign) and not _whole(part))

        if any(kind is Kind.QUANTITY for *_, kind in terms):
            return Kind.QUANTITY
        gained, taken = count(Kind.SHARE, 1), count(Kind.SHARE, -1)
        if gained + taken > 1 and any(kind is Kind.SHARE and isinstance(part, Number) and not _whole(part)
                                      for _, part, kind in terms):
            raise EstimateError("points", "A typed share is added to a share or taken from it.",
                                "A margin between shares is in points: write `1 pp` for `1 %`.")
        if any(kind is Kind.NUMBER and not _whole(part) for _, part, kind in terms):
            return Kind.NUMBER
        wholes = sum(sign for sign, part, _ in terms if _whole(part))
        if not gained + taken:
            return Kind.NUMBER if any(_whole(part) for _, part, _ in terms) else Kind.POINTS
        if wholes:
            return Kind.SHARE if (wholes, gained, taken) == (1, 0, 1) else Kind.NUMBER
        if gained > taken:
            return Kind.SHARE
        if gained == taken:
            return Kind.POINTS
        if not gained and count(Kind.POINTS, 1):
            raise EstimateError("points", "The formula takes a share from percentage points.",
                                "Take points from a share, or points from points.")
        return Kind.NUMBER

    def _product(self, node: Operation, operator: str, left: Kind, right: Kind) -> Kind:
        if Kind.QUANTITY in (left, right):
            return self._by_dimension(node)
        if operator == "*":
            for kind in (Kind.POINTS, Kind.SHARE):
                other = right if left is kind else left
                if kind in (left, right) and other in (Kind.SHARE, Kind.NUMBER):
                    return kind
            return Kind.NUMBER
        if operator == "/":
            # By a computed number it may be anything: points by their standard deviation are none.
            return left if isinstance(node.right, Number) else Kind.NUMBER
        return Kind.SHARE if left is Kind.SHARE else Kind.NUMBER

    def _called(self, node: Node, function: str, kinds: set[Kind]) -> Kind:
        if function == "bayes_precision":
            return Kind.SHARE
        if function in ("abs", "min", "max") and Kind.QUANTITY not in kinds:
            if kinds >= {Kind.SHARE, Kind.POINTS}:
                raise EstimateError("points", f"`{function}` compares a share with percentage points.",
                                    "Compare shares with shares and points with points.")
            return next((kind for kind in (Kind.SHARE, Kind.POINTS) if kind in kinds), Kind.NUMBER)
        return self._by_dimension(node)

    def _by_dimension(self, node: Node) -> Kind:
        def of(name: str) -> Dimension:
            return self._of(name).dimension

        return Kind.NUMBER if dimension(node, of) == PLAIN else Kind.QUANTITY


def _terms(node: Node, sign: int = 1) -> Iterator[tuple[int, Node]]:
    """The terms of a sum with their signs. What stands in parentheses after a sign is one term."""
    match node:
        case Operation("+" | "-" as operator, left, right):
            yield from _terms(left, sign)
            yield (sign if operator == "+" else -sign), right
        case Negation(operand):
            yield -sign, operand
        case _:
            yield sign, node


def _whole(node: Node) -> bool:
    return isinstance(node, Number) and node.value * node.unit.factor == 1
