"""Where the pieces of the book are before all of them are set: from what is set, from the last build, or roughly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from guide.kept import Kept
from guide.publish.book.binding import Bound, places
from guide.publish.book.manuscript import END, FRONT, Piece
from guide.publish.book.typeset import SetPiece

if TYPE_CHECKING:
    from guide.publish.book import Paper

_CHARACTERS_A_PAGE = 2300
_IMAGE_MM = re.compile(r'data-size="[\d.]+ ([\d.]+)"')
_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_UNSURE = 0.2
"""A guessed number this near to a power of ten, as part of it, may have a digit more or less."""


class Guess:
    """The pages of all places on every paper, better with every piece that is set."""

    def __init__(self, pieces: Sequence[Piece], papers: Sequence[Paper], kept: Kept) -> None:
        self._pieces, self._papers, self._kept = pieces, papers, kept
        self._set: dict[Paper, dict[str, SetPiece]] = {paper: {} for paper in papers}
        self._home = {anchor: piece.id for piece in pieces for anchor in piece.anchors}
        last = kept.get(self._last) or {}
        self._rough: dict[Paper, dict[str, tuple[int, dict[str, int]]]] = {
            paper: {piece.id: _rough(piece, last.get(paper.file, {}).get(piece.id), paper) for piece in pieces}
            for paper in papers
        }
        self._starts: dict[Paper, dict[str, int]] = {}

    @property
    def _last(self) -> str:
        return self._kept.key("last")

    def learn(self, piece: Piece, made: Mapping[str, SetPiece]) -> None:
        """Takes in how a piece was set, by the papers' files."""
        for paper in self._papers:
            if paper.file in made:
                self._set[paper][piece.id] = made[paper.file]
        self._starts.clear()

    def bound(self, paper: Paper) -> list[Bound]:
        """All pieces at their places, when all are set."""
        made = [self._set[paper][piece.id] for piece in self._pieces]
        return places(made, [piece.side for piece in self._pieces])

    def made(self, paper: Paper, piece: Piece) -> SetPiece:
        return self._set[paper][piece.id]

    def start(self, paper: Paper, piece: Piece) -> int:
        if paper not in self._starts:
            following, starts = 1, {}
            for one in self._pieces:
                starts[one.id] = following + (one.side == "right" and following % 2 == 0)
                following = starts[one.id] + self._pages(paper, one.id)
            self._starts[paper] = starts
        return self._starts[paper][piece.id]

    def _pages(self, paper: Paper, piece: str) -> int:
        made = self._set[paper].get(piece)
        return made.pages if made else self._rough[paper][piece][0]

    def numbers(self, paper: Paper, anchors: Iterable[str]) -> list[int]:
        """The pages of places."""
        self.start(paper, self._pieces[0])
        return [self._number(paper, anchor) for anchor in anchors]

    def _number(self, paper: Paper, anchor: str) -> int:
        home = self._home[anchor]
        made = self._set[paper].get(home)
        page = made.anchors[anchor][0] if made else self._rough[paper][home][1].get(anchor, 0)
        return self._starts[paper][home] + page

    def ready(self, waiting: Sequence[Piece], idle: bool) -> list[Piece]:
        """Which of the waiting pieces to set now: those whose numbers' digits are sure, and those before them that make
        them so. The end needs to know on which side it begins."""
        unsure_until = {paper: self._unsure_until(paper) for paper in self._papers}
        ready = [
            piece
            for piece in waiting
            if piece.id != END
            and (
                any(self.start(paper, piece) <= unsure_until[paper] for paper in self._papers)
                or all(self._sure(paper, piece) for paper in self._papers)
            )
        ]
        return ready or (list(waiting) if idle else [])

    def _unsure_until(self, paper: Paper) -> float:
        """The last page that must be set before a power of ten is at a known place."""
        for power in (100, 1000):
            pieces = [p for p in self._pieces if self.start(paper, p) <= power * (1 + _UNSURE)]
            if any(piece.id not in self._set[paper] for piece in pieces):
                return power * (1 + _UNSURE)
        return 0.0

    def _sure(self, paper: Paper, piece: Piece) -> bool:
        """Whether no number of a piece is a guess near a power of ten."""
        exact = self._exact(paper)
        for anchor, number in zip(piece.references, self.numbers(paper, piece.references), strict=True):
            if self._home[anchor] not in exact:
                power = min((10, 100, 1000, 10000), key=lambda p: abs(p - number) / p)
                if abs(power - number) <= _UNSURE * power:
                    return False
        return True

    def _exact(self, paper: Paper) -> set[str]:
        """The pieces whose place is known, as all before them are set."""
        exact = set()
        for piece in self._pieces:
            if piece.id not in self._set[paper]:
                break
            exact.add(piece.id)
        return exact

    def keep(self, books: Mapping[Paper, Sequence[Bound]]) -> None:
        """Remembers where everything is, for the next build's guess."""
        self._kept.put(
            self._last,
            {
                paper.file: {
                    piece.id: (one.piece.pages, {name: page for name, (page, *_) in one.piece.anchors.items()})
                    for piece, one in zip(self._pieces, bound, strict=True)
                }
                for paper, bound in books.items()
            },
        )


def _rough(piece: Piece, last: Sequence | None, paper: Paper) -> tuple[int, dict[str, int]]:
    """(pages, the page of each id) of a piece as the last build had it, or from the length of its text."""
    if last:
        pages, anchors = last
        return pages, anchors
    if piece.id == FRONT:
        return 12, {}
    position, anchors, end = 0.0, {}, 0
    for match in _ID.finditer(piece.html):
        position += _length(piece.html[end : match.start()], paper)
        end = match.start()
        anchors[match[1]] = int(position)
    return int(position + _length(piece.html[end:], paper)) + 1, anchors


def _length(text: str, paper: Paper) -> float:
    """About how many pages a stretch of HTML takes."""
    images = sum(float(height) + 12 for height in _IMAGE_MM.findall(text))
    return len(_TAG.sub("", text)) / _CHARACTERS_A_PAGE + images / paper.text_mm


