"""Blocks and evaluations remembered by what they say: a save re-evaluates only the chapters whose numbers changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, TypeVar

from .evaluate import Evaluation, Resolve, Value, evaluate, foreign_names
from .language import Block, parse

Kept = TypeVar("Kept")


class Memory:
    """What has been read and evaluated, for as long as its owner keeps it.

    An evaluation is remembered by its chapter, the texts
    of its blocks, the values that they take from other chapters, and which of its names are quoted.
    """

    def __init__(self, most: int = 1024) -> None:
        """Remembers at most so many blocks and so many evaluations, and forgets those that were asked for longest ago."""
        self._most = most
        self._blocks: dict[str, Block] = {}
        self._evaluations: dict[tuple, Evaluation] = {}

    def block(self, text: str) -> Block:
        """As `parse`."""
        return _remembered(self._blocks, text, self._most, lambda: parse(text))

    def evaluate(self, chapter: str, texts: Sequence[str], resolve: Resolve | None = None,
                 used: Collection[str] = ()) -> Evaluation:
        """As `evaluate`, of blocks with these texts."""
        blocks = [self.block(text) for text in texts]
        others: dict[str, Value | None] = {}
        for name in sorted(foreign_names(blocks)):
            home, _, own = name.rpartition(".")
            if home != chapter:
                others[name] = _resolved(resolve, home, own)

        def known(home: str, own: str) -> Value:
            if value := others[f"{home}.{own}"]:
                return value
            raise LookupError(f"{home}.{own}")

        key = (chapter, tuple(texts), tuple(others.items()), frozenset(used))
        return _remembered(self._evaluations, key, self._most, lambda: evaluate(chapter, blocks, known, used))


def _resolved(resolve: Resolve | None, home: str, own: str) -> Value | None:
    if resolve is None:
        return None
    try:
        return resolve(home, own)
    except LookupError:
        return None


def _remembered(kept: dict[Any, Kept], key: Hashable, most: int, make: Callable[[], Kept]) -> Kept:
    """What is kept under a key, made when it isn't there; it moves to the end that is forgotten last."""
    found = kept.pop(key) if key in kept else make()
    kept[key] = found
    while len(kept) > most:
        del kept[next(iter(kept))]
    return found
