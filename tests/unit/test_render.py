"""Chapters become articles: figures, numbers, citations, cards, lists, steps."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable

import pytest
from lxml import html

from guide.checks.core.small_book import step_in_layers
from guide.framework import COLUMNS, LAYERS, ON_CARRY_OF_STEP, SECTIONS, STEPS
from guide.problems import Problem
from guide.project import Project
from guide.render import render
from guide.render.context import Context
from tests.conftest import FIXTURE, MakePages, Pages, said

Tree = html.HtmlElement


@pytest.fixture
def rendered(good_book: Project, make_pages: MakePages) -> Callable[[str, str, str], Tree]:
    """Renders a chapter of the small book with one text in it replaced; `rendered.pages` has the whole."""

    def change(chapter: str, old: str, new: str) -> Tree:
        (path,) = good_book.docs.rglob(f"{chapter}.md")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        change.pages = make_pages(good_book)
        return change.pages.tree(chapter)

    return change


CASE = FIXTURE / "docs" / "cases" / "comment-spam.md"
DRAWINGS = re.findall(r'--8<-- "comment-spam/([\w-]+)\.mmd"', CASE.read_text(encoding="utf-8"))
"""The names of the case's drawings, in order."""


def number_of(drawing: str) -> str:
    return f"3.{DRAWINGS.index(drawing) + 1}"


def problems(pages: Pages) -> list[tuple[str, str, int]]:
    return [(p.code, p.path, p.line) for article in pages.articles.values() for p in article.problems]


def line_of(good_book: Project, path: str, text: str) -> int:
    lines = (good_book.root / path).read_text(encoding="utf-8").split("\n")
    (number,) = (n for n, line in enumerate(lines, 1) if text in line)
    return number


def test_nothing_is_a_mistake(small: Pages) -> None:
    assert problems(small) == []
    for article in small.articles.values():
        assert not re.search(r"\$\{|\[@|data-block|data-works|data-keys", article.html), article.page


def test_articles_say_what_they_are(small: Pages) -> None:
    article = small.article("comment-spam")
    assert (article.page, article.id, article.title, article.minutes) == (
        "cases/comment-spam.md", "comment-spam", "Comment spam", small.book.by_id["comment-spam"].minutes)  # fmt: skip
    tree = small.tree("comment-spam")
    assert not tree.xpath(".//h1") and [(s.level, s.anchor, s.text) for s in article.sections][:2] == [
        (2, "the-prompt", "The prompt"), (2, "clarify-the-requirements", "Clarify the requirements")]  # fmt: skip
    assert [s.text for s in article.sections] == [said(h) for h in tree.iter("h2", "h3", "h4")]
    assert [(f.anchor, f.label, f.diagram) for f in article.figures] == [
        (f"fig-{n}", f"Figure\u00a03.{i}", f"comment-spam/{n}") for i, n in enumerate(DRAWINGS, 1)]  # fmt: skip
    titles = {f.anchor: f.title for f in article.figures}
    assert titles["fig-frame"] == "The whiteboard, first frame" and list(article.drawings) == [f.diagram for f in article.figures]
    assert [(t.anchor, t.label) for t in article.tables] == [("tab-answers", "Table\u00a03.1")]
    assert article.anchors == set(tree.xpath(".//@id")) and article.text == said(tree)
    assert list(small.articles) == [chapter.page for chapter in small.book.chapters]


def test_every_article_of_the_real_book_is_whole(real: Pages) -> None:
    for chapter in real.book.chapters:
        article, tree = real.articles[chapter.page], real.tree(chapter.id)
        ids = tree.xpath(".//@id")
        assert len(ids) == len(set(ids)), f"{chapter.page}: {sorted(i for i in ids if ids.count(i) > 1)}"
        assert article.anchors == set(ids)
        assert set(tree.xpath(".//div[@class='diagram']/@data-diagram")) == set(article.drawings), chapter.page
        assert not re.search(r"\$\{|data-block|data-works|data-keys", article.html.replace("<code>${", "<code>")), chapter.page


def test_links_within_the_guide_lead_to_pages_from_docs(real: Pages) -> None:
    for page, article in real.articles.items():
        for href in real.tree(article.id).xpath(".//a/@href"):
            target, _, anchor = href.partition("#")
            if href.startswith("?") or re.match(r"[a-z][a-z0-9+.-]*:", href) or not target.endswith(".md") and target:
                continue
            assert not target or target in real.articles, f"{page}: {href}"
            assert not anchor or anchor in real.articles[target or page].anchors, f"{page}: {href}"


# ---------- figures and tables ----------


def test_figures_are_numbered_in_order(small: Pages) -> None:
    figures = small.tree("comment-spam").find_class("figure")
    assert [f.get("id") for f in figures] == [f"fig-{name}" for name in DRAWINGS] and len(figures) >= 3
    assert [said(f.find_class("caption-label")[0]) for f in figures] == [f"Figure {number_of(name)}." for name in DRAWINGS]
    (system,) = (f for f in figures if f.get("id") == "fig-system")
    assert said(system.find("figcaption")) == f"Figure {number_of('system')}. Training and the request path meet in the weights, nowhere else."


def test_a_captioned_table_is_numbered_and_any_other_is_not(small: Pages) -> None:
    page = small.tree("comment-spam")
    tables = page.xpath(".//figure[@class='table']")
    assert [(t.get("id"), said(t.find_class("caption-label")[0])) for t in tables] == [("tab-answers", "Table 3.1.")]
    assert len(page.xpath(".//table[not(ancestor::figure)]")) >= 3


@pytest.mark.parametrize(("chapter", "target", "text"), [
    ("the-clock", "#fig-minutes", "Figure 1.1"),
    ("the-clock", "#tab-marks", "Table 1.1"),
    ("comment-spam", "#tab-answers", "Table 3.1"),
    ("comment-spam", "#fig-system", f"Figure {number_of('system')}"),
])  # fmt: skip
def test_a_reference_without_text_takes_the_number(small: Pages, chapter: str, target: str, text: str) -> None:
    (link,) = small.tree(chapter).xpath(f".//a[@href='{target}']")
    assert said(link) == text


def test_a_reference_reaches_another_chapter(rendered: Callable[..., Tree]) -> None:
    page = rendered(
        "the-clock", "Cut breadth", "[](../cases/comment-spam.md#fig-serving) and [](../cases/comment-spam.md#tab-answers). Cut breadth"
    )
    links = page.xpath(".//p/a[starts-with(@href, 'cases/')]")
    assert [(said(link), link.get("href")) for link in links] == [
        (f"Figure {number_of('serving')}", "cases/comment-spam.md#fig-serving"), ("Table 3.1", "cases/comment-spam.md#tab-answers")]  # fmt: skip


def test_a_reference_keeps_its_own_text_and_an_unknown_one_says_so(rendered: Callable[..., Tree]) -> None:
    page = rendered("the-clock", "[](#fig-minutes)", "[the bars](#fig-minutes), [](#fig-none) and [](../none.md#fig-none)")
    assert said(page.xpath(".//a[@href='#fig-minutes']")[0]) == "the bars"
    assert [said(a) for a in page.xpath(".//a[contains(@href, 'fig-none')]")] == ["?", "?"]


def test_a_drawing_has_its_name_and_description(small: Pages) -> None:
    drawings = small.article("comment-spam").drawings
    assert [key for key in drawings] == [f"comment-spam/{n}" for n in DRAWINGS]
    frame = html.fragment_fromstring(drawings["comment-spam/frame"].site_svg)
    assert frame.get("role") == "img" and frame.get("aria-label") == (
        "The whiteboard, first frame. A comment goes to the classifier; the unsure ones go to a person.")  # fmt: skip
    (place,) = small.tree("comment-spam").xpath(".//figure[@id='fig-frame']/div")
    assert (place.get("class"), place.get("data-diagram"), len(place), place.text) == ("diagram", "comment-spam/frame", 0, None)


def test_ids_of_a_page_are_unique(small: Pages) -> None:
    for article in small.articles.values():
        ids = small.tree(article.id).xpath(".//@id")
        assert len(ids) == len(set(ids)), f"{article.page}: {sorted(i for i in ids if ids.count(i) > 1)}"


def test_mistakes_in_a_drawing_have_places(good_book: Project, make_pages: MakePages) -> None:
    for name, source in (("comment-spam/frame", "flowchart LR\n  a[${none}] --> b\n  c[${nought}]\n"), ("the-clock/minutes", "flowchart TB\n  a --> b\n  c[(x] --> d\n")):
        (good_book.diagrams / f"{name}.mmd").write_text(source, encoding="utf-8")
    pages = make_pages(good_book)
    assert sorted(problems(pages)) == [
        ("diagram-syntax", "diagrams/the-clock/minutes.mmd", 3),
        ("unknown-value", "diagrams/comment-spam/frame.mmd", 2),
        ("unknown-value", "diagrams/comment-spam/frame.mmd", 3),
    ]  # fmt: skip
    (syntax,) = pages.article("the-clock").problems
    assert syntax.column > 0 and not pages.article("the-clock").drawings


@pytest.mark.parametrize("fence", ['```mermaid\n--8<-- "comment-spam/none.mmd"\n```', "```mermaid\nflowchart TB\n  a --> b\n```"])
def test_a_diagram_that_is_no_file_is_named(rendered: Callable[..., Tree], good_book: Project, fence: str) -> None:
    page = rendered("comment-spam", '```mermaid\n--8<-- "comment-spam/frame.mmd"\n```', fence)
    assert problems(rendered.pages) == [("diagram-include", "docs/cases/comment-spam.md", line_of(good_book, "docs/cases/comment-spam.md", fence.split("\n")[1]))]
    assert len(page.xpath(".//div[@data-diagram]")) == len(DRAWINGS) - 1


# ---------- identity ----------


def test_two_identical_diagrams_keep_their_names(good_book: Project, make_pages: MakePages) -> None:
    folder = good_book.diagrams / "comment-spam"
    (folder / "frame.mmd").write_text((folder / "serving.mmd").read_text(encoding="utf-8"), encoding="utf-8")
    article = make_pages(good_book).article("comment-spam")
    assert article.problems == () and [f.diagram for f in article.figures] == [f"comment-spam/{name}" for name in DRAWINGS]
    assert article.drawings["comment-spam/frame"] == article.drawings["comment-spam/serving"]
    assert [f.anchor for f in article.figures] == [f"fig-{name}" for name in DRAWINGS]


def test_two_chapters_with_one_text_are_two(good_book: Project, make_pages: MakePages) -> None:
    clock = good_book.docs / "interview" / "the-clock.md"
    text = clock.read_text(encoding="utf-8").replace("```mermaid\n--8<-- \"the-clock/minutes.mmd\"\n```\n/// figure-caption\nThe middle of the round belongs to the model only when the label is already on the board.\n///\n", "").replace("[](#fig-minutes)", "It")
    clock.write_text(text, encoding="utf-8")
    other = text.replace("id: the-clock", "id: the-watch").replace("title: The clock", "title: The watch")
    clock.with_name("the-watch.md").write_text(other, encoding="utf-8")
    settings = good_book.config.read_text(encoding="utf-8")
    good_book.config.write_text(settings.replace("- interview/the-clock.md\n", "- interview/the-clock.md\n      - interview/the-watch.md\n"), encoding="utf-8")
    pages = make_pages(good_book)
    assert problems(pages) == []
    first, second = pages.article("the-clock"), pages.article("the-watch")
    assert pages.book.by_id["the-clock"].body == pages.book.by_id["the-watch"].body
    assert (first.title, second.title) == ("The clock", "The watch")
    assert [t.label for t in (*first.tables, *second.tables)] == ["Table\u00a01.1", "Table\u00a02.1"]
    assert {"est-the-clock-work", "est-the-watch-work"} & first.anchors == {"est-the-clock-work"}
    assert json.loads(second.model)["chapter"] == "the-watch"


def test_two_identical_blocks_of_one_chapter_are_two(rendered: Callable[..., Tree]) -> None:
    block = "```estimate\ntitle: Twice\n```"
    page = rendered("the-clock", "Cut breadth before", f"{block}\n\n{block}\n\nCut breadth before")
    assert [s.get("id") for s in page.find_class("estimate")] == [f"est-the-clock-block-{n}" for n in (1, 2, 3)]


# ---------- numbers ----------


def test_values_are_computed_and_keep_their_names(small: Pages) -> None:
    (value,) = small.tree("the-clock").xpath(".//p/data[@data-value='work']")
    assert said(value) == "40 min" and float(value.get("value")) == 40 * 60
    (other,) = small.tree("clarify-the-requirements").xpath(".//p/data[@data-value='the-clock.work']")
    assert said(other) == "40 min" and float(other.get("value")) == 40 * 60
    (precision,) = small.tree("clarify-the-requirements").xpath(".//p/data[@data-value='precision']")
    assert said(precision) == "47.6 %"


def test_a_value_may_be_converted_and_rounded(rendered: Callable[..., Tree]) -> None:
    page = rendered("the-clock", "leaves ${work}", "leaves ${work -> s} or ${work:1 -> h}")
    assert [said(v) for v in page.xpath(".//p/data")][1:3] == ["2,400 s", "0.7 h"]


def test_an_unknown_value_is_named_where_it_stands(rendered: Callable[..., Tree], good_book: Project) -> None:
    page = rendered("the-clock", "Cut breadth", "A ${nought}, ${none.work} and ${work -> kg}.\n\nCut breadth")
    line = line_of(good_book, "docs/interview/the-clock.md", "${nought}")
    found = rendered.pages.article("the-clock").problems
    assert [(p.code, p.line, "${" in p.message and bool(p.mend)) for p in found] == [("unknown-value", line, True)] * 3
    assert [v.text for v in page.xpath(".//p/data[not(@value)]")] == ["?", "?", "?"]


def test_an_unknown_value_in_a_note_is_named_there(rendered: Callable[..., Tree], good_book: Project) -> None:
    rendered("the-clock", "# chosen: the usual slot", "# chosen: as ${nought}")
    assert problems(rendered.pages) == [("unknown-value", "docs/interview/the-clock.md", line_of(good_book, "docs/interview/the-clock.md", "${nought}"))]


def test_a_mistake_in_a_block_is_named_on_its_line(rendered: Callable[..., Tree], good_book: Project) -> None:
    rendered("the-clock", "greet = 2 min ", "greet = 2 ponies ")
    found = {(p.code.partition("-")[0], p.line) for p in rendered.pages.article("the-clock").problems}
    assert ("estimate", line_of(good_book, "docs/interview/the-clock.md", "ponies")) in found


def test_code_is_not_a_value(rendered: Callable[..., Tree]) -> None:
    page = rendered("the-clock", "Cut breadth", "Write `${work}` and `[@key]`. Cut breadth")
    assert [said(code) for code in page.xpath(".//p/code")] == ["${work}", "[@key]"]


def test_values_in_a_drawing_keep_their_names(small: Pages) -> None:
    drawn = small.article("comment-spam").drawings
    runs = [run for key in drawn for run in html.fragment_fromstring(drawn[key].site_svg).xpath(".//*[@data-value]")]
    assert [(r.get("data-value"), said(r)) for r in runs] == [("peak", "4.63 items/s"), ("scan", "40 ms"), ("slo", "200 ms")]


def test_a_page_with_estimates_carries_their_model(small: Pages) -> None:
    model = json.loads(small.article("comment-spam").model)
    assert model["chapter"] == "comment-spam" and {"users", "daily", "peak"} <= model["values"].keys()
    assert small.article("glossary").model == ""


def test_an_estimate_block_is_complete_without_scripts(small: Pages) -> None:
    block = small.tree("comment-spam").find_class("estimate")[0]
    rows = block.xpath(".//tr[@data-input or @data-result]")
    assert [r.get("data-input") or r.get("data-result") for r in rows] == [
        "users", "rate", "peak_over", "slo", "scan", "daily", "peak", "in_flight"]  # fmt: skip
    assert "100,000 items/day" in said(rows[5]) and "Holds scan ≤ slo (40 ms ≤ 200 ms)" in said(block)
    assert "assumed readers on a day" in said(rows[0])
    assert small.article("comment-spam").worksheets == ()


def test_a_block_that_shows_results_is_a_strip_with_a_worksheet(rendered: Callable[..., Tree]) -> None:
    page = rendered("the-clock", "title: The minutes of a round\n", "title: The minutes of a round\nshow: work\n")
    (strip,) = page.find_class("strip")
    assert said(strip.find_class("strip-label")[0]) == "W1.1" and said(strip.find_class("strip-result")[0]).endswith("40 min")
    (sheet,) = rendered.pages.article("the-clock").worksheets
    assert "W1.1" in sheet and "data-line" not in sheet and html.fragment_fromstring(sheet).get("class") == "worksheet"


# ---------- citations ----------


def test_a_citation_leads_to_the_sources_of_its_page(small: Pages) -> None:
    page = small.tree("comment-spam")
    cites = page.xpath(".//p/cite | .//dd/cite")
    assert {"(Axelsson 2000)", "(Dean and Barroso 2013, §3)", "(Franc, Prusa, and Voracek 2023)"} <= {said(c) for c in cites}
    targets = [a.get("href").removeprefix("#") for c in cites for a in c]
    assert all(page.xpath(f".//li[@id='{target}']") for target in targets)


def test_a_page_without_sources_leads_to_the_books(small: Pages) -> None:
    (link,) = small.tree("the-clock").xpath(".//cite/a")
    assert link.get("href") == "reference/sources.md#source-dean2013tail"
    assert "source-dean2013tail" in small.article("sources").anchors


def test_two_works_in_one_citation(rendered: Callable[..., Tree]) -> None:
    page = rendered("the-clock", "[@dean2013tail]", "[@dean2013tail, p. 75; @axelsson2000base]")
    assert said(page.xpath(".//cite")[0]) == "(Dean and Barroso 2013, p. 75; Axelsson 2000)"


def test_an_unknown_work_is_shown_by_its_key(rendered: Callable[..., Tree]) -> None:
    assert said(rendered("the-clock", "[@dean2013tail]", "[@Dean2013]").xpath(".//cite")[0]) == "(Dean2013)"


def test_sources_of_a_chapter_are_what_it_cites(small: Pages) -> None:
    items = small.tree("comment-spam").xpath(".//ol[@class='sources']/li")
    chapter, keys = small.book.by_id["comment-spam"], [i.get("id").removeprefix("source-") for i in items]
    own = {c.key for c in chapter.citations} | {key for name, _ in chapter.decisions for key in small.book.decision_by_id[name].sources}
    assert set(keys) == own and {"axelsson2000base", "franc2023optimal"} < own and keys == [k for k in small.shared.works if k in own]
    (tail,) = (i for i in items if i.get("id") == "source-dean2013tail")
    assert said(tail.find_class("source-note")[0]) == "hedged requests." and "Cited in" not in said(tail)


def test_sources_of_the_book_say_who_cites_them(small: Pages) -> None:
    used = {i.get("id"): i.find_class("source-used")[0] for i in small.tree("sources").xpath(".//li")}
    assert list(used) == [f"source-{key}" for key in small.shared.works]
    assert {key: said(place) for key, place in used.items()} | {
        "source-axelsson2000base": "Cited in Clarify the requirements, Comment spam.",
        "source-dean2013tail": "Cited in The clock, Comment spam.",
        "source-franc2023optimal": "Cited in the trade-off matrix.",
    } == {key: said(place) for key, place in used.items()}
    assert used["source-franc2023optimal"].find("a").get("href") == "reference/trade-off-matrix.md#delete-or-ask"


# ---------- formulas ----------


def test_formulas_are_mathml(small: Pages) -> None:
    page = small.tree("clarify-the-requirements")
    (block,) = page.xpath(".//*[@class='maths maths-block']")
    assert block.xpath(".//math[@display='block']//mfrac") and block.get("data-tex") == r"\text{precision}=\frac{r\,p}{r\,p+f\,(1-p)}"
    assert [i.get("data-tex") for i in page.xpath(".//*[@class='maths']")] == ["r", "f", "p"]


# ---------- cards, tags, lists ----------


def test_decisions_are_cards(small: Pages) -> None:
    cards = small.tree("comment-spam").xpath(".//section[@class='decision']")
    assert [c.get("aria-labelledby") for c in cards] == [
        f"decision-{name}" for name, _ in small.book.by_id["comment-spam"].decisions]  # fmt: skip
    first = cards[0]
    assert first.xpath(".//thead/tr/th[span[@class='tag tag-default']]/text()") == ["A band for people "]
    assert [said(h) for h in first.xpath(".//tbody/tr/th")] == [name for name, _ in COLUMNS.values()]
    assert "Flip whenan error costs less than two reviews" in said(first)
    assert first.xpath(".//p/a/@href") == ["reference/trade-off-matrix.md#delete-or-ask"]
    assert "Why thereThen the nights cost more than they teach." in said(cards[1]) and "Why there" not in said(first)
    assert "“I’d retrain nightly behind a gate, since spammers adapt within days.”" in said(cards[1])
    assert "Sources" in said(first) and "Sources" not in said(cards[1])


def test_an_unknown_decision_is_named_where_it_stands(rendered: Callable[..., Tree], good_book: Project) -> None:
    page = rendered("comment-spam", "retrain-when", "retrain-how")
    assert problems(rendered.pages) == [("unknown-decision", "docs/cases/comment-spam.md", line_of(good_book, "docs/cases/comment-spam.md", "retrain-how"))]
    assert len(page.find_class("decision")) == len(rendered.pages.book.decisions) - 1


def test_a_digest_is_a_decision_in_four_lines(rendered: Callable[..., Tree], good_book: Project) -> None:
    digest = "```digest\nretrain-when\nchoice: **nightly**, for ${peak}\nbecause: they adapt\nflips: never\nsay: so it is\n```"
    page = rendered("comment-spam", "One score a comment", f"{digest}\n\nOne score a comment")
    (section,) = page.find_class("digest")
    assert [said(d) for d in section.iter("dt")] == ["Our choice", "Because", "Flips at", "Say"]
    assert said(section.find(".//dd")) == "nightly, for 4.63 items/s" and section.find(".//dd/strong") is not None
    assert section.xpath(".//p/a/@href") == ["reference/trade-off-matrix.md#retrain-when"]


@pytest.mark.parametrize(("digest", "code", "line"), [
    ("nowhere\nchoice: a", "unknown-decision", 0),
    ("", "unknown-decision", 0),
    ("retrain-when\nchoice: a\nbecause: b\nsay: c", "digest", 0),
    ("retrain-when\nchoice: a\nbecause: b\nflips: c\nsay: d\nsay: e", "digest", 5),
    ("retrain-when\nchoice: a\nbecause: b\nflips: c\nsay: d\nelse: e", "digest", 5),
])  # fmt: skip
def test_a_faulty_digest_is_named(rendered: Callable[..., Tree], good_book: Project, digest: str, code: str, line: int) -> None:
    rendered("comment-spam", "One score a comment", f"```digest\n{digest}\n```\n\nOne score a comment")
    first = line_of(good_book, "docs/cases/comment-spam.md", "```digest") + 1
    assert problems(rendered.pages) == [(code, "docs/cases/comment-spam.md", first + line)]


def test_a_listing_is_code_with_what_it_prints(rendered: Callable[..., Tree], good_book: Project) -> None:
    folder = good_book.docs / "listings" / "the-clock"
    folder.mkdir(parents=True)
    (folder / "a.py").write_text("print(1 < 2)\n", encoding="utf-8")
    (folder / "b.py").write_text("print(1)\n", encoding="utf-8")
    (folder / "a.out").write_text("True & <so>\n", encoding="utf-8")
    page = rendered("the-clock", "Cut breadth before", "```listing\nthe-clock/a.py\n```\n\n```listing\nthe-clock/b.py\n```\n\n```listing\nthe-clock/c.py\n```\n\nCut breadth before")
    (shown,) = page.find_class("listing")
    assert said(shown.find_class("highlight")[0]) == "print(1 < 2)" and shown.xpath("string(.//div[@class='listing-output']/pre)") == "True & <so>\n"
    assert [(p.code, "has no output" in p.message) for p in rendered.pages.article("the-clock").problems] == [("listing", True), ("listing", False)]


def test_talking_points_are_tagged(small: Pages) -> None:
    (summary,) = small.tree("comment-spam").xpath(".//details/summary[contains(., 'above one half')]")
    assert summary.text.strip() == "Why not delete everything above one half?"
    assert [(s.get("class"), said(s)) for s in summary] == [("tag tag-step", "Evaluate"), ("tag tag-level", "Staff")]
    assert "[" not in said(summary)


def test_the_chapters_head(small: Pages) -> None:
    page = small.tree("comment-spam")
    facts = {said(d.find("dt")): said(d.find("dd")) for d in page.xpath("./dl[@class='facts'][1]/div")}
    assert page[0].get("class") == "facts" and facts == {
        "Prompt": "“Design a spam filter for the comments under our articles.”",
        "Task": "Binary classification with a review band",
        "Levels": "Senior, Staff, Principal",
        "Reading time": f"{small.book.by_id['comment-spam'].minutes} minutes",
        "Read first": "Clarify the requirements",
        "Reviewed": "21 November 2026",
    }
    assert "Reading time1 minute" in [said(d) for d in small.tree("the-clock").xpath(".//dl[@class='facts']/div")]
    assert not small.tree("glossary").find_class("facts") and not small.tree("home").find_class("facts")
    (first,) = page.xpath(".//dl[@class='facts']//a/@href")
    assert first == "framework/clarify-the-requirements.md"


def test_contents_list_every_chapter(small: Pages) -> None:
    page = small.tree("home")
    assert page.xpath(".//div[@class='contents']//a/@href") == [c.page for c in small.book.chapters if c.part]
    assert [said(p) for p in page.find_class("contents-part")] == [part for part, _ in small.book.parts]


def test_contents_may_be_of_one_part(rendered: Callable[..., Tree]) -> None:
    page = rendered("one-liners", '"Which mistake costs more?" |', '"Which mistake costs more?" |\n\n```contents\nCases\n```')
    assert page.xpath(".//div[@class='contents']//a/@href") == ["cases/comment-spam.md"]


def test_the_glossary_is_sorted_and_points_to_sections(small: Pages) -> None:
    page = small.tree("glossary")
    assert [d.get("id") for d in page.xpath(".//dt")] == ["term-base-rate", "term-hedged-request", "term-review-band"]
    assert [(said(h), h.get("id")) for h in page.xpath(".//h2")] == [("B", "letter-b"), ("H", "letter-h"), ("R", "letter-r")]
    assert [(s.get("href"), said(s)) for s in page.find_class("see")] == [
        ("framework/clarify-the-requirements.md#methods", "Clarify the requirements: Methods"),
        ("cases/comment-spam.md#trade-offs", "Comment spam: Trade-offs")]  # fmt: skip


def test_the_ledger_lists_numbers_with_what_vouches_for_them(rendered: Callable[..., Tree]) -> None:
    page = rendered("one-liners", '"Which mistake costs more?" |', '"Which mistake costs more?" |\n\nIt took 5 ms [@dean2013tail].\n\n```ledger\n```')
    rows = {(said(r[0]), said(r[1])): r for r in page.xpath(".//div[@class='ledger']//tbody/tr")}
    assert [h.get("id") for h in page.xpath(".//div[@class='ledger']/h2")] == [
        f"ledger-{n}" for n in ("the-clock", "clarify-the-requirements", "comment-spam", "one-liners", "scoring")]  # fmt: skip
    row = rows["in the text", "5 ms"]
    assert said(row[2]) == "published" and said(row[3]) == "It took 5 ms . (Dean and Barroso 2013)"
    assert row.xpath(".//a/@href") == ["reference/sources.md#source-dean2013tail"]
    assert said(rows["users", "2 million users"][3]) == "readers on a day"
    assert rows["Comments", "100,000 items/day"].xpath(".//a/@href") == ["cases/comment-spam.md#est-comment-spam-daily"]
    kinds = Counter(v.kind for v in rendered.pages.shared.numbers.evaluation("comment-spam").values.values())
    assert said(page.xpath(".//h2[@id='ledger-comment-spam']/following-sibling::details[1]/summary")[0]) == ", ".join(
        f"{kinds[kind]} {kind}" for kind in ("computed", "published", "assumed", "chosen") if kinds[kind])  # fmt: skip


def test_prices_are_listed_with_their_days(rendered: Callable[..., Tree], good_book: Project) -> None:
    good_book.prices.write_text("- id: gpu_hour\n  value: 2.5 dollar/gpu/h\n  what: an hour\n  date: 2026-10\n  source: https://example.org/a\n"
                                "- id: cpu_hour\n  value: 0.05 dollar/h\n  what: an hour of a core\n  date: 2026-10\n  source: dean2013tail\n", encoding="utf-8")  # fmt: skip
    page = rendered("one-liners", '"Which mistake costs more?" |', '"Which mistake costs more?" at ${prices.gpu_hour} |\n\n```prices\n```')
    assert problems(rendered.pages) == []
    (value,) = page.xpath("./table[1]//td/data[@data-value='prices.gpu_hour' and @value]")
    rows = page.xpath(".//table[@class='prices']/tbody/tr")
    assert [r.get("id") for r in rows] == ["price-gpu_hour", "price-cpu_hour"] and said(value) in said(rows[0])
    assert rows[0].xpath(".//td[last()]//a/@href") == ["https://example.org/a"]
    assert rows[1].xpath(".//td[last()]//a/@href") == ["reference/sources.md#source-dean2013tail"]


def test_a_metric_example_is_a_table(rendered: Callable[..., Tree], good_book: Project) -> None:
    fence = "```metric\ntitle: Four judged items\nmetric: precision_at_k\nrelevant: 1, 0, 1, 1\nk: 4\n```"
    rendered("the-clock", "Cut breadth before", f"{fence}\n\nCut breadth before")
    (problem,) = rendered.pages.article("the-clock").problems
    first = line_of(good_book, "docs/interview/the-clock.md", "```metric") + 1
    assert problem.code == "metric" and first <= problem.line <= first + 4


# ---------- the matrix ----------

HOSTILE = "[a](b) *c* _d_ `e` ${f} [@g] $h$ <i> & x_1 * y_2 \\n 2 > 1"


def plain(element: Tree) -> str:
    return said(element).replace("\u00a0", " ").replace("\u2060", "")


def test_the_matrix_has_every_decision_by_step(real: Pages) -> None:
    page = real.tree("trade-off-matrix")
    shown = [h.get("id") for h in page.xpath(".//div[@class='matrix']//h3")]
    assert shown == [d.id for step in STEPS for d in real.book.decisions if d.step == step] and len(shown) == len(real.book.decisions)
    sections = {s.find("h3").get("id"): s for s in page.find_class("matrix-decision")}
    for decision in real.book.decisions:
        section, table = sections[decision.id], sections[decision.id].find(".//table")
        heads = table.findall("thead/tr/th")
        assert len(heads) == len(decision.options) == int(table.get("data-options"))
        place = [option.name for option in decision.options].index(decision.default)
        assert [n for n, head in enumerate(heads) if head.find("span") is not None] == [place]
        rows = table.findall("tbody/tr")
        assert [said(row.find("th[@scope='row']")) for row in rows] == [name for name, _ in COLUMNS.values()]
        assert all(len(row.findall("td")) == len(heads) for row in rows)
        text = plain(section).replace("’", "'").replace("“", '"').replace("”", '"').replace("‘", "'")
        parts = [decision.question, decision.default, decision.flip_when, decision.because or "", decision.say]
        parts += [getattr(option, field) for option in decision.options for field in ("name", *COLUMNS)]
        straight = [" ".join(p.split()).replace("’", "'").replace("“", '"').replace("”", '"').replace("‘", "'") for p in parts]
        assert not [part for part in straight if part not in text], decision.id


def test_the_matrix_and_the_chapters_lead_to_each_other(small: Pages) -> None:
    page = small.tree("trade-off-matrix")
    for decision in small.book.decisions:
        for user in small.book.users[decision.id]:
            assert page.xpath(f".//a[@href='{user.page}#decision-{decision.id}' and @data-chapter='{user.id}']")
            assert f"decision-{decision.id}" in small.article(user.id).anchors
    assert [s.get("data-chapters") for s in page.find_class("matrix-decision")] == ["comment-spam"] * len(small.book.decisions)
    assert "reference/sources.md#source-franc2023optimal" in page.xpath(".//cite/a/@href")


def test_data_is_not_read_as_markdown(good_book: Project, make_pages: MakePages) -> None:
    text = good_book.decisions.read_text(encoding="utf-8")
    for field, words in (("question", "Who removes a comment, the model or a person?"), ("quality", "follows new spam"),
                         ("say", "I'd let people decide between the two thresholds, because a wrong deletion costs us a reader.")):  # fmt: skip
        assert f"{field}: {words}" in text
        text = text.replace(f"{field}: {words}", f"{field}: '{HOSTILE}'")
    good_book.decisions.write_text(text, encoding="utf-8")
    terms = good_book.glossary.read_text(encoding="utf-8")
    good_book.glossary.write_text(terms.replace("A second copy of a slow request, sent to another replica.", f"'{HOSTILE}'"), encoding="utf-8")
    pages = make_pages(good_book)
    assert problems(pages) == []
    for name, place, count in (("trade-off-matrix", "matrix", 3), ("comment-spam", "decisions", 3), ("glossary", "glossary", 1)):
        holders = pages.tree(name).find_class(place)
        assert sum(plain(holder).count(HOSTILE) for holder in holders) == count, name
        assert not [e.tag for holder in holders for e in holder.iter() if e.tag in ("em", "code", "i", "data")]


# ---------- along the steps ----------


def test_a_case_leads_to_its_steps_and_each_step_to_its_chapter(small: Pages) -> None:
    page = small.tree("comment-spam")
    (overview,) = page.xpath(".//nav[@class='steps']")
    assert [a.get("href") for a in overview.iter("a")] == [f"#{step}" for step in STEPS]
    assert overview.getprevious().get("class") == "facts"
    assert [li.get("value") for li in overview.iter("li")] == [str(n) for n in range(1, 8)]
    lines = page.find_class("step-elsewhere")
    assert [line.getprevious().get("id") for line in lines] == list(STEPS)
    assert [a.get("href") for a in lines[0].iter("a")] == ["framework/clarify-the-requirements.md"]
    assert said(lines[2]) == "Step 3 of 7" and not small.tree("the-clock").find_class("step-elsewhere")


def test_a_step_leads_to_the_cases(small: Pages) -> None:
    rows = {said(row.find("dt")): row.find("dd") for row in small.tree("clarify-the-requirements").xpath(".//dl[@class='facts']/div")}
    assert [a.get("href") for a in rows["In the cases"].iter("a")] == ["cases/comment-spam.md#clarify-the-requirements"]


def test_cases_lead_to_the_same_step_of_others(real: Pages) -> None:
    cases = [c.page for c in real.book.cases]
    line = real.tree(real.book.cases[0].id).find_class("step-elsewhere")[0]
    assert [a.get("href").partition("#")[0] for a in line.iter("a")][-len(cases) + 1 :] == cases[1:]


# ---------- layers ----------


@pytest.mark.parametrize("chapter", ["comment-spam", "the-clock"])
def test_a_chapter_in_layers_says_how_to_read_it(rendered: Callable[..., Tree], chapter: str) -> None:
    page = rendered(chapter, "reviewed: 2026-11-21", "reviewed: 2026-11-21\nspine: [First this., Then that.]")
    (paths,) = page.find_class("paths")
    assert [a.get("data-layer") for a in paths.iter("a")] == list(LAYERS)
    assert paths.getprevious().get("class") == "facts" and paths.get("data-on") is None
    assert {e.get("data-on") for e in page if e is not paths} <= set(LAYERS)


def test_a_step_in_layers_carries_its_own_sections(good_book: Project, make_pages: MakePages) -> None:
    for edit in step_in_layers():
        edit.apply(good_book.root)
    page = make_pages(good_book).tree("clarify-the-requirements")
    (paths,), (spine,) = page.find_class("paths"), page.find_class("spine")
    assert ON_CARRY_OF_STEP in said(paths) and spine.find("p").text == "Rules to retell"
    assert spine.getnext().get("id") == "the-minutes-it-gets", "after the story, before what follows it"
    layers = {h.get("id"): h.get("data-on") for h in page.iter("h2")}
    carried = {"the-step-in-five-minutes", "questions-to-ask", "what-to-leave-on-the-board", "failure-modes", "what-each-level-adds"}
    assert {anchor for anchor, layer in layers.items() if layer == "carry"} == carried
    assert {layer for anchor, layer in layers.items() if anchor not in carried} == {"study"}


def test_choices_are_rows_that_lead_to_their_cards(good_book: Project, make_pages: MakePages) -> None:
    path = good_book.docs / "cases" / "comment-spam.md"
    path.write_text(path.read_text(encoding="utf-8").replace("```decisions", "```choices", 1), encoding="utf-8")
    pages = make_pages(good_book)
    (table,) = pages.tree("comment-spam").xpath(".//table[@data-choices]")
    known = pages.book.decision_by_id
    shown = [decision.id for decision in pages.book.decisions if f"decision-{decision.id}" in table.xpath(".//@id")]
    assert shown and problems(pages) == []
    for name in shown:
        (row,) = table.xpath(f".//tr[@id='decision-{name}']")
        assert row.xpath(".//a/@href") == [f"reference/trade-off-matrix.md#{name}"]
        assert [plain(cell) for cell in row] == [known[name].question, known[name].default, known[name].threshold]


def test_a_price_without_a_value_that_can_be_read_is_left_out_of_the_list(rendered: Callable[..., Tree], good_book: Project) -> None:
    entry = "- id: {}\n  value: {}\n  what: an hour\n  date: 2026-10\n  source: https://example.org/a\n"
    good_book.prices.write_text(entry.format("whole", "2.5 dollar/h") + entry.format("broken", "2.5 ponies/h"), encoding="utf-8")
    page = rendered("one-liners", '"Which mistake costs more?" |', '"Which mistake costs more?" |\n\n```prices\n```')
    assert [row.get("id") for row in page.xpath(".//table[@class='prices']/tbody/tr")] == ["price-whole"]
    assert any(problem.path == "docs/prices.yaml" for problem in rendered.pages.book.problems), "and named where it stands"


@pytest.mark.parametrize(("numbers", "follows"), [("### Ten numbers to remember\n\nNone.\n\n", "ten-numbers-to-remember"), ("", "clarify-the-requirements")])
def test_the_design_ends_with_what_is_to_be_retold(good_book: Project, make_pages: MakePages, numbers: str, follows: str) -> None:
    path = good_book.docs / "cases" / "comment-spam.md"
    text = path.read_text(encoding="utf-8").replace("reviewed: 2026-11-21", 'reviewed: 2026-11-21\nspine: [First "this"., Then 5 % of it.]')
    path.write_text(text.replace("## Clarify", f"## The design in five minutes\n\nShort.\n\n{numbers}## Clarify", 1), encoding="utf-8")
    (spine,) = make_pages(good_book).tree("comment-spam").find_class("spine")
    assert spine.getnext().get("id") == follows and spine.getprevious().text_content() == "Short."
    assert [item.text_content() for item in spine.iter("li")] == ["First “this”.", "Then 5\u00a0% of it."]
    assert spine.get("data-on") == "carry"


# ---------- rendering again ----------


def test_rendering_twice_gives_the_same_article(small: Pages) -> None:
    shared = small.shared
    for chapter in small.book.chapters:
        assert render(chapter, shared) == render(chapter, small.shared) == small.articles[chapter.page]


def test_a_problem_is_of_the_page_or_of_the_file_named(small: Pages) -> None:
    context = Context(small.shared, small.book.by_id["the-clock"])
    context.report("a", 3, "m.", "mend", 2)
    context.report("a", 3, "m.", "mend", path="x.mmd")
    assert context.problems == [Problem("docs/interview/the-clock.md", 3, "a", "m.", "mend", 2), Problem("x.mmd", 3, "a", "m.", "mend")]


def test_every_section_of_a_kind_is_known() -> None:
    assert set(STEPS.values()) < set(SECTIONS["case"]) and all(len(set(names)) == len(names) for names in SECTIONS.values())
