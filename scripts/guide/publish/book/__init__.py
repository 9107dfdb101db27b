"""`guide.pdf` and `guide-letter.pdf`: the complete book, on A4 and on Letter.

Each piece of the book (a chapter, a part's opener, …) is set by itself in a pool of processes and kept under the hash
of what it is made from; bound, the pieces are the book. The number of a page that a piece refers to is written when
all pieces are set: only how many digits it has must be known before. That is guessed, and a piece with a wrong guess
is set again, until all are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path

from guide.kept import Kept
from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.project import Project
from guide.publish import Publication
from guide.publish.book.binding import Bound, bind, page_numbers
from guide.publish.book.guess import Guess
from guide.publish.book.manuscript import Piece, assemble
from guide.publish.book.typeset import Setting, Styles, typeset
from guide.publish.formulas import Formulas
from guide.publish.printing import font_faces, font_files, sheet_of

_PX_PER_MM = 96 / 25.4
_ROUNDS = 8


@dataclass(frozen=True)
class Paper:
    """A size of the book: its file, its style sheet, and the height in mm that a page has for text."""

    file: str
    sheet: str
    text_mm: float


PAPERS = (Paper("guide.pdf", "a4.css", 247.0), Paper("guide-letter.pdf", "letter.css", 235.4))
_SHEETS = ("pages.css", "text.css", "blocks.css", "front.css")
_MEASURE = "measure.css"


def _styles(project: Project, own: str) -> Styles:
    return Styles(font_faces(project), tuple(sheet_of(project, name) for name in (*_SHEETS, own)))


def publish(publication: Publication, target: Path) -> None:
    """Writes the book in every size. Raises BookError when it can't be printed, or the engine has a complaint."""
    project, kept, pool = publication.book.project, publication.kept, publication.pool
    manuscript = assemble(publication, Formulas(kept))
    setter = _Setter(project, manuscript.pieces, kept, pool)
    books = setter.set()
    _complain(publication.book, manuscript.pieces, books)
    setter.guess.keep(books)
    faces = font_files(project)
    written = [
        pool.submit(bind, bound, page_numbers(bound), manuscript.about, faces, kept, target / paper.file)
        for paper, bound in books.items()
    ]
    for one in written:
        one.result()


def publish_chapter(publication: Publication, chapter: Chapter, target: Path) -> Path:
    """Writes the PDF of one chapter on the first paper, its pages numbered as in the last build of the whole book.

    What isn't in it is called by the page that the last build had it on. Raises BookError as `publish` does.
    """
    project, kept = publication.book.project, publication.kept
    manuscript = assemble(publication, Formulas(kept))
    setter = _Setter(project, manuscript.pieces, kept, publication.pool)
    paper = PAPERS[0]
    bound, numbers = setter.set_one(next(piece for piece in manuscript.pieces if piece.id == chapter.id), paper)
    _complain(publication.book, [piece for piece in manuscript.pieces if piece.id == chapter.id], {paper: [bound]})
    bind([bound], numbers, manuscript.about, font_files(project), kept, target)
    return target


class _Setter:
    """Sets all pieces on all papers."""

    def __init__(self, project: Project, pieces: Sequence[Piece], kept: Kept, pool: Executor) -> None:
        self._pieces, self._kept, self._pool = pieces, kept, pool
        self._measure = _styles(project, _MEASURE)
        self._styles = {paper: _styles(project, paper.sheet) for paper in PAPERS}
        self.guess = Guess(pieces, PAPERS, kept)
        self._asked: dict[tuple[Paper, str], Setting] = {}

    def set(self) -> dict[Paper, list[Bound]]:
        """The pieces of each paper at their places, with room for the right number of digits everywhere."""
        waiting = list(self._pieces)
        running: dict[Future, Piece] = {}
        while waiting or running:
            for piece in self.guess.ready(waiting, idle=not running):
                waiting.remove(piece)
                running[self._submit(piece, PAPERS)] = piece
            self._collect(running)
        for _ in range(_ROUNDS):
            again = [(piece, papers) for piece in self._pieces if (papers := self._wrong(piece))]
            if not again:
                return {paper: self.guess.bound(paper) for paper in PAPERS}
            running = {self._submit(piece, papers): piece for piece, papers in again}
            while running:
                self._collect(running)
        mend = "change the text or the style a little: its pages would be counted for ever."
        raise BookError(Problem(p.id, 0, "book-pages", "the page numbers don't come to rest.", mend) for p, _ in again)

    def set_one(self, piece: Piece, paper: Paper) -> tuple[Bound, dict[str, int]]:
        """One piece on one paper at its guessed place, and the page of every place that it refers to."""
        for _ in range(_ROUNDS):
            setting = self._setting(piece, paper)
            self.guess.learn(piece, typeset(piece, [setting], self._measure, self._kept))
            if setting == self._setting(piece, paper):
                break
        numbers = dict(zip(piece.references, self.guess.numbers(paper, piece.references), strict=True))
        return Bound(self.guess.start(paper, piece), self.guess.made(paper, piece)), numbers

    def _setting(self, piece: Piece, paper: Paper) -> Setting:
        digits = tuple(len(str(number)) for number in self.guess.numbers(paper, piece.references))
        left = not piece.side and self.guess.start(paper, piece) % 2 == 0
        return Setting(paper.file, self._styles[paper], paper.text_mm * _PX_PER_MM, digits, left)

    def _submit(self, piece: Piece, papers: Sequence[Paper]) -> Future:
        settings = [self._setting(piece, paper) for paper in papers]
        self._asked |= {(paper, piece.id): setting for paper, setting in zip(papers, settings, strict=True)}
        return self._pool.submit(typeset, piece, settings, self._measure, self._kept)

    def _collect(self, running: dict[Future, Piece]) -> None:
        """Takes what is done, after waiting for the first."""
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            self.guess.learn(running.pop(done), done.result())

    def _wrong(self, piece: Piece) -> list[Paper]:
        """The papers on which a piece was set with a wrong guess."""
        return [paper for paper in PAPERS if self._setting(piece, paper) != self._asked[paper, piece.id]]


def _complain(book: Book, pieces: Sequence[Piece], books: Mapping[Paper, Sequence[Bound]]) -> None:
    complaints = {
        (piece.id, line): paper.file
        for paper, bound in reversed(books.items())
        for piece, one in zip(pieces, bound, strict=True)
        for line in one.piece.said
    }
    mend = "change what it names, in the chapter or in overrides/print/, until the engine is silent."
    problems = []
    for (piece, line), file in complaints.items():
        chapter = book.by_id.get(piece)
        path = book.project.relative(chapter.path) if chapter else "overrides/print"
        problems.append(Problem(path, 0, "book-log", f"in {file} the PDF engine says: {line}", mend))
    if problems:
        raise BookError(problems)
