"""Examples of checks: edits of a small book, as data. They explain the check and are its test."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Stage = Literal["sources", "site", "build"]


@dataclass(frozen=True)
class Replace:
    """`old`, which stands in `file` once, becomes `new`."""

    file: str
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Raises ValueError when `old` doesn't stand there exactly once."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.old!r} stands {text.count(self.old)} times in {self.file}")
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")

    def lines(self) -> list[str]:
        return [line for line in difflib.ndiff(_lines(self.old), _lines(self.new)) if not line.startswith("?")]


@dataclass(frozen=True)
class Append:
    """`text` comes to the end of `file`."""

    file: str
    text: str

    def apply(self, root: Path) -> None:
        with (root / self.file).open("a", encoding="utf-8") as file:
            file.write(self.text)

    def lines(self) -> list[str]:
        return [f"+ {line}" for line in _lines(self.text)]


@dataclass(frozen=True)
class Write:
    """`file` holds `content`, and nothing that it held before."""

    file: str
    content: str | bytes

    def apply(self, root: Path) -> None:
        path = root / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content if isinstance(self.content, bytes) else self.content.encode("utf-8"))

    def lines(self) -> list[str]:
        return [f"+ {line}" for line in _lines(self.content if isinstance(self.content, str) else repr(self.content))]


@dataclass(frozen=True)
class Delete:
    """`file` isn't there."""

    file: str

    def apply(self, root: Path) -> None:
        (root / self.file).unlink()

    def lines(self) -> list[str]:
        return ["(deleted)"]


@dataclass(frozen=True)
class Move:
    """`file`, or folder, is called `target`."""

    file: str
    target: str

    def apply(self, root: Path) -> None:
        (root / self.file).rename(root / self.target)

    def lines(self) -> list[str]:
        return [f"(moved to {self.target})"]


Edit = Replace | Append | Write | Delete | Move


@dataclass(frozen=True)
class Example:
    """Edits of the small book `tests/fixtures/book`, of the small site `tests/fixtures/site`, or of a book to build.

    Attributes:
        what: says in a few words what the edits do.
        line: of a bad example, the line of the problem: its number, or a text that stands on it and on no other.
        file: the file that the problem names.
        stage: what finds the problem: the checks of the sources, those of a built site, or a whole build.
    """

    what: str
    edits: tuple[Edit, ...]
    line: int | str = 0
    file: str = ""
    stage: Stage = "sources"

    def apply(self, root: Path) -> None:
        for edit in self.edits:
            edit.apply(root)

    def line_in(self, root: Path) -> int:
        """The problem's line once the edits are made. Raises ValueError when the text doesn't stand there once."""
        if isinstance(self.line, int):
            return self.line
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.line) != 1:
            raise ValueError(f"{self.line!r} stands {text.count(self.line)} times in {self.file}")
        start = text.index(self.line) + len(self.line) - len(self.line.lstrip("\n"))
        return text.count("\n", 0, start) + 1


def bad(what: str, *edits: Edit, line: int | str, file: str = "", stage: Stage = "sources") -> Example:
    """A mistake; its problem stands in the first edit's file unless `file` names another."""
    return Example(what, edits, line, file or edits[0].file, stage)


def good(what: str, *edits: Edit, stage: Stage = "sources") -> Example:
    """Something that might be taken for the mistake, and isn't."""
    return Example(what, edits, stage=stage)


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n") if text else []
