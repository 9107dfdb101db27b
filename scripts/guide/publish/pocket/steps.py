"""A step of the framework on two or three pages: what it is for, what to leave on the board, what to ask, what goes wrong;
of one in layers its five minutes and what levels down, too. A drawing wider than the page stays in the book."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from guide.framework import BOARD, STEP_IN_FIVE_MINUTES
from guide.publish.paper import has_class
from guide.publish.pocket.parts import Page, columns, first_sentence, inner, made, tables_of

_FOR, _MINUTES = "what-the-step-is-for", "the-minutes-it-gets"
_ASKED, _METHODS, _FAILURES, _LEVELS = "questions-to-ask", "methods", "failure-modes", "what-each-level-adds"
_RULE = "The number that decides"


def step(page: Page) -> list[HtmlElement]:
    """What stands under a step's title."""
    summed_up = page.section(STEP_IN_FIVE_MINUTES)
    told = summed_up or [*_text(page, _FOR), *_text(page, _MINUTES)[:1]]
    board = page.section(BOARD)
    figures = [element for element in board if has_class(element, "figure")]
    # Turned, a drawing would take the page that the step hasn't; what refers to it names the book's page.
    told = [e for e in told if not (has_class(e, "figure") and page.picture(e).turned)]
    for figure in [e for e in told if has_class(e, "figure")]:
        page.set_drawing(figure)
    for figure in figures:
        figure.set("style", f"width:{page.set_drawing(figure).width:.2f}mm")
        figure.set("class", "figure beside")
    return [
        *figures,
        *told,
        *_text(page, BOARD),
        *_listed("Ask", page, _ASKED, (0, 1)),
        *([] if summed_up else _rules(page)),
        *_listed("Mistakes", page, _FAILURES, (0, -1)),
        *(_levels(page) if summed_up else ()),
    ]


def _text(page: Page, anchor: str) -> list[HtmlElement]:
    """A section's paragraphs and lists."""
    return [element for element in page.section(anchor) if element.tag in ("p", "ul", "ol")]


def _listed(title: str, page: Page, anchor: str, wanted: tuple[int, int]) -> Iterator[HtmlElement]:
    """The first table of a section, with two of its columns; those that number its rows aren't counted."""
    tables = tables_of(page.section(anchor))
    if tables:
        yield made("h2", title, id=page.place(anchor))
        heads = [cell.text_content().strip() for cell in tables[0].iterfind("thead/tr/th")]
        named = [number for number, head in enumerate(heads) if head != "#"]
        yield columns(tables[0], [named[number] for number in wanted])


def _levels(page: Page) -> Iterator[HtmlElement]:
    """Of the table of the levels the last row: for what one is levelled down."""
    for table in tables_of(page.section(_LEVELS))[:1]:
        for row in table.findall("tbody/tr")[:-1]:
            row.drop_tree()
        yield made("h2", "Levels", id=page.place(_LEVELS))
        yield table


def _rules(page: Page) -> Iterator[HtmlElement]:
    """Of each method the number that decides for it, in a sentence, where the chapter names one."""
    rows, method = [], None
    for element in page.section(_METHODS):
        if element.tag == "h3":
            method = element
        for item in element.iter("li"):
            label = item.find("em")
            if method is not None and label is not None and (label.text or "").strip() == _RULE and not item.text:
                cell = inner(item, "td")
                rest = (cell.find("em").tail or "").lstrip(": ")
                cell.remove(cell.find("em"))
                cell.text = rest[:1].upper() + rest[1:]
                said = first_sentence(cell, "span")
                entry = made("p", "", inner(method, "b", class_="ask"), said, class_="entry")
                entry[0].tail = ". "
                rows.append(entry)
    if rows:
        yield made("h2", "The number that decides", id=page.place(_METHODS))
        yield from rows
