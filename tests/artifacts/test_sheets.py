"""The whiteboard sheets and the one-liners, as they were published: a page each, complete and readable."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from guide.model import Book, Chapter
from guide.publish.printing import PAPERS
from tests.conftest import Pages
from tests.printed import Structured

SIZES = {"": (842, 595), "-letter": (792, 612)}
"""Sheets lie along: four frames stand in a row."""
SMALLEST = 5.5
"""Points: of the labels of the drawings, which are traced from an arm's length less than they are read."""
ROUNDED = 1 / 3
"""The program that tells sizes cuts them to whole thirds of a point."""


@pytest.fixture(scope="module", params=[paper.ending for paper in PAPERS], ids=[paper.name for paper in PAPERS])
def ending(request: pytest.FixtureRequest) -> str:
    return request.param


def texts(pdf: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.removesuffix("\f").split("\f")]


def cases(book: Book) -> list[Chapter]:
    return [case for case in book.cases if case.front.print]


def test_every_case_has_exactly_one_page(dist: Path, ending: str, published: Book) -> None:
    pages = texts(dist / f"whiteboard-sheets{ending}.pdf")
    assert [page.startswith(case.title) for page, case in zip(pages, cases(published), strict=True)] == [True] * len(pages)


def test_a_sheet_has_its_card_its_frames_and_its_paper(dist: Path, ending: str, published: Book, real: Pages) -> None:
    name = dist / f"whiteboard-sheets{ending}.pdf"
    for page, case in zip(texts(name), cases(published), strict=True):
        assert "Rollout" in page and "Latency" in page, case.id
        frames = [figure for figure in real.article(case.id).figures if "/frame-" in figure.diagram]
        assert len(frames) == 4, case.id
        assert all(f"{number}." in page for number in range(1, 5)), case.id
    with pikepdf.open(name) as pdf:
        assert [tuple(round(float(v)) for v in page.mediabox[2:]) for page in pdf.pages] == [SIZES[ending]] * len(pdf.pages)


@pytest.mark.parametrize("name", ["whiteboard-sheets", "one-liners"])
def test_sheets_are_tagged_and_say_what_they_are(dist: Path, ending: str, name: str, published: Book) -> None:
    sheet = Structured(dist / f"{name}{ending}.pdf")
    assert str(sheet.pdf.Root.Lang) == "en-GB"
    assert "Edition " in str(sheet.pdf.docinfo.Subject) and "One-liners: One-liners" not in str(sheet.pdf.docinfo.Subject)
    tables = [element for element, _ in sheet.elements() if str(element.S) == "/Table"]
    heads = [element for element, around in sheet.elements() if str(element.S) == "/TH"]
    assert tables and all("/Scope" in head.A for head in heads)


def test_the_one_liners_fit_one_sheet(dist: Path, ending: str, real: Pages) -> None:
    (page,) = texts(dist / f"one-liners{ending}.pdf")
    headings = [h.text for h in real.book.by_id["one-liners"].headings if h.text != "Sources"]
    assert headings and all(re.sub(r"[’']", "", heading) in re.sub(r"[’']", "", page) for heading in headings)


@pytest.mark.parametrize("name", ["whiteboard-sheets", "one-liners"])
def test_everything_on_a_sheet_can_be_read(dist: Path, ending: str, name: str) -> None:
    run = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", dist / f"{name}{ending}.pdf"]
    root = etree.fromstring(subprocess.run(run, capture_output=True, check=True).stdout, etree.XMLParser(recover=True))
    sizes = {font.get("id"): float(font.get("size")) / 3 for font in root.iter("fontspec")}
    small = {text.xpath("string()") for text in root.iter("text") if sizes[text.get("font")] < SMALLEST - ROUNDED and text.xpath("string()").strip()}
    assert not small
