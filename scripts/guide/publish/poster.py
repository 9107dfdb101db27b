"""`matrix-poster.pdf`: every decision on one sheet of A3, each with its default, its other options and where it flips.

A2 shows the same at 1.4 times the size, and 11 × 17 inches a little smaller.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from guide.framework import STEPS
from guide.model import Decision
from guide.problems import BookError, Problem
from guide.publish import Publication
from guide.publish.fitting import Sheet, largest
from guide.publish.printing import (
    Templates,
    about,
    font_faces,
    imprint,
    refuse_complaints,
    sheet_of,
    write_pdf,
)

FILE = "matrix-poster.pdf"
_TITLE = "Every decision on one sheet"
_LEAST_PT, _MOST_PT = 5.8, 9.0
"""Sizes of the type: the least is read from half a metre on A3, and from an arm's length on A2."""


def publish(publication: Publication, target: Path) -> None:
    """Writes the poster into `target`. Raises BookError when it doesn't fit its sheet, or the engine complains."""
    book, edition, project = publication.book, publication.edition, publication.book.project
    templates, styles = Templates(project), [font_faces(project), sheet_of(project, "poster.css")]
    steps = [(list(STEPS).index(step) + 1, STEPS[step], [_entry(d) for d in found]) for step, found in book.decisions_by_step]
    made = templates.fill(
        "poster.html",
        title=_TITLE,
        **imprint(book, edition),
        count=len(book.decisions),
        steps=steps,
    )
    sheet = Sheet("poster", made, "type", _LEAST_PT, _MOST_PT)
    size = publication.pool.submit(largest, sheet, styles, publication.kept).result()
    if size is None:
        mend = "shorten their `short` and `flip`, or take out those that say the same."
        message = f"the {len(book.decisions)} decisions don't fit one sheet of A3 at {_LEAST_PT} pt."
        raise BookError([Problem(project.relative(project.decisions), 0, "poster", message, mend)])
    description = f"{len(book.decisions)} design decisions of machine-learning systems, each with its default and where it flips."
    page = about(book.settings, edition, f"{_TITLE} · {book.title}", description)
    document = templates.document(page, Markup("<section>{}</section>").format(Markup(sheet.sized(size))))
    run = publication.pool.submit(write_pdf, document, styles, target / FILE, publication.kept)
    refuse_complaints({FILE: run}, "poster", "change what it names, in docs/decisions.yaml or in overrides/print/poster.css.")


def _entry(decision: Decision) -> Mapping[str, object]:
    others = [option.name for option in decision.options if option.name != decision.default]
    return {"ask": decision.ask, "default": decision.default, "others": others, "flip": decision.threshold}
