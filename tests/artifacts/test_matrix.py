"""The printed matrix and its spreadsheet, as they were published."""

from __future__ import annotations

import csv
import math
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from guide.fonts import FACES, advances
from guide.framework import COLUMNS, FLIP, SAY, STEPS
from guide.model import Book, Decision
from guide.publish import matrix
from guide.typography import curled, unbroken
from tests.conftest import Pages
from tests.printed import type_sizes

SHEETS = {"trade-off-matrix.pdf": (842, 595), "trade-off-matrix-letter.pdf": (792, 612)}
SMALLEST = 7.0
LEADING = 1.2
FILLED = 0.26
"""Share of the sheets that text must cover; the rest is margins, heads and the unequal length of cells in a row."""


@pytest.fixture(scope="module", params=SHEETS)
def sheet(request: pytest.FixtureRequest, dist: Path) -> Path:
    return dist / request.param


@pytest.fixture(scope="module")
def pages(sheet: Path) -> list[str]:
    """Every page's text in the order of its drawing, so that a cell's words stand together; without white space."""
    text = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, text=True, check=True).stdout
    return [squeezed(page) for page in text.removesuffix("\f").split("\f")]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def printed(text: str) -> str:
    return squeezed(curled(unbroken(text)))


def parts(decision: Decision) -> list[str]:
    texts = [decision.question, decision.default, decision.flip_when, decision.say]
    texts += [getattr(option, field) for option in decision.options for field in ("name", *COLUMNS)]
    return [printed(text) for text in texts]


def test_every_decision_is_printed_on_one_sheet(pages: list[str], book: Book) -> None:
    for decision in book.decisions:
        question = printed(decision.question)
        sheets = [page for page in pages if question in page]
        assert len(sheets) == 1, decision.id
        assert not [part for part in parts(decision) if part not in sheets[0]], decision.id


def test_decisions_follow_the_framework(pages: list[str], book: Book) -> None:
    text = "".join(pages)
    places = [text.index(printed(d.question)) for _, decisions in book.decisions_by_step for d in decisions]
    assert places == sorted(places)
    for step, decisions in book.decisions_by_step:
        number = list(STEPS).index(step) + 1
        assert squeezed(f"{number}{STEPS[step]}{decisions[0].question}")[:30] in text


def test_default_is_marked_without_colour(pages: list[str], book: Book) -> None:
    text = "".join(pages)
    for decision in book.decisions:
        assert text.count("✓" + printed(decision.default)) >= 2, decision.id


def test_head_legend_and_folio_are_on_every_sheet(pages: list[str]) -> None:
    for number, page in enumerate(pages, 1):
        for name, meaning in [*COLUMNS.values(), FLIP, SAY]:
            assert squeezed(name) in page
            assert squeezed(meaning) in page
        assert "Trade-offmatrix" in page
        assert "✓ourdefault" in page
        assert f"{number}/{len(pages)}" in page
        assert "CCBY-SA4.0" in page


def test_few_sheets(sheet: Path, pages: list[str], book: Book) -> None:
    width, height = SHEETS[sheet.name]
    face = next(face for face in FACES if (face.family, face.weight, face.italic) == ("IBM Plex Sans", 400, False))
    advance = advances(book.project.packages / face.file)
    texts = [text for decision in book.decisions for text in parts(decision)]
    area = sum(advance[char] for text in texts for char in text) * SMALLEST * SMALLEST * LEADING
    assert len(pages) <= math.ceil(area / (width * height * FILLED))


def test_sheets_are_landscape(sheet: Path) -> None:
    with pikepdf.open(sheet) as pdf:
        for page in pdf.pages:
            assert tuple(round(float(edge)) for edge in page.mediabox[2:]) == SHEETS[sheet.name]


def test_no_type_below_seven_points(sheet: Path) -> None:
    with pikepdf.open(sheet) as pdf:
        found = [size for page in pdf.pages for size in type_sizes(page)]
    assert found
    assert min(found) >= SMALLEST - 0.001


def test_type_is_embedded_and_ours(sheet: Path) -> None:
    with pikepdf.open(sheet) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
        for font in fonts:
            descendant = font.DescendantFonts[0]
            assert "IBM-Plex-Sans" in str(descendant.BaseFont)
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())


def test_sheets_are_tagged_titled_and_outlined(sheet: Path, book: Book) -> None:
    with pikepdf.open(sheet) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == f"Trade-off matrix · {book.title}"
        with pdf.open_outline() as outline:
            titles = [item.title for step in outline.root for item in step.children]
            assert [item.title for item in outline.root] == [
                f"{list(STEPS).index(step) + 1} {STEPS[step]}" for step, _ in book.decisions_by_step
            ]
    assert titles == [curled(unbroken(d.question)) for _, decisions in book.decisions_by_step for d in decisions]


def test_spreadsheet_says_what_the_model_says(dist: Path, book: Book, real: Pages) -> None:
    with (dist / "trade-off-matrix.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == matrix.FIELDS
    assert rows == matrix.rows(real.book)
    for decision in book.decisions:
        own = [row for row in rows if row["id"] == decision.id]
        assert [{field: row[field] for field in COLUMNS} for row in own] == [
            option.model_dump(exclude={"name"}) for option in decision.options
        ]
        assert [row["option"] for row in own if row["default"] == "yes"] == [decision.default]
        assert {(row["flip_when"], row["say"], row["because"]) for row in own} == {
            (decision.flip_when, decision.say, decision.because or "")
        }
