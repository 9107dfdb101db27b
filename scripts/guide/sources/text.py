"""From the bytes of a source file to its text, and the place where reading collects what is wrong."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guide.problems import Problem
from guide.project import Project

CODE = "source"
"""The code of problems of a file as such: unreadable, not UTF-8, characters that no output can hold."""

_LONGEST = 280
"""Characters of a message; authors' values that are quoted in it may be of any length."""

_INVISIBLE = frozenset("\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffd\ufffe\uffff")
"""Characters that nobody sees in an editor and that change what is read: soft hyphens, spaces without width, marks of
direction, and the sign for a byte that couldn't be read."""

_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7}) .*|\|{7}|={7}")
_NEXT = {
    "": ("<<<<<<<", ">>>>>>>"),
    "<<<<<<<": ("|||||||", "======="),
    "|||||||": ("=======",),
    "=======": (">>>>>>>",),
}
"""The marks that may follow a mark in a merge conflict."""


@dataclass(frozen=True)
class Blemish:
    """Something wrong with a text as text, before anybody asks what it means. Line and column start at 1."""

    line: int
    column: int
    message: str
    mend: str


def _place(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def decode(data: bytes) -> tuple[str, list[Blemish]]:
    """The text of a file with `\\n` between its lines and without a byte-order mark, and what is wrong with it.

    Bytes that aren't UTF-8 are read in the encoding that they most probably have, so that one wrong setting of an
    editor isn't followed by a hundred problems of what the file then seems to lack.
    """
    blemishes = []
    encoding = next((name for mark, name in _ENCODINGS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
        if encoding == "utf-16":
            blemishes.append(Blemish(1, 1, "the file is UTF-16, not UTF-8.", "save it as UTF-8."))
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and b"\0" in data:
            return None, [Blemish(1, 1, "this is no text, but some program's own data.", "put a text file in its place.")]
        known = _lines(data[: error.start].decode(encoding, errors="replace"))
        line, column = _place(known, len(known))
        message = f"the byte 0x{data[error.start]:02X} isn't UTF-8; the file looks like Windows-1252."
        if encoding == "utf-16":
            message = "the file is UTF-16, and broken."
        blemishes.append(Blemish(line, column, message, "save the file as UTF-8."))
        text = data.decode("cp1252" if encoding != "utf-16" else encoding, errors="replace")
    text, found = _without_odd_characters(_lines(text))
    blemishes += [] if blemishes else found
    text, conflicts = _without_conflicts(text)
    return text, blemishes + conflicts


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unshowable(char: str) -> bool:
    """Whether no output can hold the character: controls, private use, invisible separators of lines."""
    if char in "\n\t":
        return False
    return unicodedata.category(char) in ("Cc", "Co", "Cs", "Zl", "Zp") or char in _INVISIBLE


def first_unshowable(text: str) -> str | None:
    """The first character of a text that no output can hold."""
    if text.isascii() and text.isprintable():
        return None
    return next((char for char in dict.fromkeys(text) if unshowable(char)), None)


def _without_odd_characters(text: str) -> tuple[str, list[Blemish]]:
    """`text` with a space for every odd character, and one blemish for all of them, at the first."""
    odd = {char for char in set(text) if unshowable(char)}
    if not odd:
        return text, []
    pattern = re.compile(f"[{re.escape(''.join(sorted(odd)))}]")
    places = [match.start() for match in pattern.finditer(text)]
    char = text[places[0]]
    name = unicodedata.name(char, "a control character").lower()
    more = f", and {len(places) - 1} more such characters" if len(places) > 1 else ""
    message = f"U+{ord(char):04X} ({name}) stands here{more}; no page can show it."
    return pattern.sub(" ", text), [Blemish(*_place(text, places[0]), message, "delete it.")]


def _without_conflicts(text: str) -> tuple[str, list[Blemish]]:
    """`text` with the first side of every merge conflict; its lines keep their numbers."""
    if "<<<<<<< " not in text and ">>>>>>> " not in text:
        return text, []
    found: list[Blemish] = []
    kept: list[str] = []
    side = ""  # of the conflict that the line stands in: the mark that opened the side
    for number, line in enumerate(text.split("\n"), 1):
        mark = line[:7] if _CONFLICT.fullmatch(line) else ""
        if mark == "<<<<<<<" or (mark == ">>>>>>>" and not side):
            what = "a merge conflict starts here." if mark == "<<<<<<<" else "a merge conflict's last mark stands here."
            found.append(Blemish(number, 1, what, "keep one side and delete the marks."))
        if mark in _NEXT.get(side, ()):
            side = "" if mark == ">>>>>>>" else mark
            kept.append("")
        else:
            kept.append(line if side in ("", "<<<<<<<") else "")
    # A conflict that never ends may be all of the file: nothing of it is left out then.
    return ("\n".join(kept) if not side else text), found


def _sayable(text: str) -> str:
    """`text` with escapes for what can't be printed, and without its middle when it is long."""
    said = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 60]} … {said[-50:]}"


@dataclass
class Reader:
    """Reads one project's files and keeps what was found: texts by their name in messages, and problems.

    `unread` holds the files whose content isn't known, or not all of it: what only they could answer isn't checked.
    """

    project: Project
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)

    def note(self, path: Path, line: int, code: str, message: str, mend: str, column: int = 0) -> None:
        """Keeps a problem, said in one line that any terminal can show, whatever was found in the file."""
        name, message, mend = map(_sayable, (self.project.relative(path), message, mend))
        self.problems.append(Problem(name, line, code, message, mend, column))

    def is_there(self, path: Path) -> bool:
        """Whether anything stands at `path`, be it no file, or a link to nowhere."""
        return os.path.lexists(path)

    def text(self, path: Path) -> str | None:
        """The text of the file at `path`; None, with a problem noted, when there is none to read."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                what = "a folder" if path.is_dir() else "no plain file"
                self.note(path, 0, CODE, f"this is {what}.", "put a text file in its place.")
            else:
                text, blemishes = decode(path.read_bytes())
                for found in blemishes:
                    self.note(path, found.line, CODE, found.message, found.mend, found.column)
                if text is not None and not text.strip():
                    self.note(path, 0, CODE, "the file is empty.", "write it, restore it, or delete it and what names it.")
                    text = None
                if text is None:
                    self.unread.add(path)
                    return None
                self.texts[self.project.relative(path)] = text
                return text
        except OSError as error:
            self.note(
                path, 0, CODE, f"the file can't be read: {error.strerror}.", "restore the file, or its permissions."
            )
        self.unread.add(path)
        return None

    def files(self, folder: Path, pattern: str) -> Iterator[Path]:
        """The paths below `folder` that match, in an order that every machine agrees on."""
        for path in sorted(folder.rglob(pattern)):
            if all(char.isprintable() for char in path.name):
                yield path
            else:
                self.note(path, 0, CODE, "the file's name holds a character that can't be shown.", "rename the file.")
