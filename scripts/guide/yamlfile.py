"""YAML read with the line of every entry, so that a mistake in data is named by its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True)
class Located:
    """A plain value with the line (from 1) where it starts, and the lines of a mapping's keys."""

    value: Any
    line: int
    keys: dict[str, int]

    def line_of(self, *path: str | int) -> int:
        """The line of the nearest known ancestor of `path` (as pydantic's error locations give it)."""
        return self.keys.get(str(path[0]), self.line) if path else self.line


class YamlError(ValueError):
    """YAML that can't be parsed; `line` and `column` start at 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML lets a repeated key win silently; here it is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _locate(node: yaml.Node, value: Any, offset: int) -> Located:
    keys = {}
    if isinstance(node, yaml.MappingNode):
        keys = {str(key.value): key.start_mark.line + 1 + offset for key, _ in node.value}
    return Located(value, node.start_mark.line + 1 + offset, keys)


def read_yaml(text: str, offset: int = 0) -> Located | list[Located] | None:
    """A mapping as one Located, a list as one Located an entry, None for an empty text.

    `offset` is added to every line, for YAML that stands inside another file. Raises YamlError.
    """
    loader = _UniqueKeys(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        value = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1 + offset, mark.column + 1) if mark else (1 + offset, 1)
        raise YamlError(str(error.problem or error.context), line, column) from None
    finally:
        loader.dispose()
    if isinstance(node, yaml.SequenceNode):
        return [_locate(child, entry, offset) for child, entry in zip(node.value, value, strict=True)]
    return _locate(node, value, offset)
