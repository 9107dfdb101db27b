"""The study group's sheets, as they were published: three pages a case, and the turns of three people."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from guide.model import Chapter
from guide.publish.printing import PAPERS
from guide.publish.study_group import HALVES, meetings
from tests.conftest import Pages
from tests.printed import Structured

SIZES = {"": (595, 842), "-letter": (612, 792)}


@pytest.fixture(scope="module", params=[paper.ending for paper in PAPERS], ids=[paper.name for paper in PAPERS])
def ending(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def sheets(dist: Path, ending: str) -> Path:
    return dist / f"study-group{ending}.pdf"


@pytest.fixture(scope="module")
def pages(sheets: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", sheets, "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.removesuffix("\f").split("\f")]


@pytest.fixture(scope="module")
def cases(real: Pages) -> list[Chapter]:
    return [case for case in real.book.cases if case.front.print]


def test_each_person_of_a_case_has_one_page(pages: list[str], cases: list[Chapter]) -> None:
    assert len(pages) == 1 + 3 * len(cases)
    for number, case in enumerate(cases):
        first, second, candidate = pages[1 + 3 * number : 4 + 3 * number]
        assert first.startswith(f"Interviewer 1 {case.title}: {HALVES[0].lower()}")
        assert second.startswith(f"Interviewer 2 {case.title}: {HALVES[1].lower()}")
        assert candidate.startswith(f"Candidate {case.title}")


def test_interviewers_share_the_probes_and_the_candidate_sees_none(pages: list[str], cases: list[Chapter]) -> None:
    for number, case in enumerate(cases):
        first, second, candidate = pages[1 + 3 * number : 4 + 3 * number]
        assert first.count("Listen for:") >= second.count("Listen for:") >= 2, case.id
        assert "Kept back" in first and "Anchors" in second
        assert "Listen for" not in candidate and "Kept back" not in candidate


def test_every_probe_is_later_than_the_one_before(pages: list[str], cases: list[Chapter]) -> None:
    for number, case in enumerate(cases):
        words = " ".join(pages[1 + 3 * number : 3 + 3 * number])
        minutes = [int(minute) for minute in re.findall(r"(\d+) min [“\"]", words)]
        assert minutes == sorted(minutes) and len(minutes) >= 4, f"{case.id}: {minutes}"


@pytest.mark.parametrize("count", [3, 6, 15])
def test_the_turns_are_fair(count: int) -> None:
    made = meetings(count)
    for person in "ABC":
        assert sum(meeting.candidate == person for meeting in made) == count // 3
    assert all({meeting.candidate, *meeting.interviewers} == set("ABC") for meeting in made)
    if count > 3:
        asked = {(person, half) for meeting in made for half, person in enumerate(meeting.interviewers)}
        assert len(asked) == 6


def test_the_sheets_are_tagged_titled_and_outlined(sheets: Path, ending: str, cases: list[Chapter]) -> None:
    made = Structured(sheets)
    assert str(made.pdf.Root.Lang) == "en-GB"
    assert str(made.pdf.docinfo.Title).startswith("Study group")
    heads = [element for element, _ in made.elements() if str(element.S) == "/TH"]
    assert heads and all("/Scope" in head.A for head in heads)
    with made.pdf.open_outline() as outline:
        assert len(outline.root) == 1 + len(cases)
    assert {tuple(round(float(v)) for v in page.mediabox[2:]) for page in made.pdf.pages} == {SIZES[ending]}
