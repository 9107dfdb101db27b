"""The trade-off matrix in a browser: search, filters, order, shared addresses, anchors, and the page without scripts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guide.framework import AREAS
from guide.model import Book, Decision
from tests.conftest import VIEWS, NewPage, wait_until_ready

PAGE = "reference/trade-off-matrix/"


@pytest.fixture
def matrix(page: Page, site_url: str) -> Page:
    page.goto(site_url + PAGE)
    return page


def shown(page: Page) -> list[str]:
    """Ids of the decisions that can be seen, in their order on the page."""
    return page.locator(".matrix-decision:visible h3").evaluate_all("all => all.map(heading => heading.id)")


@pytest.fixture(scope="module")
def matrix_book(published: Book) -> Book:
    return published


def ids(matrix_book: Book, wanted: Callable[[Decision], bool] = lambda _: True) -> list[str]:
    """Ids of the decisions wanted, in the order of the framework."""
    return [d.id for _, decisions in matrix_book.decisions_by_step for d in decisions if wanted(d)]


def in_area(matrix_book: Book, area: str) -> list[str]:
    return ids(matrix_book, lambda decision: decision.area == area)


def status(page: Page) -> str:
    return page.locator(".matrix-bar [role=status]").inner_text()


@VIEWS
def test_every_decision_fits_the_window(matrix: Page, matrix_book: Book) -> None:
    assert shown(matrix) == ids(matrix_book)
    assert status(matrix) == f"{len(matrix_book.decisions)} decisions"
    assert matrix.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wait_until_ready(matrix)
    # With up to three options nothing scrolls sideways inside either, and nothing stops the keyboard for nothing.
    wide = {d.id for d in matrix_book.decisions if len(d.options) > 3}
    stops = matrix.locator(".matrix-decision:has(.matrix-scroll[tabindex]) h3").evaluate_all("all => all.map(h => h.id)")
    assert set(stops) <= wide


@VIEWS
def test_type_is_readable(matrix: Page) -> None:
    sizes = matrix.locator(".matrix-table :is(th, td)").evaluate_all("all => all.map(c => parseFloat(getComputedStyle(c).fontSize))")
    assert min(sizes) >= 12


def test_filters_combine(matrix: Page, matrix_book: Book) -> None:
    area = next(area for area in AREAS if len(in_area(matrix_book, area)) > 1)
    matrix.get_by_label("Area", exact=True).select_option(area)
    assert shown(matrix) == in_area(matrix_book, area)
    step = matrix_book.decision_by_id[shown(matrix)[0]].step
    matrix.get_by_label("Step", exact=True).select_option(step)
    both = ids(matrix_book, lambda d: d.area == area and d.step == step)
    assert shown(matrix) == both
    assert status(matrix) == f"{len(both)} of {len(matrix_book.decisions)} decisions"
    assert matrix.locator(".matrix-group > h2:visible").count() == 1


def test_filter_by_chapter(matrix: Page, matrix_book: Book) -> None:
    chapter = next(c for c in matrix_book.chapters if c.decisions)
    matrix.get_by_label("Used in", exact=True).select_option(chapter.id)
    assert shown(matrix) == ids(matrix_book, lambda d: chapter in matrix_book.users.get(d.id, []))


def test_search_wants_every_word_and_ignores_case(matrix: Page, matrix_book: Book) -> None:
    decision = matrix_book.decisions[0]
    words = f"{decision.options[-1].risk.upper()}  {decision.options[0].name}"
    matrix.get_by_label("Search the decisions").fill(words)
    expect(matrix.locator(".matrix-decision:visible")).to_have_count(1)
    assert shown(matrix) == [decision.id]


def test_nothing_found_is_said_and_undone(matrix: Page, matrix_book: Book) -> None:
    field = matrix.get_by_label("Search the decisions")
    field.fill("no decision says zyzzyva")
    expect(matrix.locator(".matrix-decision:visible")).to_have_count(0)
    assert status(matrix).startswith("None of")
    matrix.get_by_role("button", name="Show all").click()
    assert shown(matrix) == ids(matrix_book)
    expect(field).to_be_focused()
    expect(field).to_have_value("")


@pytest.mark.parametrize("order", ["area", "chapter", "question", "step"])
def test_order(matrix: Page, matrix_book: Book, order: str) -> None:
    matrix.get_by_label("Order", exact=True).select_option("question" if order == "step" else "step")
    matrix.get_by_label("Order", exact=True).select_option(order)
    found = [matrix_book.decision_by_id[name] for name in shown(matrix)]
    assert len(found) == len(matrix_book.decisions)
    places = {chapter.id: place for place, chapter in enumerate(matrix_book.chapters)}

    def first_use(decision: Decision) -> int:
        return min((places[c.id] for c in matrix_book.users.get(decision.id, [])), default=len(places))

    framework = [matrix_book.decision_by_id[name] for name in ids(matrix_book)]
    expected = {
        "step": framework,
        "area": sorted(framework, key=lambda d: d.area),
        "chapter": sorted(framework, key=first_use),
        "question": sorted(framework, key=lambda d: d.question.casefold()),
    }
    assert [d.id for d in found] == [d.id for d in expected[order]]


def test_address_keeps_the_view(matrix: Page, new_page: NewPage, matrix_book: Book) -> None:
    area = matrix_book.decisions[0].area
    matrix.get_by_label("Area", exact=True).select_option(area)
    matrix.get_by_label("Order", exact=True).select_option("question")
    matrix.get_by_label("Search the decisions").fill("e")
    matrix.wait_for_url("**find=e**")
    other = new_page(viewport="phone")
    other.goto(matrix.url)
    assert shown(other) == shown(matrix) != []
    assert other.get_by_label("Area", exact=True).input_value() == area
    other.get_by_role("button", name="Show all").click()
    assert "?" not in other.url


def test_unknown_values_in_the_address_are_ignored(page: Page, site_url: str, matrix_book: Book) -> None:
    page.goto(f"{site_url}{PAGE}?area=everything&sort=%3Cb%3E&step=")
    assert shown(page) == ids(matrix_book)


def test_anchor_shows_a_decision_that_a_filter_hides(matrix: Page, matrix_book: Book) -> None:
    hidden = matrix_book.decisions[0]
    other = next(area for area in AREAS if area != hidden.area and in_area(matrix_book, area))
    matrix.get_by_label("Area", exact=True).select_option(other)
    assert hidden.id not in shown(matrix)
    matrix.evaluate("id => { location.hash = id }", hidden.id)
    expect(matrix.locator(f"#{hidden.id}")).to_be_in_viewport()
    assert len(shown(matrix)) == len(in_area(matrix_book, other)) + 1
    # The next choice counts for all of them again.
    matrix.get_by_label("Order", exact=True).select_option("question")
    assert hidden.id not in shown(matrix)


@VIEWS
def test_anchor_leads_to_its_decision_below_the_header(page: Page, site_url: str, matrix_book: Book) -> None:
    last = ids(matrix_book)[-1]
    page.goto(f"{site_url}{PAGE}#{last}")
    heading = page.locator(f"#{last}")
    expect(heading).to_be_in_viewport()
    bottom = page.locator(".md-header").evaluate("header => header.getBoundingClientRect().bottom")
    assert heading.evaluate("heading => heading.getBoundingClientRect().top") >= bottom - 1


def test_chapters_and_decisions_link_to_each_other(matrix: Page, matrix_book: Book) -> None:
    decision = next(d for d in matrix_book.decisions if d.id in matrix_book.users)
    matrix.locator(f".matrix-decision:has(#{decision.id}) a[data-chapter]").first.click()
    card = matrix.locator(f"#decision-{decision.id}")
    expect(card).to_be_in_viewport()
    card.get_by_role("link", name=decision.question).click()
    expect(matrix.locator(f"#{decision.id}")).to_be_in_viewport()


@VIEWS
def test_screen_readers_get_tables(matrix: Page, matrix_book: Book) -> None:
    decision = matrix_book.decisions[0]
    table = matrix.locator(f".matrix-decision:has(#{decision.id})").get_by_role("table")
    assert table.get_by_role("columnheader").count() == len(decision.options)
    expect(table.get_by_role("rowheader", name="Latency")).to_have_count(1)
    assert table.get_by_role("row").count() == 9


def test_everything_is_there_without_scripts(new_page: NewPage, site_url: str, matrix_book: Book) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site_url + PAGE)
    assert page.locator(".matrix-decision").count() == len(matrix_book.decisions)
    assert page.locator(".matrix-bar").count() == 0
    for name in ids(matrix_book):
        assert page.locator(f"#{name}").is_visible()


def test_works_from_disk(page: Page, dist: Path, tmp_path: Path, matrix_book: Book) -> None:
    with zipfile.ZipFile(dist / "guide-offline.zip") as archive:
        archive.extractall(tmp_path)
    page.goto(next(tmp_path.glob("*/reference/trade-off-matrix.html")).as_uri())
    area = matrix_book.decisions[0].area
    page.get_by_label("Area", exact=True).select_option(area)
    assert shown(page) == in_area(matrix_book, area)
    assert f"area={area}" in page.url


def test_obeys_a_strict_content_policy(page: Page, site_url: str, matrix_book: Book) -> None:
    """No inline script, no inline style: the bar works where neither is allowed."""

    def strict(route) -> None:
        answer = route.fetch()
        policy = {"content-security-policy": "default-src 'self'; style-src 'self'; script-src 'self'"}
        route.fulfill(response=answer, headers={**answer.headers, **policy})

    page.route(f"**/{PAGE}", strict)
    page.goto(site_url + PAGE)
    page.get_by_label("Area", exact=True).select_option(matrix_book.decisions[0].area)
    assert shown(page) == in_area(matrix_book, matrix_book.decisions[0].area)
    # The theme's own inline scripts are refused under it; the matrix has none.
    page.watched.errors[:] = [error for error in page.watched.errors if "matrix" in error]
