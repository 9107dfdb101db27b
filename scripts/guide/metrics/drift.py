"""Agreement and drift: two annotators, or two samples of one quantity."""

from __future__ import annotations

from math import fsum, log, sqrt

from .worked import Numbers, Worked, need_between, need_positive, need_same_length, need_some


def cohens_kappa(first: Numbers, second: Numbers) -> Worked:
    """Agreement of two annotators beyond chance, over what was left beyond chance (Cohen 1960).

    Labels are any numbers, without order. Undefined when both always give one and the same label.
    """
    need_same_length(first=first, second=second)
    cases = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / cases
    chance = sum(list(first).count(label) * list(second).count(label) for label in set(first)) / cases**2
    if chance == 1:
        raise ValueError("both annotators give one and the same label throughout")
    return Worked((observed - chance) / (1 - chance), (("Observed agreement", observed), ("Chance agreement", chance)))


def _shares(expected: Numbers, actual: Numbers) -> tuple[list[float], list[float]]:
    need_same_length(expected=expected, actual=actual)
    need_between(0, float("inf"), expected=expected, actual=actual)
    totals = fsum(expected), fsum(actual)
    need_positive(totals=totals)
    return [e / totals[0] for e in expected], [a / totals[1] for a in actual]


def psi(expected: Numbers, actual: Numbers) -> Worked:
    """Population stability index of counts or shares in the same bins: both Kullback–Leibler divergences added.

    Each bin adds a step. An empty bin makes it infinite and raises ValueError.
    """
    if 0 in [*expected, *actual]:
        raise ValueError("a bin is empty, so the index is infinite; merge bins")
    before, after = _shares(expected, actual)
    terms = [(a - b) * log(a / b) for b, a in zip(before, after, strict=True)]
    return Worked(fsum(terms), tuple((f"Bin {number}", term) for number, term in enumerate(terms, 1)))


def jensen_shannon(expected: Numbers, actual: Numbers) -> Worked:
    """The mean Kullback–Leibler divergence, in nats, of two distributions from their average (Lin 1991).

    Counts or shares in the same bins, from 0 up. The step "Distance" is its root, a metric in the mathematical sense.
    """
    before, after = _shares(expected, actual)
    middle = [(b + a) / 2 for b, a in zip(before, after, strict=True)]
    sides = [fsum(p * log(p / m) for p, m in zip(side, middle, strict=True) if p) for side in (before, after)]
    # Rounding may leave a trace below zero between equal distributions.
    value = max(fsum(sides) / 2, 0.0)
    steps = (("Expected from the average", sides[0]), ("Actual from the average", sides[1]), ("Distance", sqrt(value)))
    return Worked(value, steps)


def ks_statistic(first: Numbers, second: Numbers) -> Worked:
    """The largest gap between two samples' shares of values up to a point; ties step together."""
    need_some(first=first, second=second)

    def up_to(sample: Numbers, point: float) -> float:
        return sum(value <= point for value in sample) / len(sample)

    point = max(sorted({*first, *second}), key=lambda x: abs(up_to(first, x) - up_to(second, x)))
    one, other = up_to(first, point), up_to(second, point)
    return Worked(abs(one - other), (("Widest at", point), ("First up to there", one), ("Second up to there", other)))
