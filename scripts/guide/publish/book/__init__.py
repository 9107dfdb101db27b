"""`guide.pdf` and `guide-letter.pdf`: the complete book, on A4 and on Letter; `chapters/`: each chapter by itself.

Each piece of the book (a chapter, a part's opener, …) is set by itself in a pool of processes and kept under the hash
of what it is made from; bound, the pieces are the book. The number of a page that a piece refers to is written when
all pieces are set: only how many digits it has must be known before. That is guessed, and a piece with a wrong guess
is set again, until all are right.

All papers have the same block of text, so that a page has one number on all of them and is laid out once: bound, it is
moved to the place that its paper and its side give the block. Only pages without margins are made for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from queue import SimpleQueue

from guide.formulas import Formulas
from guide.kept import Kept
from guide.model import Book, Chapter
from guide.problems import BookError, Problem
from guide.project import Project
from guide.publish import Publication
from guide.publish.book.guess import Guess
from guide.publish.book.manuscript import assemble, describe_chapter
from guide.publish.printing import PAPERS, Paper, font_faces, font_files, sheet_of
from guide.publish.typesetting.binding import Bound, bind, on_paper, page_numbers
from guide.publish.typesetting.piece import Piece
from guide.publish.typesetting.typeset import Setting, Styles, frames_of, typeset

_ROUNDS = 8


CHAPTERS = "chapters"
"""The folder with a PDF a chapter, on the first paper."""

_SHEETS = ("pages.css", "text.css", "blocks.css", "front.css")
_MEASURE = "measure.css"


def file_of(paper: Paper) -> str:
    """The name of the book's file."""
    return f"guide{paper.ending}.pdf"


def _styles(project: Project, own: str) -> Styles:
    return Styles(font_faces(project), tuple(sheet_of(project, name) for name in (*_SHEETS, own)))


def publish(publication: Publication, target: Path) -> dict[str, int]:
    """Writes the book in every size and each of its chapters, their pages numbered as in the book; returns the page of
    every place of it, one on all papers.

    Raises BookError when it can't be printed, or the engine has a complaint.
    """
    book, kept, pool = publication.book, publication.kept, publication.pool
    project = book.project
    manuscript = assemble(publication, Formulas(kept))
    setter = _Setter(project, manuscript.pieces, kept, pool)
    books = setter.set()
    for bound in books.values():
        _complain(publication.book, manuscript.pieces, bound)
    setter.guess.keep()
    numbers, faces = page_numbers(books[PAPERS[0]]), font_files(project)
    written = [
        pool.submit(bind, bound, numbers, manuscript.about, faces, kept, target / file_of(paper))
        for paper, bound in books.items()
    ]
    (target / CHAPTERS).mkdir(exist_ok=True)
    # What the book is bound of, bound once more by itself: nothing is laid out again.
    for piece, bound in zip(manuscript.pieces, books[PAPERS[0]], strict=True):
        if chapter := book.by_id.get(piece.id):
            file, described = target / CHAPTERS / f"{chapter.id}.pdf", describe_chapter(publication, chapter)
            written.append(pool.submit(bind, [bound], numbers, described, faces, kept, file))
    for one in written:
        one.result()
    return numbers


def publish_chapter(publication: Publication, chapter: Chapter, target: Path) -> Path:
    """Writes the PDF of one chapter on the first paper, its pages numbered as in the last build of the whole book.

    What isn't in it is called by the page that the last build had it on. Raises BookError as `publish` does.
    """
    project, kept = publication.book.project, publication.kept
    manuscript = assemble(publication, Formulas(kept))
    setter = _Setter(project, manuscript.pieces, kept, publication.pool)
    piece = next(piece for piece in manuscript.pieces if piece.id == chapter.id)
    bound, numbers = setter.set_one(piece)
    _complain(publication.book, [piece], [bound])
    bind([bound], numbers, describe_chapter(publication, chapter), font_files(project), kept, target)
    return target


class _Setter:
    """Sets all pieces."""

    def __init__(self, project: Project, pieces: Sequence[Piece], kept: Kept, pool: Executor) -> None:
        self._pieces, self._kept, self._pool = pieces, kept, pool
        self._measure = _styles(project, _MEASURE)
        self._styles = {paper: _styles(project, paper.sheet) for paper in PAPERS}
        self.guess = Guess(pieces, kept)
        self._asked: dict[str, Setting] = {}
        self._done: SimpleQueue[Future] = SimpleQueue()

    def set(self) -> dict[Paper, list[Bound]]:
        """The pieces at their places on each paper, with room for the right number of digits everywhere."""
        waiting = list(self._pieces)
        running: dict[Future, Piece] = {}
        while waiting or running:
            for piece in self.guess.ready(waiting, idle=not running):
                waiting.remove(piece)
                running[self._submit(piece)] = piece
            self._collect(running)
        for _ in range(_ROUNDS):
            wrong = [piece for piece in self._pieces if self._setting(piece) != self._asked[piece.id]]
            if not wrong:
                return self._on_papers(self.guess.bound())
            running = {self._submit(piece): piece for piece in wrong}
            while running:
                self._collect(running)
        mend = "change the text or the style a little: its pages would be counted for ever."
        raise BookError(Problem(piece.id, 0, "book-pages", "the page numbers don't come to rest.", mend) for piece in wrong)

    def set_one(self, piece: Piece) -> tuple[Bound, dict[str, int]]:
        """One piece on the first paper at its guessed place, and the page of every place that it refers to."""
        for _ in range(_ROUNDS):
            setting = self._setting(piece)
            # In another process: meanwhile this one makes the site.
            self.guess.learn(piece, self._pool.submit(typeset, piece, setting, self._measure, self._kept).result())
            if setting == self._setting(piece):
                break
        numbers = dict(zip(piece.references, self.guess.numbers(piece.references), strict=True))
        made = self.guess.made(piece)
        bound = Bound(self.guess.start(piece.id), made, made.frames)
        return on_paper(bound, frames_of(made.kinds, self._styles[PAPERS[0]], self._kept)), numbers

    def _on_papers(self, bound: list[Bound]) -> dict[Paper, list[Bound]]:
        """The pieces moved to their places on every paper, those with pages designed to their edges set anew for each.

        Raises BookError when the papers' blocks of text differ.
        """
        books: dict[Paper, list[Bound]] = {}
        kinds = {kind for one in bound for kind in one.piece.kinds}
        for paper in PAPERS:
            frames = frames_of(kinds, self._styles[paper], self._kept)
            anew = {
                piece.id: self._pool.submit(typeset, piece, self._setting(piece, paper), self._measure, self._kept)
                for piece in self._pieces
                if piece.designed and paper != PAPERS[0]
            }
            books[paper] = []
            for piece, one in zip(self._pieces, bound, strict=True):
                if piece.designed and paper == PAPERS[0]:
                    books[paper].append(one)
                    continue
                if piece.id in anew:
                    made = anew[piece.id].result()
                    if made.pages != one.piece.pages:
                        message = f"the piece {piece.id!r} has {made.pages} pages, and {one.piece.pages} on the first paper."
                        raise BookError([_other_pages(paper, message)])
                    books[paper].append(Bound(one.start, made, made.frames))
                    continue
                try:
                    books[paper].append(on_paper(one, frames))
                except ValueError as error:
                    raise BookError([_other_pages(paper, f"{error}.")]) from error
        return books

    def _setting(self, piece: Piece, paper: Paper = PAPERS[0]) -> Setting:
        digits = tuple(len(str(number)) for number in self.guess.numbers(piece.references))
        left = not piece.side and not piece.movable and self.guess.start(piece.id) % 2 == 0
        return Setting(self._styles[paper], digits, left)

    def _submit(self, piece: Piece) -> Future:
        self._asked[piece.id] = setting = self._setting(piece)
        running = self._pool.submit(typeset, piece, setting, self._measure, self._kept)
        # Not `concurrent.futures.wait`: it never hears of what a pool cancels when another publisher has failed.
        running.add_done_callback(self._done.put)
        return running

    def _collect(self, running: dict[Future, Piece]) -> None:
        """Takes what is done next. Raises CancelledError when nothing more is to be done."""
        done = self._done.get()
        self.guess.learn(running.pop(done), done.result())


def _other_pages(paper: Paper, message: str) -> Problem:
    mend = f"give its pages the block of text of overrides/print/{PAPERS[0].sheet}: a page has one number on all papers."
    return Problem(f"overrides/print/{paper.sheet}", 0, "book-paper", message, mend)


def _complain(book: Book, pieces: Sequence[Piece], bound: Sequence[Bound]) -> None:
    mend = "change what it names, in the chapter or in overrides/print/, until the engine is silent."
    problems = []
    for piece, one in zip(pieces, bound, strict=True):
        chapter = book.by_id.get(piece.id)
        path = book.project.relative(chapter.path) if chapter else "overrides/print"
        problems += [Problem(path, 0, "book-log", f"the PDF engine says: {line}", mend) for line in one.piece.said]
    if problems:
        raise BookError(problems)
