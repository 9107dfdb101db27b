"""How the tests are shared between workers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", range(4))
def test_tests_of_a_module_share_a_worker(number: int, shared_folder: Path) -> None:
    """Else each worker makes the fixtures of nearly every module, which doubles the time of them all."""
    seen = shared_folder / "workers.txt"
    with seen.open("a") as file:
        print(os.environ.get("PYTEST_XDIST_WORKER"), file=file)
    assert len(set(seen.read_text().split())) == 1
