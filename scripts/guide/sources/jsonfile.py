"""JSON read with the line of everything in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from guide.sources.text import first_unshowable

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class JsonError(ValueError):
    """JSON that can't be read; `line` and `column` start at 1."""

    def __init__(self, message: str, line: int, column: int, mend: str) -> None:
        super().__init__(message)
        self.line, self.column, self.mend = line, column, mend


# What the parser says → what the author did, and how to mend it.
_WORDS = {
    "Expecting ',' delimiter": ("a comma is missing before this", "put a comma after the value above."),
    "Expecting property name enclosed in double quotes": ("a field's name is expected here", "delete the comma before it, or put the name in double quotes."),
    "Illegal trailing comma before end of object": ("the last field has a comma", "delete the comma."),
    "Illegal trailing comma before end of array": ("the last entry has a comma", "delete the comma."),
    "Expecting value": ("a value is expected here", "write one, or delete the comma before it; text stands in double quotes."),
    "Expecting ':' delimiter": ("a colon is missing after the field's name", 'write "name": value.'),
    "Unterminated string starting at": ("the quote opened here is never closed", "close it with a double quote."),
    "Invalid control character at": ("a line breaks, or a tab stands, inside the quotes", "write the text on one line."),
    "Extra data": ("text follows after the end of the list", "delete it, or move it into the list."),
    "Invalid \\escape": ("a backslash starts no known escape", "write the backslash twice."),
    "Invalid \\uXXXX escape": ("the backslash and u need four digits after them", "write the character itself."),
}  # fmt: skip


def read_json(text: str) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """The value, and the line of every field and entry by its path. Raises JsonError and nothing else."""
    try:
        value = json.loads(text, parse_constant=lambda name: name)
        places = _places(text)
        odd = _odd_text(value) if "\\u" in text else None
    except json.JSONDecodeError as error:
        message, mend = _WORDS.get(error.msg, (error.msg, "correct the JSON."))
        raise JsonError(message, error.lineno, error.colno, mend) from None
    except RecursionError:
        raise JsonError("lists and objects are nested too deeply", 1, 1, "write it flat.") from None
    except JsonError:
        raise
    except ValueError as error:  # a number of more digits than Python converts
        raise JsonError(f"a number can't be read: {error}", 1, 1, "put it in quotes.") from None
    if odd:
        message = f"U+{ord(odd[1]):04X} stands in a text, and no page can show it"
        raise JsonError(message, places.get(odd[0], 1), 1, "delete its escape.")
    return value, places


def _odd_text(value: Any) -> tuple[tuple[str | int, ...], str] | None:
    """The path of the first text with a character that no page can show, and the character."""
    return next(((path, char) for path, text in _strings(value, ()) if (char := first_unshowable(text))), None)


def _strings(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in a value, the names of fields among them, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name), name
            yield from _strings(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*path, number))


def _places(text: str) -> dict[tuple[str | int, ...], int]:
    """Lines by path in valid JSON. Raises JsonError where a field stands twice, of which JSON would lose the first."""
    places: dict[tuple[str | int, ...], int] = {}
    path: list[str | int] = []
    kinds: list[str] = []
    line, seen, name = 1, 0, True

    def arrive() -> None:
        if kinds and kinds[-1] == "[":
            places[tuple(path)] = line
        elif not kinds:
            places[()] = line

    for match in _TOKEN.finditer(text):
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        token = match[0]
        if token in "{[":
            arrive()
            kinds.append(token)
            path.append(0 if token == "[" else "")
            name = token == "{"
        elif token in "}]":
            kinds.pop()
            path.pop()
        elif token == ",":
            if kinds[-1] == "[":
                path[-1] += 1
            else:
                name = True
        elif token == ":":
            name = False
        elif kinds and kinds[-1] == "{" and name:
            path[-1] = json.loads(token) if "\\" in token else token[1:-1]
            if tuple(path) in places:
                column = match.start() - text.rfind("\n", 0, match.start())
                raise JsonError(f"the field {path[-1]!r} stands twice", line, column, "keep one of the two.")
            places[tuple(path)] = line
        else:
            arrive()
    return places
