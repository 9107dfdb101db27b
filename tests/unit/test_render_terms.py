"""The glossary's terms: found in running text, led to the glossary at their first use, marked where they are explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from guide.model import Term
from guide.project import Project
from guide.terms import finder, first_word
from tests.conftest import MakePages, said

Page = html.HtmlElement


def term(name: str, *also: str) -> Term:
    return Term(term=name, also=also, definition=f"What {name} is.")


GLOSSARY = (
    term("Hedged request"), term("Request"), term("Two-tower model", "dual encoder"), term("GPU", "SLA"), term("Don't-know class"),
    term("Recall at k", "recall@k"), term("A/B test"), term("Loss"), term("Process"), term("C++"), term("F1"), term("p99"),
    term("Base rate"), term("Base"), term("Rate of base"), term("@sign"),
)  # fmt: skip


def found(text: str, terms: tuple[Term, ...] = GLOSSARY) -> list[tuple[str, str]]:
    return [(match[0], term.term) for match, term in finder(terms).find(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("a hedged request", [("hedged request", "Hedged request")]),
    ("Hedged Requests pay", [("Hedged Requests", "Hedged request")]),
    ("hedged\u00a0request", [("hedged\u00a0request", "Hedged request")]),
    ("hedged \n  request", [("hedged \n  request", "Hedged request")]),
    ("requests and requests", [("requests", "Request"), ("requests", "Request")]),
    ("hedged requesting", []),
    ("a hedged one and a request", [("request", "Request")]),
    ("unhedged request", [("request", "Request")]),
    ("pre-request", []),
    ("request-based", []),
    ("two\u2011tower models", [("two\u2011tower models", "Two-tower model")]),
    ("two\u2010tower model", [("two\u2010tower model", "Two-tower model")]),
    ("two tower model", []),
    ("dual encoders", [("dual encoders", "Two-tower model")]),
    ("GPU, GPUs and SLAs", [("GPU", "GPU"), ("GPUs", "GPU"), ("SLAs", "GPU")]),
    ("gpu and Gpu and GPUES", []),
    ("the don’t-know class", [("don’t-know class", "Don't-know class")]),
    ("the don't-know class", [("don't-know class", "Don't-know class")]),
    ("recall at k, not recall", [("recall at k", "Recall at k")]),
    ("recall@k and recall@kk", [("recall@k", "Recall at k")]),
    ("an A/B test", [("A/B test", "A/B test")]),
    ("losses and loss", [("losses", "Loss"), ("loss", "Loss")]),
    ("processes, process, processe", [("processes", "Process"), ("process", "Process")]),
    ("F1 and f1s", [("F1", "F1")]),
    ("p99 of it", [("p99", "p99")]),
    ("the base rate of base", [("base rate", "Base rate"), ("base", "Base")]),
    ("base rates, rate of base, bases", [("base rates", "Base rate"), ("rate of base", "Rate of base"), ("bases", "Base")]),
    ("request.request", [("request", "Request"), ("request", "Request")]),
    ("@sign", []),
    ("request", [("request", "Request")]),
    ("", []),
])  # fmt: skip
def test_terms_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_longest_name_comes_first_in_any_order_of_the_glossary() -> None:
    terms = (term("Base"), term("Base rate"), term("Base rate fallacy"))
    for order in (terms, terms[::-1]):
        assert found("base rate fallacy, base rate, base", order) == [
            ("base rate fallacy", "Base rate fallacy"), ("base rate", "Base rate"), ("base", "Base")]  # fmt: skip


def test_of_two_terms_with_one_name_the_first_has_it() -> None:
    assert found("it", (term("One", "it"), term("Two", "it"))) == [("it", "One")]
    assert found("don’t", (term("One", "don’t"), term("Two", "don't"))) == [("don’t", "One")]
    assert found("a-b", (term("One", "a\u2011b"), term("Two", "a-b"))) == [("a-b", "One")]


@pytest.mark.parametrize(("name", "word"), [("Base rate", "base"), ("@sign", ""), ("", ""), ("A/B", "a"), ("ÉTÉ", "été")])
def test_first_words(name: str, word: str) -> None:
    assert first_word(name) == word


# ---------- on pages ----------


@pytest.fixture
def rendered(good_book: Project, make_pages: MakePages) -> Callable[[str], Page]:
    """Renders the case of the small book with a text in place of a paragraph of its kit; `rendered.pages` has the whole."""

    def change(new: str, old: str = "Ask for the label before the model. A red flag is accuracy as the metric.") -> Page:
        (path,) = good_book.docs.rglob("comment-spam.md")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        with good_book.glossary.open("a", encoding="utf-8") as glossary:
            glossary.write("\n- term: Grey zone\n  definition: Neither.\n\n- term: Blue sky\n  also: [clear sky]\n  definition: Above.\n")
        change.pages = make_pages(good_book)
        return change.pages.tree("comment-spam")

    return change


def links(page: Page) -> list[tuple[str, str]]:
    return [(a.get("href").partition("#term-")[2], a.text_content()) for a in page.find_class("term")]


def section(page: Page) -> Page:
    """What stands under the heading of the kit."""
    holder = html.Element("div")
    for element in page.xpath(".//h2[@id='interviewers-kit']/following-sibling::*"):
        if element.tag == "h2":
            break
        holder.append(element)
    return holder


def test_the_first_use_of_a_term_leads_to_the_glossary(rendered: Callable[..., Page]) -> None:
    page = section(rendered("A *hedged\nrequest* costs little, and hedged requests pay.\n\nNo hedged request."))
    (link,) = page.find_class("term")
    assert link.get("href") == "reference/glossary.md#term-hedged-request"
    assert link.get("title") == "A second copy of a slow request, sent to another replica."
    assert link.text_content().split() == ["hedged", "request"] and link.getparent().tag == "em"
    assert link.getparent().tail.startswith(" costs little, and hedged requests pay.")
    assert said(page).startswith("A hedged request costs little, and hedged requests pay.No hedged request.".replace(".No", ". No"))


@pytest.mark.parametrize(("text", "made"), [
    ("hedged request", '<p><a>hedged request</a></p>'),
    ("hedged request end", '<p><a>hedged request</a> end</p>'),
    ("a hedged request and clear skys, end", '<p>a <a>hedged request</a> and <a>clear skys</a>, end</p>'),
    ("hedged request, grey zone", '<p><a>hedged request</a>, <a>grey zone</a></p>'),
    ("a **b** c hedged request d **e** f blue sky g", '<p>a <strong>b</strong> c <a>hedged request</a> d <strong>e</strong> f <a>blue sky</a> g</p>'),
    ("**b**hedged request", '<p><strong>b</strong><a>hedged request</a></p>'),
    ("**hedged request** and **grey zone** x", '<p><strong><a>hedged request</a></strong> and <strong><a>grey zone</a></strong> x</p>'),
    ("**b** hedged request grey zone **e**", '<p><strong>b</strong> <a>hedged request</a> <a>grey zone</a> <strong>e</strong></p>'),
])  # fmt: skip
def test_the_text_around_terms_stays(rendered: Callable[..., Page], text: str, made: str) -> None:
    page = section(rendered(text))
    for link in page.find_class("term"):
        link.attrib.clear()
    assert html.tostring(page[0], encoding="unicode").strip() == made


@pytest.mark.parametrize("text", ["### Hedged request", "`hedged request`", "[hedged request](#the-prompt)", "hedged requesting", "$\\text{hedged request}$",
                                  "[@dean2013tail, hedged request]", '??? question "hedged request [evaluate, staff]"\n\n    Since.', "```\nhedged request\n```"])  # fmt: skip
def test_headings_code_links_and_longer_words_stay_as_they_are(rendered: Callable[..., Page], text: str) -> None:
    assert "term-hedged-request" not in html.tostring(section(rendered(text)), encoding="unicode")


def test_a_use_that_is_left_alone_is_no_first_use(rendered: Callable[..., Page]) -> None:
    assert ("hedged-request", "hedged requests") in links(section(rendered("### Hedged request\n\n`hedged request` or hedged requests")))


def test_the_section_that_explains_a_term_is_marked(rendered: Callable[..., Page]) -> None:
    page = rendered("The review band again.")
    (explained,) = page.xpath(".//dfn[span/@id='term-review-band']")
    assert explained.xpath("preceding::h2")[-1].get("id") == "trade-offs" and explained.text_content() == "review band"
    assert explained.find("span").tail == "review band" and explained.text is None
    assert "Review band" in rendered.pages.article("comment-spam").explained and "review-band" not in [name for name, _ in links(section(page))]


def test_a_term_that_names_a_whole_page_is_explained_at_its_first_use(rendered: Callable[..., Page], good_book: Project) -> None:
    text = good_book.glossary.read_text(encoding="utf-8")
    good_book.glossary.write_text(text.replace("see: cases/comment-spam.md#trade-offs", "see: cases/comment-spam.md"), encoding="utf-8")
    page = rendered("x y z")
    assert [explained.text_content() for explained in page.iter("dfn")] == ["review band"]


def test_a_use_before_the_section_that_explains_it_leads_to_the_glossary(rendered: Callable[..., Page]) -> None:
    page = rendered("The review band, of course.", "One score a comment, calibrated, so that a threshold can be derived from two costs.")
    assert [name for name, _ in links(page)].count("review-band") == 1 and page.xpath(".//dfn[span/@id='term-review-band']")


def test_every_name_of_an_explained_term_has_a_place(rendered: Callable[..., Page], good_book: Project) -> None:
    text = good_book.glossary.read_text(encoding="utf-8")
    good_book.glossary.write_text(text.replace("- term: Review band\n", "- term: Review band\n  also: [grey zone, people's range]\n"), encoding="utf-8")
    page = rendered("x y z")
    (explained,) = page.iter("dfn")
    assert [s.get("id") for s in explained.iter("span")] == ["term-review-band", "term-review-band--1", "term-review-band--2"]
    assert explained.text_content() == "review band" and explained[-1].tail == "review band"


def test_a_heading_is_marked_where_only_it_says_the_term(rendered: Callable[..., Page]) -> None:
    page = rendered("unsure.\n\n### The review band\n\nIt has two ends.", "unsure, in the review band.")
    (marked,) = page.xpath(".//span[@id='term-review-band']")
    assert (marked.getparent().tag, marked.getparent().get("id")) == ("h3", "the-review-band")


def test_the_heading_that_the_term_names_is_marked_itself(rendered: Callable[..., Page], good_book: Project) -> None:
    text = good_book.glossary.read_text(encoding="utf-8")
    good_book.glossary.write_text(text + "\n- term: Trade-off\n  definition: One for another.\n  see: cases/comment-spam.md#trade-offs\n", encoding="utf-8")
    (marked,) = rendered("x y z").xpath(".//span[@id='term-trade-off']")
    assert marked.getparent().get("id") == "trade-offs" and marked.tail == "Trade-offs"


def test_a_term_that_its_section_does_not_say_is_not_explained(rendered: Callable[..., Page]) -> None:
    page = rendered("unsure.", "unsure, in the review band.")
    assert not page.xpath(".//span[@id='term-review-band']") and "Review band" not in rendered.pages.article("comment-spam").explained


def test_a_deeper_section_counts_and_the_next_one_does_not(rendered: Callable[..., Page]) -> None:
    page = rendered("unsure.\n\n### Ends\n\nThe review band has two.", "unsure, in the review band.")
    (explained,) = page.iter("dfn")
    assert explained.xpath("preceding::h3")[-1].text_content() == "Ends"


def test_nothing_leads_to_a_glossary_that_is_not_there(good_book: Project, make_pages: MakePages) -> None:
    settings = good_book.config.read_text(encoding="utf-8")
    good_book.config.write_text(settings.replace("      - reference/glossary.md\n", ""), encoding="utf-8")
    page = make_pages(good_book).tree("comment-spam")
    assert not page.find_class("term") and not list(page.iter("dfn"))


def test_the_glossary_does_not_lead_to_itself(rendered: Callable[..., Page]) -> None:
    rendered("x y z")
    assert not rendered.pages.tree("glossary").find_class("term") and rendered.pages.article("glossary").explained == frozenset()
