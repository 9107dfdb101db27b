"""The poster as it was published: one sheet of A3, every decision on it, nothing too small to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.model import Book
from guide.publish.poster import FILE
from guide.publish.printing import printed
from tests.printed import Structured, type_sizes

A3 = (1191, 842)
LEAST_PT = 5.8
"""Read from half a metre on A3, from an arm's length on A2."""


@pytest.fixture(scope="module")
def poster(dist: Path) -> Structured:
    return Structured(dist / FILE)


def test_it_is_one_sheet_of_a3(poster: Structured) -> None:
    assert [tuple(round(float(v)) for v in page.mediabox[2:]) for page in poster.pdf.pages] == [A3]


def test_every_decision_is_on_it(poster: Structured, published: Book) -> None:
    text = "".join(" ".join(poster.texts.values()).split())
    said = {(d.id, part) for d in published.decisions for part in (d.ask, d.default, d.threshold)}
    assert not {(name, part) for name, part in said if "".join(printed(part).split()) not in text}


def test_nothing_on_it_is_too_small(poster: Structured) -> None:
    assert min(type_sizes(poster.pdf.pages[0])) >= LEAST_PT - 0.01


def test_it_says_what_it_is(poster: Structured) -> None:
    assert str(poster.pdf.Root.Lang) == "en-GB"
    assert "Edition " in str(poster.pdf.docinfo.Subject)
