"""Metric examples name a metric, give it what it takes, and have names of their own.

A `metric` fence begins with `name = function`; each further line gives a title or one parameter as numbers (or words)
separated by spaces. CONTRIBUTING.md, "Numbers", shows one.
"""

from __future__ import annotations

from guide.checks.core import Example, bad, good
from guide.checks.core.small_book import METRIC, block


def _example(what: str, old: str, new: str, line: str) -> Example:
    return bad(what, block(METRIC.replace(old, new)), line=line)


BAD = (
    _example("no name", "hit = recall", "recall", "recall\ntitle: Four"),
    _example("an unknown function", "recall", "recal", "hit = recal"),
    _example("an unknown parameter", "predictions =", "flags =", "flags = 1"),
    _example("a missing parameter", "predictions = 1 0 0 0\n", "", "hit = recall"),
    _example("a parameter twice", "predictions =", "labels = 1 0 0 0\npredictions =", "labels = 1 0 0 0"),
    _example("no title", "title: Four cases\n", "", "hit = recall"),
    _example("not a number", "= 1 0 0 0", "= 1 no 0 0", "= 1 no"),
    _example("neither a parameter nor a title", "title: Four", "Four", "Four cases"),
    _example("what the metric refuses", "= 1 0 1 0", "= 0 0 0 0", "hit = recall"),
    bad("a value that is too large", block(METRIC.split("hit")[0] + "hit = perplexity\ntitle: A token\nprobabilities = 1e-320\n```\n\n"), line="hit = "),
    _example("an estimate's name", "hit = recall", "work = recall", "work = recall"),
    bad("a name twice", block(METRIC + METRIC.replace("Four", "Again four")), line="hit = recall\ntitle: Again"),
)
GOOD = (good("a whole one", block(METRIC)),)
