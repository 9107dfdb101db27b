"""Prices are complete, dated, and numbers with units that estimates know.

docs/prices.yaml says what something costs or can do on some day, with the source that says so. `low` and `high` are
numbers in the unit of `value`, around it.
"""

from __future__ import annotations

from guide.checks.core import Write, bad, good
from guide.checks.core.small_book import PRICES

_PRICE = "- id: gpu_hour\n  value: {}\n  low: 1\n  what: an hour of one accelerator\n  date: {}\n  source: dean2013tail\n"
BAD = (
    bad("no number", Write(PRICES, _PRICE.format("two dollars", "2026-10")), line="value: two dollars"),
    bad("a value below its range", Write(PRICES, _PRICE.format("0.5 dollar/gpu/h", "2026-10")), line="low: 1"),
    bad("an unknown source", Write(PRICES, _PRICE.format("2 dollar/gpu/h", "2026-10").replace("dean2013tail", "nobody2000x")), line="nobody2000x"),
    bad("a month that there isn't", Write(PRICES, _PRICE.format("2 dollar/gpu/h", "2026-13")), line="date: 2026-13"),
)
GOOD = (
    good("an address as the source", Write(PRICES, _PRICE.format("2 dollar/gpu/h", "2026-10").replace("dean2013tail", "https://example.org/prices"))),
    good("a whole one", Write(PRICES, _PRICE.format("2 dollar/gpu/h", "2026-10"))),
)
