"""Estimates come to life: a reader changes an input, and every number that follows from it changes.

The page is small and made here, by the functions that make the real pages; script and styles are the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest
from playwright.sync_api import Locator, Page

from guide.estimates import Evaluation, Value, evaluate, parse, quote
from guide.estimates.browser import page_model, page_model_json
from guide.estimates.render import render_block, strip_html
from tests.conftest import ROOT, VIEWS, serve

WHOLE = """\
title: Query traffic
users    = 400M user [50M .. 2B]       # assumed: monthly active users
share    = 4 % [1 .. 20]               # assumed: who search on a day
per_user = 2 request/user/day [1 .. 8] # chosen: a second try
noise    = 0.004 [0.001 .. 5]          # assumed: a small number on a wide range
daily    = users * share * per_user * (1 + noise) -> request/day   # Searches a day
peak     = daily * 3 -> request/s                                  # Peak rate
assert peak <= 1500 request/s          # one region
watch peak
"""
SHOWN = """\
title: Machines
show: machines, bill
rate     = 50 request/s/machine [20 .. 90]   # assumed: one machine's
spare    = 2 machine [0 .. 12]               # chosen: for repairs
machines = ceil(peak / rate) + spare -> machine   # Machines
bill     = machines * prices.server -> dollar/month   # Bill
assert bill <= 60k dollar/month              # the budget
watch bill
"""
BELOW = """\
title: Also shown
show: half
half = peak / 2 -> request/s    # Half of it
third = peak / 3 -> request/s   # A third of it
"""
QUOTES = ("peak", "peak -> request/day", "bill", "prices.server")


def price(chapter: str, name: str) -> Value:
    text = "title: P\nserver = 2 dollar/(machine*h) [1 .. 6] # published: a list [@x]"
    return evaluate(chapter, [parse(text)], used=["server"]).values[name]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    found = evaluate("case", [parse(text) for text in (WHOLE, SHOWN, BELOW)], price)
    assert not found.errors
    return found


@pytest.fixture(scope="module")
def address(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("estimates")
    for kind, name in (("javascripts", "place.js"), ("javascripts", "estimates.js"), ("stylesheets", "estimates.css")):
        (folder / name).write_bytes((ROOT / "overrides" / "assets" / kind / name).read_bytes())
    (folder / "index.html").write_text(page_source(evaluation), encoding="utf-8")
    server, url = serve(folder)
    yield url
    server.shutdown()


def quoted_html(evaluation: Evaluation, expression: str) -> str:
    """A value in prose, as a rendered page has it."""
    base = evaluation.value(expression.partition(":")[0].partition("->")[0].strip()).base
    return f'<data class="value" data-value="{escape(expression)}" value="{base!r}">{escape(quote(evaluation, expression))}</data>'


def page_source(evaluation: Evaluation) -> str:
    first, second, third = evaluation.blocks
    quoted = " ".join(f"<p>About {quoted_html(evaluation, expression)}.</p>" for expression in QUOTES)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A case</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="estimates.css"><script src="place.js" defer></script><script src="estimates.js" defer></script></head><body><article>
<p><a href="#est-case-spare">Spares</a> <a href="#est-case-users">Users</a></p>{quoted}
<svg viewBox="0 0 200 20" width="200"><text y="15"><tspan data-value="peak">{evaluation.values["peak"].base}</tspan></text></svg>
{render_block(first, evaluation)}{strip_html(second, evaluation, "W8.2")}<p style="height: 120vh">A long text.</p>
<details id="outer"><summary>Work</summary>{strip_html(third, evaluation, "W8.3")}</details>
</article><script type="application/json" class="estimate-model">{page_model_json(page_model(evaluation, QUOTES))}</script></body></html>"""


@pytest.fixture
def case(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector(".estimate-number")
    return page


def texts(page: Page, where: str = "") -> dict[str, list[str]]:
    """Every value shown on the page, by its expression."""
    return page.evaluate(
        """where => { const found = {};
             for (const e of document.querySelectorAll(`${where} [data-value]`)) (found[e.dataset.value] ??= []).push(e.textContent);
             return found; }""",
        where,
    )


def number(page: Page, name: str) -> Locator:
    return page.locator(f"tr[data-input='{name}'] .estimate-number")


def slider(page: Page, name: str) -> Locator:
    return page.locator(f"tr[data-input='{name}'] .estimate-slider")


def problem(page: Page, name: str) -> Locator:
    return page.locator(f"tr[data-input='{name}'] .estimate-problem")


def settled(page: Page, part: str) -> None:
    """Waits until the spoken summary holds a text: then everything that takes longer is written, too."""
    page.wait_for_function("part => document.querySelector('.estimate-status').textContent.includes(part)", arg=part)


def open_strip(page: Page, block: int = 1) -> Locator:
    strip = page.locator(f"section.strip[data-strip='{block}']")
    strip.locator("summary").click()
    strip.locator(".estimate[data-live]").wait_for()
    return strip


def test_a_changed_input_changes_what_follows_and_nothing_else(case: Page) -> None:
    before = texts(case)
    number(case, "users").fill("800")
    after = texts(case)
    assert {name for name in before if before[name] != after[name]} == {
        "users", "daily", "peak", "peak -> request/day", "machines", "bill", "half", "third"}
    assert after["peak"][0].replace("\u00a0", " ") == "2,230 requests/s"
    assert case.locator("data.value-changed").count() > 5
    assert len(set(after["peak"])) == 1, "prose, drawing and table say the same"
    assert case.locator("[data-numbers=daily]").inner_text().startswith("800")
    settled(case, "1 input changed. Broken: peak ≤ 1,500")
    broken = case.locator(".estimate-assertions [data-assertion='0']")
    assert broken.get_attribute("data-holds") == "false" and broken.inner_text().startswith("Broken")
    assert "is broken, and holds when" in case.locator("[data-watch=peak]").last.inner_text()
    assert "set=users:800000000" in case.url


def test_a_strip_is_closed_costs_nothing_and_opens_to_the_whole_block(case: Page) -> None:
    strip = case.locator("section.strip[data-strip='1']")
    assert strip.locator("input, button").count() == 0
    assert not strip.locator("table").first.is_visible()
    summary = " ".join(strip.locator("summary").inner_text().split())
    for part in ("W8.2", "Machines 25 machines", "Bill $36,500/month", "Holds: the budget ($36,500/month ≤ $60,000/month)"):
        assert part in summary, summary
    open_strip(case)
    assert strip.locator("table").first.is_visible()
    assert strip.locator(".estimate-number").count() == strip.locator("[data-input]").count() == 3
    strip.locator("summary").click()
    strip.locator("summary").click()
    assert strip.locator(".estimate-number").count() == 3


def test_a_strip_follows_while_it_is_closed(case: Page) -> None:
    number(case, "users").fill("1000")
    strip = case.locator("section.strip[data-strip='1']")
    assert "Machines 58 machines" in " ".join(strip.locator("summary").inner_text().split())
    assert strip.locator(".strip-check .estimate-mark").inner_text() == "Broken"
    settled(case, "Broken")
    open_strip(case)
    assert "is broken" in strip.locator("[data-watch=bill]").last.inner_text()
    assert strip.locator(".estimate-reset").is_visible(), "a block opened later knows that something has changed"


def test_a_borrowed_value_is_listed_and_changes_this_page_only(case: Page) -> None:
    strip = open_strip(case)
    row = strip.locator("tr[data-input='prices.server']")
    assert "from the prices file: a list [@x]" in row.inner_text()
    assert "changes this page only" in row.inner_text()
    before = texts(case)
    number(case, "prices.server").fill("4")
    after = texts(case)
    assert {name for name in before if before[name] != after[name]} == {"prices.server", "bill"}
    settled(case, "Broken: bill ≤")
    assert "set=prices.server:4" in case.url
    case.reload()
    assert texts(case)["bill"] == after["bill"]


@pytest.mark.parametrize(("fragment", "block"), [("#est-case-spare", 1), ("#est-case-third", 2)])
def test_a_link_to_a_value_opens_the_folds_that_hold_it(page: Page, address: str, fragment: str, block: int) -> None:
    page.goto(address + fragment)
    row = page.locator(fragment)
    row.wait_for()
    page.wait_for_function("id => { const box = document.querySelector(id).getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }",
                           arg=fragment)
    assert page.locator(f"section.strip[data-strip='{block}'] details").get_attribute("open") is not None


def test_a_link_opens_its_fold_again_and_again(case: Page) -> None:
    for _ in range(2):
        case.get_by_role("link", name="Spares").click()
        case.locator("#est-case-spare").wait_for()
        case.locator("section.strip[data-strip='1'] summary").click()
        case.locator("#est-case-spare").wait_for(state="hidden")


def test_reset_brings_everything_back(case: Page) -> None:
    before, article = texts(case), case.locator("article").inner_text()
    number(case, "users").fill("800")
    settled(case, "1 input changed")
    case.locator(".estimate-reset:visible").first.click()
    settled(case, "All inputs as in the text.")
    assert texts(case) == before
    assert "set=" not in case.url
    assert case.locator("data.value-changed").count() == case.locator(".estimate-tools:visible").count() == 0
    status = case.locator(".estimate-status").inner_text()
    assert case.locator("article").inner_text().replace(status, "").split() == article.split()
    assert case.evaluate("document.activeElement.className") == "estimate-number"


def test_a_link_carries_the_numbers(case: Page) -> None:
    number(case, "share").fill("7")
    after = texts(case)
    link = case.locator(".estimate-link:visible").first.evaluate("a => a.href")
    case.goto("about:blank")
    case.goto(link)
    case.wait_for_selector(".estimate-number")
    assert texts(case) == after
    assert number(case, "share").input_value() == "7"


@pytest.mark.parametrize("query", ["users:%20", "users:", "users:many", "users:-3", "share:150", "nobody:3", "peak:3", "users:1e308", "spare:2.5"])
def test_a_link_with_nonsense_changes_nothing(page: Page, address: str, query: str) -> None:
    page.goto(address)
    before = texts(page)
    page.goto(f"{address}?set={query}")
    page.wait_for_selector(".estimate-number")
    assert texts(page) == before


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown"])
def test_every_key_moves_every_slider(case: Page, key: str) -> None:
    open_strip(case)
    names = case.eval_on_selector_all("tr[data-input]", "rows => rows.map(row => row.dataset.input)")
    assert len(names) == 7
    up = key in ("ArrowRight", "ArrowUp", "PageUp")
    for name in names:
        slider(case, name).focus()
        before = float(number(case, name).input_value())
        for _ in range(3):
            case.keyboard.press(key)
            after = float(number(case, name).input_value())
            low, high = case.evaluate("name => { const { input } = JSON.parse(document.querySelector('.estimate-model').textContent).values[name];"
                                      " return [input.low, input.high].map(end => end / input.factor / input.step); }", name)
            at_end = before == pytest.approx(high if up else low)
            assert at_end or (after > before if up else after < before), (name, before, after)
            assert low <= after * (1 + 1e-9) and after <= high * (1 + 1e-9)
            before = after
        assert slider(case, name).get_attribute("aria-valuetext")


def test_ends_of_a_slider(case: Page) -> None:
    slider(case, "users").focus()
    case.keyboard.press("End")
    assert number(case, "users").input_value() == "2000"
    case.keyboard.press("ArrowRight")
    assert number(case, "users").input_value() == "2000"
    case.keyboard.press("Home")
    assert number(case, "users").input_value() == "50"
    slider(case, "users").evaluate("s => { s.value = '500'; s.dispatchEvent(new Event('input')); }")
    assert number(case, "users").input_value() == "316", "the middle of a logarithmic range"


def test_the_smallest_move_of_a_slider_is_a_digit(case: Page) -> None:
    """Assistive technology moves the slider itself, by one position."""
    before = float(number(case, "noise").input_value())
    slider(case, "noise").evaluate("s => { s.value = String(Number(s.value) + 1); s.dispatchEvent(new Event('input')); }")
    assert before < float(number(case, "noise").input_value()) < before * 1.05


NONSENSE = [
    ("users", "", "Type a number."),
    ("users", " ", "Type a number."),
    ("users", "-5", "Users can’t be below 0."),
    ("users", "\u22125", "Users can’t be below 0."),
    ("users", "1,5", "Write a full stop before the decimals and no commas, as in 1.5."),
    ("users", "1e308", "The number is too large."),
    ("users", "1e999", "The number is too large."),
    ("users", "many", "“many” is not a number."),
    ("users", "0x10", "“0x10” is not a number."),
    ("share", "150", "Share is a share: it can’t be above 100\u00a0%."),
    ("rate", "0", "With this, “Machines” has no value."),
    ("spare", "2.5", "Spare can only be a whole number."),
]


@pytest.mark.parametrize(("name", "typed", "said"), NONSENSE)
def test_nonsense_is_named_and_the_last_good_results_stay(case: Page, name: str, typed: str, said: str) -> None:
    open_strip(case)
    good = {"users": "500", "share": "5", "rate": "60", "spare": "3"}[name]
    number(case, name).fill(good)
    before = texts(case)
    number(case, name).fill(typed)
    assert number(case, name).get_attribute("aria-invalid") == "true"
    sentence = problem(case, name).inner_text()
    assert sentence.startswith(said) and " The page keeps " in sentence and good in sentence.split(" keeps ")[1]
    assert number(case, name).get_attribute("aria-describedby") == problem(case, name).get_attribute("id")
    assert texts(case) == before and "undefined" not in case.locator("article").inner_text()
    settled(case, said)
    number(case, name).blur()
    assert number(case, name).input_value() == typed, "what is wrong stays to be seen"
    number(case, name).fill(good)
    assert number(case, name).get_attribute("aria-invalid") is None and not problem(case, name).is_visible()
    settled(case, "1 input changed")


def test_escape_and_reset_forgive(case: Page) -> None:
    number(case, "users").fill("-5")
    number(case, "users").press("Escape")
    assert number(case, "users").input_value() == "400" and not problem(case, "users").is_visible()
    number(case, "share").fill("9")
    number(case, "users").fill("-5")
    case.locator(".estimate-reset:visible").click()
    assert not problem(case, "users").is_visible()
    assert number(case, "share").input_value() == "4"
    settled(case, "All inputs as in the text.")


def test_typing_is_not_rewritten_and_the_wheel_changes_nothing(case: Page) -> None:
    box = number(case, "share")
    box.fill("")
    box.press_sequentially("0.")
    assert box.input_value() == "0."
    box.press_sequentially("50")
    assert box.input_value() == "0.50" and box.get_attribute("aria-invalid") is None
    before = texts(case)
    box.hover()
    case.mouse.wheel(0, 300)
    assert texts(case) == before and box.input_value() == "0.50"
    box.blur()
    assert box.input_value() == "0.5"


def test_a_finger_finds_the_fields(new_page, address: str) -> None:
    """And a phone doesn't zoom into them, as it does where the text is smaller."""
    page = new_page(viewport="phone", has_touch=True, is_mobile=True)
    page.goto(address)
    open_strip(page)
    for box in page.locator(".estimate-number, .estimate-slider").all():
        assert box.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
        assert box.bounding_box()["height"] >= 32


def test_without_scripts_everything_can_be_read(new_page, address: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("input").count() == 0
    page.locator("section.strip[data-strip='1'] summary").click()
    words = " ".join(page.locator("section.strip[data-strip='1'] .estimate").inner_text().split())
    for part in ("for repairs", "25 machines × $2/machine-hour", "Holds", "breaks when"):
        assert part in words


@VIEWS
def test_fields_fit_every_window(page: Page, address: str) -> None:
    page.goto(address)
    open_strip(page)
    width = page.evaluate("innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for block in page.locator("section.estimate[data-live]").all():
        assert block.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), "nothing hides to the side"
    for box in page.locator(".estimate-number, .estimate-slider").all():
        place = box.bounding_box()
        assert place and place["height"] >= 16 and place["width"] >= 50 and place["x"] + place["width"] <= width


