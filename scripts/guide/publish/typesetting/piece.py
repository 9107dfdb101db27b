"""A stretch of a printed output that is set by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A stretch of the book that is set by itself.

    Its `html` has the numbers' places empty; `references` are the ids whose pages they show, in order, and `anchors`
    the ids that it has. `side` is the page that it begins on: "right", or "" for whichever comes next. The place of
    the blocks of a `movable` piece depends on the pages; one with `designed` pages fills them to their edges, so that
    it is set for every paper by itself.
    """

    id: str
    html: str
    references: tuple[str, ...]
    anchors: tuple[str, ...]
    side: str
    movable: bool
    designed: bool = False
