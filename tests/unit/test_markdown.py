"""The guide's dialect: what chapters become."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from markdown import Markdown

from guide.model import STEPS
from guide.project import Project
from guide.sources import read_book
from guide.sources.yamlfile import read_yaml
from tests.conftest import copy_fixture

Page = html.HtmlElement


def convert(project: Project, text: str) -> Page:
    markdown = Markdown(
        extensions=["guide.markdown", "toc"], extension_configs={"guide.markdown": {"root": str(project.root)}}
    )
    return html.fragment_fromstring(markdown.convert(text), create_parent="article")


def said(element: Page) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_fixture(tmp_path_factory.mktemp("markdown") / "book")


@pytest.fixture(scope="module")
def pages(small: Project) -> dict[str, Page]:
    return {chapter.id: convert(small, chapter.body) for chapter in read_book(small).chapters}


@pytest.fixture
def rendered(good_book: Project) -> Callable[[str, str, str], Page]:
    """Renders a chapter of the small book with one text in it replaced."""

    def render(chapter: str, old: str, new: str) -> Page:
        path = read_book(good_book).by_id[chapter].path
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return convert(good_book, read_book(good_book).by_id[chapter].body)

    return render


def test_nothing_is_a_mistake(pages: dict[str, Page]) -> None:
    assert [said(found) for page in pages.values() for found in page.find_class("mistake")] == []
    assert not [page for page in pages.values() if "⟨" in page.text_content() or "[@" in page.text_content()]


# ---------- figures and tables ----------


def test_figures_are_numbered_in_order(pages: dict[str, Page]) -> None:
    figures = pages["comment-spam"].find_class("figure")
    assert [f.get("id") for f in figures] == ["fig-system", "fig-serving", "fig-frame"]
    labels = [said(f.find_class("caption-label")[0]) for f in figures]
    assert labels == ["Figure 3.1.", "Figure 3.2.", "Figure 3.3."]
    assert (
        said(figures[0].find("figcaption"))
        == "Figure 3.1. Training and the request path meet in the weights, nowhere else."
    )


def test_a_captioned_table_is_numbered_and_any_other_is_not(pages: dict[str, Page]) -> None:
    tables = pages["comment-spam"].xpath(".//figure[@class='table']")
    assert [(t.get("id"), said(t.find_class("caption-label")[0])) for t in tables] == [("tab-answers", "Table 3.1.")]
    assert len(pages["comment-spam"].xpath(".//table[not(ancestor::figure)]")) >= 3


@pytest.mark.parametrize(
    ("chapter", "target", "text"),
    [
        ("the-clock", "#fig-minutes", "Figure 1.1"),
        ("the-clock", "#tab-marks", "Table 1.1"),
        ("clarify-the-requirements", "#fig-questions", "Figure 2.1"),
        ("comment-spam", "#tab-answers", "Table 3.1"),
        ("comment-spam", "#fig-system", "Figure 3.1"),
    ],
)
def test_a_reference_without_text_takes_the_number(
    pages: dict[str, Page], chapter: str, target: str, text: str
) -> None:
    (link,) = pages[chapter].xpath(f".//a[@href='{target}']")
    assert said(link) == text


def test_a_reference_reaches_another_chapter(rendered: Callable[..., Page]) -> None:
    page = rendered(
        "the-clock",
        "Cut breadth",
        "[](../cases/comment-spam.md#fig-serving) and [](../cases/comment-spam.md#tab-answers). Cut breadth",
    )
    links = page.xpath(".//a[starts-with(@href, '../cases/')]")
    assert [said(link) for link in links] == ["Figure 3.2", "Table 3.1"]


def test_a_reference_keeps_its_own_text(rendered: Callable[..., Page]) -> None:
    page = rendered("the-clock", "[](#fig-minutes)", "[the bars](#fig-minutes)")
    assert said(page.xpath(".//a[@href='#fig-minutes']")[0]) == "the bars"


def test_a_diagram_is_drawn_with_its_name_and_description(pages: dict[str, Page]) -> None:
    drawings = pages["comment-spam"].xpath(".//div[@class='diagram']/svg")
    assert len(drawings) == 3
    assert all(d.get("role") == "img" for d in drawings)
    assert drawings[2].get("aria-label") == (
        "The whiteboard, first frame. A comment goes to the classifier; the unsure ones go to a person."
    )
    assert [d.getparent().get("data-diagram") for d in drawings] == [
        f"comment-spam/{n}" for n in ("system", "serving", "frame")
    ]


def test_ids_of_a_page_are_unique(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        ids = page.xpath(".//@id")
        assert len(ids) == len(set(ids)), f"{name}: {sorted(i for i in ids if ids.count(i) > 1)}"


def test_a_diagram_that_only_mermaid_can_draw_is_left_to_it(rendered: Callable[..., Page], good_book: Project) -> None:
    (good_book.diagrams / "the-clock" / "minutes.mmd").write_text("unheard-of\n  a <b>\n", encoding="utf-8")
    page = rendered("the-clock", "Cut breadth", "Do cut breadth")
    (live,) = page.xpath(".//div[@class='diagram']/div[@class='mermaid']")
    assert live.text == "unheard-of\n  a <b>\n"
    assert not page.xpath(".//div[@class='diagram']//svg")


def test_live_mode_leaves_every_diagram_to_mermaid(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_DIAGRAMS", "live")
    page = convert(small, read_book(small).by_id["comment-spam"].body)
    texts = [d.text for d in page.xpath(".//div[@class='diagram']/div[@class='mermaid']")]
    assert len(texts) == 3
    assert "Classifier<br/>" not in texts[0] and "Removals<br/>and appeals" in texts[0]
    assert "4.63\u00a0items/s" in texts[0] and "classDef model " in texts[0]


# ---------- numbers ----------


def test_values_are_computed_and_keep_their_names(pages: dict[str, Page]) -> None:
    (value,) = pages["the-clock"].xpath(".//p/data[@data-value='work']")
    assert said(value) == "40 min"
    assert float(value.get("value")) == 40 * 60
    (other,) = pages["clarify-the-requirements"].xpath(".//p/data[@data-value='the-clock.work']")
    assert said(other) == "40 min"
    (precision,) = pages["clarify-the-requirements"].xpath(".//p/data[@data-value='precision']")
    assert said(precision) == "47.6 %"


def test_a_value_may_be_converted_and_rounded(rendered: Callable[..., Page]) -> None:
    page = rendered("the-clock", "leaves ${work}", "leaves ${work -> s} or ${work:1 -> h}")
    assert [said(v) for v in page.xpath(".//p/data")][1:3] == ["2,400 s", "0.7 h"]


def test_code_is_not_a_value(rendered: Callable[..., Page]) -> None:
    page = rendered("the-clock", "Cut breadth", "Write `${work}` and `[@key]`. Cut breadth")
    assert [said(code) for code in page.xpath(".//p/code")] == ["${work}", "[@key]"]


def test_values_in_a_drawing_keep_their_names(pages: dict[str, Page]) -> None:
    runs = pages["comment-spam"].xpath(".//svg//*[@data-value]")
    assert [(r.get("data-value"), said(r)) for r in runs] == [
        ("peak", "4.63 items/s"),
        ("scan", "40 ms"),
        ("slo", "200 ms"),
    ]


def test_a_page_with_estimates_carries_their_model(pages: dict[str, Page]) -> None:
    (script,) = pages["comment-spam"].xpath(".//script[@type='application/json']")
    model = json.loads(script.text)
    assert model["chapter"] == "comment-spam"
    assert {"users", "daily", "peak"} <= model["values"].keys()
    assert not pages["glossary"].xpath(".//script")


def test_an_estimate_block_is_complete_without_scripts(pages: dict[str, Page]) -> None:
    (block,) = pages["comment-spam"].find_class("estimate")
    rows = block.xpath(".//tr[@data-input or @data-result]")
    assert [r.get("data-input") or r.get("data-result") for r in rows] == [
        "users", "rate", "peak_over", "slo", "scan", "daily", "peak", "in_flight",
    ]  # fmt: skip
    assert "100,000 items/day" in said(rows[5])
    assert "Holds scan ≤ slo (40 ms ≤ 200 ms)" in said(block)
    assert "assumed readers on a day" in said(rows[0])


# ---------- citations ----------


def test_a_citation_leads_to_the_sources_of_its_page(pages: dict[str, Page]) -> None:
    cites = pages["comment-spam"].xpath(".//p/cite | .//dd/cite")
    assert [said(c) for c in cites] == [
        "(Axelsson 2000)",
        "(Dean and Barroso 2013, §3)",
        "(Franc, Prusa, and Voracek 2023)",
    ]
    targets = [a.get("href").removeprefix("#") for c in cites for a in c]
    assert all(pages["comment-spam"].xpath(f".//li[@id='{target}']") for target in targets)


def test_a_page_without_sources_leads_to_the_books(pages: dict[str, Page]) -> None:
    (link,) = pages["the-clock"].xpath(".//cite/a")
    assert link.get("href") == "../reference/sources.md#source-dean2013tail"
    assert pages["sources"].xpath(".//li[@id='source-dean2013tail']")


def test_two_works_in_one_citation(rendered: Callable[..., Page]) -> None:
    page = rendered("the-clock", "[@dean2013tail]", "[@dean2013tail, p. 75; @axelsson2000base]")
    assert said(page.xpath(".//cite")[0]) == "(Dean and Barroso 2013, p. 75; Axelsson 2000)"


def test_sources_of_a_chapter_are_what_it_cites(pages: dict[str, Page]) -> None:
    items = pages["comment-spam"].xpath(".//ol[@class='sources']/li")
    assert [i.get("id") for i in items] == ["source-axelsson2000base", "source-dean2013tail", "source-franc2023optimal"]
    assert said(items[1].find_class("source-note")[0]) == "hedged requests."
    assert "Cited in" not in said(items[1])


def test_sources_of_the_book_say_who_cites_them(pages: dict[str, Page]) -> None:
    used = {i.get("id"): said(i.find_class("source-used")[0]) for i in pages["sources"].xpath(".//li")}
    assert used == {
        "source-axelsson2000base": "Cited in Clarify the requirements, Comment spam.",
        "source-dean2013tail": "Cited in The clock, Comment spam.",
        "source-franc2023optimal": "Cited in the trade-off matrix.",
    }


# ---------- formulas ----------


def test_formulas_are_mathml(pages: dict[str, Page]) -> None:
    page = pages["clarify-the-requirements"]
    (block,) = page.xpath(".//*[@class='maths maths-block']")
    assert block.xpath(".//math[@display='block']//mfrac")
    assert block.get("data-tex") == r"\text{precision}=\frac{r\,p}{r\,p+f\,(1-p)}"
    inline = page.xpath(".//*[@class='maths']")
    assert [i.get("data-tex") for i in inline] == ["r", "f", "p"]
    assert all(i.xpath("./math[@display='inline']") for i in inline)


def test_a_formula_with_less_than(rendered: Callable[..., Page]) -> None:
    page = rendered("the-clock", "Cut breadth", "Let $a<b$ and $c \\& d$. Cut breadth")
    assert [m.get("data-tex") for m in page.find_class("maths")] == ["a<b", r"c \& d"]
    assert said(page.find_class("maths")[0]) == "a<b"


def test_money_is_no_formula(rendered: Callable[..., Page]) -> None:
    page = rendered("the-clock", "Cut breadth", "From $5 to $10 a month. Cut breadth")
    assert not page.find_class("maths")
    assert "From $5 to $10 a month." in said(page)


# ---------- cards, tags, lists ----------


def test_decisions_are_cards(pages: dict[str, Page]) -> None:
    cards = pages["comment-spam"].xpath(".//section[@class='decision']")
    assert [c.get("aria-labelledby") for c in cards] == ["decision-delete-or-ask", "decision-retrain-when"]
    first = cards[0]
    assert first.xpath(".//thead/tr/th[span[@class='tag tag-default']]/text()") == ["A band for people "]
    heads = [said(h) for h in first.xpath(".//tbody/tr/th")]
    assert heads == ["Quality", "Latency", "Money", "Freshness", "Complexity", "Risk", "Choose when", "Avoid when"]
    assert "Flip when an error costs less than two reviews" in said(first)
    assert first.xpath(".//a[contains(@href, 'trade-off-matrix')]/@href") == [
        "../reference/trade-off-matrix.md#delete-or-ask"
    ]
    assert "Why there Then the nights cost more than they teach." in said(cards[1])
    assert "“I’d retrain nightly behind a gate, since spammers adapt within days.”" in said(cards[1])


def test_talking_points_are_tagged(pages: dict[str, Page]) -> None:
    (summary,) = pages["comment-spam"].xpath(".//details/summary")
    assert summary.text.strip() == "Why not delete everything above one half?"
    assert [(s.get("class"), said(s)) for s in summary] == [("tag tag-step", "Evaluate"), ("tag tag-level", "Staff")]
    assert "[" not in said(summary)


def test_the_chapters_head(pages: dict[str, Page]) -> None:
    page = pages["comment-spam"]
    assert [said(h) for h in page.xpath(".//h1")] == ["Comment spam"]
    facts = {said(d.find("dt")): said(d.find("dd")) for d in page.xpath(".//dl[@class='facts']/div")}
    assert facts == {
        "Prompt": "“Design a spam filter for the comments under our articles.”",
        "Task": "Binary classification with a review band",
        "Levels": "Senior, Staff, Principal",
        "Reading time": "2 minutes",
        "Read first": "Clarify the requirements",
        "Reviewed": "21 November 2026",
    }
    assert "Reading time 1 minute Reviewed" in " ".join(
        said(d) for d in pages["the-clock"].xpath(".//dl[@class='facts']/div")
    )
    assert not pages["glossary"].find_class("facts") and not pages["home"].find_class("facts")


def test_contents_list_every_chapter(pages: dict[str, Page], small: Project) -> None:
    book = read_book(small)
    links = pages["home"].xpath(".//div[@class='contents']//a/@href")
    assert links == [chapter.page for chapter in book.chapters if chapter.part]
    assert [said(p) for p in pages["home"].find_class("contents-part")] == [part for part, _ in book.parts]


def test_the_glossary_is_sorted_and_points_to_sections(pages: dict[str, Page]) -> None:
    page = pages["glossary"]
    assert [d.get("id") for d in page.xpath(".//dt")] == ["term-base-rate", "term-hedged-request", "term-review-band"]
    assert [said(h) for h in page.xpath(".//h2")] == ["B", "H", "R"]
    see = page.find_class("see")
    assert [(s.get("href"), said(s)) for s in see] == [
        ("../framework/clarify-the-requirements.md#methods", "Clarify the requirements: Methods"),
        ("../cases/comment-spam.md#trade-offs", "Comment spam: Trade-offs"),
    ]


def test_an_unknown_decision_shows_where_it_stands(rendered: Callable[..., Page]) -> None:
    page = rendered("comment-spam", "retrain-when", "retrain-how")
    assert [said(m) for m in page.find_class("mistake")] == ["retrain-how is not in docs/decisions.yaml."]


def test_the_toolchain_is_no_plugin_of_the_engine(small: Project) -> None:
    """What a page shows must not depend on MkDocs: no hooks, and no plugin beyond search and live diagrams."""
    settings = read_yaml(small.config.read_text(encoding="utf-8"), tag=lambda _, value: value).value
    assert "hooks" not in settings
    assert set(settings["plugins"]) <= {"search", "mermaid2", "meta", "tags", "social"}
    sources = Path(__file__).parents[2] / "scripts" / "guide" / "markdown"
    assert not [
        p.name for p in sources.glob("*.py") if "mkdocs" in p.read_text(encoding="utf-8").replace("mkdocs.yml", "")
    ]


# ---------- the glossary's terms ----------


def test_the_first_use_of_a_term_leads_to_the_glossary(rendered: Callable[[str, str, str], Page]) -> None:
    page = rendered("the-clock", "Cut breadth", "A *hedged\nrequest* costs little, and hedged requests pay. Cut breadth")
    (link,) = page.find_class("term")
    assert link.get("href") == "../reference/glossary.md#term-hedged-request"
    assert link.get("title") == "A second copy of a slow request, sent to another replica."
    assert link.text_content().split() == ["hedged", "request"] and link.getparent().tag == "em"
    assert link.getparent().tail.startswith(" costs little, and hedged requests pay.")


def test_the_section_that_explains_a_term_is_marked(pages: dict[str, Page]) -> None:
    page = pages["comment-spam"]
    (explained,) = page.xpath(".//dfn[span/@id='term-review-band']")
    section = explained.xpath("preceding::h2")[-1]
    assert section.get("id") == "trade-offs" and explained.text_content() == "review band"


def test_a_heading_is_marked_where_only_it_says_the_term(rendered: Callable[[str, str, str], Page]) -> None:
    page = rendered("comment-spam", "unsure, in the review band.", "unsure.\n\n### The review band\n\nIt has two ends.")
    (marked,) = page.xpath(".//span[@id='term-review-band']")
    assert marked.getparent().get("id") == "trade-offs"


@pytest.mark.parametrize("text", ["### Hedged request", "`hedged request`", "[hedged request](#the-prompt)", "hedged requesting"])
def test_a_heading_code_a_link_and_a_longer_word_stay_as_they_are(
    rendered: Callable[[str, str, str], Page], text: str
) -> None:
    page = rendered("comment-spam", "Ask for the label before the model.", f"{text}\n\nAsk for the label before the model.")
    assert "term-hedged-request" not in html.tostring(page, encoding="unicode")


def test_nothing_leads_to_a_glossary_that_is_not_there(good_book: Project) -> None:
    settings = good_book.config.read_text(encoding="utf-8")
    good_book.config.write_text(settings.replace("      - reference/glossary.md\n", ""), encoding="utf-8")
    page = convert(good_book, read_book(good_book).by_id["comment-spam"].body)
    assert not page.find_class("term") and not list(page.iter("dfn"))


# ---------- along the steps ----------


def test_a_case_leads_to_its_steps_and_each_step_to_its_chapter(pages: dict[str, Page]) -> None:
    page = pages["comment-spam"]
    overview = page.xpath(".//nav[@class='steps']//a")
    assert [a.get("href") for a in overview] == [f"#{step}" for step in STEPS]
    lines = page.find_class("step-elsewhere")
    assert [line.getprevious().get("id") for line in lines] == list(STEPS)
    assert [a.get("href") for a in lines[0].iter("a")] == ["../framework/clarify-the-requirements.md"]
    assert said(lines[2]) == "Step 3 of 7"


def test_a_step_leads_to_the_cases(pages: dict[str, Page]) -> None:
    rows = {said(row.find("dt")): row.find("dd") for row in pages["clarify-the-requirements"].xpath(".//dl[@class='facts']/div")}
    assert [a.get("href") for a in rows["In the cases"].iter("a")] == ["../cases/comment-spam.md#clarify-the-requirements"]
