"""Flashcards: what a learner can ask themself of a book, one fact or one argument a card.

A card's `id` stays the same from edition to edition, so that whoever learns with it keeps their progress when its text
changes. It is made of the chapter's id and of the name that the item has in the sources: a decision's id, a value's
name, a term's, a section's anchor. A fold and a row of a table of changes have no other name than their title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from html import escape
from typing import Literal, get_args

from lxml import etree, html
from lxml.html import HtmlElement
from markdown.extensions.toc import slugify

from guide.article import Article
from guide.framework import LEVELS, STEPS
from guide.model import Book, Chapter, Decision, Term
from guide.numbers import quoted_name
from guide.typography import curled, unbroken

Kind = Literal["question", "wrong", "drill", "decision", "flip", "number", "board", "metric", "term"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a card asks: a talking point, one that is commonly answered wrong, an estimate, a choice, what a changed
constraint moves, a number of a case, its whiteboard, a metric, a term."""

DECKS: dict[Kind, str] = {
    "question": "Talking points",
    "wrong": "Commonly answered wrong",
    "drill": "Estimation drills",
    "decision": "Decisions",
    "flip": "Constraint flips",
    "number": "Numbers to remember",
    "board": "Whiteboards",
    "metric": "Metrics",
    "term": "Glossary",
}
"""What the cards of a kind are called together."""

GAP = "…"
"""What stands in a question for a number that is asked for."""

_NUMBERS = "ten-numbers-to-remember"
_FLIPS = "constraint-flips"


@dataclass(frozen=True)
class Card:
    """A question and its answer.

    `front` and `back` are HTML as an Article has it: links within the guide are `folder/page.md#anchor`, formulas
    are MathML below an element with `data-tex`, a drawing's place is an empty `<div data-diagram="folder/name">`.

    Attributes:
        id: unique within the book, the same in every edition: "visual-search/decision/ann-index-family".
        tags: `step::…`, `case::…`, `level::…`, `kind::…`, in this order.
        topic: the title of the chapter or of the list that it belongs to; the front is read with it.
        link: where the book says it: `folder/page.md#anchor`.
    """

    id: str
    kind: Kind
    topic: str
    front: str
    back: str
    link: str
    tags: tuple[str, ...] = ()


def cards(book: Book, articles: Mapping[str, Article]) -> list[Card]:
    """Every card of a book, chapter by chapter, then the matrix and the glossary. `articles` are the book's, by page.

    Of two items of one name the second gets a number, as anchors do.
    """
    found: dict[str, Card] = {}
    for card in (*_of_chapters(book, articles), *_of_matrix(book), *_of_glossary(book)):
        name, number = card.id, 2
        while name in found:
            name, number = f"{card.id}-{number}", number + 1
        found[name] = replace(card, id=name)
    return list(found.values())


def _tags(kind: Kind, steps: Iterable[str] = (), cases: Iterable[str] = (), levels: Iterable[str] = ()) -> tuple[str, ...]:
    return (*(f"step::{s}" for s in steps), *(f"case::{c}" for c in cases), *(f"level::{v}" for v in levels), f"kind::{kind}")


def _place(chapter: Chapter) -> dict[str, list[str]]:
    """The step or the case that a chapter is about, as `_tags` takes it."""
    kind = chapter.front.kind
    return {"steps": [chapter.id] if kind == "step" else [], "cases": [chapter.id] if kind == "case" else []}


# ---------- chapters ----------


def _of_chapters(book: Book, articles: Mapping[str, Article]) -> Iterator[Card]:
    for chapter in book.chapters:
        article = articles[chapter.page]
        # Most of the reference pages are long and hold none of what makes a card.
        if not any(f'class="{name}' in article.html for name in ("question", "wrong", "digest", "frames", "metric-example")):
            continue
        root = html.fragment_fromstring(article.html, create_parent="article")
        sections = list(_sections(root))
        yield from _board(chapter, root)
        yield from _numbers(chapter, sections)
        yield from _digests(book, chapter, root)
        yield from _folds(chapter, root)
        yield from _flips(chapter, sections)
        if chapter.front.kind == "reference":
            yield from _metrics(chapter, sections)


def _sections(root: HtmlElement) -> Iterator[tuple[HtmlElement, list[HtmlElement]]]:
    """Each heading, with what stands between it and the next."""
    found: list[tuple[HtmlElement, list[HtmlElement]]] = []
    for element in root:
        if element.tag in ("h2", "h3", "h4"):
            found.append((element, []))
        elif found and isinstance(element.tag, str):
            found[-1][1].append(element)
    yield from found


def _board(chapter: Chapter, root: HtmlElement) -> Iterator[Card]:
    """The prompt on the front, the last frame of the whiteboard sheet on the back."""
    figures = root.xpath(".//div[contains(concat(' ', @class, ' '), ' frames ')]//figure[.//div[@data-diagram]]")
    if chapter.front.kind == "case" and chapter.front.prompt and figures:
        front = f"<p>{escape(curled(chapter.front.prompt), quote=False)}</p><p>Draw the whole design.</p>"
        back = _clean(figures[-1].xpath(".//div[@data-diagram]") + figures[-1].xpath("./figcaption/*"), chapter.page)
        link = f"{chapter.page}#{figures[-1].get('id')}"
        yield Card(f"{chapter.id}/board", "board", chapter.title, front, back, link, _tags("board", **_place(chapter)))


def _numbers(chapter: Chapter, sections: Sequence[tuple[HtmlElement, list[HtmlElement]]]) -> Iterator[Card]:
    """The rows of the numbers to remember, their values left out on the front."""
    rows = [
        row for heading, elements in sections if heading.get("id") == _NUMBERS
        for element in elements for row in element.iterfind(".//tbody/tr")
    ]  # fmt: skip
    taken: set[str] = set()
    for row in rows:
        cells = row.findall("td")
        if len(cells) != 2:
            continue
        names = [name for value in row.iter("data") if (name := quoted_name(value.get("data-value") or ""))]
        name = next((name for name in names if name not in taken), slugify(_said(cells[0]), "-"))
        taken.add(name)
        number, decides = (_clean_inside(cell, chapter.page) for cell in cells)
        asked, context = (_with_gaps(cell, chapter.page) for cell in cells)
        # A row that quotes no value in its first cell has its number in words: all of it is asked for.
        asked = asked if cells[0].find(".//data") is not None else GAP
        front = f"<p><em>Number to remember:</em> {asked}</p><p><em>It decides:</em> {context}</p>"
        back = f"<p><strong>{number}</strong></p><p>{decides}</p>"
        link = f"{chapter.page}#{_NUMBERS}"
        yield Card(f"{chapter.id}/number/{name}", "number", chapter.title, front, back, link, _tags("number", **_place(chapter)))


_AMOUNT = re.compile(r"\d[\d.,]*(?:\s(?:thousand|million|billion|trillion)\b)?")


def _with_gaps(cell: HtmlElement, page: str) -> str:
    """A cell without the numbers of the values that it quotes: their units stay."""
    copy = deepcopy(cell)
    for value in copy.iter("data"):
        value.text = _AMOUNT.sub(GAP, value.text or "")
    return _clean_inside(copy, page)


def _digests(book: Book, chapter: Chapter, root: HtmlElement) -> Iterator[Card]:
    """The case's own words on a decision."""
    for section in root.xpath(".//section[@class='digest']"):
        name = section.get("id", "").removeprefix("decision-")
        decision = book.decision_by_id.get(name)
        if decision is not None:
            front = f"<p>{_set(decision.question)}</p><p>Choice, reason, where it flips, what to say.</p>"
            back = _clean(section.findall("dl"), chapter.page)
            place = {**_place(chapter), "steps": [decision.step]}
            link = f"{chapter.page}#decision-{name}"
            yield Card(f"{chapter.id}/decision/{name}", "decision", chapter.title, front, back, link, _tags("decision", **place))


_NAMES = {name: id for id, name in STEPS.items()} | {level.capitalize(): level for level in LEVELS}


def _folds(chapter: Chapter, root: HtmlElement) -> Iterator[Card]:
    """Talking points, and on a page of reference the drills: a fold after the paragraph that puts the case."""
    section = ""
    for element in root.iter("h2", "h3", "h4", "details"):
        if element.tag != "details":
            section = element.get("id", "")
            continue
        kind, summary = (element.get("class") or "").partition(" ")[0], element.find("summary")
        if kind not in ("question", "wrong") or summary is None:
            continue
        title = deepcopy(summary)
        tags = [_NAMES.get(_said(tag)) for tag in title.xpath("./span[contains(@class, 'tag')]")]
        for tag in title.xpath("./span[contains(@class, 'tag')]"):
            tag.drop_tree()
        asked, name = f"<p>{_clean_inside(title, chapter.page)}</p>", slugify(_said(title), "-")
        before = list(_put_before(element))
        if chapter.front.kind == "reference" and before:
            kind, name, asked = "drill", section, _clean(before, chapter.page) + asked
        place = _place(chapter)
        steps = dict.fromkeys([*(t for t in tags if t in STEPS), *place["steps"]])
        levels = [tag for tag in tags if tag in LEVELS]
        answer = _clean((child for child in element if child is not summary), chapter.page)
        link = f"{chapter.page}#{section}"
        yield Card(f"{chapter.id}/{kind}/{name}", kind, chapter.title, asked, answer, link, _tags(kind, steps, place["cases"], levels))


def _put_before(fold: HtmlElement) -> list[HtmlElement]:
    """The paragraphs between a heading and the fold below it; none when something else stands there."""
    found: list[HtmlElement] = []
    for element in fold.itersiblings(preceding=True):
        if element.tag in ("h3", "h4"):
            return found[::-1]
        if element.tag == "p":
            found.append(element)
        elif isinstance(element.tag, str):
            break
    return []


def _flips(chapter: Chapter, sections: Sequence[tuple[HtmlElement, list[HtmlElement]]]) -> Iterator[Card]:
    """The rows of a case's table of changes, each with its sentence of the list below when there is one for each."""
    elements = [e for heading, elements in sections if heading.get("id") == _FLIPS for e in elements]
    table = next((t for e in elements for t in e.iter("table") if [_said(c) for c in t.iterfind("thead/tr/th")][:1] == ["Change"]), None)
    if table is None or chapter.front.kind != "case":
        return
    rows = [row.findall("td") for row in table.iterfind("tbody/tr")]
    heads = [_said(cell) for cell in table.iterfind("thead/tr/th")]
    items = [item for e in elements if e.tag == "ul" for item in e.findall("li")]
    for number, row in enumerate(rows):
        name = slugify(_said(row[0]), "-")
        front = f"<p><em>A constraint changes:</em> {_clean_inside(row[0], chapter.page)}.</p><p>What changes, and what stays?</p>"
        told = "".join(
            f"<div><dt>{escape(head, quote=False)}</dt><dd>{_clean_inside(cell, chapter.page)}</dd></div>"
            for head, cell in zip(heads[1:], row[1:], strict=False)
        )
        back = f"<dl>{told}</dl>" + (f"<p>{_clean_inside(items[number], chapter.page)}</p>" if len(items) == len(rows) else "")
        link = f"{chapter.page}#{_FLIPS}"
        yield Card(f"{chapter.id}/flip/{name}", "flip", chapter.title, front, back, link, _tags("flip", **_place(chapter)))


def _metrics(chapter: Chapter, sections: Sequence[tuple[HtmlElement, list[HtmlElement]]]) -> Iterator[Card]:
    """A metric's definition, formula and first example; then, apart, when it misleads, which is told of that example."""
    for heading, elements in sections:
        examples = [n for n, element in enumerate(elements) if element.get("class") == "metric-example"]
        if heading.tag != "h3" or not examples:
            continue
        name, anchor = _clean_inside(heading, chapter.page), heading.get("id", "")
        lies = next((n for n, e in enumerate(elements) if e.tag == "p" and (e.findtext("em") or "").startswith("When it lies")), len(elements))
        parts = [
            (f"{chapter.id}/metric/{anchor}", f"<p>{name}</p><p>Definition, formula, and an example by hand.</p>",
             elements[: min(lies, examples[0] + 1)]),
            (f"{chapter.id}/metric/{anchor}/lies", f"<p>{name}</p>{_clean([elements[examples[0]]], chapter.page)}<p>When does it lie?</p>",
             elements[lies:]),
        ]  # fmt: skip
        for id, front, told in parts:
            if told:
                yield Card(id, "metric", chapter.title, front, _clean(told, chapter.page), f"{chapter.page}#{anchor}", _tags("metric"))


# ---------- what several chapters share ----------


def _of_matrix(book: Book) -> Iterator[Card]:
    page = _page_with(book, "matrix")
    if page is None:
        return
    for step, decisions in book.decisions_by_step:
        for decision in decisions:
            users = [chapter.id for chapter in book.users.get(decision.id, ()) if chapter.front.kind == "case"]
            front, back = _matrix_card(decision)
            link = f"{page.page}#{decision.id}"
            yield Card(f"decision/{decision.id}", "decision", page.title, front, back, link, _tags("decision", [step], users))


def _matrix_card(decision: Decision) -> tuple[str, str]:
    options = "".join(f"<li>{_set(option.name)}</li>" for option in decision.options)
    chosen = next((option for option in decision.options if option.name == decision.default), None)
    rows = [
        ("Our default", decision.default),
        ("Choose it when", chosen.choose if chosen else ""),
        ("Flip when", decision.flip_when),
        ("Why there", decision.because or ""),
        ("Say", f'"{decision.say}"'),
    ]
    told = "".join(f"<div><dt>{label}</dt><dd>{_set(text)}</dd></div>" for label, text in rows if text)
    return f"<p>{_set(decision.question)}</p><ul>{options}</ul>", f"<dl>{told}</dl>"


def _of_glossary(book: Book) -> Iterator[Card]:
    page = _page_with(book, "glossary")
    for term in sorted((t for t in book.terms if page and t.term), key=lambda term: term.term.casefold()):
        name = term.anchor.removeprefix("term-")
        also = f' <span class="also">({_set(", ".join(term.also))})</span>' if term.also else ""
        front, link = f"<p>{_set(term.term)}{also}</p>", f"{page.page}#{term.anchor}"
        place = _place(book.by_page[home]) if (home := _home(term)) in book.by_page else {}
        yield Card(f"term/{name}", "term", page.title, front, f"<p>{_set(term.definition)}</p>", link, _tags("term", **place))


def _home(term: Term) -> str:
    """The page that explains a term."""
    return (term.see or "").partition("#")[0]


def _page_with(book: Book, language: str) -> Chapter | None:
    """The first page that holds a fence of a language."""
    return next((chapter for chapter in book.chapters if chapter.blocks(language)), None)


# ---------- HTML ----------

_DROPPED = ".//section[@class='estimate'] | .//nav | .//script | .//template | .//details[contains(@class, 'strip')]"
"""What a card has no room for: worksheets are worked on the page that the card names."""

_UNWRAPPED = ".//data | .//time | .//dfn | .//a[@class='term'] | .//cite//a | .//span[@id]"
_KEPT_CLASSES = frozenset(("also", "maths", "maths-block"))
_ATTRIBUTES = frozenset(("href", "data-tex", "data-diagram", "class", "colspan", "rowspan", "scope"))


def _clean(elements: Iterable[HtmlElement], page: str) -> str:
    """Elements of a page as HTML that stands alone: no marks of the page, links from `docs/`."""
    holder = html.Element("div")
    for element in elements:
        copy = deepcopy(element)
        copy.tail = None
        holder.append(copy)
    return _inside(holder, page)


def _clean_inside(element: HtmlElement, page: str) -> str:
    copy = deepcopy(element)
    copy.tail = None
    return _inside(copy, page)


def _inside(root: HtmlElement, page: str) -> str:
    for comment in list(root.iter(etree.Comment)):
        comment.drop_tree()
    for element in root.xpath(_DROPPED):
        element.drop_tree()
    for element in root.xpath(_UNWRAPPED):
        element.drop_tag()
    for label in root.xpath(".//span[@class='caption-label']"):
        label.drop_tree()
    for element in root.iter():
        if element is root or any(parent.tag == "math" for parent in (element, *element.iterancestors())):
            continue
        classes = [name for name in element.get("class", "").split() if name in _KEPT_CLASSES]
        for name in [name for name in element.attrib if name not in _ATTRIBUTES or name == "class"]:
            del element.attrib[name]
        if classes:
            element.set("class", " ".join(classes))
        if element.get("href", "").startswith("#"):
            element.set("href", page + element.get("href"))
    made = escape(root.text or "", quote=False) + "".join(html.tostring(child, encoding="unicode") for child in root)
    return re.sub(r"(<p>)\s+|\s+(</p>)|(?<=>)\s*\n\s*(?=<)", r"\1\2", made).strip()


def _said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _set(text: str) -> str:
    """Text of a data file as HTML, with the characters of set text."""
    return escape(curled(unbroken(text)), quote=False)
