"""The language of estimate blocks: from the text inside an ```` ```estimate ```` fence to typed objects."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass, field

from .errors import EstimateError
from .formula import NUMBER, Node, parse_comparison, parse_formula, read_number
from .functions import FUNCTIONS
from .units import NO_UNIT, Unit, parse_unit

KINDS = ("assumed", "chosen", "published")


@dataclass(frozen=True)
class Input:
    """``name = number unit [low .. high]  # kind: note``. Numbers are in the unit as written."""

    name: str
    value: float
    unit: Unit
    low: float | None
    high: float | None
    kind: str
    note: str
    line: int


@dataclass(frozen=True)
class Result:
    """``name = formula -> unit  # label``. Without ``->`` it is a plain number."""

    name: str
    formula: Node
    unit: Unit
    label: str
    line: int


@dataclass(frozen=True)
class Assertion:
    """``assert formula comparison formula  # note``."""

    left: Node
    comparison: str
    right: Node
    note: str
    text: str
    line: int


@dataclass(frozen=True)
class Watch:
    """``watch name``: show what moves this result."""

    name: str
    line: int


@dataclass(frozen=True)
class Block:
    """One estimate block.

    Attributes:
        show: the results that the block's strip shows; empty when the whole block stands in its place.
        errors: what could not be read, in line order.
        unread: the names that those lines would define.
    """

    title: str
    inputs: tuple[Input, ...] = ()
    results: tuple[Result, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    watches: tuple[Watch, ...] = ()
    errors: tuple[EstimateError, ...] = field(default=(), compare=False)
    unread: frozenset[str] = frozenset()
    show: tuple[str, ...] = ()


MOST_SHOWN = 6

_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_DEFINITION = re.compile(r"(?P<name>[^=<>!]+?)\s*=(?!=)\s*(?P<body>.+)")
_RANGE = rf"\[\s*(?P<low>-?{NUMBER})\s*\.\.\s*(?P<high>-?{NUMBER})\s*\]"
_INPUT = re.compile(rf"(?P<value>-?{NUMBER})\s*(?P<unit>[^\[\]]*?)\s*(?:{_RANGE})?\Z")
_NOTE = re.compile(rf"({'|'.join(KINDS)})\s*:\s*(.*)\Z", re.DOTALL)


def parse(text: str) -> Block:
    """Read a block's text. Lines that can't be read become ``errors`` of the block; the rest is read."""
    title = ""
    parts: dict[type, list] = {Input: [], Result: [], Assertion: [], Watch: []}
    errors: list[EstimateError] = []
    unread: set[str] = set()
    shown: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines()):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("title:"):
            title = line.removeprefix("title:").strip()
            continue
        if line.startswith("show:"):
            shown.append((number, line.removeprefix("show:").partition("#")[0]))
            continue
        try:
            for part in _line(line, number):
                parts[type(part)].append(part)
        except EstimateError as error:
            errors.append(error.at(line=number))
            definition = _DEFINITION.match(line)
            unread.add(definition["name"] if definition else line.split()[0])
    if not title:
        errors.insert(0, EstimateError("block-title", "The estimate block has no title.",
                                       "Start it with a line `title: What it estimates`."))
    show, wrong = _show(shown, parts[Input], parts[Result], unread)
    errors = sorted((*errors, *wrong), key=lambda error: error.line)
    return Block(title, tuple(parts[Input]), tuple(parts[Result]), tuple(parts[Assertion]), tuple(parts[Watch]),
                 tuple(errors), frozenset(unread), show)


def _show(written: list[tuple[int, str]], inputs: list[Input], results: list[Result],
          unread: set[str]) -> tuple[tuple[str, ...], list[EstimateError]]:
    """The names of a `show:` line that can be shown, and its mistakes."""
    known = [result.name for result in results]
    names: list[str] = []
    errors = []

    def wrong(line: int, message: str, mend: str) -> None:
        errors.append(EstimateError("show", message, mend, line))

    for line, text in written:
        listed = [name.strip() for name in text.split(",") if name.strip()]
        if (line, text) != written[0]:
            wrong(line, "The block has a second `show:` line.", "Name all in one line.")
        elif not 1 <= len(listed) <= MOST_SHOWN:
            wrong(line, f"`show:` names {len(listed) or 'no'} results.",
                  "Name the three to five results that the argument needs, as `show: peak, index`.")
        for name in listed:
            if name in names:
                wrong(line, f"`show:` names `{name}` twice.", "Name it once.")
            elif name in known:
                names.append(name)
            elif any(part.name == name for part in inputs):
                wrong(line, f"`show:` names the input `{name}`.", "Show results: what the argument rests on is computed.")
            elif name not in unread:
                near = difflib.get_close_matches(name, known, n=1)
                wrong(line, f"This block has no result `{name}` to show.",
                      f"Did you mean `{near[0]}`?" if near else "Name results of this block.")
    return tuple(names), errors


def _line(line: str, number: int) -> list[Input | Result | Assertion | Watch]:
    body, _, note = (part.strip() for part in line.partition("#"))
    word, _, rest = body.partition(" ")
    if word == "assert":
        if re.search(r"(?<![<>=!])=(?!=)", rest):
            raise EstimateError("formula-syntax", f"`{rest.strip()}` compares with `=`.", "Write `==`, `<=` or `>=`.")
        left, comparison, right = parse_comparison(rest)
        return [Assertion(left, comparison, right, note, rest.strip(), number)]
    if word == "watch":
        names = [name.strip() for name in rest.split(",")]
        return [Watch(_checked_name(name), number) for name in names]
    definition = _DEFINITION.match(body)
    if not definition:
        raise EstimateError("line-syntax", f"`{body}` is not a line of an estimate block.",
                            "Write `name = number unit  # assumed: why`, `name = formula -> unit  # label`, "
                            "`assert …` or `watch name`.")
    name = _checked_name(definition["name"])
    if name in FUNCTIONS:
        raise EstimateError("reserved-name", f"`{name}` is a function's name.", "Choose another name.")
    source = definition["body"].strip()
    if re.match(r"-?\d{1,3}(,\d{3})+\b", source):
        raise EstimateError("number-syntax", f"The number in `{source}` has commas.",
                            "Write `50k`, `50000` or `50_000`.")
    if "->" not in source and (given := _INPUT.match(source)) and not _looks_like_formula(given["unit"]):
        return [_input(name, given, note, number)]
    return [_result(name, source, note, number)]


def _looks_like_formula(rest: str) -> bool:
    return bool(re.match(r"[-+*/^<>]", rest))


def _checked_name(name: str) -> str:
    if not _NAME.match(name):
        raise EstimateError("name-syntax", f"`{name}` is not a name.",
                            "Use letters, digits and underscores, starting with a letter.")
    return name


def _input(name: str, given: re.Match[str], note: str, number: int) -> Input:
    value = _signed(given["value"])
    unit = parse_unit(given["unit"]) if given["unit"] else NO_UNIT
    low = _signed(given["low"]) if given["low"] else None
    high = _signed(given["high"]) if given["high"] else None
    if not all(math.isfinite(end * unit.factor) for end in (value, low, high) if end is not None):
        raise EstimateError("number-syntax", f"A number of `{name}` is too large to compute with.",
                            "Write a smaller one; `1e9` is a billion.")
    if low is not None and high is not None and not low <= value <= high:
        raise EstimateError("range", f"`{name}` lies outside its own range.",
                            "Write `[low .. high]` with low ≤ value ≤ high.")
    if low is not None and low == high:
        raise EstimateError("range", f"The range of `{name}` is empty.", "Leave it out, or widen it.")
    origin = _NOTE.match(note)
    if not origin or not origin[2].strip():
        raise EstimateError("input-origin", f"The input `{name}` does not say where it comes from.",
                            "End the line with `# assumed: why`, `# chosen: why` or `# published: … [@key]`.")
    if origin[1] == "published" and "[@" not in origin[2]:
        raise EstimateError("input-origin", f"The input `{name}` is published but cites nothing.",
                            "Name the source as `[@key]`, or say `# assumed:` instead.")
    return Input(name, value, unit, low, high, origin[1], origin[2].strip(), number)


def _signed(text: str) -> float:
    return -read_number(text[1:]) if text.startswith("-") else read_number(text)


def _result(name: str, source: str, label: str, number: int) -> Result:
    formula_text, arrow, unit_text = source.partition("->")
    if arrow and not unit_text.strip():
        raise EstimateError("unit-syntax", f"The result `{name}` says no unit after `->`.",
                            "Write `-> request/s`, or leave `->` out for a plain number.")
    # A number whose unit can't be read lands here: say that it is the unit.
    if not arrow and (given := re.match(rf"-?{NUMBER}\s*([A-Za-zµμ%][\w/*%· ()]*)\Z", formula_text)):
        parse_unit(given[1])
    formula = parse_formula(formula_text)
    unit = parse_unit(unit_text) if arrow else NO_UNIT
    if re.match(rf"({'|'.join(KINDS)})\s*:", label):
        raise EstimateError("result-label", f"`{name}` is computed, so it is neither assumed, chosen nor published.",
                            "Give it a label after `#`: a few words for the table.")
    if not label:
        raise EstimateError("result-label", f"The result `{name}` has no label.",
                            "End the line with `# a few words for the table`.")
    return Result(name, formula, unit, label, number)
