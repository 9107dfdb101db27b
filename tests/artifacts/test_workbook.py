"""The tracing workbook, as it was published: each case's drawings, three passes each, at sizes that a hand can follow."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from guide.publish.printing import PAPERS
from guide.publish.workbook import SITTING_MIN, Task, sittings, tasks
from tests.conftest import Pages
from tests.printed import Structured

SIZES = {"": (595, 842), "-letter": (612, 792)}


@pytest.fixture(scope="module", params=PAPERS.values(), ids=PAPERS)
def ending(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def workbook(dist: Path, ending: str) -> Path:
    return dist / f"tracing-workbook{ending}.pdf"


@pytest.fixture(scope="module")
def pages(workbook: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", workbook, "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.removesuffix("\f").split("\f")]


@pytest.fixture(scope="module")
def wanted(real: Pages) -> list[tuple[str, Task]]:
    """(title of the case, task) in the order of the book."""
    return [(case.title, task) for case in real.book.cases if case.front.print for task in tasks(real.article(case.id))]


def test_every_case_has_its_board_and_two_more(real: Pages, wanted: list[tuple[str, Task]]) -> None:
    for case in (case for case in real.book.cases if case.front.print):
        names = [task.figure.diagram for title, task in wanted if title == case.title]
        assert len(names) == 3 == len(set(names)), case.id
        assert names[0].endswith("/frame-4")


def test_each_drawing_is_traced_completed_and_remembered(pages: list[str], wanted: list[tuple[str, Task]]) -> None:
    begins = [number for number, page in enumerate(pages) if "1 Trace over the grey" in page]
    assert len(begins) == len(wanted)
    for begin, end, (title, task) in zip(begins, [*begins[1:], len(pages)], wanted, strict=True):
        passes = pages[begin:end]
        assert passes[0].startswith(title)
        assert sum("2 Complete" in page for page in passes) == 1
        assert "3 From memory" in passes[-1] and len(passes) <= 3, task.name
        given = set(re.findall(r"\w+", passes[-1]))
        missing = [tick for tick in (*task.made_of.boxes, *task.made_of.labels) if not given.issuperset(re.findall(r"\w+", tick))]
        assert not missing, f"{task.name}: nobody can tick {missing}"


def test_the_plan_says_what_two_hours_hold(pages: list[str], wanted: list[tuple[str, Task]]) -> None:
    for number, sitting in enumerate(sittings([task.minutes for _, task in wanted]), 1):
        words = {1: "Trace over", 2: "Add arrows", 3: "Draw from"}[number]
        row = pages[0].partition(words)[2]
        assert re.search(rf"\b{sitting.drawings} {sitting.minutes} ", row), f"sitting {number}"
        assert (sitting.fitting == sitting.drawings) == (sitting.minutes <= SITTING_MIN)


def test_the_count_leads_to_each_drawing(workbook: Path, pages: list[str], wanted: list[tuple[str, Task]]) -> None:
    with pikepdf.open(workbook) as pdf:
        first = next(number for number, page in enumerate(pages) if "1 Trace over the grey" in page)
        links = [note for page in list(pdf.pages)[:first] for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        places = {str(name): place for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        reached = [numbers[places[str(note.Dest)][0].objgen] for note in links]
    assert [pages[number].startswith(title) for number, (title, _) in zip(reached, wanted, strict=True)] == [True] * len(wanted)
    assert all("1 Trace over the grey" in pages[number] for number in reached)


def test_nothing_is_too_small_to_trace(workbook: Path) -> None:
    run = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", workbook]
    root = etree.fromstring(subprocess.run(run, capture_output=True, check=True).stdout, etree.XMLParser(recover=True))
    sizes = {font.get("id"): float(font.get("size")) for font in root.iter("fontspec")}
    assert not {text.xpath("string()") for text in root.iter("text") if sizes[text.get("font")] < 7 and text.xpath("string()").strip()}


def test_the_workbook_is_tagged_titled_and_outlined(workbook: Path, ending: str, wanted: list[tuple[str, Task]]) -> None:
    made = Structured(workbook)
    assert str(made.pdf.Root.Lang) == "en-GB"
    assert str(made.pdf.docinfo.Title).startswith("Tracing workbook")
    figures = [str(element.get("/Alt", "")) for element, _ in made.elements() if str(element.S) == "/Figure"]
    assert len(figures) == 3 * len(wanted) and all(figures)
    with made.pdf.open_outline() as outline:
        assert len(outline.root) == 1 + len(wanted)
    assert {tuple(round(float(v)) for v in page.mediabox[2:]) for page in made.pdf.pages} == {SIZES[ending]}
