"""YAML read as text with places: every value is what its author wrote, and every node knows its line.

YAML guesses types: `no` is false, `12:30` is 45000, `2026-13-41` is an exception. Here a scalar is its text, and the
typed reader decides what it means. An empty value, `~` and `null` are None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from guide.sources.text import first_unshowable

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STANDARD = "tag:yaml.org,2002:"
_NULLS = ("", "~", "null")

Tag = Callable[[str, Any], Any]
"""Gives a node with a tag of its own (`!ENV`) its value: (tag, the value without it) → value."""

# What the parser says (a part of it) → what the author did, and how to mend it.
_WORDS = (
    ("mapping values are not allowed", "a colon followed by a space stands inside a value", "put the value in quotes."),
    ("cannot start any token", "a value can't start with this character", "put the value in quotes; indent with spaces, not tabs."),
    ("found a tab character", "a tab stands where only spaces can indent", "use spaces."),
    ("tab", "a tab stands where only spaces can indent", "use spaces."),
    ("unexpected end of stream", "the quote opened here is never closed", "close it; a quote inside single quotes is written twice."),
    ("did not find expected key", "the line fits neither the entry above nor a new one", "line it up with the keys above, or close a quote or bracket."),
    ("did not find expected '-'", "the line isn't indented as the list above", "line it up with the other entries."),
    ("could not find expected ':'", "the key has no colon", "write `key: value`."),
    ("expected ',' or ']'", "the list opened above is never closed", "close it with ]."),
    ("expected ',' or '}'", "the mapping opened above is never closed", "close it with }."),
    ("expected a single document", "a second `---` starts another document", "delete the line."),
    ("expected <document start>", "text follows after the end of the data", "indent it, or delete it."),
    ("undefined alias", "an asterisk at the start of a value names an anchor that isn't there", "put the value in quotes."),
    ("duplicate anchor", "an anchor stands twice", "put the value in quotes."),
    ("anchor", "an & at the start of a value starts an anchor", "put the value in quotes."),
    ("alias", "an asterisk at the start of a value starts an alias", "put the value in quotes."),
    ("unknown escape", "a backslash inside double quotes starts no known escape", "use single quotes."),
    ("block scalar", "the line isn't indented as the text above", "indent the whole text alike."),
    ("tag", "an exclamation mark at the start of a value starts a tag", "put the value in quotes."),
    ("directive", "a percent sign at the start of a line starts a directive", "put the value in quotes."),
)  # fmt: skip


class YamlError(ValueError):
    """YAML that can't be read; `line` and `column` start at 1."""

    def __init__(self, message: str, line: int, column: int, mend: str = "correct the YAML.") -> None:
        super().__init__(message)
        self.line, self.column, self.mend = line, column, mend


class Located:
    """A value with the places of everything in it. `value` is made of dict, list, str and None."""

    def __init__(self, value: Any, node: yaml.Node, offset: int = 0) -> None:
        self.value, self._node, self._offset = value, node, offset

    @property
    def line(self) -> int:
        """Where the value starts, from 1."""
        return self._node.start_mark.line + 1 + self._offset

    def line_of(self, *path: str | int) -> int:
        """The line of the node that `path` leads to (keys and indexes), or of the last one on the way that is there.

        A key's place is the key's own; an entry's of a list is where it starts.
        """
        node, line = self._node, self.line
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode) and k.value == step), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1 + self._offset, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1 + self._offset
            else:
                break
        return line

    def lines(self) -> dict[tuple[str | int, ...], int]:
        """The lines of all nodes by their paths; the value's own is at (). For values that are known to be small."""
        found: dict[tuple[str | int, ...], int] = {(): self.line}

        def visit(node: yaml.Node, path: tuple[str | int, ...]) -> None:
            if isinstance(node, yaml.MappingNode):
                for key, child in node.value:
                    found[(*path, key.value)] = key.start_mark.line + 1 + self._offset
                    visit(child, (*path, key.value))
            elif isinstance(node, yaml.SequenceNode):
                for number, child in enumerate(node.value):
                    found[(*path, number)] = child.start_mark.line + 1 + self._offset
                    visit(child, (*path, number))

        visit(self._node, ())
        return found

    def __iter__(self) -> Iterator[Located]:
        """The entries of a list."""
        for value, node in zip(self.value, self._node.value, strict=True):
            yield Located(value, node, self._offset)

    def __getitem__(self, key: str) -> Located:
        """The value of a mapping's key. Raises KeyError."""
        for (name, node), (found, value) in zip(self._node.value, self.value.items(), strict=True):
            if name.value == key == found:
                return Located(value, node, self._offset)
        raise KeyError(key)


class _Values:
    """Makes values of nodes; a node that is used twice (by an alias) is one value."""

    def __init__(self, offset: int, tag: Tag | None) -> None:
        self.offset, self.tag = offset, tag
        self.done: dict[int, Any] = {}
        self.open: set[int] = set()

    def error(self, message: str, node: yaml.Node, mend: str) -> YamlError:
        return YamlError(message, node.start_mark.line + 1 + self.offset, node.start_mark.column + 1, mend)

    def of(self, node: yaml.Node) -> Any:
        if id(node) in self.done:
            return self.done[id(node)]
        if id(node) in self.open:
            raise self.error("the value contains itself", node, "write it out instead of using an alias.")
        self.open.add(id(node))
        value = self._plain(node)
        foreign = not node.tag.startswith(_STANDARD) or node.tag.startswith(_STANDARD + "python/")
        if foreign and node.tag != "!":
            if self.tag is None:
                raise self.error(f"the tag {node.tag!r} has no meaning here", node, "put the value in quotes.")
            value = self.tag(node.tag, value)
        self.open.discard(id(node))
        self.done[id(node)] = value
        return value

    def _plain(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            if found := first_unshowable(node.value):
                raise self.error(
                    f"U+{ord(found):04X} stands in this value, and no page can show it", node, "delete its escape."
                )
            return None if not node.style and node.value in _NULLS else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.of(child) for child in node.value]
        values: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.error("a key is a list or a mapping", key, "write a plain word before the colon.")
            if key.value in values:
                raise self.error(f"the key {key.value!r} stands twice", key, "keep one of the two.")
            values[key.value] = self.of(child)
        return values


def _said(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    raw = f"{error.context or ''} {error.problem or ''}"
    for part, message, mend in _WORDS:
        if part in raw:
            return message, mend
    return str(error.problem or error.context), "correct the YAML."


def read_yaml(text: str, offset: int = 0, tag: Tag | None = None) -> Located | None:
    """The document in `text`, None when there is nothing in it.

    `offset` is added to every line, for YAML that stands inside another file. Without `tag`, tags are mistakes.
    Raises YamlError and nothing else.
    """
    try:
        node = yaml.compose(text, _Loader)
        return None if node is None else Located(_Values(offset, tag).of(node), node, offset)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message, mend = _said(error)
        if "quote opened" in message and error.context_mark:
            mark = error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(message, min(line, text.count("\n") + 1) + offset, column, mend) from None
    except yaml.YAMLError as error:
        raise YamlError(f"the YAML can't be read: {str(error).splitlines()[0]}", 1 + offset, 1) from None
    except RecursionError:
        raise YamlError("lists and mappings are nested too deeply", 1 + offset, 1, "write it flat.") from None


def environment_tag(environment: Mapping[str, str]) -> Tag:
    """Reads `!ENV NAME` and `!ENV [NAME, …, default]` as MkDocs does; the values of other tags are None."""

    def value(tag: str, plain: Any) -> Any:
        if tag != "!ENV":
            return None
        *names, default = (
            plain
            if isinstance(plain, list) and len(plain) > 1
            else [*(plain if isinstance(plain, list) else [plain]), None]
        )
        return next((environment[name] for name in names if isinstance(name, str) and name in environment), default)

    return value
