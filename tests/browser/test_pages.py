"""Every page in a real browser: quiet, self-sufficient, accessible, and fitting its window."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from guide.model import Book
from guide.project import Project
from guide.sources import read_book
from tests.conftest import BASE, ROOT, VIEWPORTS, VIEWS, NewPage, SitePage, wait_until_ready

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OF_COLOURS = tuple(COLOURS["values"])

PAGE_BUDGET = 380_000
"""Bytes of a page and all it loads, gzipped, before the search is opened."""


def address(page: str) -> str:
    return re.sub(r"(?:index)?\.md$", "/", page).lstrip("/")


def typical() -> list[str]:
    """One page of each kind."""
    chapters = read_book(Project(ROOT)).chapters
    first = {}
    for chapter in chapters:
        first.setdefault(chapter.front.kind if chapter.front.kind != "reference" else chapter.id, chapter.page)
    wanted = ("case", "step", "trade-off-matrix", "glossary")
    return ["", *(address(first[kind]) for kind in wanted)]


TYPICAL = pytest.mark.parametrize("where", typical(), ids=lambda a: a.strip("/").rpartition("/")[2] or "home")


def violations(page: Page, within: str = "html", rules: dict = EVERYTHING, without: Sequence[str] = ()) -> list[str]:
    """What axe finds by some rules, `without` others by name: one line a rule with the first places."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "([within, runOnly, rules]) => axe.run(within, {runOnly, rules, resultTypes: ['violations'], preload: false})",
        [within, rules, {name: {"enabled": False} for name in without}],
    )
    return [
        f"{v['id']}: {v['help']} — {len(v['nodes'])}×, as {[n['target'][0] for n in v['nodes'][:3]]}"
        for v in found["violations"]
    ]


@TYPICAL
@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_a_page_is_accessible(new_page: NewPage, site_url: str, where: str, viewport: str) -> None:
    """Colours don't depend on the window's width: on a phone those of the case, which has blocks of every kind, are enough."""
    page = new_page(viewport=viewport)
    page.goto(site_url + where)
    wait_until_ready(page)
    coloured = viewport == "desktop" or where == typical()[1]
    assert violations(page, without=() if coloured else OF_COLOURS) == []
    if coloured:
        # The schemes differ in colours only.
        page.emulate_media(color_scheme="dark")
        page.reload()
        wait_until_ready(page)
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        assert violations(page, rules=COLOURS) == []


def test_an_open_search_and_an_open_figure_are_accessible(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    page.locator(".figure-zoom").first.click()
    assert page.locator("dialog[open]").is_visible()
    assert violations(page, "dialog") == []
    page.keyboard.press("Escape")
    # Closing gives the focus back, which must not come after the search has it.
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("/")
    page.keyboard.type("index")
    page.wait_for_selector(".md-search-result__item")
    assert violations(page, ".md-search") == []


@VIEWS
def test_text_is_large_enough_to_read(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)")
    assert size >= 15
    family = page.evaluate("getComputedStyle(document.querySelector('article p')).fontFamily")
    assert family.startswith('"IBM Plex')
    assert (
        page.evaluate("document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'error').length)")
        == 0
    )


def test_what_is_not_there_looks_like_the_site(new_page: NewPage, site_url: str) -> None:
    page = new_page()
    answer = page.goto(f"{site_url}no/such/page/")
    assert answer and answer.status == 404
    assert page.locator("h1").inner_text() == "This page isn't here"
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    assert violations(page) == []
    page.get_by_role("main").get_by_role("link").first.click()
    assert page.locator("h1").is_visible() and "isn't here" not in page.locator("h1").inner_text()
    page.watched.errors = [e for e in page.watched.errors if "404" not in e]


def test_the_scheme_follows_the_system_and_the_reader(page: Page, site_url: str) -> None:
    def scheme() -> str:
        return page.evaluate("document.body.dataset.mdColorScheme")

    page.goto(site_url)
    assert scheme() == "default"
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert scheme() == "slate"
    page.get_by_title("Switch to light mode").click()
    assert scheme() == "default"
    page.goto(site_url + typical()[1])
    assert scheme() == "default", "the reader's choice is kept on the next page"


_WIDE = """() => [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest('svg, .diagram, .md-typeset__table, .md-typeset__scrollwrap, pre, .maths-block, nav, .md-search, dialog, table')
  && getComputedStyle(e).position !== 'fixed').slice(0, 5).map((e) => e.outerHTML.slice(0, 120))"""


def scrolls_sideways(page: Page) -> str:
    """What makes the page wider than its window; "" when nothing does."""
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return "" if widths[0] <= widths[1] else f"{widths}: {page.evaluate(_WIDE)}"


def sizes(urls: Iterable[str], site: Path) -> dict[str, int]:
    """The bytes of files of the site, gzipped where that helps, by their names."""
    found = {}
    for path in {site / urlsplit(url).path.removeprefix(BASE) for url in urls}:
        body = (path / "index.html" if path.is_dir() else path).read_bytes()
        found[path.name or "page"] = min(len(body), len(gzip.compress(body, 6)))
    return found


@pytest.mark.parametrize("page", [("dark", "desktop")], ids="-".join, indirect=True)
def test_the_way_through_the_book(page: Page, site_url: str, pages: list[SitePage], site: Path, published: Book) -> None:
    """Next, next, next: every page once, in the order of the navigation. None scrolls sideways, and one with diagrams is
    light, with everything it loads before anyone opens the search.

    And none asks another host or writes an error to the console, which the fixture looks at.
    """
    drawn = {site_url + address(published.by_id[diagram.folder].page) for diagram in published.diagrams.values()}
    target, seen = site_url, []
    page.goto(target)
    while target:
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        wait_until_ready(page)
        seen.append(target)
        assert not (wide := scrolls_sideways(page)), f"{target}: {wide}"
        asked = page.watched.requests[page.watched.requests.index(target) :]
        assert not [url for url in asked if "search_index" in url], "the search index is fetched before it is needed"
        if target in drawn:
            loaded = sizes(asked, site)
            assert sum(loaded.values()) <= PAGE_BUDGET, f"{target}: {sum(loaded.values())} bytes: {loaded}"
        if target := page.evaluate("document.querySelector('.md-footer__link--next')?.href"):
            page.locator(".md-footer__link--next").click()
            # A page may write its own address anew, which the browser counts as a navigation: only the next page will do.
            page.wait_for_url(target)
    assert len(seen) == len(set(seen))
    assert set(seen) == {site_url + p.address for p in pages} and drawn < set(seen)


@pytest.mark.parametrize("page", [("light", "phone")], ids="-".join, indirect=True)
def test_no_page_scrolls_sideways_on_a_phone(page: Page, site_url: str, pages: list[SitePage]) -> None:
    """And none asks another host or writes an error to the console, which the fixture looks at."""
    for other in pages:
        page.goto(site_url + other.address, wait_until="load")
        assert not (wide := scrolls_sideways(page)), f"{other.address}: {wide}"
        # The width that is left of a desktop's at four times the size.
        page.set_viewport_size({"width": 320, "height": 640})
        assert not (wide := scrolls_sideways(page)), f"{other.address} at 320 px: {wide}"
        page.set_viewport_size(VIEWPORTS["phone"])


def test_a_letter_leads_nowhere(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    before = page.url
    for letter in "npsf,.":
        page.keyboard.press(letter)
    page.keyboard.press("Tab")
    assert page.url == before and not page.locator("#__search").is_checked()
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially("span")
    assert page.locator(".md-search__input").input_value() == "span"
    assert page.locator(".md-search__output [role=status]").count() == 1


def test_a_keyboard_reaches_the_text_at_once(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    assert "#" in page.url
    assert page.evaluate("document.querySelector(decodeURIComponent(location.hash)) !== null")


def test_printing_from_the_browser_is_clean(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    page.emulate_media(media="print")
    for name in (
        ".md-header",
        ".md-sidebar--primary",
        ".md-sidebar--secondary",
        ".md-footer",
        ".figure-zoom",
        ".md-top",
    ):
        assert not page.locator(name).first.is_visible(), name
    assert page.locator(".diagram svg").first.is_visible()
    assert page.locator("details.question").first.locator("p").first.is_visible(), "folded text prints too"
    colours = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('article p')).color]"
    )
    assert colours[0] in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_a_dark_page_prints_on_white(new_page: NewPage, site_url: str) -> None:
    page = new_page("dark")
    page.goto(site_url + typical()[1])
    page.emulate_media(media="print", color_scheme="dark")
    luminance = page.evaluate(
        "getComputedStyle(document.querySelector('article p')).color.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)"
    )
    assert luminance < 3 * 128, "dark text"


# ---------- without scripts ----------


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_reading_needs_no_script(new_page: NewPage, site_url: str, viewport: str, pages: list[SitePage]) -> None:
    page = new_page(viewport=viewport, java_script_enabled=False)
    page.goto(site_url + typical()[1])
    source = next(p for p in pages if p.address == typical()[1])
    assert page.locator("h1").is_visible()
    assert page.locator("article h2").count() == len(source.root.xpath("//article//h2"))
    drawings = page.locator(".diagram > svg")
    assert drawings.count() == len(source.root.xpath("//div[@class='diagram']/svg")) >= 10
    boxes = drawings.evaluate_all("all => all.map(d => d.getBoundingClientRect()).map(b => [b.width, b.height])")
    assert all(width > 100 and height > 40 for width, height in boxes)
    assert page.locator("article math").first.is_visible()
    page.locator("details.strip-fold summary").first.click()
    assert page.locator("section.estimate table").first.is_visible()
    assert page.locator("article data.value").first.inner_text().strip()
    assert page.locator("section.digest").first.is_visible()
    page.locator("details.question summary").first.click()
    assert page.locator("details.question").first.locator("p").first.is_visible()
    assert page.locator("input[type=number]").count() == 0
    assert not [url for url in page.watched.requests if url.endswith(".js")]


def test_the_page_of_the_site_is_below_a_folder(page: Page, site_url: str) -> None:
    """Nothing on it assumes the root of a host."""
    assert site_url.endswith(BASE) and BASE != "/"
    page.goto(site_url)
    assert all(url.startswith((site_url, "data:", "blob:")) for url in page.watched.requests)


# ---------- the theme's controls ----------

_STOP = "(() => { const e = document.activeElement; return [e.localName, e.getAttribute('aria-label') ?? '', Boolean(e.closest('.md-sidebar--primary')), Boolean(e.closest('.md-search'))]; })()"


def stops(page: Page, count: int) -> list[tuple[str, str, bool, bool]]:
    """The next stops of the Tab key: (element, its name, whether in the menu, whether in the search)."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(tuple(page.evaluate(_STOP)))
    return found


@pytest.mark.parametrize("width", [390, 720])
def test_menu_and_search_are_opened_by_keyboard(page: Page, site_url: str, width: int) -> None:
    """720 px is a wide window at 400 %, or nearly: what is closed is no stop, and what is open is left by Escape."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(site_url + typical()[4])
    wait_until_ready(page)
    found = stops(page, 12)
    assert not [stop for stop in found if stop[2] or stop[3]], found
    assert [name for _, name, *_ in found if name in ("Menu", "Search")] == ["Menu", "Search"]

    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.md-sidebar--primary').contains(document.activeElement)")
    assert menu.get_attribute("aria-expanded") == "true"
    # Back from the part that is open to the list of parts, and into another.
    assert page.evaluate("document.activeElement.matches('.md-nav__title[for^=__nav]')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.md-nav__link[for^=__nav]')")
    page.locator(".md-nav__link[for='__nav_3']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.md-nav__title[for=__nav_3]')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#__nav_3 ~ .md-nav a[href]')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Menu'")
    assert menu.get_attribute("aria-expanded") == "false"

    page.get_by_role("button", name="Search", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.md-search__input')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Search'")


def test_escape_leads_back_from_the_search_and_dismisses_a_tooltip(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    term = page.locator("article a.term:visible").first
    term.focus()
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.matches('.md-search__input')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('article a.term')")
    term.hover()
    page.wait_for_selector(".md-tooltip2--active")
    page.keyboard.press("Escape")
    assert page.locator(".md-tooltip2--active").count() == 0


def test_a_term_says_what_it_means_by_keyboard_and_by_pointer(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    first, second = (page.locator("article a.term:visible").nth(number) for number in (0, 1))
    said = [term.get_attribute("title") for term in (first, second)]
    assert all(said)
    first.focus()
    tip = page.locator("[role=tooltip]")
    assert tip.inner_text() == said[0]
    assert first.get_attribute("aria-describedby") == tip.get_attribute("id") and first.get_attribute("title") is None
    second.hover()
    page.wait_for_function("(text) => document.querySelector('[role=tooltip]')?.textContent === text", arg=said[1])
    assert first.get_attribute("title") == said[0] and first.get_attribute("aria-describedby") is None
    page.mouse.move(2, 2)
    tip.wait_for(state="detached")


@VIEWS
def test_a_link_to_a_place_lands_there(page: Page, site_url: str) -> None:
    """Also far down a page that is laid out in pieces afterwards."""
    page.goto(f"{site_url}{typical()[1]}#sources")
    wait_until_ready(page)
    top = "(() => { const e = document.querySelector(location.hash); return e.getBoundingClientRect().top - parseFloat(getComputedStyle(e).scrollMarginTop); })()"
    low = "Math.abs(scrollY + innerHeight - document.documentElement.scrollHeight) <= 1"
    assert abs(page.evaluate(top)) <= 2 or page.evaluate(low)


def test_an_address_that_says_nothing_harms_nothing(page: Page, site_url: str) -> None:
    """`%` begins a code in an address, and this is none; the page's fixture looks at errors."""
    page.goto(f"{site_url}{typical()[1]}#100%")
    page.wait_for_function("'whole' in document.documentElement.dataset")
    page.evaluate("location.hash = '50%'")
    page.wait_for_function("location.hash === '#50%'")


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_the_way_to_the_top_covers_no_line(new_page: NewPage, site_url: str, viewport: str) -> None:
    page = new_page(viewport=viewport)
    page.goto(site_url + typical()[4])
    wait_until_ready(page)
    page.mouse.move(page.viewport_size["width"] / 2, 400)
    page.mouse.wheel(0, 2000)
    page.wait_for_function("scrollY > 1500")
    page.mouse.wheel(0, -400)
    top = page.locator(".md-top:not([hidden])")
    top.wait_for()
    wait_until_ready(page)
    button, head = top.bounding_box(), page.locator(".md-header").bounding_box()
    assert button["y"] >= head["y"] and button["y"] + button["height"] <= head["y"] + head["height"]
    for control in page.locator(".md-header__button:visible, .md-search__form:visible").all():
        box = control.bounding_box()
        assert box["x"] >= button["x"] + button["width"] or box["x"] + box["width"] <= button["x"] or box["width"] <= 1
    top.click()
    page.wait_for_function("scrollY === 0")


def test_the_home_page_begins_at_the_head(new_page: NewPage, site_url: str) -> None:
    page = new_page(viewport="phone")
    page.goto(site_url)
    wait_until_ready(page)
    head, hero = page.locator(".md-header").bounding_box(), page.locator(".hero").bounding_box()
    assert abs(head["y"] + head["height"] - hero["y"]) <= 1


@TYPICAL
def test_a_page_is_laid_out_in_pieces_and_stands_still(new_page: NewPage, site_url: str, where: str) -> None:
    page = new_page(viewport="phone")
    page.add_init_script(
        """window.shifts = 0;
           new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value; })
             .observe({type: 'layout-shift', buffered: true});
           addEventListener('DOMContentLoaded', () => {
             const parts = [...document.querySelectorAll('.md-content__inner *')];
             window.later = parts.filter((e) => getComputedStyle(e).contentVisibility === 'auto').length; });"""
    )
    page.goto(site_url + where)
    wait_until_ready(page)
    page.reload()  # fonts are at hand now: when they come is the network's business
    wait_until_ready(page)
    assert page.evaluate("later") > 0
    assert page.evaluate("[...document.querySelectorAll('.md-content__inner *')].filter((e) => getComputedStyle(e).contentVisibility === 'auto').length") == 0
    assert page.evaluate("shifts") < 0.1
