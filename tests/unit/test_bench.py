"""What `guide bench` reports."""

from __future__ import annotations

import pytest

from guide.bench import _gigabytes


@pytest.mark.parametrize(("system", "peak"), [("linux", 1_200_000), ("darwin", 1_200_000_000)])
def test_memory_is_counted_as_the_system_counts_it(monkeypatch: pytest.MonkeyPatch, system: str, peak: int) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert _gigabytes(peak) == pytest.approx(1.2)
