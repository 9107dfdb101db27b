"""Sensitivity: how much each input moves a watched result, and where it breaks a promise.

`estimates.js` holds a twin of this module; the tests compare the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .calculator import Follow, calculator, value_or_nan
from .evaluate import Checked, Evaluation, Value
from .formula import holds
from .present import DIGITS, comparison_words, in_words, is_whole, number_text, text, value_format

STEP = 0.01
# A rise and a fall move a result alike when they differ by less than this part of the larger.
ALIKE = 0.2
# An input's range is searched at so many points on each side of its value, in ratios where the range is wide.
POINTS = 24
WIDE = 20
HALVINGS = 40
# What a person would say aloud: the strongest inputs, and the next ones if those were one or two.
MOST_NAMED = 3
FEW = 2


@dataclass(frozen=True)
class Limit:
    """Where an input, moved alone inside its range, breaks a promise (or mends a broken one); base units.

    Attributes:
        below: the nearest such value below the present one, None when there is none in the range.
        above: the nearest above. At least one of the two is there.
    """

    checked: Checked
    input: str
    below: float | None
    above: float | None


@dataclass(frozen=True)
class Sensitivity:
    """What moves a watched result.

    Attributes:
        elasticities: change of the result in % for +1 % of each input, strongest first. Inputs that are tied
            stand in order of how far their range swings the result.
        limits: for each promise that depends on the result, in the order of the text, the inputs that break it,
            in the order of `elasticities`.
    """

    value: Value
    elasticities: tuple[tuple[str, float], ...]
    limits: tuple[Limit, ...]


def sensitivity(evaluation: Evaluation, name: str) -> Sensitivity:
    """What moves the result ``name``; found once an evaluation.

    The elasticity is numerical, for ±1 %, the mean of rise and fall: (f(1.01 x) − f(0.99 x)) ÷ (0.02 f(x)). Where the
    two differ, as where a number of machines is rounded up, it is that of the rise, of which the page speaks.
    """
    key = (Sensitivity, name)
    if key not in evaluation.kept:
        evaluation.kept[key] = _sensitivity(evaluation, name)
    return evaluation.kept[key]


def _sensitivity(evaluation: Evaluation, name: str) -> Sensitivity:
    value = evaluation.values[name]
    given = {n: v for n, v in (*evaluation.others.items(), *evaluation.values.items()) if n in value.inputs}
    now = value.base
    found = []
    for order, (candidate, moved) in enumerate(given.items()):
        follow = calculator(evaluation).follow(candidate, [name])

        def at(base: float, follow: Follow = follow) -> float:
            values = follow(base)
            return math.nan if values is None else values[name]

        base = moved.base
        rise, fall = ((at(base * (1 + STEP)) - now) / (STEP * now), (now - at(base * (1 - STEP))) / (STEP * now)) if now and base else (0.0, 0.0)
        elasticity = (rise + fall) / 2 if abs(rise - fall) <= ALIKE * max(abs(rise), abs(fall)) else rise
        if math.isfinite(elasticity):
            found.append((-_hundredths(abs(elasticity)), -_swing(moved, now, at), order, candidate, elasticity))
    ranked = tuple((candidate, elasticity) for *_, candidate, elasticity in sorted(found))
    in_order = dict.fromkeys((*(candidate for candidate, _ in ranked), *given))
    limits = (_limit(evaluation, checked, candidate, given[candidate])
              for checked in evaluation.checked if _concerns(evaluation, checked, name)
              for candidate in in_order if candidate in checked.inputs)
    return Sensitivity(value, ranked, tuple(limit for limit in limits if limit))


def _hundredths(number: float) -> float:
    return math.floor(number * 100 + 0.5) / 100


def _swing(given: Value, now: float, at: Callable[[float], float]) -> float:
    if given.low is None or given.high is None or not now:
        return 0.0
    swing = abs(at(given.high) - at(given.low)) / abs(now)
    return _hundredths(swing) if math.isfinite(swing) else 0.0


def _concerns(evaluation: Evaluation, checked: Checked, name: str) -> bool:
    """Whether a promise depends on the result."""
    return any(name in calculator(evaluation).needs(used) for used in checked.depends)


def _limit(evaluation: Evaluation, checked: Checked, name: str, given: Value) -> Limit | None:
    if given.low is None or given.high is None:
        return None
    made = calculator(evaluation)
    follow = made.follow(name, checked.depends)
    left, right = (made.compiled(side) for side in (checked.assertion.left, checked.assertion.right))

    def state(base: float) -> bool | None:
        values = follow(base)
        if values is None:
            return None
        sides = value_or_nan(left, values), value_or_nan(right, values)
        return None if math.isnan(sides[0] + sides[1]) else holds(sides[0], checked.assertion.comparison, sides[1])

    below, above = (_seek(state, checked.holds, given, end) for end in (given.low, given.high))
    return None if below is None and above is None else Limit(checked, name, below, above)


def _seek(state: Callable[[float], bool | None], present: bool, given: Value, end: float) -> float | None:
    """The value nearest to the present one, on the way to ``end``, at which a promise's state is another."""
    inside = given.base
    ratio = end / inside if inside else 0.0
    wide = ratio > 0 and max(ratio, 1 / ratio) >= WIDE
    for point in range(1, POINTS + 1):
        share = point / POINTS
        outside = given.base * ratio**share if wide else given.base + (end - given.base) * share
        outside = end if point == POINTS else outside
        found = state(outside)
        if found is None:
            return None
        if found != present:
            break
        inside = outside
    else:
        return None
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if state(middle) == present:
            inside = middle
        else:
            outside = middle
    if not is_whole(given):
        return outside
    # Nobody buys half a machine: the first whole number beyond.
    whole = float(math.ceil(outside - NOISE) if end > given.base else math.floor(outside + NOISE))
    return whole if state(whole) == (not present) else None


# Of a whole number that came out of halving an interval.
NOISE = 1e-6


def lines(evaluation: Evaluation, found: Sensitivity) -> list[str]:
    """A sensitivity in sentences: one for what moves the result, one for each promise that breaks."""
    return [_moves(found), *breaks(evaluation, found.limits)]


def breaks(evaluation: Evaluation, limits: Iterable[Limit]) -> list[str]:
    """What breaks inside the inputs' ranges: one sentence for each promise that does."""
    by_promise: dict[int, list[Limit]] = {}
    for limit in limits:
        by_promise.setdefault(id(limit.checked), []).append(limit)
    return [_breaks(evaluation, group) for group in by_promise.values()]


def _moves(found: Sensitivity) -> str:
    groups: dict[float, list[str]] = {}
    for name, elasticity in found.elasticities:
        rounded = math.copysign(_hundredths(abs(elasticity)), elasticity)
        if rounded:
            groups.setdefault(rounded, []).append(in_words(name))
    if not groups:
        return f"{found.value.label}: a change of 1\u00a0% in one input does not move it."
    parts = []
    for elasticity, names in list(groups.items())[: 2 if len(next(iter(groups.values()))) <= FEW else 1]:
        verb = "raises" if elasticity > 0 else "lowers"
        parts.append(f"{_either(_few(names))} {verb} it by {number_text(abs(elasticity))}\u00a0%")
    return f"{found.value.label}: a rise of 1\u00a0% in {'; in '.join(parts)}."


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _few(names: list[str]) -> list[str]:
    if len(names) <= MOST_NAMED + 1:
        return names
    return [*names[:MOST_NAMED], f"any of {len(names) - MOST_NAMED} others"]


def _breaks(evaluation: Evaluation, limits: list[Limit]) -> str:
    checked = limits[0].checked
    parts = []
    for limit in limits:
        given = evaluation.others.get(limit.input) or evaluation.values[limit.input]
        form = value_format(given)
        ends = [f"{verb} {text(end, replace(form, digits=DIGITS))}"
                for verb, end in (("falls to", limit.below), ("reaches", limit.above)) if end is not None]
        parts.append(f"{in_words(limit.input)} {' or '.join(ends)} (now {text(given.base, form)})")
    verb = "breaks" if checked.holds else "is broken, and holds"
    return f"“{comparison_words(checked)}” {verb} when {_either(parts)}."
