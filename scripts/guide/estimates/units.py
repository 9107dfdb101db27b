"""Units of measure: the vocabulary, dimensions, and unit expressions such as ``request/s``.

Every counting noun (user, request, image, …) is a dimension of its own, so adding users to images is
an error. Base units, in which all arithmetic is done: second, byte, flop, dollar, watt, metre and
one of each noun.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from .errors import EstimateError


class Dimension(Mapping[str, float]):
    """Exponents of base dimensions, as ``{"[request]": 1, "[time]": -1}``; immutable, without zeros."""

    __slots__ = ("_hash", "_powers")

    def __init__(self, powers: Mapping[str, float] = MappingProxyType({})) -> None:
        self._powers = {name: power for name, power in powers.items() if power}
        self._hash = hash(frozenset(self._powers.items()))

    def __getitem__(self, name: str) -> float:
        return self._powers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._powers)

    def __len__(self) -> int:
        return len(self._powers)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dimension) and self._powers == other._powers

    def __mul__(self, other: Dimension) -> Dimension:
        return Dimension({name: self.get(name, 0) + other.get(name, 0) for name in (*self, *other)})

    def __truediv__(self, other: Dimension) -> Dimension:
        return self * other**-1

    def __pow__(self, exponent: float) -> Dimension:
        return Dimension({name: power * exponent for name, power in self.items()})

    def __reduce__(self) -> tuple[type[Dimension], tuple[dict[str, float]]]:
        # Hashes of strings differ from process to process: make it anew.
        return Dimension, (self._powers,)


PLAIN = Dimension()

# A sample size counts whatever the author randomises: it fits any one noun (see `fits`).
ANYTHING = "[anything]"

_REGULAR_NOUNS = """
account ad alert annotator answer arm author bidder booking call camera campaign candidate centroid cell character
chunk click cluster code comment conversion core country cpu creator crop customer decision detection
device document driver edge embedding engineer epoch error event example experiment face failure feature
file frame friend gpu group guest head hit home host image impression incident item job judgement key label language
layer line list listing lookup machine member merchant message metric minibatch model neighbour night node object
order pair parameter partition passage payment photo pixel player point position post prediction probe
product prompt purchase question rack rater read reader record region replica request result review reviewer
rider ride row rule sample section segment seller sentence server session shard slot song state step store
team tenant thread ticket token topic tpu track transaction transcript tree trip turn tweet update upload
user vcpu vector vehicle version video view viewer visit visitor voter word worker write
"""
_IRREGULAR_NOUNS = {
    "batch": "batches", "box": "boxes", "category": "categories", "city": "cities", "class": "classes",
    "copy": "copies", "entity": "entities", "entry": "entries", "person": "people", "query": "queries",
    "reply": "replies", "retry": "retries", "search": "searches", "story": "stories",
}
NOUNS: dict[str, str] = {noun: noun + "s" for noun in _REGULAR_NOUNS.split()} | _IRREGULAR_NOUNS

_TIME = Dimension({"[time]": 1})
_INFORMATION = Dimension({"[information]": 1})
_OPERATION = Dimension({"[operation]": 1})
_POWER = Dimension({"[power]": 1})
_LENGTH = Dimension({"[length]": 1})

# canonical name: (how many base units it is, its dimension, other spellings)
MEASURES: dict[str, tuple[float, Dimension, tuple[str, ...]]] = {
    "s": (1, _TIME, ("second", "seconds", "sec")),
    "ns": (1e-9, _TIME, ("nanosecond", "nanoseconds")),
    "us": (1e-6, _TIME, ("µs", "μs", "microsecond", "microseconds")),
    "ms": (1e-3, _TIME, ("millisecond", "milliseconds")),
    "min": (60, _TIME, ("minute", "minutes")),
    "h": (3600, _TIME, ("hour", "hours", "hr")),
    "day": (86400, _TIME, ("days", "d")),
    "week": (604800, _TIME, ("weeks",)),
    # A twelfth of a 365-day year is 730 hours, the month of cloud price lists.
    "month": (2628000, _TIME, ("months",)),
    "year": (31536000, _TIME, ("years",)),
    "byte": (1, _INFORMATION, ("bytes",)),
    "KB": (1e3, _INFORMATION, ("kB",)), "MB": (1e6, _INFORMATION, ()), "GB": (1e9, _INFORMATION, ()),
    "TB": (1e12, _INFORMATION, ()), "PB": (1e15, _INFORMATION, ()), "EB": (1e18, _INFORMATION, ()),
    "KiB": (2**10, _INFORMATION, ()), "MiB": (2**20, _INFORMATION, ()), "GiB": (2**30, _INFORMATION, ()),
    "TiB": (2**40, _INFORMATION, ()), "PiB": (2**50, _INFORMATION, ()),
    "bit": (0.125, _INFORMATION, ("bits",)),
    "kbit": (125, _INFORMATION, ("Kbit",)), "Mbit": (125e3, _INFORMATION, ()), "Gbit": (125e6, _INFORMATION, ()),
    "Tbit": (125e9, _INFORMATION, ()),
    "flop": (1, _OPERATION, ("flops", "FLOP", "FLOPs")),
    "Mflop": (1e6, _OPERATION, ("MFLOP",)), "Gflop": (1e9, _OPERATION, ("GFLOP",)),
    "Tflop": (1e12, _OPERATION, ("TFLOP",)), "Pflop": (1e15, _OPERATION, ("PFLOP",)),
    "Eflop": (1e18, _OPERATION, ("EFLOP",)), "Zflop": (1e21, _OPERATION, ("ZFLOP",)),
    "dollar": (1, Dimension({"[money]": 1}), ("dollars", "USD")),
    "W": (1, _POWER, ("watt", "watts")), "kW": (1e3, _POWER, ()), "MW": (1e6, _POWER, ()),
    "kWh": (3.6e6, _POWER * _TIME, ()), "MWh": (3.6e9, _POWER * _TIME, ()),
    "m": (1, _LENGTH, ("metre", "metres")), "km": (1e3, _LENGTH, ("kilometre", "kilometres")),
    "percent": (0.01, PLAIN, ("%",)),
    # Language models are sold by the million tokens.
    "Mtoken": (1e6, Dimension({"[token]": 1}), ("Mtokens",)),
    # A difference of two shares. That it is no share itself is for points.py to say.
    "pp": (0.01, PLAIN, ()),
}
_FACTORS = {name: float(factor) for name, (factor, _, _) in MEASURES.items()} | dict.fromkeys(NOUNS, 1.0)
_DIMENSIONS = {name: dimension for name, (_, dimension, _) in MEASURES.items()} | {
    noun: Dimension({f"[{noun}]": 1}) for noun in NOUNS
}

_CANONICAL: dict[str, str] = (
    {name: name for name in MEASURES}
    | {other: name for name, (_, _, others) in MEASURES.items() for other in others}
    | {noun: noun for noun in NOUNS}
    | {plural: noun for noun, plural in NOUNS.items()}
    | {"GPU": "gpu", "GPUs": "gpu", "TPU": "tpu", "TPUs": "tpu", "CPU": "cpu", "CPUs": "cpu",
       "vCPU": "vcpu", "vCPUs": "vcpu", "params": "parameter"}
)


def is_unit(word: str) -> bool:
    """Whether a word names a unit, in any accepted spelling."""
    return word in _CANONICAL


Group = tuple[str, ...]  # units multiplied with each other, as (gpu, h)


@dataclass(frozen=True)
class Unit:
    """A unit expression as its author wrote it: groups multiplied above and below the line."""

    above: tuple[Group, ...] = ()
    below: tuple[Group, ...] = ()

    @cached_property
    def factor(self) -> float:
        """How many base units one of this unit is."""
        # One multiplication per direction keeps 1/day exactly 1/86400.
        above = below = 1.0
        for group in self.above:
            for name in group:
                above *= _FACTORS[name]
        for group in self.below:
            for name in group:
                below *= _FACTORS[name]
        return above / below

    @cached_property
    def dimension(self) -> Dimension:
        """Its dimension."""
        found = PLAIN
        for group in self.above:
            for name in group:
                found *= _DIMENSIONS[name]
        for group in self.below:
            for name in group:
                found /= _DIMENSIONS[name]
        return found

    def __str__(self) -> str:
        above = "*".join(name for group in self.above for name in group) or "1"
        parts = ["*".join(g) if len(g) == 1 else f"({'*'.join(g)})" for g in self.below]
        text = "/".join([above, *parts])
        return "" if text == "1" else text.replace("percent", "%")


NO_UNIT = Unit()

_TOKEN = re.compile(r"\s*(\*\*|[*·/()]|%|\d+|[A-Za-zµμ]\w*|\S)")


def parse_unit(text: str) -> Unit:
    """Read a unit expression: names joined by ``*`` and ``/``, powers with ``**``, parentheses below.

    Raises:
        EstimateError: ``unknown-unit`` or ``unit-syntax`` (line 0; the caller knows the line).
    """
    tokens = _TOKEN.findall(text)
    if not tokens or tokens == ["1"]:
        return NO_UNIT
    above: list[Group] = []
    below: list[Group] = []
    position = 0
    divided = False
    if tokens[0] in ("1", "/"):
        position = 1 if tokens[0] == "1" else 0
    else:
        group, position = _group(text, tokens, 0)
        above.append(group)
    while position < len(tokens):
        operator = tokens[position]
        if operator == "/":
            group, position = _group(text, tokens, position + 1)
            below.append(group)
            divided = True
        elif operator in "*·" and not divided and above:
            group, position = _group(text, tokens, position + 1)
            above[-1] += group
        elif operator in "*·":
            raise EstimateError(
                "unit-syntax", f"In the unit `{text.strip()}` it is unclear what the `*` after `/` belongs to.",
                "Write `a/(b*c)` or `a*c/b`.")
        else:
            raise EstimateError(
                "unit-syntax", f"`{text.strip()}` is not a unit: `{operator}` is out of place.",
                "Join unit names with `*` and `/`, as in `request/s` or `dollar/(gpu*h)`.")
    return Unit(tuple(above), tuple(below))


def _group(text: str, tokens: list[str], position: int) -> tuple[Group, int]:
    """One factor, or factors in parentheses, from ``position``; and the position after it."""
    if position < len(tokens) and tokens[position] == "(":
        names: Group = ()
        while True:
            group, position = _group(text, tokens, position + 1)
            names += group
            if position >= len(tokens) or tokens[position] not in ("*", "·"):
                break
        if position >= len(tokens) or tokens[position] != ")":
            raise EstimateError("unit-syntax", f"The parentheses of the unit `{text.strip()}` do not close.",
                                "Write it as in `dollar/(gpu*h)`.")
        return names, position + 1
    if position >= len(tokens) or not re.match(r"[A-Za-zµμ%]", tokens[position]):
        raise EstimateError("unit-syntax", f"`{text.strip()}` is not a unit.",
                            "Join unit names with `*` and `/`, as in `request/s` or `dollar/(gpu*h)`.")
    name = _canonical(tokens[position])
    position += 1
    if tokens[position:position + 1] == ["**"]:
        if position + 1 >= len(tokens) or not tokens[position + 1].isdigit():
            raise EstimateError("unit-syntax", f"The power in the unit `{text.strip()}` is not a whole number.",
                                "Write it as in `s**2`.")
        return (name,) * int(tokens[position + 1]), position + 2
    return (name,), position


def _canonical(word: str) -> str:
    if word in _CANONICAL:
        return _CANONICAL[word]
    near = difflib.get_close_matches(word, _CANONICAL, n=1)
    known = f"Did you mean `{near[0]}`?" if near else "Use a unit that the guide knows."
    raise EstimateError("unknown-unit", f"`{word}` is not a unit.",
                        f"{known} The list is in scripts/guide/estimates/units.py; a new noun is one word there.")


def is_count(dimension_name: str) -> bool:
    """Whether a base dimension (``[user]``) is a counting noun."""
    return dimension_name == ANYTHING or dimension_name.strip("[]") in NOUNS


def fits(found: Dimension, wanted: Dimension) -> bool:
    """Whether a formula of dimension ``found`` may be declared in a unit of dimension ``wanted``."""
    if found == wanted:
        return True
    power = found.get(ANYTHING, 0)
    if not power:
        return False
    rest = found / Dimension({ANYTHING: power})
    left = wanted / rest
    return left == PLAIN or (len(left) == 1 and all(is_count(n) and e == power for n, e in left.items()))


BASE_UNITS = {"[time]": "s", "[information]": "byte", "[operation]": "flop", "[money]": "dollar",
              "[power]": "W", "[length]": "m"}


def describe(dimension: Dimension) -> str:
    """A dimension in words for messages: ``request/s``, ``a plain number``."""
    def side(sign: int) -> list[str]:
        return [
            BASE_UNITS.get(name, name.strip("[]")) + (f"**{abs(power):g}" if abs(power) != 1 else "")
            for name, power in sorted(dimension.items()) if power * sign > 0
        ]
    above, below = side(1), side(-1)
    if not above and not below:
        return "a plain number"
    bottom = "*".join(below)
    if len(below) > 1:
        bottom = f"({bottom})"
    return "`" + ("*".join(above) or "1") + (f"/{bottom}" if below else "") + "`"
