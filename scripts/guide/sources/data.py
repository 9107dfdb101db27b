"""The data that chapters share: decisions, glossary, prices."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from guide.estimates.errors import EstimateError
from guide.estimates.formula import NUMBER, read_number
from guide.estimates.units import parse_unit
from guide.model import AREAS, STEPS, Decision, Option, Placed, Price, Term
from guide.sources.shape import validated
from guide.sources.text import Reader
from guide.sources.yamlfile import Located, YamlError, read_yaml

Entry = TypeVar("Entry", bound=Placed)

_NOTHING = "—"
_OPTION = {name: _NOTHING for name in Option.model_fields}
_DECISION = {
    "id": "unknown", "question": _NOTHING, "step": next(iter(STEPS)), "area": AREAS[0], "options": [_OPTION, _OPTION],
    "default": _NOTHING, "flip_when": _NOTHING, "say": _NOTHING,
}  # fmt: skip
_TERM = {"term": "unknown", "definition": _NOTHING}
_PRICE = {"id": "unknown", "value": "1", "what": _NOTHING, "date": "2000-01", "source": "unknown"}
_AMOUNT = re.compile(rf"(-?{NUMBER})\s*(.*)")


def read_decisions(reader: Reader) -> tuple[Decision, ...]:
    return entries(reader, reader.project.decisions, Decision, "id", "decision-data", _DECISION)


def read_terms(reader: Reader) -> tuple[Term, ...]:
    return entries(reader, reader.project.glossary, Term, "term", "glossary-data", _TERM)


def read_prices(reader: Reader, works: Collection[str], last_day: datetime.date | None) -> tuple[Price, ...]:
    """The prices: what their numbers say must hold together, a source is an address or one of `works`, and none may be
    from after `last_day`."""
    path, code = reader.project.prices, "price-data"
    known = None if reader.project.bibliography in reader.unread else works
    prices, places = [], {}
    for price in entries(reader, path, Price, "id", code, _PRICE):
        if price.id in places:
            reader.note(
                path,
                price.line,
                code,
                f"the price {price.id!r} stands on line {places[price.id]} already.",
                "keep one of the two.",
            )
            continue
        places[price.id] = price.line
        for field, message, mend in () if price.stand_in else _wrong(price, known, last_day):
            reader.note(path, price.line_of(field), code, f"{price.id!r}: {field!r} {message}.", mend)
            price.at({(): price.line}, stand_in=True)
        prices.append(price)
    return tuple(prices)


def aged(prices: Iterable[Price], day: datetime.date) -> tuple[Price, ...]:
    """The prices that were so more than twelve months before the month of `day`: due for a look at their source."""
    return tuple(price for price in prices if _months(day) - _months(price.day) > 12)


def _months(day: datetime.date) -> int:
    return 12 * day.year + day.month


def amount(price: Price) -> tuple[float, str]:
    """(number, unit as written) of a price. Raises ValueError when its value isn't a number with a unit."""
    return _number_and_unit(price.value)


def _number_and_unit(text: str) -> tuple[float, str]:
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise ValueError("is no number with a unit")
    digits = match[1].removeprefix("-")
    number = read_number(digits)
    if math.isinf(number):
        raise ValueError("is too large to compute with")
    return -number if match[1] != digits else number, match[2]


def _wrong(price: Price, works: Collection[str] | None, last_day: datetime.date | None) -> list[tuple[str, str, str]]:
    """(field, what is wrong, how to mend it), at most one: the first decides what the others mean."""
    try:
        value, unit = amount(price)
        parse_unit(unit)
    except ValueError:
        return [("value", f"is {price.value!r}, no number with a unit", "write it as estimates do: 2.5 dollar/gpu/h.")]
    except EstimateError as error:
        return [
            ("value", f"is {price.value!r}: {error}", "write a unit that estimates know; CONTRIBUTING.md names them.")
        ]
    bounds = {}
    for field, text in (("low", price.low), ("high", price.high)):
        try:
            number, own = _number_and_unit(text) if text is not None else (value, unit)
        except ValueError:
            return [(field, f"is {text!r}, no number", "write a number in the unit of `value`.")]
        if own not in ("", unit):
            return [
                (field, f"is in {own}, and the value in {unit or 'no unit'}", "write a number in the unit of `value`.")
            ]
        bounds[field] = number
    if bounds["low"] > value:
        return [("low", f"is above the value {price.value!r}", "put the range around the value.")]
    if bounds["high"] < value:
        return [("high", f"is below the value {price.value!r}", "put the range around the value.")]
    if last_day and price.day > last_day:
        return [("date", f"is {price.date}, in the future", "write the month in which the source said so.")]
    if works is not None and price.cited is not None and price.cited not in works:
        near = difflib.get_close_matches(price.cited, works, 1)
        mend = (
            f"did you mean {near[0]!r}?"
            if near
            else "add the entry to docs/bibliography.json, or give an https address."
        )
        return [("source", f"is {price.cited!r}, which isn't in the bibliography", mend)]
    return []


def entries(
    reader: Reader, path: Path, kind: type[Entry], key: str, code: str, stand_ins: Mapping[str, Any]
) -> tuple[Entry, ...]:
    """The entries of a YAML list. One at fault is a stand-in under its own name; one without a name is left out."""
    found: list[Entry] = []
    for where in _list(reader, path, code, key):
        value = where.value
        if not isinstance(value, dict):
            reader.note(path, where.line, code, "the entry is not a mapping.", "write `key: value` lines.")
            reader.unread.add(path)
            continue
        name = value.get(key)
        entry, faults = validated(kind, value, repr(name) if isinstance(name, str) and name else "the entry", stand_ins)
        for fault in faults:
            reader.note(path, where.line_of(*fault.path), code, fault.message, fault.mend)
        if faults and (not (isinstance(name, str) and name.strip()) or any(fault.path == (key,) for fault in faults)):
            reader.unread.add(path)  # what it would have been called nobody knows
            continue
        if faults:
            entry = entry.model_copy(update={key: name.strip()})
        entry.at({(): where.line} if faults else where.lines(), stand_in=bool(faults))
        found.append(entry)
    return tuple(found)


def _list(reader: Reader, path: Path, code: str, key: str) -> list[Located]:
    if not reader.is_there(path):
        return []
    text = reader.text(path)
    if text is None:
        return []
    try:
        located = read_yaml(text)
    except YamlError as error:
        reader.note(path, error.line, code, f"{error}.", error.mend, error.column)
        reader.unread.add(path)
        return []
    if located is None:
        return []
    if not isinstance(located.value, list):
        message = f"the file holds {'a mapping' if isinstance(located.value, dict) else 'a text'}, not a list."
        reader.note(path, located.line, code, message, f"start every entry with `- {key}: …`.")
        reader.unread.add(path)
        return []
    return list(located)
