"""Numbers and quantiles: metrics of forecasts of a quantity."""

from __future__ import annotations

from math import fsum, sqrt

from .worked import Numbers, Worked, mean, need_same_length


def _errors(actual: Numbers, forecast: Numbers) -> list[float]:
    """What happened minus what was said; positive means short."""
    need_same_length(actual=actual, forecast=forecast)
    return [a - f for a, f in zip(actual, forecast, strict=True)]


def mae(actual: Numbers, forecast: Numbers) -> Worked:
    """Mean absolute error."""
    errors = _errors(actual, forecast)
    total = fsum(map(abs, errors))
    return Worked(total / len(errors), (("Sum of absolute errors", total), ("Cases", len(errors))))


def rmse(actual: Numbers, forecast: Numbers) -> Worked:
    """Root of the mean squared error."""
    errors = _errors(actual, forecast)
    total = fsum(e * e for e in errors)
    return Worked(sqrt(total / len(errors)), (("Sum of squares", total), ("Mean square", total / len(errors))))


def mape(actual: Numbers, forecast: Numbers) -> Worked:
    """Mean of the absolute error as a part of what happened; no actual value may be 0."""
    errors = _errors(actual, forecast)
    if 0 in actual:
        raise ValueError("actual holds 0, so a percentage error is undefined")
    parts = [abs(e / a) for e, a in zip(errors, actual, strict=True)]
    return Worked(mean(parts), (("Sum of relative errors", fsum(parts)), ("Cases", len(parts))))


def r_squared(actual: Numbers, forecast: Numbers) -> Worked:
    """One minus the squared errors over those of the actual mean. Actual values must differ."""
    errors = _errors(actual, forecast)
    if len(set(actual)) < 2:
        raise ValueError("actual is constant, so R² is undefined")
    left = fsum(e * e for e in errors)
    centre = mean(actual)
    spread = fsum((a - centre) ** 2 for a in actual)
    return Worked(1 - left / spread, (("Sum of squares", left), ("Around the mean", spread)))


def quantile_loss(actual: Numbers, forecast: Numbers, quantile: float) -> Worked:
    """The mean pinball loss: `quantile` for each unit short, one minus it for each over (Koenker and Bassett).

    `quantile` lies strictly between 0 and 1.
    """
    errors = _errors(actual, forecast)
    if not 0 < quantile < 1:
        raise ValueError(f"quantile is {quantile:g}, which is not between 0 and 1")
    short, over = fsum(max(e, 0) for e in errors), fsum(max(-e, 0) for e in errors)
    value = (quantile * short + (1 - quantile) * over) / len(errors)
    return Worked(value, (("Units short", short), ("Units over", over), ("Cases", len(errors))))
