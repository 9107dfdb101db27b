"""Formulas: their syntax tree, their parser, and their arithmetic on base-unit magnitudes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from .errors import EstimateError
from .units import NO_UNIT, Unit, parse_unit


@dataclass(frozen=True)
class Number:
    """A number as written; only assertions may give it a unit."""

    value: float
    unit: Unit = NO_UNIT


@dataclass(frozen=True)
class Name:
    """An input or a result; ``chapter-id.name`` when it belongs to another chapter."""

    name: str


@dataclass(frozen=True)
class Negation:
    operand: Node


@dataclass(frozen=True)
class Operation:
    """``+ - * / **`` over two formulas."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


Node = Number | Name | Negation | Operation | Call

SUFFIXES = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
NUMBER = r"\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?[kMBT]?(?![A-Za-z_\d]|\.\d)"

_UNIT_WORD = r"(?:%|[A-Za-zµμ]\w*)"
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{NUMBER})(?:\s*(?P<unit>{_UNIT_WORD}(?:\*\*\d+|[/*·](?:\([\w*·]+\)|{_UNIT_WORD}))*))?"
    r"|(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[A-Za-z_]\w*|[A-Za-z_]\w*)"
    r"|(?P<operator>\*\*|<=|>=|==|!=|[-+*/(),<>])"
    r"|(?P<other>\S+?))"
)
COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_NEGATION_BINDING = 3

Token = tuple[str, str, Unit]


def read_number(text: str) -> float:
    """The value of ``400M``, ``1.5k``, ``2_000`` or ``1e9``."""
    factor = SUFFIXES.get(text[-1], 1.0)
    digits = text[:-1] if text[-1] in SUFFIXES else text
    return float(digits.replace("_", "")) * factor


def parse_formula(text: str) -> Node:
    """Read a formula of plain numbers, names, ``+ - * / ** ( )`` and function calls.

    Raises:
        EstimateError: ``formula-syntax`` or ``number-with-unit``.
    """
    parser = _Parser(_tokens(text, units=False), text)
    node = parser.expression(0)
    parser.end()
    return node


def parse_comparison(text: str) -> tuple[Node, str, Node]:
    """Read ``formula comparison formula``; numbers may have a unit written without spaces.

    Raises:
        EstimateError: ``formula-syntax``, ``unknown-unit`` or ``unit-syntax``.
    """
    parser = _Parser(_tokens(text, units=True), text)
    left = parser.expression(0)
    comparison = parser.peek()
    if comparison not in COMPARISONS:
        raise EstimateError("formula-syntax", f"`{text}` compares nothing.",
                            "Write one comparison, as in `assert peak <= 5000 request/s`.")
    parser.take()
    right = parser.expression(0)
    parser.end()
    return left, comparison, right


def _tokens(text: str, units: bool) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if match["number"]:
            unit = NO_UNIT
            if match["unit"]:
                if not units:
                    raise EstimateError(
                        "number-with-unit", f"A formula has plain numbers only, not `{match[0].strip()}`.",
                        "Make the quantity an input of its own, so that it has a name and a reason.")
                unit = parse_unit(match["unit"])
            tokens.append(("number", match["number"], unit))
        elif kind == "other":
            mend = "Use names, plain numbers, `+ - * / ** ( )` and functions."
            if match["other"] == "^":
                mend = "Write powers as `**`."
            elif match["other"].isdigit():
                mend = "Leave a space between a number and its unit, and no commas in numbers: `5000 GB`."
            raise EstimateError("formula-syntax", f"`{match['other']}` is not part of a formula.", mend)
        else:
            tokens.append((kind, match[kind], NO_UNIT))
    return tokens


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self._tokens = tokens
        self._position = 0
        self._text = text.strip()

    def peek(self) -> str:
        return self._tokens[self._position][1] if self._position < len(self._tokens) else ""

    def take(self) -> Token:
        if self._position >= len(self._tokens):
            raise self._error("ends too early")
        self._position += 1
        return self._tokens[self._position - 1]

    def end(self) -> None:
        if self.peek():
            if self.peek() in COMPARISONS:
                raise self._error(f"has a comparison too many (`{self.peek()}`)")
            raise self._error(f"does not go on with `{self.peek()}`")

    def expression(self, binding: int) -> Node:
        node = self._operand()
        while (operator := self.peek()) in _BINDING and _BINDING[operator] > binding:
            self.take()
            # `**` groups to the right: 2**3**2 is 2**9.
            node = Operation(operator, node, self.expression(_BINDING[operator] - (operator == "**")))
        return node

    def _operand(self) -> Node:
        kind, text, unit = self.take()
        if kind == "number":
            return Number(read_number(text), unit)
        if kind == "name":
            return self._call(text) if self.peek() == "(" else Name(text)
        if text == "-":
            return Negation(self.expression(_NEGATION_BINDING))
        if text == "(":
            node = self.expression(0)
            self._close()
            return node
        raise self._error(f"has `{text}` where a name or a number belongs")

    def _call(self, function: str) -> Node:
        self.take()
        arguments = [self.expression(0)]
        while self.peek() == ",":
            self.take()
            arguments.append(self.expression(0))
        self._close()
        return Call(function, tuple(arguments))

    def _close(self) -> None:
        if self.peek() != ")":
            raise self._error("has a parenthesis that is not closed")
        self.take()

    def _error(self, what: str) -> EstimateError:
        return EstimateError("formula-syntax", f"The formula `{self._text}` {what}.",
                             "Use names, plain numbers, `+ - * / ** ( )` and functions; "
                             "in an assertion write units without spaces, as `5000 request/s`.")


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    match node:
        case Negation(operand):
            yield from walk(operand)
        case Operation(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from walk(argument)


def names_in(node: Node) -> frozenset[str]:
    """Every name a formula refers to."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))


Computed = Callable[[Mapping[str, float]], float]


def compiled(node: Node, functions: Mapping[str, Callable[..., float]], key: Callable[[str], str] = str) -> Computed:
    """The formula as a function from its names' values in base units to its value in base units.

    Args:
        key: under which key of that mapping a name's value is found.

    The function raises:
        ZeroDivisionError: a division by zero.
        ValueError: outside a function's domain (``log(0)``), or not a real number.
        OverflowError: beyond the largest number.
    """
    match node:
        case Number(value, unit):
            constant = value * unit.factor
            return lambda values: constant
        case Name(name):
            return itemgetter(key(name))
        case Negation(operand):
            inner = compiled(operand, functions, key)
            return lambda values: -inner(values)
        case Call(function, arguments):
            return _called(functions[function], tuple(compiled(a, functions, key) for a in arguments))
        case Operation(operator, left, right):
            return _OPERATIONS[operator](compiled(left, functions, key), compiled(right, functions, key))
    raise TypeError(f"not a formula: {node!r}")


def compute(node: Node, values: Mapping[str, float], functions: Mapping[str, Callable[..., float]]) -> float:
    """The formula's value in base units, from its names' values in base units. Raises as `compiled` says."""
    return compiled(node, functions)(values)


def _called(function: Callable[..., float], arguments: tuple[Computed, ...]) -> Computed:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda values: function(only(values))
    return lambda values: function(*[argument(values) for argument in arguments])


def _power(left: float, right: float) -> float:
    try:
        result = left ** right
    except OverflowError as error:
        raise ValueError("the power is too large") from error
    if isinstance(result, complex):
        raise ValueError("a fractional power of a negative number")
    return result


# One closure an operator: a table of `operator.add` and the like would cost a second call each time.
_OPERATIONS: dict[str, Callable[[Computed, Computed], Computed]] = {
    "+": lambda left, right: lambda values: left(values) + right(values),
    "-": lambda left, right: lambda values: left(values) - right(values),
    "*": lambda left, right: lambda values: left(values) * right(values),
    "/": lambda left, right: lambda values: left(values) / right(values),
    "**": lambda left, right: lambda values: _power(left(values), right(values)),
}


# Rounding noise may not break a promise such as `0.1 + 0.2 <= 0.3`.
TOLERANCE = 1e-9


def holds(left: float, comparison: str, right: float) -> bool:
    """Whether the comparison is true, taking values within 1e-9 of each other as equal."""
    equal = abs(left - right) <= TOLERANCE * max(abs(left), abs(right))
    match comparison:
        case "<=":
            return equal or left < right
        case ">=":
            return equal or left > right
        case "<":
            return not equal and left < right
        case ">":
            return not equal and left > right
        case "==":
            return equal
    return not equal
