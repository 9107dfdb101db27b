"""The functions of estimate formulas against scipy, statsmodels and published reference points."""

from __future__ import annotations

import math

import pytest
from scipy import stats
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from guide.estimates import FUNCTIONS, evaluate, parse, quote
from guide.estimates.functions import COMPUTE


def value(formula: str, unit: str = "", *inputs: str) -> float:
    lines = ["title: T", *(f"{given} # assumed: x" for given in inputs), f"y = {formula}{f' -> {unit}' if unit else ''} # Y"]
    found = evaluate("c", [parse("\n".join(lines))])
    assert not found.errors, [(e.code, e.message) for e in found.errors]
    return found.values["y"].magnitude


@pytest.mark.parametrize("baseline", [0.002, 0.05, 0.3, 0.6])
@pytest.mark.parametrize("lift", [0.01, -0.05, 0.2, 0.5])
@pytest.mark.parametrize("alpha, power", [(0.05, 0.8), (0.01, 0.9)])
def test_sample_size_proportions(baseline: float, lift: float, alpha: float, power: float) -> None:
    other = baseline * (1 + lift)
    expected = samplesize_proportions_2indep_onetail(other - baseline, baseline, power, alpha=alpha)
    assert COMPUTE["sample_size_proportions"](baseline, lift, alpha, power) == math.ceil(expected)


def test_a_share_may_double() -> None:
    expected = samplesize_proportions_2indep_onetail(0.2, 0.2, 0.8, alpha=0.05)
    assert COMPUTE["sample_size_proportions"](0.2, 1, 0.05, 0.8) == math.ceil(expected)


@pytest.mark.parametrize(("sd", "delta", "alpha", "power"), [(1, 0.1, 0.05, 0.8), (12, 0.5, 0.01, 0.9), (3, -1, 0.1, 0.7)])
def test_sample_size_means(sd: float, delta: float, alpha: float, power: float) -> None:
    expected = NormalIndPower().solve_power(effect_size=abs(delta) / sd, alpha=alpha, power=power)
    # statsmodels counts the far tail, too, which is nothing at these powers.
    assert COMPUTE["sample_size_means"](sd, delta, alpha, power) == pytest.approx(math.ceil(expected), abs=1)


def test_sample_size_fits_the_noun_that_is_randomised() -> None:
    formula = "sample_size_proportions(0.05, 0.02, 0.05, 0.8)"
    assert value(formula, "user") == value(formula, "session") == value(formula)
    assert value(f"2 * {formula}", "user") == 2 * value(formula)
    for promise in (f"{formula} <= 900k user", f"900k user >= {formula}"):
        assert not evaluate("c", [parse(f"title: T\nassert {promise}")]).errors
    error, = evaluate("c", [parse(f"title: T\nassert {formula} <= 900k s")]).errors
    assert error.code == "units"


@pytest.mark.parametrize("share", [1e-12, 1e-5, 0.01, 0.3, 0.5, 0.8, 0.99, 1 - 1e-9])
def test_norm_quantile(share: float) -> None:
    assert COMPUTE["norm_quantile"](share) == pytest.approx(stats.norm.ppf(share), rel=1e-12, abs=1e-14)


def test_percentile_of_a_sum_is_the_sum_s_percentile() -> None:
    total = stats.norm(30 + 40, math.hypot(5, 12))
    assert COMPUTE["p99_of_sum"](30, 5, 40, 12) == pytest.approx(total.ppf(0.99))
    assert COMPUTE["p95_of_sum"](30, 5, 40, 12) == pytest.approx(total.ppf(0.95))
    assert COMPUTE["sd_from_p99"](30, stats.norm(30, 5).ppf(0.99)) == pytest.approx(5)


def test_kv_cache_of_a_70_billion_parameter_model() -> None:
    inputs = ("layers = 80 layer", "heads = 8 head", "size = 128", "half = 2 byte", "tokens = 131072 token")
    cache = "kv_cache_bytes(layers, heads, size, tokens, half)"
    assert value(cache, "byte", *inputs) == 42_949_672_960
    assert value(f"{cache} / tokens", "byte/token", *inputs) == 327_680
    lines = ["title: T", *(f"{i} # assumed: x" for i in inputs), f"y = {cache} -> GB # Y", "z = y / tokens -> byte/token # Z"]
    found = evaluate("c", [parse("\n".join(lines))])
    assert quote(found, "y") == "42.9\u00a0GB"
    assert quote(found, "z:6 -> byte/token") == "327,680\u00a0bytes/token"
    assert quote(found, "z:6 -> byte") == "327,680\u00a0bytes"


def test_bayes_precision() -> None:
    inputs = ("recall = 95 %", "fpr = 1 %", "prevalence = 0.1 %")
    assert value("bayes_precision(recall, fpr, prevalence)", "%", *inputs) == pytest.approx(8.6837, abs=1e-4)


def test_amdahl() -> None:
    assert value("amdahl(0.7, 2)") == pytest.approx(1 / 0.65)
    assert f"{value('amdahl(0.7, 2)'):.2f}" == "1.54"


def test_transformer_flops() -> None:
    # Kaplan et al.: 6 N D; the 175-billion-parameter model on 300 billion tokens is 3.15e23.
    assert value("transformer_train_flops(n, d)", "flop", "n = 175B parameter", "d = 300B token") == pytest.approx(3.15e23)
    assert value("transformer_inference_flops(n, r)", "Tflop/s", "n = 7B", "r = 1k token/s") == pytest.approx(14)


def test_memory_and_queues() -> None:
    assert value("embedding_table_bytes(items, dim, each)", "GB", "items = 1B item", "dim = 64", "each = 4 byte") == 256
    assert value("littles_law(rate, time)", "request", "rate = 500 request/s", "time = 200 ms") == 100


def test_arithmetic_functions() -> None:
    assert value("ceil(a / b)", "machine", "a = 512 GB", "b = 100 GB/machine") == 6
    assert value("ceil(0.3 / 0.1)") == 3, "0.3 / 0.1 is 2.9999999999999996"
    assert value("ceil(1.1 * 30 - 30)") == 3, "1.1 * 30 - 30 is 3.0000000000000036"
    assert value("floor(a)", "gpu", "a = 2.7 gpu") == 2
    assert value("max(a, b, a)", "ms", "a = 2 s", "b = 3 ms") == 2000
    assert value("min(a, b) + abs(-a)", "s", "a = 2 s", "b = 3 s") == 4
    assert value("log2(count(n)) + log10(100) + log(exp(1)) + sqrt(4)", "", "n = 8 item") == pytest.approx(3 + 2 + 1 + 2)
    assert value("sqrt(a * a)", "GB", "a = 3 GB") == pytest.approx(3)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_every_function_is_documented(function) -> None:
    assert function.summary.endswith(".")
    assert function.usage.startswith(f"{function.name}(")
    if len(function.parameters) > 1:
        assert function.source, "a formula of the field names its source"


@pytest.mark.parametrize("call", [
    "norm_quantile(1)", "sample_size_proportions(0.5, 0, 0.05, 0.8)", "sample_size_proportions(0.9, 0.5, 0.05, 0.8)",
    "sample_size_means(1, 0, 0.05, 0.8)", "sample_size_proportions(1, -0.5, 0.05, 0.8)", "sample_size_proportions(0.5, 1, 0.05, 0.8)",
    "sample_size_proportions(0.5, -1, 0.05, 0.8)", "sample_size_proportions(0, 0.5, 0.05, 0.8)", "norm_quantile(0)", "exp(1000)", "10 ** 400", "0 ** -1", "log10(-1)"])
def test_outside_the_domain_is_a_mistake(call: str) -> None:
    errors = evaluate("c", [parse(f"title: T\ny = {call} # Y")]).errors
    assert [error.code for error in errors] in (["domain"], ["division-by-zero"])
