"""`study-group.pdf`: three people, one case a meeting; one answers, two ask. A sheet for each of them, and the turns.

The two interviewers share the case at half of its probes: one has the problem, the data and the model, the other
evaluation, serving and operation. Both see what is kept back and the anchors of the scores; the candidate sees the
prompt alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement
from markupsafe import Markup

from guide.model import Chapter
from guide.publish import Publication
from guide.publish.formulas import Formulas
from guide.publish.paper import all_of_class, on_paper
from guide.publish.printing import (
    LICENCE,
    Templates,
    about,
    edition_date,
    font_faces,
    printed,
    publish_on_papers,
    sheet_of,
)

PEOPLE = ("A", "B", "C")
HALVES = ("Problem, data, model", "Evaluation, serving, operation")
"""What each of the two interviewers asks about."""

_KIT, _PROMPT = "interviewers-kit", "the-prompt"
_FLAGS = re.compile(r"red flags?", re.I)


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


@dataclass(frozen=True)
class Meeting:
    """Who answers, and who asks about each half."""

    candidate: str
    interviewers: tuple[str, str]


def meetings(count: int) -> list[Meeting]:
    """The turns: each person answers as often as the others, give or take one, and changes the half asked about."""
    made = []
    for number in range(count):
        candidate = PEOPLE[number % len(PEOPLE)]
        first, second = (PEOPLE[(number + step) % len(PEOPLE)] for step in (1, 2))
        pair = (first, second) if number // len(PEOPLE) % 2 == 0 else (second, first)
        made.append(Meeting(candidate, pair))
    return made


def kit_of(root: HtmlElement) -> Kit:
    """The kit of a case's page made for paper."""
    prompt, kit = _section(root, _PROMPT), _section(root, _KIT)
    kept = [_html(e) for e in prompt[1:] if not all_of_class(e, "glance")]
    probes, anchors, flags = [], [], []
    for element in kit:
        for table in [element, *element.iter("table")]:
            if table.tag != "table":
                continue
            for number, cells in _rows(table):
                if len(cells) == 2:
                    probes.append(Probe(number, cells[0], cells[1]))
                else:
                    anchors.append((str(number), cells[0]))
        if element.tag == "p" and _FLAGS.search(element.text_content()):
            flags.append(_html(element))
    return Kit(Markup("").join(kept), sorted(probes, key=lambda p: p.minute), anchors, Markup("").join(flags))


def _section(root: HtmlElement, anchor: str) -> list[HtmlElement]:
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


def publish(publication: Publication, target: Path) -> None:
    """Writes the sheets on every paper. Raises BookError when the layout engine complains of anything."""
    project = publication.book.project
    cases = [case for case in publication.book.cases if case.front.print]
    if not cases:
        return
    document = _document(publication, cases)
    styles = [font_faces(project), sheet_of(project, "study-group.css")]
    mend = "change what it names, in the case's kit or in overrides/print/study-group.css."
    publish_on_papers(publication, "study-group", document, styles, target, "sheet", mend)


def _document(publication: Publication, cases: Sequence[Chapter]) -> str:
    book, edition = publication.book, publication.edition
    templates, draw = Templates(book.project), Formulas(publication.kept)
    body = templates.fill(
        "study-group.html",
        book=book.title,
        edition=edition.name,
        date=edition_date(edition),
        licence=LICENCE,
        people=PEOPLE,
        halves=HALVES,
        cases=[_case(publication, case, draw) for case in cases],
        meetings=meetings(len(cases)),
    )
    description = "Mock interviews for three: sheets for two interviewers and a candidate, a case a meeting."
    return templates.document(about(book.settings, edition, f"Study group · {book.title}", description), body)


def _case(publication: Publication, case: Chapter, draw: Formulas) -> dict[str, object]:
    root = on_paper(publication.articles[case.page], publication.book.project.relative(case.path), draw)
    for link in list(root.iter("a", "dfn")):
        link.drop_tag()
    for caption in list(root.iter("figcaption")):
        caption.drop_tree()
    kit = kit_of(root)
    return {"id": case.id, "title": case.title, "prompt": printed(case.front.prompt or ""), "kit": kit, "halves": kit.halves}


def _html(element: HtmlElement) -> Markup:
    for named in element.xpath("descendant-or-self::*[@id]"):
        del named.attrib["id"]
    return Markup(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _inside(cell: HtmlElement) -> Markup:
    whole = html.Element("span")
    whole.text = cell.text
    whole.extend(list(cell))
    return _html(whole)
