"""The offline copy, unpacked."""

from __future__ import annotations

import re
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import html

from guide.checks import check_site
from guide.model import Book
from tests.conftest import SitePage

FOLDER = "ml-system-design-guide"


@pytest.fixture(scope="module")
def unpacked(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(dist / "guide-offline.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(target)
    return target / FOLDER


def test_it_unpacks_into_one_folder_with_an_index(dist: Path, unpacked: Path) -> None:
    with zipfile.ZipFile(dist / "guide-offline.zip") as archive:
        names = archive.namelist()
        assert all(name.startswith(f"{FOLDER}/") and ".." not in name for name in names)
        assert len({entry.date_time for entry in archive.infolist()}) == 1
        assert names == sorted(names)
    assert (unpacked / "index.html").is_file()


def test_it_brings_nothing_twice_and_nothing_that_no_page_asks_for(unpacked: Path, dist: Path) -> None:
    """The PDFs are those on A4; the book on two papers was most of the copy."""
    brought = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {name for name in brought if name.startswith("downloads/")} == {
        f"downloads/{path.name}" for path in dist.iterdir() if path.is_file() and "-letter" not in path.name and path.suffix != ".zip"}
    assert not [name for name in brought if name.endswith(".map") or "lunr" in name or name in ("robots.txt", "sitemap.xml", "404.html")]
    assert sorted(name for name in brought if name.endswith(".css")) == ["assets/built/practise.css", "assets/built/site.css"]
    offered = html.parse(str(unpacked / "index.html")).getroot().xpath("//a[@download]/@href")
    assert offered and all((unpacked / name).is_file() for name in offered)
    printed = sum((unpacked / name).stat().st_size for name in brought if name.startswith("downloads/"))
    assert (dist / "guide-offline.zip").stat().st_size < printed + 8_000_000


def test_every_chapter_is_a_file(unpacked: Path, published: Book) -> None:
    for chapter in published.chapters:
        assert (unpacked / chapter.page.replace(".md", ".html")).is_file(), chapter.page


def test_nothing_is_asked_of_a_server(unpacked: Path) -> None:
    for path in unpacked.rglob("*.html"):
        root = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
        addresses = root.xpath("//@src") + root.xpath("//link[not(@rel='canonical')]/@href")
        addresses += [] if path.name == "404.html" else root.xpath("//a/@href[not(contains(., '://'))]")
        absolute = [a for a in addresses if re.match(r"(?:https?:)?/", a)]
        assert not absolute, f"{path.relative_to(unpacked)}: {absolute}"
        folders = [a for a in root.xpath("//a/@href") if a.endswith("/") and "://" not in a]
        assert not folders or path.name == "404.html", f"{path.name}: a browser shows a folder's listing: {folders}"


def test_its_links_lead_somewhere(unpacked: Path) -> None:
    assert [str(p) for p in check_site(unpacked)] == []


def test_search_brings_its_index_and_worker_along(unpacked: Path) -> None:
    index = (unpacked / "search" / "search_index.js").read_text(encoding="utf-8")
    assert index.startswith("var __index") or "__index" in index[:40]
    root = html.parse(str(unpacked / "index.html")).getroot()
    scripts = root.xpath("//script/@src")
    assert [s for s in scripts if "iframe-worker" in s], "without it search asks another host for its worker"
    assert all((unpacked / s.partition("?")[0]).is_file() for s in scripts)


def test_it_says_the_same_as_the_site(unpacked: Path, pages: list[SitePage]) -> None:
    for page in pages:
        name = f"{page.address.rstrip('/')}.html" if page.address else "index.html"
        other = html.parse(str(unpacked / name), parser=html.HTMLParser(encoding="utf-8")).getroot()

        def text(root: html.HtmlElement) -> str:
            (article,) = deepcopy(root).xpath("//article")  # other tests read the same pages
            for own in article.find_class("chapter-pdf"):
                own.drop_tree()  # the copy has the book
            for row in article.xpath(".//tr[.//a[contains(@href, 'guide-offline.zip') or contains(@href, '-letter.pdf')]]"):
                row.drop_tree()
            for item in article.xpath(".//li[.//a[contains(@href, 'guide-offline.zip') or contains(@href, '-letter.pdf')]]"):
                item.drop_tree()  # the copy doesn't offer itself, and has one size of paper
            return " ".join(article.text_content().split())

        assert text(other) == text(page.root), name
