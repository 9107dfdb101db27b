"""`study-group.pdf`: three people, one case a meeting; one answers, two ask. A sheet for each of them, and the turns.

The two interviewers share the case at half of its probes: one has the problem, the data and the model, the other
evaluation, serving and operation. Both see what is kept back and the anchors of the scores; the candidate sees the
prompt alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guide.formulas import Formulas
from guide.kits import kit_of
from guide.model import Chapter
from guide.publish import Publication
from guide.publish.paper import on_paper
from guide.publish.printing import (
    Templates,
    about,
    font_faces,
    imprint,
    printed,
    publish_on_papers,
    sheet_of,
)

PEOPLE = ("A", "B", "C")
HALVES = ("Problem, data, model", "Evaluation, serving, operation")
"""What each of the two interviewers asks about."""


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
        **imprint(book, edition),
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
