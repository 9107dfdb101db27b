"""What stands beside a listing is what it prints."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from guide.project import Project
from tests.conftest import ROOT

LISTINGS = sorted(Project(ROOT).listings.glob("*/*.py"))


def test_there_are_listings() -> None:
    assert len(LISTINGS) > 40


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_listing_prints_what_stands_beside_it(
    listing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    # In this process: to start another for each takes longer than what they compute.
    runpy.run_path(str(listing), run_name="__main__")
    assert capsys.readouterr().out == listing.with_suffix(".out").read_text(encoding="utf-8")
