"""An article as a page of the site, for a server and for a folder; the same by any engine that runs Python-Markdown."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import html
from markdown import Markdown

from guide.addresses import Address, file_address, folder_address
from guide.article import Article, Section
from guide.engine import makeExtension, mark
from guide.outputs import size_of
from guide.site.downloads import facts, name_pdfs, say_facts
from guide.site.page import PDF_MARK, contents, page_html, title_anchor
from tests.conftest import Pages, said

PAGES = ["index.md", "cases/index.md", "cases/a.md", "framework/b.md", "reference/deep/c.md", "about.md"]


def article(page: str, body: str = "", **fields: object) -> Article:
    return Article(page=page, id="a", title="A title", html=body, **fields)


def links(page: str, body: str, address: Address) -> list[str]:
    return html.fragment_fromstring(page_html(article(page, body), address), create_parent="div").xpath(".//p//a/@href")


@pytest.mark.parametrize(("file", "folder", "plain"), [
    ("index.md", "", "index.html"), ("cases/index.md", "cases/", "cases/index.html"), ("cases/a.md", "cases/a/", "cases/a.html"),
    ("about.md", "about/", "about.html"), ("bibliography.json", "bibliography.json", "bibliography.json"),
    ("my-index.md", "my-index/", "my-index.html"), ("a.md.txt", "a.md.txt", "a.md.txt"),
])  # fmt: skip
def test_addresses(file: str, folder: str, plain: str) -> None:
    assert (folder_address(file), file_address(file)) == (folder, plain)


@pytest.mark.parametrize("address", [folder_address, file_address])
@pytest.mark.parametrize("here", PAGES)
@pytest.mark.parametrize("target", [*PAGES, "bibliography.json"])
def test_every_page_leads_to_every_other(here: str, target: str, address: Address) -> None:
    for suffix in ("", "#x"):
        (href,) = links(here, f'<p><a class="term" title="&gt;" href="{target}{suffix}">t</a></p>', address)
        assert href.endswith(suffix)
        base = f"https://h.example/root/{address(here)}"
        joined = posixpath.normpath(posixpath.join(base if base.endswith("/") else posixpath.dirname(base), href.removesuffix(suffix)))
        assert joined.rstrip("/") == f"https://h.example/root/{address(target)}".rstrip("/").replace("https://", "https:/")
        # A folder keeps its slash, so that the server needs no redirection.
        assert href.removesuffix(suffix).endswith("/") == (address(target).endswith("/") or address(target) == "")


@pytest.mark.parametrize("href", ["#x", "https://example.org/a.md", "mailto:a@b.example", "?layer=study", "data:text/plain,a.md"])
def test_other_links_stay(href: str) -> None:
    assert links("cases/a.md", f'<p><a href="{href}">t</a></p>', folder_address) == [href]


def test_only_links_change() -> None:
    body = '<p title="a.md">a.md <a>none</a> <a id="x" data-href="b.md" href="b.md">b.md</a><img src="a.md"></p>'
    made = page_html(article("index.md", body), folder_address)
    assert 'title="a.md">a.md <a>none</a>' in made and 'data-href="b.md" href="b/">b.md</a><img src="a.md">' in made


def test_headings_get_links_to_themselves() -> None:
    made = page_html(article("index.md", '<h2 id="a">A <em>b</em></h2><h3 class="x" id="c">C</h3><h4 id="d" title="&gt;">D</h4><h5 id="e">E</h5><h2>none</h2>'), folder_address)
    root = html.fragment_fromstring(made, create_parent="div")
    assert [(a.getparent().tag, a.get("href"), a.text) for a in root.find_class("headerlink")] == [
        ("h1", "#a-title", "#"), ("h2", "#a", "#"), ("h3", "#c", "#"), ("h4", "#d", "#")]  # fmt: skip
    assert [said(h) for h in root.iter("h2", "h3")] == ["A b#", "C#", "none"]


def test_the_themes_script_finds_no_table_and_no_code_to_rebuild() -> None:
    """It takes `table:not([class])` and `pre > code`: see `guide.site.page`."""
    table, code = '<table id="t"><tr><td>1</td></tr></table>', "<pre><span></span><code>a\n</code></pre>"
    classed = '<table class="matrix-table"><tr><td>2</td></tr></table>'
    page = html.fragment_fromstring(page_html(article("index.md", table + classed + code), folder_address), create_parent="div")
    assert not page.xpath(".//table[not(@class)] | .//pre/code")
    assert [t.get("id") for t in page.xpath(".//div[@class='md-typeset__scrollwrap']/div/table")] == ["t"]
    assert [t.text_content() for t in page.xpath(".//table | .//pre//code")] == ["1", "2", "a\n"]


def test_the_title_is_escaped_and_its_id_is_free() -> None:
    made = replace(article("index.md"), title="Q & A <now>", anchors=frozenset(("q-a-now",)))
    assert page_html(made, folder_address).startswith('<h1 id="q-a-now-page">Q &amp; A &lt;now&gt;<a ')
    assert title_anchor(replace(made, anchors=frozenset())) == "q-a-now"


def test_drawings_are_put_in_or_left_to_mermaid(small: Pages) -> None:
    case = small.article("comment-spam")
    drawn = html.fragment_fromstring(page_html(case, folder_address), create_parent="div")
    places = drawn.xpath(".//div[@class='diagram']")
    assert [p.get("data-diagram") for p in places] == list(case.drawings) and all(len(p.findall("svg")) == 1 for p in places)
    first = case.drawings[places[0].get("data-diagram")]
    assert places[0].get("style") == f"--diagram-width:{first.width:.0f}px;--diagram-text:{first.smallest_px:g}"
    live = html.fragment_fromstring(page_html(case, folder_address, live=True), create_parent="div")
    texts = [d.text for d in live.xpath(".//div[@class='diagram']/div[@class='mermaid']")]
    by_name = dict(zip(case.drawings, texts, strict=True))
    system, serving = by_name["comment-spam/system"], by_name["comment-spam/serving"]
    assert not live.xpath(".//svg") and "Removals<br/>and appeals" in system
    assert "4.63\u00a0items/s" in system and "classDef model " in system and "classDef" not in serving


def test_the_scripts_data_follows_the_page(small: Pages) -> None:
    (script,) = html.fragment_fromstring(page_html(small.article("comment-spam"), folder_address), create_parent="div").xpath(".//script")
    assert script.get("class") == "estimate-model" and json.loads(script.text)["chapter"] == "comment-spam"
    assert "<script" not in page_html(small.article("glossary"), folder_address)


def test_contents_are_nested_by_level() -> None:
    sections = [Section(2, "a", "A & b"), Section(3, "b", "B"), Section(4, "deep", "Deep"), Section(3, "c", "C"), Section(2, "d", "D"), Section(3, "", "no id")]

    def shape(tokens: list[dict]) -> list:
        return [(t["level"], t["id"], t["name"], shape(t["children"])) for t in tokens]

    made = replace(article("index.md"), sections=tuple(sections))
    assert shape(contents(made)) == [(1, "a-title", "A title", [
        (2, "a", "A &amp; b", [(3, "b", "B", []), (3, "c", "C", [])]), (2, "d", "D", [])])]  # fmt: skip
    assert shape(contents(made, depth=4))[0][3][0][3][0] == (3, "b", "B", [(4, "deep", "Deep", [])])
    skipped = replace(made, sections=(Section(3, "x", "X"), Section(2, "y", "Y")))
    assert shape(contents(skipped))[0][3] == [(3, "x", "X", []), (2, "y", "Y", [])]


# ---------- the extension ----------


def write(folder: Path, page: str, made: Article) -> None:
    path = folder / f"{page}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"html": page_html(made, folder_address), "contents": contents(made)}), encoding="utf-8")


def test_plain_python_markdown_gives_the_finished_pages(small: Pages, tmp_path: Path) -> None:
    for page, made in small.articles.items():
        write(tmp_path, page, made)
    for others in ([], ["toc", "attr_list", "md_in_html", "smarty", "tables"]):
        markdown = Markdown(extensions=[*others, "guide.engine"], extension_configs={"guide.engine": {"pages": str(tmp_path)}})
        for page, made in small.articles.items():
            assert markdown.reset().convert(mark(page)) == page_html(made, folder_address), page
            assert markdown.toc_tokens == contents(made)


def test_the_extension_reads_one_page_after_another(tmp_path: Path) -> None:
    for page in ("a.md", "b.md"):
        write(tmp_path, page, article(page, f"<p>{page}</p>"))
    markdown = Markdown(extensions=[makeExtension(pages=str(tmp_path))])
    assert [f"<p>{page}</p>" in markdown.reset().convert(f"---\n\n{mark(page)}") for page in ("a.md", "b.md", "a.md")] == [True] * 3


def test_a_page_without_its_mark_is_refused(tmp_path: Path) -> None:
    markdown = Markdown(extensions=[makeExtension(pages=str(tmp_path))])
    with pytest.raises(ValueError, match="guide build"):
        markdown.convert("A text.")
    with pytest.raises(FileNotFoundError):
        markdown.convert(mark("nowhere.md"))


def test_a_page_offers_its_pdf_below_the_ways_to_read_it() -> None:
    head = '<dl class="facts"><dt>Task</dt></dl><nav class="paths"><ul></ul></nav>'
    made = page_html(article("cases/a.md", f'{head}<nav class="steps"></nav><h2 id="a">A</h2>'), folder_address, pdf=True)
    assert f'</nav>{PDF_MARK}<nav class="steps">' in made
    assert page_html(article("a.md", "<p>x</p>"), folder_address, pdf=True).endswith(f"\n{PDF_MARK}<p>x</p>")
    assert PDF_MARK not in page_html(article("a.md", head), folder_address)


def test_the_link_to_a_pdf_says_its_pages_and_size(small: Pages, tmp_path: Path) -> None:
    chapters, site = tmp_path / "chapters", tmp_path / "site"
    chapters.mkdir()
    for chapter in small.book.chapters:
        page = site / folder_address(chapter.page) / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"<body>{PDF_MARK if chapter.id in ('comment-spam', 'glossary') else ''}</body>", encoding="utf-8")
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page()
        pdf.save(chapters / "comment-spam.pdf")
    name_pdfs(small.book, site, chapters)
    told = html.fromstring((site / "cases/comment-spam/index.html").read_text(encoding="utf-8"))
    assert told.xpath("//p[@class='chapter-pdf']/a/@href") == ["../../downloads/chapters/comment-spam.pdf"]
    assert re.fullmatch(r"This chapter as a PDF \(3 pages, \d+ kB\)", told.text_content())
    # A chapter that has none offers none.
    assert (site / "reference/glossary/index.html").read_text(encoding="utf-8") == "<body></body>"


@pytest.mark.parametrize(("name", "pages", "words"), [
    ("pocket.pdf", 5, "5 pages, 3 sheets of paper, "),
    ("pocket-booklet-a4.pdf", 2, "2 sides, 1 sheet of paper, "),
    ("cards.csv", 0, ""),
])  # fmt: skip
def test_a_file_says_what_it_takes_to_print_it(tmp_path: Path, name: str, pages: int, words: str) -> None:
    file = tmp_path / name
    if pages:
        with pikepdf.new() as pdf:
            for _ in range(pages):
                pdf.add_blank_page()
            pdf.save(file)
    else:
        file.write_bytes(b"x" * 1500)
    assert facts(file) == f"{words}{size_of(file)}"


def test_facts_stand_where_pages_ask_for_them(tmp_path: Path) -> None:
    site, dist = tmp_path / "site", tmp_path / "dist"
    for folder in (site, dist):
        folder.mkdir()
    (dist / "cards.csv").write_bytes(b"x" * 1500)
    page = site / "index.html"
    page.write_text("<td><!-- facts of cards.csv --></td><td><!-- facts of none.pdf --></td>", encoding="utf-8")
    say_facts(site, dist)
    assert page.read_text(encoding="utf-8") == "<td>2 kB</td><td></td>"
