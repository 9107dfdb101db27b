"""What every metric returns, and what every metric asks of its input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

Numbers = Sequence[float]
Words = Sequence[str]


@dataclass(frozen=True)
class Worked:
    """A metric's value with what a person would write down on the way to it."""

    value: float
    steps: tuple[tuple[str, float], ...] = ()


def need_same_length(**lists: Sequence) -> None:
    """Raises ValueError unless the lists are equally long and not empty."""
    need_some(**lists)
    if len({len(values) for values in lists.values()}) > 1:
        raise ValueError(" and ".join(f"{name} has {len(values)}" for name, values in lists.items()))


def need_some(**lists: Sequence) -> None:
    for name, values in lists.items():
        if not values:
            raise ValueError(f"{name} is empty")


def need_binary(**lists: Numbers) -> None:
    for name, values in lists.items():
        if odd := next((v for v in values if v not in (0, 1)), None):
            raise ValueError(f"{name} holds {odd:g}, which is neither 0 nor 1")


def need_both_classes(labels: Numbers) -> None:
    if len(set(labels)) < 2:
        raise ValueError("labels holds one class only")


def need_between(low: float, high: float, **lists: Numbers) -> None:
    for name, values in lists.items():
        for value in values:
            if not low <= value <= high:
                raise ValueError(f"{name} holds {value:g}, which is not between {low:g} and {high:g}")


def need_positive(**lists: Numbers) -> None:
    for name, values in lists.items():
        for value in values:
            if not 0 < value < float("inf"):
                raise ValueError(f"{name} holds {value:g}, which is not above 0")


def need_whole(least: int, most: float = float("inf"), **values: float) -> None:
    for name, value in values.items():
        if value != int(value) or not least <= value <= most:
            limits = f"from {least}" + (f" to {most:g}" if most < float("inf") else " up")
            raise ValueError(f"{name} is {value:g}, not a whole number {limits}")


def mean(values: Numbers) -> float:
    return sum(values) / len(values)


def descending(scores: Numbers) -> list[int]:
    """Positions from the highest score to the lowest; equal scores keep their order."""
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def top_count(cases: int, share: float) -> int:
    """How many cases the top `share` per cent are, rounded up; rounding first undoes binary fractions."""
    return ceil(round(cases * share / 100, 9))
