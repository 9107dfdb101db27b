"""Mutated sources, for tests that hold that no source whatever does more than make problems.

    @given(mutations(files))                       # files: {path from the root: bytes}
    def test_…(changed: Changes) -> None:
        with applied(root, files, changed):
            …

A change gives a file new bytes, or takes it away, or puts a folder or a link to itself in its place.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path

from hypothesis import strategies as st


class Instead(Enum):
    """What stands in a file's place."""

    NOTHING = "nothing"
    FOLDER = "a folder"
    LINK = "a link to itself"


Changes = Mapping[str, bytes | Instead]
Draw = Callable[[st.SearchStrategy], object]

ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-8-sig",
    "latin-1",
    "cp1252",
    "cp437",
    "cp037",
    "shift_jis",
    "utf-7",
)
CHARACTERS = (
    "\0", "\x01", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\t", "\r", "\r\n", "\n", "\n\n", " ", "\xa0", "\xad", "\u0301",
    "\u200b", "\u202e", "\u2028", "\u2029", "\ue000", "\ufeff", "\ufffd", "\ufffe", "\U0001f600", "\U0010ffff", "\ud800", "\udc80",
    "é", "ß", "İ", "٣", "Ⅷ",
)  # fmt: skip
MARKS = (
    "---\n", "...\n", "--- \n", ":", ": ", "- ", "? ", "*x ", "&x ", "!x ", "!!python/name:os ", "!!binary ", "!ENV ", "<<: ", "|", ">", "|9", "%", "`", "@", "#", " #",
    "'", '"', "\\", "\\u12", "[", "]", "{", "}", "[[", ",", ",,", "null", "~", "true", "NaN", "1e999", "0x1", "1_000", "12:30",
    "```\n", "~~~\n", "```estimate\n", "```mermaid\n", "```sources\n", "$", "$$", "${", "${x}", "${a.b}", "[@", "[@x]", "](", "[](#", "<!--", "-->", "<", ">", "</div>\n",
    '<div class="frames" markdown>\n', "<script>", "&amp;", "&#0;", "&", "///\n", "/// figure-caption\n", "/// table-caption | #tab-x\n", "!!! note\n", '??? question "x [evaluate]"\n',
    "|---|\n", "| a | b |\n", "# ", "## ", "{#x}", "{: .x}", "==", "assert 1 = 2\n", "watch x\n", ":::role", "-->|x|", "end\n", "%%{init: {}}%%\n", "..", "../", "//",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
)  # fmt: skip
VALUES = (
    "5", "-1", "0", "1.5", "1e999", "1" * 400, "1" * 5000, "true", "null", "", "[]", "{}", "[1]", '["a", "b"]', "[null]", '{"a": 1}', '[{"a": [{}]}]', '"text"', '""',
    '" "', "text", "2026-13-41", "2026-11-21", "9999-12-31", "0000-00-00", "2026", "!x y", "&a [*a]", "*a", "|\n    text", "x" * 5000, "[" * 50, "[" * 50 + "]" * 50,
    '"<b>&amp;"', '"../../etc/passwd"', '"\\u0000"', '"\\ud800"',
)  # fmt: skip

_YAML_VALUE = re.compile(rb"(?m)^([ \t-]*[\w-]+:)[ \t]*(.*)$")
_JSON_VALUE = re.compile(rb'("[\w-]+":)\s*("(?:[^"\\]|\\.)*"|[\w.+-]+|[\[{])')
_KEY = re.compile(rb'(?m)^[ \t-]*"?([\w-]+)"?:')


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def _at(draw: Draw, data: bytes) -> int:
    return draw(st.integers(0, len(data)))


def flipped(draw: Draw, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        if changed:
            changed[draw(st.integers(0, len(changed) - 1))] ^= draw(st.integers(1, 255))
    return bytes(changed)


def encoded(draw: Draw, data: bytes) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")


def cut(draw: Draw, data: bytes) -> bytes:
    start, end = sorted((_at(draw, data), _at(draw, data)))
    return draw(st.sampled_from((data[:start], data[start:], data[:start] + data[end:], data[start:end])))


def with_lines_changed(draw: Draw, data: bytes) -> bytes:
    lines = data.split(b"\n")
    first, second = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    how = draw(st.sampled_from(("delete", "double", "swap", "indent", "dedent", "join", "tab", "empty", "repeat")))
    if how == "delete":
        del lines[first]
    elif how == "double":
        lines.insert(first, lines[first])
    elif how == "swap":
        lines[first], lines[second] = lines[second], lines[first]
    elif how == "indent":
        lines[first] = b" " * draw(st.integers(1, 6)) + lines[first]
    elif how == "dedent":
        lines[first] = lines[first].lstrip()
    elif how == "join":
        lines[first : first + 2] = [b" ".join(lines[first : first + 2])]
    elif how == "tab":
        lines[first] = b"\t" + lines[first]
    elif how == "empty":
        lines.insert(first, b"")
    else:
        start, end = sorted((first, second))
        lines[end:end] = lines[start:end]
    return b"\n".join(lines)


def with_characters(draw: Draw, data: bytes) -> bytes:
    at = _at(draw, data)
    return data[:at] + _bytes(draw(st.sampled_from(CHARACTERS))) * draw(st.sampled_from((1, 1, 1, 3))) + data[at:]


def with_marks(draw: Draw, data: bytes) -> bytes:
    """Markup of some format where it doesn't belong, at the start of a line or anywhere."""
    at = _at(draw, data)
    if draw(st.booleans()):
        at = data.rfind(b"\n", 0, at) + 1
    return data[:at] + _bytes(draw(st.sampled_from(MARKS))) + data[at:]


def with_another_value(draw: Draw, data: bytes) -> bytes:
    """A field's value becomes one of another type."""
    places = [*_YAML_VALUE.finditer(data), *_JSON_VALUE.finditer(data)]
    if not places:
        return with_marks(draw, data)
    match = draw(st.sampled_from(places))
    return data[: match.start(2)] + b" " + _bytes(draw(st.sampled_from(VALUES))) + data[match.end(2) :]


def with_another_key(draw: Draw, data: bytes) -> bytes:
    places = list(_KEY.finditer(data))
    if not places:
        return with_marks(draw, data)
    match, other = draw(st.sampled_from(places)), draw(st.sampled_from(places))
    new = draw(st.sampled_from((other[1], match[1][:-1], match[1].upper(), b"line", b"5", b"[a]", b"? a")))
    return data[: match.start(1)] + new + data[match.end(1) :]


def crossed(draw: Draw, data: bytes) -> bytes:
    """A piece of the file somewhere else in it."""
    start, end = sorted((_at(draw, data), _at(draw, data)))
    at = _at(draw, data)
    return data[:at] + data[start : min(end, start + 2000)] + data[at:]


CHANGES = (
    flipped, encoded, cut, with_lines_changed, with_characters, with_marks, with_another_value, with_another_value,
    with_another_key, crossed,
)  # fmt: skip


@st.composite
def mutations(draw: Draw, files: Mapping[str, bytes], most: int = 3) -> dict[str, bytes | Instead]:
    """One to `most` changes of some of `files`, as {path: what it becomes}."""
    changed: dict[str, bytes | Instead] = {}
    kinds: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(files):
        *folders, last = name.split("/")
        kinds.setdefault((*folders[:1], str(len(folders)), last.rpartition(".")[2]), []).append(name)
    for _ in range(draw(st.integers(1, most))):
        # The kind first: there are many chapters and diagrams, and one file of settings.
        name = draw(st.sampled_from(kinds[draw(st.sampled_from(sorted(kinds)))]))
        data = changed.get(name, files[name])
        if isinstance(data, bytes):
            rare = draw(st.integers(0, 40)) == 40
            changed[name] = draw(st.sampled_from(Instead)) if rare else draw(st.sampled_from(CHANGES))(draw, data)
    return changed


@contextlib.contextmanager
def applied(root: Path, files: Mapping[str, bytes], changed: Changes) -> Iterator[None]:
    """The files below `root` with the changes inside, and as they were outside."""
    try:
        for name, new in changed.items():
            path = root / name
            if isinstance(new, bytes):
                path.write_bytes(new)
                continue
            path.unlink()
            if new is Instead.FOLDER:
                path.mkdir()
            elif new is Instead.LINK:
                os.symlink(path.name, path)
        yield
    finally:
        for name, new in changed.items():
            path = root / name
            if new is Instead.FOLDER:
                path.rmdir()
            elif new is Instead.LINK:
                path.unlink()
            path.write_bytes(files[name])


def files_of(root: Path, *patterns: str) -> dict[str, bytes]:
    """The files below `root` that match, by their paths from it."""
    found = (
        path
        for pattern in patterns
        for path in root.glob(pattern)
        if path.is_file() and "node_modules" not in path.parts
    )
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
