"""The functions a formula may call: arithmetic, dimensions, and where each formula comes from.

Arithmetic is on base-unit magnitudes (seconds, bytes, counts). `overrides/assets/javascripts/estimates.js`
holds a twin of each; the tests compare the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist

from .errors import EstimateError
from .units import ANYTHING, PLAIN, Dimension, describe, is_count

_TIME = Dimension({"[time]": 1})
_BYTE = Dimension({"[information]": 1})
_FLOP = Dimension({"[operation]": 1})
_THINGS = Dimension({ANYTHING: 1})


class Takes(Enum):
    """What a parameter accepts."""

    PLAIN = "a plain number or a percentage"
    SIZE = "a plain number or a count (layers, parameters, …)"
    COUNT = "a count of anything; what it is per (a second, a request) carries over to the result"
    BYTES = "bytes, or bytes per thing"
    TIME = "a time"
    RATE = "something per time"
    SAME = "a quantity of the same unit as the others"


Gives = Callable[[Dimension, Dimension], Dimension]


def _in(dimension: Dimension) -> Gives:
    """A result of this dimension, per whatever is carried over."""
    return lambda first, carried: dimension * carried


def _same(first: Dimension, carried: Dimension) -> Dimension:
    return first


def _root(first: Dimension, carried: Dimension) -> Dimension:
    return first**0.5


_number = _in(PLAIN)


@dataclass(frozen=True)
class Function:
    """One function of the language.

    Attributes:
        parameters: name and kind of each parameter.
        compute: the function on base-unit magnitudes.
        gives: the result's dimension from the first argument's and from what COUNT and RATE arguments carry over.
        repeats: whether the parameters may be repeated as a group.
        summary: what it gives, with the formula.
        source: where the formula comes from; empty for arithmetic.
    """

    name: str
    parameters: tuple[tuple[str, Takes], ...]
    compute: Callable[..., float]
    gives: Gives
    summary: str
    source: str = ""
    repeats: bool = False

    @property
    def usage(self) -> str:
        """How it is called, as ``littles_law(rate, time)``."""
        return f"{self.name}({', '.join(name for name, _ in self.parameters)}{', …' if self.repeats else ''})"

    def dimension(self, found: tuple[Dimension, ...]) -> Dimension:
        """The dimension of its result for arguments of these dimensions.

        Raises:
            EstimateError: ``arguments`` (their number) or ``units`` (an argument's unit).
        """
        count = len(self.parameters)
        if len(found) != count and not (self.repeats and found and len(found) % count == 0):
            raise EstimateError("arguments", f"`{self.name}` got {len(found)} arguments.", f"Call it as `{self.usage}`.")
        carried = PLAIN
        for position, dimension in enumerate(found):
            name, takes = self.parameters[position % count]
            if not _accepts(takes, dimension, found):
                raise EstimateError("units", f"`{name}` of `{self.usage}` is {describe(dimension)}.",
                                    f"It takes {takes.value}.")
            carried *= _carried(takes, dimension)
        return self.gives(found[0], carried)


def _accepts(takes: Takes, dimension: Dimension, found: tuple[Dimension, ...]) -> bool:
    match takes:
        case Takes.PLAIN:
            return dimension == PLAIN
        case Takes.SIZE:
            return all(is_count(name) for name in dimension)
        case Takes.BYTES:
            return dimension.get("[information]", 0) == 1 and all(is_count(n) for n in dimension if n != "[information]")
        case Takes.TIME:
            return dimension == _TIME
        case Takes.RATE:
            return dimension.get("[time]", 0) == -1
        case Takes.SAME:
            return dimension == found[0]
    return True


def _carried(takes: Takes, dimension: Dimension) -> Dimension:
    if takes is Takes.COUNT:
        return Dimension({n: e for n, e in dimension.items() if not (is_count(n) and e > 0)})
    if takes is Takes.RATE:
        return dimension * _TIME
    return PLAIN


def _whole(value: float, rounding: Callable[[float], float]) -> float:
    # 3.0000000000000004 machines are 3: only noise, so it must not become a fourth.
    nearest = math.floor(value + 0.5)
    return float(nearest if abs(value - nearest) <= 1e-9 * max(1.0, abs(value)) else rounding(value))


def _ceil(value: float) -> float:
    return _whole(value, math.ceil)


def _floor(value: float) -> float:
    return _whole(value, math.floor)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError as error:
        raise ValueError("the exponential is too large") from error


def norm_quantile(share: float) -> float:
    """The value below which a standard normal variable falls with probability ``share``.

    Raises:
        ValueError: unless 0 < share < 1.
    """
    if not 0 < share < 1:
        raise ValueError("a probability must be between 0 and 1")
    return NormalDist().inv_cdf(share)


def _percentile_of_sum(share: float) -> Callable[..., float]:
    z = norm_quantile(share)

    def compute(*means_and_sds: float) -> float:
        return sum(means_and_sds[0::2]) + z * math.sqrt(sum(sd * sd for sd in means_and_sds[1::2]))

    return compute


def sample_size_proportions(baseline: float, lift: float, alpha: float, power: float) -> float:
    """Units per arm to see a proportion go from ``baseline`` to ``baseline * (1 + lift)``, two-sided.

    Raises:
        ValueError: a share outside 0 to 1, or no lift.
    """
    other = baseline * (1 + lift)
    if not (0 < baseline < 1 and 0 < other < 1):
        raise ValueError("the proportions must be between 0 and 1")
    if lift == 0:
        raise ValueError("the lift must not be zero")
    mean = (baseline + other) / 2
    spread = norm_quantile(1 - alpha / 2) * math.sqrt(2 * mean * (1 - mean)) + norm_quantile(power) * math.sqrt(
        baseline * (1 - baseline) + other * (1 - other))
    return _ceil((spread / (other - baseline)) ** 2)


def sample_size_means(sd: float, delta: float, alpha: float, power: float) -> float:
    """Units per arm to see a mean move by ``delta`` when single values vary by ``sd``, two-sided.

    Raises:
        ValueError: a share outside 0 to 1, or no difference.
    """
    if delta == 0:
        raise ValueError("the difference must not be zero")
    z = norm_quantile(1 - alpha / 2) + norm_quantile(power)
    return _ceil(2 * (z * sd / delta) ** 2)


def _one(name: str, takes: Takes, compute: Callable[..., float], gives: Gives, summary: str) -> Function:
    return Function(name, (("x", takes),), compute, gives, summary)


def _named(names: str, takes: Takes) -> tuple[tuple[str, Takes], ...]:
    return tuple((name, takes) for name in names.split())


_TEST = _named("alpha power", Takes.PLAIN)
_ELEMENTS = _named("bytes_each", Takes.BYTES)

_ALL = (
    _one("ceil", Takes.SIZE, _ceil, _same, "The next whole number up (of a count: machines, GPUs, …)."),
    _one("floor", Takes.SIZE, _floor, _same, "The next whole number down (of a count)."),
    _one("abs", Takes.SAME, abs, _same, "The value without its sign."),
    Function("min", (("x", Takes.SAME),), min, _same, "The smallest.", repeats=True),
    Function("max", (("x", Takes.SAME),), max, _same, "The largest.", repeats=True),
    _one("count", Takes.SIZE, lambda x: x, _number, "A count as a plain number: `count(items)` drops the noun."),
    _one("log", Takes.SIZE, math.log, _number, "Natural logarithm."),
    _one("log2", Takes.SIZE, math.log2, _number, "Logarithm to base 2."),
    _one("log10", Takes.SIZE, math.log10, _number, "Logarithm to base 10."),
    _one("exp", Takes.PLAIN, _exp, _number, "e to the power of x."),
    _one("sqrt", Takes.SAME, math.sqrt, _root, "Square root; the unit's root, too."),
    _one("norm_quantile", Takes.PLAIN, norm_quantile, _number,
         "The value below which a standard normal variable falls with the given probability."),
    Function("littles_law", (("rate", Takes.RATE), ("time", Takes.TIME)), lambda rate, time: rate * time, _number,
             "Things in a system at once: L = λ · W, with arrival rate λ and time in the system W.",
             "Little, J. D. C. (1961). A proof for the queuing formula L = λW. Operations Research 9(3)."),
    Function("p95_of_sum", _named("mean sd", Takes.SAME), _percentile_of_sum(0.95), _same,
             "95th percentile of a sum of independent stages, taken as normal: Σ mean + 1.645 · √(Σ sd²).",
             "Variances of independent stages add; the normal form is the central limit theorem's and is too low "
             "for few, heavy-tailed stages.", repeats=True),
    Function("p99_of_sum", _named("mean sd", Takes.SAME), _percentile_of_sum(0.99), _same,
             "99th percentile of a sum of independent stages, taken as normal: Σ mean + 2.326 · √(Σ sd²). Adding the "
             "stages' own 99th percentiles instead is right only when all are slow together.",
             "Variances of independent stages add; the normal form is the central limit theorem's and is too low "
             "for few, heavy-tailed stages.", repeats=True),
    Function("sd_from_p99", _named("mean p99", Takes.SAME), lambda mean, p99: (p99 - mean) / norm_quantile(0.99), _same,
             "Standard deviation of a stage taken as normal, from its mean and 99th percentile: (p99 − mean) ÷ 2.326.",
             "Definition of the normal quantile."),
    Function("sample_size_proportions", _named("baseline lift", Takes.PLAIN) + _TEST, sample_size_proportions, _in(_THINGS),
             "Units per arm to see a share rise from p₁ = baseline to p₂ = baseline · (1 + lift), the lift being "
             "relative, two-sided: n = (z₁₋α/₂ √(2 p̄ q̄) + z_power √(p₁q₁ + p₂q₂))² ÷ (p₂ − p₁)², rounded up.",
             "Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, "
             "3rd ed., ch. 4; without continuity correction."),
    Function("sample_size_means", _named("sd delta", Takes.SAME) + _TEST, sample_size_means, _in(_THINGS),
             "Units per arm to see a mean move by delta, two-sided: n = 2 (z₁₋α/₂ + z_power)² sd² ÷ delta², rounded up.",
             "The two-sample z-test's size; Cohen, J. (1988). Statistical Power Analysis for the Behavioral "
             "Sciences, 2nd ed., ch. 2, gives the t-test's, which is one or two units larger."),
    Function("bayes_precision", _named("recall false_positive_rate prevalence", Takes.PLAIN),
             lambda recall, fpr, prevalence: recall * prevalence / (recall * prevalence + fpr * (1 - prevalence)), _number,
             "Share of flagged cases that are real: r·π ÷ (r·π + f·(1 − π)).",
             "Bayes' theorem."),
    Function("embedding_table_bytes",
             (("rows", Takes.COUNT), ("dimensions", Takes.SIZE)) + _ELEMENTS,
             lambda rows, dimensions, each: rows * dimensions * each, _in(_BYTE),
             "Memory of an embedding table: rows · dimensions · bytes of one number.", "Definition."),
    Function("kv_cache_bytes",
             _named("layers kv_heads head_size", Takes.SIZE) + (("tokens", Takes.COUNT),) + _ELEMENTS,
             lambda layers, heads, size, tokens, each: 2 * layers * heads * size * tokens * each, _in(_BYTE),
             "Memory of the keys and values that a transformer keeps: 2 · layers · KV heads · head size · tokens · "
             "bytes of one number; the 2 is for keys and values.",
             "Pope, R. et al. (2023). Efficiently scaling transformer inference. MLSys. arXiv:2211.05102; with "
             "grouped KV heads, Ainslie, J. et al. (2023). GQA. EMNLP. arXiv:2305.13245."),
    Function("transformer_train_flops", (("parameters", Takes.SIZE), ("tokens", Takes.COUNT)),
             lambda parameters, tokens: 6 * parameters * tokens, _in(_FLOP),
             "Training compute of a dense transformer: 6 · parameters · tokens (2 forward, 4 backward); attention over "
             "long contexts comes on top.",
             "Kaplan, J. et al. (2020). Scaling laws for neural language models. arXiv:2001.08361, §2.1."),
    Function("transformer_inference_flops", (("parameters", Takes.SIZE), ("tokens", Takes.COUNT)),
             lambda parameters, tokens: 2 * parameters * tokens, _in(_FLOP),
             "Forward compute of a dense transformer: 2 · parameters · tokens.",
             "Kaplan, J. et al. (2020). Scaling laws for neural language models. arXiv:2001.08361, §2.1."),
    Function("amdahl", _named("fraction speedup", Takes.PLAIN),
             lambda fraction, speedup: 1 / ((1 - fraction) + fraction / speedup), _number,
             "How much faster a whole gets when a fraction f of its time becomes s times as fast: 1 ÷ ((1 − f) + f ÷ s).",
             "Amdahl, G. M. (1967). Validity of the single processor approach to achieving large scale computing "
             "capabilities. AFIPS Spring Joint Computer Conference."),
)

FUNCTIONS: dict[str, Function] = {function.name: function for function in _ALL}
COMPUTE: dict[str, Callable[..., float]] = {function.name: function.compute for function in _ALL}


def dimension_of_call(name: str, arguments: tuple[Dimension, ...]) -> Dimension:
    """The dimension that a call gives.

    Raises:
        EstimateError: ``arguments`` or ``units``.
    """
    return FUNCTIONS[name].dimension(arguments)
