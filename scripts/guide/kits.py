"""What an interviewer of a case has at hand: what is kept back, the probes, the anchors of the scores, the red flags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from math import ceil

from lxml import etree, html
from lxml.html import HtmlElement
from markupsafe import Markup

from guide.markdown.prose import sentences

KIT, PROMPT = "interviewers-kit", "the-prompt"
_FLAGS = re.compile(r"red flags?", re.I)
_KEEPS = re.compile(r"\bkeeps? \w+ facts? back\b", re.I)
_FACT_HEADS = ("the fact", "fact", "kept back")


@dataclass(frozen=True)
class Probe:
    """A question, the minute at which it comes, and what to listen for; the words as HTML."""

    minute: int
    question: Markup
    listen: Markup


@dataclass(frozen=True)
class Kit:
    """What the interviewers of a case need, as HTML: what is kept back, the probes, the anchors by score, the red flags."""

    kept: Markup
    probes: Sequence[Probe]
    anchors: Sequence[tuple[str, Markup]]
    flags: Markup

    @property
    def halves(self) -> tuple[Sequence[Probe], Sequence[Probe]]:
        """The probes of the two interviewers, in the order of the minutes."""
        half = ceil(len(self.probes) / 2)
        return self.probes[:half], self.probes[half:]


def kit_of(root: HtmlElement) -> Kit:
    """The kit of a case's page."""
    prompt, kit = section(root, PROMPT), section(root, KIT)
    kept = [_html(e) for e in prompt[1:] if not e.xpath("descendant-or-self::*[contains(concat(' ', @class, ' '), ' glance ')]")]
    probes, anchors, flags = [], [], []
    for element in kit:
        for table in element.iter("table"):
            for number, cells in _rows(table):
                if len(cells) == 2:
                    probes.append(Probe(number, cells[0], cells[1]))
                else:
                    anchors.append((str(number), cells[0]))
        if element.tag == "p" and _FLAGS.search(element.text_content()):
            flags.append(_html(element))
    return Kit(Markup("").join(kept), sorted(probes, key=lambda p: p.minute), anchors, Markup("").join(flags))


def section(root: HtmlElement, anchor: str) -> list[HtmlElement]:
    """The elements between a heading and the next of its level."""
    heading = next((h for h in root.iter("h2") if h.get("id") == anchor), None)
    found: list[HtmlElement] = []
    for element in heading.itersiblings() if heading is not None else ():
        if element.tag == "h2":
            break
        found.append(element)
    return found


def _rows(table: HtmlElement) -> Iterator[tuple[int, list[Markup]]]:
    """(the number a row begins with, what its other cells hold)."""
    for row in table.iter("tr"):
        first, *rest = row
        if first.text_content().strip().isdigit():
            yield int(first.text_content()), [_inside(cell) for cell in rest]


@dataclass(frozen=True)
class Fact:
    """A fact that the interviewer keeps back, as plain text, with the question that the chapter gives for it, if any."""

    fact: str
    question: str = ""


def kept_facts(root: HtmlElement) -> list[Fact]:
    """The facts that a case's prompt keeps back: rows of a table, items of a list, or the sentences of a paragraph."""
    elements = section(root, PROMPT)
    for element in elements:
        for table in element.iter("table"):
            if facts := list(_of_table(table)):
                return facts
    for number, element in enumerate(elements):
        if element.tag != "p" or not _KEEPS.search(_said(element)):
            continue
        after = elements[number + 1] if number + 1 < len(elements) else None
        if after is not None and after.tag in ("ul", "ol"):
            return [_of_item(item) for item in after.iterfind("li")]
        text = _uncited(element)
        told = [text[start:end].strip().removeprefix("And ") for start, end in sentences(text, row=False)]
        first = next((n for n, sentence in enumerate(told, 1) if _KEEPS.search(sentence)), 0)
        return [Fact(sentence[0].upper() + sentence[1:]) for sentence in told[first:]]
    return []


def _of_table(table: HtmlElement) -> Iterator[Fact]:
    """The rows of a table one column of which holds facts, and another the questions."""
    heads = [_said(cell).lower() for cell in table.iterfind("thead/tr/th")]
    column = next((number for number, head in enumerate(heads) if head in _FACT_HEADS), None)
    asked = next((number for number, head in enumerate(heads) if "ask" in head or "question" in head), None)
    if column is None:
        return
    for row in table.iterfind("tbody/tr"):
        cells = [_said(cell) for cell in row]
        yield Fact(cells[column], cells[asked].strip("“”\"") if asked is not None else "")


def _of_item(item: HtmlElement) -> Fact:
    """ "*What counts as success?* Views of violating posts." """
    asked = item.find("em")
    if asked is None:
        return Fact(_said(item))
    question = _said(asked)
    return Fact(_said(item).removeprefix(question).strip(), question)


def _uncited(element: HtmlElement) -> str:
    """The element's text without its citations."""
    copy = deepcopy(element)
    for cite in list(copy.iter("cite")):
        cite.drop_tree()
    return re.sub(r" +(?=[.,;:])", "", _said(copy))


def _said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _html(element: HtmlElement) -> Markup:
    for named in element.xpath("descendant-or-self::*[@id]"):
        del named.attrib["id"]
    return Markup(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _inside(cell: HtmlElement) -> Markup:
    whole = html.Element("span")
    whole.text = cell.text
    whole.extend(list(cell))
    return _html(whole)
