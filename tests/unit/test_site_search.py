"""The site's search: the sections that an article is cut into, and the index made of them."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from lxml import html

from guide.addresses import file_address, folder_address
from guide.model import Term
from guide.render.search import search_entries
from guide.site.search import INDEX, SCRIPT, write_index
from guide.sources import engine_settings
from tests.conftest import Pages


def entries(body: str) -> list[tuple[str, str, str]]:
    root = html.fragment_fromstring(body, create_parent="div")
    found = [(e.anchor, e.title, e.text) for e in search_entries(root, "Title & more")]
    assert not root.xpath(".//@data-search-exclude"), "it is no business of the page"
    return found


@pytest.mark.parametrize(("body", "expected"), [
    ("", [("", "Title & more", "")]),
    ("<p>A</p>", [("", "Title & more", "<p>A</p>")]),
    ('<p>A</p><h2 id="b">B <em>c</em> &amp; d</h2><p>E</p>', [("", "Title & more", "<p>A</p>"), ("b", "B c &amp; d", "<p>E</p>")]),
    ('<h2 id="b">B</h2><h3 id="c">C</h3>x<h4 id="d">D</h4>', [("", "Title & more", ""), ("b", "B", ""), ("c", "C", "x"), ("d", "D", "")]),
    ('<p>A <b>bold</b> <code>x &lt; y</code></p>', [("", "Title & more", "<p>A bold <code>x &lt; y</code></p>")]),
    ("<div><ul><li>a</li></ul></div>tail", [("", "Title & more", "<ul><li>a</li></ul> tail")]),
    ("<table><tr><th>Result</th><td>1</td></tr><tr><td>How</td></tr></table>x", [("", "Title & more", "Result 1 How x")]),
    ("<dl><dt>A</dt><dd>b<b>c</b></dd></dl><pre>1\n    2</pre>", [("", "Title & more", "A bc <pre>1\n    2</pre>")]),
    ('<nav data-search-exclude="">no <p>no</p></nav>yes<p data-search-exclude="">no</p>', [("", "Title & more", "yes")]),
    ("<script>no</script><style>no</style><svg><text>no</text></svg><p>yes</p>", [("", "Title & more", "<p>yes</p>")]),
    ('<div data-search-exclude=""><h2 id="b">No</h2><p>no</p></div><p>yes</p>', [("", "Title & more", "<p>yes</p>")]),
    ('<section><p>a</p><h2 id="b">B</h2><p>c</p></section><p>d</p>', [("", "Title & more", "<p>a</p>"), ("b", "B", "<p>c</p> <p>d</p>")]),
])  # fmt: skip
def test_a_page_is_cut_at_its_headings(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert entries(body) == expected


def test_sections_of_an_article_are_those_of_its_page(small: Pages) -> None:
    for article in small.articles.values():
        headings = [h for h in small.tree(article.id).iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert [e.anchor for e in article.search][1:] == [h.get("id") for h in headings] and article.search[0].anchor == ""
    sections = {e.anchor: e for e in small.article("comment-spam").search}
    assert "automatic range" in sections["clarify-the-requirements"].text
    assert "Step 1 of 7" not in repr(sections) and "Use&nbsp;" not in repr(sections)


@pytest.fixture
def index(small: Pages, tmp_path: Path) -> dict[str, dict]:
    return made(small, tmp_path)


def made(pages: Pages, folder: Path, address=folder_address, script: bool = False) -> dict[str, dict]:
    (folder / "search").mkdir()
    (folder / INDEX).write_text('{"config": {"lang": ["en"]}, "docs": []}', encoding="utf-8")
    write_index(pages.book, pages.articles, folder, address, script)
    found = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    assert found["config"] == {"lang": ["en"]}
    if script:
        text = (folder / SCRIPT).read_text(encoding="utf-8")
        assert text.startswith("var __index = ") and json.loads(text.removeprefix("var __index = ")) == found
    else:
        assert not (folder / SCRIPT).exists()
    locations = [entry["location"] for entry in found["docs"]]
    assert len(locations) == len(set(locations))
    return {entry["location"]: entry for entry in found["docs"]}


def test_the_index_has_every_section(small: Pages, index: dict[str, dict]) -> None:
    for article in small.articles.values():
        for entry in article.search:
            place = folder_address(article.page) + (f"#{entry.anchor}" if entry.anchor else "")
            assert (index[place]["title"], index[place]["text"]) == (entry.title, entry.text)
            assert "boost" not in index[place]
    assert "cases/comment-spam/#the-prompt" in index and "" in index


def test_the_index_has_every_name_of_a_term_where_it_is_explained(small: Pages, index: dict[str, dict]) -> None:
    explained = {term.term: term for page in small.articles.values() for term in small.book.terms if term.term in page.explained}
    assert set(explained) == {"Base rate", "Review band"}
    entry = index["cases/comment-spam/#term-review-band"]
    assert entry == {"location": "cases/comment-spam/#term-review-band", "title": "Review band",
                     "text": "<p>The range of scores in which a person decides.</p>", "boost": 2.25}  # fmt: skip
    assert "term-review-band" in small.article("comment-spam").anchors


def test_what_can_be_downloaded_is_found(small: Pages, index: dict[str, dict]) -> None:
    entry = index["#take-it-with-you"]
    assert "download" in entry["title"] and "PDF" in entry["title"]
    for download in engine_settings(small.book.project, {})["extra"]["downloads"]:
        assert escape(download["label"], quote=False) in entry["text"] and escape(download["text"], quote=False) in entry["text"]


def test_other_names_say_which_term_they_are_and_shorter_names_weigh_more(small: Pages, tmp_path: Path) -> None:
    term = Term(term="A & b", also=("Single", "three word name"), definition="What <it> is.", see="cases/comment-spam.md#trade-offs")
    unexplained = Term(term="Nowhere", definition="N.", see="cases/comment-spam.md")
    article = replace(small.article("comment-spam"), explained=frozenset(("A & b",)))
    pages = replace(small, book=replace(small.book, terms=(term, unexplained)), articles={**small.articles, article.page: article})
    index = made(pages, tmp_path, file_address, script=True)
    found = [index[f"cases/comment-spam.html#{anchor}"] for anchor in term.anchors]
    assert [(e["title"], e["text"], e["boost"]) for e in found] == [
        ("A &amp; b", "<p>What &lt;it&gt; is.</p>", 2.25), ("Single", "<p>A &amp; b: What &lt;it&gt; is.</p>", 3.0),
        ("three word name", "<p>A &amp; b: What &lt;it&gt; is.</p>", 2.0)]  # fmt: skip
    assert "Nowhere" not in repr(index)


def test_sections_of_metrics_weigh_as_names_do(small: Pages, tmp_path: Path) -> None:
    chapter = small.book.by_id["comment-spam"]
    case = small.article("comment-spam")
    block = replace(chapter.parsed.blocks[0], language="metric")
    heading = replace(chapter.parsed.headings[0], level=3, anchor="ndcg", text="nDCG (gain)")
    parsed = replace(chapter.parsed, blocks=(block,), headings=(*chapter.parsed.headings, heading))
    chapters = tuple(replace(c, parsed=parsed) if c is chapter else c for c in small.book.chapters)
    article = replace(case, search=(*case.search, replace(case.search[0], anchor="ndcg", title="nDCG (a long gain)")))
    index = made(replace(small, book=replace(small.book, chapters=chapters), articles={**small.articles, case.page: article}), tmp_path)
    assert index["cases/comment-spam/#ndcg"]["boost"] == 3.0 and "boost" not in index["cases/comment-spam/#the-prompt"]
