"""Text, perception and sequences: overlaps of masks, detections, tokens, answers, programs."""

from __future__ import annotations

from collections import Counter
from math import comb, exp, fsum, log

from .scores import average_precision
from .worked import Numbers, Words, Worked, need_between, need_binary, need_same_length, need_some, need_whole


def _overlap(truth: Numbers, predicted: Numbers) -> tuple[float, float, float]:
    """Pixels in both masks, in the truth, in the prediction."""
    need_same_length(truth=truth, predicted=predicted)
    need_binary(truth=truth, predicted=predicted)
    if not any(truth) and not any(predicted):
        raise ValueError("both masks are empty")
    return sum(t * p for t, p in zip(truth, predicted, strict=True)), sum(truth), sum(predicted)


def iou(truth: Numbers, predicted: Numbers) -> Worked:
    """Intersection over union of two masks of 0 and 1 (Jaccard); undefined when both are empty."""
    both, true, said = _overlap(truth, predicted)
    return Worked(both / (true + said - both), (("Intersection", both), ("Union", true + said - both)))


def dice(truth: Numbers, predicted: Numbers) -> Worked:
    """Twice the intersection over the sum of two masks of 0 and 1; undefined when both are empty."""
    both, true, said = _overlap(truth, predicted)
    return Worked(2 * both / (true + said), (("Intersection", both), ("Sum of sizes", true + said)))


def detection_ap(matched: Numbers, scores: Numbers, objects: float) -> Worked:
    """Average precision of one class's boxes, with every object in the denominator, found or not.

    Args:
        matched: 1 for a box that is the first to overlap an object enough, else 0.
        scores: the boxes' confidences; equal ones count as one step.
        objects: how many objects there are, at least the matched ones and at least 1.
    """
    need_same_length(matched=matched, scores=scores)
    need_binary(matched=matched)
    found = sum(matched)
    need_whole(max(1, int(found)), objects=objects)
    if not found:
        return Worked(0.0, (("Objects found", 0),))
    listed = average_precision(matched, scores)
    return Worked(listed.value * found / objects, (("Objects found", found), *listed.steps[1:]))


def perplexity(probabilities: Numbers) -> Worked:
    """The exponential of the mean −ln of the probability that a model gave each token that came; each above 0."""
    need_some(probabilities=probabilities)
    need_between(0, 1, probabilities=probabilities)
    if 0 in probabilities:
        raise ValueError("probabilities holds 0, so perplexity is infinite")
    total = fsum(-log(p) for p in probabilities)
    return Worked(exp(total / len(probabilities)), (("Sum of −ln p", total), ("Tokens", len(probabilities))))


def token_f1(truth: Words, answer: Words) -> Worked:
    """The harmonic mean of precision and recall of an answer's tokens, each counted as often as it occurs.

    The definition is SQuAD's (Rajpurkar et al. 2016), without its normalisation of the text.
    """
    need_some(truth=truth, answer=answer)
    shared = (Counter(truth) & Counter(answer)).total()
    steps = (("Shared tokens", shared), ("Precision", shared / len(answer)), ("Recall", shared / len(truth)))
    return Worked(2 * shared / (len(truth) + len(answer)), steps)


def exact_match(truth: Words, answers: Words) -> Worked:
    """The share of answers, one word each, that equal the truth letter for letter."""
    need_same_length(truth=truth, answers=answers)
    same = sum(t == a for t, a in zip(truth, answers, strict=True))
    return Worked(same / len(truth), (("Exact", same), ("Answers", len(truth))))


def pass_at_k(correct: Numbers, samples: float, k: float) -> Worked:
    """The mean over tasks of the chance that one of `k` of the drawn samples is correct (Chen et al. 2021).

    Unbiased: it counts the ways to choose `k` of the samples without a correct one.

    Args:
        correct: for each task how many of its samples pass, from 0 to `samples`.
        samples: drawn for each task.
        k: from 1 to `samples`.
    """
    ways = _ways(correct, samples, k)
    missed = fsum(comb(int(samples - passing), int(k)) / ways for passing in correct)
    return Worked(1 - missed / len(correct), (("Ways to choose k", ways), ("Sum of chances to miss", missed)))


def pass_hat_k(correct: Numbers, samples: float, k: float) -> Worked:
    """The mean over tasks of the chance that all `k` of the drawn samples are correct (Yao et al. 2024).

    Unbiased as `pass_at_k` is, whose arguments it takes: it counts the ways to choose `k` correct samples.
    """
    ways = _ways(correct, samples, k)
    right = fsum(comb(int(passing), int(k)) / ways for passing in correct)
    return Worked(right / len(correct), (("Ways to choose k", ways), ("Sum of chances", right)))


def _ways(correct: Numbers, samples: float, k: float) -> int:
    """In how many ways `k` of the samples are chosen. Raises ValueError for counts that can't be."""
    need_some(correct=correct)
    need_whole(1, samples=samples)
    need_whole(1, samples, k=k)
    for passing in correct:
        need_whole(0, samples, correct=passing)
    return comb(int(samples), int(k))


def word_error_rate(truth: Words, heard: Words) -> Worked:
    """The fewest substitutions, deletions and insertions that turn the truth into what was heard, over its words."""
    need_some(truth=truth)
    row = list(range(len(heard) + 1))
    for number, word in enumerate(truth, 1):
        before, row = row, [number]
        for place, other in enumerate(heard, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != other)))
    return Worked(row[-1] / len(truth), (("Edits", row[-1]), ("Words", len(truth))))
