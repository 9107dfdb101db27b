"""Citations, formatted."""

from __future__ import annotations

import json
import re

import pytest

from guide.bibliography import Formatted, formatted
from guide.checks import CHECKS
from guide.checks.core import Subject
from guide.model import Book, Work
from guide.project import Project
from guide.sources import read_book


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


def line(**fields: object) -> str:
    return formatted([work(**fields)])["k"].entry


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("R&D <and> tests", "“R&amp;D &lt;and&gt; Tests”."),
        ("Less < more & <script>", "“Less &lt; More &amp; &lt;script&gt;”."),
        ("On <i>Life</i> and H<sub>2</sub>O", "“On <i>Life</i> and H<sub>2</sub>O”."),
        ("Never <i>closed", "“Never &lt;i&gt;closed”."),
        ("Closed </i> twice <i>", "“Closed &lt;/i&gt; Twice &lt;i&gt;”."),
        ("Wrongly <i>nested <b>tags</i></b>", "“Wrongly &lt;i&gt;nested &lt;b&gt;tags&lt;/i&gt;&lt;/b&gt;”."),
        ('<span class="nocase">macOS</span> and its kin', "“macOS and Its Kin”."),
        ("And then...", "“And Then...”."),
        ("... and then", "“... And Then”."),
        ("What now?", "“What Now?”."),
        ("To A.B.", "“To A.B.”."),
    ],
)
def test_a_title_is_shown_as_it_is(title: str, shown: str) -> None:
    assert (
        line(title=title)
        == f'Smith, Ann. 2020. {shown} <i>Journal of Tests</i>. <a href="https://doi.org/10.1000/1">doi:10.1000/1</a>.'
    )


def test_an_initial_and_the_point_after_it_are_one() -> None:
    assert line(author=[{"family": "Smith", "given": "A. B."}]).startswith("Smith, A. B. 2020. “On Testing”.")
    assert line(**{"container-title": "Proc. of Tests vol."}).startswith(
        "Smith, Ann. 2020. “On Testing”. <i>Proc. of Tests vol.</i> <a "
    )


@pytest.mark.parametrize(
    ("author", "shorts", "starts"),
    [
        (
            {"literal": "Vision 2020 Group"},
            ("Vision 2020 Group 2020a", "Vision 2020 Group 2020b"),
            "Vision 2020 Group. 2020{}. “",
        ),
        (
            {"literal": "R&D <2020> (Group)"},
            ("R&D <2020> (Group) 2020a", "R&D <2020> (Group) 2020b"),
            "R&amp;D &lt;2020&gt; (Group). 2020{}. “",
        ),
        ({"family": "Ng", "given": "A."}, ("Ng 2020a", "Ng 2020b"), "Ng, A. 2020{}. “"),
    ],
)
def test_the_letter_of_a_year_stands_at_the_year(author: dict, shorts: tuple[str, str], starts: str) -> None:
    entries = formatted([work("b", title="Beta 2020", author=[author]), work("a", title="Alpha 2020", author=[author])])
    assert (entries["a"].short, entries["b"].short) == shorts
    assert list(entries) == ["a", "b"]
    for key in "ab":
        assert entries[key].entry.startswith(starts.format(key)) and "2020”." in entries[key].entry


def test_letters_never_run_out_and_a_single_work_has_none() -> None:
    entries = formatted(
        [*(work(f"k{n:02}", title=f"T{n:02}") for n in range(28)), work("other", issued={"date-parts": [[2021]]})]
    )
    shorts = [entries[f"k{n:02}"].short for n in range(28)]
    assert shorts[0] == "Smith 2020a" and shorts[25:] == ["Smith 2020z", "Smith 2020aa", "Smith 2020ab"]
    assert entries["other"].short == "Smith 2021"


def test_keys_that_differ_in_their_capitals_are_two_works() -> None:
    entries = formatted([work("smithTesting2020", title="Alpha"), work("smithtesting2020", title="Beta")])
    assert "Alpha" in entries["smithTesting2020"].entry and "Beta" in entries["smithtesting2020"].entry


def test_what_was_given_is_the_callers() -> None:
    works = [work()]
    formatted(works)["k"] = Formatted("changed", "")
    assert formatted(works)["k"].short == "Smith 2020"


@pytest.mark.parametrize(
    ("fields", "href", "shown"),
    [
        ({"DOI": "10.1002/(SICI)1097<1661::AID-SIM968>3.0"}, "https://doi.org/10.1002/(SICI)1097%3C1661::AID-SIM968%3E3.0", "doi:10.1002/(SICI)1097&lt;1661::AID-SIM968&gt;3.0"),
        ({"DOI": "", "URL": "https://arxiv.org/abs/1234.5678"}, "https://arxiv.org/abs/1234.5678", "arXiv:1234.5678"),
        ({"DOI": "", "URL": "https://a.test/?x=1&y=2"}, "https://a.test/?x=1&amp;y=2", "https://a.test/?x=1&amp;y=2"),
        ({"DOI": "10.1000/1", "URL": "https://a.test/"}, "https://doi.org/10.1000/1", "doi:10.1000/1"),
    ],
)  # fmt: skip
def test_one_address_stands_last(fields: dict, href: str, shown: str) -> None:
    assert line(**fields).endswith(f'<i>Journal of Tests</i>. <a href="{href}">{shown}</a>.')


def test_a_book_has_no_address() -> None:
    assert line(DOI="", ISBN="978") == "Smith, Ann. 2020. “On Testing”. <i>Journal of Tests</i>."


def test_what_is_wrong_is_left_out() -> None:
    assert formatted([Work("bad", {"id": "bad"}, 1, stand_in=True), work()]).keys() == {"k"}


def check(project: Project) -> list[tuple[str, str]]:
    subject = Subject(read_book(project), {})
    return [(p.code, p.message) for code in ("bibliography", "uncited") for p in CHECKS[code].find(subject)]


def with_works(project: Project, *works: dict) -> None:
    entries = json.loads(project.bibliography.read_text(encoding="utf-8"))
    project.bibliography.write_text(json.dumps([*entries, *works]), encoding="utf-8")


def test_a_work_is_complete_and_cited(good_book: Project) -> None:
    with_works(good_book, {"id": "bare"}, {"id": "wrong", "type": "book", "title": 5, "author": "A"})
    # Chapters are read here, not parsed: only what the decisions cite is cited.
    found = check(good_book)
    assert (
        "bibliography",
        "'bare' lacks type, title, author, issued, container-title or publisher, DOI, URL or ISBN.",
    ) in found
    assert not [message for code, message in found if code == "bibliography" and "wrong" in message]
    assert ("uncited", "nobody cites 'bare'.") in found and ("uncited", "nobody cites 'franc2023optimal'.") not in found


def test_a_price_cites_its_work(good_book: Project) -> None:
    price = "- id: x\n  value: 1 dollar\n  what: x\n  date: 2026-10\n  source: {}\n"
    for source, cited in (("https://example.org/a", False), ("axelsson2000base", True)):
        good_book.prices.write_text(price.format(source), encoding="utf-8")
        assert (("uncited", "nobody cites 'axelsson2000base'.") in check(good_book)) != cited


@pytest.mark.parametrize("name", ["docs/decisions.yaml", "docs/cases/comment-spam.md"])
def test_what_could_not_be_read_may_cite_anything(good_book: Project, name: str) -> None:
    with_works(good_book, {"id": "bare"})
    (good_book.root / name).unlink()
    (good_book.root / name).mkdir()
    assert [code for code, _ in check(good_book)] == ["bibliography"]


def test_the_real_bibliography_formats(book: Book) -> None:
    entries = formatted(book.works.values())
    assert entries.keys() == book.works.keys()
    for key, entry in entries.items():
        assert re.search(r"\d{4}|n\.d\.|forthcoming", entry.short), key
        assert str(book.works[key].csl["issued"]["date-parts"][0][0]) in entry.entry
        assert "None" not in entry.entry and "??" not in entry.entry
