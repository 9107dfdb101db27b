"""Finding fences, headings, quotes and citations in Markdown, without rendering it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from guide import scan

BODY = """\
Intro with `[@code]` and [@real2020x].

```python
# not a heading
[@fenced2020x]
```

## First

    ```text
    inside an indent
    ```

~~~ text
```
~~~

<!-- [@comment2020x]
## Not a heading -->

### Second `part` {#own}

````
```mermaid
```
````
"""


def test_fences_are_found_with_their_lines() -> None:
    found = [(f.language, f.text, f.line) for f in scan.fences(BODY, offset=10)]
    assert found == [
        ("python", "# not a heading\n[@fenced2020x]", 14),
        ("text", "inside an indent", 21),
        ("text", "```", 25),
        ("", "```mermaid\n```", 34),
    ]


def test_an_open_fence_is_no_fence() -> None:
    assert list(scan.fences("```python\nx = 1\n")) == []


def test_prose_keeps_every_position() -> None:
    prose = scan.prose(BODY)
    assert len(prose) == len(BODY)
    assert [line for line in prose.split("\n") if "\x00" in line] == []
    assert prose.index("[@real2020x]") == BODY.index("[@real2020x]")
    assert scan.CITATION.findall(prose) == ["@real2020x"]


def test_headings_are_found_with_their_lines() -> None:
    assert [(h.level, h.anchor, h.line) for h in scan.headings(BODY, offset=10)] == [(2, "first", 18), (3, "own", 31)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@one2020x]", [("one2020x", None)]),
        ("[@one2020x, §4.2]", [("one2020x", "§4.2")]),
        ("[@one2020x; @two2021y, p. 3]", [("one2020x", None), ("two2021y", "p. 3")]),
        ("[@one2020x, Table 2 and §3; @two2021y]", [("one2020x", "Table 2 and §3"), ("two2021y", None)]),
    ],
)
def test_citations(text: str, expected: list[tuple[str, str | None]]) -> None:
    match = scan.CITATION.fullmatch(text)
    assert match
    assert [(w["key"], w["locator"] and w["locator"].strip()) for w in scan.CITED_WORK.finditer(match[1])] == expected


def test_an_address_is_no_citation() -> None:
    assert not scan.CITATION.search("write to [me](mailto:me@example.org) or [x @ y]")


def test_quotes_and_formulas_are_told_apart() -> None:
    text = r"${peak} of $x_{ij}$ and ${peak:2 -> item/day} and $\{a\}$"
    assert [m["expression"] for m in scan.QUOTE.finditer(text)] == ["peak", "peak:2 -> item/day"]


def test_links_and_images() -> None:
    text = '[a](b.md#c) ![i](i.png) [](#fig-x) [t](u.md "title") [not][a] (link.md)'
    assert [m["target"] for m in scan.LINK.finditer(text)] == ["b.md#c", "i.png", "#fig-x", "u.md"]


def test_words_are_the_readers() -> None:
    assert scan.words("Don't count\n\n```\nthis code\n```\n\n| two-tower | 3 |\n") == 4


# ---------- anchors are Python-Markdown's ----------


def _anchors_of_page(body: str) -> list[str]:
    """The anchors that the pages really get, in order."""
    markdown = Markdown(extensions=["guide.markdown", "toc"])
    markdown.convert(body)

    def flat(tokens: list[dict]) -> list[str]:
        return [anchor for token in tokens for anchor in (token["id"], *flat(token["children"]))]

    return flat(markdown.toc_tokens)


@pytest.mark.parametrize(
    "titles",
    [
        ["What each level adds", "Interviewer's kit", "Interviewer’s kit"],
        ["The `guide` command", "`guide`"],
        ["Same", "Same", "Same"],
        ["Same_1", "Same", "Same"],
        ["Own {#own}", "Own"],
        ["Own", "Other {#own-2 .wide}", "Own"],
        ["Late", "Own {#late}"],
        ["*Emphasis* and **weight**", "A_snake_case"],
        ["10× traffic, p99 ≤ 250 ms", "A/B & C++", "“Quoted” — dashed", "naïve Bayes"],
        ["Trailing hashes ##"],
        ["A [link](#own) inside", "Formula $x^2$ inside"],
    ],
    ids=" | ".join,
)
def test_anchors_are_those_of_the_page(titles: list[str]) -> None:
    body = "\n\n".join(f"## {title}\n\nText." for title in titles)
    assert [h.anchor for h in scan.headings(body)] == _anchors_of_page(body)


_WORDS = st.sampled_from(
    ["The", "label", "x", "p99", "A/B", "don't", "10×", "C++", "(late)", "two-tower", "snake_case", "1"]
)
_TITLES = st.lists(st.lists(_WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5)


@given(_TITLES)
@settings(max_examples=60, deadline=None)
def test_anchors_are_those_of_the_page_for_any_titles(titles: list[str]) -> None:
    body = "\n\n".join(f"## {title}\n\nText." for title in titles)
    assert [h.anchor for h in scan.headings(body)] == _anchors_of_page(body)
