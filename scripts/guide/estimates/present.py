"""How values read: one form shared by tables, prose, diagrams and error messages, all plain text.

A `Format` is pure data, so that the browser (`estimates.js`) can apply the same one to a changed value and
give the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from .errors import EstimateError
from .formula import Call, Name, Negation, Node, Number, Operation
from .units import BASE_UNITS, NO_UNIT, NOUNS, Dimension, Group, Unit, describe, is_count, parse_unit

if TYPE_CHECKING:
    from .evaluate import Checked, Evaluation, Value

NBSP = "\u00a0"
MINUS = "\u2212"
DIGITS = 3
# Enough to show any typed number, few enough to hide binary rounding.
EXACT_DIGITS = 12
UNDEFINED = "undefined"
PERCENT = parse_unit("%")
PERCENTAGE_POINT = parse_unit("pp")


@dataclass(frozen=True)
class Step:
    """One unit of a scale: its size in base units, and what follows the number 1 and any other number: a word for the
    size, as "million", and the unit."""

    scale: float
    unit: Unit
    word: str = ""

    @property
    def one(self) -> str:
        return self._after(many=bool(self.word))

    @property
    def many(self) -> str:
        return self._after(many=True)

    def _after(self, many: bool) -> str:
        text = _unit_text(self.unit, many)
        gap = NBSP if text and not text.startswith("/") else ""
        return (NBSP + self.word if self.word else "") + gap + text


@dataclass(frozen=True)
class Format:
    """How to write a base-unit magnitude.

    Attributes:
        steps: ascending; the largest that the value reaches is used.
        home: the step to keep while the number is at least 0.1 and below 1,000; -1 for none.
        before: what stands before the number (``$``).
        digits: significant digits.
    """

    steps: tuple[Step, ...]
    home: int = -1
    before: str = ""
    digits: int = DIGITS


# Scales along which a result may move to stay readable.
_LADDERS: tuple[tuple[str, ...], ...] = (
    ("ns", "us", "ms", "s", "min", "h", "day", "year"),
    ("ns", "us", "ms", "s", "min", "h", "day", "week", "year"),
    ("ns", "us", "ms", "s", "min", "h", "day", "month", "year"),
    ("byte", "KB", "MB", "GB", "TB", "PB", "EB"),
    ("byte", "KiB", "MiB", "GiB", "TiB", "PiB"),
    ("bit", "kbit", "Mbit", "Gbit", "Tbit"),
    ("flop", "Mflop", "Gflop", "Tflop", "Pflop", "Eflop", "Zflop"),
    ("W", "kW", "MW"),
    ("m", "km"),
)
_WORDS = ((1.0, ""), (1e6, "million"), (1e9, "billion"), (1e12, "trillion"))
_SPELLED_TIME = {"s": "second", "ms": "millisecond", "min": "minute", "h": "hour", "day": "day", "week": "week",
                 "month": "month", "year": "year"}
_SPELLED_PLURAL = ("day", "week", "month", "year", "byte", "bit")
_ACRONYMS = {"gpu": "GPU", "cpu": "CPU", "tpu": "TPU", "vcpu": "vCPU"}


def _word(name: str, many: bool) -> str:
    if name == "us":
        return "µs"
    if name == "percent":
        return "%"
    if name == "pp":
        return "points" if many else "point"
    if name == "Mtoken":
        return "million tokens"
    if name.endswith("flop"):
        return name.replace("flop", "FLOP")
    if name in _ACRONYMS:
        return _ACRONYMS[name] + ("s" if many else "")
    if name in NOUNS:
        return NOUNS[name] if many else name
    return name + "s" if many and name in _SPELLED_PLURAL else name


def _group(group: Group, many: bool) -> str:
    if len(group) == 1:
        return _word(group[0], many)
    # gpu*h reads as GPU-hours.
    if len(group) == 2 and group[1] in _SPELLED_TIME:
        return f"{_word(group[0], False)}-{_SPELLED_TIME[group[1]]}{'s' if many else ''}"
    return "·".join([*(_word(name, False) for name in group[:-1]), _word(group[-1], many)])


def _unit_text(unit: Unit, many: bool) -> str:
    """What follows the number, without the space before it."""
    above = "·".join(_group(group, many) for group in unit.above)
    return above + "".join(f"/{_group(group, False)}" for group in unit.below)


def format_for(unit: Unit, digits: int = DIGITS, keep: bool = False) -> Format:
    """The format of values declared in a unit; ``keep`` forbids moving to a larger or smaller unit."""
    lead = unit.above[0][0] if len(unit.above) == 1 and len(unit.above[0]) == 1 else ""
    ladder = next((steps for steps in _LADDERS if lead in steps), ())
    if ladder and not keep:
        units = [replace(unit, above=((name,),)) for name in ladder]
        return Format(tuple(Step(u.factor, u) for u in units), home=ladder.index(lead), digits=digits)
    if ladder or lead in ("percent", "pp", "kWh", "MWh"):
        return Format((Step(unit.factor, unit),), digits=digits)
    before = ""
    if lead == "dollar":
        before, shown = "$", replace(unit, above=())
    else:
        shown = unit
    return Format(tuple(Step(unit.factor * scale, shown, word) for scale, word in _WORDS), before=before, digits=digits)


def value_format(value: Value) -> Format:
    """How a value reads: an input as it was typed, a result to three digits in a readable unit."""
    if value.kind == "computed":
        return format_for(value.unit)
    return format_for(value.unit, EXACT_DIGITS, keep=True)


def is_whole(value: Value) -> bool:
    """Whether an input with a range counts things that are not divided: machines, layers, replicas."""
    noun = not value.unit.below and len(value.unit.above) == 1 and len(value.unit.above[0]) == 1 and value.unit.above[0][0] in NOUNS
    if not noun or value.low is None or value.high is None:
        return False
    return all(number == int(number) for number in (value.base, value.low, value.high)) and value.high - value.low <= MOST_WHOLE


# Of a wider range, such as a million users, a fraction more or less is nothing.
MOST_WHOLE = 1000


def text(base: float, form: Format) -> str:
    """Write a base-unit magnitude, as ``2,780 requests/s`` (with a no-break space)."""
    if base - base != 0:
        return UNDEFINED
    size = abs(base)
    step = _choose(size, form)
    number = number_text(size / step.scale, form.digits)
    if form.before and re.search(r"\.\d$", number) and not step.many.startswith(NBSP):
        number += "0"  # $2.5 is written $2.50
    sign = MINUS if base < 0 and number != "0" else ""
    return sign + form.before + number + (step.one if number == "1" else step.many)


def _choose(size: float, form: Format) -> Step:
    if form.home >= 0:
        home = form.steps[form.home]
        if size == 0 or size / home.scale >= 0.1 and _rounded(size / home.scale, form.digits) < 1000:
            return home
    chosen = form.steps[0]
    for step in form.steps:
        # 999.9 million rounds to 1 billion: compare what would be shown.
        if _rounded(size / chosen.scale, form.digits) * chosen.scale >= step.scale:
            chosen = step
    return chosen


def _decimal(number: float, digits: int) -> Decimal:
    exact = Decimal(number)
    if not exact:
        return exact
    return exact.quantize(Decimal((0, (1,), exact.adjusted() - digits + 1)), ROUND_HALF_UP)


def _rounded(number: float, digits: int) -> float:
    return float(_decimal(number, digits))


def number_text(number: float, digits: int = EXACT_DIGITS) -> str:
    """A number ≥ 0 to so many significant digits, with thousands separated and no trailing zeros."""
    decimal = _decimal(number, digits)
    exponent = decimal.adjusted() if decimal else 0
    if exponent >= 15 or exponent < -9:
        mantissa = _plain(decimal.scaleb(-exponent))
        # The fonts have raised digits but no raised minus.
        return f"{mantissa}{NBSP}{'×' if exponent >= 0 else '÷'}{NBSP}10{_superscript(abs(exponent))}"
    return _plain(decimal)


def _plain(decimal: Decimal) -> str:
    whole, _, fraction = f"{decimal:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def in_words(name: str) -> str:
    """A name for reading: ``per_user`` becomes “per user”, a chapter's reading time the chapter's own name."""
    chapter, _, own = name.rpartition(".")
    if chapter and own in READING_TIMES:
        return chapter.replace("-", " ").capitalize()
    return own.replace("_", " ")


READING_TIMES = {"minutes": "study", "carry_minutes": "carry"}
"""Every chapter's `chapter-id.minutes`, its reading time, and `chapter-id.carry_minutes`, that of its shortest layer, so
that plans add up what the chapters really take. By name, the layer up to which it is read."""

FUNCTION_WORDS = {"ceil": "round up", "floor": "round down", "littles_law": "Little’s law", "sqrt": "√",
                  "log2": "log₂", "log10": "log₁₀", "log": "ln", "bayes_precision": "Bayes precision",
                  "kv_cache_bytes": "KV cache bytes", "amdahl": "Amdahl", "sd_from_p99": "sd from p99"}
_SYMBOLS = {"+": "+", "-": MINUS, "*": "×", "/": "÷"}
COMPARISON_SYMBOLS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "<": "<", ">": ">"}
NEGATED = {"<=": ">", ">=": "<", "==": "!=", "!=": "==", "<": ">=", ">": "<="}
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}


def function_words(name: str) -> str:
    """A function's name as formulas show it."""
    return FUNCTION_WORDS.get(name, name.replace("_", " "))


def formula_text(formula: Node, name_text: Callable[[str], str]) -> str:
    """A formula for reading, each name written by ``name_text`` (its words, or its value)."""
    return _written(formula, name_text)[0]


def _written(node: Node, name_text: Callable[[str], str]) -> tuple[str, float]:
    """A node's text and how tightly it binds (5 never needs parentheses)."""
    match node:
        case Number(value, unit):
            return text(value * unit.factor, format_for(unit, EXACT_DIGITS, keep=True)) if str(unit) else (
                number_text(value)), 5
        case Name(name):
            shown = name_text(name)
            return shown, 0 if shown.startswith(MINUS) else 4.5
        case Negation(operand):
            return MINUS + _inside(operand, name_text, 3), 3
        case Call(function, arguments):
            return f"{function_words(function)}({'; '.join(_written(a, name_text)[0] for a in arguments)})", 5
        case Operation("**", left, Number(value)) if value == int(value):
            return _inside(left, name_text, 5) + _superscript(int(value)), 4
        case Operation("**", left, right):
            return f"{_inside(left, name_text, 5)}^{_inside(right, name_text, 5)}", 4
        case Operation(operator, left, right):
            level = _PRECEDENCE[operator]
            # a − (b − c), a × (b ÷ c) and a × (−b) keep their parentheses.
            strict = 3.5 if isinstance(right, Negation) else level + (0.5 if operator in "-/" or _divides(right) else 0)
            return (f"{_inside(left, name_text, level)} {_SYMBOLS[operator]} "
                    f"{_inside(right, name_text, strict)}"), level
    raise TypeError(f"not a formula: {node!r}")


def _divides(node: Node) -> bool:
    return isinstance(node, Operation) and node.operator == "/"


def _inside(node: Node, name_text: Callable[[str], str], needed: float) -> str:
    shown, binds = _written(node, name_text)
    if needed >= 5 and isinstance(node, Name) and re.fullmatch(r"[\w.,]+", shown):
        return shown  # a single word or number takes an exponent without parentheses
    return f"({shown})" if binds < needed else shown


def value_text(value: Value) -> str:
    """A value as tables show it."""
    return text(value.base, value_format(value))


def words_of(formula: Node) -> str:
    """A formula in words and symbols: ``users × share × per user``."""
    return formula_text(formula, in_words)


def numbers_of(formula: Node, values: Mapping[str, Value]) -> str:
    """The same formula with the numbers put in."""
    return formula_text(formula, lambda name: value_text(_named(values, name)))


def _named(values: Mapping[str, Value], name: str) -> Value:
    return values[name] if name in values else values[name.rpartition(".")[2]]


def comparison_words(checked: Checked) -> str:
    """An assertion in words and symbols: ``peak ≤ 5,000 requests/s``."""
    made = checked.assertion
    return f"{words_of(made.left)} {COMPARISON_SYMBOLS[made.comparison]} {words_of(made.right)}"


def comparison_labels(checked: Checked, values: Mapping[str, Value]) -> str:
    """An assertion for a reader who has not seen the formulas: a result by its label, the rest in words and symbols."""
    made = checked.assertion

    def side(node: Node) -> str:
        return _named(values, node.name).label if isinstance(node, Name) else words_of(node)

    return f"{side(made.left)} {COMPARISON_SYMBOLS[made.comparison]} {side(made.right)}"


def side_formats(checked: Checked, values: Mapping[str, Value]) -> tuple[Format, Format]:
    """How the two sides of an assertion read: each in its own unit, else in the other's."""
    left, right = (_side_format(side, values) for side in (checked.assertion.left, checked.assertion.right))
    neutral = format_for(_unit_of(checked.dimension))
    return left or _rough(right) or neutral, right or _rough(left) or neutral


def _side_format(side: Node, values: Mapping[str, Value]) -> Format | None:
    match side:
        case Name(name):
            return value_format(_named(values, name))
        case Number(_, unit):
            return format_for(unit, EXACT_DIGITS, keep=True)
    return None


def _rough(form: Format | None) -> Format | None:
    return replace(form, digits=DIGITS) if form else None


def _unit_of(dimension: Dimension) -> Unit:
    above: list[Group] = []
    below: list[Group] = []
    for name, power in sorted(dimension.items(), key=lambda item: not is_count(item[0])):
        if name.strip("[]") in NOUNS or name in BASE_UNITS:
            (above if power > 0 else below).append((BASE_UNITS.get(name, name.strip("[]")),) * round(abs(power)))
    return Unit(tuple(above), tuple(below))


def comparison_text(left: float, comparison: str, right: float, forms: tuple[Format, Format], true: bool) -> str:
    """Both sides with their numbers and the relation that is so: ``5,560 requests/s > 5,000 requests/s``."""
    symbol = COMPARISON_SYMBOLS[comparison if true else NEGATED[comparison]]
    first, second = forms
    while True:
        sides = text(left, first), text(right, second)
        # “5,000 > 5,000” explains nothing: show more digits until the sides differ.
        if sides[0] != sides[1] or symbol in "≤≥=" or min(first.digits, second.digits) >= EXACT_DIGITS:
            return f"{sides[0]} {symbol} {sides[1]}"
        first, second = (replace(f, digits=min(f.digits + 1, EXACT_DIGITS)) for f in (first, second))


def assertion_numbers(checked: Checked, values: Mapping[str, Value]) -> str:
    """An assertion with the numbers put in and the relation that is so."""
    return comparison_text(checked.left, checked.assertion.comparison, checked.right, side_formats(checked, values),
                           checked.holds)


@dataclass(frozen=True)
class Quote:
    """What stands between ``${`` and ``}``: a value's name, and how to write it."""

    name: str
    digits: int | None = None
    unit: Unit | None = None


_QUOTE = re.compile(r"\s*([A-Za-z_][\w.-]*?)\s*(?::\s*(\d+))?\s*(?:->\s*([^:]+?)\s*(?::\s*(\d+))?)?\s*\Z")


def parse_quote(expression: str) -> Quote:
    """Read ``name``, ``name:digits``, ``name -> unit`` or both.

    Raises:
        EstimateError: ``quote-syntax`` or the unit's error.
    """
    match = _QUOTE.match(expression)
    digits = int(match[2] or match[4] or 0) if match else 0
    if not match or (match[2] or match[4]) and not 1 <= digits <= EXACT_DIGITS:
        raise EstimateError("quote-syntax", f"`${{{expression}}}` does not quote a value.",
                            "Write `${name}`, `${name:2}` (digits), `${name -> unit}` or `${name:2 -> unit}`.")
    return Quote(match[1], digits or None, parse_unit(match[3]) if match[3] else None)


def quote_format(value: Value, quoted: Quote) -> Format:
    """The format in which a quote shows a value. The unit asked for may leave out counting nouns.

    Raises:
        EstimateError: ``units``: the value can't be converted to the unit asked for.
    """
    if quoted.unit is None:
        form = value_format(value)
    else:
        if not _shows(quoted.unit.dimension, value.unit.dimension) or {quoted.unit, value.unit} == {PERCENT, PERCENTAGE_POINT}:
            wanted = str(quoted.unit) or "a plain number"
            raise EstimateError("units", f"`{quoted.name}` is {describe(value.unit.dimension)} and can't be shown as `{wanted}`.",
                                f"Ask for a unit like `{value.unit}`." if str(value.unit) else "Leave the unit out.")
        form = format_for(quoted.unit, keep=True)
    return replace(form, digits=quoted.digits) if quoted.digits else form


def _shows(wanted: Dimension, found: Dimension) -> bool:
    # Prose may name the noun itself: ${vector -> byte} for 512 bytes/image, ${users -> 1} for “400 million”.
    dropped = found / wanted
    return all(is_count(name) and found.get(name, 0) == power for name, power in dropped.items())


def quote(evaluation: Evaluation, expression: str) -> str:
    """The text of ``${expression}``: ``quote(e, "peak -> request/day")`` is ``96 million requests/day``.

    Raises:
        EstimateError: ``unknown-name``, ``units``, ``quote-syntax`` or the unit's error.
    """
    quoted = parse_quote(expression)
    value = evaluation.value(quoted.name)
    return text(value.base, quote_format(value, quoted))


def words_of_unit(unit: Unit) -> str:
    """A unit in the plural: ``requests/s``; empty for a plain number."""
    return "" if unit == NO_UNIT else _unit_text(unit, many=True)
