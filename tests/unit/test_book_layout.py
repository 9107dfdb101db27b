"""How chapters fill columns: where figures stand, what of a chapter may break, what takes the whole width."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from lxml import html

from guide.publish.book import forms
from guide.publish.paper import shorten_decisions
from guide.publish.typesetting.columns import Block, Grid, Place, Plan, plan
from guide.publish.typesetting.impose import _move, _reframe
from guide.publish.typesetting.layout import (
    Extent,
    columns_of,
    floating,
    flowing,
    is_wide_table,
    movable,
    number_blocks,
    plan_chapter,
    style_of,
    unfloat_high,
)
from guide.publish.typesetting.typeset import Frame

GRID = Grid(columns=2, height=100, gap=5, least=10, hole=10)
HEAD = Block("head", 5, bound=True)


def text(height: float, line: float = 5) -> Block:
    """A paragraph of lines that keeps two together."""
    count = round(height / line)
    return Block("text", height, breaks=tuple(line * n for n in range(2, count - 1)))


def figure(height: float, wide: bool = False) -> Block:
    return Block("float", height, wide=wide)


def whole(height: float, late: bool = False) -> Block:
    return Block("whole", height, late=late)


def place(blocks: list[Block], number: int) -> tuple[int, int | None, bool]:
    found = plan(blocks, GRID).places[number]
    return found.page, found.column, found.head


def test_text_alone_has_whole_columns() -> None:
    made = plan([text(250)], GRID)
    assert [(c.page, c.number, c.top, c.height) for c in made.columns[:3]] == [(0, 0, 0, 100), (0, 1, 0, 100), (1, 0, 0, 100)]


def test_a_wide_figure_stands_at_the_head_of_the_page_that_calls_it() -> None:
    # On the first page, which the chapter's head opens, at the foot.
    assert place([text(60), figure(30, wide=True), text(300)], 1) == (0, None, False)
    assert place([text(250), figure(30, wide=True), text(300)], 1) == (1, None, True)


def test_a_figure_that_would_push_its_call_away_goes_to_the_next_page() -> None:
    assert place([text(190), figure(30, wide=True), text(300)], 1) == (1, None, True)


def test_a_narrow_figure_stands_in_the_column_that_calls_it_or_the_next() -> None:
    assert place([text(120), figure(40), text(300)], 1) == (0, 1, True)
    assert place([text(80), figure(40), text(300)], 1) == (0, 1, True)
    assert place([text(190), figure(40), text(300)], 1) == (1, 0, True)


def test_figures_keep_their_order() -> None:
    blocks = [text(90), figure(60), figure(60), figure(20), text(30), figure(70, wide=True), text(300)]
    places = plan(blocks, GRID).places
    order = [(places[n].page, places[n].column or 0) for n in (1, 2, 3)]
    assert order == sorted(order)
    assert places[5].page >= places[3].page


def test_columns_are_what_figures_leave() -> None:
    made = plan([text(250), figure(30, wide=True), text(300), figure(20), text(200)], GRID)
    assert made.places[1] == Place(1, None, True, 0)
    first = next(c for c in made.columns if c.page == 1)
    assert (first.top, first.height) == (35, 65)
    narrow = made.places[3]
    own = next(c for c in made.columns if (c.page, c.number) == (narrow.page, narrow.column))
    assert narrow.head and own.top == narrow.top + 25


def test_a_box_moves_with_the_colours_behind_what_it_holds() -> None:
    layer = SimpleNamespace(painting_area=(1, 2, 30, 40), clipped_boxes=[(1, 2, 3, 4, 5)])
    layer._replace = lambda **new: SimpleNamespace(**{**vars(layer), **new})
    background = SimpleNamespace(layers=[layer])
    background._replace = lambda layers: SimpleNamespace(layers=layers)
    inner, moved = SimpleNamespace(background=background), []
    box = SimpleNamespace(translate=lambda *by: moved.append(by), descendants=lambda: [inner], background=None)
    _move(box, 10, -20)
    (found,) = inner.background.layers
    assert moved == [(10, -20)] and found.painting_area == (11, -18, 30, 40) and found.clipped_boxes == [(11, -18, 3, 4, 5)]


def test_what_does_not_break_lets_the_text_after_it_go_first() -> None:
    assert plan([text(80), whole(40, late=True), text(50)], GRID).order == (0, 2, 1)
    assert plan([text(80), whole(40), text(50)], GRID).order == (0, 1, 2)
    assert plan([text(95), whole(40, late=True), text(50)], GRID).order == (0, 1, 2)
    assert plan([text(80), whole(40, late=True), HEAD, text(50)], GRID).order == (0, 1, 2, 3)


def test_no_text_is_read_before_the_words_that_lead_to_the_block_before_it() -> None:
    leads = Block("text", 5, bound=True)
    assert plan([text(75), leads, whole(40, late=True), text(50)], GRID).order == (0, 1, 2, 3)


def test_the_space_below_a_block_vanishes_at_a_column_s_foot() -> None:
    blocks = [Block("text", 100, below=4), text(30), figure(10), text(30)]
    assert place(blocks, 2) == (0, 1, True)


def test_a_table_repeats_its_head() -> None:
    table = Block("text", 130, breaks=tuple(range(20, 130, 10)), again=10)
    # 100 stand in the first column, the head and 30 in the second.
    blocks = [table, figure(55), text(40)]
    assert place(blocks, 1) == (1, 0, True)
    assert place([table, figure(40), text(40)], 1) == (0, 1, True)


def test_what_breaks_nowhere_runs_over_by_half_a_column_at_least() -> None:
    # 20 in the first column; then a head of 60 leaves 40, and half a column is taken each time: 70, 120, 170, 220.
    odd = Block("text", 240, breaks=(10, 20), again=60)
    assert place([odd, figure(20), text(40)], 1) == (3, 0, True)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_very_short_chapters(count: int) -> None:
    made = plan([figure(90, wide=True)] * count, GRID)
    assert len(made.places) == count and made.order == ()


# ---------- blocks ----------


def chapter(body: str) -> html.HtmlElement:
    return html.fragment_fromstring(f'<section class="chapter case" id="c"><header class="opener"><h1>C</h1></header>{body}</section>')


def table(*rows: tuple[str, ...]) -> html.HtmlElement:
    return html.fragment_fromstring("<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>")


def test_blocks_are_numbered_and_groups_opened() -> None:
    root = chapter('<h2 id="c--one">One</h2><div class="decisions"><section class="decision">a</section></div><p>b</p>')
    number_blocks(root)
    assert [child.get("data-block") for child in root] == ["0", "1", "2", "3", "4"]
    assert movable(root)


def test_numbered_figures_and_tables_float_and_the_rest_flows() -> None:
    body = '<figure class="figure"></figure><p>These:</p><table></table><figure class="table"></figure>'
    root = chapter(body)
    number_blocks(root)
    assert [child.tag for child in floating(root)] == ["header", "figure", "figure"]
    assert "bound" in root[2].get("class")


def test_the_frames_of_a_sheet_float_in_pairs_and_its_words_flow() -> None:
    frames = "".join(f'<figure class="figure" id="{name}"><img data-size="{82 if name != "d" else 84} 90"></figure>' for name in "abcd")
    root = chapter(f'<section class="sheet"><h2>Sheet</h2><div class="frames">{frames}</div><ul><li>Never.</li></ul></section>')
    number_blocks(root)
    assert [child.xpath("string(@id)") or child.xpath("string(figure[1]/@id)") for child in floating(root)[1:]] == ["a", "c", "d"]
    assert [child.get("class") for child in floating(root)[1:]] == ["frames floats wide", "figure floats", "figure floats wide"]
    assert [child.tag for child in flowing(root)] == ["h2", "ul", "div"]


def test_a_case_s_card_stands_out_of_the_text() -> None:
    root = chapter('<div class="admonition glance"></div><div class="admonition"></div>')
    number_blocks(root)
    assert [child.get("class") for child in floating(root)[1:]] == ["admonition glance floats"]


@pytest.mark.parametrize(
    ("rows", "wide"),
    [
        ([("a", "x" * 400)], False),
        ([("a", "b", "c")], False),
        ([("a longer label", "x" * 60, "y" * 60)], True),
        ([("one", "1.00", "0.35", "9 of 100", "14 of 100")], False),
        ([("a" * 15, "b" * 15, "c" * 15, "d" * 15)], True),
    ],
)
def test_a_table_is_wide_by_its_columns_and_cells(rows: list[tuple[str, ...]], wide: bool) -> None:
    assert is_wide_table(table(*rows)) is wide


def test_a_listing_with_long_lines_stands_out_of_the_text() -> None:
    root = chapter(f'<div class="listing"><pre>{"x" * 90}</pre></div><div class="listing"><pre>short</pre></div>')
    number_blocks(root)
    assert [len(child.text_content()) for child in floating(root)[1:]] == [90]


def test_a_table_higher_than_most_of_a_page_breaks_in_the_text() -> None:
    root = chapter('<figure class="table"><table></table></figure><p>a</p>')
    number_blocks(root)
    extents = {"0": Extent(0, 80), "1": Extent(80, 900), "2": Extent(980, 20), "3": Extent(1000, 0)}
    assert unfloat_high(root, extents)
    assert [child.tag for child in floating(root)] == ["header"]


def test_a_wide_table_without_a_number_stays_in_the_text() -> None:
    wide = html.tostring(table(("a" * 15, "b" * 15, "c" * 15, "d" * 15)), encoding="unicode")
    root = chapter(f"<p>These:</p>{wide}" + "<p>a</p>" * 5)
    number_blocks(root)
    assert [child.tag for child in floating(root)] == ["header"]
    assert root[2].get("class") == "squeezed"
    # Where there is one column it has its whole width.
    root = chapter(f"<p>These:</p>{wide}")
    number_blocks(root)
    assert root[2].get("class") == "wide" and columns_of(root) == 1


def test_chapters_of_cards_have_one_column() -> None:
    cards = "".join(f'<section class="matrix-decision">{n}</section>' for n in range(5))
    for body, columns in ((cards, 1), ("<p>a</p>" * 5, 2)):
        root = chapter(body)
        number_blocks(root)
        assert columns_of(root) == columns


def test_a_float_higher_than_a_page_is_refused() -> None:
    root = chapter('<figure class="figure">tall</figure><p>a</p>')
    number_blocks(root)
    with pytest.raises(ValueError, match="higher than a page"):
        plan_chapter(root, {"0": Extent(0, 80), "1": Extent(80, 2000), "2": Extent(2080, 20), "3": Extent(2100, 0)}, 2)


def test_every_page_of_the_engine_gets_its_margins_and_its_number() -> None:
    made = Plan((1,), {0: Place(0, None, True, 0)}, plan([text(10)], GRID).columns[:3])
    rules = style_of(made, 2, (210, 297, 20, 22), [0]).splitlines()
    assert [rule.split(" {")[0] for rule in rules] == [f"@page :nth({n})" for n in (1, 2, 3, 4)]
    assert [f'"{n}"' in rule for n, rule in zip((1, 1, 1, 2), rules, strict=True)] == [True] * 4
    assert "107.0000mm" in rules[1] and "109.0000mm" in rules[2]


# ---------- forms ----------


def parsed(body: str) -> html.HtmlElement:
    return html.fragment_fromstring(f"<article>{body}</article>")


STRIP = (
    '<section class="strip" id="strip-2"><details><summary><span class="strip-head"><span class="strip-label">W3.2</span> '
    '<span class="strip-title">Traffic</span></span> <span class="strip-result"><span class="strip-name">Peak <i>rate</i></span> '
    '<data>625 requests/s</data></span> <span class="strip-check" data-holds="true"><span class="estimate-mark">Holds</span> a ≤ b</span>'
    '</summary><section class="estimate">all of it</section></details></section>'
)


def test_a_strip_shows_results_and_checks_and_leads_to_its_worksheet() -> None:
    root = parsed(STRIP)
    forms.set_strips(root)
    said = " ".join(root.text_content().split())
    assert said == "Traffic W3.2Peak rate625 requests/sHolds a ≤ b"
    assert root.find(".//a").get("href") == "#worksheet-2"
    assert [row.get("class") for row in root.iter("tr")] == [None, "strip-checks"]


WORKSHEET = (
    '<section class="worksheet" id="worksheet-2"><table><thead><tr><th colspan="4">W3.2 Traffic</th></tr>'
    '<tr class="worksheet-columns"><th>Input</th></tr></thead><tbody class="worksheet-inputs"><tr id="est-users"><th>users</th>'
    '<td>4 million</td><td class="estimate-range">–</td><td>assumed known</td></tr></tbody><tbody class="worksheet-results">'
    '<tr id="est-peak"><th colspan="3"><span class="worksheet-result">Peak <var>peak</var></span><br><span class="estimate-formula">= users</span></th>'
    '<td class="estimate-value">625</td></tr></tbody><tbody class="worksheet-notes"><tr><td><ul><li>Holds</li></ul><ul><li>breaks</li></ul></td></tr>'
    "</tbody></table></section>"
)


def test_worksheets_stand_at_the_end_a_cell_a_row() -> None:
    root = parsed("<p>a</p>")
    forms.add_worksheets(root, [WORKSHEET])
    assert [child.tag for child in root] == ["p", "h2", "p", "section"]
    rows = list(root[-1].iter("tr"))
    assert [len(row) for row in rows] == [1] * 5
    assert [" ".join(row.text_content().split()) for row in rows] == ["W3.2 Traffic", "users 4 million assumed known", "625Peak peak = users", "Holds", "breaks"]
    assert [row.get("id") for row in rows[1:3]] == ["est-users", "est-peak"]
    forms.add_worksheets(root, [])
    assert len(root) == 4


def test_a_decision_names_its_default_instead_of_its_options() -> None:
    root = parsed(
        '<section class="decision"><p>Which?</p><table><tr><th>Codes <span class="tag tag-default">our default</span></th>'
        "<th>Graph</th></tr></table><dl><dt>Flip when</dt><dd>more</dd></dl></section>"
    )
    shorten_decisions(root)
    assert [e.text_content().strip() for e in root.iter("dt", "dd")] == ["Our default", "Codes", "Flip when", "more"]
    assert root.find(".//table") is None


def test_sources_are_keys_of_the_entries_in_the_appendix() -> None:
    root = parsed(
        '<p><cite>(<a href="#source-a2020">Ada 2020</a>)</cite></p><ol class="sources"><li id="source-a2020"><span class="csl">Ada, B. 2020. “X”.</span></li>'
        '<li id="source-c2019"><span class="csl">Cy, D. 2019. “Y”.</span> <span class="source-note">why.</span></li>'
        '<li id="source-e2018"><span class="csl">Eve. 2018.</span></li></ol>'
    )
    forms.key_sources(root, "reference/sources.md")
    assert [link.get("href") for link in root.iter("a")] == [
        "reference/sources.md#source-a2020", "reference/sources.md#source-c2019", "reference/sources.md#source-a2020", "reference/sources.md",
    ]  # fmt: skip
    assert [child.text_content() for child in root[1:]] == ["Cy 2019: why.", "Also cited: Ada 2020.", "The entries in full: Sources."]


def test_a_listing_leaves_its_fold_and_its_empty_lines() -> None:
    root = parsed('<div class="fold"><p>a</p><div class="listing"><pre>x\n\n\n\ny</pre></div><p>b</p></div>')
    forms.lift_listings(root)
    assert [child.get("class") for child in root] == ["fold", "listing"]
    assert root[1].text_content() == "x\n\ny"


def test_facts_that_serve_the_site_go() -> None:
    root = parsed('<dl class="facts"><div><dt>Task</dt><dd>t</dd></div><div><dt>Levels</dt><dd>all</dd></div></dl>')
    forms.keep_facts(root)
    assert root.text_content() == "Taskt"


def test_a_page_keeps_its_size_when_it_gets_the_papers_block_of_text() -> None:
    class Box:
        margin_left, width, margin_right, margin_top, height, margin_bottom = 10.0, 80.0, 30.0, 20.0, 100.0, 40.0

        def margin_width(self) -> float:
            return self.margin_left + self.width + self.margin_right

        def margin_height(self) -> float:
            return self.margin_top + self.height + self.margin_bottom

    box = Box()
    _reframe(box, Frame(90, 120, 15, 18, 60, 75))
    assert (box.margin_width(), box.margin_height()) == (120, 160)
    assert (box.margin_left, box.width, box.margin_top, box.height) == (20, 80, 24, 100)
