"""What stands beside a listing is what it prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guide.project import Project
from tests.conftest import ROOT

LISTINGS = sorted(Project(ROOT).listings.glob("*/*.py"))


def test_there_are_listings() -> None:
    assert len(LISTINGS) > 40


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_listing_prints_what_stands_beside_it(listing: Path, tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, str(listing)], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == listing.with_suffix(".out").read_text(encoding="utf-8")
