"""What can be wrong with a book, and how it is said: one line with a place, a stable code, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in the sources or in an output.

    `path` is relative to the project's root; `line` and `column` start at 1, 0 meaning "the whole file".
    """

    path: str
    line: int
    code: str
    message: str
    mend: str
    column: int = 0

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line else "") + (f":{self.column}" if self.column else "")
        return f"{place}: [{self.code}] {self.message} Mend: {self.mend}"


class BookError(Exception):
    """A book that can't be built; carries the problems that stop it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
