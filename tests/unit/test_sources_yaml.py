"""YAML and JSON as texts with places."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.sources.jsonfile import JsonError, read_json
from guide.sources.yamlfile import YamlError, _said, environment_tag, read_yaml


def test_every_node_knows_its_line() -> None:
    text = "# comment\n- id: a\n  name: x\n\n- id: b\n  name: |\n    y\n    z\n  more:\n    - one\n    - deep: 1\n      last: 2\n"
    located = read_yaml(text)
    assert [(entry.value["id"], entry.line) for entry in located] == [("a", 2), ("b", 5)]
    second = list(located)[1]
    places = {("name",): 6, ("more",): 9, ("more", 0): 10, ("more", 1, "deep"): 11, ("more", 1, "last"): 12}
    for path, line in places.items():
        assert second.line_of(*path) == line
        assert second.lines()[path] == line
        assert located.line_of(1, *path) == line
    assert second.line_of() == second.lines()[()] == 5


def test_what_isnt_there_is_where_it_would_stand() -> None:
    located = read_yaml("a:\n  - b: 1\n    c: 2\n")
    assert located.line_of("a", 0, "missing") == 2
    assert located.line_of("a", 7) == located.line_of("a") == 1
    assert located.line_of("missing") == located.line_of("a", 0, "b", "below") - 1 == 1


def test_a_mapping_inside_another_file_is_offset() -> None:
    located = read_yaml("id: a\ntitle: b\n", offset=7)
    assert located.value == {"id": "a", "title": "b"}
    assert (located.line, located.line_of("title")) == (8, 9)
    deep = read_yaml("a:\n  - b: 1\n  - c\n", offset=7)
    assert deep.lines() == {(): 8, ("a",): 8, ("a", 0): 9, ("a", 0, "b"): 9, ("a", 1): 10}
    assert all(deep.line_of(*path) == line for path, line in deep.lines().items())
    assert located["title"].value == "b" and located["title"].line == 9


def test_nothing_is_none() -> None:
    assert read_yaml("# only a comment\n") is None
    assert read_yaml("") is None


def test_a_value_is_what_its_author_wrote() -> None:
    text = "no: no\ntime: 12:30\nday: 2026-13-41\nnumber: 010\nempty:\ntilde: ~\nnull: null\nquoted: ''\nword: 'null'\n"
    assert read_yaml(text).value == {
        "no": "no", "time": "12:30", "day": "2026-13-41", "number": "010", "empty": None, "tilde": None, "null": None,
        "quoted": "", "word": "null",
    }  # fmt: skip


@pytest.mark.parametrize(("context", "problem", "said"), [("while reading a thing", None, "while reading a thing"), ("while reading", "odd", "odd")])
def test_a_mistake_without_words_of_ours_keeps_its_own(context: str, problem: str | None, said: str) -> None:
    assert _said(yaml.MarkedYAMLError(context, None, problem, None)) == (said, "correct the YAML.")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, 2, "the list opened above is never closed"),
        ("a: 1\nb: {x: 2\nc: 3\n", 3, 2, "the mapping opened above is never closed"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "the key 'a' stands twice"),
        ("- x: 1\n  y: 2\n  x: 3\n", 3, 3, "the key 'x' stands twice"),
        ("b: 1\na: 'open\n", 2, 4, "the quote opened here is never closed"),
        ("a: 1\nb: c: d\n", 2, 5, "a colon followed by a space stands inside a value"),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1, "tab"),
        ("a: `code`\n", 1, 4, "a value can't start with this character"),
        ("a: 1\n? [x, y]\n: 2\n", 2, 3, "a key is a list or a mapping"),
        ("a: *x\n", 1, 4, "asterisk"),
        ("a: &x [*x]\n", 1, 4, "the value contains itself"),
        ("a: !x 1\n", 1, 4, "the tag '!x' has no meaning here"),
        ("a: !!python/name:os.system\n", 1, 4, "python/name:os.system' has no meaning here"),
        ('a: "\\q"\n', 1, 5, "a backslash inside double quotes starts no known escape"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second `---` starts another document"),
        ("a: 1\n b: 2\n", 2, 3, "a colon followed by a space stands inside a value"),
        ("- a\nb: 1\n", 2, 1, "the line isn't indented as the list above"),
        ("a: 1\nb\n", 3, 1, "the key has no colon"),
        ('b: 1\na: "x\\u0007"\n', 2, 4, "U+0007 stands in this value"),
        ("a: !%07 x\n", 1, 4, "has no meaning here"),
        ("a: " + "[" * 5000, None, None, ""),
    ],
)
def test_a_mistake_has_a_place(text: str, line: int | None, column: int | None, message: str) -> None:
    with pytest.raises(YamlError) as raised:
        read_yaml(text)
    assert message in str(raised.value) and raised.value.mend.endswith(".")
    if line is not None:
        assert (raised.value.line, raised.value.column) == (line, column)
    with pytest.raises(YamlError) as moved:
        read_yaml(text, offset=10)
    assert moved.value.line == raised.value.line + 10


def test_many_aliases_cost_nothing() -> None:
    """A billion laughs: each line holds ten times the one before."""
    lines = ["a0: &a0 x"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    value = read_yaml("\n".join(lines)).value
    assert value["a2"][0] is value["a2"][9] is value["a1"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!ENV HERE", "x"),
        ("!ENV GONE", None),
        ("!ENV [HERE, other]", "x"),
        ("!ENV [GONE, other]", "other"),
        ("!ENV [GONE, HERE, other]", "x"),
        ("!ENV [HERE]", "x"),
        ("!ENV [GONE, '']", ""),
        ("!!python/name:os.system", None),
        ("!other [1]", None),
    ],
)
def test_tags_of_the_site_engine(text: str, value: object) -> None:
    assert read_yaml(f"a: {text}\n", tag=environment_tag({"HERE": "x"})).value == {"a": value}


_text = st.text(
    st.characters(exclude_categories=["Cc", "Co", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _text,
                    lambda inner: st.lists(inner) | st.dictionaries(_text, inner)), st.sampled_from([None, 1, 4]))  # fmt: skip
def test_json_knows_the_line_of_everything(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    read, places = read_json(text)
    assert read == value
    lines = text.split("\n")

    def visit(value: object, path: tuple) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                assert json.dumps(key, ensure_ascii=False) + ":" in lines[places[*path, key] - 1]
                visit(inner, (*path, key))
        elif isinstance(value, list):
            found = [places[*path, number] for number in range(len(value))]
            assert found == sorted(found) and (indent is None or len(set(found)) == len(found))
            for number, inner in enumerate(value):
                visit(inner, (*path, number))

    visit(value, ())
    assert len(places) == 1 or isinstance(value, dict | list)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('[\n  {"a": 1}\n  {"a": 2}\n]', 3, 3, "a comma is missing before this"),
        ('[\n  {"a": 1,}\n]', 2, None, ""),
        ('[\n  {"a": 1},\n]', None, None, ""),
        ('[{"a": 1, "b": 2,\n "a": 3}]', 2, 2, "the field 'a' stands twice"),
        ('{"a": "x}', 1, 7, "the quote opened here is never closed"),
        ('{"a": "x\ny"}', 1, 9, "a line breaks"),
        ("", 1, 1, "a value is expected here"),
        ('{"a" 1}', 1, 6, "a colon is missing"),
        ("{a: 1}", 1, 2, "a field's name is expected here"),
        ("[] []", 1, 4, "text follows"),
        ('"\\q"', 1, 2, "a backslash starts no known escape"),
        ("[" * 100_000, 1, 1, "nested too deeply"),
        ("1" * 5000, 1, 1, "a number can't be read"),
        ('[{"a": "b",\n "c": ["\\ud800"]}]', 2, 1, "U+D800 stands in a text"),
        ('{"\\u0000": 1}', 1, 1, "U+0000 stands in a text"),
    ],
)
def test_a_mistake_in_json_has_a_place(text: str, line: int | None, column: int | None, message: str) -> None:
    with pytest.raises(JsonError) as raised:
        read_json(text)
    assert message in str(raised.value) and raised.value.mend.endswith(".")
    assert line in (None, raised.value.line) and column in (None, raised.value.column)


def test_lists_in_lists_without_end_are_refused_at_their_beginning() -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml("[" * 20_000 + "]" * 20_000, offset=7)
    assert (caught.value.line, caught.value.column) == (8, 1) and "nested too deeply" in str(caught.value)
