"""Sensitivity: how much each input moves a watched result, and where it breaks a promise.

`estimates.js` holds a twin of this module; the tests compare the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from .calculator import Follow, calculator, value_or_nan
from .evaluate import Checked, Evaluation, Value
from .formula import holds
from .present import DIGITS, comparison_words, in_words, number_text, text, value_format

STEP = 0.01
# Limits are sought from a thousandth to a thousandfold of the input's value, 20 points a decade.
POINTS_PER_DECADE = 20
DECADES = 3
HALVINGS = 60
MOST_GROUPS = 4


@dataclass(frozen=True)
class Limit:
    """Where an input, moved alone, breaks a promise (or mends a broken one); base units.

    Attributes:
        below: the nearest such value below the present one, None when there is none in reach.
        above: the nearest above.
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
        limits: for the first input, one for each promise that depends on the result and the input.
    """

    value: Value
    elasticities: tuple[tuple[str, float], ...]
    limits: tuple[Limit, ...]


def recompute(evaluation: Evaluation, changed: Mapping[str, float]) -> dict[str, float]:
    """All values in base units after some inputs have changed; not-a-number where there is none."""
    return calculator(evaluation).recompute(changed)


def sensitivity(evaluation: Evaluation, name: str) -> Sensitivity:
    """What moves the result ``name``; found once an evaluation.

    The elasticity is numerical, central, for ±1 %: (f(1.01 x) − f(0.99 x)) ÷ (0.02 f(x)).
    """
    key = (Sensitivity, name)
    if key not in evaluation.kept:
        evaluation.kept[key] = _sensitivity(evaluation, name)
    return evaluation.kept[key]


def _sensitivity(evaluation: Evaluation, name: str) -> Sensitivity:
    value = evaluation.values[name]
    now = value.base
    found = []
    for order, candidate in enumerate(n for n in evaluation.values if n in value.inputs):
        base = evaluation.values[candidate].base
        follow = calculator(evaluation).follow(candidate, [name])

        def at(moved: float, follow: Follow = follow) -> float:
            values = follow(moved)
            return math.nan if values is None else values[name]

        elasticity = (at(base * (1 + STEP)) - at(base * (1 - STEP))) / (2 * STEP * now) if now and base else 0.0
        if math.isfinite(elasticity):
            swing = _swing(evaluation, candidate, now, at)
            found.append((-_hundredths(abs(elasticity)), -swing, order, candidate, elasticity))
    ranked = tuple((candidate, elasticity) for *_, candidate, elasticity in sorted(found))
    limits: tuple[Limit, ...] = ()
    if ranked and _hundredths(abs(ranked[0][1])):
        first = ranked[0][0]
        limits = tuple(_limit(evaluation, checked, first) for checked in evaluation.checked
                       if first in checked.inputs and _concerns(evaluation, checked, name))
    return Sensitivity(value, ranked, limits)


def _hundredths(number: float) -> float:
    return math.floor(number * 100 + 0.5) / 100


def _swing(evaluation: Evaluation, candidate: str, now: float, at: Callable[[float], float]) -> float:
    given = next(i for block in evaluation.blocks for i in block.inputs if i.name == candidate)
    if given.low is None or given.high is None or not now:
        return 0.0
    low, high = (at(end * given.unit.factor) for end in (given.low, given.high))
    swing = abs(high - low) / abs(now)
    return _hundredths(swing) if math.isfinite(swing) else 0.0


def _concerns(evaluation: Evaluation, checked: Checked, name: str) -> bool:
    """Whether a promise depends on the result."""
    return any(name in calculator(evaluation).needs(used) for used in checked.depends)


def _limit(evaluation: Evaluation, checked: Checked, name: str) -> Limit:
    value = evaluation.values[name]
    made = calculator(evaluation)
    follow = made.follow(name, checked.depends)
    left, right = (made.compiled(side) for side in (checked.assertion.left, checked.assertion.right))

    def state(base: float) -> bool | None:
        values = follow(base)
        if values is None:
            return None
        sides = value_or_nan(left, values), value_or_nan(right, values)
        return None if math.isnan(sides[0] + sides[1]) else holds(sides[0], checked.assertion.comparison, sides[1])

    # A share can't pass 100 %.
    cap = 1.0 if value.unit.above == (("percent",),) and not value.unit.below and value.base <= 1 else math.inf

    def seek(direction: int) -> float | None:
        inside = value.base
        for point in range(1, POINTS_PER_DECADE * DECADES + 1):
            outside = min(value.base * 10 ** (direction * point / POINTS_PER_DECADE), cap)
            found = state(outside)
            if found is None or outside == inside:
                return None
            if found != checked.holds:
                return _bisect(inside, outside)
            inside = outside
        return None

    def _bisect(inside: float, outside: float) -> float:
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            if state(middle) == checked.holds:
                inside = middle
            else:
                outside = middle
        return outside

    return Limit(checked, name, seek(-1), seek(1))


def lines(evaluation: Evaluation, found: Sensitivity) -> list[str]:
    """A sensitivity in sentences: one for what moves the result, one for each promise."""
    return [_moves(found), *(_breaks(evaluation, limit) for limit in found.limits)]


def _moves(found: Sensitivity) -> str:
    groups: dict[float, list[str]] = {}
    for name, elasticity in found.elasticities:
        rounded = math.copysign(_hundredths(abs(elasticity)), elasticity)
        if rounded:
            groups.setdefault(rounded, []).append(in_words(name))
    if not groups:
        return f"{found.value.label}: a change of 1\u00a0% in one input does not move it."
    parts = []
    for elasticity, names in list(groups.items())[:MOST_GROUPS]:
        verb = "raises" if elasticity > 0 else "lowers"
        parts.append(f"{_either(names)} {verb} it by {number_text(abs(elasticity))}\u00a0%")
    return f"{found.value.label}: a rise of 1\u00a0% in {'; in '.join(parts)}."


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _breaks(evaluation: Evaluation, limit: Limit) -> str:
    value = evaluation.values[limit.input]
    form = replace(value_format(value), digits=DIGITS)
    name, promise = in_words(limit.input), comparison_words(limit.checked)
    ends = [text(end, form) for end in (limit.below, limit.above) if end is not None]
    now = text(value.base, value_format(value))
    verb = "breaks" if limit.checked.holds else "is broken, and holds"
    if not ends:
        still = "holds" if limit.checked.holds else "stays broken"
        return f"“{promise}” {still} whatever {name} is, within a factor of 1,000."
    return f"“{promise}” {verb} when {name} reaches {' or '.join(ends)} (now {now})."
