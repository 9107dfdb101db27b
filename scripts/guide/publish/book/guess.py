"""Where the pieces of the book are before all of them are set: from what is set, from the last build, or roughly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from guide.kept import Kept
from guide.publish.book.manuscript import END, FRONT
from guide.publish.typesetting.binding import Bound, places
from guide.publish.typesetting.layout import COLUMN_MM, HEIGHT_MM, WIDTH_MM
from guide.publish.typesetting.piece import Piece
from guide.publish.typesetting.typeset import SetPiece

_CHARACTERS_A_PAGE = 4800
"""Of a chapter's text; tables take more room, sources less."""

_CAPTION_MM = 12
_IMAGE_MM = re.compile(r'data-size="([\d.]+) ([\d.]+)"')
_WITH_ID = re.compile(r'<[^<>]*\sid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_UNSURE = 0.2
"""A guessed number this near to a power of ten, as part of it, may have a digit more or less."""


class Guess:
    """The pages of all places of the book, better with every piece that is set."""

    def __init__(self, pieces: Sequence[Piece], kept: Kept) -> None:
        self._pieces, self._kept = pieces, kept
        self._set: dict[str, SetPiece] = {}
        self._home = {anchor: piece.id for piece in pieces for anchor in piece.anchors}
        last = kept.get(self._last) or {}
        self._rough = {piece.id: last.get(piece.id) or rough(piece) for piece in pieces}
        self._starts: dict[str, int] = {}

    @property
    def _last(self) -> str:
        return self._kept.key("last")

    def learn(self, piece: Piece, made: SetPiece) -> None:
        """Takes in how a piece was set."""
        self._set[piece.id] = made
        self._starts.clear()

    def keep(self) -> None:
        """Remembers where everything is, for the next build's guess."""
        pages = {name: {anchor: page for anchor, (page, *_) in made.anchors.items()} for name, made in self._set.items()}
        self._kept.put(self._last, {name: (made.pages, pages[name]) for name, made in self._set.items()})

    def made(self, piece: Piece) -> SetPiece:
        return self._set[piece.id]

    def bound(self) -> list[Bound]:
        """All pieces at their places, when all are set."""
        return places([self._set[piece.id] for piece in self._pieces], [piece.side for piece in self._pieces])

    def start(self, piece: str) -> int:
        """The first page of a piece, by its id."""
        if not self._starts:
            following = 1
            for one in self._pieces:
                self._starts[one.id] = following + (one.side == "right" and following % 2 == 0)
                following = self._starts[one.id] + self._pages(one.id)
        return self._starts[piece]

    def _pages(self, piece: str) -> int:
        made = self._set.get(piece)
        return made.pages if made else self._rough[piece][0]

    def numbers(self, anchors: Iterable[str]) -> list[int]:
        """The pages of places."""
        return [self._number(anchor) for anchor in anchors]

    def _number(self, anchor: str) -> int:
        home = self._home[anchor]
        made = self._set.get(home)
        page = made.anchors[anchor][0] if made else self._rough[home][1].get(anchor, 0)
        return self.start(home) + page

    def ready(self, waiting: Sequence[Piece], idle: bool) -> list[Piece]:
        """Which of the waiting pieces to set now: those whose numbers' digits are sure, and those before them that make
        them so. The end needs to know on which side it begins."""
        last, exact = self._unsure_until(), self._exact()
        ready = [p for p in waiting if p.id != END and (self.start(p.id) <= last or self._sure(p, exact))]
        return ready or (list(waiting) if idle else [])

    def _unsure_until(self) -> float:
        """The last page that must be set before the next power of ten is at a known place."""
        for power in (100, 1000):
            last = power * (1 + _UNSURE)
            if any(piece.id not in self._set for piece in self._pieces if self.start(piece.id) <= last and piece.id != END):
                return last
        return 0.0

    def _sure(self, piece: Piece, exact: set[str]) -> bool:
        """Whether no number of a piece is a guess near a power of ten; those of places in the `exact` pieces are known."""
        for anchor, number in zip(piece.references, self.numbers(piece.references), strict=True):
            if self._home[anchor] not in exact:
                power = min((10, 100, 1000, 10000), key=lambda p: abs(p - number) / p)
                if abs(power - number) <= _UNSURE * power:
                    return False
        return True

    def _exact(self) -> set[str]:
        """The pieces whose place is known, as all before them are set."""
        exact = set()
        for piece in self._pieces:
            if piece.id not in self._set:
                break
            exact.add(piece.id)
        return exact


def rough(piece: Piece) -> tuple[int, dict[str, int]]:
    """(pages, the page of each id) of a piece, from the length of its text and the size of its drawings.

    A chapter that is guessed far from its length is set twice in a first build: the digits of its numbers were wrong.
    """
    if piece.id == FRONT:
        return 12, {}
    position, anchors, end = 0.0, {}, 0
    for match in _WITH_ID.finditer(piece.html):
        position += _length(piece.html[end : match.start()])
        end = match.start()
        anchors[match[1]] = int(position)
    return int(position + _length(piece.html[end:])) + 1, anchors


def _length(text: str) -> float:
    """About how many pages a stretch of HTML takes."""
    images = sum(
        (COLUMN_MM if float(width) <= COLUMN_MM else WIDTH_MM) * (float(height) + _CAPTION_MM)
        for width, height in _IMAGE_MM.findall(text)
    )
    return len(_TAG.sub("", text)) / _CHARACTERS_A_PAGE + images / (WIDTH_MM * HEIGHT_MM)
