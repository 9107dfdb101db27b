"""Every metric by its name: what a `metric` fence may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import Parameter, signature

from . import classification, drift, experiments, ranking, regression, scores, text
from .worked import Worked


@dataclass(frozen=True)
class Metric:
    """A metric's function, how its result is called, and the unit in which it is shown."""

    function: Callable[..., Worked]
    label: str
    unit: str = ""

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Name → kind, as the function's signature says: ``Numbers``, ``Words`` or ``float``."""
        return {name: str(found.annotation) for name, found in signature(self.function).parameters.items()}

    @cached_property
    def required(self) -> tuple[str, ...]:
        found = signature(self.function).parameters
        return tuple(name for name, parameter in found.items() if parameter.default is Parameter.empty)


METRICS: dict[str, Metric] = {
    "accuracy": Metric(classification.accuracy, "Accuracy"),
    "balanced_accuracy": Metric(classification.balanced_accuracy, "Balanced accuracy"),
    "precision": Metric(classification.precision, "Precision"),
    "recall": Metric(classification.recall, "Recall"),
    "false_alarm_rate": Metric(classification.false_alarm_rate, "False-alarm rate"),
    "f1": Metric(classification.f1, "F1"),
    "f_beta": Metric(classification.f_beta, "F-beta"),
    "mcc": Metric(classification.mcc, "MCC"),
    "roc_auc": Metric(scores.roc_auc, "ROC-AUC"),
    "average_precision": Metric(scores.average_precision, "AP"),
    "log_loss": Metric(scores.log_loss, "Log loss"),
    "normalised_entropy": Metric(scores.normalised_entropy, "Normalised entropy"),
    "brier_score": Metric(scores.brier_score, "Brier score"),
    "expected_calibration_error": Metric(scores.expected_calibration_error, "ECE"),
    "lift": Metric(scores.lift, "Lift"),
    "mae": Metric(regression.mae, "MAE"),
    "rmse": Metric(regression.rmse, "RMSE"),
    "mape": Metric(regression.mape, "MAPE", "%"),
    "r_squared": Metric(regression.r_squared, "R²"),
    "quantile_loss": Metric(regression.quantile_loss, "Quantile loss"),
    "precision_at_k": Metric(ranking.precision_at_k, "Precision@k"),
    "recall_at_k": Metric(ranking.recall_at_k, "Recall@k"),
    "hit_rate": Metric(ranking.hit_rate, "Hit rate"),
    "mrr": Metric(ranking.mrr, "MRR"),
    "mean_average_precision": Metric(ranking.mean_average_precision, "MAP"),
    "ndcg": Metric(ranking.ndcg, "NDCG"),
    "kendall_tau": Metric(ranking.kendall_tau, "Kendall’s tau"),
    "iou": Metric(text.iou, "IoU"),
    "dice": Metric(text.dice, "Dice"),
    "detection_ap": Metric(text.detection_ap, "Box AP"),
    "perplexity": Metric(text.perplexity, "Perplexity"),
    "token_f1": Metric(text.token_f1, "Token F1"),
    "exact_match": Metric(text.exact_match, "Exact match"),
    "pass_at_k": Metric(text.pass_at_k, "pass@k"),
    "pass_hat_k": Metric(text.pass_hat_k, "pass^k"),
    "word_error_rate": Metric(text.word_error_rate, "Word error rate"),
    "cohens_kappa": Metric(drift.cohens_kappa, "Kappa"),
    "psi": Metric(drift.psi, "PSI"),
    "jensen_shannon": Metric(drift.jensen_shannon, "Divergence"),
    "ks_statistic": Metric(drift.ks_statistic, "KS statistic"),
    "two_proportion_z": Metric(experiments.two_proportion_z, "z"),
    "welch_t": Metric(experiments.welch_t, "t"),
    "wilson_interval": Metric(experiments.wilson_interval, "Lower end"),
    "cuped": Metric(experiments.cuped, "Variance removed", "%"),
    "sample_ratio_mismatch": Metric(experiments.sample_ratio_mismatch, "Chi-square"),
    "ips": Metric(experiments.ips, "IPS"),
    "snips": Metric(experiments.snips, "SNIPS"),
    "doubly_robust": Metric(experiments.doubly_robust, "DR"),
    "qini": Metric(experiments.qini, "Qini"),
    "win_rate": Metric(experiments.win_rate, "Win rate"),
}
