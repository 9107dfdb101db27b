"""`guide.pdf` and `guide-letter.pdf`: the complete book, on A4 and on Letter."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from guide.problems import BookError, Problem
from guide.publish import Edition
from guide.publish.book.assemble import assemble
from guide.publish.book.pdf import font_faces, write_pdf

PAPERS = {"guide.pdf": ("a4.css",), "guide-letter.pdf": ("letter.css",)}
"""The files, each with the style sheets that are its own."""

_SHEETS = ("pages.css", "text.css", "blocks.css", "front.css")


def publish(edition: Edition, target: Path) -> None:
    """Writes the book in every size. Raises BookError when it can't be printed, or the engine has a complaint."""
    project = edition.book.project
    document = assemble(edition)

    def styles(own: tuple[str, ...]) -> list[str]:
        sheets = [(project.print_styles / name).read_text(encoding="utf-8") for name in (*own, *_SHEETS)]
        return [font_faces(project.packages), *sheets]

    # Each size is laid out by itself; two processors do both in the time of one.
    with ProcessPoolExecutor(len(PAPERS), multiprocessing.get_context("spawn")) as pool:
        runs = {
            name: pool.submit(write_pdf, document, styles(own), target / name) for name, own in PAPERS.items()
        }
        complaints = sorted({(name, line) for name, run in runs.items() for line in run.result()})
    if complaints:
        mend = "change what it names, in the chapter or in overrides/print/, until the engine is silent."
        raise BookError(Problem(name, 0, "book-log", f"the PDF engine says: {line}", mend) for name, line in complaints)
