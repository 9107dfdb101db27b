"""The trade-off matrix: the page's HTML, the printed table's HTML, and the rows of the CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from guide.framework import COLUMNS, STEPS
from guide.problems import BookError
from guide.project import Project
from guide.publish import matrix
from guide.typography import curled, unbroken
from tests.conftest import EDITION, MakePages, Pages, said

HOSTILE = "[a](b) *c* _d_ `e` ${f} [@g] $h$ <i> & x_1 * y_2 \\n 2 > 1"


def plain(text: str) -> str:
    return " ".join(curled(text).replace("\u00a0", " ").split())


# ---------- the page ----------


def test_page_has_every_decision_by_step(real: Pages) -> None:
    shown = [heading.get("id") for heading in real.tree("trade-off-matrix").iter("h3")]
    decisions = real.book.decisions
    assert shown == [decision.id for step in STEPS for decision in decisions if decision.step == step]
    assert len(shown) == len(decisions)


def test_page_says_all_of_a_decision(real: Pages) -> None:
    sections = real.tree("trade-off-matrix").iter("section")
    by_id = {section.find("h3").get("id"): section for section in sections if section.find("h3") is not None}
    for decision in real.book.decisions:
        text = plain(said(by_id[decision.id]))
        parts = [decision.question, decision.default, decision.flip_when, decision.because or "", decision.say]
        parts += [getattr(option, field) for option in decision.options for field in ("name", *COLUMNS)]
        assert not [part for part in parts if plain(part) not in text]


def test_table_has_an_option_a_column_and_marks_the_default_in_words(real: Pages) -> None:
    sections = real.tree("trade-off-matrix").xpath(".//section[@class='matrix-decision']")
    tables = {section.find("h3").get("id"): section.find(".//table") for section in sections}
    for decision in real.book.decisions:
        table = tables[decision.id]
        heads = table.findall("thead/tr/th")
        assert {head.get("scope") for head in heads} == {"col"}
        assert len(heads) == len(decision.options) == int(table.get("data-options"))
        default = [option.name for option in decision.options].index(decision.default)
        assert [place for place, head in enumerate(heads) if head.find("span") is not None] == [default]
        rows = table.findall("tbody/tr")
        assert [said(row.find("th[@scope='row']")) for row in rows] == [name for name, _ in COLUMNS.values()]
        assert all(len(row.findall("td")) == len(heads) for row in rows)


def test_style_sheet_knows_every_number_of_options(real: Pages) -> None:
    css = (real.book.project.overrides / "assets/stylesheets/matrix.css").read_text(encoding="utf-8")
    for count in {len(decision.options) for decision in real.book.decisions} - {3}:
        assert f'[data-options="{count}"]' in css


def test_links_lead_both_ways(small: Pages) -> None:
    matrix_page = small.article("trade-off-matrix")
    assert small.book.users
    for decision, users in small.book.users.items():
        for user in users:
            assert f'href="{user.page}#decision-{decision}"' in matrix_page.html
            assert f"decision-{decision}" in small.articles[user.page].anchors
            assert f'href="{matrix_page.page}#{decision}"' in small.articles[user.page].html


def test_sources_become_links(small: Pages) -> None:
    cited = list(small.tree("trade-off-matrix").iter("cite"))
    assert cited and all(cite.find("a").get("href").startswith("reference/sources.md#source-") for cite in cited)


def test_data_is_not_read_as_markdown(good_book: Project, make_pages: MakePages) -> None:
    text = good_book.decisions.read_text(encoding="utf-8")
    quoted = "'" + HOSTILE + "'"
    for field, words in (("question", "Who removes a comment, the model or a person?"), ("quality", "follows new spam"),
                         ("say", "I'd let people decide between the two thresholds, because a wrong deletion costs us a reader.")):  # fmt: skip
        assert f"{field}: {words}" in text
        text = text.replace(f"{field}: {words}", f"{field}: {quoted}")
    good_book.decisions.write_text(text, encoding="utf-8")
    page = make_pages(good_book).tree("trade-off-matrix")
    assert plain(said(page)).count(plain(HOSTILE)) == 3
    assert not [e.tag for e in page.iter() if e.tag in ("em", "code", "i", "data")]


# ---------- print ----------


def test_sheets_keep_a_decision_in_one_group(real: Pages) -> None:
    root = html.document_fromstring(matrix.sheets_html(real.book, EDITION))
    groups = root.xpath("//table/tbody")
    decisions = [d for _, members in real.book.decisions_by_step for d in members]
    assert [group.get("id") for group in groups] == [d.id for d in decisions]
    assert len(root.xpath("//tr[contains(@class, 'band')]")) == len(real.book.decisions_by_step)
    for group, decision in zip(groups, decisions, strict=True):
        options = [row for row in group if "option" in (row.get("class") or "").split()]
        assert [row.find("th").get("scope") for row in options] == ["row"] * len(decision.options)
        assert group.find("tr/td[@class='flip']").get("rowspan") == str(len(decision.options) + 1)


def test_a_complaint_of_the_engine_stops_the_build(good_book: Project, make_pages: MakePages, tmp_path: Path) -> None:
    style = good_book.print_styles / "matrix.css"
    style.write_text(style.read_text(encoding="utf-8") + "\np { colour: red }\n", encoding="utf-8")
    with pytest.raises(BookError) as error:
        matrix.publish(make_pages(good_book).publication, tmp_path)
    assert {problem.code for problem in error.value.problems} == {"matrix-log"}
    assert "colour" in str(error.value)


def test_two_runs_write_the_same_bytes(small: Pages, tmp_path: Path) -> None:
    written = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        matrix.publish(small.publication, tmp_path / name)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {"trade-off-matrix.pdf", "trade-off-matrix-letter.pdf", "trade-off-matrix.csv"}


def test_no_decisions_no_group(small: Pages) -> None:
    assert "<tbody" not in matrix.sheets_html(replace(small.book, decisions=()), EDITION)


# ---------- CSV ----------


def test_rows_have_every_field_in_its_place(real: Pages) -> None:
    rows = matrix.rows(real.book)
    assert len(rows) == sum(len(decision.options) for decision in real.book.decisions)
    assert all(tuple(row) == matrix.FIELDS for row in rows)
    assert sum(row["default"] == "yes" for row in rows) == len(real.book.decisions)


def test_csv_opens_in_spreadsheets_and_libraries(small: Pages, tmp_path: Path) -> None:
    matrix.publish(small.publication, tmp_path)
    path = tmp_path / "trade-off-matrix.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,question,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == matrix.rows(small.book)


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
