"""YAML with places."""

from __future__ import annotations

import pytest

from guide.yamlfile import Located, YamlError, read_yaml


def test_a_list_knows_the_line_of_each_entry_and_key() -> None:
    entries = read_yaml("# comment\n- id: a\n  name: x\n\n- id: b\n  name: |\n    y\n    z\n  last: 1\n")
    assert [(e.value["id"], e.line) for e in entries] == [("a", 2), ("b", 5)]
    assert entries[1].keys == {"id": 5, "name": 6, "last": 9}
    assert entries[1].line_of("last") == 9
    assert entries[1].line_of("missing") == 5
    assert entries[1].line_of() == 5


def test_a_mapping_inside_another_file_is_offset() -> None:
    located = read_yaml("id: a\ntitle: b\n", offset=7)
    assert isinstance(located, Located)
    assert located.value == {"id": "a", "title": "b"}
    assert (located.line, located.keys) == (8, {"id": 8, "title": 9})


def test_nothing_is_none() -> None:
    assert read_yaml("# only a comment\n") is None


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, 2, "expected ',' or ']'"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "the key 'a' stands twice"),
        ("- x: 1\n  y: 2\n  x: 3\n", 3, 3, "the key 'x' stands twice"),
        ("a: 'open\n", 2, 1, "found unexpected end of stream"),
    ],
)
def test_a_mistake_has_a_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(YamlError, match="") as raised:
        read_yaml(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert message in str(raised.value)
    with pytest.raises(YamlError) as moved:
        read_yaml(text, offset=10)
    assert moved.value.line == line + 10
