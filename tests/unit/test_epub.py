"""The EPUB of the small book: its files, its links, what reading systems are told, and what they are spared."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from guide.article import Section
from guide.maths import mathml
from guide.problems import BookError
from guide.project import Project
from guide.publish import epub
from guide.publish.archive import write_zip
from guide.publish.epub import chapters, navigation, tables
from guide.publish.epub.drawings import Outliner
from guide.publish.members import printed_parts
from tests.conftest import EDITION, MakePages, Pages

NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "m": "http://www.w3.org/1998/Math/MathML",
    "s": "http://www.w3.org/2000/svg",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "xlink": "http://www.w3.org/1999/xlink",
}
NUMBERS = {"the-clock": 5, "part-1": 3, "clarify-the-requirements": 9, "clarify-the-requirements--fig-flow": 10}
"""Pages of a printed book, some of its places."""


def published(pages: Pages, target: Path, numbers: Mapping[str, int] = NUMBERS) -> dict[str, bytes]:
    """The EPUB's files by name."""
    epub.publish(pages.publication, numbers, target)
    with zipfile.ZipFile(target / epub.FILE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def find(root: etree._Element, path: str) -> list:
    return root.xpath(path, namespaces=NAMESPACES)


@pytest.fixture(scope="module")
def made(small: Pages, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return published(small, tmp_path_factory.mktemp("epub"))


@pytest.fixture(scope="module")
def texts(made: dict[str, bytes]) -> dict[str, etree._Element]:
    """Every page, by its name from the package's folder."""
    return {
        name.removeprefix("book/"): etree.fromstring(data) for name, data in made.items() if name.endswith(".xhtml")
    }


@pytest.fixture(scope="module")
def package(made: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(made["book/package.opf"])


def parsed(body: str) -> html.HtmlElement:
    return html.fragment_fromstring(body, create_parent="article")


# ---------- the whole ----------


def test_archive_begins_with_its_type_and_is_sorted(small: Pages, tmp_path: Path) -> None:
    epub.publish(small.publication, NUMBERS, tmp_path)
    with zipfile.ZipFile(tmp_path / epub.FILE) as archive:
        first, *others = archive.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read(first) == b"application/epub+zip"
        assert [entry.filename for entry in others] == sorted(entry.filename for entry in others)
        assert {entry.date_time for entry in archive.infolist()} == {EDITION.moment.timetuple()[:6]}


def test_two_runs_write_the_same_bytes(small: Pages, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        epub.publish(small.publication, NUMBERS, tmp_path / name)
    assert (tmp_path / "first" / epub.FILE).read_bytes() == (tmp_path / "second" / epub.FILE).read_bytes()


def test_manifest_names_every_file_once(made: dict[str, bytes], package: etree._Element) -> None:
    named = [f"book/{name}" for name in find(package, "//o:item/@href")]
    assert sorted([*named, "mimetype", "META-INF/container.xml", "book/package.opf"]) == sorted(made)
    assert len(set(find(package, "//@id"))) == len(find(package, "//@id"))
    (container,) = find(etree.fromstring(made["META-INF/container.xml"]), "//@full-path")
    assert container == "book/package.opf"


def test_spine_has_every_printed_chapter_in_order(small: Pages, package: etree._Element) -> None:
    files = dict(zip(find(package, "//o:item/@id"), find(package, "//o:item/@href"), strict=True))
    read = [files[name] for name in find(package, "//o:itemref/@idref")]
    expected = [f"{c.id}.xhtml" for c in small.book.chapters if c.front.print and c.page != "index.md"]
    assert [name for name in read if name in expected] == expected
    assert read[:3] == ["cover.xhtml", "imprint.xhtml", "nav.xhtml"]
    assert len(read) == len(set(read)) == len(expected) + 3 + sum(name.startswith("part-") for name in read)


def test_package_says_what_it_is(small: Pages, package: etree._Element, texts: dict[str, etree._Element]) -> None:
    assert find(package, "string(//dc:title)") == small.book.title
    assert find(package, "string(//dc:language)") == "en-GB"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", find(package, "string(//dc:identifier)"))
    said: dict[str, list[str]] = {}
    for meta in find(package, "//o:meta"):
        said.setdefault(meta.get("property"), []).append(meta.text)
    assert said["dcterms:modified"] == ["2026-11-21T00:00:00Z"]
    assert said["schema:accessMode"] == ["textual", "visual"]
    assert {"alternativeText", "MathML", "pageNavigation", "tableOfContents"} <= set(said["schema:accessibilityFeature"])
    assert said["schema:accessibilityHazard"] == ["none"]
    assert said["schema:accessibilitySummary"][0].endswith("each page of the printed book.")
    assert not [name for name in said if "certified" in name or "conformsTo" in name]
    (nav,) = find(package, "//o:item[@properties='nav']/@href")
    maths = {name for name, root in texts.items() if find(root, "//m:math")}
    assert nav == "nav.xhtml" and maths == set(find(package, "//o:item[@properties='mathml']/@href")) != set()


def test_without_a_printed_book_there_is_no_page_list(small: Pages, tmp_path: Path) -> None:
    files = published(small, tmp_path, {})
    assert b"page-list" not in files["book/nav.xhtml"]
    assert not re.search(rb"pageNavigation|pageBreakSource|printed book", files["book/package.opf"])


# ---------- pages ----------


def test_ids_are_unique_in_a_file(texts: dict[str, etree._Element]) -> None:
    for name, root in texts.items():
        ids = find(root, "//@id")
        assert len(ids) == len(set(ids)), name
        referred = {one for value in find(root, "//@aria-labelledby") for one in value.split()}
        assert referred <= set(ids), name


def test_every_address_leads_somewhere_inside(made: dict[str, bytes], texts: dict[str, etree._Element]) -> None:
    inside = 0
    for name, root in texts.items():
        for address in find(root, "//@href") + find(root, "//@src"):
            if re.match(r"https?:", address):
                continue
            target, _, anchor = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
            assert f"book/{target}" in made, f"{name}: {address}"
            assert not anchor or find(texts[target], f"//*[@id='{anchor}']"), f"{name}: {address}"
            inside += bool(anchor)
    assert inside > 50
    between = find(texts["comment-spam.xhtml"], "//@href[starts-with(., 'glossary.xhtml#term-')]")
    assert between


def test_nothing_runs_and_nothing_is_fetched(made: dict[str, bytes], texts: dict[str, etree._Element]) -> None:
    pressed = ("script", "input", "button", "details", "summary", "form", "select", "iframe", "data", "style")
    for name, root in texts.items():
        assert not [e.tag for e in root.iter() if etree.QName(e).localname in pressed], name
        assert not find(root, "//@style") and not find(root, "//@tabindex") and not find(root, "//@onclick"), name
        assert not [a for e in root.iter() for a in e.attrib if a.startswith("data-")], name
        assert not [a for a in find(root, "//@src") + find(root, "//h:link/@href") if ":" in a], name
    for name, data in made.items():
        if name.endswith(".svg"):
            assert not re.search(rb"<text|<image|<script|font-family|url\(|href=\"[^#]", data), name
    assert b"url(" not in made["book/epub.css"] and b"@import" not in made["book/epub.css"]


def test_every_image_says_what_it_shows(small: Pages, texts: dict[str, etree._Element]) -> None:
    images = find(texts["comment-spam.xhtml"], "//h:img")
    drawings = small.article("comment-spam").drawings
    assert len(images) == len(drawings) > 5
    assert {image.get("alt") for image in images} == {f"{d.title}. {d.description}" for d in drawings.values()}
    assert all(image.get("alt") for root in texts.values() for image in find(root, "//h:img"))


def test_a_chapter_says_all_that_its_article_says(small: Pages, texts: dict[str, etree._Element]) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text)

    for chapter in small.book.chapters:
        if f"{chapter.id}.xhtml" not in texts:
            continue
        article = small.tree(chapter.id)
        for element in list(article.iter("nav", "template", "script")):
            element.drop_tree()
        own = words(" ".join(texts[f"{chapter.id}.xhtml"].itertext()))
        missing = set(words(" ".join(article.itertext()))) - set(own)
        assert not missing, chapter.id


def test_headings_go_down_one_level_at_a_time(texts: dict[str, etree._Element]) -> None:
    for name, root in texts.items():
        headings = find(root, " | ".join(f"//h:h{level}" for level in range(1, 7)))
        levels = [int(etree.QName(heading).localname[1]) for heading in headings]
        assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False)), name


def test_formulas_are_mathml_with_their_tex(texts: dict[str, etree._Element]) -> None:
    (formula,) = find(texts["clarify-the-requirements.xhtml"], "//m:math[@display='block']")
    assert formula.get("alttext") == r"\text{precision}=\frac{r\,p}{r\,p+f\,(1-p)}"
    assert find(formula, ".//m:mfrac")


# ---------- the ways through ----------


def test_contents_have_parts_chapters_and_sections(small: Pages, texts: dict[str, etree._Element]) -> None:
    nav = texts["nav.xhtml"]
    toc = find(nav, "//h:nav[@epub:type='toc']/h:ol")[0]
    tops = find(toc, "h:li/h:a/text()")
    assert len(tops) == len(printed_parts(small.book)) + len(small.book.opening)
    chapter = find(toc, ".//h:li[h:a[@href='comment-spam.xhtml']]")[0]
    sections = [s.text for s in small.article("comment-spam").sections if s.level == 2]
    assert find(chapter, "h:ol/h:li/h:a/text()") == sections
    marks = dict(zip(find(nav, "//h:a/@epub:type"), find(nav, "//h:a[@epub:type]/@href"), strict=True))
    assert marks["cover"] == "cover.xhtml" and marks["toc"] == "nav.xhtml"
    assert marks["glossary"] == "glossary.xhtml" and marks["bibliography"] == "sources.xhtml"


def test_sections_nest_by_their_levels() -> None:
    sections = [Section(2, "a", "A"), Section(3, "b", "B"), Section(4, "c", "C"), Section(3, "d", "D"), Section(2, "e", "E")]
    made = navigation.sections_of("x.xhtml", sections)
    assert [(e.address, [b.address for b in e.below]) for e in made] == [
        ("x.xhtml#a", ["x.xhtml#b", "x.xhtml#d"]),
        ("x.xhtml#e", []),
    ]


def test_pages_of_the_printed_book_lead_to_the_first_place_on_each(texts: dict[str, etree._Element]) -> None:
    pages = find(texts["nav.xhtml"], "//h:nav[@epub:type='page-list']//h:a")
    assert [(a.text, a.get("href")) for a in pages] == [
        ("3", "part-1.xhtml"),
        ("5", "the-clock.xhtml"),
        ("9", "clarify-the-requirements.xhtml"),
        ("10", "clarify-the-requirements.xhtml#fig-flow"),
    ]


def test_a_drawing_that_waits_for_the_next_page_does_not_take_the_text_along(small: Pages) -> None:
    chapter = small.book.by_id["the-clock"]
    root = parsed('<h2 id="a"></h2><i id="fig"></i><h2 id="b"></h2><h2 id="c"></h2><h2 id="d"></h2>')
    draft = chapters.Draft(chapter, root, ())
    numbers = {"the-clock": 1, "a": 1, "fig": 2, "b": 1, "c": 2, "d": 4}
    named = {name if name == "the-clock" else f"the-clock--{name}": page for name, page in numbers.items()}
    assert navigation.page_list([draft], {}, named) == [
        (1, "the-clock.xhtml"),
        (2, "the-clock.xhtml#c"),
        (4, "the-clock.xhtml#d"),
    ]


# ---------- strips ----------


@pytest.fixture
def with_strip(good_book: Project, make_pages: MakePages) -> Pages:
    """The small book, one of its blocks shown as a strip."""
    path = good_book.docs / "interview" / "the-clock.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: The minutes of a round\n", "title: The minutes of a round\nshow: work\n"), encoding="utf-8")
    return make_pages(good_book)


def test_a_strip_and_its_worksheet_lead_to_each_other(with_strip: Pages, tmp_path: Path) -> None:
    root = etree.fromstring(published(with_strip, tmp_path)["book/the-clock.xhtml"])
    (strip,) = find(root, "//*[@id='strip-1']")
    (sheet,) = find(root, "//*[@id='worksheet-1']")
    assert find(strip, ".//h:a/@href") == ["#worksheet-1"] and "#strip-1" in find(sheet, ".//h:a/@href")
    shown = " ".join(find(strip, "string(.)").split())
    assert "Minutes for the design" in shown and "40 min" in shown and "Holds" in shown
    assert not find(strip, ".//h:table")
    assert find(sheet, "preceding-sibling::h:h2[1]")[0].text == "Worksheets"
    inputs, results = find(sheet, ".//h:table")
    assert find(inputs, ".//h:tr/@id") == [f"est-the-clock-{name}" for name in ("slot", "greet", "close")]
    assert find(results, ".//h:tr/@id") == ["est-the-clock-work"] and not find(sheet, ".//@colspan")
    ids = find(root, "//@id")
    assert len(ids) == len(set(ids))


def test_a_link_into_a_strip_leads_to_the_worksheet(with_strip: Pages) -> None:
    article = with_strip.article("the-clock")
    chapter = with_strip.book.by_id["the-clock"]
    linked = replace(article, html=article.html + '<p><a href="#est-the-clock-block-1">block</a> <a href="#est-the-clock-work">w</a></p>')
    draft = chapters.draft(linked, chapter)
    assert chapters.rewrite_links(draft, {chapter.page: draft}, "") == []
    assert [a.get("href") for a in draft.root.iter("a") if a.text in ("block", "w")] == ["#worksheet-1", "#est-the-clock-work"]


# ---------- links ----------


@pytest.mark.parametrize(("href", "leads"), [
    ("https://example.net/a?b=c#d", "https://example.net/a?b=c#d"),
    ("framework/clarify-the-requirements.md", "clarify-the-requirements.xhtml"),
    ("framework/clarify-the-requirements.md#fig-flow", "clarify-the-requirements.xhtml#fig-flow"),
    ("#what-to-cut", "#what-to-cut"),
    ("index.md", "nav.xhtml"),
    ("bibliography.json", "https://guide.test/bibliography.json"),
    ("?layer=carry", None),
])  # fmt: skip
def test_links_lead_into_the_book_or_out_of_it(small: Pages, href: str, leads: str | None) -> None:
    drafts = {c.page: chapters.draft(small.articles[c.page], c) for c in small.book.chapters if c.page != "index.md"}
    page = small.book.by_id["the-clock"].page
    made = drafts[page]
    made.root.append(parsed(f'<p><a href="{href}">here</a></p>'))
    assert chapters.rewrite_links(made, drafts, "https://guide.test/") == []
    assert [a.get("href") for a in made.root.iter("a") if a.text == "here"] == ([leads] if leads else [])


def test_a_link_to_nowhere_stops_the_build(small: Pages, tmp_path: Path) -> None:
    article = small.article("the-clock")
    broken = replace(article, html=article.html + '<p><a href="#nowhere">x</a></p>')
    publication = replace(small.publication, articles={**small.articles, article.page: broken})
    with pytest.raises(BookError) as raised:
        epub.publish(publication, NUMBERS, tmp_path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.path) == ("epub-link", "docs/interview/the-clock.md")
    assert not (tmp_path / epub.FILE).exists()


# ---------- tables ----------


def table(head: list[str], *rows: list[str]) -> html.HtmlElement:
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return parsed(f"<table>{f'<thead><tr>{heads}</tr></thead>' if head else ''}<tbody>{cells}</tbody></table>")


def test_cells_of_a_wide_table_name_their_columns() -> None:
    long = "as many words as a phone can't hold in one line beside others, and then a few more words"
    root = table(["Ask", "Fact", 'Where <span class="tag">ours</span>'], ["Why?", long, ""], ["How?", "–", long])
    tables.fit_tables(root)
    (made,) = root
    assert made.get("class") == "stacked" and made.get("role") == "table"
    assert [label.text for label in made.iter("span") if label.get("class") == "cell-label"] == ["Fact", "Where (ours)"]
    assert [cell.get("class") for cell in made.iter("td")] == ["row-head", None, "empty", "row-head", "empty", None]
    assert {cell.get("role") for cell in made.iter("th")} == {"columnheader"}
    assert made.findall("tbody/tr/td")[1].text_content() == f"Fact {long}"


def test_a_narrow_table_stays_as_it_is() -> None:
    root = table(["a", "b", "c"], ["1", "2", "3"])
    before = etree.tostring(root)
    tables.fit_tables(root)
    assert etree.tostring(root) == before


def test_a_number_and_its_unit_are_one_word() -> None:
    root = table(["Number", "What"], ["4\u00a0billion\u00a0impressions/day", "calibration"])
    tables.fit_tables(root)
    assert root[0].get("class") == "stacked"


def test_rows_of_figures_without_heads_wrap() -> None:
    root = table([], *[["0.95"] * 11] * 2)
    tables.fit_tables(root)
    assert root[0].get("class") == "flowing"


# ---------- folds ----------


def test_a_fold_is_a_section_below_the_heading_that_it_stands_under() -> None:
    fold = '<details class="question" open><summary>Why?<span class="tag">Staff</span></summary><p>So.</p></details>'
    root = parsed(f"{fold}<h2>A</h2>{fold}<h3>B</h3>{fold}{fold}")
    chapters.open_folds(root)
    assert [(s.get("class"), s[0].tag, s[0].text_content()) for s in root.iter("section")] == [
        ("fold question", tag, "Why? Staff") for tag in ("h2", "h3", "h4", "h4")
    ]
    assert not list(root.iter("details", "summary"))


# ---------- formulas ----------


def formula(tex: str) -> html.HtmlElement:
    body = etree.fromstring(mathml(tex, display=True))
    shown = etree.tostring(body, encoding="unicode")
    root = parsed(f'<div class="maths maths-block">{shown}</div>')
    root[0].set("data-tex", tex)
    chapters.set_maths(root)
    return root[0]


@pytest.mark.parametrize(("tex", "parts"), [
    (r"a = \frac{b}{c}, \qquad d = 2", [r"a = \frac{b}{c},", "d = 2"]),
    (r"a \quad\Rightarrow\quad b", ["a", r"\Rightarrow", "b"]),
    (r"a = b", ["a = b"]),
    (r"a = \left(b \quad c\right)", [r"a = \left(b \quad c\right)"]),
    (r"\text{\{a} \qquad b", [r"\text{\{a}", "b"]),
])  # fmt: skip
def test_formulas_side_by_side_are_several(tex: str, parts: list[str]) -> None:
    made = formula(tex)
    assert [part.get("alttext") for part in made] == parts
    assert {part.get("display") for part in made} == {"inline" if len(parts) > 1 else "block"}
    assert all(part.text_content().strip() for part in made)


# ---------- drawings ----------


@pytest.fixture(scope="module")
def outliner(project: Project) -> Outliner:
    return Outliner(project)


def svg(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50" font-family="IBM Plex Sans" font-size="16">{body}</svg>'


def test_labels_become_outlines_where_they_stood(outliner: Outliner) -> None:
    root = etree.fromstring(outliner.outlined(svg('<text x="50" y="20" text-anchor="middle" fill="#123456">AA b</text>')))
    assert not find(root, "//s:text")
    (label,) = find(root, "//s:g[@fill='#123456']")
    left, top = map(float, re.match(r"translate\((\S+) (\S+)\)", label[0].get("transform")).groups())
    assert top == 20 and left == pytest.approx(50 - outliner.width("AA b", 16) / 2, abs=0.01)
    glyphs = find(label, ".//s:use/@xlink:href")
    assert len(glyphs) == 3 and glyphs[0] == glyphs[1] != glyphs[2]
    assert {f"#{name}" for name in find(root, "//s:defs/s:path/@id")} == set(glyphs)
    places = [float(use.get("x")) for use in find(label, ".//s:use")]
    assert places[1] * 16 / 1000 == pytest.approx(outliner.width("A", 16))
    assert places[2] * 16 / 1000 == pytest.approx(outliner.width("AA ", 16))


def test_runs_of_a_label_keep_their_places_and_weights(outliner: Outliner) -> None:
    text = '<text text-anchor="middle"><tspan x="10" y="5">a</tspan><tspan x="20" y="25" font-weight="bold" text-anchor="start">a</tspan></text>'
    root = etree.fromstring(outliner.outlined(svg(text)))
    first, second = find(root, "//s:g[@transform]")
    assert second.get("transform").startswith("translate(20.00 25)")
    assert first[0].get("{http://www.w3.org/1999/xlink}href") != second[0].get("{http://www.w3.org/1999/xlink}href")


def test_a_drawing_stands_on_light_ground(outliner: Outliner) -> None:
    root = etree.fromstring(outliner.on_ground(svg('<rect width="9" height="9"/>'), "#ffffff"))
    ground = root[0]
    assert ground.get("fill") == "#ffffff"
    assert root.get("viewBox") == "-12 -12 124 74" and (root.get("width"), root.get("height")) == ("124", "74")
    assert [ground.get(name) for name in ("x", "y", "width", "height")] == ["-12", "-12", "124", "74"]


def test_a_character_that_the_typeface_has_not_is_named(outliner: Outliner, small: Pages, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'漢'"):
        outliner.outlined(svg("<text>漢</text>"))
    article = small.article("the-clock")
    (key, drawn), *_ = article.drawings.items()
    odd = replace(article, drawings={**article.drawings, key: replace(drawn, print_svg=svg("<text>漢</text>"))})
    with pytest.raises(BookError) as raised:
        epub.publish(replace(small.publication, articles={**small.articles, article.page: odd}), {}, tmp_path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.path) == ("glyph", "diagrams/the-clock/minutes.mmd")


# ---------- archives ----------


def test_an_edition_before_zip_s_calendar_is_dated_to_its_first_day(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", {"b": b"2", "a": b"1"}, 0, {"z": b"0"})
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["z", "a", "b"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
