"""What a pocket holds beside steps and cases: the clock, the case to begin with, the matrix as digests, numbers, metrics,
sentences to say."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml.html import HtmlElement

from guide.framework import STEPS
from guide.model import Book, Decision
from guide.publish import references
from guide.publish.paper import has_class
from guide.publish.pocket.parts import Page, columns, first_sentence, inner, made, tables_of
from guide.publish.printing import printed

_CLOCK, _LATE = "the-clock", "what-to-cut-when-late"
_NEAREST = "tab-nearest"
_SOURCES = "Sources"

_TWO_LINES = 180
"""Letters of a flip on about two lines."""

_OF_THE_MATRIX = (
    "What fits most designs, and where it flips. The pages are those of cases that decide the same with their own numbers, "
    "some of them otherwise."
)


def clock(page: Page) -> list[HtmlElement]:
    """The minutes of the round, and what to cut when they run out. The drawings say the same as the table and stay in the book."""
    told = [element for element in page.section(_CLOCK) if not has_class(element, "results") and not has_class(element, "figure")]
    late = [element for element in page.section(_LATE) if not has_class(element, "figure")]
    return [*told, *([made("h2", "When late", id=page.place(_LATE)), *late] if late else [])]


def nearest(page: Page) -> list[HtmlElement]:
    """The table that names the case nearest to a company's product, and one unlike it, each with its page."""
    found = [deepcopy(element) for element in page.root.iter("figure") if element.get("id") == page.place(_NEAREST)]
    for link in (link for figure in found for link in figure.iter("a")):
        link.set("class", "numbered page")
    return found


def matrix(book: Book) -> list[HtmlElement]:
    """Every decision under its step: what is asked, the default, where it flips; and the pages of the cases that take it."""
    found = [made("p", _OF_THE_MATRIX)]
    for step, decisions in book.decisions_by_step:
        found.append(made("h2", f"{list(STEPS).index(step) + 1} {STEPS[step]}"))
        found += [_decision(book, decision) for decision in decisions]
    return found


def _decision(book: Book, decision: Decision) -> HtmlElement:
    entry = made("p", "", made("b", printed(decision.ask), class_="ask"), made("b", printed(decision.default)), class_="entry")
    entry[0].tail, entry[1].tail = " ", ". "
    entry.extend((made("span", "Flip:", class_="flip"), _flip(decision)))
    entry[-2].tail = entry[-1].tail = " "
    for case in (chapter for chapter in book.users.get(decision.id, ()) if chapter.front.kind == "case"):
        place = references.chapter_anchor(case.id, f"decision-{decision.id}")
        entry.append(made("a", "", href=references.SCHEME + place, class_="numbered bare"))
        entry[-1].tail = " "
    return entry


def _flip(decision: Decision) -> HtmlElement:
    """Where the default flips: in sentences, in the first of them, or in the matrix's few words, as two lines allow."""
    whole, short = (made("span", printed(text)) for text in (decision.flip_when, decision.threshold))
    return next((told for told in (whole, first_sentence(whole, "span")) if len(told.text_content()) <= _TWO_LINES), short)


def numbers(page: Page) -> list[HtmlElement]:
    """By group the tables that name a number for a question, and what the group's estimates result in."""
    found: list[HtmlElement] = []
    for heading in [element for element in page.root if element.tag == "h2"]:
        elements = page.section(_anchor(heading, page))
        named = [table for element in elements if has_class(element, "table") for table in element.iter("table")]
        results = [t for e in elements if has_class(e, "results") for t in e.iter("table")]
        if named or results:
            found.append(made("h2", heading.text_content(), id=heading.get("id")))
            found += named
            found += [_results(table) for table in results]
    return found


def _results(table: HtmlElement) -> HtmlElement:
    """What an estimate results in, without names and formulas; two results a row, read down the left half first."""
    cells = []
    for row in table.iterfind("tbody/tr"):
        label, _, value = row
        for name in list(label.iter("var")):
            name.drop_tree()
        cells.append((inner(label, "th", scope="row"), inner(value, "td")))
    half = (len(cells) + 1) // 2
    rows = [[*left, *right] for left, right in zip(cells[:half], [*cells[half:], ()] if len(cells) % 2 else cells[half:], strict=True)]
    for row in rows:
        if len(row) == 2:
            row += [made("td"), made("td")]
    return made("table", "", made("tbody", "", *(made("tr", "", *row) for row in rows)), class_="values")


def metrics(page: Page) -> list[HtmlElement]:
    """First the table that names a metric for what is done with the output, then each metric: what it is, when it lies."""
    heads = [e for e in page.root if e.tag in ("h2", "h3")]
    found: list[HtmlElement] = []
    for table in tables_of(page.section(_anchor(heads[0], page)))[:1] if heads else ():
        found.append(columns(table, range(2)))
    for head in heads:
        told = [e for e in page.section(_anchor(head, page)) if e.tag == "p"] if head.tag == "h3" else []
        lies = next((p for p in told if (p.findtext("em") or "").startswith("When it lies")), None)
        if lies is None:
            continue
        lies.find("em").drop_tree()
        entry = made("p", "", inner(head, "b", class_="ask"), first_sentence(told[0], "span"), made("span", "Lies:", class_="flip"))
        entry.append(first_sentence(lies, "span"))
        entry[0].tail, entry[1].tail, entry[2].tail = ". ", " ", " "
        entry.set("class", "entry")
        entry.set("id", head.get("id", ""))
        found.append(entry)
    return found


def sentences(page: Page) -> list[HtmlElement]:
    """The page's sections without its sources; what stands before them speaks of links."""
    sections = [element for element in page.root if element.tag == "h2" and element.text_content().strip() != _SOURCES]
    return [element for heading in sections for element in (heading, *page.section(_anchor(heading, page)))]


def _anchor(heading: HtmlElement, page: Page) -> str:
    return re.sub(f"^{re.escape(page.chapter.id)}--", "", heading.get("id", ""))
