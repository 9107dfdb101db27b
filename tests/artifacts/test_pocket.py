"""The pocket edition of the real book: as many pages as a pocket has room for, every case with all that it carries."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from guide.framework import STEPS
from guide.model import Book
from guide.publish import booklet, pocket
from guide.publish.pocket.drawings import LEAST_PT
from tests.printed import Structured, type_sizes

PAGES_A_STEP, PAGES_A_CASE, OTHER_PAGES = 3, 7, 18
HEADS = ("The design in five minutes", "Questions, with the answers assumed", "Decisions", "Commonly answered wrong", "The board")


@pytest.fixture(scope="module")
def printed(dist: Path) -> Structured:
    return Structured(dist / pocket.FILE)


@pytest.fixture(scope="module")
def pages(dist: Path) -> list[str]:
    run = subprocess.run(["pdftotext", dist / pocket.FILE, "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.removesuffix("\f").split("\f")]


def starts(printed: Structured) -> list[tuple[str, int, int]]:
    """The outline's parts: title, first page, pages."""
    with printed.pdf.open_outline() as outline:
        found = [(item.title, printed.pages[item.destination[0].objgen]) for item in outline.root]
    ends = [page for _, page in found[1:]] + [len(printed.pdf.pages) + 1]
    return [(title, page, end - page) for (title, page), end in zip(found, ends, strict=True)]


def test_steps_and_cases_keep_to_their_pages(printed: Structured, published: Book) -> None:
    counts = {title: count for title, _, count in starts(printed)}
    steps = {published.by_id[step].title: counts[published.by_id[step].title] for step in STEPS}
    assert {title: count for title, count in steps.items() if count > PAGES_A_STEP} == {}
    cases = {case.title: counts[case.title] for case in published.cases}
    assert {title: count for title, count in cases.items() if count > PAGES_A_CASE} == {}
    assert len(printed.pdf.pages) <= OTHER_PAGES + PAGES_A_STEP * len(steps) + PAGES_A_CASE * len(cases)


def test_every_case_has_what_it_carries(printed: Structured, pages: list[str], published: Book) -> None:
    for title, start, count in starts(printed):
        if title not in {case.title for case in published.cases}:
            continue
        said = " ".join(pages[start - 1 : start - 1 + count])
        places = [said.index(head) for head in HEADS]
        assert places == sorted(places), title
        assert "Ten numbers to remember" in said and "Never: " in said, title
        assert len(re.findall(r"Commonly: ", said)) >= 5 and len(re.findall(r"Flips? at: ", said)) >= 5, title


def test_contents_and_links_lead_where_they_say(printed: Structured) -> None:
    assert not printed.unnumbered(link.place for link in printed.links if re.search(r"\d$", link.text) and "--" not in link.place)
    assert all(link.place in printed.places for link in printed.links)


def test_nothing_is_smaller_than_seven_points(dist: Path) -> None:
    for name in (pocket.FILE, *(booklet.file_of(paper) for paper in booklet.PAPERS)):
        with pikepdf.open(dist / name) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert min(size for page in pdf.pages for size in type_sizes(page)) >= LEAST_PT - 0.01, name


def test_every_figure_says_what_it_shows(printed: Structured) -> None:
    figures = [element for element, _ in printed.elements() if str(element.S) == "/Figure"]
    assert figures and all(str(figure.get("/Alt", "")) for figure in figures)
