"""Estimates come to life: a reader changes an input, and every number that follows from it changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import typical
from tests.conftest import VIEWS

CASE = typical()[1]


def texts(page: Page, where: str = "") -> dict[str, list[str]]:
    """Every value shown on the page, by its expression."""
    return page.evaluate(
        """where => { const found = {};
             for (const e of document.querySelectorAll(`${where} [data-value]`)) (found[e.dataset.value] ??= []).push(e.textContent);
             return found; }""",
        where,
    )


@pytest.fixture
def case(page: Page, site_url: str) -> Page:
    page.goto(site_url + CASE)
    page.wait_for_selector(".estimate-number")
    return page


def first_number(page: Page) -> tuple[str, float]:
    """The name and shown number of the first input on the page."""
    row = page.locator("tr[data-input]").first
    return row.get_attribute("data-input") or "", float(row.locator("input[type=number]").input_value())


def double(page: Page) -> tuple[str, float]:
    name, number = first_number(page)
    page.locator(f"tr[data-input='{name}'] input[type=number]").fill(str(number * 2))
    return name, number


def test_a_changed_input_changes_what_follows(case: Page) -> None:
    before = texts(case)
    name, _ = double(case)
    after = texts(case)
    changed = {expression for expression in before if before[expression] != after[expression]}
    model = case.evaluate("JSON.parse(document.querySelector('script.estimate-model').textContent)")

    def rests_on(value: str) -> bool:
        return value == name or any(rests_on(v) for v in model["values"].get(value, {}).get("depends", []))

    quoted = {e for e in before if e in model["quotes"]}
    assert changed & quoted, "numbers in the prose follow"
    assert all(rests_on(model["quotes"][e]["name"] if e in model["quotes"] else e) for e in changed)
    direct = {v for v, entry in model["values"].items() if name in entry.get("depends", [])}
    assert direct and direct & changed == direct & before.keys()
    assert case.locator("data.value-changed").count() > 0


def test_values_in_drawings_follow(case: Page) -> None:
    drawn = texts(case, ".diagram svg")
    assert drawn, "the case quotes values in its drawings"
    model = case.evaluate("JSON.parse(document.querySelector('script.estimate-model').textContent)")
    expression = next(e for e in drawn if "input" in model["values"].get(e, {}))
    number = case.locator(f"tr[data-input='{expression}'] input[type=number]")
    number.fill(str(float(number.input_value()) * 2))
    assert texts(case, ".diagram svg")[expression] != drawn[expression]


def test_reset_brings_everything_back(case: Page) -> None:
    before, html = texts(case), case.locator("article").inner_text()
    double(case)
    case.wait_for_timeout(500)
    assert texts(case) != before and "set=" in case.url
    case.locator(".estimate-reset:visible").first.click()
    case.wait_for_timeout(500)
    assert texts(case) == before
    assert "set=" not in case.url
    assert case.locator("data.value-changed").count() == 0
    assert case.locator(".estimate-tools:visible").count() == 0
    # The spoken summary aside, the page reads as before.
    status = case.locator(".estimate-status").inner_text()
    assert case.locator("article").inner_text().replace(status, "").split() == html.split()


def test_a_link_carries_the_numbers(case: Page, site_url: str) -> None:
    name, number = double(case)
    after = texts(case)
    address = case.locator(".estimate-link:visible").first.evaluate("a => a.href")
    case.goto("about:blank")
    case.goto(address)
    case.wait_for_selector(".estimate-number")
    assert texts(case) == after
    assert float(case.locator(f"tr[data-input='{name}'] input[type=number]").input_value()) == number * 2


def test_a_broken_promise_is_said(case: Page) -> None:
    model = case.evaluate("JSON.parse(document.querySelector('script.estimate-model').textContent)")
    assert case.locator("[data-assertion][data-holds=false]").count() == 0
    promise = next(a for a in model["assertions"] if a["comparison"] == "<=" and a["inputs"])
    for name in promise["inputs"]:
        number = case.locator(f"tr[data-input='{name}'] input[type=number]")
        if not number.count():
            continue
        old = number.input_value()
        for factor in ("1000", "0.001"):
            number.fill(str(float(old) * float(factor)))
            if case.locator("[data-assertion][data-holds=false]").count():
                break
        if case.locator("[data-assertion][data-holds=false]").count():
            break
        number.fill(old)
    broken = case.locator("[data-assertion][data-holds=false]").first
    assert "Broken" in broken.inner_text()
    case.wait_for_function("document.querySelector('.estimate-status').textContent.includes('Broken')")
    assert case.locator(".estimate-status").get_attribute("role") == "status"


def test_a_slider_moves_with_the_keyboard(case: Page) -> None:
    slider = case.locator(".estimate-slider").first
    row = case.locator("tr[data-input]", has=slider).first
    number = row.locator("input[type=number]")
    before = float(number.input_value())
    slider.focus()
    for _ in range(40):
        case.keyboard.press("ArrowRight")
    assert float(number.input_value()) > before
    assert slider.get_attribute("aria-valuetext")


def test_nonsense_is_refused_and_the_page_stays(case: Page) -> None:
    before = texts(case)
    name, _ = first_number(case)
    number = case.locator(f"tr[data-input='{name}'] input[type=number]")
    number.fill("")
    assert number.get_attribute("aria-invalid") == "true"
    assert texts(case) == before


@VIEWS
def test_inputs_can_be_used_in_every_window(page: Page, site_url: str) -> None:
    page.goto(site_url + CASE)
    number = page.locator(".estimate-number").first
    number.scroll_into_view_if_needed()
    box = number.bounding_box()
    width = page.evaluate("innerWidth")
    assert box and box["height"] >= 24 and box["width"] >= 50
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    name, _ = double(page)
    assert page.locator("data.value-changed").count() > 0, name
