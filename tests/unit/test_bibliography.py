"""Citations, formatted."""

from __future__ import annotations

import re

import pytest

from guide.bibliography import Formatted, entry_html, formatted
from guide.model import Book, Work


def work(key: str = "k", **fields: object) -> Work:
    csl = {
        "id": key,
        "type": "article-journal",
        "title": "On testing",
        "author": [{"family": "Smith", "given": "Ann"}],
        "issued": {"date-parts": [[2020]]},
        "container-title": "Journal of Tests",
        "DOI": "10.1000/1",
        **fields,
    }
    return Work(key, csl, 1)


def authors(*names: str) -> list[dict[str, str]]:
    return [{"family": name, "given": "A."} for name in names]


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Smith"], "Smith 2020"),
        (["Smith", "Jones"], "Smith and Jones 2020"),
        (["Smith", "Jones", "Wu"], "Smith, Jones, and Wu 2020"),
        (["Smith", "Jones", "Wu", "Ng"], "Smith et al. 2020"),
        (["Müller"], "Müller 2020"),
    ],
)
def test_the_short_form(names: list[str], short: str) -> None:
    assert formatted([work(author=authors(*names))])["k"].short == short


def test_an_organisation_is_an_author() -> None:
    entry = formatted([work(author=[{"literal": "Meta"}], type="webpage")])["k"]
    assert entry.short == "Meta 2020"


def test_two_works_of_one_year_are_told_apart() -> None:
    entries = formatted([work("a", title="Alpha"), work("b", title="Beta")])
    assert entries["a"].short != entries["b"].short


def test_the_line_of_a_list_says_everything() -> None:
    line = formatted([work(title="R&D and <i>tests</i>")])["k"].entry
    text = re.sub("<[^>]+>", "", line)
    for part in ("Smith, Ann", "2020", "Journal of Tests", "10.1000/1"):
        assert part in text
    assert "R&amp;D" in line and "<i>" in line
    assert ".." not in text


def test_identifiers_are_links() -> None:
    assert 'href="https://doi.org/10.1000/1"' in formatted([work()])["k"].entry
    page = formatted([work(type="webpage", DOI="", URL="https://example.org/a_(b)?c=1")])["k"].entry
    assert 'href="https://example.org/a_(b)?c=1"' in page


def test_entries_are_sorted_and_incomplete_ones_left_out() -> None:
    entries = formatted([work("z", author=authors("Zhang")), work("a", author=authors("Adams")), work("n", author=[])])
    assert list(entries) == ["a", "z"]


def test_a_line_of_a_list_knows_who_cites_it() -> None:
    line = entry_html("k", Formatted("S 2020", "Smith"), "a note", [("../a.md", "A & B")], "source-")
    assert line == (
        '<li id="source-k">Smith <span class="source-note">a note</span> '
        '<span class="source-used">Cited in <a href="../a.md">A &amp; B</a>.</span></li>'
    )


def test_the_real_bibliography_formats(book: Book) -> None:
    entries = formatted(book.works.values())
    assert entries.keys() == book.works.keys()
    for key, entry in entries.items():
        assert re.search(r"\d{4}|n\.d\.|forthcoming", entry.short), key
        assert str(book.works[key].csl["issued"]["date-parts"][0][0]) in entry.entry
        assert "None" not in entry.entry and "??" not in entry.entry
