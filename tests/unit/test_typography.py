"""Characters that typewritten data lacks and set text needs."""

from __future__ import annotations

import pytest

from guide.typography import curled, unbroken


@pytest.mark.parametrize(("written", "set_text"), [
    ("the model's errors", "the model’s errors"), ("reviewers' own", "reviewers’ own"), ('a "hot" item', "a “hot” item"),
    ("('quoted')", "(‘quoted’)"), ("'start", "‘start"), ('"start" end"', "“start” end”"), ('said.")', "said.”)"), ("x:'", "x:’"),
    ('"“a”"', "““a””"), ("", ""), ("none", "none"),
])  # fmt: skip
def test_quotation_marks_are_curled(written: str, set_text: str) -> None:
    assert curled(written) == set_text


@pytest.mark.parametrize(("written", "set_text"), [
    ("at 5 % of 70 GB", "at 5\u00a0% of 70\u00a0GB"), ("50 ms, 17 dollars", "50\u00a0ms, 17\u00a0dollars"),
    ("p > 0.5 and cost = 2", "p\u00a0>\u00a00.5 and cost =\u00a02"), ("with m = w: an error", "with m\u00a0=\u00a0w: an error"),
    ("three shards", "three shards"), ("5 sheep and 5 GBs", "5 sheep and 5 GBs"), ("2 × 3", "2 ×\u00a03"), ("5  %", "5  %"),
    ("1 point, 2 points", "1\u00a0point, 2\u00a0points"), ("5 GiB", "5\u00a0GiB"),
])  # fmt: skip
def test_numbers_keep_their_units(written: str, set_text: str) -> None:
    assert unbroken(written) == set_text
