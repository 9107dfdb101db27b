"""The dialect: what a chapter's Markdown becomes, and the facts read off it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from guide.markdown import Parsed, parse
from guide.markdown.fences import LANGUAGES
from guide.render.blocks import BLOCKS


def tree(parsed: Parsed) -> html.HtmlElement:
    return html.fragment_fromstring(parsed.html, create_parent="div")


def blocks(text: str, offset: int = 0) -> list[tuple[str, str, int]]:
    return [(b.language, b.text, b.line) for b in parse(text, offset).blocks]


def codes(parsed: Parsed) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in parsed.faults]


# ---------- fences ----------


def test_every_language_of_the_guide_is_rendered() -> None:
    assert set(LANGUAGES) == set(BLOCKS)


@pytest.mark.parametrize(("text", "expected"), [
    ("```decisions\na\nb\n```", [("decisions", "a\nb", 2)]),
    ("Text\n```decisions\na\n```\nText", [("decisions", "a", 3)]),
    ("~~~ decisions\na\n~~~", [("decisions", "a", 2)]),
    ("````decisions\n```\na\n````", [("decisions", "```\na", 2)]),
    ("```decisions\na\n````", [("decisions", "a", 2)]),
    ("```decisions\na\n~~~\n```", [("decisions", "a\n~~~", 2)]),
    ("```decisions\na\n``` b\n```", [("decisions", "a\n``` b", 2)]),
    ("```decisions\n```", [("decisions", "", 2)]),
    ("```decisions extra words\na\n```", [("decisions", "extra words\na", 1)]),
    ("> ```decisions\n> a\n>\n> b\n> ```", [("decisions", "a\n\nb", 2)]),
    (">```decisions\n>a\n>```", [("decisions", "a", 2)]),
    ("> > ```decisions\n> > a\n> > ```", [("decisions", "a", 2)]),
    ("- item\n\n    ```decisions\n    a\n      b\n    ```\n\n- next", [("decisions", "a\n  b", 4)]),
    ("- item\n\n\t```decisions\n\ta\n\t```", [("decisions", "a", 4)]),
    ("!!! note\n\n    ```decisions\n    a\n    ```", [("decisions", "a", 4)]),
    ("```decisions\n\ta\tb\n```", [("decisions", "    a   b", 2)]),
    ("```decisions\na\n```\n\n```decisions\na\n```", [("decisions", "a", 2), ("decisions", "a", 6)]),
    ("```decisions\na\n```\n```sources\na\n```", [("decisions", "a", 2), ("sources", "a", 5)]),
    ("````text\n```decisions\na\n```\n````", []),
    ("Inline ```decisions``` text", []),
    ("``decisions\na\n``", [("decisions", "a", 2)]),
], ids=range(21))  # fmt: skip
def test_fences(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert blocks(text) == expected
    assert blocks(text, 7) == [(language, said, line + 7) for language, said, line in expected]
    assert [place.get("data-block") for place in tree(parse(text)).iter("div") if place.get("data-block")] == [
        str(number) for number in range(len(expected))]  # fmt: skip


def test_a_block_in_a_quotation_stays_in_it() -> None:
    (place,) = tree(parse("> Said\n>\n> ```decisions\n> a\n> ```\n>\n> more")).xpath(".//*[@data-block]")
    assert place.getparent().tag == "blockquote" and "more" in place.getparent().text_content()


def test_a_block_in_an_item_stays_in_it() -> None:
    page = tree(parse("- item\n\n    ```decisions\n    a\n    ```\n\n- next"))
    (place,) = page.xpath(".//*[@data-block]")
    assert place.getparent().tag == "li" and len(page.findall("ul/li")) == 2


def test_an_open_fence_is_named_and_hides_what_follows_from_nobody() -> None:
    parsed = parse("Text\n\n```decisions\na\n\n## Heading\n", 4)
    assert codes(parsed) == [("unclosed", 7)] and "```decisions" in parsed.faults[0].message
    assert parsed.blocks[0].text == "a" and [heading.line for heading in parsed.headings] == [10]


def test_code_is_highlighted_in_known_languages_and_kept_in_unknown_ones() -> None:
    parsed = parse("```python\nx = 1 < 2\n```")
    assert tree(parsed).xpath(".//div[@class='highlight']//span") and codes(parsed) == []
    unknown = parse("Text\n\n```unheard-of\nx < ${y}\n```")
    assert codes(unknown) == [("unknown-fence", 3)] and "'unheard-of'" in unknown.faults[0].message
    assert tree(unknown).xpath("string(.//pre/code)") == "x < ${y}" and unknown.quotes == ()
    plain = parse("```\n[@a2020b] and ${x} and ## no heading\n```")
    assert (plain.quotes, plain.citations, plain.headings, plain.faults) == ((), (), (), ())
    assert tree(plain).xpath("string(.//pre)").strip() == "[@a2020b] and ${x} and ## no heading"


def test_two_blocks_with_one_text_are_two() -> None:
    parsed = parse("```mermaid\n--8<-- \"a/b.mmd\"\n```\n\n```mermaid\n--8<-- \"a/b.mmd\"\n```\n/// figure-caption\nC.\n///\n")
    assert [(f.name, f.line, f.captioned) for f in parsed.figures] == [("a/b.mmd", 2, False), ("a/b.mmd", 6, True)]
    assert parsed.figures[0].anchor == "fig-b"


def test_a_diagram_that_is_no_include_has_no_name() -> None:
    assert [f.name for f in parse("```mermaid\nflowchart TB\n  a --> b\n```").figures] == [""]


# ---------- headings ----------


def _anchors_of_plain_markdown(body: str) -> list[str]:
    markdown = Markdown(extensions=["toc", "attr_list", "smarty"], extension_configs={"smarty": {"smart_dashes": False}})
    markdown.convert(body)

    def flat(tokens: list[dict]) -> list[str]:
        return [anchor for token in tokens for anchor in (token["id"], *flat(token["children"]))]

    return flat(markdown.toc_tokens)


TITLES = [
    ["What each level adds", "Interviewer's kit", "Interviewer’s kit"],
    ["The `guide` command", "`guide`"],
    ["Same", "Same", "Same"],
    ["Same_1", "Same", "Same"],
    ["Own {#own}", "Own"],
    ["Late", "Own {#late}"],
    ["*Emphasis* and **weight**", "A_snake_case"],
    ["10× traffic, p99 ≤ 250 ms", "A/B & C++", "“Quoted” — dashed", "naïve Bayes"],
    ["Trailing hashes ##"],
    ["A [link](#own) inside"],
]


@pytest.mark.parametrize("titles", TITLES, ids=" | ".join)
def test_anchors_are_those_of_plain_markdown(titles: list[str]) -> None:
    """The marks of lines and the inline marks change none."""
    body = "\n\n".join(f"## {title}\n\nText." for title in titles)
    assert [h.anchor for h in parse(body, 1000).headings] == _anchors_of_plain_markdown(body)


_WORDS = st.sampled_from(["The", "label", "x", "p99", "A/B", "don't", "10×", "C++", "(late)", "two-tower", "snake_case", "1"])
_TITLES = st.lists(st.lists(_WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5)


@given(_TITLES, st.integers(0, 5000))
@settings(max_examples=60, deadline=None)
def test_anchors_do_not_depend_on_lines(titles: list[str], offset: int) -> None:
    body = "\n\n".join(f"## {title}\n\nText." for title in titles)
    assert [h.anchor for h in parse(body, offset).headings] == _anchors_of_plain_markdown(body)


def test_headings_have_levels_texts_and_lines() -> None:
    found = parse("## First\n\n### Second `part` {#own}\n\n```\n## code\n```\n\n<!-- ## hidden -->\n\n# Top\n").headings
    assert [(h.level, h.text, h.anchor, h.line) for h in found] == [
        (2, "First", "first", 1), (3, "Second part", "own", 3), (1, "Top", "top", 11)]  # fmt: skip


# ---------- inline marks ----------


@pytest.mark.parametrize(("text", "expected"), [
    ("[@one2020x]", [("one2020x", "")]),
    ("[@one2020x, §4.2]", [("one2020x", "§4.2")]),
    ("[@one2020x; @two2021y, p. 3]", [("one2020x", ""), ("two2021y", "p. 3")]),
    ("[@one2020x, Table 2 and §3; @two2021y]", [("one2020x", "Table 2 and §3"), ("two2021y", "")]),
    ("[@Smith:2020.a-b]", [("Smith:2020.a-b", "")]),
    ("`[@code2020x]`", []),
    ("write to [me](mailto:me@example.org) or [x @ y]", []),
    ("```sources\none2020x: a note\ntwo2021y\n```", [("one2020x", ""), ("two2021y", "")]),
    ("```estimate\ntitle: T\nn = 2 # published: as [@one2020x, p. 3]\n```", [("one2020x", "p. 3")]),
])  # fmt: skip
def test_citations(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.key, c.locator) for c in parse(text).citations] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("${peak} of $x_{ij}$ and ${peak:2 -> item/day} and $\\{a\\}$", ["peak", "peak:2 -> item/day"]),
    ("`${code}`", []),
    ("${ spaced }", ["spaced"]),
    ("*${a}* **${b}** [${c}](#d)", ["a", "b", "c"]),
    ("## ${a} of it\n\n| ${b} |\n|---|\n| ${c} |", ["a", "b", "c"]),
    ("<!-- ${a} -->", []),
    ("```estimate\ntitle: ${t}\nn = 2 # assumed: ${a}\nr = n # ${b}\nassert r > 1 # ${c}\n```", ["t", "a", "b", "c"]),
])  # fmt: skip
def test_quotes(text: str, expected: list[str]) -> None:
    assert [q.expression for q in parse(text).quotes] == expected


def test_links_and_images() -> None:
    text = '[a](b.md#c) ![i](i.png) [](#fig-x) [t](u.md "title") [not][a] (link.md)\n\nA note[^1].\n\n[^1]: [n](n.md)'
    assert [link.target for link in parse(text).links] == ["b.md#c", "i.png", "#fig-x", "u.md", "n.md"]


def test_a_link_in_a_note_of_a_block_is_a_link_of_the_chapter() -> None:
    found = parse("```estimate\ntitle: T\nn = 2 # assumed: as [there](b.md#c)\n```").links
    assert [(link.target, link.line) for link in found] == [("b.md#c", 3)]


def test_formulas() -> None:
    parsed = parse("Let $a<b$ and $c \\& d$.\n\n$$x = \\frac{1}{2}$$\n\nFrom $5 to $10.\n")
    assert [(f.tex, f.display, f.line) for f in parsed.formulas] == [("a<b", False, 1), (r"c \& d", False, 1), (r"x = \frac{1}{2}", True, 3)]
    shown = tree(parsed).find_class("maths")
    assert [m.get("data-tex") for m in shown] == ["a<b", r"c \& d", r"x = \frac{1}{2}"]
    assert [m.find("math").get("display") for m in shown] == ["inline", "inline", "block"]
    assert [m.get("tabindex") for m in shown] == [None, None, "0"]
    assert codes(parse("Text\n\nBad $\\frac{1}$ and $\\unheard$.")) == [("formula", 3), ("formula", 3)]


def test_a_formula_in_a_note_is_drawn() -> None:
    parsed = parse("```estimate\ntitle: T\nn = 2 # assumed: as $x^2$ says\n```")
    (note,) = [made for text, made in parsed.inline.items() if "says" in text]
    assert "<msup>" in note and [(f.tex, f.line) for f in parsed.formulas] == [("x^2", 3)]


def test_strings_of_blocks_are_markdown_by_their_source() -> None:
    parsed = parse("```sources\na2020b: *the* note & more\nc2020d\n```\n\n```digest\nx\nsay: **now**\n```")
    assert parsed.inline == {"*the* note & more": "<em>the</em> note &amp; more", "**now**": "<strong>now</strong>"}
    assert "the" not in tree(parsed).text_content()


# ---------- what is left over ----------


@pytest.mark.parametrize(("text", "line"), [
    ("Text\n\n${open", 3),
    ("Text\nand [@open", 2),
    ("a\n\n/// caption\nof no kind\n///", 3),
    ("a\n\n!!!note", 3),
    ("a\n\nb [c] (d) and [e](f g", 3),
    ("Text\n| a | b |\n|---|---|", 2),
    ("a ``` b", 1),
    ("```sources\na2020b: see ${open\n```", 2),
])  # fmt: skip
def test_markup_that_was_left_as_text_is_named(text: str, line: int) -> None:
    assert ("markup", line) in codes(parse(text)), parse(text)


@pytest.mark.parametrize("text", ["`${open`", "```\n${open [@x\n```", "A | b", "(a)[b]", "100 % | 3", "\\${x}", "Wow!!!"])
def test_code_and_prose_are_no_left_over_markup(text: str) -> None:
    assert codes(parse(text)) == []


@pytest.mark.parametrize("text", ["<script>x</script>", '<b onclick="x">b</b>', '<iframe src="a"></iframe>', "<style>p{}</style>",
                                  '<div markdown>\n\n<form action="x"></form>\n\n</div>'])  # fmt: skip
def test_active_html_is_named(text: str) -> None:
    assert "raw-html" in [code for code, _ in codes(parse(text))]


def test_ordinary_html_is_not() -> None:
    assert codes(parse('<div class="frames" markdown>\n\nA\n\n</div>\n\n<span title="a">b</span>')) == []


# ---------- texts ----------


def test_passages_are_the_texts_of_sections_with_those_below() -> None:
    parsed = parse("before\n\n## A\n\ntext a\n\n### B\n\ntext b\n\n## C\n\n`code` text c ${x}")
    said = {anchor: " ".join(text.split()) for anchor, text in parsed.passages.items()}
    assert said == {"": "before A text a B text b C text c", "a": "A text a B text b", "b": "B text b", "c": "C text c"}


def test_words_are_the_readers() -> None:
    assert sum(parse("Don't count\n\n```\nthis code\n```\n\n| two-tower | 3 |\n|---|---|\n").words.values()) == 4
    assert sum(parse("One ${value} and `code` and $x$").words.values()) == 4


def test_a_derivation_is_work_wherever_it_stands() -> None:
    words = parse('## Methods\n\nOne two\n\n??? derivation "Three"\n\n    Four five\n').words
    assert words["study"] == 3 and words["work"] == 3 and words["carry"] == 0


def test_ids_and_classes_are_known() -> None:
    parsed = parse('## A\n\n<span id="b" class="c d">x</span>\n\n| x |\n|---|\n| y |\n\n/// table-caption | #tab-t\nC.\n///\n')
    assert set(parsed.anchors) == {"a", "b", "tab-t"} and {"c", "d", "table"} <= set(parsed.classes)
    assert [t.anchor for t in parsed.tables] == ["tab-t"]


@pytest.mark.parametrize(("text", "head", "rows"), [
    ("| | b |\n|---|---|\n| c | d |\n| | e |", ["td", "th"], [["th", "td"], ["td", "td"]]),
    ("| a | |\n|---|---|\n| c | d |", ["th", "td"], [["td", "td"]]),
    ("| | |\n|---|---|\n| *c* | d |", ["td", "td"], [["th", "td"]]),
    ("| a | b |\n|---|---|\n| c | d |", ["th", "th"], [["td", "td"]]),
])  # fmt: skip
def test_the_empty_corner_of_a_table_is_no_head_and_its_rows_are_named(text: str, head: list[str], rows: list[list[str]]) -> None:
    page = tree(parse(text))
    assert [cell.tag for cell in page.find(".//thead/tr")] == head
    assert [[cell.tag for cell in row] for row in page.iterfind(".//tbody/tr")] == rows
    assert {cell.get("scope") for cell in page.iterfind(".//tbody/tr/th")} <= {"row"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("| a | b |\n|---|---|\n| c | d |\n| e | |", []),
        ("| a | b |\n|---|---|\n| c |\n| d | e | f |", [3, 4]),
        ("| a | b |\n|---|---|\n| + |\n| = | + |\n| = | + | - |", [3, 5]),
        ("a | b\n---|---\nc | d | e", [3]),
        ('!!! glance "Card"\n\n    | | |\n    |---|---|\n    | c | d | e |', [5]),
        ("| a | b |\n|---|---|\n| `c|d` | e\\|f |", []),
        ("| a |\n|---|\n| ${b} | $c$ |\n\n/// table-caption | #tab-a\nWhat.\n///", [3]),
    ],
)
def test_rows_of_another_length_than_their_head_are_named(text: str, lines: list[int]) -> None:
    assert codes(parse(text)) == [("table-row", line) for line in lines]
    assert codes(parse(text, 10)) == [("table-row", line + 10) for line in lines]


@pytest.mark.parametrize("said", ['"it flips at **3**"', '"*so*"', '"`b`"'])
def test_a_quotation_that_ends_with_its_paragraph_is_closed_behind_what_is_marked(said: str) -> None:
    read = tree(parse(f"| a |\n|---|\n| {said} |\n")).xpath("string(.//td)")
    assert read[0] == "“" and read[-1] == "”"


def test_a_mark_between_two_that_are_marked_opens_a_quotation() -> None:
    assert tree(parse('*one*"**two** three"\n')).text_content().strip() == "one“two three”"


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        ('!!! transcript "Two words"', False), ("!!! transcript", True), ("!!! transcript Two words", True),
        ('??? derivation "Two words"', False), ("??? derivation", True), ("??? derivation Two words", True),
    ],
)  # fmt: skip
def test_boxes_and_folds_have_a_title_in_quotes(head: str, wrong: bool) -> None:
    assert codes(parse(f"{head}\n\n    Text.\n")) == [("markup", 1)] * wrong


@pytest.mark.parametrize(("mark", "what"), [("figure-caption", "diagram"), ("table-caption | #tab-a", "table")])
def test_a_caption_under_nothing_says_what_it_misses(mark: str, what: str) -> None:
    parsed = parse(f"Words.\n\n/// {mark}\nWhat to see.\n///\n")
    assert codes(parsed)[0] == ("markup", 3) and parsed.faults[0].message == f"the {what}'s caption stands under no {what}."
