"""Scores and probabilities: metrics that read an order or a probability. Labels are 0 or 1.

Ties agree with scikit-learn: ROC-AUC counts a tied pair as half, average precision treats equal scores as one step.
"""

from __future__ import annotations

from bisect import bisect_left
from math import fsum, log

from .worked import (
    Numbers,
    Worked,
    descending,
    mean,
    need_between,
    need_binary,
    need_both_classes,
    need_same_length,
    need_whole,
    top_count,
)


def _check(labels: Numbers, **others: Numbers) -> None:
    need_same_length(labels=labels, **others)
    need_binary(labels=labels)


def roc_auc(labels: Numbers, scores: Numbers) -> Worked:
    """The share of pairs of a positive and a negative in which the positive scores higher (Mann and Whitney).

    Ties count half. Both classes must occur.
    """
    _check(labels, scores=scores)
    need_both_classes(labels)
    above = [s for y, s in zip(labels, scores, strict=True) if y]
    below = [s for y, s in zip(labels, scores, strict=True) if not y]
    pairs = len(above) * len(below)
    right = sum(p > n for p in above for n in below)
    tied = sum(p == n for p in above for n in below)
    return Worked((right + tied / 2) / pairs, (("Pairs", pairs), ("Pairs in order", right), ("Tied pairs", tied)))


def average_precision(labels: Numbers, scores: Numbers) -> Worked:
    """The step-wise area under the precision–recall curve: each rise in recall times the precision there.

    Equal scores are flagged together. There must be a positive.
    """
    _check(labels, scores=scores)
    positives = sum(labels)
    if not positives:
        raise ValueError("labels holds no positive, so average precision is undefined")
    order = descending(scores)
    steps, terms, found, counted = [], [], 0.0, 0.0
    for flagged, place in enumerate(order, 1):
        found += labels[place]
        ends_tie = flagged == len(order) or scores[order[flagged]] != scores[place]
        if ends_tie and found > counted:
            steps.append((f"P at {flagged}", found / flagged))
            terms.append((found - counted) / positives * found / flagged)
            counted = found
    return Worked(fsum(terms), (("Positives", positives), *steps))


def _surprise(labels: Numbers, probabilities: Numbers) -> float:
    """The sum of −ln of the probability given to what happened."""
    _check(labels, probabilities=probabilities)
    need_between(0, 1, probabilities=probabilities)
    given = [p if y else 1 - p for y, p in zip(labels, probabilities, strict=True)]
    if 0 in given:
        raise ValueError("probabilities gives 0 to something that happened, so log loss is infinite")
    return fsum(-log(p) for p in given)


def log_loss(labels: Numbers, probabilities: Numbers) -> Worked:
    """The mean of −ln of the probability given to what happened; probabilities lie in [0, 1]."""
    total = _surprise(labels, probabilities)
    return Worked(total / len(labels), (("Sum of −ln p", total), ("Cases", len(labels))))


def normalised_entropy(labels: Numbers, probabilities: Numbers) -> Worked:
    """Log loss divided by that of always predicting the labels' own rate (He et al. 2014). Both classes must occur."""
    own = _surprise(labels, probabilities) / len(labels)
    need_both_classes(labels)
    rate = mean(labels)
    constant = -rate * log(rate) - (1 - rate) * log(1 - rate)
    return Worked(own / constant, (("Log loss", own), ("Base rate", rate), ("Log loss of the base rate", constant)))


def brier_score(labels: Numbers, probabilities: Numbers) -> Worked:
    """The mean squared difference of a probability in [0, 1] and what happened."""
    _check(labels, probabilities=probabilities)
    need_between(0, 1, probabilities=probabilities)
    total = fsum((p - y) ** 2 for y, p in zip(labels, probabilities, strict=True))
    return Worked(total / len(labels), (("Sum of squares", total), ("Cases", len(labels))))


def expected_calibration_error(labels: Numbers, probabilities: Numbers, bins: float) -> Worked:
    """The mean gap between predicted and observed over equal-width bins, weighted by their cases (Guo et al. 2017).

    A probability on the edge of two bins belongs to the lower, as in scikit-learn's `calibration_curve`.
    """
    _check(labels, probabilities=probabilities)
    need_between(0, 1, probabilities=probabilities)
    need_whole(1, bins=bins)
    edges = [edge / bins for edge in range(1, int(bins))]
    filled: dict[int, list[tuple[float, float]]] = {}
    for y, p in zip(labels, probabilities, strict=True):
        filled.setdefault(bisect_left(edges, p), []).append((y, p))
    steps, total = [], 0.0
    for number, cases in sorted(filled.items()):
        gap = abs(fsum(p - y for y, p in cases)) / len(cases)
        steps += [(f"Cases in bin {number + 1}", len(cases)), (f"Gap in bin {number + 1}", gap)]
        total += gap * len(cases)
    return Worked(total / len(labels), tuple(steps))


def lift(labels: Numbers, scores: Numbers, share: float) -> Worked:
    """Precision among the top `share` per cent by score, rounded up to whole cases, divided by the prevalence.

    `share` is above 0 and at most 100. A cut between equal scores has no defined answer and raises ValueError.
    """
    _check(labels, scores=scores)
    need_between(0, 100, share=[share])
    flagged, order = top_count(len(labels), share), descending(scores)
    if not flagged or not sum(labels):
        raise ValueError("nothing is flagged, or labels holds no positive")
    if flagged < len(order) and scores[order[flagged - 1]] == scores[order[flagged]]:
        raise ValueError(f"the cut after {flagged} cases falls between equal scores")
    found = sum(labels[place] for place in order[:flagged])
    inside, prevalence = found / flagged, mean(labels)
    steps = (("Flagged", flagged), ("Positives flagged", found), ("Precision in the top", inside), ("Prevalence", prevalence))
    return Worked(inside / prevalence, steps)
