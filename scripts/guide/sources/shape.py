"""Typed objects from plain values, and what is wrong with those in their author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Path = tuple[str | int, ...]
Kind = TypeVar("Kind", bound=BaseModel)

_FIELDS = "CONTRIBUTING.md lists the fields."
_LIST = 'write a list, as `{name}: [first, second]` or one "- entry" a line.'


@dataclass(frozen=True)
class Fault:
    """A mistake in one value: where in it, what is wrong, how to mend it."""

    path: Path
    message: str
    mend: str


def validated(kind: type[Kind], value: Any, what: str, stand_ins: Mapping[str, Any]) -> tuple[Kind, list[Fault]]:
    """`value` as a `kind`. With faults it is a stand-in: fields at fault are as in `stand_ins`, or left out.

    `stand_ins` holds a valid value for every field that is required. `what` names the value in messages.
    """
    try:
        return kind.model_validate(value), []
    except ValidationError as error:
        faults = list(_faults(error, kind, what))
        wrong = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
    given = value if isinstance(value, dict) else {}
    kept = {name: known for name, known in given.items() if name in kind.model_fields and name not in wrong}
    return kind.model_validate({**stand_ins, **kept}), faults


def _faults(error: ValidationError, kind: type[BaseModel], what: str) -> Iterator[Fault]:
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    missing = [d["loc"] for d in details if d["type"] == "missing"]
    unknown = [d["loc"] for d in details if d["type"] == "extra_forbidden"]
    misspelt: dict[Path, Path] = {}
    for loc in unknown:
        siblings = [str(m[-1]) for m in missing if m[:-1] == loc[:-1] and m not in misspelt.values()]
        if near := difflib.get_close_matches(str(loc[-1]), siblings, 1, 0.6):
            misspelt[loc] = (*loc[:-1], near[0])
    for detail in details:
        loc = detail["loc"]
        if loc in misspelt.values():
            continue  # it is there, under a name that is named itself
        if detail["type"] == "too_short" and any(place[: len(loc)] == loc and place != loc for place in places):
            continue  # the list is short because of an entry inside it, which is named itself
        meant = misspelt[loc][-1] if loc in misspelt else None
        message, mend = _said(detail, _known(kind, loc), meant)
        yield Fault(loc, f"{what}{' ' if message.startswith('lacks') else ': '}{message}.", mend)


def _known(kind: type[BaseModel], loc: Path) -> list[str]:
    """The fields of the model that `loc` lies in, as far as it is one."""
    for step in loc[:-1]:
        if isinstance(step, str) and step in getattr(kind, "model_fields", {}):
            inner = kind.model_fields[step].annotation
            models = [
                a for a in (inner, *getattr(inner, "__args__", ())) if isinstance(a, type) and issubclass(a, BaseModel)
            ]
            if not models:
                return []
            kind = models[0]
    return list(kind.model_fields)


def _is(value: Any) -> str:
    if value is None:
        return "is empty"
    if isinstance(value, dict):
        return "is a mapping (`key: value` lines)"
    if isinstance(value, list):
        return "is a list"
    return f"is {_short(value)}"


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str | int | float | bool) else "something else"
    return text if len(text) <= 60 else f"{text[:57]}…'"


def _name(loc: Path) -> str:
    return repr(".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)) if loc else "it"


def _said(detail: Any, known: list[str], meant: str | None) -> tuple[str, str]:
    """(message, mend) of one of pydantic's errors."""
    loc, kind, value, context = detail["loc"], detail["type"], detail["input"], detail.get("ctx", {})
    name = _name(loc)
    field = str(loc[-1]) if loc and isinstance(loc[-1], str) else "it"
    if kind == "wrong":
        return f"{name} {context['message']}", context["mend"]
    if kind == "missing":
        return f"lacks {name}", f"add `{field}:`; {_FIELDS}"
    if kind == "extra_forbidden":
        near = [meant] if meant else difflib.get_close_matches(field, known, 1, 0.6)
        return f"{name} is no field of it", f"did you mean {near[0]!r}?" if near else f"delete it; {_FIELDS}"
    if kind == "literal_error":
        names = context["expected"].replace("'", "")
        choices = names.replace(" or ", ", ").split(", ")
        near = difflib.get_close_matches(str(value), choices, 1, 0.6) if isinstance(value, str) else []
        hint = f"did you mean {near[0]!r}? It is one of {names}." if near else f"use one of {names}."
        return f"{name} {_is(value)}", hint
    if kind == "string_type":
        mend = (
            "write it." if value is None else "write one text, in quotes if it holds a colon or starts with a bracket."
        )
        return f"{name} {_is(value)}" + ("" if value is None else ", not a text"), mend
    if kind in ("string_too_short", "string_too_long"):
        limit = context.get("min_length") or context.get("max_length")
        way = "at least" if kind.endswith("short") else "at most"
        return f"{name} has {len(value)} characters", f"write {way} {limit}."
    if kind in ("tuple_type", "list_type"):
        return f"{name} {_is(value)}, not a list", _LIST.format(name=field)
    if kind in ("too_short", "too_long"):
        limit = context.get("min_length") or context.get("max_length")
        way = "at least" if kind == "too_short" else "at most"
        count = context["actual_length"]
        return f"{name} has {count} entr{'y' if count == 1 else 'ies'}", f"write {way} {limit}."
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{name} {_is(value)}, not `key: value` lines", "write `key: value` lines."
    if kind.startswith("date"):
        return f"{name} {_is(value)}, which is no day of the calendar", "write year-month-day, as 2026-11-21."
    if kind.startswith("bool"):
        return f"{name} {_is(value)}", "write true or false."
    if kind.startswith(("float", "int")):
        return f"{name} {_is(value)}, not a number", "write a number without a unit."
    if kind == "greater_than":
        return f"{name} {_is(value)}", f"write a number above {context['gt']:g}."
    return f"{name} {_is(value)}: {detail['msg'][0].lower()}{detail['msg'][1:]}", "correct the value."
