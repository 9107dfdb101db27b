"""The trade-off matrix: the page's HTML, the printed table's HTML, and the rows of the CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from guide.markdown.matrix import COLUMNS, by_step, matrix_html
from lxml import html
from markdown import Markdown

from guide.model import STEPS, Book
from guide.problems import BookError
from guide.project import Project
from guide.publish import Edition, matrix
from guide.sources import read_book
from guide.typography import curled, unbroken

HOSTILE = "[a](b) *c* _d_ `e` ${f} [@g] $h$ <i> & x_1 * y_2 \\n 2 > 1"


def link(target: str) -> str:
    return f"/{target}"


def edition(book: Book) -> Edition:
    return Edition(book, Path(), Path(), 1_795_219_200, "0123456789")


def page_of(project: Project, chapter: str = "trade-off-matrix") -> html.HtmlElement:
    """A chapter's page as the site's engine gets it."""
    root = {"guide.markdown": {"root": str(project.root)}}
    markdown = Markdown(extensions=["guide.markdown", "toc"], extension_configs=root)
    return html.fragment_fromstring(markdown.convert(read_book(project).by_id[chapter].body), create_parent="article")


def text_of(element: ElementTree.Element | html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


# ---------- the page ----------


def test_page_is_wellformed_and_has_every_decision_by_step(book: Book) -> None:
    root = ElementTree.fromstring(matrix_html(book, link))
    shown = [heading.get("id") for heading in root.iter("h3")]
    assert shown == [decision.id for step in STEPS for decision in book.decisions if decision.step == step]
    assert len(shown) == len(book.decisions)


def test_page_says_all_of_a_decision(book: Book) -> None:
    sections = ElementTree.fromstring(matrix_html(book, link)).iter("section")
    by_id = {section.find("h3").get("id"): section for section in sections if section.find("h3") is not None}
    for decision in book.decisions:
        text = text_of(by_id[decision.id]).replace("\\", "").replace("\u00a0", " ")
        said = [decision.question, decision.default, decision.flip_when, decision.because or "", decision.say]
        said += [getattr(option, field) for option in decision.options for field in ("name", *COLUMNS)]
        assert not [part for part in said if " ".join(part.split()) not in text]


def test_table_has_an_option_a_column_and_marks_the_default_in_words(book: Book) -> None:
    root = ElementTree.fromstring(matrix_html(book, link))
    tables = {section.find("h3").get("id"): section.find(".//table") for section in root.findall("section/section")}
    for decision in book.decisions:
        table = tables[decision.id]
        heads = table.findall("thead/tr/th")
        assert {head.get("scope") for head in heads} == {"col"}
        assert len(heads) == len(decision.options) == int(table.get("data-options"))
        marked = [head for head in heads if head.find("span") is not None]
        assert [text_of(head) for head in marked] == [text_of(heads[_place_of_default(decision)])]
        rows = table.findall("tbody/tr")
        assert [text_of(row.find("th[@scope='row']")) for row in rows] == [name for name, _ in COLUMNS.values()]
        assert all(len(row.findall("td")) == len(heads) for row in rows)


def _place_of_default(decision) -> int:
    return [option.name for option in decision.options].index(decision.default)


def test_style_sheet_knows_every_number_of_options(book: Book) -> None:
    css = (book.project.overrides / "assets/stylesheets/matrix.css").read_text(encoding="utf-8")
    for count in {len(decision.options) for decision in book.decisions} - {3}:
        assert f'[data-options="{count}"]' in css


def test_links_lead_both_ways(good_book: Project) -> None:
    book = read_book(good_book)
    text = matrix_html(book, link)
    users = [(decision, user) for decision in book.decisions for user in book.users_of(decision.id)]
    assert users
    for decision, user in users:
        assert f'href="/{user.page}#decision-{decision.id}"' in text
        page = page_of(good_book, user.id)
        assert page.xpath(f"//*[@id='decision-{decision.id}']")
        assert page.xpath(f"//a[contains(@href, 'reference/trade-off-matrix.md#{decision.id}')]")


def test_sources_become_links(good_book: Project) -> None:
    sources = [cite for cite in page_of(good_book).iter("cite")]
    assert sources and all(cite.find("a").get("href").startswith("sources.md#source-") for cite in sources)


def test_data_is_not_read_as_markdown(good_book: Project) -> None:
    text = good_book.decisions.read_text(encoding="utf-8")
    quoted = "'" + HOSTILE + "'"
    for field, words in (("question", "Who removes a comment, the model or a person?"), ("quality", "follows new spam"),
                         ("say", "I'd let people decide between the two thresholds, because a wrong deletion costs us a reader.")):  # fmt: skip
        assert f"{field}: {words}" in text
        text = text.replace(f"{field}: {words}", f"{field}: {quoted}")
    good_book.decisions.write_text(text, encoding="utf-8")
    page = page_of(good_book)
    assert text_of(page).replace("\u2060", "").count(HOSTILE) == 3
    assert not [e.tag for e in page.iter() if e.tag in ("em", "code", "i", "data")]


# ---------- print ----------


def test_sheets_keep_a_decision_in_one_group(book: Book) -> None:
    body = matrix.sheets_html(edition(book)).partition("</head>")[2]
    root = ElementTree.fromstring(body.removesuffix("</html>"))
    groups = root.findall("table/tbody")
    assert [group.get("id") for group in groups] == [d.id for _, decisions in by_step(book) for d in decisions]
    assert len(root.findall("table/tbody/tr[@class='band']")) == len(by_step(book))
    for group, decision in zip(groups, (d for _, decisions in by_step(book) for d in decisions), strict=True):
        options = [row for row in group if "option" in row.get("class").split()]
        assert [row.find("th").get("scope") for row in options] == ["row"] * len(decision.options)
        assert group.find("tr/td[@class='flip']").get("rowspan") == str(len(decision.options) + 1)


def test_a_complaint_of_the_engine_stops_the_build(good_book: Project, tmp_path: Path) -> None:
    style = good_book.print_styles / "matrix.css"
    style.write_text(style.read_text(encoding="utf-8") + "\np { colour: red }\n", encoding="utf-8")
    with pytest.raises(BookError) as error:
        matrix.publish(edition(read_book(good_book)), tmp_path)
    assert {problem.code for problem in error.value.problems} == {"matrix-log"}
    assert "colour" in str(error.value)


def test_two_runs_write_the_same_bytes(good_book: Project, tmp_path: Path) -> None:
    book = read_book(good_book)
    written = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        matrix.publish(edition(book), tmp_path / name)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {"trade-off-matrix.pdf", "trade-off-matrix-letter.pdf", "trade-off-matrix.csv"}


def test_no_decisions_no_group(good_book: Project) -> None:
    book = replace(read_book(good_book), decisions=())
    assert "<tbody" not in matrix.sheets_html(edition(book))
    ElementTree.fromstring(matrix_html(book, link))


# ---------- CSV ----------


def test_rows_have_every_field_in_its_place(book: Book) -> None:
    rows = matrix.rows(book)
    assert len(rows) == sum(len(decision.options) for decision in book.decisions)
    assert all(tuple(row) == matrix.FIELDS for row in rows)
    assert sum(row["default"] == "yes" for row in rows) == len(book.decisions)


def test_csv_opens_in_spreadsheets_and_libraries(good_book: Project, tmp_path: Path) -> None:
    book = read_book(good_book)
    matrix.publish(edition(book), tmp_path)
    path = tmp_path / "trade-off-matrix.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,question,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == matrix.rows(book)


# ---------- characters ----------


@pytest.mark.parametrize(("written", "printed"), [
    ("the model's errors", "the model’s errors"),
    ("reviewers' own", "reviewers’ own"),
    ('a "hot" item', "a “hot” item"),
    ("('quoted')", "(‘quoted’)"),
    ("'start", "‘start"),
])  # fmt: skip
def test_quotation_marks_are_curled(written: str, printed: str) -> None:
    assert curled(written) == printed


@pytest.mark.parametrize(("written", "printed"), [
    ("at 5 % of 70 GB", "at 5\u00a0% of 70\u00a0GB"),
    ("50 ms, 17 dollars", "50\u00a0ms, 17\u00a0dollars"),
    ("p > 0.5 and cost = 2", "p\u00a0>\u00a00.5 and cost =\u00a02"),
    ("with m = w: an error", "with m\u00a0=\u00a0w: an error"),
    ("three shards", "three shards"),
])  # fmt: skip
def test_numbers_keep_their_units(written: str, printed: str) -> None:
    assert unbroken(written) == printed
