"""Every metric against scikit-learn, SciPy or statsmodels: random cases, extremes, and the page's own examples."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy import sparse, stats
from scipy.spatial import distance
from sklearn import calibration
from sklearn import metrics as sk
from statsmodels.regression.linear_model import OLS
from statsmodels.stats import proportion
from statsmodels.tools import add_constant

from guide import ledger
from guide.metrics import METRICS, ExampleError, Worked, read_example
from guide.numbers import example_text
from guide.render.context import Context
from guide.render.metric import metric_table
from tests.conftest import ROOT, Pages

Arguments = dict[str, Any]
CASES = 40
EPSILON = 1e-9


# ---------- what the libraries say ----------


def _ece(labels: list, probabilities: list, bins: int) -> float:
    observed, predicted = calibration.calibration_curve(labels, probabilities, n_bins=int(bins), strategy="uniform")
    edges = np.linspace(0, 1, int(bins) + 1)
    counts = np.bincount(np.searchsorted(edges[1:-1], probabilities), minlength=int(bins))
    return np.average(np.abs(observed - predicted), weights=counts[counts > 0])


def _lift(labels: list, scores: list, share: float) -> float:
    cut = sorted(scores)[-math.ceil(round(len(scores) * share / 100, 9))]
    flagged = [score >= cut for score in scores]
    return sk.precision_score(labels, flagged) / np.mean(labels)


def _top(relevant: list, k: int) -> list[int]:
    return [int(place < k) for place in range(len(relevant))]


def _mrr(ranks: list) -> float:
    listed = [int(rank) for rank in ranks if rank]
    if not listed:
        return 0.0
    width = max(listed) + 1
    truth = [[int(place == rank) for place in range(1, width + 1)] for rank in listed]
    scores = [[-place for place in range(width)]] * len(listed)
    return sk.label_ranking_average_precision_score(truth, scores) * len(listed) / len(ranks)


def _hit_rate(ranks: list, k: int) -> float:
    """The right class has the score's rank; a rank of 0 becomes the last of all."""
    width = int(max(*ranks, k, 2)) + 2
    scores = [[-abs(place - 0.5) for place in range(1, width + 1)]] * len(ranks)
    right = [int(rank or width) - 1 for rank in ranks]
    return sk.top_k_accuracy_score(right, scores, k=int(k), labels=range(width))


def _map(queries: list, relevant: list) -> float:
    groups = [[r for q, r in zip(queries, relevant, strict=True) if q == query] for query in set(queries)]
    return np.mean([sk.average_precision_score(group, [-place for place in range(len(group))]) for group in groups])


def _ndcg(grades: list, k: int, missed: Any = ()) -> float:
    everything = [*grades, *missed]
    if len(everything) == 1:
        return 1.0  # scikit-learn refuses a single item
    return sk.ndcg_score([everything], [[-place for place in range(len(everything))]], k=int(k), ignore_ties=True)


def _detection_ap(matched: list, scores: list, objects: int) -> float:
    return sk.average_precision_score(matched, scores) * sum(matched) / objects if any(matched) else 0.0


def _token_f1(truth: list, answer: list) -> float:
    words = sorted({*truth, *answer})
    return 1 - distance.braycurtis(*([Counter(text)[word] for word in words] for text in (truth, answer)))


def _pass_at_k(correct: list, samples: int, k: int) -> float:
    return np.mean([stats.hypergeom(int(samples), int(c), int(k)).sf(0) for c in correct])


def _pass_hat_k(correct: list, samples: int, k: int) -> float:
    return np.mean([stats.hypergeom(int(samples), int(c), int(k)).pmf(int(k)) for c in correct])


def _qini(treated: list, control: list, treated_trials: list, control_trials: list) -> float:
    n, m = np.cumsum([0, *treated_trials]), np.cumsum([0, *control_trials])
    curve = np.cumsum([0, *treated]) - np.cumsum([0, *control]) * n / np.maximum(m, 1)
    return np.trapezoid(curve - curve[-1] * n / n[-1], n / n[-1])


def _win_rate(wins: int, ties: int, trials: int) -> dict[str, float]:
    points = [1.0] * int(wins) + [0.5] * int(ties) + [0.0] * int(trials - wins - ties)
    half = stats.norm.ppf(0.975) * stats.sem(points)
    return {"": np.mean(points), "Lower end": np.mean(points) - half, "Upper end": np.mean(points) + half}


def _word_error_rate(truth: list, heard: list) -> float:
    """The shortest path through the grid of alignments; each word passed adds a half, so that no edge weighs nothing."""
    across = len(heard) + 1
    edges = {}
    for i in range(len(truth) + 1):
        for j in range(across):
            if i < len(truth):
                edges[i * across + j, (i + 1) * across + j] = 1.5
            if j < len(heard):
                edges[i * across + j, i * across + j + 1] = 1.5
            if i < len(truth) and j < len(heard):
                edges[i * across + j, (i + 1) * across + j + 1] = 1.0 + (truth[i] != heard[j])
    size = (len(truth) + 1) * across
    starts, ends = zip(*edges, strict=True)
    graph = sparse.csr_array((list(edges.values()), (starts, ends)), shape=(size, size))
    length = sparse.csgraph.dijkstra(graph, indices=0)[size - 1]
    return (length - (len(truth) + len(heard)) / 2) / len(truth)


def _psi(expected: list, actual: list) -> float:
    return stats.entropy(expected, actual) + stats.entropy(actual, expected)


def _two_proportion_z(successes: list, trials: list) -> dict[str, float]:
    z, p = proportion.proportions_ztest(successes[::-1], trials[::-1])
    low, high = proportion.confint_proportions_2indep(
        successes[1], trials[1], successes[0], trials[0], method="wald", compare="diff"
    )
    return {"": z, "p-value": p, "Lower end": low, "Upper end": high}


def _welch(control: list, treatment: list) -> dict[str, float]:
    found = stats.ttest_ind(treatment, control, equal_var=False)
    return {"": found.statistic, "Degrees of freedom": found.df}


def _wilson(successes: float, trials: float) -> dict[str, float]:
    low, high = proportion.proportion_confint(successes, trials, method="wilson")
    return {"": low, "Upper end": high}


def _srm(counts: list, shares: list) -> dict[str, float]:
    found = stats.chisquare(counts, np.array(shares) / sum(shares) * sum(counts))
    return {"": found.statistic, "p-value": found.pvalue}


def _jensen_shannon(expected: list, actual: list) -> dict[str, float]:
    found = distance.jensenshannon(expected, actual)
    return {"": found**2, "Distance": found}


def _weights(logged: list, target: list) -> np.ndarray:
    return np.divide(target, logged)


REFERENCES: dict[str, Callable[..., float | dict[str, float]]] = {
    "accuracy": lambda labels, predictions: sk.accuracy_score(labels, predictions),
    "balanced_accuracy": lambda labels, predictions: sk.balanced_accuracy_score(labels, predictions),
    "precision": lambda labels, predictions: sk.precision_score(labels, predictions),
    "recall": lambda labels, predictions: sk.recall_score(labels, predictions),
    "false_alarm_rate": lambda labels, predictions: 1 - sk.recall_score(labels, predictions, pos_label=0),
    "f1": lambda labels, predictions: sk.f1_score(labels, predictions),
    "f_beta": lambda labels, predictions, beta: sk.fbeta_score(labels, predictions, beta=beta),
    "mcc": lambda labels, predictions: sk.matthews_corrcoef(labels, predictions),
    "roc_auc": lambda labels, scores: sk.roc_auc_score(labels, scores),
    "average_precision": lambda labels, scores: sk.average_precision_score(labels, scores),
    "log_loss": lambda labels, probabilities: sk.log_loss(labels, probabilities, labels=[0, 1]),
    "normalised_entropy": lambda labels, probabilities: (
        sk.log_loss(labels, probabilities) / sk.log_loss(labels, [np.mean(labels)] * len(labels))
    ),
    "brier_score": lambda labels, probabilities: sk.brier_score_loss(labels, probabilities, pos_label=1),
    "expected_calibration_error": _ece,
    "lift": _lift,
    "mae": lambda actual, forecast: sk.mean_absolute_error(actual, forecast),
    "rmse": lambda actual, forecast: sk.root_mean_squared_error(actual, forecast),
    "mape": lambda actual, forecast: sk.mean_absolute_percentage_error(actual, forecast),
    "r_squared": lambda actual, forecast: sk.r2_score(actual, forecast),
    "quantile_loss": lambda actual, forecast, quantile: sk.mean_pinball_loss(actual, forecast, alpha=quantile),
    "precision_at_k": lambda relevant, k: sk.precision_score(relevant, _top(relevant, k), zero_division=0),
    "recall_at_k": lambda relevant, total, k: sk.recall_score(
        [*relevant, *[1] * int(total - sum(relevant))], [*_top(relevant, k), *[0] * int(total - sum(relevant))]
    ),
    "hit_rate": _hit_rate,
    "mrr": _mrr,
    "mean_average_precision": _map,
    "ndcg": _ndcg,
    "kendall_tau": lambda first, second: stats.kendalltau(first, second).statistic,
    "iou": lambda truth, predicted: sk.jaccard_score(truth, predicted),
    "dice": lambda truth, predicted: sk.f1_score(truth, predicted),
    "detection_ap": _detection_ap,
    "perplexity": lambda probabilities: 1 / stats.gmean(probabilities),
    "token_f1": _token_f1,
    "exact_match": lambda truth, answers: sk.accuracy_score(truth, answers),
    "pass_at_k": _pass_at_k,
    "pass_hat_k": _pass_hat_k,
    "word_error_rate": _word_error_rate,
    "cohens_kappa": lambda first, second: sk.cohen_kappa_score(first, second),
    "psi": _psi,
    "jensen_shannon": _jensen_shannon,
    "ks_statistic": lambda first, second: stats.ks_2samp(first, second).statistic,
    "two_proportion_z": _two_proportion_z,
    "welch_t": _welch,
    "wilson_interval": _wilson,
    "cuped": lambda before, outcome: OLS(outcome, add_constant(before)).fit().rsquared,
    "sample_ratio_mismatch": _srm,
    "ips": lambda rewards, logged, target: np.mean(_weights(logged, target) * rewards),
    "snips": lambda rewards, logged, target: np.average(rewards, weights=_weights(logged, target)),
    "doubly_robust": lambda rewards, logged, target, predicted, chosen: (
        np.mean(np.array(chosen) + _weights(logged, target) * np.subtract(rewards, predicted))
    ),
    "qini": _qini,
    "win_rate": _win_rate,
}
"""Metric → the same by a library; a dictionary gives steps too, the value under ""."""


# ---------- random cases: ragged sizes, ties, extremes ----------


def _labels(random: Random, size: int) -> list[int]:
    """Both classes occur."""
    labels = [0, 1, *(int(random.random() < 0.3) for _ in range(size - 2))]
    random.shuffle(labels)
    return labels


def _flags(random: Random, size: int) -> list[int]:
    return [int(random.random() < random.choice([0.1, 0.5, 0.9])) for _ in range(size)]


def _decided(random: Random) -> Arguments:
    size = random.randint(2, 60)
    return {"labels": _labels(random, size), "predictions": _labels(random, size)}


def _scored(random: Random) -> Arguments:
    """Few distinct scores make ties; some are huge."""
    size = random.randint(2, 60)
    levels = random.choice([2, 5, 10**6])
    scale = random.choice([1e-6, 1, 1e9])
    return {"labels": _labels(random, size), "scores": [random.randrange(levels) * scale for _ in range(size)]}


def _told(random: Random) -> Arguments:
    size = random.randint(2, 60)
    edge = random.choice([1e-12, 0.01, 0.3])
    return {"labels": _labels(random, size), "probabilities": [random.uniform(edge, 1 - edge) for _ in range(size)]}


def _ordered(random: Random) -> Arguments:
    size = random.randint(5, 60)
    scores = random.sample(range(10**6), size)
    return {"labels": _labels(random, size), "scores": scores, "share": random.choice([5, 10, 20, 33.3, 50, 100])}


def _forecast(random: Random) -> Arguments:
    size = random.randint(2, 40)
    scale = random.choice([1e-3, 1, 1e6])
    actual = [random.gauss(0, scale) for _ in range(size)]
    return {"actual": actual, "forecast": [a + random.gauss(0, scale / 3) for a in actual]}


def _listed(random: Random) -> Arguments:
    relevant = _flags(random, random.randint(1, 30))
    return {"relevant": relevant, "k": random.randint(1, len(relevant))}


def _ranks(random: Random) -> Arguments:
    return {"ranks": [random.randint(0, random.choice([3, 40])) for _ in range(random.randint(1, 30))]}


def _queries(random: Random) -> Arguments:
    lists = [_labels(random, random.randint(2, 15)) for _ in range(random.randint(1, 6))]
    pairs = [(number, flag) for number, flags in enumerate(lists, 1) for flag in flags]
    return {"queries": [q for q, _ in pairs], "relevant": [r for _, r in pairs]}


def _graded(random: Random) -> Arguments:
    grades = [random.choice([0, 0, 1, 2, 3, 4]) for _ in range(random.randint(1, 20))]
    missed = [random.randint(0, 4) for _ in range(random.randint(0, 5))]
    grades[random.randrange(len(grades))] = 3
    return {"grades": grades, "k": random.randint(1, len(grades)), "missed": missed}


def _paired(random: Random) -> Arguments:
    size = random.randint(3, 30)
    levels = random.choice([3, 1000])
    first, second = ([0, 1, *(random.randrange(levels) for _ in range(size - 2))] for _ in range(2))
    return {"first": first, "second": random.sample(second, size)}


def _masks(random: Random) -> Arguments:
    size = random.randint(1, 50)
    return {"truth": [1, *_flags(random, size)], "predicted": [random.randint(0, 1), *_flags(random, size)]}


def _boxes(random: Random) -> Arguments:
    scored = _scored(random)
    matched = scored["labels"] if random.random() < 0.9 else [0] * len(scored["labels"])
    return {"matched": matched, "scores": scored["scores"], "objects": max(1, sum(matched)) + random.randint(0, 9)}


def _sentences(random: Random, names: tuple[str, str]) -> Arguments:
    words = ["the", "a", "train", "is", "not", "late", "on", "time"]
    return {name: random.choices(words, k=random.randint(1, 12)) for name in names}


def _answers(random: Random) -> Arguments:
    size = random.randint(1, 20)
    return {name: random.choices(["yes", "no", "Yes", "1912"], k=size) for name in ("truth", "answers")}


def _programs(random: Random) -> Arguments:
    samples = random.choice([1, 5, 200])
    correct = [random.randint(0, samples) for _ in range(random.randint(1, 10))]
    return {"correct": correct, "samples": samples, "k": random.randint(1, samples)}


def _bins(random: Random, least: int) -> Arguments:
    size = random.randint(2, 12)
    counts = [[random.randint(least, 500) for _ in range(size)] for _ in range(2)]
    return {"expected": [1, *counts[0]], "actual": [1, *counts[1]]}


def _two_samples(random: Random) -> Arguments:
    levels = random.choice([4, 10**6])
    return {name: [random.randrange(levels) for _ in range(random.randint(1, 40))] for name in ("first", "second")}


def _arms(random: Random) -> Arguments:
    trials = [random.randint(10, 10 ** random.randint(2, 6)) for _ in range(2)]
    return {"successes": [random.randint(1, n - 1) for n in trials], "trials": trials}


def _means(random: Random) -> Arguments:
    spread = random.choice([0.1, 10, 1e5])
    return {n: [random.gauss(5, spread) for _ in range(random.randint(2, 30))] for n in ("control", "treatment")}


def _rate(random: Random) -> Arguments:
    trials = random.choice([1, 10, 10**6])
    return {"successes": random.choice([0, trials, random.randint(0, trials)]), "trials": trials}


def _past(random: Random) -> Arguments:
    before = [random.gauss(3, 2) for _ in range(random.randint(3, 60))]
    weight = random.choice([0, 0.5, 5])
    return {"before": before, "outcome": [weight * b + random.gauss(0, 1) for b in before]}


def _split(random: Random) -> Arguments:
    arms = random.randint(2, 7)
    return {"counts": [random.randint(900, 1100) for _ in range(arms)], "shares": random.choices([1, 1.05, 0.95], k=arms)}


def _log(random: Random) -> Arguments:
    size = random.randint(1, 50)
    draw = {"logged": 1e-3, "target": 0.01}
    chances = {name: [random.uniform(low, 1) for _ in range(size)] for name, low in draw.items()}
    return {"rewards": [random.choice([0, 1, 2.5, -1]) for _ in range(size)], **chances}


def _modelled(random: Random) -> Arguments:
    found = _log(random)
    return found | {name: [random.uniform(-1, 2) for _ in found["rewards"]] for name in ("predicted", "chosen")}


def _uplift(random: Random) -> Arguments:
    groups = range(random.randint(1, 12))
    trials = {name: [random.randint(1, 90) for _ in groups] for name in ("treated_trials", "control_trials")}
    return {"treated": [random.randint(0, n) for n in trials["treated_trials"]],
            "control": [random.randint(0, n) for n in trials["control_trials"]], **trials}  # fmt: skip


def _duels(random: Random) -> Arguments:
    wins, ties = random.randint(0, 40), random.randint(0, 40)
    return {"wins": wins, "ties": ties, "trials": max(2, wins + ties + random.randint(0, 40))}


MAKERS: dict[str, Callable[[Random], Arguments]] = {
    **dict.fromkeys(["accuracy", "balanced_accuracy", "precision", "recall", "false_alarm_rate", "f1", "mcc"], _decided),
    "f_beta": lambda r: _decided(r) | {"beta": r.choice([0.1, 0.5, 2, 10])},
    **dict.fromkeys(["roc_auc", "average_precision"], _scored),
    **dict.fromkeys(["log_loss", "normalised_entropy", "brier_score"], _told),
    "expected_calibration_error": lambda r: _told(r) | {"bins": r.choice([1, 2, 5, 10, 15])},
    "lift": _ordered,
    **dict.fromkeys(["mae", "rmse", "mape", "r_squared"], _forecast),
    "quantile_loss": lambda r: _forecast(r) | {"quantile": r.choice([0.01, 0.5, 0.9])},
    "precision_at_k": _listed,
    "recall_at_k": lambda r: (a := _listed(r)) | {"total": max(1, sum(a["relevant"])) + r.randint(0, 9)},
    "hit_rate": lambda r: _ranks(r) | {"k": r.randint(1, 20)},
    "mrr": _ranks,
    "mean_average_precision": _queries,
    "ndcg": _graded,
    "kendall_tau": _paired,
    **dict.fromkeys(["iou", "dice"], _masks),
    "detection_ap": _boxes,
    "perplexity": lambda r: {"probabilities": [r.uniform(r.choice([1e-12, 0.5]), 1) for _ in range(r.randint(1, 50))]},
    "token_f1": lambda r: _sentences(r, ("truth", "answer")),
    "exact_match": _answers,
    **dict.fromkeys(["pass_at_k", "pass_hat_k"], _programs),
    "word_error_rate": lambda r: _sentences(r, ("truth", "heard")),
    "cohens_kappa": _paired,
    "psi": lambda r: _bins(r, 1),
    "jensen_shannon": lambda r: _bins(r, 0),
    "ks_statistic": _two_samples,
    "two_proportion_z": _arms,
    "welch_t": _means,
    "wilson_interval": _rate,
    "cuped": _past,
    "sample_ratio_mismatch": _split,
    **dict.fromkeys(["ips", "snips"], _log),
    "doubly_robust": _modelled,
    "qini": _uplift,
    "win_rate": _duels,
}


def agree(name: str, worked: Worked, arguments: Arguments) -> None:
    """The value, and every step that the library gives, are the same to 1e-9."""
    found = REFERENCES[name](**arguments)
    ours = {"": worked.value, **dict(worked.steps)}
    for step, value in (found if isinstance(found, dict) else {"": found}).items():
        assert ours[step] == pytest.approx(float(value), rel=EPSILON, abs=EPSILON), f"{name} {step}: {arguments}"


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_agrees_with_a_library(name: str) -> None:
    for seed in range(CASES):
        arguments = MAKERS[name](Random(f"{name} {seed}"))
        agree(name, METRICS[name].function(**arguments), arguments)


def test_every_metric_has_a_reference() -> None:
    assert REFERENCES.keys() == METRICS.keys() == MAKERS.keys()


TIES = {
    "roc_auc": {"labels": [1, 0, 1, 0], "scores": [0.5, 0.5, 0.5, 0.5]},
    "average_precision": {"labels": [0, 1, 0, 1, 1], "scores": [3, 3, 2, 2, 1]},
    "kendall_tau": {"first": [1, 1, 2, 2], "second": [1, 2, 2, 2]},
    "ks_statistic": {"first": [1, 1, 2], "second": [1, 2, 2]},
    "expected_calibration_error": {"labels": [0, 1, 1, 0], "probabilities": [0.2, 0.4, 0.6, 1.0], "bins": 5},
    "ndcg": {"grades": [2, 2, 0, 0], "k": 3},
    "mcc": {"labels": [1, 1, 0], "predictions": [1, 1, 1]},
    "jensen_shannon": {"expected": [1, 0], "actual": [0, 1]},
}


@pytest.mark.parametrize("name", TIES)
def test_ties_and_edges_are_those_of_the_library(name: str) -> None:
    agree(name, METRICS[name].function(**TIES[name]), TIES[name])


# ---------- bad input ----------

WRONG = [
    ("accuracy", {"labels": [], "predictions": []}, "empty"),
    ("accuracy", {"labels": [1, 0], "predictions": [1]}, "labels has 2 and predictions has 1"),
    ("recall", {"labels": [1, 2], "predictions": [1, 0]}, "neither 0 nor 1"),
    ("recall", {"labels": [0, 0], "predictions": [1, 0]}, "no positive"),
    ("precision", {"labels": [0, 1], "predictions": [0, 0]}, "flags nothing"),
    ("false_alarm_rate", {"labels": [1], "predictions": [0]}, "no negative"),
    ("f1", {"labels": [0], "predictions": [0]}, "undefined"),
    ("f_beta", {"labels": [1], "predictions": [1], "beta": 0}, "not above 0"),
    ("f_beta", {"labels": [1], "predictions": [1], "beta": float("inf")}, "not above 0"),
    ("balanced_accuracy", {"labels": [1, 1], "predictions": [0, 1]}, "one class only"),
    ("roc_auc", {"labels": [1, 1], "scores": [1, 2]}, "one class only"),
    ("average_precision", {"labels": [0], "scores": [1]}, "no positive"),
    ("log_loss", {"labels": [1], "probabilities": [1.2]}, "not between 0 and 1"),
    ("log_loss", {"labels": [1], "probabilities": [0]}, "infinite"),
    ("brier_score", {"labels": [1], "probabilities": [-0.1]}, "not between 0 and 1"),
    ("normalised_entropy", {"labels": [1, 1], "probabilities": [0.5, 0.5]}, "one class only"),
    ("expected_calibration_error", {"labels": [1], "probabilities": [0.5], "bins": 1.5}, "not a whole number"),
    ("lift", {"labels": [1, 0], "scores": [1, 1], "share": 50}, "between equal scores"),
    ("lift", {"labels": [0, 0], "scores": [1, 2], "share": 50}, "no positive"),
    ("mape", {"actual": [0], "forecast": [1]}, "holds 0"),
    ("r_squared", {"actual": [2, 2], "forecast": [1, 2]}, "constant"),
    ("quantile_loss", {"actual": [2], "forecast": [1], "quantile": 1}, "not between 0 and 1"),
    ("precision_at_k", {"relevant": [1], "k": 2}, "not a whole number from 1 to 1"),
    ("recall_at_k", {"relevant": [1, 1], "total": 1, "k": 1}, "not a whole number"),
    ("hit_rate", {"ranks": [1.5], "k": 1}, "not a whole number"),
    ("mrr", {"ranks": [-1]}, "not a whole number"),
    ("mean_average_precision", {"queries": [1, 2], "relevant": [1, 0]}, "query 2 has no relevant item"),
    ("ndcg", {"grades": [0, 0], "k": 1}, "all 0"),
    ("kendall_tau", {"first": [1, 1], "second": [1, 2]}, "constant"),
    ("iou", {"truth": [0], "predicted": [0]}, "both masks are empty"),
    ("detection_ap", {"matched": [1, 1], "scores": [1, 2], "objects": 1}, "not a whole number"),
    ("detection_ap", {"matched": [1, -1], "scores": [1, 2], "objects": 1}, "matched"),
    ("average_precision", {"labels": [1, 0], "scores": [0.3]}, "scores"),
    ("average_precision", {"labels": [1, 2], "scores": [0.3, 0.1]}, "labels"),
    ("perplexity", {"probabilities": [0, 1]}, "infinite"),
    ("token_f1", {"truth": [], "answer": ["a"]}, "empty"),
    ("pass_at_k", {"correct": [6], "samples": 5, "k": 1}, "not a whole number"),
    ("pass_hat_k", {"correct": [1], "samples": 2, "k": 3}, "not a whole number"),
    ("word_error_rate", {"truth": [], "heard": ["a"]}, "empty"),
    ("cohens_kappa", {"first": [1, 1], "second": [1, 1]}, "one and the same label"),
    ("psi", {"expected": [1, 0], "actual": [1, 1]}, "merge bins"),
    ("jensen_shannon", {"expected": [0, 0], "actual": [1, 1]}, "not above 0"),
    ("ks_statistic", {"first": [], "second": [1]}, "empty"),
    ("two_proportion_z", {"successes": [1], "trials": [2]}, "not control and treatment"),
    ("two_proportion_z", {"successes": [0, 0], "trials": [2, 2]}, "end alike"),
    ("welch_t", {"control": [1], "treatment": [1, 2]}, "fewer than two"),
    ("welch_t", {"control": [1, 1], "treatment": [2, 2]}, "constant"),
    ("wilson_interval", {"successes": 3, "trials": 2}, "not a whole number"),
    ("cuped", {"before": [1, 1], "outcome": [1, 2]}, "constant"),
    ("sample_ratio_mismatch", {"counts": [3], "shares": [1]}, "fewer than two arms"),
    ("ips", {"rewards": [1], "logged": [0], "target": [1]}, "not above 0"),
    ("snips", {"rewards": [1], "logged": [0.5], "target": [0]}, "none of the logged choices"),
    ("doubly_robust", {"rewards": [1], "logged": [1], "target": [1], "predicted": [1], "chosen": []}, "chosen is empty"),
    ("qini", {"treated": [3], "control": [1], "treated_trials": [2], "control_trials": [2]}, "not a whole number"),
    ("qini", {"treated": [0], "control": [0], "treated_trials": [0], "control_trials": [1]}, "not above 0"),
    ("win_rate", {"wins": 3, "ties": 2, "trials": 4}, "not a whole number"),
]


@pytest.mark.parametrize(("name", "arguments", "message"), WRONG, ids=[f"{n}: {m}" for n, _, m in WRONG])
def test_bad_input_is_refused_with_a_reason(name: str, arguments: Arguments, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        METRICS[name].function(**arguments)


# ---------- the page ----------


PAGE = (ROOT / "docs/reference/metrics.md").read_text(encoding="utf-8")
EXAMPLES = [read_example(fence) for fence in re.findall(r"^```metric\n(.*?)^```$", PAGE, re.M | re.S)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_of_the_page_agrees_with_a_library(example: Any) -> None:
    name = next(n for n, m in METRICS.items() if m is example.metric)
    agree(name, example.worked, example.arguments)


def test_the_page_uses_every_metric(real: Pages) -> None:
    assert len(EXAMPLES) == len(real.book.by_id["metrics"].blocks("metric"))
    assert {example.metric.function for example in EXAMPLES} == {known.function for known in METRICS.values()}


def test_every_section_of_a_metric_has_a_formula_an_example_and_how_it_lies() -> None:
    body = PAGE
    sections = re.split(r"^### ", body.partition("\n## Sources")[0], flags=re.M)[1:]
    assert len(sections) >= 36
    for section in sections:
        title = section.partition("\n")[0]
        assert "$$" in section and "```metric" in section and "*When it lies.*" in section, title
        assert "../framework/" in section, title


# ---------- the fence ----------

AUC = "auc = roc_auc\ntitle: Four & more\nlabels = 1 0 1 0\nscores = 0.9 0.8 -0.7 0.6"


def test_a_fence_becomes_a_table(small: Pages) -> None:
    root = metric_table(read_example(AUC), Context(small.shared, small.book.chapters[0]))
    assert root.get("class") == "metric-example" and root.findtext(".//caption") == "Four & more"
    rows = [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]
    assert rows == [
        ["labels", "1", "0", "1", "0"], ["scores", "0.9", "0.8", "−0.7", "0.6"],
        ["Pairs", "4"], ["Pairs in order", "2"], ["Tied pairs", "0"], ["ROC-AUC", "0.5"],
    ]  # fmt: skip
    assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in root.iter("tr"))
    assert {sum(int(cell.get("colspan", 1)) for cell in list(row)[1:]) for row in root.iter("tr")} == {4}


def test_what_prose_can_quote() -> None:
    assert read_example(AUC).values == {"auc": 0.5, "auc_pairs": 4, "auc_pairs_in_order": 2, "auc_tied_pairs": 0}


def test_an_optional_parameter_may_be_left_out() -> None:
    short = "n = ndcg\ntitle: T\ngrades = 3 0\nk = 2"
    assert read_example(short).worked.value == 1 > read_example(short + "\nmissed = 3").worked.value


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ("auc = roc_auc", "roc_auc", 0, "does not say"),
    ("roc_auc", "roc_acu", 0, "no metric 'roc_acu'"),
    ("title: Four & more", "", 0, "no title"),
    ("labels =", "label =", 2, "no parameter"),
    ("labels = 1 0 1 0", "", 0, "lacks 'labels'"),
    ("scores =", "labels = 1\nscores =", 3, "given twice"),
    ("scores = 0.9", "scores 0.9", 3, "not a line"),
    ("0.8", "high", 3, "not a number"),
    ("0.8", "nan", 3, "not a number"),
    ("1 0 1 0", "1 1 1 1", 0, "one class only"),
])  # fmt: skip
def test_a_faulty_fence_is_refused(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(ExampleError, match=message) as raised:
        read_example(AUC.replace(old, new))
    assert raised.value.line == line and raised.value.mend.endswith((".", "?"))


@pytest.mark.parametrize("fence", [
    "p = perplexity\ntitle: T\nprobabilities = 1e-320",
    "p = pass_at_k\ntitle: T\ncorrect = 3\nsamples = 2000\nk = 1000",
    "p = mean_average_precision\ntitle: T\nqueries = 1 -1\nrelevant = 1 1",
    "p = token_f1\ntitle: T\ntruth = a\nanswer =",
])  # fmt: skip
def test_an_example_whose_values_cannot_be_shown_is_refused(fence: str) -> None:
    with pytest.raises(ExampleError):
        read_example(fence)


def test_values_are_quoted_in_prose_and_listed_in_the_ledger(real: Pages) -> None:
    known, chapter, example = real.shared.numbers, real.book.by_id["metrics"], EXAMPLES[0]
    assert known.quote("metrics", example.name) == example_text(example, example.name)
    assert known.quote("evaluate", f"metrics.{example.name}:1") == known.quote("metrics", f"{example.name}:1")
    assert known.value("metrics", example.name).base == example.worked.value
    listed = {row.name for row in ledger.rows(chapter, known) if row.kind == "computed"}
    assert {e.name for e in EXAMPLES} <= listed
