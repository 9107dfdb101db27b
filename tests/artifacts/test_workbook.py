"""The tracing workbook, as it was published: each case's drawings in three sittings, at sizes that a hand can follow."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from guide.publish.measure import texts_of
from guide.publish.printing import PAPERS
from guide.publish.workbook import SITTING_MIN, UPRIGHT, Sitting, Task, lie_of, sittings, tasks
from tests.conftest import Pages
from tests.printed import Structured

SIZES = {"": (595, 842), "-letter": (612, 792)}
SAID = ("1 Trace over the grey", "2 Complete:", "3 From memory.")
"""What the sheets of each sitting say, and no other page."""

GRID = "A grid to draw on."


@pytest.fixture(scope="module", params=[paper.ending for paper in PAPERS], ids=[paper.name for paper in PAPERS])
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


@pytest.fixture(scope="module")
def orders(real: Pages) -> tuple[list[tuple[str, Task]], ...]:
    """What the three sittings hold, in their order."""
    return sittings([[(case.title, task) for task in tasks(real.article(case.id))] for case in real.book.cases if case.front.print])


def _first(pages: list[str], sitting: int) -> int:
    """The page, from 1, on which a sitting begins."""
    return next(number for number, page in enumerate(pages, 1) if SAID[sitting] in page)


def words_in(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_every_sitting_has_a_page_for_each_of_its_drawings(pages: list[str], orders: tuple[list[tuple[str, Task]], ...]) -> None:
    """From a right-hand page on, in a row: no drawing, list or grid needs a second page."""
    for order, said in zip(orders, SAID, strict=True):
        numbers = [number for number, page in enumerate(pages, 1) if said in page]
        assert numbers[0] % 2 == 1
        assert numbers == list(range(numbers[0], numbers[0] + len(order)))
        for number, (title, _) in zip(numbers, order, strict=True):
            assert re.match(rf"Sitting \d: [a-z ]+ {re.escape(title)} ", pages[number - 1]), number


def test_whatever_is_drawn_from_memory_can_be_ticked(pages: list[str], orders: tuple[list[tuple[str, Task]], ...]) -> None:
    """Every box, and every arrow by the boxes that it joins and what stands on it."""
    sheets = [page for page in pages if SAID[2] in page]
    for page, (_, task) in zip(sheets, orders[2], strict=True):
        made_of = task.made_of
        ticks = (*made_of.boxes, *map(str, made_of.arrows), *made_of.notes)
        assert not [tick for tick in ticks if not words_in(page) >= words_in(tick)], task.name
        assert all(arrow.start and arrow.end for arrow in made_of.arrows), task.name
        assert page.count("→") + page.count("↔") + page.count("–") >= len(made_of.arrows), task.name
        assert re.search(rf"of {len(made_of.boxes)} boxes, of {len(made_of.arrows)} arrows; under three quarters", page), task.name


def test_grids_have_room(workbook: Path, pages: list[str]) -> None:
    """At least 90 mm, on every sheet and both papers."""
    made = Structured(workbook)
    grids = [element for element, _ in made.elements() if str(element.get("/Alt", "")) == GRID]
    heights = [abs(float(grid.A.BBox[3]) - float(grid.A.BBox[1])) / 72 * 25.4 for grid in grids]
    assert len(heights) == sum(SAID[2] in page for page in pages) + 2
    assert min(heights) > 89.9


def test_sheets_are_compared_with_the_traced_drawing(pages: list[str], orders: tuple[list[tuple[str, Task]], ...]) -> None:
    traced = {task.name: number for number, (_, task) in enumerate(orders[0], _first(pages, 0))}
    for sitting in (1, 2):
        sheets = [page for page in pages if SAID[sitting] in page]
        named = [int(re.search(r"[Cc]ompare with page (\d+)\.", page)[1]) for page in sheets]
        assert named == [traced[task.name] for _, task in orders[sitting]]


def test_the_plan_says_what_two_hours_hold(pages: list[str], orders: tuple[list[tuple[str, Task]], ...]) -> None:
    for number, order in enumerate(orders):
        sitting = Sitting.of([task.minutes[number] for _, task in order])
        row = pages[0].partition(("Trace over", "Add arrows", "Draw from")[number])[2]
        assert re.search(rf"\b{_first(pages, number)} {sitting.drawings} {sitting.minutes} ", row), f"sitting {number + 1}"
        assert (sitting.fitting == sitting.drawings) == (sitting.minutes <= SITTING_MIN)


def test_the_count_leads_to_each_sheet(workbook: Path, pages: list[str], orders: tuple[list[tuple[str, Task]], ...]) -> None:
    """And says its page, and its minutes."""
    places = Structured(workbook).places
    printed = " ".join(pages[: _first(pages, 0) - 1])
    for number, order in enumerate(orders):
        for page, (_, task) in enumerate(order, _first(pages, number)):
            assert places[f"{task.name}-{number + 1}"] == page
            assert f"{task.minutes[number]} min, page {page}" in printed, task.name


def test_sheets_lie_as_their_drawings_do(workbook: Path, pages: list[str], ending: str, orders: tuple[list[tuple[str, Task]], ...]) -> None:
    with pikepdf.open(workbook) as pdf:
        sizes = [tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages]
    upright, sideways = SIZES[ending], SIZES[ending][::-1]
    for number, order in enumerate(orders):
        lies = [lie_of(*task.drawn.print_size_mm) for _, task in order]
        assert {lie.name for lie in lies} == {"upright", "sideways"}
        first = _first(pages, number) - 1
        assert sizes[first : first + len(order)] == [upright if lie == UPRIGHT else sideways for lie in lies]


def test_two_empty_grids_stand_at_the_end(workbook: Path, pages: list[str]) -> None:
    assert all(page.startswith("To repeat what went slowly") for page in pages[-2:])
    again = Structured(workbook).places["again"]
    assert again == len(pages) - 1 and f"from page {again} on" in pages[0]


def test_the_shapes_are_explained_in_front(real: Pages, pages: list[str]) -> None:
    assert all(role.meaning.replace("'", "’") in pages[0] for role in real.book.style.roles.values())


def test_nothing_is_too_small_to_trace(workbook: Path, pages: list[str]) -> None:
    """8.5 pt in every drawing; a line to tick and the imprint are read, not traced."""
    traced = [number for number, page in enumerate(pages, 1) if SAID[0] in page]
    texts = texts_of(workbook, traced[0], traced[-1])
    small = [text for text in texts if text.size < 8.5 and not re.search(r"edition|^Sitting", text.words) and text.words]
    assert not small


def test_the_workbook_is_tagged_titled_and_outlined(workbook: Path, ending: str, wanted: list[tuple[str, Task]]) -> None:
    made = Structured(workbook)
    assert str(made.pdf.Root.Lang) == "en-GB"
    assert str(made.pdf.docinfo.Title).startswith("Tracing workbook")
    figures = [str(element.get("/Alt", "")) for element, _ in made.elements() if str(element.S) == "/Figure"]
    assert figures.count(GRID) == len(wanted) + 2 and all(figures)
    with made.pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [
            "Tracing workbook", "Sitting 1: trace", "Sitting 2: complete", "Sitting 3: from memory", "To repeat what went slowly",
        ]  # fmt: skip
        assert [len(entry.children) for entry in outline.root] == [0, *[len(wanted)] * 3, 0]
