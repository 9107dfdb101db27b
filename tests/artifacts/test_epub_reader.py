"""The EPUB in an e-book reader of browsers, the one that comes with foliate-js: on a phone, with pages light and dark,
whether the system makes them so or a theme of the reader's own that the system contradicts."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Frame, Page, expect

from guide.model import Book
from guide.publish.epub import FILE
from guide.publish.epub.chapters import CONTENTS, WORKSHEETS, file_of
from guide.publish.members import printed_parts
from tests.conftest import ROOT, SCHEMES, VIEWPORTS, NewPage, serve

ENGINE = ROOT / "node_modules" / "foliate-js"
CHAPTERS = ("visual-search", "evaluate")
"""A case and a step of the framework; they have drawings, formulas, tables and listings."""

NIGHT = "body { background: #121212 !important; color: #dcdcdc !important; }"
DAY = "body { background: #f8f1e3 !important; color: #222 !important; }"
GROUNDS = {"light": ("light", ""), "dark": ("dark", ""), "night": ("light", NIGHT), "day": ("dark", DAY)}
"""What the system asks for, and the theme that the reader sets against it."""

DARKEST_LIGHT, LIGHTEST_DARK = 0.8, 0.05
"""Luminances of grounds that are light or dark."""

_LEFT = "Cannot destructure property 'style' of 'el' as it is null."
"""What the reader says of itself (its paginator.js) when it lays a section out that it has left meanwhile."""

LEAST_CONTRAST = 4.5
MANY_TEXTS = 500
"""Texts that a chapter has at the least, as paragraphs, cells and links count."""

# ---------- what is asked of the reader ----------

_OPENED = """async () => {
  while (!window.reader?.view?.lastLocation) await new Promise(done => setTimeout(done, 20))
}"""

_AT = """async title => {
  const heading = () => reader.view.renderer.getContents()[0]?.doc?.querySelector('h1')?.textContent
  for (const end = Date.now() + 5000; heading() !== title; await new Promise(done => setTimeout(done, 20)))
    if (Date.now() > end) throw new Error(`the reader is at ${heading()}`)
}"""

_SHOW = """async file => {
  const section = reader.view.book.sections.find(one => one.id.endsWith('/' + file))
  await reader.view.goTo(section.id)
  const [{ doc }] = reader.view.renderer.getContents()
  await doc.fonts.ready
  await Promise.all([...doc.images].map(image => image.decode()))
}"""

_STILL = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

_COLOURS = """async address => {
  const image = new Image()
  image.src = address
  await image.decode()
  const { width, height } = image
  const canvas = new OffscreenCanvas(width, height), ink = canvas.getContext('2d')
  ink.drawImage(image, 0, 0)
  const { data } = ink.getImageData(0, 0, width, height)
  const dot = at => [...data.slice(at, at + 3)]
  let darkest = [255, 255, 255]
  for (let at = 0; at < data.length; at += 4)
    if (data[at] + data[at + 1] + data[at + 2] < darkest[0] + darkest[1] + darkest[2]) darkest = dot(at)
  return [dot(4 * (width * Math.min(3, height - 1) + width / 2 | 0)), darkest]
}"""
"""Colours of a picture: of a dot near the middle of its upper edge, and of its darkest dot."""

# ---------- what is asked of a chapter ----------

# Spaces at the end of a line hang out of its code; formulas are moved sideways in a box of their own.
_PROTRUDING = """() => [...document.querySelectorAll('body *:not(pre *)')].filter(element => {
  const { left, right } = element.getBoundingClientRect()
  if (left >= -1 && right <= innerWidth + 1) return false
  for (let box = element.parentElement; box !== document.body; box = box.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return false
  return true
}).map(element => `${element.tagName} ${element.textContent.slice(0, 60)}`)"""

_SIZES = """selector => [...document.querySelectorAll(selector)].map(element => {
  const { left, right, width, height } = element.getBoundingClientRect()
  return { left, right, width, height, said: (element.alt ?? element.textContent).slice(0, 60) }
})"""

_WIDTHS = """selector => [...document.querySelectorAll(selector)].map(element =>
  [element.textContent.slice(0, 60), Math.max(0, ...[...element.getClientRects()].map(part => part.width))])"""
"""How wide elements are on the pages that they stand on."""

# Each text against the grounds under it, the last of which is the page's.
_FAINT = """([page, least]) => {
  const parse = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((channel, at) => channel * a + below[at] * (1 - a))
  const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  const luminance = colour => {
    const [r, g, b] = colour.map(linear)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const grounds = new Map()
  const ground = element => {
    if (!element) return page
    if (!grounds.has(element)) grounds.set(element, over(parse(getComputedStyle(element).backgroundColor), ground(element.parentElement)))
    return grounds.get(element)
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = new Set()
  let texts = 0
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue
    texts += 1
    const below = ground(element)
    const [a, b] = [luminance(over(parse(getComputedStyle(element).color), below)), luminance(below)].sort((x, y) => y - x)
    if ((a + 0.05) / (b + 0.05) < least) faint.add(`${element.tagName} ${getComputedStyle(element).color} on ${below}`)
  }
  return [texts, [...faint]]
}"""


Colour = list[int]


def luminance(colour: Colour) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (channel / 255 for channel in colour)
    ]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@dataclass
class Reader:
    """The reader with the book opened in it."""

    page: Page

    @property
    def chapter(self) -> Frame:
        """The chapter that is shown."""
        return self.page.frames[-1]

    def at(self, title: str) -> Frame:
        """The chapter of this title, once the reader is there."""
        self.page.evaluate(_AT, title)
        return self.chapter

    def show(self, file: str) -> Frame:
        self.page.evaluate(_SHOW, file)
        self.page.evaluate(_STILL)
        return self.chapter

    def theme(self, style: str) -> None:
        self.page.evaluate("style => reader.view.renderer.setStyles(style)", style)

    def flow(self, name: str) -> None:
        """Chooses from the reader's menu whether the text is scrolled or in pages."""
        button = self.page.locator("#menu-button > button")
        button.click()
        self.page.get_by_role("menuitemradio", name=name).click()
        button.click()

    def contents(self, *titles: str) -> None:
        """Goes through the reader's contents from a part to what it holds, and there."""
        self.page.get_by_label("Show sidebar").click()
        below = self.page.locator("#toc-view > ol")
        for place, title in enumerate(titles, 1):
            line = below.locator(":scope > li > [role=treeitem]").filter(has_text=title)
            if place == len(titles):
                line.click()
            else:
                if line.get_attribute("aria-expanded") == "false":
                    line.locator("svg").click()
                below = line.locator("xpath=../ol")

    def ground(self) -> Colour:
        """The colour of the page beside the text."""
        return self._colours(self.page.screenshot(clip={"x": 2, "y": 420, "width": 1, "height": 1}))[0]

    def drawing(self, number: int) -> tuple[Colour, Colour]:
        """Colours of a drawing as it stands on the page: of its ground, and of its darkest dot."""
        ground, darkest = self._colours(self.chapter.locator("img").nth(number).screenshot())
        return ground, darkest

    def _colours(self, png: bytes) -> list[Colour]:
        return self.page.evaluate(_COLOURS, f"data:image/png;base64,{base64.b64encode(png).decode()}")


@pytest.fixture(scope="module")
def shelf(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a folder with the reader in it, and the EPUB."""
    folder = tmp_path_factory.mktemp("shelf")
    shutil.copytree(ENGINE, folder / "reader")
    page = folder / "reader" / "reader.html"
    # A browser asks for an icon where a page names none.
    page.write_text(page.read_text(encoding="utf-8").replace("<title>", '<link rel="icon" href="data:,"><title>', 1))
    shutil.copy(dist / FILE, folder)
    server, address = serve(folder)
    yield address
    server.shutdown()


OpenBook = Callable[..., Reader]


@pytest.fixture
def open_book(shelf: str, new_page: NewPage) -> Iterator[OpenBook]:
    """Opens the EPUB: `open_book(scheme="dark")`. A request that fails, or goes elsewhere, fails the test."""
    failed: list[str] = []
    opened: list[Page] = []

    def make(scheme: str = "light", flow: str = "Scrolled") -> Reader:
        page = new_page(scheme, "phone")
        opened.append(page)
        page.on("requestfailed", lambda asked: failed.append(asked.url))
        page.on("response", lambda answer: answer.status >= 400 and failed.append(answer.url))
        page.goto(f"{shelf}reader/reader.html?url=../{FILE}")
        page.evaluate(_OPENED)
        reader = Reader(page)
        reader.flow(flow)
        return reader

    yield make
    for page in opened:
        page.watched.errors[:] = [error for error in page.watched.errors if error != _LEFT]
    assert failed == []


# ---------- a chapter ----------


@pytest.mark.parametrize(
    ("ground", "name"),
    [(scheme, name) for scheme in SCHEMES for name in CHAPTERS] + list(zip(("night", "day"), CHAPTERS, strict=True)),
)
def test_a_chapter_is_shown(open_book: OpenBook, book: Book, ground: str, name: str) -> None:
    scheme, theme = GROUNDS[ground]
    reader = open_book(scheme)
    if theme:
        reader.theme(theme)
    chapter, title = reader.show(file_of(book.by_id[name])), book.by_id[name].title
    expect(chapter.get_by_role("heading", level=1)).to_have_text(title)
    assert chapter.locator("p").last.bounding_box()["height"] > 0

    drawings, formulas, tables = (chapter.evaluate(_SIZES, kind) for kind in ("img", "math", "table"))
    wide = VIEWPORTS["phone"]["width"]
    assert drawings and formulas and tables
    assert [
        d for d in drawings if not (d["width"] > 0 and d["height"] > 0 and d["left"] >= 0 and d["right"] <= wide)
    ] == []
    assert [f for f in formulas if not (f["width"] > 0 and f["height"] > 0)] == []
    assert chapter.evaluate(_PROTRUDING) == []
    assert chapter.evaluate("document.documentElement.scrollWidth <= innerWidth")

    below = reader.ground()
    if ground in ("light", "day"):
        assert luminance(below) >= DARKEST_LIGHT
    else:
        assert luminance(below) <= LIGHTEST_DARK
    texts, faint = chapter.evaluate(_FAINT, [below, LEAST_CONTRAST])
    assert texts >= MANY_TEXTS and faint == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_drawings_have_a_light_ground_on_a_dark_page(open_book: OpenBook, name: str) -> None:
    reader = open_book("dark")
    chapter = reader.show(f"{name}.xhtml")
    colours = [reader.drawing(number) for number in range(chapter.locator("img").count())]
    assert colours and all(luminance(ground) >= DARKEST_LIGHT for ground, _ in colours)
    assert all(luminance(ink) <= LIGHTEST_DARK for _, ink in colours), "nothing is drawn"


def test_pages_hold_all_that_is_wide(open_book: OpenBook) -> None:
    """Pages stand side by side in one window, which is much wider than each."""
    reader = open_book(flow="Paginated")
    for name in CHAPTERS:
        chapter = reader.show(f"{name}.xhtml")
        width, height = chapter.evaluate(
            "(({ style, clientHeight }) => [parseFloat(style.width), clientHeight])(document.documentElement)"
        )
        drawings, formulas = chapter.evaluate(_SIZES, "img"), chapter.evaluate(_SIZES, "math[display=block]")
        assert drawings and [d for d in [*drawings, *formulas] if d["left"] // width != d["right"] // width] == []
        assert [d for d in drawings if not 0 < d["height"] <= height] == []
        rows = chapter.evaluate(_WIDTHS, "tr, td, th, p, li")
        assert rows and [said for said, row in rows if row > width] == []
        assert chapter.evaluate("getComputedStyle(document.querySelector('.stacked td')).display") == "block"


# ---------- ways through the book ----------


def test_the_contents_lead_to_a_chapter_and_to_its_worksheets(open_book: OpenBook, book: Book) -> None:
    reader, case = open_book(), book.by_id[CHAPTERS[0]]
    part = next(part for part in printed_parts(book) if case in part.chapters)
    reader.contents(part.title, case.title)
    expect(reader.at(case.title).get_by_role("heading", level=1)).to_be_in_viewport()
    reader.contents(part.title, case.title, WORKSHEETS)
    chapter = reader.at(case.title)
    expect(chapter.get_by_role("heading", name=WORKSHEETS, exact=True)).to_be_in_viewport()

    title = chapter.locator("#worksheet-1 h3")
    expect(title).to_be_in_viewport()
    chapter.locator("#worksheet-1").get_by_role("link", name="Back to the text").click()
    expect(chapter.locator("#strip-1 .strip-head")).to_be_in_viewport()
    expect(title).not_to_be_in_viewport()
    chapter.locator("#strip-1").get_by_role("link", name="Inputs and formulas").click()
    expect(title).to_be_in_viewport()


def test_links_lead_from_the_contents_page_to_chapters_and_back(open_book: OpenBook, book: Book) -> None:
    reader, (case, step) = open_book(), (book.by_id[name] for name in CHAPTERS)
    listed = reader.show(CONTENTS).locator(f"#toc a[href='{file_of(step)}']")
    # Not with the pointer, under which the reader may move the page.
    listed.dispatch_event("click")
    reader.at(step.title).locator(f"a[href^='{file_of(case)}']").first.dispatch_event("click")
    reader.at(case.title)
    reader.page.evaluate("reader.view.history.back()")
    reader.at(step.title)


def test_the_reader_knows_the_pages_of_the_printed_book(open_book: OpenBook, dist: Path, book: Book) -> None:
    reader, case = open_book(), book.by_id[CHAPTERS[0]]
    pages = reader.page.evaluate("reader.view.book.pageList.map(page => [Number(page.label), page.href])")
    with pikepdf.open(dist / "guide.pdf") as pdf:
        count = len(pdf.pages)
    numbers = [number for number, _ in pages]
    assert numbers == sorted(set(numbers)) and 0.9 * count <= len(numbers) and numbers[-1] <= count
    number, address = next(page for page in pages if page[1].endswith(f"/{file_of(case)}"))
    reader.page.evaluate("address => reader.view.goTo(address)", address)
    reader.at(case.title)
    expect(reader.page.locator("#progress-slider")).to_have_attribute("title", re.compile(rf"· Page {number}$"))
