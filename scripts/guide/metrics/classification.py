"""Yes or no: metrics of a classifier at one threshold. Labels and predictions are 0 or 1.

Ratios without a denominator, such as precision when nothing is flagged, are undefined and raise ValueError;
scikit-learn returns 0 with a warning.
"""

from __future__ import annotations

from math import sqrt

from .worked import Numbers, Worked, need_binary, need_both_classes, need_positive, need_same_length


def _counts(labels: Numbers, predictions: Numbers) -> tuple[int, int, int, int]:
    """True positives, false positives, false negatives, true negatives."""
    need_same_length(labels=labels, predictions=predictions)
    need_binary(labels=labels, predictions=predictions)
    pairs = list(zip(labels, predictions, strict=True))
    return pairs.count((1, 1)), pairs.count((0, 1)), pairs.count((1, 0)), pairs.count((0, 0))


def accuracy(labels: Numbers, predictions: Numbers) -> Worked:
    """The share of cases that are decided rightly."""
    tp, fp, fn, tn = _counts(labels, predictions)
    return Worked((tp + tn) / len(labels), (("Right", tp + tn), ("Cases", tp + fp + fn + tn)))


def balanced_accuracy(labels: Numbers, predictions: Numbers) -> Worked:
    """The mean of recall and specificity. Both classes must occur among the labels."""
    tp, fp, fn, tn = _counts(labels, predictions)
    need_both_classes(labels)
    recalled, spared = tp / (tp + fn), tn / (tn + fp)
    return Worked((recalled + spared) / 2, (("Recall", recalled), ("Specificity", spared)))


def precision(labels: Numbers, predictions: Numbers) -> Worked:
    """The share of flagged cases that are positive. Something must be flagged."""
    tp, fp, _, _ = _counts(labels, predictions)
    if tp + fp == 0:
        raise ValueError("predictions flags nothing, so precision is undefined")
    return Worked(tp / (tp + fp), (("TP", tp), ("FP", fp)))


def recall(labels: Numbers, predictions: Numbers) -> Worked:
    """The share of positives that are flagged. There must be a positive."""
    tp, _, fn, _ = _counts(labels, predictions)
    if tp + fn == 0:
        raise ValueError("labels holds no positive, so recall is undefined")
    return Worked(tp / (tp + fn), (("TP", tp), ("FN", fn)))


def false_alarm_rate(labels: Numbers, predictions: Numbers) -> Worked:
    """The share of negatives that are flagged, one minus specificity. There must be a negative."""
    _, fp, _, tn = _counts(labels, predictions)
    if fp + tn == 0:
        raise ValueError("labels holds no negative, so the false-alarm rate is undefined")
    return Worked(fp / (fp + tn), (("FP", fp), ("TN", tn), ("Specificity", tn / (fp + tn))))


def f1(labels: Numbers, predictions: Numbers) -> Worked:
    """The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). Undefined without TP, FP and FN."""
    return f_beta(labels, predictions, 1)


def f_beta(labels: Numbers, predictions: Numbers, beta: float) -> Worked:
    """F1 with recall counted `beta` times as much as precision (van Rijsbergen); `beta` is above 0."""
    tp, fp, fn, _ = _counts(labels, predictions)
    need_positive(beta=[beta])
    if tp + fp + fn == 0:
        raise ValueError("there is neither a positive label nor a positive prediction, so F is undefined")
    weight = beta * beta
    value = (1 + weight) * tp / ((1 + weight) * tp + weight * fn + fp)
    return Worked(value, (("TP", tp), ("FP", fp), ("FN", fn)))


def mcc(labels: Numbers, predictions: Numbers) -> Worked:
    """Matthews's correlation of labels and predictions; 0 when either is constant, as in scikit-learn."""
    tp, fp, fn, tn = _counts(labels, predictions)
    above = tp * tn - fp * fn
    below = sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    steps = (("TP", tp), ("FP", fp), ("FN", fn), ("TN", tn), ("Numerator", above), ("Denominator", below))
    return Worked(above / below if below else 0.0, steps)
