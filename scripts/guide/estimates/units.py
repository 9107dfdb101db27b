"""Units of measure: the vocabulary, its pint registry, and unit expressions such as ``request/s``.

Every counting noun (user, request, image, …) is a dimension of its own, so adding users to images is
an error. Base units, in which all arithmetic is done: second, byte, flop, dollar, watt, metre and
one of each noun.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache, cached_property

import pint
from pint.util import UnitsContainer

from .errors import EstimateError

Dimension = UnitsContainer
PLAIN: Dimension = UnitsContainer({})

# A sample size counts whatever the author randomises: it fits any one noun (see `fits`).
ANYTHING = "[anything]"

_REGULAR_NOUNS = """
account ad alert annotator answer arm author bidder call camera campaign candidate centroid cell character
chunk click cluster code comment conversion core country cpu creator crop customer decision detection
device document driver edge embedding engineer epoch error event example experiment face failure feature
file frame friend gpu group head hit host image impression incident item job judgement key label language
layer line list listing lookup machine member merchant message metric minibatch model neighbour node object
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

# canonical name: (definition in pint's language, other spellings)
_MEASURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "s": ("[time]", ("second", "seconds", "sec")),
    "ns": ("1e-9 * s", ("nanosecond", "nanoseconds")),
    "us": ("1e-6 * s", ("µs", "μs", "microsecond", "microseconds")),
    "ms": ("1e-3 * s", ("millisecond", "milliseconds")),
    "min": ("60 * s", ("minute", "minutes")),
    "h": ("3600 * s", ("hour", "hours", "hr")),
    "day": ("86400 * s", ("days", "d")),
    "week": ("604800 * s", ("weeks",)),
    # A twelfth of a 365-day year is 730 hours, the month of cloud price lists.
    "month": ("2628000 * s", ("months",)),
    "year": ("31536000 * s", ("years",)),
    "byte": ("[information]", ("bytes",)),
    "KB": ("1e3 * byte", ("kB",)), "MB": ("1e6 * byte", ()), "GB": ("1e9 * byte", ()),
    "TB": ("1e12 * byte", ()), "PB": ("1e15 * byte", ()), "EB": ("1e18 * byte", ()),
    "KiB": ("1024 * byte", ()), "MiB": ("1048576 * byte", ()), "GiB": ("1073741824 * byte", ()),
    "TiB": ("1099511627776 * byte", ()), "PiB": ("1125899906842624 * byte", ()),
    "bit": ("0.125 * byte", ("bits",)),
    "kbit": ("125 * byte", ("Kbit",)), "Mbit": ("125000 * byte", ()), "Gbit": ("125000000 * byte", ()),
    "Tbit": ("125000000000 * byte", ()),
    "flop": ("[operation]", ("flops", "FLOP", "FLOPs")),
    "Mflop": ("1e6 * flop", ("MFLOP",)), "Gflop": ("1e9 * flop", ("GFLOP",)),
    "Tflop": ("1e12 * flop", ("TFLOP",)), "Pflop": ("1e15 * flop", ("PFLOP",)),
    "Eflop": ("1e18 * flop", ("EFLOP",)), "Zflop": ("1e21 * flop", ("ZFLOP",)),
    "dollar": ("[money]", ("dollars", "USD")),
    "W": ("[power]", ("watt", "watts")), "kW": ("1e3 * W", ()), "MW": ("1e6 * W", ()),
    "kWh": ("3.6e6 * W * s", ()), "MWh": ("3.6e9 * W * s", ()),
    "m": ("[length]", ("metre", "metres")), "km": ("1e3 * m", ("kilometre", "kilometres")),
    "percent": ("0.01", ("%",)),
}

_CANONICAL: dict[str, str] = (
    {name: name for name in _MEASURES}
    | {other: name for name, (_, others) in _MEASURES.items() for other in others}
    | {noun: noun for noun in NOUNS}
    | {plural: noun for noun, plural in NOUNS.items()}
    | {"GPU": "gpu", "GPUs": "gpu", "TPU": "tpu", "TPUs": "tpu", "CPU": "cpu", "CPUs": "cpu",
       "vCPU": "vcpu", "vCPUs": "vcpu", "params": "parameter"}
)


@cache
def registry() -> pint.UnitRegistry:
    """The pint registry that knows this vocabulary and nothing else (so ``m`` is never a prefix)."""
    made = pint.UnitRegistry(None)
    for name, (definition, _) in _MEASURES.items():
        made.define(f"{name} = {definition}")
    for noun in NOUNS:
        made.define(f"{noun} = [{noun}]")
    return made


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
    def pint(self) -> pint.Unit:
        """The same unit for pint."""
        made = registry().Unit("")
        for group in self.above:
            for name in group:
                made = made * registry().Unit(name)
        for group in self.below:
            for name in group:
                made = made / registry().Unit(name)
        return made

    @cached_property
    def factor(self) -> float:
        """How many base units one of this unit is."""
        # One multiplication per direction keeps 1/day exactly 1/86400.
        above = below = 1.0
        for group in self.above:
            for name in group:
                above *= _scale(name)
        for group in self.below:
            for name in group:
                below *= _scale(name)
        return above / below

    @cached_property
    def dimension(self) -> Dimension:
        """Its dimension, as exponents of pint's base dimensions."""
        return registry().get_dimensionality(self.pint)

    def __str__(self) -> str:
        above = "*".join(name for group in self.above for name in group) or "1"
        parts = ["*".join(g) if len(g) == 1 else f"({'*'.join(g)})" for g in self.below]
        text = "/".join([above, *parts])
        return "" if text == "1" else text.replace("percent", "%")


@cache
def _scale(name: str) -> float:
    return float(registry().Quantity(1, name).to_base_units().magnitude)


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
    rest = found / UnitsContainer({ANYTHING: power})
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
