"""The built site: complete, self-contained, light."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from guide.checks import check_site
from guide.markdown.inline import QUOTE
from guide.model import HOME, Book
from guide.numbers import Numbers
from guide.site.downloads import facts
from guide.terms import finder
from tests.conftest import BASE, JAVA, ROOT, SitePage

HOST = "https://example.org"
DOWNLOADS = {
    "guide.pdf", "guide-letter.pdf", "guide.epub", "trade-off-matrix.pdf", "trade-off-matrix-letter.pdf", "trade-off-matrix.csv", "matrix-poster.pdf",
    "whiteboard-sheets.pdf", "whiteboard-sheets-letter.pdf", "tracing-workbook.pdf", "tracing-workbook-letter.pdf",
    "study-group.pdf", "study-group-letter.pdf", "one-liners.pdf", "one-liners-letter.pdf", "guide-offline.zip",
    "cards.apkg", "cards.csv", "pocket.pdf", "pocket-booklet-a4.pdf", "pocket-booklet-letter.pdf",
}  # fmt: skip
CHAPTERS = "chapters"
"""The folder of the chapters' own PDFs, which their pages offer."""

OF_ROOM = {"practise/", "interview/how-to-study/"}
"""Pages with the practice room's style sheet."""


def test_every_chapter_has_its_page(published: Book, pages: list[SitePage]) -> None:
    expected = {re.sub(r"(?:index)?\.md$", "/", c.page).lstrip("/") for c in published.chapters}
    assert {p.address for p in pages} == expected


def test_built_pages_pass_their_own_checks(site: Path) -> None:
    assert [str(p) for p in check_site(site)] == []


_THEMES_OWN = re.compile("Attribute “autocomplete” is only allowed when the input type is")
"""What the validator holds against Material: it keeps its own switches from being filled in by browsers."""


def test_pages_are_valid_html(site: Path) -> None:
    """The Nu Html Checker, the validator of the W3C."""
    checker = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", *JAVA, "-jar", str(checker), "--errors-only", "--skip-non-html", "--format", "json", str(site)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stderr)["messages"]
    wrong = [f"{m.get('url', '')}:{m.get('lastLine')}: {m['message']}" for m in found if not _THEMES_OWN.match(m["message"])]
    assert len(found) > len(list(site.rglob("index.html"))), "the theme's own errors are found on every page"
    assert not wrong, "\n".join(wrong[:20])


def test_a_page_waits_for_one_style_sheet_only(pages: list[SitePage]) -> None:
    """But where one practises: those pages have the room's own besides, which no other page pays for."""
    for page in pages:
        assert len(page.root.xpath("//link[@rel='stylesheet']")) == 1 + (page.address in OF_ROOM), page.address
        assert not page.root.xpath("//head//script[@src]"), page.address


def test_nothing_is_left_undone(pages: list[SitePage]) -> None:
    for page in pages:
        assert not page.root.find_class("mistake"), page.address
        text = " ".join("".join(e.itertext()) for e in page.root.xpath("//article//*[not(self::script or self::code)]"))
        for mark in ("⟨", "[@", "${", "??", "--8<--", "\ufffd"):
            assert mark not in text, f"{page.address}: {mark}"


def test_pages_load_from_the_site_only(site: Path) -> None:
    """Addresses of other hosts stand in links and in metadata, nowhere else."""
    for path in site.rglob("*.html"):
        text = re.sub(
            r"<script[^>]*type=.?application/json.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.S
        )
        for tag in re.findall(r"<(?!a\s|/|!)[a-z]+\s[^>]*(?:https?:)?//[^>]*>", text):
            known = re.match(
                r'<(?:meta|svg|link rel="?(?:canonical|prev|next)|h\d|annotation|math|input|data|div)', tag
            )
            assert known, f"{path.relative_to(site)}: {tag}"
    for path in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_the_sitemap_and_the_canonical_addresses_agree(site: Path, pages: list[SitePage]) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = {loc.text for loc in ET.parse(site / "sitemap.xml").getroot().iter(name)}
    assert listed == {f"{HOST}{BASE}{p.address}" for p in pages}
    for page in pages:
        assert page.root.xpath("//link[@rel='canonical']/@href") == [f"{HOST}{BASE}{page.address}"]


def test_robots_may_read_everything(site: Path) -> None:
    lines = (site / "robots.txt").read_text(encoding="utf-8").split("\n")
    assert "User-agent: *" in lines and f"Sitemap: {HOST}{BASE}sitemap.xml" in lines
    assert not any(line.startswith("Disallow: /") for line in lines)


def test_a_link_to_a_page_has_a_preview(pages: list[SitePage], published: Book) -> None:
    descriptions = {c.page.removesuffix(".md").removesuffix("index"): c.front.description for c in published.chapters}
    for page in pages:
        meta = {m.get("property") or m.get("name"): m.get("content") for m in page.root.xpath("//meta[@content]")}
        description = descriptions[page.address.rstrip("/")]
        assert meta["og:description"] == meta["description"] == meta["twitter:description"] == description
        assert meta["og:title"] and meta["og:title"] == meta["twitter:title"]
        assert meta["og:url"] == f"{HOST}{BASE}{page.address}"
        assert meta["og:site_name"] == published.title
        assert page.root.findtext(".//title").strip()


def test_every_page_has_its_own_title(pages: list[SitePage]) -> None:
    titles = [page.root.findtext(".//title").strip() for page in pages]
    assert len(set(titles)) == len(titles)


def test_headings_are_a_tree(pages: list[SitePage]) -> None:
    for page in pages:
        levels = [int(h.tag[1]) for h in page.root.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4]")]
        assert levels.count(1) == 1 and levels[0] == 1, f"{page.address}: {levels}"
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), page.address


def test_ids_are_unique(pages: list[SitePage]) -> None:
    for page in pages:
        ids = page.root.xpath("//@id")
        assert not {i for i in ids if ids.count(i) > 1}, page.address


def test_every_diagram_is_drawn_once_and_speaks(pages: list[SitePage], published: Book) -> None:
    drawn = {}
    for page in pages:
        for box in page.root.find_class("diagram"):
            (svg,) = box.xpath("./svg")
            assert svg.get("role") == "img"
            name = f"{box.get('data-diagram')}.mmd"
            assert name not in drawn
            drawn[name] = svg.get("aria-label")
            assert box.getparent().tag == "figure" and box.getparent().find("figcaption") is not None
    known = Numbers(published)
    for name, diagram in published.diagrams.items():
        text = f"{diagram.title}. {diagram.description}"
        text = QUOTE.sub(lambda m, d=diagram: known.quote(d.folder, m["expression"].strip()), text)
        assert drawn.pop(name).replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert not drawn


def test_a_page_without_live_diagrams_does_not_load_mermaid(pages: list[SitePage]) -> None:
    for page in pages:
        assert not page.root.find_class("mermaid")
        assert not [s for s in page.root.xpath("//script/@src") if "mermaid" in s], page.address


def test_figures_and_tables_are_numbered_without_gaps(pages: list[SitePage]) -> None:
    for page in pages:
        labels = [" ".join(s.text_content().split()).rstrip(".") for s in page.root.find_class("caption-label")]
        for kind in ("Figure", "Table"):
            numbers = [label.rpartition(".")[2] for label in labels if label.startswith(kind)]
            assert numbers == [str(n) for n in range(1, len(numbers) + 1)], page.address


def test_downloads_are_there_and_offered_on_every_page(site: Path, dist: Path, pages: list[SitePage]) -> None:
    assert {p.name for p in dist.iterdir()} == {*DOWNLOADS, CHAPTERS}
    for name in DOWNLOADS:
        assert (site / "downloads" / name).read_bytes() == (dist / name).read_bytes()
    for page in pages:
        offered = {urlsplit(a).path.rpartition("/")[2] for a in page.root.xpath("//a[@download]/@href")}
        assert offered >= {"pocket.pdf", "guide.pdf", "trade-off-matrix.pdf", "guide-offline.zip"}, page.address
        assert page.root.xpath("//a[contains(@href, 'what-to-print')]") or page.address.endswith("what-to-print/"), page.address


def test_every_file_is_offered_with_its_paper_and_its_size(dist: Path, pages: list[SitePage]) -> None:
    (page,) = [page for page in pages if page.address.endswith("what-to-print/")]
    said = {urlsplit(a).path.rpartition("/")[2]: row.xpath("string(td[2])") for row in page.root.xpath("//table[contains(@class, 'downloads')]//tr") for a in row.xpath(".//a/@href")}
    assert said == {name: facts(dist / name) for name in DOWNLOADS}


def test_the_licence_and_the_edition_stand_on_every_page(pages: list[SitePage]) -> None:
    for page in pages:
        assert page.root.xpath("//a[@rel='license']/@href") == ["https://creativecommons.org/licenses/by-sa/4.0/"]
        assert re.search(r"edition [0-9a-f]{7,}", page.said()), page.address


def test_what_is_not_there_says_so_and_helps(site_url: str, published: Book) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(f"{site_url}cases/not/there/")
    body = raised.value.read().decode()
    assert raised.value.code == 404
    assert "This page isn't here" in body
    for chapter in published.chapters:
        address = re.sub(r"(?:index)?\.md$", "/", chapter.page).lstrip("/")
        assert re.search(rf'href="{BASE}{address}?"', body) or re.search(rf'href="{BASE}{address}\.?"', body), (
            chapter.page
        )


def test_the_search_knows_every_section(site: Path, published: Book) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"] for entry in index["docs"]}
    for chapter in published.chapters:
        address = re.sub(r"(?:index)?\.md$", "/", chapter.page).lstrip("/")
        assert address in places
        assert {f"{address}#{h.anchor}" for h in chapter.headings} <= places, chapter.id
    assert not [e["location"] for e in index["docs"] if "estimate-model" in e["text"] or '"formats"' in e["text"]]


def test_nothing_but_the_site_is_published(site: Path) -> None:
    """No sources, no print style sheets, no configuration."""
    names = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    odd = [n for n in names if n.endswith((".md", ".mmd", ".yaml", ".yml", ".py")) or n.startswith("print/")]
    assert not odd
    assert "bibliography.json" in names


def test_no_link_is_dead(site_url: str, pages: list[SitePage], tmp_path: Path) -> None:
    """linkchecker, over HTTP, internal links only; anchors are the business of our own check.

    A page with a query (how deep to read) is asked for, but not read: it is a file that was read without.
    """
    settings = tmp_path / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=1000\n", encoding="utf-8")  # else it sleeps most of the time
    command = [
        str(Path(sys.executable).with_name("linkchecker")),
        "--no-status",
        "--verbose",
        "--no-follow-url",
        f"^{re.escape(site_url)}.*[?]",
        "--config",
        str(settings),
        "--output",
        "csv/utf-8",
        site_url,
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = list(csv.DictReader((r for r in run.stdout.splitlines() if not r.startswith("#")), delimiter=";"))
    asked = {row["url"].partition("#")[0] for row in rows}
    checked = {url for url in asked if "?" not in url}
    assert {url.partition("?")[0] for url in asked - checked if url.startswith(site_url)} <= checked
    assert checked >= {f"{site_url}{page.address}" for page in pages}
    assert {f"{site_url}downloads/{name}" for name in DOWNLOADS} <= checked
    dead = [f"{row['parentname']} → {row['urlname']}: {row['result']}" for row in rows if row["valid"] != "True"]
    assert dead == []
    assert run.returncode == 0, run.stderr


def test_the_search_knows_where_every_term_is_explained(site: Path, published: Book, pages: list[SitePage]) -> None:
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    places = {f"{page.address}#{anchor}" for page in pages for anchor in page.root.xpath("//article//*[self::dfn or self::h2 or self::h3 or self::h4]/span/@id")}
    listed = {entry["location"] for entry in entries if "#term-" in entry["location"]}
    assert listed == {place for place in places if "#term-" in place}
    assert len(listed) == sum(len(term.anchors) for term in published.terms if term.see)


_UNREAD_TAGS = frozenset(("h1", "h2", "h3", "h4", "a", "cite", "code", "pre", "nav", "script", "style", "summary", "button"))
_UNREAD_CLASSES = frozenset(
    ("facts", "sources", "tag", "maths", "estimate-formula", "estimate-numbers", "estimate-promise", "estimate-watches")
)
"""Names of other things, drawings and arithmetic: not running text."""


def running_text(element: html.HtmlElement, unread: bool = False, term: bool = False) -> Iterator[tuple[html.HtmlElement, str]]:
    """What is read, and the links of terms wherever they stand: (the element that holds it, text), in order."""
    unread = unread or element.tag in _UNREAD_TAGS or "data-diagram" in element.attrib or not _UNREAD_CLASSES.isdisjoint(element.get("class", "").split())
    term = term or (element.tag == "a" and element.get("class") == "term")
    taken = term or not unread
    if taken and element.text:
        yield element, element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from running_text(child, unread, term)
        if taken and child.tail:
            yield element, child.tail


def test_no_term_is_used_before_it_is_defined_or_linked(pages: list[SitePage], published: Book) -> None:
    """In the order of the book."""
    words = finder(published.terms)
    by_address = {page.address: page for page in pages}
    known: set[str] = set()
    early = []
    for chapter in published.chapters:
        article = by_address[re.sub(r"(?:index)?\.md$", "/", chapter.page).lstrip("/")].root.find(".//article")
        if chapter.page == HOME or not chapter.front.print or chapter.blocks("glossary"):
            continue
        for parent, text in running_text(article):
            marked = any(e.tag == "dfn" or e.get("class") == "term" for e in (parent, parent.getparent()))
            for match, term in words.find(text):
                if marked:
                    known.add(term.term)
                elif term.term not in known:
                    known.add(term.term)
                    early.append(f"{chapter.page}: {match[0]!r} in {' '.join(text.split())[:80]!r}")
    assert not early
