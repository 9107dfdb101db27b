"""`guide.pdf` and `guide-letter.pdf`: the complete book, on A4 and on Letter."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from guide.problems import BookError, Problem
from guide.project import Project
from guide.publish import Edition
from guide.publish.book.assemble import assemble
from guide.publish.book.layout import lay_out, movable
from guide.publish.book.pdf import positions, write_book
from guide.publish.printing import font_faces, sheet_of

_PX_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class Paper:
    """A size of the book: its file, its style sheet, and the height in mm that a page has for text."""

    file: str
    sheet: str
    text_mm: float


PAPERS = (Paper("guide.pdf", "a4.css", 247.0), Paper("guide-letter.pdf", "letter.css", 235.4))
_SHEETS = ("pages.css", "text.css", "blocks.css", "front.css")
_MEASURE = "measure.css"


def _styles(project: Project, *own: str) -> list[str]:
    return [font_faces(project), *(sheet_of(project, name) for name in (*_SHEETS, *own))]


def _end_with_parent() -> None:
    """In a worker: ends it when the build is killed, as nobody is left to tell it to."""

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def publish(edition: Edition, target: Path) -> None:
    """Writes the book in every size. Raises BookError when it can't be printed, or the engine has a complaint."""
    project = edition.book.project
    manuscript = assemble(edition)
    # Text is as wide on every paper, so one measurement serves them all. The processes are new ones: the engine's
    # libraries don't like to be forked.
    workers, context = min(4, os.cpu_count() or 1), multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_end_with_parent) as pool:
        measure = _styles(project, _MEASURE)
        measured = {
            name: pool.submit(positions, manuscript.chapter_html(name), measure)
            for name, chapter in manuscript.chapters.items()
            if movable(chapter)
        }
        tops = {name: run.result() for name, run in measured.items()}
        runs = {}
        for paper in PAPERS:
            for name in tops:
                lay_out(manuscript.chapters[name], tops[name], paper.text_mm * _PX_PER_MM)
            styles = _styles(project, paper.sheet)
            runs[paper.file] = pool.submit(write_book, manuscript.html(), styles, target / paper.file)
        complaints = {line: file for file, run in reversed(runs.items()) for line in run.result()}
    if complaints:
        mend = "change what it names, in the chapter or in overrides/print/, until the engine is silent."
        raise BookError(
            Problem(file, 0, "book-log", f"the PDF engine says: {line}", mend) for line, file in complaints.items()
        )
