"""Diagrams in a real browser: visible, in the palette, enlarged by keyboard; and every one in official Mermaid."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from guide.project import Project
from guide.sources import style_of
from tests.browser.test_pages import typical
from tests.conftest import ROOT, SCHEMES, VIEWPORTS, VIEWS, NewPage, Pages, wait_until_ready

STYLE = style_of(Project(ROOT))


def rgb(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@VIEWS
def test_drawings_are_visible_and_fit_or_scroll(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    drawings = page.locator(".diagram > svg")
    assert drawings.count() >= 10
    sizes = drawings.evaluate_all("all => all.map(d => d.getBoundingClientRect()).map(b => [b.width, b.height])")
    assert all(width >= 150 and height >= 40 for width, height in sizes)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.diagram')].map((d) => {
             const sizes = [...d.querySelectorAll('text, tspan')].map((text) => parseFloat(getComputedStyle(text).fontSize));
             const size = Math.min(...sizes) * d.querySelector('svg').getScreenCTM().a;
             return {name: d.dataset.diagram, size, scrolls: d.scrollWidth > d.clientWidth + 1, tab: d.tabIndex};
           })"""
    )
    least = 11 if page.viewport_size["width"] < 720 else 8
    for box in boxes:
        assert box["size"] >= least, f"{box['name']}: labels of {box['size']:.1f} px"
        assert box["tab"] == 0 or not box["scrolls"], f"{box['name']} scrolls but can't be reached by keyboard"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_roles_follow_the_palette(new_page: NewPage, site_url: str, scheme: str) -> None:
    page = new_page(scheme)
    seen = set()
    for where in typical()[1:3]:
        page.goto(site_url + where)
        shapes = page.evaluate(
            """roles => roles.flatMap((role) => [...document.querySelectorAll(`.diagram g.${role}`)].map((group) => {
                 const shape = group.querySelector(':scope > :is(rect, path, polygon, circle, ellipse)');
                 const style = getComputedStyle(shape);
                 return [role, style.fill, style.stroke];
               }))""",
            list(STYLE.roles),
        )
        for role, fill, stroke in shapes:
            seen.add(role)
            assert fill in (rgb(getattr(STYLE.roles[role].fill, scheme)), "none"), role
            assert stroke == rgb(getattr(STYLE.roles[role].stroke, scheme)), role
    assert len(seen) >= 6, f"the pages show only {seen}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_can_be_read_on_every_role(scheme: str) -> None:
    """Contrast of the text on a role's fill, and of its border on the page: WCAG's 4.5 and 3."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(first: str, second: str) -> float:
        bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    colours = STYLE.palette(scheme)
    for role in STYLE.roles:
        assert contrast(colours["text"], colours[f"{role}-fill"]) >= 4.5, role
        assert contrast(colours[f"{role}-stroke"], colours["background"]) >= 3, role
    for name in ("text", "muted", "line"):
        assert contrast(colours[name], colours["background"]) >= 4.5, name


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_a_figure_is_enlarged_by_keyboard(new_page: NewPage, site_url: str, viewport: str) -> None:
    page = new_page(viewport=viewport)
    page.goto(site_url + typical()[1])
    button = page.locator(".figure-zoom").first
    # From the heading before the figure, as a reader would.
    page.evaluate(
        """() => { const figure = document.querySelector('figure.figure');
             const before = [...document.querySelectorAll('a[href]')].filter(
               (a) => a.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_FOLLOWING && a.offsetParent).pop();
             before.focus(); }"""
    )
    for _ in range(12):
        page.keyboard.press("Tab")
        if button.evaluate("b => b === document.activeElement"):
            break
    assert button.evaluate("b => b === document.activeElement"), "Tab doesn't reach the button"
    assert re.fullmatch(r"Enlarge Figure\s\d+\.\d+\.?", button.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert dialog.is_visible()
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    large = dialog.locator("svg").bounding_box()
    small = page.locator("figure.figure .diagram > svg").first.bounding_box()
    assert large and small and large["width"] >= small["width"]
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert button.evaluate("b => b === document.activeElement"), "focus comes back"


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_the_button_never_covers_the_drawing_and_opens_at_something(new_page: NewPage, site_url: str, viewport: str) -> None:
    page = new_page(viewport=viewport)
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    apart = page.evaluate(
        """() => [...document.querySelectorAll('figure.figure')].map((figure) => {
             const [button, box] = ['.figure-zoom', '.diagram'].map((s) => figure.querySelector(s).getBoundingClientRect());
             return button.top >= box.bottom - 1 && button.height >= 24 && button.right <= innerWidth;
           })"""
    )
    assert len(apart) >= 15 and all(apart)
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.figure-zoom')].map((button) => {
             button.click();
             const stage = document.querySelector('.figure-dialog__stage').getBoundingClientRect();
             const labels = [...document.querySelectorAll('.figure-dialog__stage text')].map((t) => t.getBoundingClientRect());
             const seen = labels.filter((b) => b.left >= stage.left - 1 && b.right <= stage.right + 1 && b.top >= stage.top - 1 && b.bottom <= stage.bottom + 1);
             const inside = stage.bottom <= innerHeight && stage.right <= innerWidth;
             document.querySelector('dialog').close();
             return inside && seen.length;
           })"""
    )
    assert all(shown), shown


def test_a_figure_opens_where_the_reader_pointed(new_page: NewPage, site_url: str) -> None:
    page = new_page(viewport="phone")
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    page.locator(".diagram").first.scroll_into_view_if_needed()
    box = page.locator(".diagram[data-more]").first
    box.evaluate("b => b.scrollTo(b.scrollWidth, 0)")
    place = box.bounding_box()
    box.click(position={"x": place["width"] - 8, "y": place["height"] / 2})
    stage = page.locator(".figure-dialog__stage")
    assert stage.evaluate("s => s.scrollLeft > (s.scrollWidth - s.clientWidth) * 0.9")


_SAID_SIDEWAYS = """async () => {
  let scrolling = 0
  const wrong = []
  for (const box of document.querySelectorAll('.diagram, .md-typeset__scrollwrap, pre > code, .maths-block')) {
    const {width, height} = box.getBoundingClientRect()
    if (!box.checkVisibility({visibilityProperty: true}) || !width || !height) continue
    box.scrollIntoView({block: 'nearest'})
    const wide = box.scrollWidth > box.clientWidth + 1, more = wide ? 'right' : ''
    const says = () => (box.dataset.more ?? '') === more && (box.tabIndex === 0) === wide
    scrolling += wide
    for (const end = performance.now() + 10000; !says() && performance.now() < end;)
      await new Promise(done => requestAnimationFrame(done))
    if (!says()) wrong.push(`${box.className} ${box.textContent.slice(0, 60)}: ${box.dataset.more}, ${box.tabIndex}`)
  }
  return [scrolling, wrong]
}"""
"""How many boxes scroll sideways; and what, once it has come into sight, doesn't say whether it does."""


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_what_scrolls_sideways_says_so(new_page: NewPage, site_url: str, viewport: str) -> None:
    page = new_page(viewport=viewport)
    for where in (typical()[1], "reference/metrics/"):
        page.goto(site_url + where)
        wait_until_ready(page)
        scrolling, wrong = page.evaluate(_SAID_SIDEWAYS)
        assert wrong == []
        assert scrolling >= (10 if viewport == "phone" else 0)
    if scrolling:
        box = page.locator("[data-more]").first
        box.evaluate("b => b.scrollTo(b.scrollWidth, 0)")
        page.wait_for_function("b => b.dataset.more === 'left'", arg=box.element_handle())
        assert "gradient" in box.evaluate("b => getComputedStyle(b).backgroundImage")


_STOPS = """() => [...document.querySelectorAll('.md-content [tabindex="0"]')].map((box) => {
  const titles = (box.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean).map((id) => document.getElementById(id).textContent);
  const role = box.getAttribute('role') ?? (box.localName === 'section' ? 'region' : '');
  return [box.localName, role, (box.getAttribute('aria-label') ?? titles.join(' ')).replaceAll('\u00a0', ' ')];
})"""
"""What the Tab key stops at to move it: the element, its role and its name."""


def test_what_is_moved_by_keyboard_has_a_name(new_page: NewPage, site_url: str) -> None:
    page = new_page(viewport="phone")
    found = []
    for where in (typical()[1], typical()[2], "reference/metrics/"):
        page.goto(site_url + where)
        wait_until_ready(page)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        page.evaluate(_SAID_SIDEWAYS)
        found += page.evaluate(_STOPS)
    assert len(found) > 20 and not [stop for stop in found if not (stop[1] and stop[2])]
    names = {name for *_, name in found}
    for form in (r"Figure \d+\.\d+", r"Table \d+\.\d+", r"Code: \w.*[^#]"):
        assert any(re.fullmatch(form, name) for name in names), (form, names)


def test_an_enlarged_figure_is_a_stop_where_it_can_be_moved(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    page.locator(".figure-zoom").first.click()
    stage = page.locator(".figure-dialog__stage")
    state = "s => [s.scrollWidth > s.clientWidth || s.scrollHeight > s.clientHeight, s.tabIndex === 0]"
    assert stage.evaluate("s => [s.role, s.ariaLabel]") == ["group", "Drawing"]
    assert stage.evaluate(state) == [False, False]
    page.set_viewport_size(VIEWPORTS["phone"])
    page.wait_for_function("document.querySelector('.figure-dialog__stage').tabIndex === 0")
    assert stage.evaluate(state) == [True, True]


def test_a_figure_is_enlarged_by_click_and_closed_by_button(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    page.locator("figure.figure .diagram > svg").nth(1).click()
    assert page.locator("dialog[open] svg").is_visible()
    page.get_by_role("button", name="Close").click()
    assert page.locator("dialog").count() == 0


def test_every_diagram_renders_in_official_mermaid(new_page: NewPage, real: Pages) -> None:
    page = new_page()
    page.set_content("<!doctype html><title>Mermaid</title><div id='here'></div>")
    page.add_script_tag(path=str(ROOT / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"))
    page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})")
    sources = {key: drawn.mermaid for article in real.articles.values() for key, drawn in article.drawings.items()}
    results = page.evaluate(
        """async (sources) => {
             const results = {};
             let number = 0;
             for (const [name, source] of Object.entries(sources)) {
               try {
                 const {svg} = await mermaid.render(`d${number++}`, source);
                 const holder = document.getElementById('here');
                 holder.innerHTML = svg;
                 const box = holder.querySelector('svg').getBoundingClientRect();
                 const text = holder.textContent;
                 results[name] = /Syntax error/.test(text) ? 'drawn as an error' : box.width > 20 ? '' : 'drawn empty';
               } catch (error) {
                 results[name] = String(error.message || error).split('\\n').slice(0, 4).join(' / ');
               }
             }
             return results;
           }""",
        sources,
    )
    assert results.keys() == sources.keys() and len(results) >= 30
    assert not {name: said for name, said in results.items() if said}, json.dumps(
        {n: s for n, s in results.items() if s}, indent=1
    )
