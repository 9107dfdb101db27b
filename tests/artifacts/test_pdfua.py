"""What a machine can tell of PDF/UA, by a checker of its own.

It runs 16 of the 106 rules of PDF/UA-1. What more the PDFs' structure must fulfil is in tests/printed.py.
"""

from __future__ import annotations

from pathlib import Path

import pdfua
import pikepdf
import pytest

CLAIMING = (
    "guide.pdf", "pocket.pdf", "tracing-workbook.pdf", "study-group.pdf", "trade-off-matrix.pdf", "matrix-poster.pdf",
    "whiteboard-sheets.pdf", "one-liners.pdf", "chapters/visual-search.pdf",
)  # fmt: skip
"""Those on the first paper; a booklet's pages lie out of order, and claim nothing."""

STUMBLED = {"UA-14-001"}
"""Rules that the checker (0.1.3) can't run on lists of kids: its own mistake."""


@pytest.mark.parametrize("file", CLAIMING)
def test_the_checker_finds_nothing(dist: Path, file: str) -> None:
    report = pdfua.validate(str(dist / file))
    assert not report.findings
    assert {outcome.rule_id for outcome in report.skipped} <= STUMBLED


def test_the_checker_sees_what_is_missing(dist: Path, tmp_path: Path) -> None:
    with pikepdf.open(dist / "one-liners.pdf") as pdf:
        del pdf.Root.Lang, pdf.Root.MarkInfo
        pdf.save(tmp_path / "poor.pdf")
    found = {finding.rule_id for finding in pdfua.validate(str(tmp_path / "poor.pdf")).findings}
    assert {"UA-01-002", "UA-06-001"} <= found
