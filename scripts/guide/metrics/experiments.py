"""Experiments: differences with their errors, the split itself, and what a log says about another policy."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import erfc, exp, fsum, gamma, sqrt
from statistics import NormalDist, variance

from .worked import Numbers, Worked, mean, need_between, need_positive, need_same_length, need_whole

Z95 = NormalDist().inv_cdf(0.975)


def _rates(successes: Numbers, trials: Numbers) -> list[float]:
    need_same_length(successes=successes, trials=trials)
    for won, tried in zip(successes, trials, strict=True):
        need_whole(1, trials=tried)
        need_whole(0, tried, successes=won)
    return [won / tried for won, tried in zip(successes, trials, strict=True)]


def two_proportion_z(successes: Numbers, trials: Numbers) -> Worked:
    """The difference of two rates, treatment minus control, over its pooled standard error.

    The interval in the steps is Wald's, with each arm's own variance, at 95 %.

    Args:
        successes: of control and treatment, whole, from 0 to the trials; not all fail and not all succeed.
        trials: of control and treatment, at least 1.
    """
    rates = _rates(successes, trials)
    if len(rates) != 2:
        raise ValueError(f"successes has {len(rates)} arms, not control and treatment")
    pooled = sum(successes) / sum(trials)
    error = sqrt(pooled * (1 - pooled) * sum(1 / tried for tried in trials))
    if not error:
        raise ValueError("all trials of both arms end alike")
    difference = rates[1] - rates[0]
    half = Z95 * sqrt(sum(rate * (1 - rate) / tried for rate, tried in zip(rates, trials, strict=True)))
    z = difference / error
    return Worked(z, (
        ("Difference", difference), ("Pooled standard error", error), ("p-value", erfc(abs(z) / sqrt(2))),
        ("Lower end", difference - half), ("Upper end", difference + half),
    ))  # fmt: skip


def welch_t(control: Numbers, treatment: Numbers) -> Worked:
    """The difference of two means, treatment minus control, over its standard error with each arm's own variance.

    Each arm has at least two values, and they aren't all equal. Degrees of freedom are Welch's.
    """
    if min(len(control), len(treatment)) < 2:
        raise ValueError("an arm has fewer than two values")
    parts = [variance(arm) / len(arm) for arm in (control, treatment)]
    if not sum(parts):
        raise ValueError("both arms are constant")
    difference, error = mean(treatment) - mean(control), sqrt(sum(parts))
    degrees = sum(parts) ** 2 / (parts[0] ** 2 / (len(control) - 1) + parts[1] ** 2 / (len(treatment) - 1))
    steps = (("Difference", difference), ("Standard error", error), ("Degrees of freedom", degrees))
    return Worked(difference / error, steps)


def wilson_interval(successes: float, trials: float) -> Worked:
    """The lower end of Wilson's 95 % interval for a rate, with the upper end as a step (Wilson 1927).

    `successes` is whole, from 0 to `trials`, which is at least 1.
    """
    rate, squared = _rates([successes], [trials])[0], Z95**2
    centre = (rate + squared / (2 * trials)) / (1 + squared / trials)
    half = Z95 * sqrt(rate * (1 - rate) / trials + squared / (4 * trials**2)) / (1 + squared / trials)
    # At 0 of n and n of n the ends are 0 and 1 but for rounding.
    low, high = max(centre - half, 0.0), min(centre + half, 1.0)
    return Worked(low, (("Rate", rate), ("Centre", centre), ("Half-width", half), ("Upper end", high)))


def cuped(before: Numbers, outcome: Numbers) -> Worked:
    """The share of the outcome's variance that each unit's own past explains and CUPED removes (Deng et al. 2013).

    `before` is measured before the experiment; there are at least two units, and neither list is constant.
    """
    need_same_length(before=before, outcome=outcome)
    if len(set(before)) < 2 or len(set(outcome)) < 2:
        raise ValueError("before or outcome is constant")
    past, now = mean(before), mean(outcome)
    across = fsum((b - past) * (o - now) for b, o in zip(before, outcome, strict=True))
    theta = across / fsum((b - past) ** 2 for b in before)
    adjusted = [o - theta * (b - past) for b, o in zip(before, outcome, strict=True)]
    whole, left = variance(outcome), variance(adjusted)
    return Worked(1 - left / whole, (("Theta", theta), ("Variance", whole), ("Variance after", left)))


def _chi_square_tail(value: float, degrees: int) -> float:
    """The chance that chi-square exceeds a value: the closed forms of one and two degrees, then the recurrence."""
    half = value / 2
    tail = erfc(sqrt(half)) if degrees % 2 else exp(-half)
    for lower in range(2 - degrees % 2, degrees, 2):
        tail += half ** (lower / 2) * exp(-half) / gamma(lower / 2 + 1)
    return tail


def sample_ratio_mismatch(counts: Numbers, shares: Numbers) -> Worked:
    """Pearson's chi-square of the units in each arm against the planned split.

    `counts` are whole, from 0 up; `shares` are above 0 in any unit. There are at least two arms.
    """
    need_same_length(counts=counts, shares=shares)
    need_positive(shares=shares)
    if len(counts) < 2 or not sum(counts):
        raise ValueError("counts has fewer than two arms, or nobody in them")
    for count in counts:
        need_whole(0, counts=count)
    planned = [share / fsum(shares) * sum(counts) for share in shares]
    value = fsum((count - plan) ** 2 / plan for count, plan in zip(counts, planned, strict=True))
    expected = [(f"Planned in arm {number}", plan) for number, plan in enumerate(planned, 1)]
    return Worked(value, (*expected, ("p-value", _chi_square_tail(value, len(counts) - 1))))


def _weights(rewards: Numbers, logged: Numbers, target: Numbers) -> list[float]:
    """How much more often the new policy would have made each logged choice."""
    need_same_length(rewards=rewards, logged=logged, target=target)
    need_between(0, 1, logged=logged, target=target)
    need_positive(logged=logged)
    return [new / old for new, old in zip(target, logged, strict=True)]


def ips(rewards: Numbers, logged: Numbers, target: Numbers) -> Worked:
    """Mean of the logged rewards, each weighted by the new policy's chance of the choice over the old one's.

    Args:
        rewards: what followed each logged choice.
        logged: the chance with which the old policy made it, above 0.
        target: the chance with which the new policy would.
    """
    weights = _weights(rewards, logged, target)
    total = fsum(w * r for w, r in zip(weights, rewards, strict=True))
    return Worked(total / len(rewards), (("Weighted rewards", total), ("Largest weight", max(weights))))


def snips(rewards: Numbers, logged: Numbers, target: Numbers) -> Worked:
    """As `ips`, divided by the sum of the weights (Swaminathan and Joachims 2015); the new policy must overlap the log."""
    weights = _weights(rewards, logged, target)
    if not sum(weights):
        raise ValueError("the new policy makes none of the logged choices")
    total = fsum(w * r for w, r in zip(weights, rewards, strict=True))
    effective = fsum(weights) ** 2 / fsum(w * w for w in weights)
    steps = (("Weighted rewards", total), ("Sum of weights", fsum(weights)), ("Effective sample size", effective))
    return Worked(total / fsum(weights), steps)


def doubly_robust(rewards: Numbers, logged: Numbers, target: Numbers, predicted: Numbers, chosen: Numbers) -> Worked:
    """A model's mean reward of the new policy, with the weighted errors of the model added (Dudík et al. 2011).

    Args:
        rewards, logged, target: as for `ips`.
        predicted: the model's reward of each logged choice.
        chosen: the model's reward of what the new policy would choose in its place, averaged over its choices.
    """
    weights = _weights(rewards, logged, target)
    need_same_length(rewards=rewards, predicted=predicted, chosen=chosen)
    errors = fsum(w * (r - p) for w, r, p in zip(weights, rewards, predicted, strict=True))
    model, correction = fsum(chosen) / len(chosen), errors / len(rewards)
    return Worked(model + correction, (("The model alone", model), ("Correction", correction)))


def qini(treated: Numbers, control: Numbers, treated_trials: Numbers, control_trials: Numbers) -> Worked:
    """The area between the curve of additional successes and the straight line to its end (Radcliffe 2007).

    The groups stand in the order of their predicted effect, the highest first. The curve has a point after each group:
    the successes of the treated so far, less those of the control scaled to as many trials. The area is over the share
    of the treated, from 0 to 1, by trapezoids; its unit is successes.

    Args:
        treated, control: successes in each group.
        treated_trials, control_trials: how many each group has, above 0.
    """
    need_same_length(treated=treated, control=control, treated_trials=treated_trials, control_trials=control_trials)
    need_positive(treated_trials=treated_trials, control_trials=control_trials)
    for won, of in ((treated, treated_trials), (control, control_trials)):
        for successes, trials in zip(won, of, strict=True):
            need_whole(0, trials, successes=successes)
    sums = [list(accumulate(values)) for values in (treated, control, treated_trials, control_trials)]
    curve = [0.0, *(t - c * n / m for t, c, n, m in zip(*sums, strict=True))]
    shares = [0.0, *(n / sums[2][-1] for n in sums[2])]
    area = fsum((b - a) * (low + high) / 2 for (a, b), (low, high) in zip(pairwise(shares), pairwise(curve), strict=True))
    return Worked(area - curve[-1] / 2, (("Area under the curve", area), ("Area under the line", curve[-1] / 2)))


def win_rate(wins: float, ties: float, trials: float) -> Worked:
    """The share of comparisons won, ties counting half. Its interval takes comparisons as independent.

    The 95 % interval is that of a mean of points 1, ½ and 0.
    """
    need_whole(2, trials=trials)
    need_whole(0, trials, wins=wins)
    need_whole(0, trials - wins, ties=ties)
    rate = (wins + ties / 2) / trials
    spread = Z95 * sqrt((wins + ties / 4 - trials * rate**2) / (trials * (trials - 1)))
    return Worked(rate, (("Lower end", rate - spread), ("Upper end", rate + spread)))
