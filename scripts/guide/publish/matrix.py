"""`trade-off-matrix.pdf`, the matrix on as few landscape sheets as stay readable, and `trade-off-matrix.csv`."""

from __future__ import annotations

import csv
from pathlib import Path

from guide.edition import Edition
from guide.framework import COLUMNS, DEFAULT, FLIP, SAY, STEPS
from guide.model import Book
from guide.publish import Publication
from guide.publish.printing import Templates, about, font_faces, imprint, publish_on_papers, sheet_of

_NAME = "trade-off-matrix"
_TITLE = "Trade-off matrix"
FIELDS = (
    "id", "question", "step", "area", "option", "default", *COLUMNS,
    "flip_when", "because", "say", "chapters", "sources", "flip",
)  # fmt: skip
"""Columns of the CSV. New ones are added at the end."""


def publish(publication: Publication, target: Path) -> None:
    """Writes both PDFs and the CSV into `target`. Raises BookError when the layout engine complains of anything."""
    project = publication.book.project
    document = sheets_html(publication.book, publication.edition)
    styles = [font_faces(project), sheet_of(project, "matrix.css")]
    mend = "change what it names, in docs/decisions.yaml or in overrides/print/matrix.css."
    publish_on_papers(publication, _NAME, document, styles, target, "matrix-log", mend, turned=" landscape")
    _write_csv(publication.book, target / f"{_NAME}.csv")


def sheets_html(book: Book, edition: Edition) -> str:
    """The printed matrix as a whole document."""
    templates = Templates(book.project)
    description = f"{len(book.decisions)} design decisions of machine-learning systems: options, costs, thresholds."
    body = templates.fill(
        "matrix.html",
        title=_TITLE,
        **imprint(book, edition),
        default=DEFAULT,
        columns=COLUMNS,
        flip=FLIP,
        say=SAY,
        width=len(COLUMNS) + 2,  # the options before, flip and say after
        steps=[(list(STEPS).index(step) + 1, STEPS[step], decisions) for step, decisions in book.decisions_by_step],
    )
    return templates.document(about(book.settings, edition, f"{_TITLE} · {book.title}", description), body)


def rows(book: Book) -> list[dict[str, str]]:
    """The matrix as rows, one an option; lists are separated by spaces."""
    return [
        {
            "id": decision.id,
            "question": decision.question,
            "step": decision.step,
            "area": decision.area,
            "option": option.name,
            "default": "yes" if option.name == decision.default else "no",
            **{field: getattr(option, field) for field in COLUMNS},
            "flip_when": decision.flip_when,
            "because": decision.because or "",
            "say": decision.say,
            "chapters": " ".join(chapter.id for chapter in book.users.get(decision.id, [])),
            "sources": " ".join(decision.sources),
            "flip": decision.threshold,
        }
        for _, decisions in book.decisions_by_step
        for decision in decisions
        for option in decision.options
    ]


def _write_csv(book: Book, path: Path) -> None:
    # Spreadsheets take a file without a byte-order mark for their own system's encoding.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows(book))
