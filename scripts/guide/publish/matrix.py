"""`trade-off-matrix.pdf`, the matrix on as few landscape sheets as stay readable, and `trade-off-matrix.csv`."""

from __future__ import annotations

import csv
from html import escape
from pathlib import Path

from guide.markdown.matrix import COLUMNS, DEFAULT, FLIP, SAY, by_step
from guide.model import STEPS, Book, Decision, Option
from guide.problems import BookError, Problem
from guide.publish import Edition
from guide.publish.printing import LICENCE, edition_date, font_faces, metadata, sheet_of, write_pdf
from guide.typography import curled, unbroken

_NAME = "trade-off-matrix"
_PAPERS = {"A4": f"{_NAME}.pdf", "letter": f"{_NAME}-letter.pdf"}
"""Page size, in CSS's words → file."""

_TITLE = "Trade-off matrix"
_STEP_NUMBERS = {step: number for number, step in enumerate(STEPS, 1)}
_WIDTH = len(COLUMNS) + 2  # the options before, flip and say after

FIELDS = (
    "id", "question", "step", "area", "option", "default", *COLUMNS,
    "flip_when", "because", "say", "chapters", "sources",
)  # fmt: skip
"""Columns of the CSV. New ones are added at the end."""


def publish(edition: Edition, target: Path) -> None:
    """Writes both PDFs and the CSV into `target`. Raises BookError when the layout engine complains of anything."""
    project = edition.book.project
    document = sheets_html(edition)
    styles = [font_faces(project), sheet_of(project, "matrix.css")]
    complaints = {
        (name, line)
        for paper, name in _PAPERS.items()
        for line in write_pdf(document, [*styles, f"@page {{ size: {paper} landscape }}"], target / name)
    }
    if complaints:
        mend = "change what it names, in docs/decisions.yaml or in overrides/print/matrix.css."
        raise BookError(Problem(name, 0, "matrix-log", f"the PDF engine says: {line}", mend) for name, line in complaints)
    _write_csv(edition.book, target / f"{_NAME}.csv")


def sheets_html(edition: Edition) -> str:
    """The printed matrix: one table, a row group a decision, so that a group can be kept on one sheet."""
    book = edition.book
    description = f"{len(book.decisions)} design decisions of machine-learning systems: options, costs, thresholds."
    groups = "".join(
        _group(decision, _band(step) if number == 0 else "")
        for step, decisions in by_step(book)
        for number, decision in enumerate(decisions)
    )
    return (
        f'<!DOCTYPE html><html lang="{book.settings.language}"><head><meta charset="utf-8">'
        f"{metadata(edition, f'{_TITLE} · {book.title}', description)}</head><body>"
        f'<h1>{_TITLE}</h1><p class="legend">Start from the default <b class="mark">✓</b> and leave it '
        "when the last column’s threshold is crossed.</p>"
        f'<p class="edition">{_print(book.title)} · edition {_print(edition.commit)} of {edition_date(edition)} · {LICENCE}'
        " · Reasons and sources of the thresholds: on the matrix’s page of the guide</p>"
        # The foot is only the rule that closes the table on every sheet.
        f'<table>{_head()}<tfoot><tr><td colspan="{_WIDTH}"></td></tr></tfoot>{groups}</table></body></html>'
    )


def _print(text: str) -> str:
    return escape(curled(unbroken(text)))


def _head() -> str:
    cells = "".join(
        f'<th scope="col" class="{field}">{name}<small>{meaning}</small></th>'
        for field, (name, meaning) in COLUMNS.items()
    )
    return (
        f'<thead><tr><th scope="col" class="option">Option<small><b class="mark">✓</b> {DEFAULT}</small></th>{cells}'
        f'<th scope="col" class="flip">{FLIP[0]} / {SAY[0]}<small>{FLIP[1]} / {SAY[1]}</small></th></tr></thead>'
    )


def _band(step: str) -> str:
    return (
        f'<tr class="band"><th scope="colgroup" colspan="{_WIDTH}"><span>{_STEP_NUMBERS[step]}</span> {STEPS[step]}</th></tr>'
    )


def _group(decision: Decision, band: str) -> str:
    # The threshold and the sentence stand beside the options. On the left they would displace the cells of the rows
    # below, and WeasyPrint's tags would name the wrong column heads for them.
    rows = len(decision.options) + 1
    return (
        f'<tbody id="{decision.id}">{band}<tr class="question"><th scope="rowgroup" colspan="{_WIDTH - 1}">'
        f'<span class="place">{STEPS[decision.step]} · {decision.area}</span><span class="ask">{_print(decision.question)}</span> '
        f'<span class="default"><b class="mark">✓</b> {_print(decision.default)}</span></th>'
        f'<td class="flip" rowspan="{rows}"><p><b>{FLIP[0]}</b> {_print(decision.flip_when)}</p>'
        f'<p class="say"><b>{SAY[0]}</b> “{_print(decision.say)}”</p></td></tr>'
        f"{''.join(_row(option, option.name == decision.default) for option in decision.options)}</tbody>"
    )


def _row(option: Option, chosen: bool) -> str:
    mark = '<b class="mark">✓</b> ' if chosen else ""
    cells = "".join(f'<td class="{field}">{_print(getattr(option, field))}</td>' for field in COLUMNS)
    return (
        f'<tr class="option{" chosen" if chosen else ""}"><th scope="row">{mark}{_print(option.name)}</th>{cells}</tr>'
    )


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
            "chapters": " ".join(chapter.id for chapter in book.users_of(decision.id)),
            "sources": " ".join(decision.sources),
        }
        for _, decisions in by_step(book)
        for decision in decisions
        for option in decision.options
    ]


def _write_csv(book: Book, path: Path) -> None:
    # Spreadsheets take a file without a byte-order mark for their own system's encoding.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows(book))
